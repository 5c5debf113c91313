#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "deid/philips_header.hpp"

// What the readers of the three kinds of Philips headers share: one walk through the fields of a header.
namespace shareready::philips {

struct Walk {
  const PhilipsContext& context;
  PhilipsFormat format;
  ScrubbedPhilips out;
  std::map<std::string, double> numbers;         // of the general part, by label
  std::map<std::string, std::size_t> positions;  // how often a slice, echo, phase and type occur

  void note(const PhilipsField* field) {
    const std::string name = field == nullptr ? "another field" : field->label;
    auto& removed = out.removed;
    if (std::find(removed.begin(), removed.end(), name) == removed.end()) removed.push_back(name);
  }
};

// In lower case, one space between words, as share/philips_fields.tsv spells labels.
std::string normalised(std::string_view label);
bool consists_of(std::string_view text, std::string_view letters);
bool is_numbers(std::string_view text);
std::optional<double> number_in(std::string_view text);

inline constexpr const char* k_second = ", second";  // of two numbers in one field

// The field with its value replaced as the table says, spaces around the value kept; no field: emptied.
std::string with_value(Walk& walk, const PhilipsField* field, std::string_view before,
                       std::string_view field_value);
// The numbers of a field, of the value that stays.
void take_numbers(Walk& walk, const std::string& label, std::string_view value);
double number_of(const Walk& walk, const std::string& label);
void take_spacing(Walk& walk, double spacing_mm);

// A whole XML/REC header. Errors: bad_data.
Status scrub_xml(Walk& walk, std::string_view text, std::string_view subject);

}  // namespace shareready::philips
