#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <string>

#include "readiness/answers.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/document.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/html.hpp"
#include "readiness/schema_check.hpp"
#include "readiness/words.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

const Json& schema() {
  static const Json loaded = load_answers_schema().value();
  return loaded;
}

const RuleTables& answer_tables() {
  static const RuleTables loaded = load_rule_tables().value();
  return loaded;
}

const std::string k_release(64, 'a');

// Every leaf of a schema, by its path.
void for_each_question(const Json& of, const std::string& path,
                       const std::function<void(const std::string&, const Json&)>& use) {
  for (const auto& [name, question] : of.at("properties").as_object()) {
    std::string own = path;
    if (!own.empty()) own += '.';
    own += name;
    if (question.find("properties") != nullptr) {
      for_each_question(question, own, use);
    } else {
      use(own, question);
    }
  }
}

std::string status_of(const Json& document, std::string_view id) {
  for (const Json& check : document.at("checks").as_array()) {
    if (check.at("id").as_string() == id) return check.at("status").as_string();
  }
  return "";
}

Json document_with(const Json& answers, ReadinessInputs inputs = test::answered_inputs()) {
  inputs.answers = test::answers_of(answers);
  return readiness_document(inputs, answer_tables());
}

Json example() { return test::example_answers(test::example_inputs().release.manifest_sha256); }

}  // namespace

TEST_CASE("the form explains every question, answers none, and is a valid answers file") {
  const Json form = answers_template(schema());
  const auto parsed = parse_answers(format_json(form), "form", schema());
  REQUIRE(parsed.ok());
  CHECK_FALSE(parsed->legal_basis.type);
  CHECK_FALSE(parsed->dua.signatory_authorised);
  for_each_question(schema(), "", [&](const std::string& path, const Json& question) {
    INFO(path);
    CHECK(question.at("description").as_string().size() > 4);
    const Json* place = &form;
    std::string rest = path;
    for (std::size_t dot = rest.find('.'); dot != std::string::npos; dot = rest.find('.')) {
      place = place->find(rest.substr(0, dot));
      REQUIRE(place != nullptr);
      rest = rest.substr(dot + 1);
    }
    CHECK(place->find("_comment_" + rest) != nullptr);
    CHECK(place->find(rest) != nullptr);
  });
}

TEST_CASE("every answer arrives: leaving one out or changing it changes the report or its sign-off") {
  ReadinessInputs inputs = test::answered_inputs();  // with numbers for a person to judge
  inputs.columns.push_back({"events", "response_time", ColumnDecision::kept, "", ColumnRole::other, true});
  const std::string whole = format_json(document_with(example(), inputs));
  for_each_question(schema(), "", [&](const std::string& path, const Json&) {
    if (path == "format") return;
    INFO(path);
    Json document = document_with(test::with_answer(example(), path, Json()), inputs);
    // the hash of the file differs anyway
    document.set("answers", parse_json(whole, "").value().at("answers"));
    const bool idle_here = path == "scc" || path == "legal_basis.agreed" ||
                           path == "legal_basis.article9_other" || path == "dpo.conditions" ||
                           path == "dpia.consultation" || path == "population.sampling_fraction" ||
                           path.starts_with("other_place.");  // a place of the table, no high risk left
    if (!idle_here) CHECK(format_json(document) != whole);
  });
}

TEST_CASE("faces pass where a person looked at this release, and at no other") {
  const auto r14 = [](const char* path, const Json& value) {
    ReadinessInputs inputs = test::answered_inputs();
    for (ReportedImage& image : inputs.images) {
      if (image.face == FaceVerdict::accepted) image.face = FaceVerdict::defaced;
    }
    inputs.answers = test::answers_of(test::with_answer(example(), path, value));
    return readiness_document(inputs, answer_tables());
  };
  const Json looked = r14("jurisdiction", "nl");
  CHECK(status_of(looked, "R14") == "PASS");
  CHECK(test::contains(format_json(looked.at("checks")), "drawn before and after: 4 of 6 images"));
  CHECK_FALSE(test::contains(format_json(looked.at("next_steps")), "Look at every image"));
  const Json again = r14("faces.release", std::string(64, 'b'));
  CHECK(status_of(again, "R14") == "WARN");
  CHECK(test::contains(format_json(again.at("next_steps")), "A look was declared, at another release"));
  CHECK(status_of(r14("faces.others_opened", false), "R14") == "WARN");
}

TEST_CASE("without any answer no check that needs one passes") {
  const Json document = readiness_document(test::example_inputs(), answer_tables());
  for (const Json& check : document.at("checks").as_array()) {
    INFO(check.at("id").as_string());
    if (check.at("evaluation").as_string() == "answer") CHECK(check.at("status").as_string() != "PASS");
  }
}

TEST_CASE("figures of a population go where the answers name one of another size") {
  Json document = readiness_document(test::inputs_with_population(), answer_tables());
  const auto after = [&](const Json& size) {
    const Json given = test::with_answer(example(), "population.size", size);
    apply_answers(document, test::answers_of(given), "2026-11-23", answer_tables());
    return document.at("risk").at("population");
  };
  CHECK(after(100000).is_object());
  CHECK(after(24).is_null());
  CHECK(after(100000).is_null());  // they are counted at the group level alone
}

TEST_CASE("a published report renewed with answers says the same as one that had them at first") {
  ReadinessInputs inputs = test::answered_inputs();
  const Json at_first = readiness_document(inputs, answer_tables());
  inputs.answers = {};
  Json renewed = readiness_document(inputs, answer_tables());
  CHECK(renewed != at_first);
  apply_answers(renewed, test::answers_of(example()), inputs.created, answer_tables());
  CHECK(renewed == at_first);
  apply_answers(renewed, test::answers_of(example()), inputs.created, answer_tables());
  CHECK(renewed == at_first);
  CHECK(test::page_of(renewed) == test::page_of(at_first));
}

TEST_CASE(
    "with every answer given and fitting, nothing is left to ask of the law, the consent or the agreements") {
  const Json document = document_with(example());
  for (const char* id :
       {"R1",  "R7",  "R10", "R12", "R22", "R23", "R24", "R25", "R26", "R27", "R30", "R32",
        "R46", "R47", "R48", "R49", "R51", "R52", "R57", "R58", "R59", "R60", "R61", "R66"}) {
    INFO(id);
    CHECK(status_of(document, id) ==
          (std::string_view(id) == "R27" || (std::string_view(id) == "R48" || std::string_view(id) == "R23")
               ? "WARN"
               : "PASS"));
  }
  CHECK(document.at("decision").at("contradictions").as_array().empty());
  CHECK(document.at("sign_off").at("state").as_string() == "valid");
  CHECK(document.at("verdict").at("state").as_string() == "cleared");
  ReadinessInputs unanswered = test::example_inputs();
  unanswered.release.license.clear();  // CC0, which no rule leaves for data that are not public
  CHECK(readiness_document(unanswered, answer_tables()).at("verdict").at("state").as_string() ==
        "needs_answers");
}

TEST_CASE("a release is cleared by the people who decided, and said to be so with them alone") {
  ReadinessInputs inputs = test::plain_inputs();
  inputs.answers = test::answers_of(test::plain_answers());
  const Json cleared = readiness_document(inputs, answer_tables());
  CHECK(cleared.at("verdict").at("state").as_string() == "cleared");
  CHECK(cleared.at("verdict").at("sentence").as_string().starts_with("The controller decided to share"));
  for (const char* said :
       {"controller.decision", "dpo.opinion", "dpia.status", "dpia.residual_risk", "faces.looked_at_by"}) {
    INFO(said);
    inputs.answers = test::answers_of(test::with_answer(test::plain_answers(), said, Json()));
    const Json open = readiness_document(inputs, answer_tables());
    CHECK(open.at("verdict").at("state").as_string() != "cleared");
    CHECK(open.at("verdict").at("sentence").as_string().starts_with("Not yet."));
  }
}

TEST_CASE("each answer decides its check") {
  struct Case {
    const char* path;
    Json value;
    const char* id;
    const char* status;
  };
  const std::string other_release(64, 'b');
  const std::vector<Case> cases = {
      {"jurisdiction", Json(), "R1", "NEEDS-ANSWER"},
      {"jurisdiction", "other", "R1", "FAIL"},  // beside a Dutch institution
      {"jurisdiction", "eu", "R1", "WARN"},
      {"dpo.opinion", Json(), "R2", "NEEDS-ANSWER"},
      {"dpo.opinion", "outside_gdpr", "R2", "FAIL"},
      {"consent.withdrawal", Json(), "R27", "NEEDS-ANSWER"},
      {"consent.withdrawal", "release_key", "R27", "FAIL"},   // none was written
      {"consent.withdrawal", "not_possible", "R27", "FAIL"},  // the study key exists
      {"key.exists", false, "R27", "FAIL"},                   // nothing to compare with
      {"key.exists", Json(), "R6", "NEEDS-ANSWER"},
      {"key.exists", false, "R6", "FAIL"},
      {"key.access", "recipients_too", "R6", "FAIL"},
      {"key.destroyed_on", "2020-01-01", "R6", "FAIL"},
      {"legal_basis.type", Json(), "R7", "NEEDS-ANSWER"},
      {"legal_basis.type", "none", "R7", "FAIL"},
      {"legal_basis.article9_exemption", Json(), "R7", "NEEDS-ANSWER"},
      {"legal_basis.article9_exemption", "other", "R7", "NEEDS-ANSWER"},  // not said which
      {"consent.version", Json(), "R7", "NEEDS-ANSWER"},
      {"foresight.review_date", Json(), "R10", "NEEDS-ANSWER"},
      {"foresight.review_date", "2026-11-22", "R10", "FAIL"},
      {"foresight.review_date", "2028-11-24", "R10", "WARN"},
      {"population.size", Json(), "R11", "NEEDS-ANSWER"},
      {"population.size", 1, "R11", "FAIL"},
      {"population.sampling_fraction", Json(0.000001), "R11", "FAIL"},
      {"dpia.status", Json(), "R12", "NEEDS-ANSWER"},
      {"dpo.release", Json(), "R12", "NEEDS-ANSWER"},
      {"dpo.release", Json(other_release), "R12", "NEEDS-ANSWER"},
      {"dpo.opinion", "negative", "R12", "FAIL"},
      {"dpo.date", "2030-01-01", "R12", "FAIL"},
      {"other_public_datasets", Json(), "R15", "NEEDS-ANSWER"},
      {"other_public_datasets", "some", "R15", "WARN"},
      {"receiver.secure", false, "R26", "FAIL"},
      {"receiver.secure", Json(), "R26", "NEEDS-ANSWER"},
      {"repository", "a repository nobody knows", "R29", "NEEDS-ANSWER"},
      {"legal_basis.type", "public_interest", "R22", "NEEDS-ANSWER"},  // to which nobody agreed
      {"controller.name", "c. hoofd", "R12", "FAIL"},                  // a person
      {"repository", "Zenodo", "R29", "FAIL"},                         // the answer receiver.eea says inside
      {"dpo.name", Json(), "R51", "NEEDS-ANSWER"},
      {"ownership_concern", Json(), "R57", "NEEDS-ANSWER"},
      {"dua.template", "none", "R57", "WARN"},
      {"legal_basis.type", "data_use_agreement", "R58", "FAIL"},
      {"legal_basis.type", "data_use_agreement", "R22", "FAIL"},
      {"licence", "CC0-1.0", "R61", "FAIL"},
      {"forward_model", Json(), "R88", "NEEDS-ANSWER"},
      {"forward_model", true, "R88", "WARN"},
      {"federated.capacity", false, "R89", "WARN"},
      {"federated.partners", Json(), "R92", "NEEDS-ANSWER"},
      {"federated.partners", Json(Json::Array{"coinstac"}), "R90", "PASS"},
      {"federated.partners", Json(Json::Array{"pysyft"}), "R91", "PASS"},
      {"federated.partners", Json(Json::Array{"enigma"}), "R91", "NOT-APPLICABLE"},
      {"federated.partners", Json(Json::Array{"ohdsi"}), "R93", "PASS"},
      {"federated.partners", Json(Json::Array{"personal_health_train"}), "R94", "PASS"},
      {"federated.capacity", false, "R94", "NOT-APPLICABLE"},
      {"dpo.opinion", "positive", "R21", "WARN"},
      {"scc", Json(), "R31", "NOT-APPLICABLE"},
      {"jurisdiction", "nl", "R84", "NEEDS-ANSWER"},
      {"jurisdiction", "nl", "R85", "NOT-APPLICABLE"},
      {"jurisdiction", "nl", "R86", "NEEDS-ANSWER"},
      {"jurisdiction", "nl", "R87", "NOT-APPLICABLE"},
      {"repository", "Zenodo", "R71", "FAIL"},
      {"institution.affiliation", "erasmus", "R78", "FAIL"},
  };
  for (const Case& row : cases) {
    INFO(row.path << " = " << format_json_line(row.value) << ", " << row.id);
    CHECK(status_of(document_with(test::with_answer(example(), row.path, row.value)), row.id) == row.status);
  }
}

TEST_CASE(
    "a transfer out of the EEA needs a tool, and Zenodo's is not settled by the decision on Switzerland") {
  const auto status = [](const Json& tool) {
    Json given = test::with_answer(example(), "repository", "Zenodo");
    given = test::with_answer(given, "receiver.eea", false);
    return status_of(document_with(test::with_answer(given, "scc", tool)), "R31");
  };
  CHECK(status("not_needed") == "FAIL");
  CHECK(status("none") == "NEEDS-ANSWER");
  CHECK(status(Json()) == "NEEDS-ANSWER");
  CHECK(status("standard_clauses") == "WARN");
  CHECK(status("adequacy_decision") == "WARN");
}

TEST_CASE("the chance of a link is told from the groups in the tables, and unknown without them") {
  Json document = document_with(example());
  document.set("risk", Json());
  apply_answers(document, test::answers_of(example()), "2026-11-23", answer_tables());
  CHECK(status_of(document, "R9") == "UNKNOWN");
  document.set("risk", parse_json(R"({"before": {"smallest_group": "<5", "below_k": 40, "average": 0.3},
      "after": {"smallest_group": 7, "below_k": 0, "average": 0.05}, "identifiers": [{"name": "sex"}]})",
                                  "risk")
                           .value());
  apply_answers(document, test::answers_of(example()), "2026-11-23", answer_tables());
  CHECK(status_of(document, "R9") == "WARN");
  CHECK(test::contains(format_json(document.at("checks")), "<5 in the source, 7 in the release"));
}

TEST_CASE("the facts of the table are told and never counted as passed") {
  const Json document = document_with(example());
  for (const char* id : {"R50", "R56", "R62", "R63", "R64", "R65"})
    CHECK(status_of(document, id) == "NOT-APPLICABLE");
  CHECK(status_of(document, "R18") == "WARN");
}

TEST_CASE("what the release holds is set against the consent, one by one") {
  const auto coverage = [](const Json& answers) {
    return format_json_line(document_with(answers).at("decision").at("consent_coverage"));
  };
  CHECK_FALSE(test::contains(coverage(example()), R"("covered":"no")"));
  CHECK(test::contains(
      coverage(test::with_answer(example(), "consent.data_categories", Json(Json::Array{"demographics"}))),
      R"("what":"brain images","covered":"no")"));
  CHECK(test::contains(coverage(test::with_answer(example(), "consent.data_categories", Json())),
                       R"("covered":"unknown")"));
}

TEST_CASE("an open question says what is missing and where in the answers file it goes") {
  const Json document = document_with(test::with_answer(example(), "dua.legal_review", Json()));
  bool asked = false;
  for (const Json& question : document.at("questions").as_array()) {
    if (question.at("requirement").as_string() != "R60") continue;
    asked = true;
    CHECK(question.at("owner").as_string() == "legal");
    CHECK(test::contains(question.at("missing").as_string(), "has not reviewed"));
    CHECK(test::contains(question.at("next_step").as_string(), "dua.legal_review"));
  }
  CHECK(asked);
}

TEST_CASE("what people say of the release is asked of each who says it, by a question of its own") {
  std::map<std::string, std::string> owners;  // by question
  const Json document = document_with(Json(Json::Object{{"format", 1}}));
  for (const Json& question : document.at("questions").as_array())
    owners[question.at("question").as_string()] = question.at("owner").as_string();
  std::size_t asked = 0;
  for (const Gate& gate : people_gates()) {
    INFO(gate.question);
    const auto found = owners.find(std::string(gate.question));
    if (found == owners.end()) continue;
    ++asked;
    CHECK(found->second == to_word(gate.owner));
  }
  CHECK(asked == people_gates().size() - 1);  // no advice yet, so no conditions of it
  CHECK(owners.at("Is there an impact assessment (DPIA)?") == "controller");
  const std::string page = test::page_of(document);
  CHECK(page.find("Is there an impact assessment (DPIA)?") < page.find("What to do next, by whom</h2>"));
}

TEST_CASE("columns tell of patients and special categories even where they were dropped") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.columns = {
      {"participants", "Diagnosis_Main", ColumnDecision::dropped, "", ColumnRole::free_text, false},
      {"participants", "ethnicity", ColumnDecision::kept, "", ColumnRole::unknown, false}};
  const Json document = readiness_document(inputs, answer_tables());
  CHECK(document.at("evidence").at("clinical").as_string() == "yes");
  CHECK(format_json_line(document.at("evidence").at("special_categories")) ==
        R"(["ethnic_origin","health"])");
  CHECK(status_of(document, "R49") == "FAIL");
  CHECK_FALSE(test::contains(format_json(document), "Diagnosis_Main"));
  inputs.columns.clear();
  CHECK(readiness_document(inputs, answer_tables()).at("evidence").at("clinical").as_string() == "unknown");
}
