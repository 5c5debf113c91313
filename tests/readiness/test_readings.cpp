// What holds of every reading, whatever is answered.
#include <catch2/catch.hpp>
#include <string>

#include "readiness/assessment.hpp"
#include "readiness/clearance.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;
using enum shareready::readiness::Route;

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
  gone = with_answer(gone, "key.destroyed_on", "2026-11-23");
  for (const Standing& one : {Standing{}, Standing{false, true}, Standing{true, false}}) {
    inputs.stands = one;  // whoever has either finds people again, whatever the answer says
    CHECK_FALSE(leaves(gone, strict));
    CHECK_FALSE(leaves(gone, liberal));
  }
  inputs.stands = {.source = false, .private_folder = false};
  CHECK(leaves(gone, strict));
  CHECK(leaves(gone, liberal));
  CHECK_FALSE(leaves(with_answer(gone, "key.destroyed_on", "2030-01-01"), strict));
  CHECK_FALSE(leaves(with_answer(gone, "key.destroyed_on", "2026-11-22"), strict));  // before it was made
  const Json unassessed = with_answer(gone, "dpia.status", Json());
  CHECK(judge_assessment(case_of(inputs, unassessed), strict).effect == Effect::does_not_apply);
  for (const char* path : {"dpo.ref", "dpo.name", "dpo.date", "dpo.release", "dpo.opinion"}) {
    INFO(path);
    CHECK_FALSE(leaves(with_answer(gone, path, Json()), strict));
    CHECK_FALSE(leaves(with_answer(gone, path, Json()), liberal));
  }
  CHECK_FALSE(leaves(with_answer(given, "key.access", "others_in_the_institution"), liberal));
  const auto advice = [&](const Json& own) {
    ReadinessInputs answered = inputs;
    answered.answers = answers_of(with_answer(own, "interpretation", "strict"));
    const Json document = readiness_document(answered, rule_tables());
    return document.at("sign_off").at("state").as_string() + ": " +
           check_of(document, "R12").at("observed").as_string();
  };
  CHECK(contains(advice(gone), "valid: regarded as outside the GDPR by P. Officer"));
  CHECK(contains(advice(given), "missing: "));  // no advice in favour, where it does not hold
  CHECK(contains(advice(given), "does not hold, R2 says why"));
  inputs.audit.coverage.clear();
  CHECK_FALSE(leaves(gone, strict));
}

TEST_CASE("whatever is answered, the report never calls the dataset anonymous") {
  const std::string word = "anonymous";
  ReadinessInputs inputs = plain_inputs();
  for (const char* opinion : {"positive", "positive_with_conditions", "negative", "outside_gdpr"}) {
    inputs.answers = answers_of(with_answer(plain_answers(), "dpo.opinion", opinion));
    const Json document = readiness_document(inputs, rule_tables());
    // The terms of repositories speak of anonymised data: those are not ours.
    for (const char* part : {"verdict", "sign_off", "next_steps", "decision"}) {
      INFO(part);
      CHECK(format_json(document.at(part)).find(word) == std::string::npos);
    }
    for (const Json& check : document.at("checks").as_array())
      CHECK(check.at("observed").as_string().find(word) == std::string::npos);
  }
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

TEST_CASE("a release is cleared when its way is open in the reading that counts and no rule failed") {
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "restricted";
  const auto cleared_with = [&](const char* path, const Json& value) {
    inputs.answers = answers_of(with_answer(plain_answers(), path, value));
    return is_cleared(readiness_document(inputs, rule_tables()));
  };
  CHECK(cleared_with("jurisdiction", "nl"));
  CHECK_FALSE(cleared_with("interpretation", Json()));
  CHECK_FALSE(cleared_with("controller.name", Json()));
  CHECK_FALSE(cleared_with("dpo.opinion", Json()));
  CHECK_FALSE(cleared_with("controller.release", Json(std::string(64, 'b'))));
  CHECK_FALSE(cleared_with("faces.looked_at_by", Json()));
  CHECK_FALSE(cleared_with("consent.everyone", false));
  CHECK_FALSE(cleared_with("other_public_datasets", Json()));  // asked before sharing, and closes no way
  CHECK_FALSE(cleared_with("foresight.review_date", "2026-01-01"));  // a failure that closes no way
  // the readings differ on a transfer
  inputs.answers = answers_of(with_answer(
      with_answer(with_answer(with_answer(plain_answers(), "repository", "Zenodo"), "receiver.eea", false),
                  "scc", "standard_clauses"),
      "interpretation", "liberal"));
  CHECK(is_cleared(readiness_document(inputs, rule_tables())));
  inputs.answers.interpretation = std::nullopt;  // then the strict one counts
  CHECK_FALSE(is_cleared(readiness_document(inputs, rule_tables())));
  inputs.answers = answers_of(plain_answers());
  inputs.published = false;
  CHECK_FALSE(is_cleared(readiness_document(inputs, rule_tables())));
}

TEST_CASE("the notice names the release and each rule that keeps it, in both languages") {
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = answers_of(with_answer(plain_answers(), "legal_basis.type", Json()));
  const std::string notice = clearance_notice(readiness_document(inputs, rule_tables()));
  INFO(notice);
  const std::size_t begin = notice.find("not answered: ") + std::string_view("not answered: ").size();
  const std::string rules = notice.substr(begin, notice.find('.', begin) - begin);
  for (const char* rule : {"R7,", "R22,", "R27,", "R46"}) CHECK(rules.find(rule) != std::string::npos);
  CHECK(notice.find("niet zijn beantwoord: " + rules + ".") != std::string::npos);
  CHECK(notice.find(inputs.release.manifest_sha256) != std::string::npos);
}
