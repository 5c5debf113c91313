#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace shareready {

// Writes a file into a StagedFolder, which vanishes unless it is committed: no temporary name and no fsync,
// since commit() makes all content durable at once before the folder gets its name. An older file of that
// name is replaced by another one, never written into. Its folder is made where it is missing. Errors:
// cannot_create, io (a full disk included).
Status write_staged(const std::filesystem::path& path, std::string_view text);
Status write_staged(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);

// Makes everything durable that was written to the file system of this folder (syncfs). Errors: io.
Status sync_file_system(const std::filesystem::path& folder);

}  // namespace shareready
