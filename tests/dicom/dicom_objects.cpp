#include "dicom_objects.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <numeric>

#include "deid/dates.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/private_elements.hpp"

namespace shareready::test {
namespace {

constexpr std::uint16_t k_side = 8;

void put(DcmItem& item, const DcmTagKey& key, const char* value) { item.putAndInsertString(key, value); }

void add_pixels(DcmDataset& dataset, E_TransferSyntax syntax) {
  std::vector<Uint16> pixels(k_side * k_side);
  std::iota(pixels.begin(), pixels.end(), Uint16{257});
  auto* element = new DcmPixelData(DCM_PixelData);
  if (DcmXfer(syntax).isEncapsulated()) {
    auto* sequence = new DcmPixelSequence(DcmTag(DCM_PixelData, EVR_OB));
    sequence->insert(new DcmPixelItem(DcmTag(DCM_Item, EVR_OB)));
    auto* fragment = new DcmPixelItem(DcmTag(DCM_Item, EVR_OB));
    fragment->putUint8Array(reinterpret_cast<const Uint8*>(pixels.data()),
                            static_cast<unsigned long>(pixels.size() * 2));
    sequence->insert(fragment);
    element->putOriginalRepresentation(syntax, nullptr, sequence);
  } else {
    element->setVR(EVR_OW);
    element->putUint16Array(pixels.data(), static_cast<unsigned long>(pixels.size()));
  }
  dataset.insert(element, OFTrue);
}

std::string date_of(int index) {
  constexpr CalendarDate k_first{2011, 1, 1};
  const CalendarDate date = date_of_day(day_number(k_first) + index);
  return fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day);
}

std::string canary_text(std::string_view vr, int index) {
  if (vr == "DA") return date_of(index);
  if (vr == "DT") return fmt::format("{}101112.7{:05}", date_of(index), index);
  if (vr == "TM") return fmt::format("101112.8{:05}", index);
  if (vr == "AS") return fmt::format("{:03}Y", 100 + index % 800);
  if (vr == "DS") return fmt::format("731{:04}.5", index);
  if (vr == "IS") return fmt::format("731{:04}", index);
  if (vr == "UI") return fmt::format("1.3.99.7310.{}", index + 1);
  return fmt::format("{}{:04}QZ", k_canary_mark, index);
}

// Where a row that stands for many tags is tried.
DicomTag concrete_tag(DicomTag tag) {
  if (tag == dicom_tag(0x5000, 0)) return dicom_tag(0x5002, 0x3000);
  if (tag == dicom_tag(0x6000, 0x3000)) return dicom_tag(0x6004, 0x3000);
  if (tag == dicom_tag(0x0001, 0)) return dicom_tag(0x0011, 0x1001);
  return tag;
}

DcmEVR vr_of(const std::string& vr) { return vr == "-" ? EVR_LO : DcmVR(vr.c_str()).getEVR(); }

bool plant(DcmItem& item, const DcmTagKey& key, DcmEVR vr, const std::string& text) {
  const DcmTag tag(key, vr);
  if (vr == EVR_SQ) {
    auto* sequence = new DcmSequenceOfItems(tag);
    auto* inner = new DcmItem();
    put(*inner, DCM_PatientName, text.c_str());
    put(*inner, DCM_CodeMeaning, text.c_str());
    sequence->insert(inner);
    return item.insert(sequence, OFTrue).good();
  }
  if (vr == EVR_US) return item.putAndInsertUint16(tag, 7310).good();
  if (vr == EVR_OB || vr == EVR_UN) {
    auto* element = new DcmOtherByteOtherWord(tag);
    return element
               ->putUint8Array(reinterpret_cast<const Uint8*>(text.data()),
                               static_cast<unsigned long>(text.size()))
               .good() &&
           item.insert(element, OFTrue).good();
  }
  if (vr == EVR_OW) {
    std::vector<Uint16> words(text.size() / 2);
    std::memcpy(words.data(), text.data(), words.size() * 2);
    return item.putAndInsertUint16Array(tag, words.data(), static_cast<unsigned long>(words.size())).good();
  }
  DcmElement* element = nullptr;
  if (DcmItem::newDicomElementWithVR(element, tag).bad() || element == nullptr) return false;
  return element->putString(text.c_str()).good() && item.insert(element, OFTrue).good();
}

}  // namespace

std::unique_ptr<DcmDataset> make_image(const char* sop_class, E_TransferSyntax syntax) {
  auto dataset = std::make_unique<DcmDataset>();
  put(*dataset, DCM_SOPClassUID, sop_class);
  put(*dataset, DCM_Modality, "MR");
  put(*dataset, DCM_ImageType, "ORIGINAL\\PRIMARY\\M\\ND");
  put(*dataset, DCM_Manufacturer, "Siemens");
  put(*dataset, DCM_ScanningSequence, "GR\\IR");
  put(*dataset, DCM_EchoTime, "2.98");
  put(*dataset, DCM_SequenceName, "*tfl3d1_16ns");
  put(*dataset, DCM_SamplesPerPixel, "1");
  dataset->putAndInsertUint16(DCM_SamplesPerPixel, 1);
  put(*dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  dataset->putAndInsertUint16(DCM_Rows, k_side);
  dataset->putAndInsertUint16(DCM_Columns, k_side);
  dataset->putAndInsertUint16(DCM_BitsAllocated, 16);
  dataset->putAndInsertUint16(DCM_BitsStored, 16);
  dataset->putAndInsertUint16(DCM_HighBit, 15);
  dataset->putAndInsertUint16(DCM_PixelRepresentation, 0);
  add_pixels(*dataset, syntax);
  return dataset;
}

DcmItem* item_at(DcmDataset& dataset, Depth depth, bool make) {
  DcmItem* outer = nullptr;
  const auto inside = [make](DcmItem& item, const DcmTag& tag) -> DcmItem* {
    DcmItem* found = nullptr;
    DcmElement* element = nullptr;  // implicit VR: private sequences are read as unknown bytes
    if (item.findAndGetElement(tag, element).good() && element->isLeaf()) {
      DcmSequenceOfItems* parsed = parse_unknown_sequence(*element);
      if (parsed != nullptr) item.insert(parsed, OFTrue);
    }
    if (item.findAndGetSequenceItem(tag, found).good()) return found;
    if (!make) return nullptr;
    auto* sequence = new DcmSequenceOfItems(tag);
    auto* made = new DcmItem();
    sequence->insert(made);
    item.insert(sequence);
    return made;
  };
  switch (depth) {
    case Depth::root:
      return &dataset;
    case Depth::kept_sequence:
      return inside(dataset, DCM_SharedFunctionalGroupsSequence);
    case Depth::two_deep:
      outer = inside(dataset, DCM_SharedFunctionalGroupsSequence);
      return outer == nullptr ? nullptr : inside(*outer, DCM_MRModifierSequence);
    case Depth::private_sequence:
      outer = inside(dataset, DCM_SharedFunctionalGroupsSequence);
      if (outer == nullptr) return nullptr;
      put(*outer, DcmTag(0x2005, 0x0014, EVR_LO), "Philips MR Imaging DD 005");
      return inside(*outer, DcmTag(0x2005, 0x140f, EVR_SQ));
  }
  return nullptr;
}

std::vector<Canary> plant_canaries(DcmItem& item, const DicomRules& rules, Depth depth) {
  std::vector<Canary> planted;
  int index = 0;
  for (const auto& [row_tag, rule] : rules.rows()) {
    ++index;
    const DicomTag tag = concrete_tag(row_tag);
    if (depth == Depth::root && (tag >> 16) < 0x0008) continue;  // the syntax has no place for them there
    const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xffff));
    const DcmEVR vr = vr_of(rule.vr);
    const std::string text = canary_text(rule.vr, index);
    if (tag == dicom_tag(0x0011, 0x1001)) put(item, DcmTag(0x0011, 0x0010, EVR_LO), "CNRY CREATOR");
    if (plant(item, key, vr, text)) planted.push_back({tag, &rule, vr == EVR_US ? "" : text});
  }
  return planted;
}

std::vector<std::uint8_t> file_bytes(DcmDataset& dataset, E_TransferSyntax syntax) {
  DcmFileFormat file(&dataset);
  file.getMetaInfo()->putAndInsertString(DcmTag(0x0002, 0x0016, EVR_AE), "CNRYAE");
  file.getMetaInfo()->putAndInsertString(DcmTag(0x0002, 0x0018, EVR_AE), "CNRYAE");
  std::vector<std::uint8_t> block(std::size_t{1} << 20);
  DcmOutputBufferStream stream(block.data(), static_cast<offile_off_t>(block.size()));
  std::vector<std::uint8_t> written;
  file.transferInit();
  OFCondition status = EC_StreamNotifyClient;
  while (status == EC_StreamNotifyClient) {
    status = file.write(stream, syntax, EET_ExplicitLength, nullptr, EGL_recalcGL, EPD_noChange, 0, 0, 0,
                        EWM_updateMeta);
    stream.flush();
    void* full = nullptr;
    offile_off_t count = 0;
    stream.flushBuffer(full, count);
    const auto* bytes = static_cast<const std::uint8_t*>(full);
    written.insert(written.end(), bytes, bytes + count);
  }
  file.transferEnd();
  if (status.bad()) return {};
  std::memcpy(written.data(), k_canary_mark.data(), k_canary_mark.size());  // in the preamble
  return written;
}

Planted plant_in(const char* sop_class, E_TransferSyntax syntax, Depth depth, const DicomRules& rules) {
  const auto dataset = make_image(sop_class, syntax);
  Planted planted;
  planted.canaries = plant_canaries(*item_at(*dataset, depth, true), rules, depth);
  planted.file = file_bytes(*dataset, syntax);
  const auto source = read_dicom(planted.file);
  if (source.ok()) planted.pixels = stored_pixels(*(*source)->getDataset());
  return planted;
}

std::vector<std::uint8_t> stored_pixels(DcmDataset& dataset) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad()) return {};
  Uint16* words = nullptr;
  const auto bytes_from = [](const void* from, std::size_t count) {
    const auto* first = static_cast<const std::uint8_t*>(from);
    return std::vector<std::uint8_t>(first, first + count);
  };
  auto* pixels = dynamic_cast<DcmPixelData*>(element);
  DcmPixelSequence* sequence = nullptr;
  if (pixels != nullptr &&
      pixels->getEncapsulatedRepresentation(dataset.getOriginalXfer(), nullptr, sequence).good()) {
    std::vector<std::uint8_t> all;
    for (unsigned long i = 0; i < sequence->card(); ++i) {
      DcmPixelItem* item = nullptr;
      Uint8* bytes = nullptr;
      if (sequence->getItem(item, i).bad() || item->getUint8Array(bytes).bad() || bytes == nullptr) continue;
      const auto piece = bytes_from(bytes, item->getLengthField());
      all.insert(all.end(), piece.begin(), piece.end());
    }
    return all;
  }
  if (element->getUint16Array(words).bad()) return {};
  return bytes_from(words, element->getLengthField());
}

}  // namespace shareready::test
