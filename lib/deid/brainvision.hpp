#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/dates.hpp"
#include "deid/tokens.hpp"

namespace shareready {

struct BrainVisionContext {
  const TokenSet* tokens = nullptr;     // may be null
  std::optional<DateShift> shift = {};  // dates are dropped without it
  std::string stem;                     // of the recording's files: BIDS gives all three the same
};

struct ScrubbedBrainVision {
  std::string text;
  std::vector<std::string> removed;  // sections and keys that are known, "another line" for the rest
};

// A header (.vhdr) or marker file (.vmrk) of BrainVision (Core Data Format 1.0): sections and keys that
// describe the samples stay, comments, free sections, coordinates of a real head and texts of markers go,
// DataFile and MarkerFile name the files of the same stem. The date of a "New Segment" marker is shifted or
// dropped. Line ends stay. Cleaning twice is cleaning once. Errors: bad_data (not of this format, a line
// outside of any section).
Result<ScrubbedBrainVision> scrub_brainvision(std::string_view text, const BrainVisionContext& context,
                                              std::string_view subject);

// The same text with its files named after another stem.
std::string rename_brainvision_files(std::string_view text, std::string_view stem);

// The days of its "New Segment" markers.
std::vector<std::string> brainvision_dates(std::string_view text);

}  // namespace shareready
