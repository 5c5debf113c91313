// The drafts of agreement, impact assessment and consent: what they name and what they leave open.
#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "readiness/decision_cases.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/drafts.hpp"
#include "readiness/report_files.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

TEST_CASE("drafts say for whom they are, name the release, and leave open what nobody told") {
  const ReadinessInputs inputs = test::answered_inputs();
  const Json readiness = document(inputs);
  const auto files =
      draft_files(readiness, inputs.answers, shipped_sources().drafts, shipped_sources().dutch);
  REQUIRE(files.size() == 6);
  for (const ReportFile& file : files) {
    INFO(file.path);
    const bool dutch = file.path.ends_with(".nl.md");
    const bool legal =
        file.path.find("data_use_agreement") != std::string::npos;  // the others are not its own
    const std::string lawyers = dutch ? "# CONCEPT ter juridische toetsing" : "# DRAFT for legal review";
    CHECK(file.content.starts_with(dutch ? "# CONCEPT" : "# DRAFT"));
    CHECK(file.content.starts_with(lawyers) == legal);
    CHECK(file.content.find("{{") == std::string::npos);
    CHECK(file.content.find(inputs.release.manifest_sha256) != std::string::npos);
  }
  CHECK(files.front().content.find("A. Decaan (dean)") != std::string::npos);
  const auto empty = draft_files(document(test::example_inputs()), Answers{}, shipped_sources().drafts,
                                 shipped_sources().dutch);
  CHECK(empty.front().content.find("[to be filled in]") != std::string::npos);
  CHECK(empty.front().content.find("no answers file was given") != std::string::npos);
  CHECK(empty.front().content.find("CC0 or the like") != std::string::npos);
  const std::string& assessment = empty.at(2).content;
  for (const char* adverse : {"R53", "R61", "R9 ", "R14"})  // what is not met, not known or to be weighed
    CHECK(assessment.find(adverse) != std::string::npos);
  CHECK(assessment.find("participants.age") != std::string::npos);
  CHECK(assessment.find("accepted (--accept): +1") != std::string::npos);  // kept on somebody's decision
  Json chosen = document(test::example_inputs());
  chosen.set("policy", chosen.at("policy")).set("file", parse_json(R"({"age_bands": [40]})", "").value());
  const auto told =
      draft_files(chosen, Answers{}, shipped_sources().drafts, shipped_sources().dutch).at(2).content;
  CHECK(told.find("beyond its preset: `{\"age_bands\": [40]}`") != std::string::npos);
}

TEST_CASE("each answer that a draft names moves its line, and leaves it open where nobody told") {
  struct Row {
    const char *path, *draft, *told, *open;
  };
  constexpr std::array k_rows{
      Row{"legal_basis.type", "data_use_agreement", "Legal basis of the provider: consent",
          "Legal basis of the provider: ["},
      Row{"consent.purpose", "data_use_agreement", "Purpose: any research", "Purpose: ["},
      Row{"receiver.eea", "data_use_agreement", "inside the EEA only: yes", "inside the EEA only: ["},
      Row{"licence", "data_use_agreement", "Terms or licence: this agreement", "Terms or licence: ["},
      Row{"clinical", "data_use_agreement", "Patients: yes",
          "Patients: not answered; columns of the source suggest"},
      Row{"controller.name", "impact_assessment", "Controller: Radboud University", "Controller: ["},
      Row{"legal_basis.article9_exemption", "impact_assessment", "(Art. 9): explicit consent", "(Art. 9): ["},
      Row{"repository", "impact_assessment", "in mind: Radboud Data Repository (Donders)", "in mind: ["},
      Row{"processing_agreement", "impact_assessment", "Processing agreement: signed",
          "Processing agreement: ["},
      Row{"key.exists", "impact_assessment", "or the source: yes, nobody outside the team, place on record",
          "or the source: ["},
      Row{"consent.withdrawal", "data_use_agreement", "finds the label by comparing images with the source",
          "it is not settled how they are found"},
      Row{"consent.withdrawal", "impact_assessment", "finds the label by comparing images with the source",
          "it is not settled how they are found"},
      Row{"legal_basis.type", "impact_assessment", "basis: withdrawal (Art. 7(3)), access",
          "basis: access (Art. 15)"},
      Row{"dpo.name", "impact_assessment", "the release: P. Officer, 2026-11-23, positive", "the release: ["},
      Row{"dpia.status", "impact_assessment", "This assessment: done, 2026-11-23, DPIA 7, version 2",
          "This assessment: ["},
      Row{"dpia.residual_risk", "impact_assessment", "all measures taken: not high", "all measures taken: ["},
      Row{"dpia.residual_risk", "impact_assessment", "(Art. 36): not needed", "(Art. 36): ["},
      Row{"dpia.advice", "impact_assessment", "(Art. 35(2)): advice 11", "(Art. 35(2)): ["},
      Row{"faces.looked_at_by", "impact_assessment",
          "after: looked at by A. Kijker on 2026-11-23 for this release, as declared: 4 of 6",
          "after: nobody is named"},
      Row{"foresight.review_date", "impact_assessment", "Next look: 2027-11-23", "Next look: ["},
      Row{"consent.version", "permission_checklist", "Form: Open Brain Consent 1.1.0", "Form: ["},
      Row{"consent.everyone", "permission_checklist", "nobody withdrew: yes", "nobody withdrew: ["},
  };
  ReadinessInputs inputs = test::answered_inputs();
  const Json all = test::example_answers(inputs.release.manifest_sha256);
  const auto draft = [&](const std::string& name) {
    for (const ReportFile& file :
         draft_files(document(inputs), inputs.answers, shipped_sources().drafts, shipped_sources().dutch)) {
      if (file.path == "drafts/" + name + ".en.md") return file.content;
    }
    return std::string();
  };
  for (const Row& row : k_rows) {
    INFO(row.path);
    inputs.answers = test::answers_of(all);
    CHECK(draft(row.draft).find(row.told) != std::string::npos);
    CHECK(draft(row.draft).find(row.open) == std::string::npos);
    inputs.answers = test::answers_of(test::with_answer(all, row.path, Json()));
    CHECK(draft(row.draft).find(row.told) == std::string::npos);
    CHECK(draft(row.draft).find(row.open) != std::string::npos);
  }
}

TEST_CASE("the drafts name the rights that go with the basis, and how somebody is found again") {
  ReadinessInputs inputs = test::answered_inputs();
  Json all = test::example_answers(inputs.release.manifest_sha256);
  const auto says = [&](const char* path, const Json& value, std::string_view sentence) {
    inputs.answers = test::answers_of(test::with_answer(all, path, value));
    const auto files =
        draft_files(document(inputs), inputs.answers, shipped_sources().drafts, shipped_sources().dutch);
    const bool either = files.at(0).content.find(sentence) != std::string::npos ||
                        files.at(2).content.find(sentence) != std::string::npos;
    return either;
  };
  CHECK(says("legal_basis.type", "consent", "portability (20)"));
  CHECK_FALSE(says("legal_basis.type", "consent", "objection (21)"));
  for (const char* interest : {"public_interest", "legitimate_interest"}) {
    CHECK(
        says("legal_basis.type", interest, "withdrawal (Art. 7(3))"));  // of the exemption, which is consent
    CHECK(says("legal_basis.type", interest, "portability (20), objection (21)"));
  }
  all = test::with_answer(all, "legal_basis.article9_other", "point (i), a law");
  CHECK(says("legal_basis.article9_exemption", "other", "(Art. 9): point (i), a law"));
  all = test::with_answer(all, "legal_basis.article9_exemption", "research");
  for (const char* interest : {"public_interest", "legitimate_interest"}) {
    CHECK(says("legal_basis.type", interest, "objection (21)"));
    CHECK_FALSE(says("legal_basis.type", interest, "withdrawal (Art. 7(3))"));
    CHECK_FALSE(says("legal_basis.type", interest, "portability"));
  }
  CHECK(says("consent.withdrawal", "not_possible", "nobody can tell any more which they are"));
  CHECK_FALSE(says("consent.withdrawal", "release_key", "finds the label by comparing images"));
  CHECK(says("consent.withdrawal", "release_key", "Release key (new label to number of the source): none"));
  inputs.policy.key_file = true;
  CHECK(says("consent.withdrawal", "release_key", "by the study key and the release key"));
  CHECK(
      says("consent.withdrawal", "release_key", "Release key (new label to number of the source): written"));
}

TEST_CASE("handedness counts among demographic details, and no category is searched for extremes") {
  ReadinessInputs inputs = test::example_inputs();
  const auto observed = [&](std::size_t number) {
    return readiness_document(inputs, shipped_sources().tables)
        .at("checks")
        .as_array()
        .at(number - 1)
        .at("observed")
        .as_string();
  };
  CHECK(observed(17).find("handedness is released") == std::string::npos);
  inputs.columns.push_back(
      {"participants", "handedness", ColumnDecision::kept, "handedness", ColumnRole::other, true});
  inputs.columns.push_back(
      {"events", "trial_type", ColumnDecision::kept, "condition", ColumnRole::other, true});
  inputs.columns.push_back(
      {"events", "response_time", ColumnDecision::kept, "measurement", ColumnRole::other, true});
  CHECK(observed(17).find("handedness is released") != std::string::npos);
  CHECK(observed(41).find("events.response_time") != std::string::npos);
  for (const char* category : {"handedness", "trial_type"})
    CHECK(observed(41).find(category) == std::string::npos);
}

TEST_CASE("what the data hold moves the lines of the impact assessment") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto has = [&](std::string_view line) {
    const auto files =
        draft_files(document(inputs), inputs.answers, shipped_sources().drafts, shipped_sources().dutch);
    return files.at(2).content.find(line) != std::string::npos;
  };
  CHECK(has("Children under 16: yes"));
  CHECK(has("- R34 Were faces removed from the anatomical images? **WARN**"));
  CHECK_FALSE(has("participants.handedness"));
  CHECK_FALSE(has("- R3 "));
  inputs.demographics.under_16 = 0;
  for (ReportedImage& image : inputs.images) image.face = FaceVerdict::defaced;
  inputs.columns.push_back({"participants", "handedness", ColumnDecision::kept, "", ColumnRole::other, true});
  inputs.audit.findings.push_back({"F7", Severity::critical, "name", "a.json", "", "", "", "R3"});
  CHECK(has("Children under 16: no"));
  CHECK(has("- R34 Were faces removed from the anatomical images? **PASS**"));
  CHECK(has("participants.handedness"));
  CHECK(has("- R3 "));
}

TEST_CASE("values that few persons share are told by column, and never the values") {
  ReadinessInputs inputs = test::example_inputs();
  const auto check = [](const Json& readiness) {
    for (const Json& entry : readiness.at("checks").as_array()) {
      if (entry.at("id").as_string() == "R20") return entry;
    }
    return Json();
  };
  CHECK(check(document(inputs)).at("status") == Json("WARN"));
  CHECK(check(document(inputs)).at("observed").as_string().find("by column: age_group") != std::string::npos);
  CHECK(check(document(inputs)).at("observed").as_string().find("bdi_total") == std::string::npos);
  inputs.rare_values->clear();
  CHECK(check(document(inputs)).at("status") == Json("PASS"));
  inputs.rare_values.reset();
  CHECK(check(document(inputs)).at("status") == Json("UNKNOWN"));
}
