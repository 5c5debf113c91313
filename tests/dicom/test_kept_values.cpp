#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "base/share.hpp"
#include "base/standard_uids.hpp"
#include "cleaned.hpp"
#include "deid/uids.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom_objects.hpp"

using namespace shareready;
using namespace shareready::test;

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
                         {DCM_ReceiveCoilName, "KIM", "ANONYMOUS"},
                         {DCM_ReceiveCoilName, "HE1", "HE1"},
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

TEST_CASE("no other text of an image holds a word that names nothing of scans, devices or software") {
  struct Case {
    DcmTagKey key;
    const char *value, *left;
  };
  for (const Case& row :
       std::vector<Case>{{DCM_SoftwareVersions, "syngo MR E11", "syngo MR E11"},
                         {DCM_SoftwareVersions, "N4_VE11C_LATEST_20160120", "N4_VE11C_LATEST_20160120"},
                         {DCM_SoftwareVersions, "5.3.1\\5.3.1.3", "5.3.1\\5.3.1.3"},
                         {DCM_SoftwareVersions, "syngo MR by Jansen", ""},
                         {DCM_WindowCenterWidthExplanation, "Algo1", "Algo1"},
                         {DCM_WindowCenterWidthExplanation, "as Jansen wanted", ""},
                         {DCM_ScanOptions, "PFP", "PFP"}}) {
    const auto dataset = make_image(k_mr, EXS_LittleEndianExplicit);
    dataset->putAndInsertString(row.key, row.value);
    const auto read = read_dicom(
        cleaned_of(file_bytes(*dataset, EXS_LittleEndianExplicit), DicomOptions{}, map_of()).bytes);
    REQUIRE(read.ok());
    OFString left;
    (*read)->getDataset()->findAndGetOFStringArray(row.key, left);
    INFO(row.value);
    CHECK(std::string(left.c_str()) == row.left);
  }
}

TEST_CASE("names that other files of the person hold go from texts of an image") {
  TokenSet known;
  known.add("Short", TokenKind::name);
  DicomMap map = map_of();
  map.known = &known;
  const auto image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->putAndInsertString(DCM_SeriesDescription, "short T1");
  image->putAndInsertString(DCM_ReceiveCoilName, "short");
  const auto bytes = cleaned_of(file_bytes(*image, EXS_LittleEndianExplicit), DicomOptions{}, map).bytes;
  CHECK(std::string(bytes.begin(), bytes.end()).find("short") == std::string::npos);
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

TEST_CASE(
    "a code string stays where the standard lists it or its words are those of devices, and no name does") {
  struct Row {
    DcmTagKey key;
    const char* value;
    std::string left;
  };
  const std::vector<Row> rows = {
      {DCM_ImageType, "ORIGINAL\\PRIMARY\\M\\NORM\\DIS2D", "ORIGINAL\\PRIMARY\\M\\NORM\\DIS2D"},
      {DCM_ImageType, "ORIGINAL\\PRIMARY\\KIM\\JANSEN", "ORIGINAL\\PRIMARY\\ANON\\ANON"},
      {DCM_ImageType, "JANSEN", "ANON"},  // type 1
      {DCM_ScanOptions, "PFP\\SAT_GEMS", "PFP\\SAT_GEMS"},
      {DCM_ScanOptions, "KIM", "ANON"},
      {DCM_ScanOptions, "XQ", "ANON"},  // as short as initials
      {DCM_ResonantNucleus, "1H", "1H"},
      {DCM_ResonantNucleus, "ANNA", "ANON"},
      {DCM_PatientPosition, "HFS", "HFS"},
      {DCM_BodyPartExamined, "CSPINE", "CSPINE"},
      {DCM_BodyPartExamined, "PIETERSEN", "ANON"},
      {DCM_Laterality, "U", "U"},
      {DCM_OperatingMode, "IEC_FIRST_LEVEL", "IEC_FIRST_LEVEL"},
      {DCM_Spoiling, "IEC_FIRST_LEVEL", "ANON"},  // a term of another attribute
      {DCM_BeatRejectionFlag, "ANON", "ANON"}};
  for (const Row& row : rows) {
    const auto image = make_image(k_mr, EXS_LittleEndianExplicit);
    REQUIRE(image->putAndInsertString(row.key, row.value).good());
    const CleanedDicom cleaned = cleaned_of(file_bytes(*image, EXS_LittleEndianExplicit), {}, map_of());
    const auto read = read_dicom(cleaned.bytes);
    REQUIRE(read.ok());
    OFString text;
    const bool there = (*read)->getDataset()->findAndGetOFStringArray(row.key, text).good();
    INFO(DcmTag(row.key).getTagName() << " " << row.value);
    CHECK((there ? std::string(text.c_str()) : "(none)") == row.left);
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

TEST_CASE("share/standard_uids.tsv and DCMTK's register of UIDs agree") {
  const auto path = find_share_file("standard_uids.tsv");
  REQUIRE(path.ok());
  std::ifstream table(*path);
  std::string row;
  std::getline(table, row);
  std::size_t rows = 0, in_both = 0;
  for (; std::getline(table, row); ++rows) {
    const std::string uid = row.substr(0, row.find('\t'));
    INFO(row);
    const bool dcmtk_has_it = dcmFindNameOfUID(uid.c_str()) != nullptr;
    CHECK(dcmtk_has_it == (row.find("DCMTK") != std::string::npos));
    CHECK(is_standard_uid(uid));
    in_both += dcmtk_has_it ? 1 : 0;
  }
  CHECK(rows == 454);
  CHECK(in_both == 435);
}

TEST_CASE("of UIDs under the root of the standard those stay that it registers") {
  for (const char* registered : {"1.2.840.10008.1.1", "1.2.840.10008.1.2.1", "1.2.840.10008.5.1.4.1.1.4",
                                 "1.2.840.10008.5.1.4.1.1.130", "1.2.840.10008.1.4.1.1"}) {
    CHECK(new_uid(registered, secret()) == registered);
  }
  for (const char* grafted :
       {"1.2.840.10008.1.44710239", "1.2.840.10008.1.Jansen", "1.2.840.10008.5.1.4.1.1.4471", "1.2.840.10008",
        "1.2.840.10008.1985.3.12", "1.2.840.10008.1.1.", "1.2.840.10008.1.2.1.0"}) {
    INFO(grafted);
    CHECK(new_uid(grafted, secret()).starts_with("2.25."));
  }
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
