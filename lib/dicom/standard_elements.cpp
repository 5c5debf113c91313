#include "dicom/standard_elements.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "deid/dates.hpp"
#include "deid/value_check.hpp"
#include "dicom/actions.hpp"
#include "dicom/element_values.hpp"
#include "dicom/protocol_text.hpp"
#include "dicom/structured_content.hpp"
#include "dicom/time_of_day.hpp"

namespace shareready {
namespace {

bool is_overlay(std::uint32_t group) { return group >= 0x6000 && group <= 0x60ff; }
bool is_curve(std::uint32_t group) { return group >= 0x5000 && group <= 0x50ff; }

bool is_time_of_day(std::string_view value) {
  constexpr std::size_t k_longest = 16;  // of VR TM
  return value.size() <= k_longest && value.find_first_not_of("0123456789.:") == std::string_view::npos;
}

// Dates and times with their values moved. False where a value is no date or would leave the shifted era.
bool shift_values(DcmElement& element, const DateShift& shift) {
  const DcmEVR vr = element.getVR();
  if (vr != EVR_DA && vr != EVR_DT && vr != EVR_TM) return false;
  const auto values = values_of(element);
  if (!values) return false;
  if (vr == EVR_TM) return std::all_of(values->begin(), values->end(), is_time_of_day);  // where dates move
  std::vector<std::string> moved;
  for (const std::string& value : *values) {
    const auto date = value.empty() ? std::optional<std::string>("") : shift_date(value, shift);
    if (!date) return false;
    moved.push_back(*date);
  }
  return element.putString(join(moved, "\\").c_str()).good();
}

// Times of the measurement itself, from which converters take the times of slices.
bool is_measured_time(DicomTag tag) {
  return tag == dicom_tag(0x0008, 0x0032) || tag == dicom_tag(0x0008, 0x002a) ||
         tag == dicom_tag(0x0018, 0x9074) || tag == dicom_tag(0x0018, 0x9151);
}

// The times counted from the start of the series, on the day that stands for none. False where one is no
// time.
bool set_relative_times(DcmElement& element, double start) {
  const bool with_day = element.getVR() == EVR_DT;
  if (!with_day && element.getVR() != EVR_TM) return false;
  const auto values = values_of(element);
  if (!values || values->empty()) return false;
  std::vector<std::string> moved;
  for (const std::string& value : *values) {
    if (with_day && value.size() <= 8) return false;
    const auto seconds = seconds_of_time(with_day ? std::string_view(value).substr(8) : value);
    if (!seconds) return false;
    moved.push_back((with_day ? std::string(k_dummy_day) : "") + time_since(*seconds, start));
  }
  return element.putString(join(moved, "\\").c_str()).good();
}

// True for digits enough for a telephone number or the number of a person, whatever stands between them: cut
// into pieces they would pass as small numbers ("06 12 34 56 78").
bool holds_long_number(std::string_view text) {
  constexpr int k_longest = 7;
  int digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (++digits > k_longest) return true;
    } else if (std::string_view(" .-()/+").find(c) == std::string_view::npos) {
      digits = 0;
    }
  }
  return false;
}

// True where a text holds what is personal in this file or in others of the person.
bool names_somebody(std::string_view text, const Walk& walk) {
  return walk.tokens->find_in(text) || (walk.map->known != nullptr && walk.map->known->find_in(text));
}

// Clean Descriptors: the technical words stay. False where none is left.
bool clean_text(DcmElement& element, const Walk& walk) {
  const DcmEVR vr = element.getVR();
  if (vr != EVR_LO && vr != EVR_SH && vr != EVR_ST && vr != EVR_LT && vr != EVR_UT && vr != EVR_UC)
    return false;
  const auto values = values_of(element);
  if (!values) return false;
  std::vector<std::string> cleaned;
  for (const std::string& value : *values) {
    const std::string text = walk.rules->technical_part(value);
    // a day or a number that is cut apart would leave its pieces behind as numbers
    const bool fine = !contains_date(value) && !holds_long_number(value) && !names_somebody(text, walk) &&
                      find_concern(text) == Concern::none;
    cleaned.push_back(fine ? text : "");
  }
  const std::string all = join(cleaned, "\\");
  if (all.find_first_not_of('\\') == std::string::npos) return false;
  return set_text(element, all);
}

// True for decimal numbers none of which has as many whole digits as a date or somebody's number: most are.
bool are_small_decimals(std::string_view text) {
  constexpr int k_most_digits = 5;
  int digits = 0;
  bool whole = true;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (whole && ++digits > k_most_digits) return false;
      continue;
    }
    digits = 0;
    whole = c != '.' && (whole || c == '\\');
    if (std::string_view("+-.eE \\").find(c) == std::string_view::npos) return false;
  }
  return true;
}

// In a document people type where in an image programs do; codes are judged with their scheme.
bool is_free_text_of_document(const DcmElement& element, const Walk& walk) {
  constexpr std::array<std::uint32_t, 2> k_device_and_codes{0x0008, 0x0018};
  const std::uint32_t group = tag_of(element) >> 16;
  return walk.iod == DicomIod::document &&
         std::find(k_device_and_codes.begin(), k_device_and_codes.end(), group) == k_device_and_codes.end();
}

bool is_harmless_code(DicomTag tag, std::string_view code, Walk& walk) {
  std::string asked(code);  // what is a term of one attribute may be a name in another
  for (const unsigned byte : {24U, 16U, 8U, 0U}) asked += static_cast<char>(tag >> byte & 0xff);
  return walk.judged.once('s', asked, [&](std::string_view) {
    return walk.rules->is_code_of(tag, code) && !names_somebody(code, walk) &&
           find_concern(code) == Concern::none;
  });
}

// Unknown codes become a dummy, each at its place, which has a meaning (ImageType).
bool clean_codes(DcmElement& element, Walk& walk) {
  auto values = values_of(element);
  if (!values) return false;
  bool changed = false;
  for (std::string& value : *values) {
    if (is_harmless_code(tag_of(element), value, walk)) continue;
    value = "ANON";
    changed = true;
  }
  return !changed || set_text(element, join(*values, "\\"));
}

// True where a text that the table does not name may stay as it is.
bool is_harmless_text(DcmElement& element, Walk& walk) {
  const DcmEVR vr = element.getVR();
  const auto stored = stored_text(element);
  if (vr == EVR_DS && stored && are_small_decimals(*stored)) return true;
  const auto values = values_of(element);
  if (!values) return false;
  const bool number = vr == EVR_IS || vr == EVR_DS;
  const bool prose = vr == EVR_LT || vr == EVR_ST || vr == EVR_UT;
  const bool versions = tag_of(element) == dicom_tag(0x0018, 0x1020);
  const char question = number ? 'i' : prose ? 'p' : versions ? 'v' : 'h';
  return std::all_of(values->begin(), values->end(), [&](const std::string& value) {
    return walk.judged.once(question, value, [&](std::string_view text) {
      if (names_somebody(text, walk)) return false;
      if (number) return text.empty() || is_plain_number(text);
      if (prose || is_free_text_of_document(element, walk)) return walk.rules->is_technical(text);
      const bool known = versions ? walk.rules->is_version(text) : walk.rules->is_of_device(text);
      return known && find_concern(text, {.dates_allowed = versions}) == Concern::none;
    });
  });
}

// Bytes outside the table that may stay: pixel data, lookup tables, spectra.
bool is_measurement(DicomTag tag, bool nested, bool document) {
  if (document) return tag == dicom_tag(0x0028, 0x3006);
  if (tag == dicom_tag(0x7fe0, 0x0010) || tag == dicom_tag(0x7fe0, 0x0008) ||
      tag == dicom_tag(0x7fe0, 0x0009)) {
    return !nested;
  }
  return tag == dicom_tag(0x5600, 0x0020) || tag == dicom_tag(0x5600, 0x0010) ||
         (tag >= dicom_tag(0x0028, 0x1201) && tag <= dicom_tag(0x0028, 0x1204)) ||
         tag == dicom_tag(0x0028, 0x3006);
}

// A standard attribute that the table does not name stays, unless its VR or value is one that can point at
// somebody: names, ages, application entities, dates and UIDs are treated like their kin in the table.
DicomAction unlisted_action(DcmElement& element, Walk& walk, bool nested) {
  // Referenced and Source Image Evidence Sequence may not stand without the references that the table takes.
  const DicomTag tag = tag_of(element);
  const bool evidence = tag == dicom_tag(0x0008, 0x9092) || tag == dicom_tag(0x0008, 0x9154);
  if (evidence && !walk.options->uids) return DicomAction::remove;
  const auto [known, is_new] = walk.standard.try_emplace(tag, false);
  if (is_new) known->second = is_standard(element.getTag().getXTag());
  if (!known->second) return DicomAction::remove;
  switch (element.getVR()) {
    case EVR_SQ:
    case EVR_AT:
    case EVR_FD:
    case EVR_FL:
    case EVR_SL:
    case EVR_SS:
    case EVR_UL:
    case EVR_US:
      return DicomAction::keep;
    case EVR_DA:
    case EVR_DT:
    case EVR_TM:
      return walk.map->shift ? DicomAction::shift_date : DicomAction::remove;
    case EVR_UI:
      return DicomAction::new_uid;
    case EVR_CS:
      return DicomAction::clean_code;
    case EVR_DS:
    case EVR_IS:
    case EVR_LO:
    case EVR_LT:
    case EVR_SH:
    case EVR_ST:
    case EVR_UC:
    case EVR_UT:
      return is_harmless_text(element, walk) ? DicomAction::keep : DicomAction::remove;
    default:
      return is_measurement(tag, nested, walk.iod == DicomIod::document) ? DicomAction::keep
                                                                         : DicomAction::remove;
  }
}

// Carries the action out; true where the element stays.
bool carry_out(DicomAction action, DcmElement& element, Walk& walk) {
  switch (action) {
    case DicomAction::remove:
      return false;
    case DicomAction::empty:
      set_empty(element);
      return true;
    case DicomAction::dummy:
      return set_dummy(element, *walk.map);
    case DicomAction::keep:
      return true;
    case DicomAction::clean_text:
      return clean_text(element, walk);
    case DicomAction::clean_code:
      return clean_codes(element, walk);
    case DicomAction::shift_date:
      return walk.map->shift && shift_values(element, *walk.map->shift);
    case DicomAction::new_uid:
      return map_uids(element, *walk.map);
    case DicomAction::device_code:
      return code_devices(element, *walk.map);
  }
  return false;
}

// Makers, models, coils and sequences: free text at the scanner, and mostly one word.
bool is_name_of_device(DicomTag tag) {
  constexpr std::array<DicomTag, 9> k_names{
      dicom_tag(0x0008, 0x0070), dicom_tag(0x0008, 0x1090), dicom_tag(0x0018, 0x0024),
      dicom_tag(0x0018, 0x1250), dicom_tag(0x0018, 0x1251), dicom_tag(0x0018, 0x9005),
      dicom_tag(0x0018, 0x9041), dicom_tag(0x0018, 0x9047), dicom_tag(0x0018, 0x9050)};
  return std::find(k_names.begin(), k_names.end(), tag) != k_names.end();
}

bool is_allowed_name(DcmElement& element, Walk& walk) {
  const auto stored = stored_text(element);
  return stored && walk.judged.once('d', *stored,
                                    [&](std::string_view text) { return walk.rules->is_of_device(text); });
}

// An attribute that the table does not name. What may not stay but must be there is emptied or a dummy.
bool clean_unlisted(DcmElement& element, const AttributePlace& place, Walk& walk) {
  if (is_name_of_device(place.tag) && !is_allowed_name(element, walk)) return set_dummy(element, *walk.map);
  if (walk.options->structured && place.nested && is_part_of_code(place.tag)) return true;  // clean_content()
  if (place.tag == tag_of(DCM_TextValue)) return clean_text(element, walk) || set_dummy(element, *walk.map);
  if (carry_out(unlisted_action(element, walk, place.nested), element, walk)) return true;
  if (place.nested && is_part_of_code(place.tag)) return set_dummy(element, *walk.map);  // it must be there
  const AttributeType type = walk.rules->type_of(place.tag, place.iod, place.nested);
  if (type == AttributeType::may_be_empty) set_empty(element);
  return type == AttributeType::may_be_empty ||
         (type == AttributeType::required && set_dummy(element, *walk.map));
}

bool is_annotation(DicomTag tag) {
  return tag == tag_of(DCM_GraphicAnnotationSequence) || tag == tag_of(DCM_GraphicLayerSequence);
}

}  // namespace

bool clean_standard(DcmElement& element, const DicomRule* rule, Walk& walk, bool nested) {
  const DicomTag tag = tag_of(element);
  const bool structured = rule != nullptr && rule->option(ProfileOption::structured) == 'C';
  walk.structured = walk.structured || (walk.options->structured && structured);
  walk.graphics = walk.graphics || (rule != nullptr && rule->option(ProfileOption::graphics) == 'C');
  if (is_overlay(tag >> 16) || is_curve(tag >> 16)) return false;
  // Its module need not be there (PS3.3 section A.33.1), a layer without graphics may not.
  if (walk.iod == DicomIod::document && is_annotation(tag)) return false;
  const AttributePlace place{.tag = tag, .iod = walk.iod, .nested = nested};
  if (rule == nullptr) return clean_unlisted(element, place, walk);
  const DicomAction action =
      resolve_action(*rule, place, *walk.rules, *walk.options, walk.map->shift.has_value());
  const bool is_empty = element.getVR() != EVR_SQ && element.getLengthField() == 0;
  if (is_empty && action != DicomAction::remove) return true;
  const bool relative = !walk.map->shift && walk.map->series_start && is_measured_time(tag);
  if (relative && set_relative_times(element, *walk.map->series_start)) return true;
  if (carry_out(action, element, walk)) return true;
  const bool tried = action == DicomAction::clean_text || action == DicomAction::shift_date;
  return tried && carry_out(basic_action(*rule, place, *walk.rules), element, walk);
}

}  // namespace shareready
