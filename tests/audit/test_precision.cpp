#include <catch2/catch.hpp>
#include <string>

#include "audited.hpp"
#include "test_data.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

namespace fs = std::filesystem;

fs::path examples_folder() { return test_data_or_skip() / "bids-examples"; }

}  // namespace

TEST_CASE("Clean public datasets meet no finding that stops publishing") {
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
  const auto findings_of = [](const char* name) {
    AuditOptions options;
    options.face_detector = [](const fs::path&) { return FaceFinding{FaceVerdict::no_face, ""}; };
    return audit(examples_folder() / name, {}, options).value();
  };
  CHECK(stops_by(findings_of("eeg_cbm"), FindingKind::date));
  CHECK(stops_by(findings_of("ds000246"), FindingKind::personal_file));
  CHECK(stops_by(findings_of("eyetracking_fmri"), FindingKind::identifying_column));
}
