#include "dicom/clean_dicom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/text.hpp"
#include "deid/value_check.hpp"
#include "dicom/actions.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/element_values.hpp"
#include "dicom/object_facts.hpp"
#include "dicom/private_elements.hpp"

namespace shareready {
namespace {

constexpr std::uint32_t k_first_data_group = 0x0008;  // lower ones are no part of a data set
constexpr int k_deepest = 32;

struct Walk {
  const DicomRules* rules = nullptr;
  const DicomOptions* options = nullptr;
  const DicomMap* map = nullptr;
  const TokenSet* tokens = nullptr;
  DicomIod iod = DicomIod::mr;
  bool little_endian = true;
  std::set<std::string> dropped = {};
};

Error too_deep() {
  return Error{
      ErrorCode::bad_data, "DICOM file", "its sequences are nested deeper than any scanner does", {}};
}

bool is_overlay(std::uint32_t group) { return group >= 0x6000 && group <= 0x60ff; }
bool is_curve(std::uint32_t group) { return group >= 0x5000 && group <= 0x50ff; }

// Dates and times with their values moved. False where a value is no date or would leave the shifted era.
bool shift_values(DcmElement& element, const DateShift& shift) {
  const DcmEVR vr = element.getVR();
  if (vr == EVR_TM) return true;  // times of day stay where dates move
  if (vr != EVR_DA && vr != EVR_DT) return false;
  const auto values = values_of(element);
  if (!values) return false;
  std::vector<std::string> moved;
  for (const std::string& value : *values) {
    const auto date = value.empty() ? std::optional<std::string>("") : shift_date(value, shift);
    if (!date) return false;
    moved.push_back(*date);
  }
  return element.putString(join(moved, "\\").c_str()).good();
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
    const bool fine = !walk.tokens->find_in(text) && find_concern(text) == Concern::none;
    cleaned.push_back(fine ? text : "");
  }
  const std::string all = join(cleaned, "\\");
  if (all.find_first_not_of('\\') == std::string::npos) return false;
  return set_text(element, all);
}

// True where a text that the table does not name may stay as it is.
bool is_harmless_text(DcmElement& element, const Walk& walk) {
  const auto values = values_of(element);
  if (!values) return false;
  const DcmEVR vr = element.getVR();
  const bool prose = vr == EVR_LT || vr == EVR_ST || vr == EVR_UT;
  const bool versions = tag_of(element) == dicom_tag(0x0018, 0x1020);
  return std::all_of(values->begin(), values->end(), [&](const std::string& value) {
    if (vr == EVR_DS) return true;
    if (walk.tokens->find_in(value)) return false;
    if (vr == EVR_IS) return true;
    if (prose) return walk.rules->is_technical(value);
    return find_concern(value, {.dates_allowed = versions}) == Concern::none;
  });
}

// Bytes outside the table that may stay: pixel data, lookup tables, spectra.
bool is_measurement(DicomTag tag, bool nested) {
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
DicomAction unlisted_action(DcmElement& element, const Walk& walk, bool nested) {
  // Referenced and Source Image Evidence Sequence may not stand without the references that the table takes.
  const DicomTag tag = tag_of(element);
  const bool evidence = tag == dicom_tag(0x0008, 0x9092) || tag == dicom_tag(0x0008, 0x9154);
  if (evidence && !walk.options->uids) return DicomAction::remove;
  if (!is_standard(element.getTag().getXTag())) return DicomAction::remove;
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
      return is_measurement(tag_of(element), nested) ? DicomAction::keep : DicomAction::remove;
  }
}

void note_dropped(DicomTag tag, const DicomRule* rule, Walk& walk) {
  const std::uint32_t group = tag >> 16;
  if (group % 2 == 1) {
    walk.dropped.insert("private elements");
  } else {
    walk.dropped.insert(rule != nullptr ? rule->keyword
                                        : fmt::format("({:04x},{:04x})", group, tag & 0xffff));
  }
}

// Carries the action out; true where the element stays.
bool carry_out(DicomAction action, DcmElement& element, const Walk& walk) {
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
    case DicomAction::shift_date:
      return walk.map->shift && shift_values(element, *walk.map->shift);
    case DicomAction::new_uid:
      return map_uids(element, *walk.map);
  }
  return false;
}

bool clean_standard(DcmElement& element, Walk& walk, bool nested) {
  const DicomTag tag = tag_of(element);
  const DicomRule* rule = walk.rules->find(tag);
  if (is_overlay(tag >> 16) || is_curve(tag >> 16)) return false;
  if (rule == nullptr) return carry_out(unlisted_action(element, walk, nested), element, walk);
  const AttributePlace place{.tag = tag, .iod = walk.iod, .nested = nested};
  const DicomAction action =
      resolve_action(*rule, place, *walk.rules, *walk.options, walk.map->shift.has_value());
  const bool is_empty = element.getVR() != EVR_SQ && element.getLengthField() == 0;
  if (is_empty && action != DicomAction::remove) return true;
  if (carry_out(action, element, walk)) return true;
  const bool tried = action == DicomAction::clean_text || action == DicomAction::shift_date;
  return tried && carry_out(basic_action(*rule, place, *walk.rules), element, walk);
}

std::string creator_of(DcmItem& item, DicomTag tag) {
  OFString creator;
  const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>((tag & 0xffff) >> 8));
  if (item.findAndGetOFString(key, creator).bad()) return "";
  return std::string(trim(creator.c_str()));
}

bool is_creator(DicomTag tag) {
  return (tag >> 16) % 2 == 1 && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff;
}

Status clean_item(DcmItem& item, Walk& walk, int depth);

Status clean_sequence(DcmSequenceOfItems& sequence, Walk& walk, int depth) {
  for (DcmObject* object = sequence.nextInContainer(nullptr); object != nullptr;
       object = sequence.nextInContainer(object)) {
    auto* item = dynamic_cast<DcmItem*>(object);
    if (item == nullptr) return too_deep();
    SR_CHECK(clean_item(*item, walk, depth + 1));
  }
  return Done{};
}

// A private element: true where it stays. One of VR UN that holds a sequence is replaced by it.
Result<bool> clean_private_element(DcmItem& item, DcmElement& element, Walk& walk, int depth) {
  if (!walk.options->safe_private) return false;
  const DicomTag tag = tag_of(element);
  const PrivateContext context{
      .rules = walk.rules, .tokens = walk.tokens, .little_endian = walk.little_endian};
  const PrivateFate fate = clean_private(element, creator_of(item, tag), context);
  if (fate != PrivateFate::clean_items) return fate == PrivateFate::keep;
  if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element)) {
    SR_CHECK(clean_sequence(*sequence, walk, depth));
    return true;
  }
  DcmSequenceOfItems* parsed = parse_unknown_sequence(element);
  if (parsed == nullptr) return false;
  SR_CHECK(clean_sequence(*parsed, walk, depth));
  return item.insert(parsed, OFTrue).good();  // takes the place of the bytes
}

// Creators stay for the blocks that still hold something.
void remove_idle_creators(DcmItem& item, const std::vector<DcmElement*>& creators) {
  for (DcmElement* creator : creators) {
    const DicomTag tag = tag_of(*creator);
    bool used = false;
    for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr && !used;
         object = item.nextInContainer(object)) {
      const DicomTag other = tag_of(static_cast<DcmElement&>(*object));
      used = other >> 16 == tag >> 16 && (other & 0xffff) >> 8 == (tag & 0xff) && !is_creator(other);
    }
    if (!used) delete item.remove(creator);
  }
}

Status clean_item(DcmItem& item, Walk& walk, int depth) {
  if (depth > k_deepest) return too_deep();
  std::vector<DcmElement*> elements;
  std::vector<DcmElement*> creators;
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
       object = item.nextInContainer(object)) {
    auto* element = static_cast<DcmElement*>(object);
    (is_creator(tag_of(*element)) ? creators : elements).push_back(element);
  }
  for (DcmElement* element : elements) {
    const DicomTag tag = tag_of(*element);
    const std::uint32_t group = tag >> 16;
    bool stays = false;
    const DicomRule* rule = walk.rules->find(tag);
    if (group % 2 == 0 && rule != nullptr && has_unknown_vr(*element)) {  // newer than the dictionary
      DcmElement* known = as_text(*element, rule->vr);
      if (known != nullptr && item.insert(known, OFTrue).good()) element = known;
    }
    if (group % 2 == 1) {
      SR_TRY(stays, clean_private_element(item, *element, walk, depth));
    } else if (group >= k_first_data_group && (tag & 0xffff) != 0) {
      stays = clean_standard(*element, walk, depth > 0);
      auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element);
      if (stays && sequence != nullptr && element->getTag() != DCM_PixelData) {
        SR_CHECK(clean_sequence(*sequence, walk, depth));
      }
    }
    if (stays) continue;
    note_dropped(tag, rule, walk);
    delete item.remove(element);
  }
  remove_idle_creators(item, creators);
  return Done{};
}

struct MethodCode {
  const char* code;
  const char* meaning;  // CID 7050
  bool used;
};

bool add_code(DcmItem& dataset, const MethodCode& method) {
  DcmItem* item = nullptr;
  return dataset.findOrCreateSequenceItem(DCM_DeidentificationMethodCodeSequence, item, -2).good() &&
         item->putAndInsertString(DCM_CodeValue, method.code).good() &&
         item->putAndInsertString(DCM_CodingSchemeDesignator, "DCM").good() &&
         item->putAndInsertString(DCM_CodeMeaning, method.meaning).good();
}

// Says who it is now and what was done (PS3.15 section E.1.1, CID 7050).
Status sign(DcmDataset& dataset, const DicomOptions& options, const DicomMap& map) {
  const bool shifted = map.shift.has_value();
  const std::array<MethodCode, 9> methods{
      {{"113100", "Basic Application Confidentiality Profile", true},
       {"113104", "Clean Structured Content Option", options.structured},
       {"113105", "Clean Descriptors Option", options.descriptors},
       {"113107", "Retain Longitudinal Temporal Information Modified Dates Option", shifted},
       {"113108", "Retain Patient Characteristics Option", options.patient_characteristics},
       {"113109", "Retain Device Identity Option", options.device},
       {"113110", "Retain UIDs Option", options.uids},
       {"113111", "Retain Safe Private Option", options.safe_private},
       {"113112", "Retain Institution Identity Option", options.institution}}};
  dataset.findAndDeleteElement(DCM_DeidentificationMethodCodeSequence);
  bool fine =
      dataset.putAndInsertString(DCM_PatientID, map.patient.c_str()).good() &&
      dataset.putAndInsertString(DCM_PatientName, map.patient.c_str()).good() &&
      dataset.putAndInsertString(DCM_PatientIdentityRemoved, "YES").good() &&
      dataset.putAndInsertString(DCM_DeidentificationMethod, "shareready: DICOM PS3.15 Annex E").good() &&
      dataset
          .putAndInsertString(DCM_LongitudinalTemporalInformationModified, shifted ? "MODIFIED" : "REMOVED")
          .good();
  for (const MethodCode& method : methods) fine = fine && (!method.used || add_code(dataset, method));
  if (fine) return Done{};
  return Error{ErrorCode::internal, "DICOM file", "what was done to it could not be written into it", {}};
}

std::string text_of(DcmDataset& dataset, const DcmTagKey& key) {
  OFString value;
  return dataset.findAndGetOFString(key, value).good() ? std::string(value.c_str()) : "";
}

}  // namespace

Result<CleanedDicom> clean_dicom(std::span<const std::uint8_t> file, const DicomRules& rules,
                                 const DicomOptions& options, const DicomMap& map) {
  SR_TRY(const auto object, read_dicom(file));
  std::unique_ptr<DcmDataset> dataset(object->getAndRemoveDataset());
  CleanedDicom cleaned;
  collect_tokens(*dataset, cleaned.tokens);
  const ObjectKind kind = kind_of(*dataset);
  cleaned.exclusion = kind.exclusion;
  cleaned.facts = describe(*dataset);
  cleaned.facts.iod = kind.iod;
  if (kind.exclusion != DicomExclusion::none) return cleaned;
  SR_CHECK(check_pixels(*dataset));
  Walk walk{.rules = &rules,
            .options = &options,
            .map = &map,
            .tokens = &cleaned.tokens,
            .iod = kind.iod,
            .little_endian = DcmXfer(dataset->getOriginalXfer()).isLittleEndian() == OFTrue};
  SR_CHECK(clean_item(*dataset, walk, 0));
  cleaned.facts.series = text_of(*dataset, DCM_SeriesInstanceUID);
  SR_CHECK(sign(*dataset, options, map));
  cleaned.dropped.assign(walk.dropped.begin(), walk.dropped.end());
  SR_TRY(cleaned.bytes, write_dicom(std::move(dataset)));
  return cleaned;
}

Result<std::vector<std::string>> measurement_dates(std::span<const std::uint8_t> file) {
  SR_TRY(const auto object, read_dicom(file));
  std::vector<std::string> dates;
  for (const DcmTagKey& key :
       {DCM_StudyDate, DCM_SeriesDate, DCM_AcquisitionDate, DCM_ContentDate, DCM_AcquisitionDateTime}) {
    const std::string date = text_of(*object->getDataset(), key);
    if (!date.empty()) dates.push_back(date);
  }
  return dates;
}

Result<std::vector<std::uint8_t>> relabel_dicom(std::span<const std::uint8_t> cleaned,
                                                const std::string& patient) {
  SR_TRY(const auto object, read_dicom(cleaned));
  std::unique_ptr<DcmDataset> dataset(object->getAndRemoveDataset());
  const bool fine = dataset->putAndInsertString(DCM_PatientID, patient.c_str()).good() &&
                    dataset->putAndInsertString(DCM_PatientName, patient.c_str()).good();
  if (!fine) return Error{ErrorCode::bad_data, "DICOM file", "cannot take a new label", {}};
  return write_dicom(std::move(dataset));
}

}  // namespace shareready
