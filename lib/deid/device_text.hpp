#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// What names makers, models, coils and sequences may be made of (docs/adr/0008).
struct DeviceWords {
  std::vector<std::string> words;  // lower case, sorted

  // True where every run of letters is a known word or has the shape of a code: two letters, or three that
  // are not written as a name is ("Lee"); and no run of digits is longer than a part's number. "HeadNeck_64"
  // is two known words, "*tfl3d1_16ns" codes, "Jansen" neither.
  [[nodiscard]] bool allow(std::string_view text) const;
};

// share/dicom_words.tsv and share/device_words.tsv together. Errors: no_input, bad_data.
Result<DeviceWords> load_device_words();

}  // namespace shareready
