#include "dicom/element_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"
#include "deid/device_code.hpp"
#include "deid/uids.hpp"

namespace shareready {
namespace {

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
  return std::string(trim(text));
}

std::string_view dummy_text(DcmEVR vr) {
  switch (vr) {
    case EVR_AE:
    case EVR_CS:
      return "ANON";
    case EVR_AS:
      return "000Y";
    case EVR_DA:
      return k_dummy_day;
    case EVR_DT:
      return "19000101000000";
    case EVR_TM:
      return "000000";
    case EVR_DS:
    case EVR_IS:
      return "0";
    case EVR_UR:
      return "urn:anonymous";
    default:
      return "ANONYMOUS";
  }
}

template <typename Number>
void append_numbers(std::span<const std::uint8_t> bytes, std::vector<std::string>& values) {
  for (std::size_t at = 0; at + sizeof(Number) <= bytes.size(); at += sizeof(Number)) {
    Number number{};
    std::memcpy(&number, bytes.data() + at, sizeof(Number));
    values.push_back(fmt::format("{}", number));
  }
}

// Decodes binary numbers of a little endian element on a little endian machine.
bool decode(std::span<const std::uint8_t> bytes, std::string_view vr, std::vector<std::string>& values) {
  const std::size_t size = vr == "FD" ? 8 : vr == "US" || vr == "SS" ? 2 : 4;
  if (bytes.size() % size != 0) return false;
  if (vr == "FD") {
    append_numbers<double>(bytes, values);
  } else if (vr == "FL") {
    append_numbers<float>(bytes, values);
  } else if (vr == "US") {
    append_numbers<std::uint16_t>(bytes, values);
  } else if (vr == "SS") {
    append_numbers<std::int16_t>(bytes, values);
  } else if (vr == "UL") {
    append_numbers<std::uint32_t>(bytes, values);
  } else if (vr == "SL") {
    append_numbers<std::int32_t>(bytes, values);
  } else {
    return false;
  }
  return true;
}

// Modality Performed Procedure Step SOP Class (PS3.4 section F.7).
constexpr const char* k_procedure_step_class = "1.2.840.10008.3.1.2.3.3";

bool set_dummy_sequence(DcmSequenceOfItems& sequence, const DicomMap& map) {
  while (sequence.card() > 0) delete sequence.remove(0UL);
  DcmItem* item = nullptr;
  if (sequence.append(item = new DcmItem()).bad()) return false;
  if (sequence.getTag() == DCM_ReferencedPerformedProcedureStepSequence) {
    return item->putAndInsertString(DCM_ReferencedSOPClassUID, k_procedure_step_class).good() &&
           item->putAndInsertString(DCM_ReferencedSOPInstanceUID, new_uid("anonymous", map.secret).c_str())
               .good();
  }
  if (sequence.getTag() == DCM_VerifyingObserverSequence) {  // PS3.3 table C.17-2
    return item->putAndInsertString(DCM_VerifyingOrganization, "ANONYMOUS").good() &&
           item->putAndInsertString(DCM_VerificationDateTime, "19000101000000").good() &&
           item->putAndInsertString(DCM_VerifyingObserverName, "ANONYMOUS").good() &&
           item->insertEmptyElement(DCM_VerifyingObserverIdentificationCodeSequence).good();
  }
  DcmTag tag(sequence.getTag());
  if (!std::string_view(tag.getTagName()).ends_with("CodeSequence")) return true;
  return item->putAndInsertString(DCM_CodeValue, "ANON").good() &&
         item->putAndInsertString(DCM_CodingSchemeDesignator, "99SHAREREADY").good() &&
         item->putAndInsertString(DCM_CodeMeaning, "Anonymous").good();
}

}  // namespace

DicomTag tag_of(const DcmTagKey& key) { return dicom_tag(key.getGroup(), key.getElement()); }
DicomTag tag_of(const DcmElement& element) { return dicom_tag(element.getGTag(), element.getETag()); }

DcmSequenceOfItems* as_sequence(DcmElement& element) {
  return element.isLeaf() ? nullptr : dynamic_cast<DcmSequenceOfItems*>(&element);
}

bool is_text_vr(DcmEVR vr) {
  switch (vr) {
    case EVR_AE:
    case EVR_AS:
    case EVR_CS:
    case EVR_DA:
    case EVR_DS:
    case EVR_DT:
    case EVR_IS:
    case EVR_LO:
    case EVR_LT:
    case EVR_PN:
    case EVR_SH:
    case EVR_ST:
    case EVR_TM:
    case EVR_UC:
    case EVR_UI:
    case EVR_UR:
    case EVR_UT:
      return true;
    default:
      return false;
  }
}

std::optional<std::string_view> stored_text(DcmElement& element) {
  char* text = nullptr;
  Uint32 length = 0;
  if (!is_text_vr(element.getVR()) || element.getString(text, length).bad()) return std::nullopt;
  return text == nullptr ? std::string_view() : std::string_view(text, length);
}

std::optional<std::vector<std::string>> values_of(DcmElement& element) {
  const DcmEVR vr = element.getVR();
  std::vector<std::string> values;
  if (is_text_vr(vr)) {
    const auto stored = stored_text(element);
    if (!stored) return std::nullopt;
    const std::string_view all = *stored;
    if (all.data() == nullptr) return values;
    const bool single = vr == EVR_LT || vr == EVR_ST || vr == EVR_UT || vr == EVR_UR;
    if (single) return std::vector<std::string>{trimmed(all)};
    for (const std::string& value : split(all, '\\')) values.push_back(trimmed(value));
    return values;
  }
  switch (vr) {
    case EVR_FD:
    case EVR_FL:
    case EVR_SL:
    case EVR_SS:
    case EVR_UL:
    case EVR_US: {
      for (unsigned long i = 0; i < element.getVM(); ++i) {
        OFString value;
        if (element.getOFString(value, i).bad()) return std::nullopt;
        values.emplace_back(value.c_str());
      }
      return values;
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::span<const std::uint8_t>> bytes_of(DcmElement& element) {
  if (!element.isLeaf()) return std::nullopt;
  Uint8* bytes = nullptr;
  if (element.getUint8Array(bytes).good()) {
    return std::span<const std::uint8_t>(bytes, bytes == nullptr ? 0 : element.getLengthField());
  }
  Uint16* words = nullptr;
  if (element.getUint16Array(words).bad()) return std::nullopt;
  return std::span<const std::uint8_t>(reinterpret_cast<const std::uint8_t*>(words),
                                       words == nullptr ? 0 : element.getLengthField());
}

std::optional<std::vector<std::string>> values_of_unknown(DcmElement& element, std::string_view vr) {
  const auto bytes = bytes_of(element);
  if (!bytes) return std::nullopt;
  std::vector<std::string> values;
  if (decode(*bytes, vr, values)) return values;
  const bool is_text =
      vr == "IS" || vr == "DS" || vr == "CS" || vr == "LO" || vr == "SH" || vr == "LT" || vr == "ST";
  if (!is_text) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  for (const std::string& value : split(text, '\\')) values.push_back(trimmed(value));
  return values;
}

bool has_unknown_vr(DcmElement& element) {
  const DcmEVR vr = element.getVR();
  return vr == EVR_UN || vr == EVR_UNKNOWN || vr == EVR_UNKNOWN2B;
}

DcmElement* as_text(DcmElement& element, std::string_view vr) {
  const DcmEVR known = DcmVR(std::string(vr).c_str()).getEVR();
  const auto bytes = bytes_of(element);
  if (!bytes || !is_text_vr(known)) return nullptr;
  DcmElement* made = nullptr;
  if (DcmItem::newDicomElementWithVR(made, DcmTag(element.getTag().getXTag(), known)).bad()) return nullptr;
  const std::string text(bytes->begin(), bytes->end());
  if (made != nullptr && made->putString(text.c_str()).good()) return made;
  delete made;
  return nullptr;
}

bool names_patient(const DcmElement& element) {
  return element.getTag() == DCM_PatientID || element.getTag() == DCM_PatientName;
}

bool set_text(DcmElement& element, const std::string& text) {
  return is_text_vr(element.getVR()) && element.putString(text.c_str()).good();
}

void set_empty(DcmElement& element) { element.clear(); }

bool set_dummy(DcmElement& element, const DicomMap& map) {
  const DcmEVR vr = element.getVR();
  if (names_patient(element)) return element.putString(map.patient.c_str()).good();
  if (vr == EVR_UI) return element.putString(new_uid("anonymous", map.secret).c_str()).good();
  if (is_text_vr(vr)) return element.putString(std::string(dummy_text(vr)).c_str()).good();
  switch (vr) {
    case EVR_SQ: {
      auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
      return sequence != nullptr && set_dummy_sequence(*sequence, map);
    }
    case EVR_FD:
      return element.putFloat64(0).good();
    case EVR_FL:
      return element.putFloat32(0).good();
    case EVR_SL:
      return element.putSint32(0).good();
    case EVR_SS:
      return element.putSint16(0).good();
    case EVR_UL:
      return element.putUint32(0).good();
    case EVR_US:
      return element.putUint16(0).good();
    case EVR_OW: {
      const Uint16 zero = 0;
      return element.putUint16Array(&zero, 1).good();
    }
    default: {
      constexpr std::array<Uint8, 2> k_zeros{};
      return element.putUint8Array(k_zeros.data(), k_zeros.size()).good();
    }
  }
}

bool map_uids(DcmElement& element, const DicomMap& map) {
  const auto values = values_of(element);
  if (!values) return false;
  std::vector<std::string> mapped;
  for (const std::string& value : *values) mapped.push_back(new_uid(value, map.secret));
  return element.putString(join(mapped, "\\").c_str()).good();
}

bool code_devices(DcmElement& element, const DicomMap& map) {
  const auto values = values_of(element);
  if (!values) return false;
  std::vector<std::string> codes;
  for (const std::string& value : *values) codes.push_back(device_code(value, map.secret));
  return set_text(element, join(codes, "\\"));
}

bool is_standard(const DcmTagKey& key) {
  const DcmDataDictionary& dictionary = dcmDataDict.rdlock();
  const bool known = dictionary.findEntry(key, nullptr) != nullptr;
  dcmDataDict.rdunlock();
  return known;
}

}  // namespace shareready
