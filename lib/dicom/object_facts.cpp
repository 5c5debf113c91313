#include "dicom/object_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "dicom/element_values.hpp"
#include "dicom/object_layout.hpp"

namespace shareready {
namespace {

struct ImageClass {
  std::string_view uid;
  DicomIod iod;
};

// Storage classes of images that can be cleaned (PS3.4 table B.5-1). Everything else is left out.
constexpr std::array<ImageClass, 12> k_image_classes{{{"1.2.840.10008.5.1.4.1.1.2", DicomIod::ct},
                                                      {"1.2.840.10008.5.1.4.1.1.2.1", DicomIod::ct},
                                                      {"1.2.840.10008.5.1.4.1.1.2.2", DicomIod::ct},
                                                      {"1.2.840.10008.5.1.4.1.1.4", DicomIod::mr},
                                                      {"1.2.840.10008.5.1.4.1.1.4.1", DicomIod::enhanced_mr},
                                                      {"1.2.840.10008.5.1.4.1.1.4.2", DicomIod::spectroscopy},
                                                      {"1.2.840.10008.5.1.4.1.1.4.3", DicomIod::enhanced_mr},
                                                      {"1.2.840.10008.5.1.4.1.1.4.4", DicomIod::enhanced_mr},
                                                      {"1.2.840.10008.5.1.4.1.1.128", DicomIod::pet},
                                                      {"1.2.840.10008.5.1.4.1.1.128.1", DicomIod::pet},
                                                      {"1.2.840.10008.5.1.4.1.1.130", DicomIod::pet},
                                                      {"1.2.840.10008.5.1.4.1.1.12.77", DicomIod::pet}}};

constexpr std::string_view k_secondary_capture = "1.2.840.10008.5.1.4.1.1.7";

std::string first_value(DcmItem& item, const DcmTagKey& key) {
  OFString value;
  if (item.findAndGetOFString(key, value).bad()) return "";
  return std::string(trim(value.c_str()));
}

std::vector<std::string> all_values(DcmItem& item, const DcmTagKey& key) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(key, element).bad() || element == nullptr) return {};
  return values_of(*element).value_or(std::vector<std::string>{});
}

bool has_value(const std::vector<std::string>& values, std::string_view wanted) {
  return std::find(values.begin(), values.end(), wanted) != values.end();
}

bool has_capture_word(const std::vector<std::string>& types) {
  constexpr std::array<std::string_view, 5> k_words{"CSA REPORT", "POSDISP", "SCREEN CAPTURE", "SCREEN SAVE",
                                                    "SCREENSHOT"};
  return std::any_of(k_words.begin(), k_words.end(),
                     [&](std::string_view word) { return has_value(types, word); });
}

// Single slices through the head in several planes, a profile among them; screens of them bear lines and
// text.
bool is_localiser(DcmItem& dataset, const std::vector<std::string>& types) {
  if (has_value(types, "LOCALIZER")) return true;
  const std::string words =
      to_lower(first_value(dataset, DCM_SeriesDescription) + " " + first_value(dataset, DCM_ProtocolName));
  return words.find("localizer") != std::string::npos || words.find("localiser") != std::string::npos ||
         words.find("scout") != std::string::npos;
}

std::optional<TokenKind> token_kind_of(DicomTag tag, DcmEVR vr) {
  struct Row {
    DicomTag tag;
    TokenKind kind;
  };
  constexpr std::array<Row, 19> k_rows{{{dicom_tag(0x0008, 0x0018), TokenKind::uid},
                                        {dicom_tag(0x0008, 0x0050), TokenKind::person_id},
                                        {dicom_tag(0x0008, 0x0080), TokenKind::institution},
                                        {dicom_tag(0x0008, 0x0081), TokenKind::institution},
                                        {dicom_tag(0x0008, 0x0090), TokenKind::staff_name},
                                        {dicom_tag(0x0008, 0x1010), TokenKind::device},
                                        {dicom_tag(0x0008, 0x1040), TokenKind::institution},
                                        {dicom_tag(0x0008, 0x1048), TokenKind::staff_name},
                                        {dicom_tag(0x0008, 0x1050), TokenKind::staff_name},
                                        {dicom_tag(0x0008, 0x1060), TokenKind::staff_name},
                                        {dicom_tag(0x0008, 0x1070), TokenKind::staff_name},
                                        {dicom_tag(0x0010, 0x0020), TokenKind::person_id},
                                        {dicom_tag(0x0010, 0x0030), TokenKind::birth_date},
                                        {dicom_tag(0x0010, 0x1000), TokenKind::person_id},
                                        {dicom_tag(0x0010, 0x1040), TokenKind::address},
                                        {dicom_tag(0x0018, 0x1000), TokenKind::device},
                                        {dicom_tag(0x0020, 0x000d), TokenKind::uid},
                                        {dicom_tag(0x0020, 0x000e), TokenKind::uid},
                                        {dicom_tag(0x0020, 0x0010), TokenKind::person_id}}};
  for (const Row& row : k_rows) {
    if (row.tag == tag) return row.kind;
  }
  if (vr == EVR_PN) return TokenKind::name;
  if (vr == EVR_DA) return TokenKind::date;
  return std::nullopt;
}

// Objects repeat dates and UIDs: each is taken once.
void collect_values(DcmItem& item, std::set<std::pair<TokenKind, std::string>>& found) {
  for (DcmObject* object = item.nextInContainer(nullptr); object != nullptr;
       object = item.nextInContainer(object)) {
    auto& element = static_cast<DcmElement&>(*object);
    if (auto* sequence = as_sequence(element)) {
      if (element.getTag() == DCM_PixelData) continue;
      for (DcmObject* inner = sequence->nextInContainer(nullptr); inner != nullptr;
           inner = sequence->nextInContainer(inner)) {
        if (auto* inner_item = dynamic_cast<DcmItem*>(inner)) collect_values(*inner_item, found);
      }
      continue;
    }
    const auto kind = token_kind_of(tag_of(element), element.getVR());
    if (!kind) continue;
    for (std::string& value : values_of(element).value_or(std::vector<std::string>{})) {
      found.emplace(*kind, std::move(value));
    }
  }
}

}  // namespace

std::string_view to_string(DicomExclusion exclusion) {
  switch (exclusion) {
    case DicomExclusion::none:
      return "none";
    case DicomExclusion::directory:
      return "directory";
    case DicomExclusion::document:
      return "document";
    case DicomExclusion::encapsulated:
      return "encapsulated";
    case DicomExclusion::raw:
      return "raw";
    case DicomExclusion::capture:
      return "capture";
    case DicomExclusion::burned_in:
      return "burned_in";
    case DicomExclusion::text:
      return "text";
    case DicomExclusion::colour:
      return "colour";
    case DicomExclusion::localiser:
      return "localiser";
    case DicomExclusion::no_image:
      return "no_image";
  }
  return "none";
}

namespace {

bool has_pixels(DcmItem& dataset) {
  return dataset.tagExists(DCM_PixelData) || dataset.tagExists(DCM_FloatPixelData) ||
         dataset.tagExists(DCM_DoubleFloatPixelData);
}

// Of no image: a report, key objects or a presentation state can be cleaned; the bytes of others cannot.
DicomExclusion document_exclusion(DcmDataset& dataset, std::string_view sop_class, bool asked) {
  constexpr std::string_view k_storage = "1.2.840.10008.5.1.4.1.1.";
  const auto is_of = [&](std::string_view family) {
    return sop_class.starts_with(k_storage) && sop_class.substr(k_storage.size()).starts_with(family);
  };
  if (is_of("104.") || dataset.tagExists(DCM_EncapsulatedDocument)) return DicomExclusion::encapsulated;
  if (sop_class.substr(std::min(k_storage.size(), sop_class.size())) == "66") return DicomExclusion::raw;
  const bool cleanable = (is_of("88.") || is_of("11.")) && !has_pixels(dataset);
  return cleanable && asked ? DicomExclusion::none : DicomExclusion::document;
}

// Of an image of a class that can be cleaned.
DicomExclusion image_exclusion(DcmDataset& dataset, DicomIod iod) {
  const std::string samples = first_value(dataset, DCM_SamplesPerPixel);
  const std::string palette = first_value(dataset, DCM_PhotometricInterpretation);
  if (first_value(dataset, DCM_BurnedInAnnotation) == "YES") return DicomExclusion::burned_in;
  if ((!samples.empty() && samples != "1") || palette == "PALETTE COLOR") return DicomExclusion::colour;
  if (is_localiser(dataset, all_values(dataset, DCM_ImageType))) return DicomExclusion::localiser;
  const bool image = iod == DicomIod::spectroscopy || has_pixels(dataset);
  return image ? DicomExclusion::none : DicomExclusion::no_image;
}

DicomExclusion capture_exclusion(DcmDataset& dataset, bool asked) {
  if (!asked) return DicomExclusion::capture;
  if (first_value(dataset, DCM_BurnedInAnnotation) == "YES") return DicomExclusion::burned_in;
  return dataset.tagExists(DCM_PixelData) ? DicomExclusion::none : DicomExclusion::no_image;
}

}  // namespace

ObjectKind kind_of(DcmDataset& dataset, const DicomOptions& options) {
  if (dataset.tagExists(DCM_DirectoryRecordSequence)) return {.exclusion = DicomExclusion::directory};
  const std::string sop_class = first_value(dataset, DCM_SOPClassUID);
  const auto found = std::find_if(k_image_classes.begin(), k_image_classes.end(),
                                  [&](const ImageClass& row) { return row.uid == sop_class; });
  const bool listed = found != k_image_classes.end();
  const bool capture_class =
      sop_class == k_secondary_capture || sop_class.starts_with(std::string(k_secondary_capture) + ".");
  const bool says_capture = !first_value(dataset, DCM_ConversionType).empty() ||
                            has_capture_word(all_values(dataset, DCM_ImageType));
  if (capture_class || (listed && says_capture)) {
    return {.exclusion = capture_exclusion(dataset, options.captures), .iod = DicomIod::secondary_capture};
  }
  if (!listed) {
    return {.exclusion = document_exclusion(dataset, sop_class, options.documents),
            .iod = DicomIod::document};
  }
  return {.exclusion = image_exclusion(dataset, found->iod), .iod = found->iod};
}

DicomFacts describe(DcmDataset& dataset) {
  const std::vector<std::string> types = all_values(dataset, DCM_ImageType);
  const std::string words = to_lower(
      first_value(dataset, DCM_SeriesDescription) + " " + first_value(dataset, DCM_ProtocolName) + " " +
      first_value(dataset, DCM_SequenceName) + " " + first_value(dataset, DCM_PulseSequenceName));
  const auto says = [&](std::string_view word) { return words.find(word) != std::string::npos; };
  DicomFacts facts;
  const E_TransferSyntax syntax = dataset.getOriginalXfer();
  facts.plain = DcmXfer(syntax).isLittleEndian() && syntax != EXS_DeflatedLittleEndianExplicit;
  facts.layout = layout_of(dataset);
  facts.echo_planar = has_value(all_values(dataset, DCM_ScanningSequence), "EP") ||
                      first_value(dataset, DCM_EchoPlanarPulseSequence) == "YES";
  facts.perfusion = has_value(types, "ASL") || has_value(types, "PERFUSION") || says("asl") || says("perf");
  facts.reference = says("sbref") || says("m0");
  return facts;
}

Status check_pixels(DcmDataset& dataset) {
  DcmElement* element = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad() || element == nullptr) return Done{};
  const Error wrong{
      ErrorCode::bad_data,
      "DICOM file",
      "its pixel data are not as long as its rows, columns and frames ask for; it may be truncated",
      {}};
  if (DcmXfer(dataset.getOriginalXfer()).isEncapsulated()) {
    auto* pixels = dynamic_cast<DcmPixelData*>(element);
    DcmPixelSequence* sequence = nullptr;
    const bool fine =
        pixels != nullptr &&
        pixels->getEncapsulatedRepresentation(dataset.getOriginalXfer(), nullptr, sequence).good() &&
        sequence != nullptr && sequence->card() >= 2;
    return fine ? Status(Done{}) : Status(wrong);
  }
  const auto number = [&](const DcmTagKey& key, std::uint64_t fallback) {
    const std::string text = first_value(dataset, key);
    return is_digits(text) && text.size() < 9 ? std::stoull(text) : fallback;
  };
  const std::uint64_t bits = number(DCM_Rows, 0) * number(DCM_Columns, 0) * number(DCM_NumberOfFrames, 1) *
                             number(DCM_SamplesPerPixel, 1) * number(DCM_BitsAllocated, 0);
  const std::uint64_t expected = (bits + 7) / 8;
  const std::uint64_t length = element->getLengthField();
  return length == expected || length == expected + expected % 2 ? Status(Done{}) : Status(wrong);
}

void collect_tokens(DcmItem& item, TokenSet& tokens) {
  std::set<std::pair<TokenKind, std::string>> values;
  collect_values(item, values);
  for (const auto& [kind, value] : values) tokens.add(value, kind);
}

}  // namespace shareready
