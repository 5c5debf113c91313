#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/tokens.hpp"

namespace shareready {

struct EdfContext {
  const TokenSet* tokens = nullptr;  // may be null
  bool keep_clock = false;           // the time of day stays: dates are shifted
};

// What became of an EDF, EDF+, BDF or BDF+ file (edfplus.info/specs; biosemi.com/faq/file_format.htm).
struct ScrubbedEdf {
  std::vector<std::string> removed;  // names of fields
};

// Writes `from`, cleaned, to `to`, whole or not at all, in bounded memory: patient and recording become "X X
// X X" and "Startdate X X X X", the date the dummy 01.01.85 (two digits cannot hold a shifted year),
// transducers, filters and reserved bytes stay only where they are technical; of annotations the time keeping
// alone stays, their texts are free. Samples, labels, scaling and all lengths stay byte for byte; what
// follows the last whole record goes. Cleaning twice is cleaning once. Errors: no_input, io, cannot_create;
// bad_data (no EDF, a header that contradicts itself, records cut off, damaged annotations).
Result<ScrubbedEdf> scrub_edf_file(const std::filesystem::path& from, const std::filesystem::path& to,
                                   const EdfContext& context);

}  // namespace shareready
