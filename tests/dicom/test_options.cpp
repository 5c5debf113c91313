#include <catch2/catch.hpp>
#include <set>

#include "canary_search.hpp"
#include "cleaned.hpp"
#include "deid/device_code.hpp"
#include "dicom_objects.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

std::set<std::string> codes_of(DcmDataset& dataset) {
  std::set<std::string> codes;
  DcmItem* code = nullptr;
  for (long i = 0; dataset.findAndGetSequenceItem(DCM_DeidentificationMethodCodeSequence, code, i).good();
       ++i) {
    OFString value;
    REQUIRE(code->findAndGetOFString(DCM_CodeValue, value).good());
    codes.insert(value.c_str());
  }
  return codes;
}

// What tells sex, age, size and weight, which no option keeps.
bool is_demographic(DicomTag tag) {
  const std::set<DicomTag> tags{0x00100040, 0x00100043, 0x00100046, 0x00100047, 0x00101010,
                                0x00101020, 0x00101030, 0x00102203, 0x0072005f};
  return tags.contains(tag);
}

}  // namespace

TEST_CASE("what an option retains stays as it was at every depth, and its code is written") {
  const DicomOptions all{
      .structured = true, .uids = true, .device = true, .institution = true, .patient_characteristics = true};
  for (const Depth depth : k_depths) {
    CAPTURE(static_cast<int>(depth));
    const Planted planted = plant_in(k_mr, EXS_LittleEndianExplicit, depth, rules());
    const CleanedDicom cleaned = cleaned_of(planted.file, all, map_of());
    const auto object = read_dicom(cleaned.bytes);
    REQUIRE(object.ok());
    DcmItem* item = item_at(*(*object)->getDataset(), depth, false);
    REQUIRE(item != nullptr);
    std::size_t kept = 0;
    for (const Canary& canary : planted.canaries) {
      const auto keeps = [&](ProfileOption option) { return canary.rule->option(option) == 'K'; };
      const bool retained = keeps(ProfileOption::uids) || keeps(ProfileOption::device) ||
                            keeps(ProfileOption::institution) || keeps(ProfileOption::patient);
      if (!retained || is_demographic(canary.tag) || (canary.tag >> 16) < 0x0008) continue;
      CAPTURE(canary.rule->keyword);
      DcmElement* element = find_element(item, canary.tag);
      REQUIRE(element != nullptr);
      if (is_text_vr(element->getVR())) CHECK(text_of(*element) == canary.text);
      ++kept;
    }
    CHECK(kept == 117);  // 126 rows with K in these columns, less the nine that tell sex, age, size or weight
    CHECK(codes_of(*(*object)->getDataset()) == std::set<std::string>{"113100", "113103", "113104", "113105",
                                                                      "113108", "113109", "113110", "113111",
                                                                      "113112"});
  }
}

TEST_CASE(
    "each option alone keeps its rows of the table and no others, never sex, age, weight and size, and adds "
    "its code") {
  struct Row {
    bool DicomOptions::*on;
    ProfileOption column;
    const char* code;
  };
  for (const Row& row : {Row{&DicomOptions::uids, ProfileOption::uids, "113110"},
                         Row{&DicomOptions::device, ProfileOption::device, "113109"},
                         Row{&DicomOptions::institution, ProfileOption::institution, "113112"},
                         Row{&DicomOptions::patient_characteristics, ProfileOption::patient, "113108"}}) {
    CAPTURE(row.code);
    DicomOptions options;
    options.*row.on = true;
    for (const Depth depth : k_depths) {
      const Planted planted = plant_in(k_mr, EXS_LittleEndianExplicit, depth, rules());
      const auto object = read_dicom(cleaned_of(planted.file, options, map_of()).bytes);
      REQUIRE(object.ok());
      DcmItem* item = item_at(*(*object)->getDataset(), depth, false);
      REQUIRE(item != nullptr);
      for (const Canary& canary : planted.canaries) {
        CAPTURE(canary.rule->keyword);
        DcmElement* element = find_element(item, canary.tag);
        const bool kept = canary.rule->option(row.column) == 'K' && !is_demographic(canary.tag);
        if (!kept || (canary.tag >> 16) < 0x0008) {
          CHECK(meets_action(element, canary));
        } else {
          REQUIRE(element != nullptr);
          if (is_text_vr(element->getVR())) CHECK(text_of(*element) == canary.text);
        }
      }
      CHECK(codes_of(*(*object)->getDataset()) ==
            std::set<std::string>{"113100", "113103", "113105", "113111", row.code});
    }
  }
}

TEST_CASE("graphics and pixels that were cleaned are told by their codes, and only there") {
  const auto codes = [](const std::vector<std::pair<DcmTag, Uint16>>& elements) {
    const auto image = make_image(k_mr, EXS_LittleEndianExplicit);
    for (const auto& [tag, value] : elements) image->putAndInsertUint16Array(tag, &value, 1);
    const auto object =
        read_dicom(cleaned_of(file_bytes(*image, EXS_LittleEndianExplicit), {}, map_of()).bytes);
    REQUIRE(object.ok());
    std::set<std::string> found = codes_of(*(*object)->getDataset());
    for (const char* always : {"113100", "113105", "113111"}) CHECK(found.erase(always) == 1);
    return found;
  };
  CHECK(codes({}).empty());
  CHECK(codes({{DcmTag(0x6000, 0x3000, EVR_OW), Uint16{5}}}) == std::set<std::string>{"113103"});
  CHECK(codes({{DcmTag(0x5000, 0x3000, EVR_OW), Uint16{5}}}) == std::set<std::string>{"113103"});
  CHECK(codes({{DCM_BitsStored, Uint16{12}},
               {DCM_HighBit, Uint16{11}},
               {DcmTag(0x6000, 0x0102, EVR_US), Uint16{15}}}) == std::set<std::string>{"113101", "113103"});
}

TEST_CASE("what this program cleaned before stays told; what others claim, or what was retained, does not") {
  const auto image = make_image(k_mr, EXS_LittleEndianExplicit);
  const auto claim = [&](const char* code, const char* scheme, const char* meaning) {
    DcmItem* item = nullptr;
    REQUIRE(image->findOrCreateSequenceItem(DCM_DeidentificationMethodCodeSequence, item, -2).good());
    item->putAndInsertString(DCM_CodeValue, code);
    item->putAndInsertString(DCM_CodingSchemeDesignator, scheme);
    item->putAndInsertString(DCM_CodeMeaning, meaning);
  };
  for (const char* code : {"113101", "113102", "113106", "113108", "113112"}) claim(code, "DCM", "CNRY");
  claim("113103", "99CNRY", "CNRY");
  image->putAndInsertString(DCM_RecognizableVisualFeatures, "NO");
  const auto cleaned_again = [](const std::vector<std::uint8_t>& file, const DicomOptions& options = {}) {
    const CleanedDicom cleaned = cleaned_of(file, options, map_of());
    CHECK(std::string(cleaned.bytes.begin(), cleaned.bytes.end()).find("CNRY") == std::string::npos);
    const auto object = read_dicom(cleaned.bytes);
    REQUIRE(object.ok());
    CHECK_FALSE((*object)->getDataset()->tagExists(DCM_RecognizableVisualFeatures));  // nobody has looked yet
    return std::pair(codes_of(*(*object)->getDataset()), cleaned.bytes);
  };
  const auto of_others = cleaned_again(file_bytes(*image, EXS_LittleEndianExplicit));
  CHECK(of_others.first == std::set<std::string>{"113100", "113105", "113111"});
  image->putAndInsertString(DCM_DeidentificationMethod, "shareready: DICOM PS3.15 Annex E");
  const auto own = cleaned_again(file_bytes(*image, EXS_LittleEndianExplicit));
  CHECK(own.first == std::set<std::string>{"113100", "113101", "113105", "113111"});
  CHECK(cleaned_again(own.second, {.descriptors = false}).first == own.first);
}

TEST_CASE("options that are off write no code, and private elements go without theirs") {
  const Planted planted = plant_in(k_mr, EXS_LittleEndianExplicit, Depth::private_sequence, rules());
  const auto object =
      read_dicom(cleaned_of(planted.file, {.safe_private = false, .descriptors = false}, map_of()).bytes);
  REQUIRE(object.ok());
  DcmDataset& dataset = *(*object)->getDataset();
  CHECK(codes_of(dataset) == std::set<std::string>{"113100"});
  for (DcmObject* at = dataset.nextInContainer(nullptr); at != nullptr; at = dataset.nextInContainer(at)) {
    CHECK(static_cast<DcmElement&>(*at).getGTag() % 2 == 0);
  }
}

TEST_CASE("a device has one code of its own where codes are asked for, of no use without the secret") {
  const auto code_in = [](const char* sop_class, const char* serial, const DicomMap& map, bool coded = true) {
    const auto image = make_image(sop_class, EXS_LittleEndianExplicit);
    image->putAndInsertString(DCM_DeviceSerialNumber, serial);
    image->putAndInsertString(DCM_StationName, "AWP67031");
    const auto bytes =
        cleaned_of(file_bytes(*image, EXS_LittleEndianExplicit), {.device_codes = coded}, map).bytes;
    CHECK(std::string(bytes.begin(), bytes.end()).find("67031") == std::string::npos);
    const auto object = read_dicom(bytes);
    REQUIRE(object.ok());
    OFString code;
    (*object)->getDataset()->findAndGetOFString(DCM_DeviceSerialNumber, code);
    return std::string(code.c_str());
  };
  const std::string code = code_in(k_mr, "67031", map_of());
  CHECK(code == device_code("67031", secret()));
  CHECK(code.size() == 16);
  CHECK(code_in(k_enhanced_mr, " 67031 ", map_of()) == code);
  CHECK(code_in(k_mr, "67032", map_of()) != code);
  const std::vector<std::uint8_t> other(32, 43);
  CHECK(code_in(k_mr, "67031", {.secret = other, .patient = "sub-new"}) != code);
  CHECK(code_in(k_mr, "67031", map_of(), false).empty());
}
