#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "readiness/answer_checks.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/document.hpp"
#include "readiness/markup.hpp"
#include "readiness/words.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;
using enum shareready::readiness::Route;

// In `states`: p possible, ? needs answers, c closed, for public, registered, restricted, case by case,
// derived, federated.
TEST_CASE("with fitting answers the strict reading closes the public way alone, the liberal one none") {
  const DecisionCase situation = case_of(plain_inputs(), plain_answers());
  CHECK(states(read_rules(situation, strict)) == "cppp?p");
  CHECK(states(read_rules(situation, liberal)) == "pppp?p");
}

TEST_CASE("without answers nothing is possible, and nothing but what the data forbid is closed") {
  const DecisionCase situation = case_of(plain_inputs(), Json(Json::Object{{"format", 1}}));
  CHECK(states(read_rules(situation, strict)) == "c?????");
  CHECK(states(read_rules(situation, liberal)) == "??????");
}

TEST_CASE("a release that was not published is possible in no way that holds raw data") {
  const DecisionCase situation = case_of(ReadinessInputs{}, plain_answers());
  for (const Interpretation reading : {strict, liberal}) {
    for (const Route route : {open_to_all, registered, restricted, case_by_case}) {
      CHECK(state_of(read_rules(situation, reading), route) == RouteState::closed);
    }
  }
}

TEST_CASE("each branch of the decision closes, conditions or leaves open what it should") {
  struct Case {
    const char* path;
    Json value;
    const char* requirement;
    Effect effect;       // in the strict reading
    const char* strict;  // states
    const char* liberal;
  };
  const Json none;
  const auto list = [](const char* word) { return Json(Json::Array{word}); };
  using enum Effect;
  const std::vector<Case> table = {
      // the four reasons to stop, the officer and children
      {"legal_basis.type", none, "R22", needs_answer, "c?????", "?????p"},
      {"legal_basis.type", "none", "R22", closes, "cccccc", "cccc?p"},
      {"legal_basis.type", "data_use_agreement", "R22", closes, "cccccc", "cccc?p"},
      {"legal_basis.article9_exemption", none, "R22", needs_answer, "c?????", "?????p"},
      {"legal_basis.article9_exemption", "none", "R22", closes, "cccccc", "cccc?p"},
      {"receiver.secure", none, "R23", needs_answer, "c????p", "?????p"},
      {"receiver.secure", false, "R23", closes, "cccc?p", "cccc?p"},
      {"institution.allows", none, "R24", needs_answer, "c????p", "?????p"},
      {"institution.allows", false, "R24", closes, "cccccp", "cccc?p"},
      {"ethics.concerns", none, "R25", needs_answer, "c????p", "?????p"},
      {"ethics.concerns", "restrict", "R25", closes, "ccpp?p", "ccpp?p"},
      {"ethics.concerns", "stop", "R25", closes, "cccccp", "cccc?p"},
      {"dpo.opinion", none, "R12", needs_answer, "c????p", "?????p"},
      {"dpo.opinion", "refused", "R12", closes, "cccccp", "cccc?p"},
      {"dpo.release", Json(std::string(64, 'b')), "R12", needs_answer, "c????p", "?????p"},
      {"dpo.date", "2030-01-01", "R12", contradiction, "cccccp", "cccc?p"},
      {"vulnerable", none, "R25", needs_answer, "c?pp?p", "?ppp?p"},
      {"vulnerable", list("other"), "R25", closes, "ccpp?p", "cppp?p"},
      // consent
      {"consent.everyone", none, "R27", needs_answer, "c????p", "?????p"},
      {"consent.everyone", false, "R27", closes, "cccccp", "cccc?p"},
      {"consent.data_categories", none, "R46", needs_answer, "c????p", "?????p"},
      {"consent.data_categories", list("demographics"), "R46", contradiction, "cccc?p", "cccc?p"},
      {"consent.special_categories", none, "R49", needs_answer, "c????p", "?????p"},
      {"consent.special_categories", list("none"), "R49", contradiction, "cccc?p", "cccc?p"},
      {"consent.purpose", none, "R47", needs_answer, "c????p", "?????p"},
      {"consent.purpose", "same_project", "R47", closes, "cccc?p", "cccc?p"},
      {"consent.purpose", "health_research", "R47", closes, "cppp?p", "pppp?p"},
      {"consent.purpose", "same_disease", "R47", closes, "cppp?p", "pppp?p"},
      {"consent.recipients", none, "R48", needs_answer, "c????p", "?????p"},
      {"consent.recipients", list("none"), "R48", closes, "cccc?p", "cccc?p"},
      {"consent.recipients", list("researchers"), "R48", closes, "cppp?p", "cppp?p"},
      {"consent.recipients", list("on_request"), "R48", closes, "ccpp?p", "ccpp?p"},
      {"consent.non_eu", none, "R48", needs_answer, "c????p", "?????p"},
      {"consent.non_eu", false, "R48", contradiction, "cppp?p", "cppp?p"},
      // extra protection
      {"clinical", none, "R54", needs_answer, "c?pp?p", "??pp?p"},
      {"clinical", "patients", "R54", closes, "ccpp?p", "cppp?p"},
      {"clinical", "unusual_abnormalities", "R54", closes, "ccpp?p", "ccpp?p"},
      {"population.rare", none, "R11", needs_answer, "cppp?p", "?ppp?p"},
      {"population.rare", true, "R11", closes, "cppp?p", "pppp?p"},
      // agreements and place
      {"dua.template", none, "R32", closes, "c????p", "pp???p"},
      {"dua.signatory.name", none, "R59", needs_answer, "cp???p", "pp???p"},
      {"dua.signatory.authorised", false, "R59", closes, "cpcc?p", "ppcc?p"},
      {"dua.legal_review", "in_review", "R60", needs_answer, "cp???p", "pp???p"},
      {"processing_agreement", none, "R30", needs_answer, "c????p", "?????p"},
      {"processing_agreement", "none", "R30", needs_answer, "c????p", "?????p"},
      {"processing_agreement", "in_preparation", "R30", needs_answer, "c????p", "?????p"},
      {"processing_agreement", "own_institution", "R30", does_not_apply, "cppp?p", "pppp?p"},
      {"processing_agreement", "repository_is_controller", "R30", condition, "cppp?p", "pppp?p"},
      {"repository", "Zenodo", "R66", contradiction, "cccc?p", "cccc?p"},
      {"repository", none, "R66", passes, "cppp?p", "pppp?p"},  // the receivers are said to be inside
      // without raw data
      {"federated.capacity", false, "R89", closes, "cppp?c", "pppp?c"},
      {"federated.capacity", none, "R89", needs_answer, "cppp??", "pppp??"},
      {"federated.partners", list("none"), "R89", closes, "cppp?c", "pppp?c"},
      {"federated.partners", none, "R89", needs_answer, "cppp??", "pppp??"},
  };
  const DatasetFacts facts = facts_of(readiness_document(plain_inputs(), rule_tables()));
  for (const Case& row : table) {
    INFO(row.path << " = " << format_json_line(row.value));
    const DecisionCase situation = case_of(facts, with_answer(plain_answers(), row.path, row.value));
    const Reading one = read_rules(situation, strict), other = read_rules(situation, liberal);
    CHECK(effect_of(one, row.requirement) == row.effect);
    CHECK(states(one) == row.strict);
    CHECK(states(other) == row.liberal);
  }
}

TEST_CASE(
    "storage outside the EEA is closed in the strict reading and needs a transfer tool in the liberal one") {
  const auto liberal_with = [](const Json& tool) {
    Json given = with_answer(plain_answers(), "repository", "Zenodo");
    given = with_answer(given, "receiver.eea", false);
    return case_of(plain_inputs(), with_answer(given, "scc", tool));
  };
  CHECK(effect_of(read_rules(liberal_with("standard_clauses"), strict), "R66") == Effect::closes);
  CHECK(effect_of(read_rules(liberal_with("standard_clauses"), liberal), "R66") == Effect::condition);
  CHECK(effect_of(read_rules(liberal_with("none"), liberal), "R66") == Effect::needs_answer);
  CHECK(effect_of(read_rules(liberal_with("not_needed"), liberal), "R66") == Effect::needs_answer);
  CHECK(effect_of(read_rules(liberal_with(Json()), liberal), "R66") == Effect::needs_answer);
}

TEST_CASE("children under 16 are decided by ages and answers together") {
  struct Case {
    std::optional<std::uint64_t> ages;
    const char* vulnerable;  // nullptr: no answer
    const char* basis;
    Json covers;
    Effect consent, access;
  };
  using enum Effect;
  const std::vector<Case> table = {
      {0, "none", "consent", true, does_not_apply, does_not_apply},
      {0, nullptr, "consent", true, does_not_apply, does_not_apply},
      {0, "children_under_16", "consent", true, passes, contradiction},
      {std::nullopt, nullptr, "consent", true, needs_answer, needs_answer},
      {std::nullopt, "none", "consent", true, does_not_apply, does_not_apply},
      {std::nullopt, "children_under_16", "consent", true, passes, closes},
      {7, "none", "consent", true, contradiction, closes},
      {7, nullptr, "consent", true, passes, closes},
      {7, "children_under_16", "consent", Json(), needs_answer, closes},
      {7, "children_under_16", "consent", false, closes, closes},
      {7, "children_under_16", nullptr, true, needs_answer, closes},
      {7, "children_under_16", "public_interest", true, condition, closes},  // the officer agreed in writing
  };
  for (const Case& row : table) {
    ReadinessInputs inputs = plain_inputs();
    inputs.demographics.under_16 = row.ages;
    Json given = with_answer(plain_answers(), "consent.covers_children", row.covers);
    given = with_answer(given, "legal_basis.type", row.basis == nullptr ? Json() : Json(row.basis));
    given = with_answer(given, "vulnerable",
                        row.vulnerable == nullptr ? Json() : Json(Json::Array{row.vulnerable}));
    INFO((row.ages ? std::to_string(*row.ages) : "unknown")
         << " " << (row.vulnerable ? row.vulnerable : "-") << " " << (row.basis ? row.basis : "-"));
    for (const Interpretation reading : {strict, liberal}) {
      CHECK(effect_of(read_rules(case_of(inputs, given), reading), "R52") == row.consent);
      CHECK(effect_of(read_rules(case_of(inputs, given), reading), "R53") == row.access);
    }
  }
  ReadinessInputs inputs = plain_inputs();
  inputs.demographics.under_16 = 7;
  Json given = with_answer(answers(), "legal_basis.type", "public_interest");
  given = with_answer(given, "dpo.ref", Json());
  CHECK(effect_of(read_rules(case_of(inputs, given), strict), "R52") == Effect::closes);
}

TEST_CASE("data of persons that are few in the tables are not public in the strict reading") {
  ReadinessInputs inputs = plain_inputs();
  inputs.demographics.smallest_class = 2;
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), strict), "R55") == Effect::closes);
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), liberal), "R55") == Effect::condition);
  inputs.demographics.smallest_class.reset();
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), liberal), "R55") == Effect::needs_answer);
}

TEST_CASE("details that stayed although groups of k could not be formed close the way to everybody") {
  ReadinessInputs inputs = plain_inputs();
  inputs.demographics.smallest_class = 1;
  inputs.risk.reached = false;
  inputs.risk.identifiers = {{"age", "bands of 20 years", 0.7, 3, 0.5}};
  for (const Interpretation reading : {strict, liberal}) {
    CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), reading), "R55") == Effect::closes);
  }
  inputs.risk.identifiers = {{"age", "dropped", 1.0, 3, 0.5}};
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), liberal), "R55") == Effect::condition);
}

TEST_CASE("columns that tell of patients contradict an answer that there are none") {
  ReadinessInputs inputs = plain_inputs();
  inputs.columns.push_back(
      {"participants", "diagnosis", ColumnDecision::dropped, "", ColumnRole::free_text, false});
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), strict), "R54") == Effect::contradiction);
  CHECK(has_patients(case_of(inputs, plain_answers())) == Known::yes);
}

TEST_CASE("a finding of the audit that fails a measured check closes every way for raw data") {
  ReadinessInputs inputs = plain_inputs();
  inputs.audit.findings.push_back({"F9", Severity::major, "x", "a.json", "", "", "", "R43"});
  CHECK(states(read_rules(case_of(inputs, plain_answers()), liberal)).substr(0, 4) == "cccc");
  inputs.audit.findings.back().requirement = "R45";
  CHECK(state_of(read_rules(case_of(inputs, plain_answers()), liberal), derived) == RouteState::closed);
}

TEST_CASE("only a written opinion on this very release, without failed or unknown checks, leaves the GDPR") {
  ReadinessInputs inputs = plain_inputs();
  for (const RuleTables& rules = rule_tables(); const Requirement& rule : rules.requirements) {
    if (rule.evaluation == Evaluation::measured) inputs.audit.coverage.push_back({rule.id, "everything"});
  }
  inputs.policy.preset = "registered";
  std::erase_if(inputs.columns, [](const auto& column) { return column.role != ColumnRole::sex; });
  Json given = with_answer(plain_answers(), "dpo.opinion", "outside_gdpr");
  given = with_answer(given, "consent.data_categories", Json(Json::Array{"brain_images", "demographics"}));
  const auto leaves = [&](const Json& own, Interpretation reading) {
    return outside_gdpr(case_of(inputs, own), reading);
  };
  INFO(format_json(readiness_document(inputs, rule_tables()).at("verdict")));
  CHECK(case_of(inputs, given).facts.failed.empty());
  CHECK(case_of(inputs, given).facts.unknown.empty());
  CHECK(leaves(given, liberal));       // the key is kept apart
  CHECK_FALSE(leaves(given, strict));  // but it exists
  Json gone = with_answer(given, "key.exists", false);
  gone = with_answer(gone, "key.destroyed_on", "2026-01-01");
  CHECK(leaves(gone, strict));
  CHECK(leaves(gone, liberal));
  CHECK_FALSE(leaves(with_answer(gone, "key.destroyed_on", "2030-01-01"), strict));
  for (const char* path : {"dpo.ref", "dpo.name", "dpo.date", "dpo.release", "dpo.opinion"}) {
    INFO(path);
    CHECK_FALSE(leaves(with_answer(gone, path, Json()), strict));
    CHECK_FALSE(leaves(with_answer(gone, path, Json()), liberal));
  }
  CHECK_FALSE(leaves(with_answer(given, "key.access", "others_in_the_institution"), liberal));
  inputs.audit.coverage.clear();
  CHECK_FALSE(leaves(gone, strict));
}

TEST_CASE("whatever is answered, the report never calls the dataset anonymous") {
  const std::string word = "anonymous";
  ReadinessInputs inputs = plain_inputs();
  for (const char* opinion : {"agreed", "refused", "outside_gdpr"}) {
    inputs.answers = answers_of(with_answer(plain_answers(), "dpo.opinion", opinion));
    const Json document = readiness_document(inputs, rule_tables());
    for (const char* part : {"verdict", "sign_off", "next_steps", "repositories"}) {
      INFO(part);
      std::string text = format_json(document.at(part));
      if (std::string_view(part) == "repositories") continue;  // the terms of others speak of anonymised data
      CHECK(text.find(word) == std::string::npos);
    }
    Json decision = document.at("decision");
    CHECK(format_json(decision).find(word) == std::string::npos);
    for (const Json& check : document.at("checks").as_array())
      CHECK(check.at("observed").as_string().find(word) == std::string::npos);
  }
}

TEST_CASE("maps count as derived data where they are of groups and unthresholded, whatever their suffix") {
  ReadinessInputs inputs = plain_inputs();
  inputs.derived.offered = 0;
  inputs.release.modalities.push_back({"statmap", 2});
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), strict), "R84") == Effect::needs_answer);
  inputs.derived.group_maps = {"derivatives/glm/stat-t_space-MNI152NLin2009cAsym_statmap.nii.gz"};
  const DecisionCase situation = case_of(inputs, plain_answers());
  CHECK(effect_of(read_rules(situation, strict), "R84") == Effect::condition);  // beside images of persons
  CHECK(effect_of(read_rules(situation, strict), "R85") == Effect::passes);
  CHECK(state_of(read_rules(situation, liberal), derived) == RouteState::possible);
  inputs.audit.coverage.clear();
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), liberal), "R85") == Effect::needs_answer);
  inputs.images.clear();
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), strict), "R84") == Effect::passes);
  inputs.derived.region_tables = 3;  // of single persons
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), strict), "R84") == Effect::condition);
}

TEST_CASE("an answer taken away never opens a way") {
  const DatasetFacts facts = facts_of(readiness_document(plain_inputs(), rule_tables()));
  const Json full = plain_answers();
  const Reading strict_before = read_rules(case_of(facts, full), strict),
                liberal_before = read_rules(case_of(facts, full), liberal);
  for (const auto& [name, value] : full.as_object()) {
    if (name == "format") continue;
    INFO(name);
    const DecisionCase situation = case_of(facts, with_answer(full, name, Json()));
    const Reading one = read_rules(situation, strict), other = read_rules(situation, liberal);
    for (const Route route : k_routes) {
      if (state_of(one, route) == RouteState::possible)
        CHECK(state_of(strict_before, route) == RouteState::possible);
      if (state_of(other, route) == RouteState::possible)
        CHECK(state_of(liberal_before, route) == RouteState::possible);
    }
  }
}

TEST_CASE("what the strict reading allows, the liberal one allows too") {
  const DatasetFacts facts = facts_of(readiness_document(plain_inputs(), rule_tables()));
  const Json full = plain_answers();
  for (const auto& [name, value] : full.as_object()) {
    if (name == "format") continue;
    INFO(name);
    const DecisionCase situation = case_of(facts, with_answer(plain_answers(), name, Json()));
    const Reading one = read_rules(situation, strict), other = read_rules(situation, liberal);
    for (const Route route : k_routes) {
      if (state_of(one, route) == RouteState::possible) CHECK(state_of(other, route) == RouteState::possible);
    }
  }
}

TEST_CASE("keeping the data is the way left only where every other one is closed") {
  const auto none_state = [](const Json& given) {
    ReadinessInputs inputs = plain_inputs();
    inputs.answers = answers_of(given);
    const Json document = readiness_document(inputs, rule_tables());
    return document.at("decision")
        .at("readings")
        .as_array()
        .front()
        .at("routes")
        .as_array()
        .back()
        .at("state")
        .as_string();
  };
  CHECK(none_state(plain_answers()) == "closed");
  CHECK(none_state(Json(Json::Object{{"format", 1}})) == "needs_answers");
  CHECK(none_state(with_answer(plain_answers(), "legal_basis.type", "none")) == "possible");
}

TEST_CASE("every requirement is carried out by a check, a gate, a repository, a network or a fact") {
  const ReadinessInputs inputs = example_inputs();
  std::map<Evaluation, int> kinds;
  for (const Requirement& rule : rule_tables().requirements) {
    INFO(rule.id);
    ++kinds[rule.evaluation];
    switch (rule.evaluation) {
      case Evaluation::measured:
        CHECK_FALSE(is_decided_by_answers(rule.id));
        CHECK((rule.id == "R28" || measure(rule.id, inputs).observed != "not evaluated by this version"));
        break;
      case Evaluation::answer:
      case Evaluation::matched:
        CHECK(is_decided_by_answers(rule.id));
        break;
      case Evaluation::fact:
        CHECK(rule.severity == Severity::info);
        CHECK_FALSE(is_decided_by_answers(rule.id));
        break;
      case Evaluation::not_yet:
        CHECK(rule.id == "R20");  // said to be unknown, with a question for people
        break;
    }
  }
  CHECK(kinds[Evaluation::fact] == 6);
}

TEST_CASE("every gate asks a question, belongs to a requirement and bears on a way in both readings") {
  std::set<std::string> stops;
  for (const auto gates : {stop_gates(), consent_gates(), access_gates()}) {
    for (const Gate& gate : gates) {
      INFO(gate.requirement << " " << gate.question);
      CHECK(gate.question.ends_with('?'));
      CHECK_FALSE(gate.strict_routes.empty());
      CHECK_FALSE(gate.liberal_routes.empty());
      for (const Route route : gate.liberal_routes) {
        CHECK(std::find(gate.strict_routes.begin(), gate.strict_routes.end(), route) !=
              gate.strict_routes.end());
      }
      if (!gate.stop.empty()) stops.insert(std::string(gate.stop));
    }
  }
  CHECK(stops == std::set<std::string>{"STOP-1", "STOP-2", "STOP-3", "STOP-4"});
}

TEST_CASE("the words by which columns tell of patients are sorted, unique and known") {
  const auto& table = rule_tables().column_evidence;
  REQUIRE_FALSE(table.empty());
  const std::set<std::string> words{
      "clinical",           "genetic",          "biometric", "health", "ethnic_origin", "political_opinions",
      "religion_or_belief", "union_membership", "sex_life"};
  for (std::size_t i = 0; i < table.size(); ++i) {
    INFO(table[i].column);
    CHECK(words.contains(table[i].evidence));
    if (i > 0) CHECK(table[i - 1].column < table[i].column);
  }
}

TEST_CASE("the page shows both readings side by side, every branch, and what no answer was given for") {
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = {};
  const Json document = readiness_document(inputs, rule_tables());
  const std::string page = page_of(document);
  CHECK(page.find("Ways to share it") < page.find("What was done to each kind of file"));
  CHECK(page.find("--print-answers") != std::string::npos);
  for (const Json& reading : document.at("decision").at("readings").as_array()) {
    for (const Json& step : reading.at("trace").as_array()) {
      CHECK(page.find(text(step.at("sentence").as_string()).markup()) != std::string::npos);
    }
  }
  for (const Json& tension : document.at("decision").at("tensions").as_array()) {
    CHECK(page.find(text(tension.at("title").as_string()).markup()) != std::string::npos);
  }
}
