#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/dates.hpp"
#include "deid/tokens.hpp"

namespace shareready {

// The text that goes with a file of numbers: PAR with REC (V3 to V4.2), XML with REC, SPAR with SDAT.
enum class PhilipsFormat { par, xml, spar };

// By the file's ending, whatever its case; nothing where it is no such header.
std::optional<PhilipsFormat> philips_format(const std::filesystem::path& path);

enum class FieldAction {
  keep,    // a comment that every export has
  number,  // stays if it is nothing but numbers
  words,   // stays if it is made of the listed words
  code,    // stays if it is one short word of letters, digits, '-', '_' and '/'
  date,    // shifted, or the dummy of the first day of 1925
  time,    // stays where dates are shifted, or midnight
  clear    // emptied
};

struct PhilipsField {
  std::string format;  // par, par_comment, xml, spar
  std::string label;   // in lower case, one space between words
  FieldAction action = FieldAction::clear;
  std::vector<std::string> words;
};

struct PhilipsFields {
  std::vector<PhilipsField> rows;  // sorted by format and label
  [[nodiscard]] const PhilipsField* find(std::string_view format, std::string_view label) const;
};

// share/philips_fields.tsv. Errors: no_input, bad_data (a row with an unknown action; unsorted; twice).
Result<PhilipsFields> read_philips_fields(const std::filesystem::path& path);

// What the header says of the data beside it.
struct PhilipsFacts {
  std::uint64_t data_bytes = 0;
  std::size_t volumes = 0;  // of one position, over time or diffusion directions
  // The smallest distance of pixels of all images; 0 where one does not tell it.
  double finest_mm = std::numeric_limits<double>::infinity();
  bool echo_planar = false;
  bool perfusion = false;
  bool spectrum = false;
};

// True for spectra, and for echo planar images over time or diffusion directions, judged as in DICOM.
bool is_face_free(const PhilipsFacts& facts);

struct PhilipsContext {
  const PhilipsFields* fields = nullptr;
  const TokenSet* tokens = nullptr;     // may be null
  std::optional<DateShift> shift = {};  // without it dates become a dummy
};

struct ScrubbedPhilips {
  std::string text;
  std::vector<std::string> removed;  // labels of the table whose value went; others are "another field"
  PhilipsFacts facts;
  TokenSet tokens;                 // names and days seen, for the audit
  std::vector<std::string> dates;  // after the shifted era, as YYYY-MM-DD
};

// Empties or shifts the values of identifying fields; fields and comments that the table does not list lose
// theirs too. Every other byte stays, line ends included. Scrubbing twice is scrubbing once. Errors: bad_data
// (a line that is no comment, field or row of numbers; not of this format).
Result<ScrubbedPhilips> scrub_philips_header(std::string_view text, PhilipsFormat format,
                                             const PhilipsContext& context, std::string_view subject);

// The days after the shifted era that its fields name; none where it is damaged.
std::vector<std::string> philips_dates(std::string_view text, PhilipsFormat format,
                                       const PhilipsFields& fields);

}  // namespace shareready
