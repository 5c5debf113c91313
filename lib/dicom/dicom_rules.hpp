#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "deid/device_text.hpp"

namespace shareready {

// A tag of DICOM as one number: group in the upper half, element in the lower one.
using DicomTag = std::uint32_t;

constexpr DicomTag dicom_tag(std::uint32_t group, std::uint32_t element) { return group << 16 | element; }

// The options of PS3.15 Table E.1-1 that a row may name, in the table's order of columns.
enum class ProfileOption {
  safe_private,
  uids,
  device,
  institution,
  patient,
  full_dates,
  modified_dates,
  descriptors,
  structured,
  graphics
};
inline constexpr std::size_t k_profile_options = 10;

// One row of the table: "X/Z/D" of the Basic Profile, and 'K', 'C' or '-' for each option.
struct DicomRule {
  std::string keyword;
  std::string vr;
  std::string basic;
  std::array<char, k_profile_options> options{};

  [[nodiscard]] char option(ProfileOption which) const { return options[static_cast<std::size_t>(which)]; }
};

// How a private element that may stay is handled; whatever is not as described is dropped.
enum class PrivateHandling {
  number,       // numbers, none of which can be a date or a serial number
  times,        // numbers that are seconds or milliseconds from a start
  code,         // a coded word
  text,         // technical words (share/dicom_words.tsv) and small numbers
  csa,          // Siemens CSA header: known fields stay (csa.hpp)
  protocol,     // Siemens protocol text: its technical parameters stay
  ge_protocol,  // GE protocol block: packed anew with the technical parameters
  sequence      // its items are cleaned like all others
};

struct PrivateRule {
  std::string vr;
  PrivateHandling handling = PrivateHandling::number;
};

// The kinds of objects whose attribute types are known.
enum class DicomIod { mr, enhanced_mr, spectroscopy, secondary_capture, ct, pet, document };
inline constexpr std::size_t k_dicom_iods = 7;

// Whether an attribute must be there in an object of this kind (PS3.5 section 7.4; conditional ones count as
// required, since they are there).
enum class AttributeType { unknown, required, may_be_empty, optional };

// Everything that decides on an attribute, from share/dicom_*.tsv.
class DicomRules {
 public:
  // The row that applies to a tag, repeating groups included; nullptr where the table has none.
  [[nodiscard]] const DicomRule* find(DicomTag tag) const;
  // `nested` for attributes inside a sequence.
  [[nodiscard]] AttributeType type_of(DicomTag tag, DicomIod iod, bool nested) const;
  // A private element by its creator, group and the low byte of its element; nullptr: not known as safe.
  [[nodiscard]] const PrivateRule* find_private(std::string_view creator, DicomTag tag) const;
  // True for a name that only makers, models, coils and sequences have.
  [[nodiscard]] bool is_of_device(std::string_view text) const { return device_.allow(text); }
  [[nodiscard]] bool is_version(std::string_view text) const { return device_.allow_version(text); }
  // True for a value of VR CS that the standard lists for the attribute, or whose words are those of devices:
  // known ones alone where it lists terms, also codes of two or three letters where it leaves them open.
  [[nodiscard]] bool is_code_of(DicomTag tag, std::string_view value) const;
  // True where all words of the text are technical ones or small numbers.
  [[nodiscard]] bool is_technical(std::string_view text) const;
  // The technical words of the text, joined by blanks: what Clean Descriptors leaves of a description.
  [[nodiscard]] std::string technical_part(std::string_view text) const;
  // True for a field of a Siemens CSA header that holds nothing about a person, device or date.
  [[nodiscard]] bool is_csa_field(std::string_view name) const;

  // True for the name of a content item, or a unit of its number, that tells who somebody is, or sex, age,
  // size or weight.
  [[nodiscard]] bool is_personal_concept(std::string_view scheme, std::string_view code) const;

  [[nodiscard]] const std::map<DicomTag, DicomRule>& rows() const { return rows_; }

  friend Result<DicomRules> load_dicom_rules();

 private:
  std::map<DicomTag, DicomRule> rows_;  // special rows: 5000,0000 · 6000,3000 · 6000,4000 · 0001,0000
  std::map<DicomTag, std::array<std::string, k_dicom_iods>> types_;
  std::map<std::string, std::map<DicomTag, PrivateRule>, std::less<>> private_;  // creator -> group, low byte
  std::vector<std::string> words_;                                               // sorted
  DeviceWords device_;
  std::unordered_map<DicomTag, std::vector<std::string>> terms_;  // sorted
  std::vector<std::string> csa_fields_;                           // sorted
  std::set<std::pair<std::string, std::string>> concepts_;        // scheme, code
};

// Errors: no_input, bad_data (a row that cannot be read, named by its line).
Result<DicomRules> load_dicom_rules();

}  // namespace shareready
