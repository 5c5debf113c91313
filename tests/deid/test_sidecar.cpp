#include <set>

#include "base/share.hpp"
#include "bids/table.hpp"
#include "deid/device_code.hpp"
#include "deid/uids.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

ScrubbedSidecar scrub_sidecar_json(const Json& json, SidecarContext context = {}) {
  context.table = &test::shipped_keys();
  auto scrubbed = scrub_sidecar(json, context);
  REQUIRE(scrubbed.ok());
  return std::move(scrubbed).value();
}

bool was_dropped(const ScrubbedSidecar& scrubbed, std::string_view key) {
  for (const DroppedKey& dropped : scrubbed.dropped) {
    if (dropped.key == key) return true;
  }
  return false;
}

constexpr std::string_view k_planted = R"({
  "Modality": "MR", "RepetitionTime": 2.250, "EchoTime": 4.11e-3, "FlipAngle": 9,
  "PatientName": "Planted^Person", "PatientID": "PLANTED77", "PatientBirthDate": "19800304", "PatientAge": "045Y",
  "InstitutionName": "Planted Hospital", "DeviceSerialNumber": "PLANTED67060", "StationName": "PLANTEDMRC",
  "AcquisitionTime": "11:43:9.397500", "AcquisitionDateTime": "2019-03-04T11:43:09", "SeriesInstanceUID": "1.3.12.2.9999.1",
  "ImageComments": "planted comment", "UnknownKey": "planted unknown", "SliceTiming": [0.0, 0.50, 1.00],
  "ReceiveCoilName": "coil of planted@umc.nl", "SequenceName": "/home/planted/seq",
  "global": {"const": {"PatientName": "Planted^Nested"}},
  "ReconMethodParameterLabels": ["subsets", "sub-planted"],
  "ConversionSoftwareVersion": "v1.0.20220720"
})";

}  // namespace

TEST_CASE("planted personal values are nowhere in the scrubbed sidecar, and technical ones are") {
  const ScrubbedSidecar scrubbed = scrub_sidecar_json(test::json_of(k_planted));
  const std::string text = format_json(scrubbed.json);
  for (const char* planted : {"lanted", "PLANTED", "1980", "045Y", "2019", "11:43", "9999", "67060"}) {
    INFO(planted);
    CHECK(text.find(planted) == std::string::npos);
  }
  CHECK(scrubbed.json.at("RepetitionTime").as_double() == 2.25);
  CHECK(scrubbed.json.at("SliceTiming").as_array().size() == 3);
  CHECK(scrubbed.json.at("ConversionSoftwareVersion").as_string() == "v1.0.20220720");
}

TEST_CASE("every dropped key is listed, and no value of it") {
  const ScrubbedSidecar scrubbed = scrub_sidecar_json(test::json_of(k_planted));
  for (const char* key : {"PatientName", "UnknownKey", "ReceiveCoilName", "SequenceName",
                          "global.const.PatientName", "ReconMethodParameterLabels"}) {
    INFO(key);
    CHECK(was_dropped(scrubbed, key));
  }
  CHECK(scrubbed.dropped.size() + scrubbed.json.as_object().size() ==
        test::json_of(k_planted).as_object().size());
  for (const DroppedKey& dropped : scrubbed.dropped) {
    CHECK(dropped.reason.find("lanted") == std::string::npos);
    CHECK(dropped.reason.find("2019") == std::string::npos);
  }
}

TEST_CASE("numbers that stay keep their spelling and members their order") {
  const std::string text = format_json(scrub_sidecar_json(test::json_of(k_planted)).json);
  CHECK(text.find("2.250") != std::string::npos);
  CHECK(text.find("4.11e-3") != std::string::npos);
  CHECK(text.find("1.00") != std::string::npos);
  CHECK(text.find("Modality") < text.find("RepetitionTime"));
  CHECK(text.find("RepetitionTime") < text.find("FlipAngle"));
}

TEST_CASE("scrubbing twice is scrubbing once") {
  for (const std::optional<DateShift> shift :
       {std::optional<DateShift>{}, std::optional(DateShift{-36000})}) {
    const Json once = scrub_sidecar_json(test::json_of(k_planted), {.shift = shift}).json;
    const ScrubbedSidecar twice = scrub_sidecar_json(once, {.shift = shift});
    CHECK(twice.json == once);
    CHECK(twice.dropped.empty());
  }
}

TEST_CASE("a token of the source is found in a value that looks harmless") {
  TokenSet tokens;
  tokens.add("Vermeer^Jan", TokenKind::name);
  const Json json =
      test::json_of(R"({"TaskName": "rest", "ReceiveCoilName": "vermeer_coil", "EchoTime": 0.1})");
  const ScrubbedSidecar scrubbed = scrub_sidecar_json(json, {.tokens = &tokens});
  CHECK(scrubbed.json == test::json_of(R"({"TaskName": "rest", "EchoTime": 0.1})"));
}

TEST_CASE("dates shift with the participant where dates are shifted, and times of day stay then") {
  const Json json = test::json_of(
      R"({"AcquisitionDateTime": "2019-03-04T11:43:09", "AcquisitionTime": "11:43:09", "ScanDate": "tomorrow"})");
  const ScrubbedSidecar scrubbed = scrub_sidecar_json(json, {.shift = DateShift{-36000}});
  CHECK(scrubbed.json ==
        test::json_of(R"({"AcquisitionDateTime": "1920-08-10T11:43:09", "AcquisitionTime": "11:43:09"})"));
  CHECK(scrub_sidecar_json(json).json.as_object().empty());
}

TEST_CASE("clock times of PET move so that time zero is midnight") {
  const Json json =
      test::json_of(R"({"TimeZero": "23:50:00", "MolarActivityMeasTime": "00:10:30", "ScanStart": 0})");
  CHECK(scrub_sidecar_json(json).json ==
        test::json_of(R"({"TimeZero": "00:00:00", "MolarActivityMeasTime": "00:20:30", "ScanStart": 0})"));
  CHECK(
      scrub_sidecar_json(test::json_of(R"({"MolarActivityMeasTime": "00:10:30"})")).json.as_object().empty());
}

TEST_CASE("a UID becomes the same new one wherever it stands, and goes where there is no secret or no UID") {
  const std::vector<std::uint8_t> secret(32, 42);
  const Json json = test::json_of(
      R"({"StudyInstanceUID": "1.2.3.4 ", "SeriesInstanceUID": "Vermeer 1.2", "global": {"const": {"SOPInstanceUID": ["1.2.3.4", "1.2.3.5"]}}})");
  const std::string study = new_uid("1.2.3.4", secret);
  const ScrubbedSidecar scrubbed = scrub_sidecar_json(json, {.secret = secret});
  CHECK(scrubbed.json.at("StudyInstanceUID").as_string() == study);
  CHECK(was_dropped(scrubbed, "SeriesInstanceUID"));
  const Json::Array& objects = scrubbed.json.at("global").at("const").at("SOPInstanceUID").as_array();
  REQUIRE(objects.size() == 2);
  CHECK(objects[0].as_string() == study);
  CHECK(objects[1].as_string() == new_uid("1.2.3.5", secret));
  CHECK(format_json(scrub_sidecar_json(json).json).find("UID") == std::string::npos);
}

TEST_CASE("a device has its code in a sidecar where codes are asked for, and goes elsewhere") {
  const std::vector<std::uint8_t> secret(32, 42);
  const Json json =
      test::json_of(R"({"DeviceSerialNumber": "67031", "global": {"const": {"StationName": "AWP67031"}}})");
  const Json coded = scrub_sidecar_json(json, {.device_secret = secret}).json;
  CHECK(coded.at("DeviceSerialNumber").as_string() == device_code("67031", secret));
  CHECK(coded.at("global").at("const").at("StationName").as_string() == device_code("AWP67031", secret));
  CHECK(format_json(scrub_sidecar_json(json, {.secret = secret}).json).find("dev-") == std::string::npos);
}

TEST_CASE("versions of software hold their day of release, and no word of another kind") {
  const auto keeps = [](const char* version) {
    return scrub_sidecar_json(Json::Object{{"SoftwareVersions", version}})
        .json.at("SoftwareVersions")
        .is_string();
  };
  CHECK(keeps("syngo MR E11"));
  CHECK(keeps("N4_VE11C_LATEST_20160120"));
  CHECK_FALSE(keeps("syngo MR E11 of Jansen"));
}

TEST_CASE("what converters put into containers is judged by its own keys") {
  const Json json = test::json_of(
      R"({"global": {"const": {"EchoTime": 0.03, "PatientName": "X", "unknown": 1, "StudyDate": "20190304"}}, "time": "10:11:12",
          "slices": [1562234000]})");
  const ScrubbedSidecar scrubbed = scrub_sidecar_json(json, {.shift = DateShift{-36000}});
  CHECK(scrubbed.json ==
        test::json_of(R"({"global": {"const": {"EchoTime": 0.03, "StudyDate": "19200810"}}})"));
  CHECK(scrub_sidecar_json(json).json == test::json_of(R"({"global": {"const": {"EchoTime": 0.03}}})"));
}

TEST_CASE("references stay for the rewriting, in all their forms") {
  const Json json = test::json_of(
      R"({"IntendedFor": ["ses-1/func/sub-01_ses-1_bold.nii.gz", "bids::sub-01/anat/sub-01_T1w.nii.gz"]})");
  CHECK(scrub_sidecar_json(json).json == json);
  CHECK(scrub_sidecar_json(test::json_of(R"({"IntendedFor": 5})")).json.as_object().empty());
  CHECK(scrub_sidecar_json(test::json_of(R"({"SpatialReference": "orig"})")).json.as_object().size() == 1);
  for (const char* text :
       {R"({"IntendedFor": "sub-01/anat/the scan of jan.nii.gz"})",
        R"({"IntendedFor": "/home/jan/x.nii.gz"})", R"({"SpatialReference": {"orig": "see jan@umc.nl"}})",
        R"({"SpatialReference": {"a": "orig", "b": "see jan@umc.nl"}})",
        R"({"SpatialReference": {"a": "orig", "b": 5}})",
        R"({"IntendedFor": ["anat/x.nii", "on 2019-03-04"]})"}) {
    INFO(text);
    CHECK(scrub_sidecar_json(test::json_of(text)).json.as_object().empty());
  }
}

TEST_CASE("terms of public vocabularies stay, other addresses go") {
  const Json json = test::json_of(
      R"({"CogAtlasID": "https://www.cognitiveatlas.org/task/id/trm_4c8a834779883", "CogPOID": "http://jan.example.org/x"})");
  CHECK(scrub_sidecar_json(json).json ==
        test::json_of(R"({"CogAtlasID": "https://www.cognitiveatlas.org/task/id/trm_4c8a834779883"})"));
}

TEST_CASE("objects of numbers stay by any harmless name, personal keys in them go") {
  const Json json = test::json_of(
      R"json({"AnatomicalLandmarkCoordinates": {"NAS": [1.0, 2, 3], "LPA": [4, 5, 6], "PatientName": "x", "sub-01": [1]},
      "SoftwareFilters": {"Anti-aliasing filter": {"half-amplitude cutoff (Hz)": 500, "Roll-off": "6dB/Octave"
}
}
})json");
  const Json expected =
      test::json_of(R"json({"AnatomicalLandmarkCoordinates": {"NAS": [1.0, 2, 3], "LPA": [4, 5, 6]},
      "SoftwareFilters": {"Anti-aliasing filter": {"half-amplitude cutoff (Hz)": 500, "Roll-off": "6dB/Octave"
}
}
})json");
  CHECK(scrub_sidecar_json(json).json == expected);
}

TEST_CASE("descriptions stay for columns that stay, with their values checked") {
  const Json json = test::json_of(R"({
    "age": {"Description": "Age at scan", "Units": "year", "Author": "Jan"},
    "sex": {"Levels": {"M": "male", "F": "female", "sub-01": "x"}, "Description": "ask jan@umc.nl"},
    "moca": {"Description": "score"}})");
  const Json expected = test::json_of(R"({
    "age": {"Description": "Age at scan", "Units": "year"},
    "sex": {"Levels": {"M": "male", "F": "female"}}})");
  CHECK(scrub_sidecar_json(json, {.columns = {"age", "sex"}}).json == expected);
}

TEST_CASE("what was done is added to DeidentificationMethod once, as an array") {
  Json json = test::json_of(R"({"EchoTime": 1, "DeidentificationMethod": "header scrubbed"})");
  add_deidentification_method(json, "defaced");
  add_deidentification_method(json, "defaced");
  CHECK(json ==
        test::json_of(R"({"EchoTime": 1, "DeidentificationMethod": ["header scrubbed", "defaced"]})"));
}

TEST_CASE("a sidecar that is no object is refused") {
  CHECK_FALSE(scrub_sidecar(test::json_of("[1]"), {.table = &test::shipped_keys()}).ok());
}

TEST_CASE("names of devices in a sidecar hold no other word") {
  const auto kept = [](const char* text) {
    const auto scrubbed = scrub_sidecar(test::json_of(text), {.table = &test::shipped_keys()});
    REQUIRE(scrubbed.ok());
    return !scrubbed->json.as_object().empty();
  };
  for (const char* device :
       {R"({"ManufacturersModelName": "Prisma_fit"})", R"({"Manufacturer": "Elekta/Neuromag"})",
        R"({"CoilString": "HC1-7;NC1_2"})", R"({"ReceiveCoilName": "8_Channel_Head"})",
        R"({"SequenceName": "WIP_cmp3d1_16ns"})", R"({"ReceiveCoilActiveElements": ["HE1-4", "NE1,2"]})",
        R"({"ManufacturersModelName": "TrioTim"})", R"({"PulseSequenceName": "_epfid2d1_64"})"}) {
    CAPTURE(device);
    CHECK(kept(device));
  }
  for (const char* person :
       {R"({"ManufacturersModelName": "Jansen"})", R"({"CoilString": "HC1-7;Jansen"})",
        R"({"SequenceName": "epfid2d1_jansen"})", R"({"ReceiveCoilName": "Kim"})",
        R"({"ReceiveCoilActiveElements": ["HE1-4", "Jansen"]})", R"({"MatrixCoilMode": "JANSEN"})"}) {
    CAPTURE(person);
    CHECK_FALSE(kept(person));
  }
}

TEST_CASE("a time that counts from an epoch is the true date, and goes") {
  const auto json =
      parse_json(R"({"EchoTime": 0.03, "StartTime": 1562235072.5, "SliceTiming": [0, 1562235072],
                                   "RepetitionTime": 2})",
                 "a");
  const auto scrubbed = scrub_sidecar(*json, {.table = &test::shipped_keys()});
  CHECK(scrubbed->json.find("StartTime") == nullptr);
  CHECK(scrubbed->json.find("SliceTiming") == nullptr);
  CHECK(scrubbed->json.find("EchoTime") != nullptr);
  CHECK(scrubbed->json.find("RepetitionTime") != nullptr);
}

TEST_CASE("the words of devices and the short names of persons are sorted, unique, and none is both") {
  std::set<std::string> seen;
  for (const char* name : {"device_words.tsv", "short_names.tsv"}) {
    const auto path = find_share_file(name);
    REQUIRE(path.ok());
    const auto table = read_table(*path);
    REQUIRE(table.ok());
    std::string before;
    for (const auto& row : table->rows) {
      INFO(row.front());
      CHECK(before < row.front());
      CHECK(seen.insert(row.front()).second);
      before = row.front();
    }
  }
  CHECK(seen.contains("kim"));
}
