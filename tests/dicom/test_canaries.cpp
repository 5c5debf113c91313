#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "canary_search.hpp"
#include "cleaned.hpp"
#include "deid/uids.hpp"
#include "dicom_objects.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

constexpr std::size_t k_rows = 655;
constexpr std::size_t k_rows_below_data_sets = 4;  // (0000,1000), (0000,1001), (0002,0003), (0004,1511)

constexpr std::array<Depth, 4> k_depths{Depth::root, Depth::kept_sequence, Depth::two_deep,
                                        Depth::private_sequence};
constexpr std::array<E_TransferSyntax, 5> k_syntaxes{EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                                     EXS_BigEndianExplicit, EXS_DeflatedLittleEndianExplicit,
                                                     EXS_JPEG2000LosslessOnly};

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

TEST_CASE(
    "no canary of any row of the table survives at any depth in any transfer syntax, and each action is "
    "met") {
  std::set<const DicomRule*> covered;
  for (const char* sop_class : {k_mr, k_enhanced_mr}) {
    for (const E_TransferSyntax syntax : k_syntaxes) {
      for (const Depth depth : k_depths) {
        CAPTURE(sop_class, DcmXfer(syntax).getXferName(), static_cast<int>(depth));
        const Planted planted = plant_in(sop_class, syntax, depth, rules());
        REQUIRE_FALSE(planted.pixels.empty());
        REQUIRE(planted.canaries.size() == (depth == Depth::root ? k_rows - k_rows_below_data_sets : k_rows));
        const CleanedDicom cleaned = cleaned_of(planted.file, {}, map_of());
        CHECK(count_survivors(searchable(cleaned), planted.canaries) == 0);
        const auto object = read_dicom(cleaned.bytes);
        REQUIRE(object.ok());
        DcmDataset& dataset = *(*object)->getDataset();
        CHECK(dataset.getOriginalXfer() == syntax);
        CHECK(stored_pixels(dataset) == planted.pixels);
        DcmItem* item = item_at(dataset, depth, false);
        for (const Canary& canary : planted.canaries) {
          CAPTURE(canary.rule->keyword, canary.rule->basic);
          if (!meets_action(find_element(item, canary.tag), canary)) CHECK(canary.rule->keyword == "");
          covered.insert(canary.rule);
        }
      }
    }
  }
  CHECK(covered.size() == k_rows);
}

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

TEST_CASE("shifted dates move by the same number of days everywhere, and times of day stay") {
  DicomMap map = map_of();
  constexpr std::int64_t k_days = -36000;
  map.shift = DateShift{k_days};
  for (const Depth depth : k_depths) {
    CAPTURE(static_cast<int>(depth));
    const Planted planted = plant_in(k_enhanced_mr, EXS_LittleEndianExplicit, depth, rules());
    const CleanedDicom cleaned = cleaned_of(planted.file, {}, map);
    const auto object = read_dicom(cleaned.bytes);
    REQUIRE(object.ok());
    DcmItem* item = item_at(*(*object)->getDataset(), depth, false);
    std::size_t shifted = 0;
    for (const Canary& canary : planted.canaries) {
      if (canary.rule->option(ProfileOption::modified_dates) != 'C') continue;
      const std::string& vr = canary.rule->vr;
      if (vr != "DA" && vr != "DT" && vr != "TM") continue;
      CAPTURE(canary.rule->keyword);
      DcmElement* element = find_element(item, canary.tag);
      REQUIRE(element != nullptr);
      const std::string expected = vr == "TM" ? canary.text : *shift_date(canary.text, *map.shift);
      CHECK(text_of(*element) == expected);
      ++shifted;
    }
    CHECK(shifted > 150);
    CHECK(std::string(cleaned.bytes.begin(), cleaned.bytes.end()).find("113107") != std::string::npos);
  }
}

TEST_CASE("what describes the image stays, and the file says what was done to it") {
  const Planted planted = plant_in(k_mr, EXS_LittleEndianExplicit, Depth::root, rules());
  const CleanedDicom cleaned = cleaned_of(planted.file, {}, map_of());
  const auto object = read_dicom(cleaned.bytes);
  REQUIRE(object.ok());
  DcmDataset& dataset = *(*object)->getDataset();
  const auto value = [&](const DcmTagKey& key) {
    OFString text;
    return dataset.findAndGetOFStringArray(key, text).good() ? std::string(text.c_str()) : "(none)";
  };
  CHECK(value(DCM_Modality) == "MR");
  CHECK(value(DCM_ScanningSequence) == "GR\\IR");
  CHECK(value(DCM_EchoTime) == "2.98");
  CHECK(value(DCM_SequenceName) == "*tfl3d1_16ns");
  CHECK(value(DCM_Manufacturer) == "Siemens");
  CHECK(value(DCM_SOPClassUID) == k_mr);
  CHECK(value(DCM_PatientID) == "sub-new");
  CHECK(value(DCM_PatientSex) == "");
  CHECK(value(DCM_StudyDate) == "");
  CHECK(value(DCM_PatientIdentityRemoved) == "YES");
  CHECK(value(DCM_LongitudinalTemporalInformationModified) == "REMOVED");
  CHECK((*object)->getMetaInfo()->tagExists(DcmTagKey(0x0002, 0x0016)) == OFFalse);
  OFString meta_uid;
  REQUIRE((*object)->getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPInstanceUID, meta_uid).good());
  CHECK(std::string(meta_uid.c_str()) == value(DCM_SOPInstanceUID));
}

TEST_CASE("cleaning what was cleaned takes nothing more, and the same file gives the same bytes") {
  const Planted planted = plant_in(k_enhanced_mr, EXS_LittleEndianImplicit, Depth::two_deep, rules());
  const CleanedDicom once = cleaned_of(planted.file, {}, map_of());
  CHECK(cleaned_of(planted.file, {}, map_of()).bytes == once.bytes);
  CHECK(cleaned_of(once.bytes, {.uids = true}, map_of()).bytes.size() > 0);
  const auto relabelled = relabel_dicom(once.bytes, "sub-other");
  REQUIRE(relabelled.ok());
  CHECK(cleaned_of(*relabelled, {}, map_of()).bytes.size() ==
        cleaned_of(once.bytes, {}, map_of()).bytes.size());
}

DicomExclusion exclusion_of(const std::unique_ptr<DcmDataset>& dataset, const DicomOptions& options = {}) {
  const auto cleaned =
      clean_dicom(file_bytes(*dataset, EXS_LittleEndianExplicit), rules(), options, map_of());
  REQUIRE(cleaned.ok());
  CHECK(cleaned->bytes.empty() == (cleaned->exclusion != DicomExclusion::none));
  return cleaned->exclusion;
}

TEST_CASE("documents and captures go along only where they are asked for, and what cannot be cleaned never") {
  struct Row {
    const char* sop_class;
    bool pixels;
    DicomExclusion unasked, asked;
  };
  using enum DicomExclusion;
  for (const Row& row : std::vector<Row>{{"1.2.840.10008.5.1.4.1.1.88.22", false, document, none},
                                         {"1.2.840.10008.5.1.4.1.1.88.59", false, document, none},
                                         {"1.2.840.10008.5.1.4.1.1.11.1", false, document, none},
                                         {"1.2.840.10008.5.1.4.1.1.88.22", true, document, document},
                                         {"1.2.840.10008.5.1.4.1.1.104.1", false, encapsulated, encapsulated},
                                         {"1.2.840.10008.5.1.4.1.1.66", false, raw, raw},
                                         {"1.3.12.2.1107.5.9.1", false, document, document},
                                         {"1.2.840.10008.5.1.4.1.1.7", true, capture, none},
                                         {"1.2.840.10008.5.1.4.1.1.7.2", true, capture, none}}) {
    CAPTURE(row.sop_class, row.pixels);
    const auto object = make_image(row.sop_class, EXS_LittleEndianExplicit);
    if (!row.pixels) object->findAndDeleteElement(DCM_PixelData);
    CHECK(exclusion_of(object) == row.unasked);
    CHECK(exclusion_of(object, {.documents = true, .captures = true}) == row.asked);
    object->putAndInsertString(DCM_BurnedInAnnotation, "YES");
    if (row.asked == none && row.pixels) CHECK(exclusion_of(object, {.captures = true}) == burned_in);
  }
}

TEST_CASE("a captured screen whose pixels cannot be searched for letters is an error") {
  const auto object = make_image("1.2.840.10008.5.1.4.1.1.7", EXS_LittleEndianExplicit);
  object->putAndInsertString(DCM_PhotometricInterpretation, "PALETTE COLOR");
  const auto cleaned =
      clean_dicom(file_bytes(*object, EXS_LittleEndianExplicit), rules(), {.captures = true}, map_of());
  REQUIRE_FALSE(cleaned.ok());
  CHECK(cleaned.error().code == ErrorCode::unsupported);
}

TEST_CASE("no canary survives in a document, at any depth") {
  for (const Depth depth : k_depths) {
    const auto object = make_image("1.2.840.10008.5.1.4.1.1.88.33", EXS_LittleEndianExplicit);
    object->findAndDeleteElement(DCM_PixelData);
    const auto canaries = plant_canaries(*item_at(*object, depth, true), rules(), depth);
    object->findAndDeleteElement(DCM_EncapsulatedDocument);  // with it, it would be left out
    const CleanedDicom cleaned =
        cleaned_of(file_bytes(*object, EXS_LittleEndianExplicit), {.documents = true}, map_of());
    CHECK(count_survivors(searchable(cleaned), canaries) == 0);
  }
}

TEST_CASE("images with burned-in text, without pixels, and directories are excluded") {
  auto image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->putAndInsertString(DCM_BurnedInAnnotation, "YES");
  CHECK(exclusion_of(image) == DicomExclusion::burned_in);
  image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->findAndDeleteElement(DCM_PixelData);
  CHECK(exclusion_of(image) == DicomExclusion::no_image);
  DcmItem* record = nullptr;
  image = make_image(k_mr, EXS_LittleEndianExplicit);
  REQUIRE(image->findOrCreateSequenceItem(DCM_DirectoryRecordSequence, record, -2).good());
  CHECK(exclusion_of(image) == DicomExclusion::directory);
}

TEST_CASE("of descriptions the technical words stay, without the person's name or number") {
  auto image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->putAndInsertString(DCM_PatientName, "Short^Anna");
  image->putAndInsertString(DCM_PatientID, "PAT123456");
  image->putAndInsertString(DCM_SeriesDescription, "T1w_MPRAGE 1.0mm Jansen 2019");
  image->putAndInsertString(DCM_ProtocolName, "T2 short TE");
  const CleanedDicom cleaned = cleaned_of(file_bytes(*image, EXS_LittleEndianExplicit), {}, map_of());
  const std::string bytes(cleaned.bytes.begin(), cleaned.bytes.end());
  CHECK(bytes.find("T1w MPRAGE 1 0mm") != std::string::npos);
  for (const char* gone : {"Jansen", "2019", "Short", "short", "PAT123456", "Anna"}) {
    CHECK(bytes.find(gone) == std::string::npos);
  }
  CHECK_FALSE(cleaned.tokens.empty());
}

TEST_CASE("names of makers, models, coils and sequences stay, a word that names none becomes a dummy") {
  struct Case {
    DcmTagKey key;
    const char *value, *left;
  };
  for (const Case& row :
       std::vector<Case>{{DCM_Manufacturer, "GE MEDICAL SYSTEMS", "GE MEDICAL SYSTEMS"},
                         {DCM_Manufacturer, "Jansen", "ANONYMOUS"},
                         {DCM_ManufacturerModelName, "MAGNETOM Prisma Fit", "MAGNETOM Prisma Fit"},
                         {DCM_ManufacturerModelName, "Prisma of Jansen", "ANONYMOUS"},
                         {DCM_SequenceName, "*spcR3d1_103", "*spcR3d1_103"},
                         {DCM_SequenceName, "jansen2d1", "ANONYMOUS"},
                         {DCM_ReceiveCoilName, "HeadNeck_64", "HeadNeck_64"},
                         {DCM_ReceiveCoilName, "HeadJansen", "ANONYMOUS"},
                         {DCM_ReceiveCoilName, "Lee", "ANONYMOUS"},
                         {DCM_ReceiveCoilName, "coil 4471023", "ANONYMOUS"},
                         {DCM_PulseSequenceName, "epse2d1_72", "epse2d1_72"},
                         {DCM_PulseSequenceName, "M\xfcller", "ANONYMOUS"}}) {
    const auto dataset = make_image(k_mr, EXS_LittleEndianExplicit);
    dataset->putAndInsertString(row.key, row.value);
    const CleanedDicom cleaned =
        cleaned_of(file_bytes(*dataset, EXS_LittleEndianExplicit), DicomOptions{}, map_of());
    const auto read = read_dicom(cleaned.bytes);
    REQUIRE(read.ok());
    OFString left;
    (*read)->getDataset()->findAndGetOFStringArray(row.key, left);
    INFO(row.value);
    CHECK(std::string(left.c_str()) == row.left);
  }
}

TEST_CASE("a word, a date or a person's number in an attribute of decimal numbers goes, numbers stay") {
  struct Case {
    DcmTagKey key;
    const char* value;
    bool stays;
  };
  for (const Case& row : std::vector<Case>{{DCM_EchoTime, "2.98\\-1e3", true},
                                           {DCM_EchoTime, "Jansen", false},
                                           {DCM_EchoTime, "20190312", false},
                                           {DCM_EchoTime, "7654321.0", false},
                                           {DCM_EchoTime, "765432.5", true},
                                           {DCM_EchoTrainLength, "12", true},
                                           {DCM_EchoTrainLength, "Jansen", false}}) {
    const auto dataset = make_image(k_mr, EXS_LittleEndianExplicit);
    dataset->putAndInsertString(DCM_PatientID, "7654321");
    dataset->putAndInsertString(row.key, row.value);
    const CleanedDicom cleaned =
        cleaned_of(file_bytes(*dataset, EXS_LittleEndianExplicit), DicomOptions{}, map_of());
    const auto read = read_dicom(cleaned.bytes);
    REQUIRE(read.ok());
    INFO(row.value);
    CHECK((*read)->getDataset()->tagExists(row.key) == row.stays);
  }
}

TEST_CASE("the same UID gets the same new one in every file, and another secret another one") {
  const std::string one = new_uid("1.2.3.4", secret());
  CHECK(one == new_uid("1.2.3.4", secret()));
  CHECK(one.starts_with("2.25."));
  CHECK(one.size() <= 64);
  CHECK(one != new_uid("1.2.3.5", secret()));
  CHECK(one != new_uid("1.2.3.4", std::vector<std::uint8_t>(32, 43)));
  CHECK(new_uid("1.2.840.10008.1.2.1", secret()) == "1.2.840.10008.1.2.1");
}

TEST_CASE(
    "private elements stay only where they are known as safe, and inside them only numbers and known words") {
  auto image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->putAndInsertString(DCM_PatientName, "Jansen^Anna");
  image->putAndInsertString(DCM_StudyDate, "20190304");
  const auto put = [&](std::uint16_t group, std::uint16_t element, DcmEVR vr, const char* value) {
    REQUIRE(image->putAndInsertString(DcmTag(group, element, vr), value).good());
  };
  put(0x0019, 0x0010, EVR_LO, "SIEMENS MR HEADER");
  put(0x0019, 0x100c, EVR_IS, "1000");      // b value: safe
  put(0x0019, 0x100d, EVR_CS, "JANSEN");    // a safe element that holds a name
  put(0x0019, 0x1018, EVR_IS, "20190304");  // a date where a dwell time should be
  put(0x0019, 0x1015, EVR_LO, "Jansen");    // not listed
  put(0x0051, 0x0010, EVR_LO, "SIEMENS MR HEADER");
  put(0x0051, 0x100b, EVR_LO, "64p*64");
  put(0x0011, 0x0010, EVR_LO, "SOMEBODY ELSE");
  put(0x0011, 0x1001, EVR_LO, "1000");
  const CleanedDicom cleaned = cleaned_of(file_bytes(*image, EXS_LittleEndianExplicit), {}, map_of());
  const auto object = read_dicom(cleaned.bytes);
  REQUIRE(object.ok());
  DcmDataset& dataset = *(*object)->getDataset();
  CHECK(dataset.tagExists(DcmTagKey(0x0019, 0x100c)));
  CHECK(dataset.tagExists(DcmTagKey(0x0051, 0x100b)));
  for (const DcmTagKey& gone :
       {DcmTagKey(0x0019, 0x100d), DcmTagKey(0x0019, 0x1018), DcmTagKey(0x0019, 0x1015),
        DcmTagKey(0x0011, 0x0010), DcmTagKey(0x0011, 0x1001)}) {
    CHECK_FALSE(dataset.tagExists(gone));
  }
}
