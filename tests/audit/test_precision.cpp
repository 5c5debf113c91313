#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "audited.hpp"
#include "test_data.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

namespace fs = std::filesystem;

fs::path examples_folder() { return test_data_or_skip() / "bids-examples"; }

}  // namespace

// docs/audit-datasets.md says what stands behind each of them, and which are false alarms.
TEST_CASE(
    "Public datasets meet the kinds of findings that stop publishing which are known of them, and no "
    "others") {
  using Kinds = std::set<FindingKind>;
  const std::map<std::string, Kinds> known = {
      {"7t_trt", {}},
      {"ds000117", {FindingKind::date, FindingKind::undefaced_image}},
      {"ds000246", {FindingKind::personal_file}},
      {"ds000248",
       {FindingKind::transform, FindingKind::undefaced_image, FindingKind::report_or_log,
        FindingKind::metadata, FindingKind::date}},
      {"ds001", {}},
      {"ds004332", {}},
      {"ds114", {}},
      {"eeg_cbm", {FindingKind::date}},
      {"eyetracking_fmri", {FindingKind::identifying_column}},
      {"fnirs_automaticity", {FindingKind::identifying_column, FindingKind::personal_file}},
      {"micr_SPIM", {}},
      {"mri_chunk", {}},
      {"pet001", {}},
      {"pet002", {}},
      {"synthetic", {}},
  };
  for (const auto& [name, expected] : known) {
    AuditOptions options;
    options.face_detector = [](const HeadFile&) { return FaceFinding{FaceVerdict::no_face, ""}; };
    const Findings findings = audit(examples_folder() / name, {}, options).value();
    Kinds stopping;
    for (const Finding& finding : findings) {
      if (blocks_publishing({finding})) stopping.insert(finding.kind);
    }
    INFO(name << "\n" << format_findings(findings));
    CHECK(stopping == expected);
  }
}
