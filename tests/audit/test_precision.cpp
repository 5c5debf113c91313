#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

#include "audited.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

namespace fs = std::filesystem;

// The folder of public datasets, or nothing: then the test is passed over with a word.
fs::path examples_folder() {
  const char* folder = std::getenv("SHAREREADY_TEST_DATA");
  return folder == nullptr ? fs::path() : fs::path(folder) / "bids-examples";
}

}  // namespace

TEST_CASE("Clean public datasets meet no finding that stops publishing") {
  if (!fs::is_directory(examples_folder())) {
    WARN("skipped: SHAREREADY_TEST_DATA is not set");
    return;
  }
  for (const char* name :
       {"7t_trt", "ds001", "ds114", "ds004332", "mri_chunk", "pet001", "pet002", "synthetic"}) {
    AuditOptions options;
    options.face_detector = [](const fs::path&) { return FaceFinding{FaceVerdict::no_face, ""}; };
    const Findings findings = audit(examples_folder() / name, {}, options).value();
    INFO(name << "\n" << format_findings(findings));
    CHECK_FALSE(blocks_publishing(findings));
  }
}

TEST_CASE("What those datasets do hold is found: recording dates, photos, an identifier column") {
  if (!fs::is_directory(examples_folder())) {
    WARN("skipped: SHAREREADY_TEST_DATA is not set");
    return;
  }
  const auto findings_of = [](const char* name) {
    AuditOptions options;
    options.face_detector = [](const fs::path&) { return FaceFinding{FaceVerdict::no_face, ""}; };
    return audit(examples_folder() / name, {}, options).value();
  };
  CHECK(stops_by(findings_of("eeg_cbm"), FindingKind::date));
  CHECK(stops_by(findings_of("ds000246"), FindingKind::personal_file));
  CHECK(stops_by(findings_of("eyetracking_fmri"), FindingKind::identifying_column));
}
