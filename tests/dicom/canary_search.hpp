#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "dicom/clean_dicom.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/element_values.hpp"
#include "dicom_objects.hpp"

namespace shareready::test {

// The object written without compression as well, so that nothing hides in a deflated stream.
inline std::string searchable(const CleanedDicom& cleaned) {
  const auto object = read_dicom(cleaned.bytes);
  REQUIRE(object.ok());
  std::string all(cleaned.bytes.begin(), cleaned.bytes.end());
  DcmDataset& dataset = *(*object)->getDataset();
  if (dataset.getOriginalXfer() == EXS_DeflatedLittleEndianExplicit) {
    const auto plain = file_bytes(dataset, EXS_LittleEndianExplicit);
    all += replace_all(std::string(plain.begin() + 128, plain.end()), "CNRYAE", "");
  }
  return all;
}

inline std::string hex_of(std::string_view text) {
  std::string hex;
  for (const char c : text) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

inline std::size_t count_survivors(const std::string& bytes, const std::vector<Canary>& canaries) {
  std::string wide;
  for (const char c : k_canary_mark) wide += std::string(1, c) + '\0';
  std::size_t survivors = 0;
  for (const std::string& form : {std::string(k_canary_mark), wide, hex_of(k_canary_mark)}) {
    if (bytes.find(form) != std::string::npos) ++survivors;
  }
  for (const Canary& canary : canaries) {
    const bool marked = canary.text.empty() || canary.text.starts_with(k_canary_mark);
    if (!marked && canary.rule->vr != "AS" && bytes.find(canary.text) != std::string::npos) ++survivors;
  }
  return survivors;
}

inline DcmElement* find_element(DcmItem* item, DicomTag tag) {
  DcmElement* element = nullptr;
  if (item == nullptr) return nullptr;
  const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xffff));
  return item->findAndGetElement(key, element).good() ? element : nullptr;
}

inline std::string text_of(DcmElement& element) {
  if (has_unknown_vr(element)) {  // newer than the dictionary, in implicit VR
    return join(values_of_unknown(element, "LO").value_or(std::vector<std::string>{}), "\\");
  }
  return join(values_of(element).value_or(std::vector<std::string>{}), "\\");
}

inline bool has_dummy(DcmElement& element, const Canary& canary) {
  if (element.getVR() == EVR_SQ) return dynamic_cast<DcmSequenceOfItems&>(element).card() > 0;
  if (element.getLengthField() == 0) return false;
  const std::string text = text_of(element);
  return text.empty() || text != canary.text;
}

// Whether what is left of a row is what one of its codes asks for.
inline bool meets_action(DcmElement* element, const Canary& canary) {
  const std::string& code = canary.rule->basic;
  const auto offers = [&](char letter) { return code.find(letter) != std::string::npos; };
  if (canary.tag == dicom_tag(0x0010, 0x0010) || canary.tag == dicom_tag(0x0010, 0x0020))
    return element != nullptr;
  if ((canary.tag >> 16) < 0x0008) return element == nullptr;  // no part of a data set
  if (element == nullptr) return offers('X');
  if (element->getVR() != EVR_SQ && element->getLengthField() == 0) return offers('Z');
  if (element->getVR() == EVR_SQ && dynamic_cast<DcmSequenceOfItems&>(*element).card() == 0)
    return offers('Z');
  if (code == "U") return text_of(*element).starts_with("2.25.");
  return (offers('D') || offers('Z')) && has_dummy(*element, canary);
}

}  // namespace shareready::test
