#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "readiness/assessment.hpp"
#include "readiness/decision_cases.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;
using enum shareready::readiness::Route;

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
      {std::nullopt, "none", "consent", true, condition, does_not_apply},
      {std::nullopt, "children_under_16", "consent", true, passes, closes},
      {7, "none", "consent", true, contradiction, closes},
      {7, nullptr, "consent", true, passes, closes},
      {7, "children_under_16", "consent", Json(), needs_answer, closes},
      {7, "children_under_16", "consent", false, closes, closes},
      {7, "children_under_16", nullptr, true, needs_answer, closes},
      {7, "children_under_16", "public_interest", true, condition, closes},  // the officer agreed in writing
      {7, "children_under_16", "public_interest", false, closes, closes},
  };
  for (const Case& row : table) {
    ReadinessInputs inputs = plain_inputs();
    inputs.demographics.under_16 = row.ages;
    Json given = with_answer(plain_answers(), "consent.covers_children", row.covers);
    given = with_answer(given, "legal_basis.type", row.basis == nullptr ? Json() : Json(row.basis));
    given = with_answer(given, "legal_basis.agreed", "letter 3");
    if (row.basis != nullptr && std::string_view(row.basis) == "public_interest")
      given = with_answer(given, "legal_basis.article9_exemption", "research");
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
  given = with_answer(given, "legal_basis.article9_exemption", "research");
  CHECK(effect_of(read_rules(case_of(inputs, given), strict), "R52") == Effect::closes);
  CHECK(effect_of(read_rules(case_of(inputs, given), strict), "R22") == Effect::needs_answer);
}

TEST_CASE("an exemption that is consent binds by the form, whatever the legal basis") {
  Json given = with_answer(plain_answers(), "legal_basis.type", "public_interest");
  given = with_answer(given, "legal_basis.agreed", "letter 3");
  given = with_answer(given, "vulnerable", list_of("children_under_16"));
  ReadinessInputs inputs = plain_inputs();
  inputs.demographics.under_16 = 7;
  const auto effect = [&](const char* path, const Json& value, const char* rule, const char* exemption) {
    const Json all = with_answer(given, "legal_basis.article9_exemption", exemption);
    return effect_of(read_rules(case_of(inputs, with_answer(all, path, value)), strict), rule);
  };
  struct Case {
    const char* path;
    Json value;
    const char* rule;
    Effect effect;
  };
  using enum Effect;
  for (const Case& row :
       {Case{"consent.everyone", false, "R27", closes}, Case{"consent.everyone", Json(), "R27", needs_answer},
        Case{"consent.data_categories", list_of("none"), "R46", contradiction},
        Case{"consent.purpose", "same_project", "R47", closes},
        Case{"consent.recipients", list_of("none"), "R48", closes},
        Case{"consent.special_categories", list_of("none"), "R49", contradiction}}) {
    INFO(row.path);
    CHECK(effect(row.path, row.value, row.rule, "explicit_consent") == row.effect);
    CHECK(effect(row.path, row.value, row.rule, "research") != row.effect);
  }
}

TEST_CASE("health data of persons who need protection are presumed to need an impact assessment") {
  const auto said = [](const char* path, const Json& value) {
    const Json given = with_answer(with_answer(plain_answers(), "dpia.status", Json()), path, value);
    return judge_assessment(case_of(plain_inputs(), given), strict).sentence;
  };
  CHECK(contains(said("vulnerable", list_of("children_under_16")),
                 "two criteria of WP248 rev.01 hold, criterion 4 (sensitive data: health) and criterion 7 "
                 "(vulnerable persons: children "
                 "under 16) (GDPR Art. 35(1), on a large scale Art. 35(3)(b) too)"));
  CHECK(contains(said("clinical", "patients"), "criterion 7 (vulnerable persons: patients)"));
  CHECK(contains(said("vulnerable", list_of("unable_to_consent")),
                 "criterion 7 (vulnerable persons: persons who need extra protection)"));
  CHECK(contains(said("clinical", "none"), "one criterion"));
  Json given = with_answer(plain_answers(), "dpia.status", "not_mandatory");
  CHECK_FALSE(
      contains(judge_assessment(case_of(plain_inputs(), given), strict).sentence, "against the presumption"));
  given = with_answer(given, "clinical", "patients");
  CHECK(
      contains(judge_assessment(case_of(plain_inputs(), given), strict).sentence, "against the presumption"));
  CHECK(
      judge_assessment(case_of(plain_inputs(), with_answer(given, "dpia.reasons", Json())), strict).effect ==
      Effect::needs_answer);
}

TEST_CASE("a high risk that is left goes to the supervisory authority before anything is shared") {
  const auto judged = [](const Json& risk, const Json& consultation) {
    const Json given = with_answer(plain_answers(), "dpia.residual_risk", risk);
    const DecisionCase situation =
        case_of(plain_inputs(), with_answer(given, "dpia.consultation", consultation));
    return std::pair(assessment_state(situation, strict), judge_assessment(situation, strict).effect);
  };
  CHECK(judged("not_high", Json()) == std::pair(AssessmentState::done, Effect::passes));
  CHECK(judged("high", Json()) == std::pair(AssessmentState::high_risk, Effect::closes));
  CHECK(judged("high", "advice 2026-3") == std::pair(AssessmentState::done, Effect::condition));
  CHECK(judged(Json(), "advice 2026-3") == std::pair(AssessmentState::missing, Effect::needs_answer));
}

TEST_CASE("an impact assessment is not asked for outside the GDPR, nor of a release without persons") {
  const Json open = with_answer(plain_answers(), "dpia.status", Json());
  DecisionCase situation = case_of(plain_inputs(), with_answer(open, "jurisdiction", "other"));
  CHECK(judge_assessment(situation, strict).effect == Effect::condition);
  situation = case_of(plain_inputs(), open);
  CHECK(judge_assessment(situation, strict).effect == Effect::needs_answer);
  situation.facts.participants = situation.facts.images = situation.facts.normalised_images =
      situation.facts.region_tables = 0;
  CHECK(judge_assessment(situation, strict).effect == Effect::does_not_apply);
  situation.facts.published = false;
  CHECK(judge_assessment(situation, strict).effect == Effect::needs_answer);
}

TEST_CASE("whether everybody was able to consent is asked where a test or an age asks it") {
  ReadinessInputs inputs = plain_inputs();
  const auto ruling = [&](const Json& given) {
    const Reading reading = read_rules(case_of(inputs, given), strict);
    return std::find_if(
               reading.trace.begin(), reading.trace.end(),
               [](const TraceStep& step) { return step.question == "Was everybody able to consent?"; })
        ->ruling;
  };
  const Json unsaid = with_answer(plain_answers(), "consent.capacity", Json());
  CHECK(ruling(unsaid).sentence.ends_with("some can be 60 or more, by the released ages"));
  CHECK(ruling(with_answer(plain_answers(), "consent.capacity", "represented")).effect == Effect::condition);
  CHECK(ruling(plain_answers()).sentence.starts_with("everybody was able to consent, as declared; "));
  // of children somebody else speaks
  CHECK(
      ruling(with_answer(plain_answers(), "vulnerable", parse_json(R"(["children_under_16"])", "a").value()))
          .sentence.starts_with("adults: every one able, as declared; children: see R52; asked as "));
  inputs.demographics.age_bands = {"18 to 59"};
  CHECK(ruling(unsaid).effect == Effect::does_not_apply);
  inputs.columns.push_back(
      {"phenotype", "MMSE_total", ColumnDecision::dropped, "", ColumnRole::clinical_score, false});
  CHECK(ruling(unsaid).sentence.ends_with("the source has a cognitive test"));
  inputs.columns.back().name = "mocap_system";  // motion capture, no test of cognition
  CHECK(ruling(unsaid).effect == Effect::does_not_apply);
}

TEST_CASE("who advises as privacy officer does not decide for the controller") {
  for (const char* name : {"P. Officer", "p. officer, head of department"}) {
    const Json given = with_answer(plain_answers(), "controller.represented_by", name);
    CHECK(states(read_rules(case_of(plain_inputs(), given), strict)) == "cccccc");
    CHECK(states(read_rules(case_of(plain_inputs(), given), liberal)) ==
          "cccc?c");  // results of groups are free
  }
}

TEST_CASE("an advice on conditions is in favour once somebody confirmed each of them") {
  const auto judged = [](const char* conditions) {
    Json given = with_answer(plain_answers(), "dpo.opinion", "positive_with_conditions");
    given = with_answer(given, "dpo.conditions", parse_json(conditions, "conditions").value());
    return read_rules(case_of(plain_inputs(), given), strict);
  };
  const char* met = R"([{"text": "a contact", "confirmed_by": "C. Hoofd", "date": "2026-11-23"}])";
  const char* open =
      R"([{"text": "a contact", "confirmed_by": "C. Hoofd", "date": "2026-11-23"}, {"text": "a log"}])";
  const char* early = R"([{"text": "a contact", "confirmed_by": "C. Hoofd", "date": "2026-11-22"}])";
  const char* later = R"([{"text": "a contact", "confirmed_by": "C. Hoofd", "date": "2030-01-01"}])";
  CHECK(effect_of(judged(met), "R12") == Effect::condition);  // the advice itself, its conditions pass
  CHECK(states(judged(met)) == "cppp?p");
  const char* own = R"([{"text": "a contact", "confirmed_by": "p. officer", "date": "2026-11-23"}])";
  for (const char* unmet : {open, early, later, own}) {
    INFO(unmet);
    CHECK(effect_of(judged(unmet), "R12") == Effect::needs_answer);
    CHECK(states(judged(unmet)) == "c?????");
  }
  for (const char* any : {met, open}) {  // in favour without any condition, and on these: one is not so
    Json given = with_answer(plain_answers(), "dpo.opinion", "positive");
    given = with_answer(given, "dpo.conditions", parse_json(any, "conditions").value());
    CHECK(states(read_rules(case_of(plain_inputs(), given), strict)) == "cccccc");
  }
  const Reading reading = judged(open);
  const auto asked = std::find_if(reading.trace.begin(), reading.trace.end(), [](const TraceStep& step) {
    return step.question == "Are the conditions of the advice met?";
  });
  REQUIRE(asked != reading.trace.end());
  CHECK(asked->owner == Owner::controller);
  CHECK(asked->ruling.sentence.ends_with(": a log"));
}

TEST_CASE(
    "the liberal reading frees results of groups of basis and assessment, never data of single persons") {
  for (const auto& [path, value] :
       {std::pair{"legal_basis.type", Json("none")}, std::pair{"dpia.status", Json()},
        std::pair{"dpo.opinion", Json()}, std::pair{"controller.decision", Json()},
        std::pair{"consent.everyone", Json()}}) {
    INFO(path);
    const Json given = with_answer(plain_answers(), path, value);
    ReadinessInputs inputs = plain_inputs();
    inputs.derived.group_maps = {"derivatives/glm/stat-t_space-MNI152NLin2009cAsym_statmap.nii.gz"};
    CHECK(state_of(read_rules(case_of(inputs, given), liberal), derived) == RouteState::possible);
    CHECK(state_of(read_rules(case_of(inputs, given), strict), derived) != RouteState::possible);
    inputs.derived.region_tables = 3;  // of single persons
    CHECK(state_of(read_rules(case_of(inputs, given), liberal), derived) != RouteState::possible);
  }
  const Json refused = with_answer(plain_answers(), "controller.decision", "refused");
  ReadinessInputs inputs = plain_inputs();
  CHECK(state_of(read_rules(case_of(inputs, refused), liberal), federated) == RouteState::closed);
  CHECK(state_of(read_rules(case_of(inputs, refused), liberal), derived) == RouteState::needs_answers);
  inputs.derived.normalised_images = 1;
  CHECK(state_of(read_rules(case_of(inputs, refused), liberal), derived) == RouteState::closed);
}

TEST_CASE("a population of which most are in the release is as good as one that is in it whole") {
  ReadinessInputs inputs = plain_inputs();
  inputs.release.participants = 24;
  const auto found = [&](double size) {
    Json given = with_answer(plain_answers(), "population.size", Json(size));
    given = with_answer(given, "population.sampling_fraction", Json());
    inputs.answers = answers_of(given);
    const Json document = readiness_document(inputs, rule_tables());
    const Json& points = document.at("verdict").at("persons");
    const bool in_first_box =
        std::any_of(points.as_array().begin(), points.as_array().end(),
                    [](const Json& one) { return one.at("requirement").as_string() == "R11"; });
    const Json& check = check_of(document, "R11");
    return check.at("status").as_string() + (in_first_box ? ", first box: " : ": ") +
           check.at("observed").as_string();
  };
  CHECK(contains(found(24), "WARN, first box: everybody of the population is in the release"));
  for (const double size : {25, 30, 47}) {
    INFO(size);
    CHECK(contains(found(size), "WARN, first box: more than half of the population is in the release"));
  }
  CHECK(contains(found(25), "; share of the population released: 96 in 100"));
  CHECK(contains(found(48),
                 "PASS: neither small nor rare, as declared; share of the population released: 1 in 2"));
  CHECK(contains(found(9000), "1 in 375"));
}
