#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/table_rows.hpp"

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

TEST_CASE("raw data have a path as long as none of the four reasons to stop holds") {
  CHECK(read_rules(case_of(plain_inputs(), plain_answers()), strict).raw_path());
  const Json stopped = with_answer(plain_answers(), "legal_basis.type", "none");
  CHECK_FALSE(read_rules(case_of(plain_inputs(), stopped), strict).raw_path());
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
  using enum Effect;
  const std::vector<Case> table = {
      // the four reasons to stop, the officer and children
      {"legal_basis.type", none, "R22", needs_answer, "c?????", "??????"},
      {"legal_basis.type", "none", "R22", closes, "cccccc", "cccc?c"},
      {"legal_basis.type", "data_use_agreement", "R22", closes, "cccccc", "cccc?c"},
      {"legal_basis.article9_exemption", none, "R22", needs_answer, "c?????", "??????"},
      {"legal_basis.article9_exemption", "none", "R22", closes, "cccccc", "cccc?c"},
      {"legal_basis.article9_exemption", "other", "R22", needs_answer, "c?????", "??????"},
      {"receiver.secure", none, "R23", needs_answer, "c????p", "?????p"},
      {"receiver.secure", false, "R23", closes, "cccc?p", "cccc?p"},
      {"institution.allows", none, "R24", needs_answer, "c?????", "??????"},
      {"institution.allows", false, "R24", closes, "cccccp", "cccc?p"},
      {"ethics.concerns", none, "R25", needs_answer, "c?????", "??????"},
      {"ethics.approval", none, "R25", condition, "cppp?p", "pppp?p"},
      {"ethics.concerns", "restrict", "R25", closes, "ccpp?p", "ccpp?p"},
      {"ethics.concerns", "stop", "R25", closes, "cccccp", "cccc?p"},
      {"dpia.status", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.status", "in_progress", "R12", needs_answer, "c?????", "??????"},
      {"dpia.status", "not_mandatory", "R12", condition, "cppp?p", "pppp?p"},
      {"dpia.reasons", none, "R12", does_not_apply, "cppp?p", "pppp?p"},  // it was made; no conditions
      {"dpia.date", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.date", "2030-01-01", "R12", contradiction, "cccccc", "cccc?c"},
      {"dpia.ref", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.advice", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.residual_risk", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.residual_risk", "high", "R12", closes, "cccccc", "cccc?c"},  // nobody consulted (Art. 36(1))
      {"dpia.release", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.answers", none, "R12", needs_answer, "c?????", "??????"},
      {"dpia.answers", Json(std::string(64, 'b')), "R12", needs_answer, "c?????", "??????"},
      {"dpo.answers", none, "R12", needs_answer, "c?????", "??????"},
      {"dpo.answers", Json(std::string(64, 'b')), "R12", needs_answer, "c?????", "??????"},
      {"dpo.date", "2026-11-22", "R12", needs_answer, "c?????", "??????"},  // before the release was made
      {"controller.answers", none, "R12", needs_answer, "c?????", "??????"},
      {"controller.answers", Json(std::string(64, 'b')), "R12", needs_answer, "c?????", "??????"},
      {"controller.date", "2026-11-22", "R12", needs_answer, "c?????", "??????"},  // before the advice
      {"dpia.release", Json(std::string(64, 'b')), "R12", needs_answer, "c?????", "??????"},
      {"controller.name", none, "R12", needs_answer, "c?????", "??????"},
      {"dpo.name", "A. Kijker", "R12", condition, "cppp?p", "pppp?p"},  // who looked at the images
      {"dpo.name", "B. Bakker", "R12", condition, "cppp?p", "pppp?p"},  // of the dataset
      {"dpo.name", "B. Other, principal investigator", "R12", condition, "cppp?p", "pppp?p"},
      {"controller.represented_by", "Dr. A. Kijker, head", "R12", condition, "cppp?p", "pppp?p"},
      {"jurisdiction", none, "R1", needs_answer, "c?????", "??????"},
      {"jurisdiction", "eu", "R1", condition, "cppp?p", "pppp?p"},
      {"jurisdiction", "other", "R1", contradiction, "cccccc", "cccccc"},  // beside a Dutch institution
      {"dpo.opinion", none, "R12", needs_answer, "c?????", "??????"},
      {"dpo.opinion", "positive_with_conditions", "R12", needs_answer, "c?????", "??????"},  // none written
      {"faces.looked_at_by", none, "R14", needs_answer, "c????p", "?????p"},
      {"faces.date", "2030-01-01", "R14", needs_answer, "c????p", "?????p"},
      {"faces.date", "2026-11-22", "R14", needs_answer, "c????p", "?????p"},  // before the release was made
      {"faces.release", none, "R14", needs_answer, "c????p", "?????p"},
      {"faces.release", Json(std::string(64, 'b')), "R14", needs_answer, "c????p", "?????p"},
      {"faces.others_opened", none, "R14", needs_answer, "c????p", "?????p"},
      {"faces.others_opened", false, "R14", needs_answer, "c????p", "pppp?p"},
      {"dua.reviewed_by", none, "R60", needs_answer, "cp???p", "pp???p"},
      {"dua.reviewed_on", none, "R60", needs_answer, "cp???p", "pp???p"},
      {"dua.reviewed_on", "2030-01-01", "R60", contradiction, "cpcc?p", "ppcc?p"},
      {"dua.reviewed_on", "2018-05-24", "R60", condition, "cppp?p", "pppp?p"},
      {"dua.reviewed_text", none, "R60", needs_answer, "cp???p", "pp???p"},
      {"dpo.opinion", "negative", "R12", closes, "cccccc", "cccc?c"},
      {"dpo.release", Json(std::string(64, 'b')), "R12", needs_answer, "c?????", "??????"},
      {"dpo.date", "2030-01-01", "R12", contradiction, "cccccc", "cccc?c"},
      {"vulnerable", none, "R25", needs_answer, "c????p", "?p???p"},
      {"vulnerable", list_of("other"), "R25", closes, "ccpp?p", "cppp?p"},
      // consent
      {"consent.everyone", none, "R27", needs_answer, "c?????", "??????"},
      {"consent.everyone", false, "R27", closes, "cccccc", "cccc?c"},
      {"consent.withdrawal", none, "R27", needs_answer, "c????p", "?????p"},
      {"consent.withdrawal", "compare_images", "R27", condition, "cppp?p", "pppp?p"},
      {"consent.withdrawal", "release_key", "R27", contradiction, "cccccp", "cccc?p"},
      {"consent.withdrawal", "not_possible", "R27", contradiction, "cccccp", "cccc?p"},
      {"consent.data_categories", none, "R46", needs_answer, "c????p", "?????p"},
      {"consent.data_categories", list_of("demographics"), "R46", contradiction, "cccc?p", "cccc?p"},
      {"consent.special_categories", none, "R49", needs_answer, "c????p", "?????p"},
      {"consent.special_categories", list_of("none"), "R49", contradiction, "cccc?p", "cccc?p"},
      {"consent.purpose", none, "R47", needs_answer, "c?????", "??????"},
      {"consent.purpose", "same_project", "R47", closes, "cccc?c", "cccc?c"},
      {"consent.purpose", "health_research", "R47", closes, "cppp?p", "pppp?p"},
      {"consent.purpose", "same_disease", "R47", closes, "cppp?p", "pppp?p"},
      {"consent.recipients", none, "R48", needs_answer, "c?????", "??????"},
      {"consent.recipients", list_of("none"), "R48", closes, "cccc?c", "cccc?p"},
      {"consent.recipients", list_of("researchers"), "R48", closes, "cppp?p", "cppp?p"},
      {"consent.recipients", list_of("on_request"), "R48", closes, "ccpp?p", "ccpp?p"},
      {"consent.non_eu", none, "R48", needs_answer, "c?????", "?????p"},
      {"consent.non_eu", false, "R48", contradiction, "cppp?p", "cppp?p"},
      {"consent.capacity", none, "R27", needs_answer, "c?????", "??????"},
      {"consent.capacity", "not_assessed", "R27", needs_answer, "c?????", "??????"},
      {"consent.capacity", "some_unable", "R27", closes, "cccccc", "cccc?c"},
      {"vulnerable", list_of("unable_to_consent"), "R27", contradiction, "cccccc", "cccc?c"},
      // extra protection
      {"clinical", none, "R54", needs_answer, "c?pp?p", "??pp?p"},
      {"clinical", "patients", "R54", closes, "ccpp?p", "cppp?p"},
      {"clinical", "unusual_abnormalities", "R54", closes, "ccpp?p", "ccpp?p"},
      {"population.rare", none, "R11", needs_answer, "cppp?p", "?ppp?p"},
      {"population.rare", true, "R11", closes, "cppp?p", "pppp?p"},
      // agreements and place
      {"dua.template", none, "R32", closes, "c????p", "pp???p"},
      {"dua.signatory.name", none, "R59", needs_answer, "cp???p", "pp???p"},
      {"dua.signatory.role", "PhD student", "R59", condition, "cppp?p", "pppp?p"},
      {"dua.signatory.authorised", false, "R59", closes, "cpcc?p", "ppcc?p"},
      {"dua.legal_review", "in_review", "R60", needs_answer, "cp???p", "pp???p"},
      {"processing_agreement", none, "R30", needs_answer, "c????p", "?????p"},
      {"processing_agreement", "none", "R30", needs_answer, "c????p", "?????p"},
      {"processing_agreement", "in_preparation", "R30", needs_answer, "c????p", "?????p"},
      {"processing_agreement", "own_institution", "R30", does_not_apply, "cppp?p", "pppp?p"},
      {"processing_agreement", "repository_is_controller", "R30", condition, "cppp?p", "pppp?p"},
      {"repository", "Zenodo", "R66", contradiction, "cccc?p", "cccc?p"},
      {"repository", none, "R66", condition, "cppp?p", "pppp?p"},  // the receivers are said to be inside
      {"repository", "our own server", "R66", needs_answer, "c????p", "?????p"},  // not said where
      {"other_place.country", "US", "R66", contradiction, "cccc?p", "cccc?p"},    // beside one of the table
      {"receiver.eea", none, "R31", needs_answer, "c????p", "p????p"},
      {"other_place.country", "NL", "R66", passes, "cppp?p", "pppp?p"},
      {"repository", "OpenNeuro or Zenodo", "R66", needs_answer, "c????p", "?????p"},
      // without raw data
      {"federated.capacity", false, "R89", closes, "cppp?c", "pppp?c"},
      {"federated.capacity", none, "R89", needs_answer, "cppp??", "pppp??"},
      {"federated.partners", list_of("none"), "R89", closes, "cppp?c", "pppp?c"},
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

TEST_CASE("a look names how many images were drawn, and what became of the others") {
  const auto look = [](ReadinessInputs inputs, const Json& opened) {
    const Json given = with_answer(plain_answers(), "faces.others_opened", opened);
    const Reading reading = read_rules(case_of(inputs, given), strict);
    return std::find_if(reading.trace.begin(), reading.trace.end(),
                        [](const TraceStep& step) { return step.requirement == "R14"; })
        ->ruling;
  };
  ReadinessInputs inputs = plain_inputs();
  CHECK(look(inputs, true).sentence ==
        "looked at by A. Kijker on 2026-11-23 for this release, as declared: 4 of 6 images before and after; "
        "not drawn: 2; opened in a viewer");
  CHECK(look(inputs, false).sentence.ends_with("not drawn: 2; nobody looked at them"));
  std::erase_if(inputs.images, [](const auto& image) { return image.face == FaceVerdict::no_face; });
  CHECK(look(inputs, Json()).effect == Effect::passes);
  CHECK(look(inputs, Json()).sentence.ends_with("all 4 images, before and after"));
}

TEST_CASE("safe receivers are a condition where each of them is known only when it signs") {
  const DecisionCase situation = case_of(plain_inputs(), plain_answers());
  const Reading reading = read_rules(situation, strict);
  for (const RouteVerdict& verdict : reading.verdicts()) {
    const bool named = std::any_of(verdict.conditions.begin(), verdict.conditions.end(),
                                   [](const TraceStep* step) { return step->requirement == "R23"; });
    CHECK(named == (verdict.route == restricted || verdict.route == case_by_case));
  }
}

TEST_CASE("data of persons that are few in the tables are restricted, in either reading") {
  ReadinessInputs inputs = plain_inputs();
  inputs.demographics.smallest_class = 2;
  for (const Interpretation reading : {strict, liberal}) {
    const Reading read = read_rules(case_of(inputs, plain_answers()), reading);
    CHECK(state_of(read, open_to_all) == RouteState::closed);
    CHECK(state_of(read, registered) == RouteState::closed);
    CHECK(state_of(read, restricted) != RouteState::closed);
  }
  inputs.demographics.smallest_class.reset();
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), liberal), "R55") == Effect::needs_answer);
}

TEST_CASE("a release made for a narrower way is open to a wider one only where its groups reach it") {
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "restricted";
  inputs.policy.k = 3;
  const auto closed = [&](std::uint64_t smallest) {
    inputs.demographics.smallest_class = smallest;
    std::string ways;
    for (const Interpretation reading : {strict, liberal}) {
      for (const TraceStep& step : read_rules(case_of(inputs, plain_answers()), reading).trace) {
        if (step.requirement != "R55" || step.ruling.effect != Effect::closes) continue;
        ways += step.routes.front() == open_to_all ? 'p' : 'r';
      }
    }
    return ways;
  };
  CHECK(closed(3) == "rprp");
  CHECK(closed(5) == "pp");
  CHECK(closed(11).empty());
  inputs.policy.preset = "open";  // by its own k the way it was made for, whatever the preset has
  CHECK(closed(4) == "rr");
}

TEST_CASE("the groups that other ways ask for are those of their presets") {
  const Json presets = parse_json(read_share("policy.json").value(), "policy.json").value().at("presets");
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "none of them";
  for (const char* preset : {"open", "registered", "restricted"}) {
    const auto k = static_cast<std::uint64_t>(presets.at(preset).at("k").as_int());
    const auto suffices = [&](std::uint64_t smallest) {
      inputs.demographics.smallest_class = smallest;
      const auto ways = facts_of(readiness_document(inputs, rule_tables())).groups_suffice_for;
      return std::find(ways.begin(), ways.end(), preset) != ways.end();
    };
    INFO(preset);
    CHECK(suffices(k));
    CHECK_FALSE(suffices(k - 1));
  }
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
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), liberal), "R55") == Effect::passes);
}

TEST_CASE("columns that tell of patients contradict an answer that there are none") {
  ReadinessInputs inputs = plain_inputs();
  inputs.columns.push_back(
      {"participants", "diagnosis", ColumnDecision::dropped, "", ColumnRole::free_text, false});
  CHECK(effect_of(read_rules(case_of(inputs, plain_answers()), strict), "R54") == Effect::contradiction);
}

TEST_CASE(
    "columns that suggest patients close nothing by themselves, and leave no way open that patients close") {
  ReadinessInputs inputs = plain_inputs();
  inputs.columns.push_back(
      {"participants", "mmse", ColumnDecision::dropped, "", ColumnRole::clinical_score, true});
  const DecisionCase unanswered = case_of(inputs, with_answer(plain_answers(), "clinical", Json()));
  CHECK(has_patients(unanswered) == Known::unknown);
  CHECK(effect_of(read_rules(unanswered, strict), "R54") == Effect::needs_answer);
  CHECK(states(read_rules(unanswered, strict)) == "c?pp?p");  // as without the columns
  CHECK(states(read_rules(unanswered, liberal)) == "??pp?p");
  const DecisionCase healthy = case_of(inputs, with_answer(plain_answers(), "clinical", "none"));
  CHECK(effect_of(read_rules(healthy, strict), "R54") ==
        Effect::condition);  // screenings are taken of healthy people
  CHECK(states(read_rules(healthy, strict)) ==
        states(read_rules(case_of(plain_inputs(), plain_answers()), strict)));
  const DecisionCase patients = case_of(inputs, with_answer(plain_answers(), "clinical", "patients"));
  CHECK(states(read_rules(patients, strict)) == "ccpp?p");
}

TEST_CASE("policy and ethics put conditions on an analysis near the data, and do not close it") {
  for (const auto& [path, value] :
       {std::pair{"institution.allows", Json(false)}, std::pair{"ethics.concerns", Json("stop")}}) {
    INFO(path);
    const DecisionCase situation = case_of(plain_inputs(), with_answer(plain_answers(), path, value));
    for (const Reading& reading : {read_rules(situation, strict), read_rules(situation, liberal)}) {
      const RouteVerdict last = reading.verdicts().back();
      CHECK(last.route == federated);
      CHECK(last.state == RouteState::possible);
      CHECK(std::any_of(last.conditions.begin(), last.conditions.end(), [](const TraceStep* step) {
        return step->ruling.sentence.ends_with("analyses by others");
      }));
    }
  }
}

TEST_CASE("a finding of the audit that fails a measured check closes every way for raw data") {
  ReadinessInputs inputs = plain_inputs();
  inputs.audit.findings.push_back({"F9", Severity::major, "x", "a.json", "", "", "", "R43"});
  CHECK(states(read_rules(case_of(inputs, plain_answers()), liberal)).substr(0, 4) == "cccc");
  inputs.audit.findings.back().requirement = "R45";
  CHECK(state_of(read_rules(case_of(inputs, plain_answers()), liberal), derived) == RouteState::closed);
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
