#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

// OUTPUT_DIR/NOT_CLEARED_FOR_SHARING.txt stands beside dataset/ for as long as its report does not clear it,
// and in every package that was made of it; in a package of another release it stays.
namespace shareready {

inline constexpr const char* k_clearance_notice = "NOT_CLEARED_FOR_SHARING.txt";

// A folder that --package wrote.
struct WrittenPackage {
  std::filesystem::path folder;
  bool of_release = false;  // it holds the release with that hash
  bool warned = false;      // the notice stands in it
};

// In the order of their names; none where there is no package.
std::vector<WrittenPackage> written_packages(const std::filesystem::path& output_dir,
                                             const std::string& release);

// Before a release or report is put in place: the notice is there first where the fresh report does not clear
// the release. `report` is the folder of that report. Errors: no_input, bad_data, io, cannot_create.
Status warn_beside(const std::filesystem::path& output_dir, const std::filesystem::path& report);

// After that: writes the notice where it is missing or says something else, takes it away where the published
// report clears the release. Errors: as above.
Status settle_notice(const std::filesystem::path& output_dir);

}  // namespace shareready
