#include "tables_of_share.hpp"

using namespace shareready;

TEST_CASE("the shipped table of sidecar keys is sorted, unique and complete") {
  const KeyTable& table = test::shipped_keys();
  CHECK(table.rules.size() > 550);
  for (const char* key : {"RepetitionTime", "EchoTime", "TaskName", "SliceTiming", "PhaseEncodingDirection",
                          "TotalReadoutTime"}) {
    REQUIRE(table.find(key) != nullptr);
    CHECK(table.find(key)->action == KeyAction::keep);
  }
  CHECK(table.find("IntendedFor")->action == KeyAction::reference);
}

TEST_CASE("every key that names a person, a place or a device is dropped by the shipped table") {
  for (const char* key : {"PatientName", "PatientID", "PatientBirthDate", "PatientSex", "PatientAge",
                          "PatientWeight", "PatientSize", "InstitutionName", "InstitutionAddress",
                          "InstitutionalDepartmentName", "ReferringPhysicianName", "AccessionNumber",
                          "ImageComments", "ProcedureStepDescription", "ProtocolName", "SeriesDescription"}) {
    INFO(key);
    REQUIRE(test::shipped_keys().find(key) != nullptr);
    CHECK(test::shipped_keys().find(key)->action == KeyAction::drop);
  }
  for (const char* key : {"DeviceSerialNumber", "StationName"}) {
    CHECK(test::shipped_keys().find(key)->action == KeyAction::code);  // dropped where none is asked for
  }
}

TEST_CASE("every UID that the table of keys knows is mapped") {
  for (const KeyRule& rule : test::shipped_keys().rules) {
    if (!rule.key.ends_with("UID")) continue;
    INFO(rule.key);
    CHECK(rule.action == KeyAction::map);
  }
  CHECK(test::shipped_keys().find("StudyInstanceUID") != nullptr);
}

TEST_CASE("a table of keys that is unsorted, double or of unknown actions is refused") {
  const std::string header = "key\taction\treason\tsource\tdate\n";
  CHECK(parse_key_table(header + "A\tkeep\tr\ts\td\nB\tdrop\tr\ts\td\n", "t").ok());
  CHECK_FALSE(parse_key_table(header + "B\tkeep\tr\ts\td\nA\tdrop\tr\ts\td\n", "t").ok());
  CHECK_FALSE(parse_key_table(header + "A\tkeep\tr\ts\td\nA\tdrop\tr\ts\td\n", "t").ok());
  CHECK_FALSE(parse_key_table(header + "A\tmaybe\tr\ts\td\n", "t").ok());
  CHECK_FALSE(parse_key_table(header + "A\tkeep\t\ts\td\n", "t").ok());
}
