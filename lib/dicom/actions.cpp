#include "dicom/actions.hpp"

#include <algorithm>
#include <array>

namespace shareready {
namespace {

bool offers(std::string_view codes, char code) { return codes.find(code) != std::string_view::npos; }

// What tells sex, age, size or weight.
bool is_demographic(DicomTag tag) {
  constexpr std::array<DicomTag, 9> k_tags{
      dicom_tag(0x0010, 0x0040), dicom_tag(0x0010, 0x0043), dicom_tag(0x0010, 0x0046),
      dicom_tag(0x0010, 0x0047), dicom_tag(0x0010, 0x1010), dicom_tag(0x0010, 0x1020),
      dicom_tag(0x0010, 0x1030), dicom_tag(0x0010, 0x2203), dicom_tag(0x0072, 0x005f)};
  return std::find(k_tags.begin(), k_tags.end(), tag) != k_tags.end();
}

// What sidecars hold of a device, too: its serial number and the name of its station.
bool is_of_one_device(DicomTag tag) {
  return tag == dicom_tag(0x0018, 0x1000) || tag == dicom_tag(0x0008, 0x1010);
}

bool is_kept(const DicomRule& rule, DicomTag tag, const DicomOptions& options) {
  const auto keeps = [&](ProfileOption option, bool on) { return on && rule.option(option) == 'K'; };
  return keeps(ProfileOption::uids, options.uids) || keeps(ProfileOption::device, options.device) ||
         keeps(ProfileOption::institution, options.institution) ||
         keeps(ProfileOption::patient, options.patient_characteristics && !is_demographic(tag));
}

}  // namespace

DicomAction basic_action(const DicomRule& rule, const AttributePlace& place, const DicomRules& rules) {
  const std::string_view codes = rule.basic;
  if (codes == "U") return DicomAction::new_uid;
  const AttributeType type = rules.type_of(place.tag, place.iod, place.nested);
  const bool may_go = type == AttributeType::optional || type == AttributeType::unknown;
  if (may_go && offers(codes, 'X')) return DicomAction::remove;
  if (type != AttributeType::required && offers(codes, 'Z')) return DicomAction::empty;
  if (offers(codes, 'D')) return DicomAction::dummy;
  if (offers(codes, 'U')) return DicomAction::keep;  // X/Z/U*: a sequence, whose UIDs are replaced
  if (offers(codes, 'Z')) return DicomAction::empty;
  // In a document a removed attribute that must be there would break the object: a dummy says as little.
  const bool needed = place.iod == DicomIod::document && type == AttributeType::required;
  return needed ? DicomAction::dummy : DicomAction::remove;
}

DicomAction resolve_action(const DicomRule& rule, const AttributePlace& place, const DicomRules& rules,
                           const DicomOptions& options, bool dates_shift) {
  if (is_kept(rule, place.tag, options)) return DicomAction::keep;
  if (options.device_codes && is_of_one_device(place.tag)) return DicomAction::device_code;
  if (dates_shift && rule.option(ProfileOption::modified_dates) == 'C') return DicomAction::shift_date;
  if (options.structured && rule.option(ProfileOption::structured) == 'C') return DicomAction::keep;
  if (options.descriptors && rule.option(ProfileOption::descriptors) == 'C') return DicomAction::clean_text;
  return basic_action(rule, place, rules);
}

}  // namespace shareready
