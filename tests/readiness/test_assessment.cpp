// The impact assessment, condition by condition, on cases that differ in that condition alone.
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/assessment.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;

namespace {

DecisionCase assessed_case() {
  static const DecisionCase k_case = case_of(plain_inputs(), plain_answers());
  return k_case;
}

// Outside the GDPR by a written opinion, nothing measured that failed or is unknown, the key gone.
void leave_the_law(DecisionCase& one) {
  one.facts.failed.clear();
  one.facts.unknown.clear();
  one.answers.dpo.opinion = "outside_gdpr";
  one.answers.key.exists = false;
  one.answers.key.destroyed_on = "2026-11-23";
  one.facts.stands = {.source = false, .private_folder = false};
}

}  // namespace

TEST_CASE("each condition of an impact assessment counts alone, for its state and for its ruling") {
  using enum Effect;
  struct Case {
    const char* what;
    std::function<void(DecisionCase&)> change;
    AssessmentState state;
    Effect effect;
  };
  const auto not_mandatory = [](DecisionCase& one) {
    one.answers.dpia = {};
    one.answers.dpia.status = "not_mandatory";
    one.answers.dpia.reasons = "one criterion alone";
    one.answers.dpia.date = "2026-11-23";
    one.answers.dpia.release = one.facts.manifest_sha256;
    one.answers.dpia.answers = one.answers.print.assessment;
  };
  using State = AssessmentState;
  const std::vector<Case> table = {
      {"done", [](DecisionCase&) {}, State::done, passes},
      {"done today", [](DecisionCase& one) { one.answers.dpia.date = one.today; }, State::done, passes},
      {"done tomorrow", [](DecisionCase& one) { one.answers.dpia.date = "2026-11-24"; }, State::missing,
       contradiction},
      {"done before the release was made", [](DecisionCase& one) { one.answers.dpia.date = "2026-11-22"; },
       State::missing, needs_answer},
      {"without a day", [](DecisionCase& one) { one.answers.dpia.date.reset(); }, State::missing,
       needs_answer},
      {"without its place", [](DecisionCase& one) { one.answers.dpia.ref.reset(); }, State::missing,
       needs_answer},
      {"without advice", [](DecisionCase& one) { one.answers.dpia.advice.reset(); }, State::missing,
       needs_answer},
      {"without a hash", [](DecisionCase& one) { one.answers.dpia.release.reset(); }, State::missing,
       needs_answer},
      {"with another hash", [](DecisionCase& one) { one.answers.dpia.release = std::string(64, 'b'); },
       State::other_release, needs_answer},
      {"unsaid", [](DecisionCase& one) { one.answers.dpia.status.reset(); }, State::missing, needs_answer},
      {"under way", [](DecisionCase& one) { one.answers.dpia.status = "in_progress"; }, State::in_progress,
       needs_answer},
      {"not mandatory", not_mandatory, State::not_mandatory, condition},
      {"not mandatory, without reasons",
       [&](DecisionCase& one) {
         not_mandatory(one);
         one.answers.dpia.reasons.reset();
       },
       State::missing, needs_answer},
      {"not mandatory, without a day",
       [&](DecisionCase& one) {
         not_mandatory(one);
         one.answers.dpia.date.reset();
       },
       State::missing, needs_answer},
      {"not mandatory, without a hash",
       [&](DecisionCase& one) {
         not_mandatory(one);
         one.answers.dpia.release.reset();
       },
       State::missing, needs_answer},
      {"the law of another country, and nothing said of an assessment",
       [](DecisionCase& one) {
         one.answers.jurisdiction = "other";
         one.answers.dpia.status.reset();
       },
       State::not_needed, condition},
      {"the law of another country, and an assessment in progress",
       [](DecisionCase& one) {
         one.answers.jurisdiction = "other";
         one.answers.dpia.status = "in_progress";
       },
       State::in_progress, needs_answer},
      {"outside the GDPR", leave_the_law, State::not_needed, does_not_apply},
  };
  for (const Case& row : table) {
    INFO(row.what);
    DecisionCase situation = assessed_case();
    row.change(situation);
    CHECK(assessment_state(situation, strict) == row.state);
    CHECK(judge_assessment(situation, strict).effect == row.effect);
  }
  DecisionCase outside = assessed_case();
  leave_the_law(outside);
  CHECK(judge_assessment(outside, strict).sentence == "outside the GDPR by the written opinion");
}

TEST_CASE("an assessment is asked for whatever the release holds of single persons, and before it is known") {
  DecisionCase none = assessed_case();
  none.answers.dpia = {};
  none.facts.participants = none.facts.images = none.facts.normalised_images = none.facts.region_tables = 0;
  CHECK(assessment_state(none, strict) == AssessmentState::not_needed);
  for (std::uint64_t DatasetFacts::*kind : {&DatasetFacts::participants, &DatasetFacts::images,
                                            &DatasetFacts::normalised_images, &DatasetFacts::region_tables}) {
    DecisionCase one = none;
    one.facts.*kind = 1;
    CHECK(assessment_state(one, strict) == AssessmentState::missing);
  }
  none.facts.published = false;
  CHECK(assessment_state(none, strict) == AssessmentState::missing);
}

TEST_CASE("sensitive data and persons in need of protection are the criteria that are seen, and add up") {
  DecisionCase one = assessed_case();
  one.answers.dpia = {};
  one.facts.special_categories.clear();
  one.answers.vulnerable = std::vector<std::string>{"none"};
  one.answers.clinical = "none";
  const auto said = [&] { return judge_assessment(one, strict).sentence; };
  CHECK(assessment_criteria(one).empty());
  CHECK(contains(said(), "it may be mandatory: look at WP248 rev.01"));
  one.facts.special_categories = {"ethnic_origin"};
  CHECK(assessment_criteria(one) ==
        std::vector<std::string>{"criterion 4 (sensitive data: special categories)"});
  CHECK(contains(said(), "one criterion of WP248 rev.01 is seen here"));
  one.facts.special_categories = {"ethnic_origin", "health"};
  CHECK(assessment_criteria(one) == std::vector<std::string>{"criterion 4 (sensitive data: health)"});
  one.answers.vulnerable = std::vector<std::string>{"other"};
  CHECK(assessment_criteria(one).back() ==
        "criterion 7 (vulnerable persons: persons who need extra protection)");
  CHECK(contains(said(), "presume that it is mandatory"));
  one.answers.clinical = "patients";
  CHECK(assessment_criteria(one).back() == "criterion 7 (vulnerable persons: patients)");
  one.facts.children = Known::yes;
  CHECK(assessment_criteria(one).back() ==
        "criterion 7 (vulnerable persons: children under 16, and patients)");
  one.answers.dpia = assessed_case().answers.dpia;
  one.answers.dpia.status = "not_mandatory";
  one.answers.dpia.reasons = "none";
  CHECK(contains(said(), "against the presumption"));
  one.facts.special_categories.clear();  // one criterion is left
  CHECK_FALSE(contains(said(), "against the presumption"));
}

TEST_CASE("a decision comes after the assessment that was done, on the same day at the earliest") {
  DecisionCase one = assessed_case();
  one.facts.made = "2026-11-20";
  one.answers.dpo.date = "2026-11-20";
  one.answers.dpia.date = "2026-11-20";
  for (const auto& [day, before] :
       {std::pair{"2026-11-19", true}, std::pair{"2026-11-20", false}, std::pair{"2026-11-21", false}}) {
    one.answers.controller.date = day;
    CHECK(is_decided_before_assessment(one) == before);
    CHECK(is_decided(one) != before);
  }
  one.answers.controller.date = "2026-11-19";
  one.answers.dpia.status = "not_mandatory";
  CHECK_FALSE(is_decided_before_assessment(one));
}

TEST_CASE("each part of a decision and of an advice counts alone") {
  const auto decided = [](const std::function<void(Answers::Controller&)>& change) {
    DecisionCase one = assessed_case();
    change(one.answers.controller);
    return is_decided(one);
  };
  CHECK(decided([](auto&) {}));
  CHECK(decided([](auto& own) { own.date = "2026-11-23"; }));  // today
  CHECK_FALSE(decided([](auto& own) { own.date = "2026-11-24"; }));
  CHECK_FALSE(decided([](auto& own) { own.date.reset(); }));
  CHECK_FALSE(decided([](auto& own) { own.decision = "refused"; }));
  CHECK_FALSE(decided([](auto& own) { own.represented_by.reset(); }));
  CHECK_FALSE(decided([](auto& own) { own.release = std::string(64, 'b'); }));
  const auto advised = [](const std::function<void(Answers::Dpo&)>& change) {
    DecisionCase one = assessed_case();
    change(one.answers.dpo);
    return is_signed_off(one);
  };
  CHECK(advised([](auto&) {}));
  CHECK(advised([](auto& own) { own.date = "2026-11-23"; }));
  CHECK_FALSE(advised([](auto& own) { own.date = "2026-11-24"; }));
  CHECK_FALSE(advised([](auto& own) { own.date.reset(); }));
  CHECK_FALSE(advised([](auto& own) { own.name.reset(); }));
  CHECK_FALSE(advised([](auto& own) { own.opinion.reset(); }));
  CHECK_FALSE(advised([](auto& own) { own.opinion = "negative"; }));
  CHECK_FALSE(advised([](auto& own) { own.release = std::string(64, 'b'); }));
  DecisionCase today = assessed_case();
  CHECK(is_met({.text = "a log", .confirmed_by = "C. Hoofd", .date = "2026-11-23"}, today));
  CHECK_FALSE(is_met({.text = "a log", .confirmed_by = "C. Hoofd", .date = "2026-11-24"}, today));
  CHECK_FALSE(
      is_met({.text = "a log", .confirmed_by = "C. Hoofd", .date = "2026-11-22"}, today));  // too early
  CHECK_FALSE(is_met({.text = "a log", .confirmed_by = "C. Hoofd", .date = {}}, today));
  CHECK_FALSE(is_met({.text = "a log", .confirmed_by = {}, .date = "2026-11-23"}, today));
  for (const char* name :
       {"P. Officer", " p. officer , head of department", "Officer, P.", "dr. Petra Officer (FG)"}) {
    today.answers.controller.represented_by = name;
    CHECK(is_decided_by_officer(today));
    CHECK_FALSE(is_decided(today));
  }
}
