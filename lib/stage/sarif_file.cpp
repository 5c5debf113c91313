#include "stage/sarif_file.hpp"

#include "audit/sarif.hpp"
#include "base/files.hpp"

namespace shareready {

namespace fs = std::filesystem;

Status check_sarif_place(const fs::path& file, const Places& places) {
  if (file.empty()) return Done{};
  const fs::path place = fs::absolute(file).lexically_normal();
  for (const fs::path& folder : {places.bids_dir, places.dataset(), places.report()}) {
    if (!lies_in(place, folder)) continue;
    return Error{ErrorCode::usage,
                 file.string(),
                 "expected a place outside the dataset and what is published; choose another for --sarif",
                 {}};
  }
  return Done{};
}

Status write_sarif(const fs::path& file, const Findings& findings, std::string_view version) {
  if (file.empty()) return Done{};
  return write_file(file, format_json(to_sarif(findings, version)));
}

}  // namespace shareready
