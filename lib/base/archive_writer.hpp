#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// A file and the name it gets in an archive.
struct ArchiveMember {
  std::string name;
  std::filesystem::path file;
};

// What a file takes of an archive at most, its header included.
std::uint64_t archived_size(std::uint64_t file_size);
constexpr std::uint64_t k_archive_end = 10240;  // of every archive

// Writes a tar (POSIX pax) that depends on names and contents alone: no owner, no time, mode 0644, members in
// the order given. Errors: cannot_create, no_input, io.
Status write_archive(const std::filesystem::path& path, const std::vector<ArchiveMember>& members);

// Reads such an archive back: the same members in the same order with the same bytes, no owner, no time.
// Errors: bad_data (what differs), no_input, io.
Status check_archive(const std::filesystem::path& path, const std::vector<ArchiveMember>& members);

// The names of its members, in their order. Errors: no_input, bad_data (damaged).
Result<std::vector<std::string>> archive_names(const std::filesystem::path& path);

// True where write_archive would write this very file, byte for byte: nothing can stand between the members
// or behind the last. Errors: no_input, io.
Result<bool> is_archive_of(const std::filesystem::path& path, const std::vector<ArchiveMember>& members);

}  // namespace shareready
