#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/sidecar.hpp"

namespace shareready {

// NIfTI-MRS standard, "Header extension": JSON under this code.
constexpr int k_extension_mrs = 44;

struct CleanedMrs {
  std::string json;                  // in one line
  std::vector<std::string> removed;  // names of keys that the standard knows; others only as being unknown
};

// The JSON of a NIfTI-MRS extension with the keys that the table of the context (share/mrs_keys.tsv) allows,
// whose values are checked as those of sidecars are. Errors: bad_data (no JSON object).
Result<CleanedMrs> clean_mrs_extension(std::string_view text, const SidecarContext& context,
                                       std::string_view subject);

// The table of the share folder. Errors: those of finding and reading it.
Result<KeyTable> load_mrs_keys();

}  // namespace shareready
