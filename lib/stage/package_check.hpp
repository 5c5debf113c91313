#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "stage/differences.hpp"

namespace shareready {

// What --package writes beside the archives: the list of their hashes, as sha256sum reads it.
inline constexpr const char* k_package_list = "package.sha256";
// The name of archive `number` (from 1) of `count`.
std::string archive_name(std::size_t number, std::size_t count);

// OUTPUT_DIR/package against the release that stands there.
struct PackageCheck {
  std::size_t packages = 0;
  std::uint64_t files = 0;  // of those packages: archives and lists
  Differences found;        // paths relative to package/; "" among the added: package/ itself is no folder
  std::vector<std::string> other_release;  // packages made of another one, which were not looked into
  [[nodiscard]] bool same() const { return found.none() && other_release.empty(); }
};

// Each archive has to be, byte for byte, what --package would write of dataset/ now, so who edits an archive
// and its list is told too; dataset/ is what its report says (verify_release). Errors: no_input, io.
Result<PackageCheck> check_packages(const std::filesystem::path& output_dir);

}  // namespace shareready
