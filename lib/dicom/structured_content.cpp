#include "dicom/structured_content.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "deid/value_check.hpp"
#include "dicom/element_values.hpp"

namespace shareready {
namespace {

// Published coding schemes (PS3.16 section 8). Their codes are numbers and abbreviations; what stands beside
// one as its meaning may be typed all the same. Sorted.
constexpr std::array<std::string_view, 12> k_published{"DCM",    "FMA", "LN",   "MDC", "NCIt", "NEU",
                                                       "RADLEX", "SCT", "SNM3", "SRT", "UCUM", "UMLS"};

const std::array<DcmTagKey, 5> k_code{DCM_CodeMeaning, DCM_CodeValue, DCM_CodingSchemeDesignator,
                                      DCM_LongCodeValue, DCM_URNCodeValue};

std::string value_of(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  return item.findAndGetOFString(key, value).good() ? std::string(trim(value.c_str())) : "";
}

// The first item of a sequence; nullptr where there is none.
DcmItem* first_item(DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* found = nullptr;
  return item.findAndGetSequenceItem(sequence, found).good() ? found : nullptr;
}

void set_dummy_in(DcmItem& item, const DcmTagKey& key, const DicomMap& map) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).good() && element != nullptr && !set_dummy(*element, map))
    delete item.remove(element);
}

bool is_personal_code(DcmItem* code, const DicomRules& rules) {
  return code != nullptr && rules.is_personal_concept(value_of(*code, DCM_CodingSchemeDesignator),
                                                      value_of(*code, DCM_CodeValue));
}

bool has_personal_unit(DcmItem& item, const DicomRules& rules) {
  DcmItem* const value = first_item(item, DCM_MeasuredValueSequence);
  return value != nullptr && is_personal_code(first_item(*value, DCM_MeasurementUnitsCodeSequence), rules);
}

// Whatever kind of value the item has. Measured Value Sequence may be empty (PS3.3 section C.18.1).
void take_value(DcmItem& item, const DicomMap& map) {
  DcmElement* numbers = nullptr;
  if (item.findAndGetElement(DCM_MeasuredValueSequence, numbers).good() && numbers != nullptr)
    set_empty(*numbers);
  for (const DcmTagKey& key :
       {DCM_ConceptCodeSequence, DCM_TextValue, DCM_Date, DCM_Time, DCM_DateTime, DCM_PersonName, DCM_UID})
    set_dummy_in(item, key, map);
}

// "49755003", "T-A0100", "RID5825", "mm2/s": no run of letters as long as a name.
bool has_shape_of_code(std::string_view text) {
  constexpr std::size_t k_longest_run = 3;
  std::size_t run = 0;
  return std::all_of(text.begin(), text.end(), [&run](char c) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    run = letter ? run + 1 : 0;
    return run <= k_longest_run;
  });
}

void clean_code(DcmItem& item, const Walk& walk) {
  const std::string scheme = value_of(item, DCM_CodingSchemeDesignator);
  const bool is_published = std::binary_search(k_published.begin(), k_published.end(), scheme);
  for (const DcmTagKey& key : k_code) {
    const std::string text = value_of(item, key);
    const bool scheme_stays = is_published && key == DCM_CodingSchemeDesignator;
    const bool code_stays = is_published && key != DCM_CodeMeaning && has_shape_of_code(text);
    const bool free = !scheme_stays && !code_stays && !walk.rules->is_technical(text);
    // a published code may look like a date or a number of somebody
    const bool odd = (!is_published || key == DCM_CodeMeaning) && find_concern(text) != Concern::none;
    if (free || odd || walk.tokens->find_in(text)) set_dummy_in(item, key, *walk.map);
  }
}

}  // namespace

bool is_part_of_code(DicomTag tag) {
  return std::any_of(k_code.begin(), k_code.end(), [&](const DcmTagKey& key) { return tag_of(key) == tag; });
}

void clean_content(DcmItem& item, const Walk& walk) {
  const bool named = is_personal_code(first_item(item, DCM_ConceptNameCodeSequence), *walk.rules);
  if (named || has_personal_unit(item, *walk.rules)) take_value(item, *walk.map);
  if (std::any_of(k_code.begin(), k_code.end(), [&](const DcmTagKey& key) { return item.tagExists(key); }))
    clean_code(item, walk);
}

}  // namespace shareready
