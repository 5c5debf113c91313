#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// What one upload may be; nothing where a repository states no limit.
struct PackageLimits {
  std::optional<std::uint64_t> archive_bytes;
  std::optional<std::uint64_t> archives;  // files that a deposit may hold
};

struct PackedFile {
  std::string path;  // in dataset/
  std::uint64_t size = 0;
};

// The files of each archive: in order of their paths, the files of one participant in one archive where they
// fit. Errors: unsupported (a file that is larger than an archive may be, more archives than allowed).
Result<std::vector<std::vector<PackedFile>>> plan_package(const std::vector<PackedFile>& files,
                                                          const PackageLimits& limits);

struct Package {
  std::filesystem::path folder;
  std::size_t archives = 0;
  std::uint64_t bytes = 0;
  bool cleared = false;  // by the report, as of dataset/
};

// Writes OUTPUT_DIR/package/REPOSITORY: archives of dataset/ split to the repository's limits, the same bytes
// for the same release, package.sha256 that lists them, and the manifest of what is in them. dataset/ must be
// what its report says, so every byte in an archive was audited; each archive is read back and compared with
// it. Errors: usage (a repository that is not in the report's table, or does not take this release), bad_data
// (dataset/ is not as published), unsupported, cannot_create, io.
Result<Package> write_package(const std::filesystem::path& output_dir, const std::string& repository,
                              const std::string& today);

}  // namespace shareready
