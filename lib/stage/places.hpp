#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace shareready {

// The three folders of a run, absolute and free of symlinks.
struct Places {
  std::filesystem::path bids_dir;  // empty: it is gone
  std::filesystem::path output_dir;
  std::filesystem::path private_dir;
  bool private_named = false;  // by --private-dir

  [[nodiscard]] std::filesystem::path dataset() const { return output_dir / "dataset"; }
  [[nodiscard]] std::filesystem::path report() const { return output_dir / "report"; }
  [[nodiscard]] std::filesystem::path usual_private() const { return output_dir / "private"; }
};

struct PlacesRequest {
  std::filesystem::path bids_dir;
  std::filesystem::path output_dir;
  std::filesystem::path private_dir;  // empty: output_dir/private
  bool only_audit = false;            // then the input may be the dataset/ published in output_dir
  bool is_gone = false;               // the input: only a published report is renewed
};

// Checks, before anything is written, that input and output are apart. Errors: no_input (the input is no
// folder), usage (one lies in the other).
Result<Places> check_places(const PlacesRequest& request);

// True where `path` is `folder` or below it; both absolute and normal.
bool lies_in(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace shareready
