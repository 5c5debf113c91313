#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// What names makers, models, coils and sequences may be made of (docs/adr/0008).
struct DeviceWords {
  std::vector<std::string> words;       // lower case, sorted
  std::vector<std::string> names = {};  // of persons, in three letters; lower case, sorted

  // True where every run of letters is a known word or has the shape of a code: two letters, or three that
  // are neither written as a name is ("Ruu") nor a known one ("KIM"); and no run of digits is longer than a
  // part's number. "HeadNeck_64" is two known words, "*tfl3d1_16ns" codes, "Jansen" neither.
  [[nodiscard]] bool allow(std::string_view text) const;

  // The same without the shape of a code: known words alone.
  [[nodiscard]] bool allow_words(std::string_view text) const;

  // The same for versions of software, which hold their day of release ("N4_VE11C_LATEST_20160120").
  [[nodiscard]] bool allow_version(std::string_view text) const;
};

// share/dicom_words.tsv and share/device_words.tsv together, and share/short_names.tsv. Errors: no_input,
// bad_data.
Result<DeviceWords> load_device_words();

}  // namespace shareready
