#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "stage/differences.hpp"

namespace shareready {

// What somebody said of the release; it holds for the release and the answers with these hashes alone.
enum class Said { nothing, yes, on_conditions, no, of_another_release, of_other_answers };

// A published dataset against its manifest, its report against the list of the report.
struct Verification {
  std::uint64_t files = 0;  // in the manifest
  Differences dataset, report;
  std::vector<std::string> links;  // of dataset/ and report/, those that are no folders of OUTPUT_DIR
  std::vector<std::string> stale;  // what went out of date, in words
  bool key_unseen = false;         // who withdraws is found by a release key, and nobody named its file
  Said advice = Said::nothing;     // of the privacy officer
  Said decision = Said::nothing;   // of the controller
  Said assessment =
      Said::nothing;     // yes: done, or in writing not mandatory or not needed; no: high risk left
  bool cleared = false;  // by the report: nothing stands in the way of sharing this release
  [[nodiscard]] bool same() const { return dataset.none() && report.none() && links.empty(); }
};

// Reads OUTPUT_DIR/dataset and OUTPUT_DIR/report; writes nothing. Facts, advice and decision are out of date
// after 18 months, a look ahead after its review date, a way to find who withdraws on the day on which study
// key and source are destroyed, as declared. `today` is YYYY-MM-DD. Where the release key is kept stands
// nowhere, by design: it is looked at where `key_file` names it, empty: not at all. Errors: no_input (nothing
// was published there), bad_data (the manifest is not the one the report names), usage (`key_file` of a
// release without a release key), io.
Result<Verification> verify_release(const std::filesystem::path& output_dir, const std::string& today,
                                    const std::filesystem::path& key_file = {});

}  // namespace shareready
