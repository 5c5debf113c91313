#pragma once

#include <filesystem>
#include <string_view>

#include "audit/finding.hpp"
#include "stage/places.hpp"

namespace shareready {

// Refuses a file for SARIF inside the input, which is never written, or inside what is published, which is
// replaced whole. No file is no error. Errors: usage.
Status check_sarif_place(const std::filesystem::path& file, const Places& places);

// Findings as SARIF 2.1.0, where a file for them is asked for. Errors: cannot_create, io.
Status write_sarif(const std::filesystem::path& file, const Findings& findings, std::string_view version);

}  // namespace shareready
