#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "readiness/answers.hpp"

namespace shareready {

// The list of the released files and their hashes, beside readiness.json in report/.
constexpr const char* k_manifest_name = "manifest.sha256";

// True where answers are given that the published report does not have yet. Errors: no_input, bad_data.
Result<bool> needs_renewal(const std::filesystem::path& report, const readiness::Answers& answers);

// Writes a copy of a published report with new answers in it; what was measured stays. Errors: no_input,
// bad_data, cannot_create, io.
Status renew_report(const std::filesystem::path& published, const std::filesystem::path& fresh,
                    const readiness::Answers& answers, std::int64_t now);

}  // namespace shareready
