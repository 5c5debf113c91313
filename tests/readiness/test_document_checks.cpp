// What data and audit decide of each check.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "readiness/document_cases.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

TEST_CASE("an image counts as drawn where its pictures are there, whatever its verdict") {
  ReadinessInputs inputs = test::answered_inputs();
  CHECK(contains(document_check(document(inputs), "R14").at("observed").as_string(),
                 "drawn before and after: 4 of 6 images"));
  inputs.images.front().drawn = false;
  const Json readiness = document(inputs);
  CHECK(contains(document_check(readiness, "R14").at("observed").as_string(),
                 "drawn before and after: 3 of 6 images"));
  CHECK(readiness.at("sign_off").at("faces").at("drawn").as_int() == 3);
}

TEST_CASE("a kind of data that the consent does not name is told with its columns") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.columns.push_back(
      {"participants", "mmse", ColumnDecision::kept, "", ColumnRole::clinical_score, true});
  inputs.answers.consent.data_categories = {{"brain_images", "demographics", "behaviour", "questionnaires"}};
  const std::string said = document_check(document(inputs), "R46").at("observed").as_string();
  CHECK(contains(said, "clinical data ("));
  CHECK(contains(said, "mmse"));
}

TEST_CASE("names that are no standard ones are counted and never shown") {
  const std::string shown = format_json(document(test::example_inputs()));
  CHECK(contains(shown, "PatientBirthDate"));
  CHECK_FALSE(contains(shown, "KliniekZuidOperator"));
  CHECK_FALSE(contains(shown, "huisarts"));
  CHECK_FALSE(contains(shown, "bdi_total"));
  CHECK(document(test::example_inputs()).at("sidecar_keys").at("others").as_int() == 1);
}

TEST_CASE("a licence that is none of the known ones is not repeated") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.release.license = "ask Dr Jansen";
  const Json readiness = document(inputs);
  CHECK_FALSE(contains(format_json(readiness), "Jansen"));
  CHECK(document_check(readiness, "R61").at("status").as_string() == "WARN");
}

TEST_CASE("a finding of the audit decides the check it belongs to") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R43") == "PASS");
  inputs.audit.findings.push_back({"F2", Severity::minor, "x", "a.json", "", "", "", "R43"});
  CHECK(status_of(inputs, "R43") == "WARN");
  inputs.audit.findings.push_back({"F3", Severity::major, "x", "a.json", "", "", "", "R43"});
  CHECK(status_of(inputs, "R43") == "FAIL");
  CHECK(status_of(inputs, "R8") == "FAIL");
  CHECK(status_of(inputs, "R28") == "FAIL");
}

TEST_CASE("what the audit does not look for is unknown, and an unreadable file fails every audit check") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.audit.coverage.clear();
  CHECK(status_of(inputs, "R45") == "UNKNOWN");
  inputs = test::example_inputs();
  inputs.audit.files_unreadable = 1;
  for (const char* id : {"R3", "R13", "R40", "R43", "R44", "R45", "R8"})
    CHECK(status_of(inputs, id) == "FAIL");
  inputs.audit.ran = false;
  CHECK(status_of(inputs, "R8") == "FAIL");
  CHECK(status_of(inputs, "R43") == "UNKNOWN");
}

TEST_CASE("contacts and texts that people wrote are no plain pass where names are asked for") {
  ReadinessInputs inputs = test::example_inputs();
  std::erase_if(inputs.audit.findings, [](const ReportedFinding& finding) {
    return finding.requirement == "R3" || finding.requirement == "R16";
  });
  CHECK(status_of(inputs, "R3") == "PASS");
  inputs.written_texts = {"README.md"};
  CHECK(status_of(inputs, "R3") == "WARN");
  inputs.written_texts.clear();
  inputs.chosen_words = {{.where = std::string(k_words_of_tasks), .words = {"rest of Klaas"}},
                         {.where = std::string(k_words_of_names), .words = {"acq-klaas", "task-rest"}},
                         {.where = std::string(k_words_of_trials), .words = {"go"}, .more = 4}};
  CHECK(status_of(inputs, "R3") == "WARN");
  inputs.written_texts = {"README.md", "descriptions of columns"};
  const std::string dutch =
      load_dutch_texts()->translate(check_of(document(inputs), "R3").at("observed").as_string(), nullptr);
  INFO(dutch);
  CHECK(contains(dutch,
                 "niets gevonden in 18 bestanden; namen van taken, na te lezen: rest of Klaas; labels in "
                 "namen van bestanden, na te lezen: "
                 "acq-klaas, task-rest; soorten trials (1 van 5), na te lezen: go; door mensen "
                 "geschreven en gelaten zoals het is, waar geen programma elke naam vindt: README.md, "
                 "beschrijvingen van kolommen"));
  const std::string released =
      "written after a clean audit; written by people and kept as it is, so a person has to read it for "
      "names (words: R3): README.md, descriptions of columns, names of tasks";
  std::set<std::string> unknown;
  CHECK(contains(load_dutch_texts()->translate(released, &unknown),
                 "README.md, beschrijvingen van kolommen, namen van taken"));
  CHECK(unknown.empty());
  inputs.written_texts.clear();
  inputs.chosen_words.clear();
  inputs.audit.findings.push_back({"F7", Severity::minor, "contact", "README.md", "", "[e-mail]", "", "R16"});
  CHECK(status_of(inputs, "R3") == "WARN");
}

TEST_CASE("a k of one passes for no protection") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.policy.preset = "restricted";
  inputs.policy.k = 1;
  inputs.demographics.smallest_class = 1;
  inputs.rare_values.emplace();
  CHECK(status_of(inputs, "R4") == "WARN");
  CHECK(status_of(inputs, "R20") == "WARN");
}

TEST_CASE("an image without a verdict fails, an accepted one is to be looked at") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R34") == "WARN");
  for (ReportedImage& image : inputs.images) image.face = FaceVerdict::defaced;
  CHECK(status_of(inputs, "R34") == "PASS");
  inputs.images.front().face = FaceVerdict::not_assessed;
  CHECK(status_of(inputs, "R34") == "FAIL");
  CHECK(status_of(inputs, "R14") == "FAIL");
  inputs.images.clear();
  CHECK(status_of(inputs, "R34") == "NOT-APPLICABLE");
}

TEST_CASE("an image whose header was copied as it was fails the header check") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R33") == "PASS");
  inputs.images.front().action = "copy";
  CHECK(status_of(inputs, "R33") == "FAIL");
}

TEST_CASE("columns decide the checks on tables") {
  struct Case {
    ColumnRole role;
    ColumnDecision decision;
    const char* id;
    const char* status;
  };
  const Case row =
      GENERATE(values<Case>({{ColumnRole::direct_identifier, ColumnDecision::kept, "R38", "FAIL"},
                             {ColumnRole::direct_identifier, ColumnDecision::dropped, "R38", "PASS"},
                             {ColumnRole::birth_date, ColumnDecision::kept, "R35", "FAIL"},
                             {ColumnRole::birth_date, ColumnDecision::shifted, "R35", "FAIL"},
                             {ColumnRole::age, ColumnDecision::kept, "R35", "WARN"},
                             {ColumnRole::age, ColumnDecision::generalised, "R35", "PASS"},
                             {ColumnRole::postcode, ColumnDecision::kept, "R37", "FAIL"},
                             {ColumnRole::place, ColumnDecision::kept, "R37", "WARN"},
                             {ColumnRole::postcode, ColumnDecision::generalised, "R37", "PASS"},
                             {ColumnRole::clinical_score, ColumnDecision::kept, "R36", "WARN"},
                             {ColumnRole::free_text, ColumnDecision::kept, "R19", "FAIL"},
                             {ColumnRole::free_text, ColumnDecision::dropped, "R19", "PASS"},
                             {ColumnRole::unknown, ColumnDecision::kept, "R19", "WARN"},
                             {ColumnRole::unknown, ColumnDecision::kept, "R16", "WARN"},
                             {ColumnRole::date, ColumnDecision::kept, "R39", "FAIL"},
                             {ColumnRole::sex, ColumnDecision::kept, "R17", "WARN"},
                             {ColumnRole::other, ColumnDecision::kept, "R41", "NEEDS-ANSWER"}}));
  ReadinessInputs inputs = test::example_inputs();
  inputs.audit.findings.clear();
  inputs.columns = {{"participants", "x", row.decision, "reason", row.role, true}};
  INFO(row.id << " " << row.status);
  CHECK(status_of(inputs, row.id) == row.status);
}

TEST_CASE("postcode, birth date and sex together fail, any two of them do not") {
  ReadinessInputs inputs = test::example_inputs();
  const ReportedColumn postcode{"participants", "zip", ColumnDecision::kept, "", ColumnRole::postcode, true};
  const ReportedColumn birth{"participants", "dob", ColumnDecision::kept, "", ColumnRole::birth_date, true};
  const ReportedColumn sex{"participants", "sex", ColumnDecision::kept, "", ColumnRole::sex, true};
  inputs.columns = {postcode, birth};
  CHECK(status_of(inputs, "R5") == "PASS");
  inputs.columns = {postcode, birth, sex};
  CHECK(status_of(inputs, "R5") == "FAIL");
}

TEST_CASE("children under 16 fail an open preset and are asked about in any case") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.demographics.under_16 = 7;
  inputs.policy.preset = "open";
  CHECK(status_of(inputs, "R53") == "FAIL");
  CHECK(status_of(inputs, "R52") == "NEEDS-ANSWER");
  inputs.demographics.under_16 = 0;
  CHECK(status_of(inputs, "R53") == "NOT-APPLICABLE");
  inputs.demographics.under_16.reset();
  CHECK(status_of(inputs, "R53") == "NEEDS-ANSWER");
}

TEST_CASE("labels that are not drawn fail, and those in an order of the source are to be looked at") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(status_of(inputs, "R42") == "PASS");
  inputs.policy.order_beyond_chance = false;
  CHECK(status_of(inputs, "R42") == "PASS");
  inputs.policy.order_beyond_chance = true;
  CHECK(status_of(inputs, "R42") == "WARN");
  inputs.policy.order_beyond_chance = {};
  inputs.policy.labels = "kept";
  CHECK(status_of(inputs, "R42") == "FAIL");
}

TEST_CASE("advice is given only where it applies") {
  ReadinessInputs inputs = test::example_inputs();
  CHECK(contains(format_json(document(inputs).at("residual_risks")), "Shifted dates"));
  CHECK(contains(document_check(document(inputs), "R39").at("observed").as_string(), "dates are shifted"));
  inputs.policy.moved_dates = false;
  CHECK_FALSE(contains(format_json(document(inputs).at("residual_risks")), "Shifted dates"));
  CHECK(contains(document_check(document(inputs), "R39").at("observed").as_string(), "no date is in what"));
  inputs.policy.moved_dates = true;
  inputs.policy.dates = "drop";
  CHECK_FALSE(contains(format_json(document(inputs).at("residual_risks")), "Shifted dates"));
  CHECK(contains(format_json(document(inputs).at("next_steps")), "withheld"));
  inputs.left_out.clear();
  CHECK_FALSE(contains(format_json(document(inputs).at("next_steps")), "Decide on what was withheld"));
}

TEST_CASE("figures get words, and those of the person's own anatomy stay private") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.images.resize(1);
  inputs.images.front().figures = {{"removed_share", 0.25, "", {}, {}},
                                   {"removed share", 0.25, "", {}, {}},
                                   {"own_cavity_ml", 1403.0, "", {}, {}},
                                   {"a new figure", 1.0, "mm", {}, {}}};
  const std::string shown = format_json(document(inputs).at("participants"));
  CHECK(contains(shown, "share of the image that was removed"));
  CHECK_FALSE(contains(shown, "1403"));
  CHECK(contains(shown, "a new figure"));
}

TEST_CASE("what the policy keeps is named where it is released, and counted where it is not") {
  ReadinessInputs inputs = test::example_inputs();
  for (ReportedImage& image : inputs.images) image.face = FaceVerdict::defaced;
  CHECK(document(inputs).at("policy").at("kept_by_choice").as_array().empty());
  CHECK(contains(test::page_of(document(inputs)), "the policy keeps no more than the preset"));
  inputs.policy.kept = {.columns = {"bdi_total", "huisarts", "sex"},
                        .texts = {"age"},
                        .types = {},
                        .files = {"stimuli/"},
                        .dicom = {}};
  const std::string page = test::page_of(document(inputs));
  CHECK_FALSE(contains(page, "huisarts"));
  CHECK(
      contains(page, "(keep_columns)</span>: <code>bdi_total, sex</code> <span>and in no released table: 1"));
  CHECK(contains(page, "(keep_texts)</span>: <code>age</code>"));
  CHECK(contains(page, "stimuli/"));
}
