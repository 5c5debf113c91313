#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// A published dataset against its manifest; paths are those in dataset/.
struct Verification {
  std::uint64_t files = 0;  // in the manifest
  std::vector<std::string> changed, missing, added;
  std::vector<std::string> stale;  // what went out of date, in words
  bool signed_off = false;         // for this very release
  [[nodiscard]] bool same() const { return changed.empty() && missing.empty() && added.empty(); }
};

// Reads OUTPUT_DIR/dataset and OUTPUT_DIR/report; writes nothing. Facts and sign-off are out of date after 18
// months, a look ahead after its review date. `today` is YYYY-MM-DD. Errors: no_input (nothing was published
// there), bad_data (the manifest is not the one the report names), io.
Result<Verification> verify_release(const std::filesystem::path& output_dir, const std::string& today);

}  // namespace shareready
