#include "readiness/assessment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/said_of_release.hpp"

namespace shareready::readiness {
namespace {

bool holds_persons(const DatasetFacts& facts) {
  return facts.participants + facts.images + facts.normalised_images + facts.region_tables > 0;
}

// Who needs protection, as far as it is known; empty: nobody known to.
std::string persons_in_need(const DecisionCase& situation) {
  const bool children = has_children(situation) == Known::yes;
  if (children && has_patients(situation) == Known::yes) return "children under 16, and patients";
  if (children) return "children under 16";
  if (has_patients(situation) == Known::yes) return "patients";
  const Words& vulnerable = situation.answers.vulnerable;
  return vulnerable && vulnerable->front() != "none" ? "persons who need extra protection" : "";
}

// Another law may want none: what was written down of one counts all the same.
bool is_left_to_other_law(const DecisionCase& situation) {
  return situation.answers.jurisdiction == "other" && !situation.answers.dpia.status;
}

// What is known of the duty where nobody settled it.
std::string presumption(const DecisionCase& situation) {
  const std::vector<std::string> criteria = assessment_criteria(situation);
  if (criteria.size() > 1) {
    return fmt::format(
        "presume that it is mandatory: two criteria of WP248 rev.01 hold, {} and {} (GDPR Art. 35(1), on a "
        "large scale Art. 35(3)(b) too)",
        criteria[0], criteria[1]);
  }
  if (criteria.size() == 1) {
    return fmt::format("it may be mandatory: one criterion of WP248 rev.01 is seen here, {}; two are enough",
                       criteria[0]);
  }
  return "it may be mandatory: look at WP248 rev.01 and at the list of the supervisory authority";
}

bool is_complete(const DecisionCase& situation) {
  const Answers::Assessment& dpia = situation.answers.dpia;
  const bool dated = dpia.date && *dpia.date <= situation.today &&
                     is_dated_since_release(dpia.date, situation) && dpia.release && dpia.answers;
  return dated &&
         (dpia.status == "done" ? dpia.ref && dpia.advice && dpia.residual_risk : dpia.reasons.has_value());
}

// GDPR Art. 36(1): with a high risk left the controller consults the supervisory authority before processing.
bool is_unconsulted(const Answers::Assessment& dpia) {
  return dpia.status == "done" && dpia.residual_risk == "high" && !dpia.consultation;
}

// What the assessment says is left.
Ruling judge_outcome(const Answers::Assessment& dpia) {
  const std::string what = fmt::format(
      "impact assessment done on {} for this release, as declared: {}; advice of the privacy "
      "officer on it: {}",
      *dpia.date, *dpia.ref, *dpia.advice);
  if (is_unconsulted(dpia)) {
    return closes(what +
                  "; it leaves a high risk: the controller consults the supervisory authority before sharing "
                  "(GDPR Art. 36(1))");
  }
  if (dpia.residual_risk == "high") {
    return condition(fmt::format("{}; it leaves a high risk, and the supervisory authority was consulted: {}",
                                 what, *dpia.consultation));
  }
  return passes(what + "; it leaves no high risk");
}

Ruling judge_declared(const DecisionCase& situation) {
  const Answers::Assessment& dpia = situation.answers.dpia;
  const bool done = dpia.status == "done";
  if (!is_complete(situation)) {
    return needs(
        done ? "the impact assessment is said to be done: its date, its place, the privacy "
               "officer's advice on it, the risk that it leaves, the hash of this release or that of the "
               "answers is missing"
             : "the impact assessment is said not to be mandatory: the reasons, their date, the hash "
               "of this release or that of the answers is missing");
  }
  if (done) return judge_outcome(dpia);
  const char* words =
      assessment_criteria(situation).size() > 1
          ? "no impact assessment is made, against the presumption that it is mandatory; written reasons: "
          : "no impact assessment is made; written reasons: ";
  return condition(words + *dpia.reasons);
}

}  // namespace

std::vector<std::string> assessment_criteria(const DecisionCase& situation) {
  std::vector<std::string> criteria;
  const auto& special = situation.facts.special_categories;
  const bool health = std::find(special.begin(), special.end(), "health") != special.end();
  if (!special.empty())
    criteria.emplace_back(health ? "criterion 4 (sensitive data: health)"
                                 : "criterion 4 (sensitive data: special categories)");
  if (const std::string persons = persons_in_need(situation); !persons.empty())
    criteria.push_back(fmt::format("criterion 7 (vulnerable persons: {})", persons));
  return criteria;
}

AssessmentState assessment_state(const DecisionCase& situation, Interpretation interpretation) {
  const Answers::Assessment& dpia = situation.answers.dpia;
  if (outside_gdpr(situation, interpretation) || is_left_to_other_law(situation) ||
      (situation.facts.published && !holds_persons(situation.facts))) {
    return AssessmentState::not_needed;
  }
  if (dpia.release && *dpia.release != situation.facts.manifest_sha256) return AssessmentState::other_release;
  if (dpia.answers && *dpia.answers != situation.answers.print.assessment)
    return AssessmentState::other_answers;
  if (dpia.status == "in_progress") return AssessmentState::in_progress;
  if (!dpia.status || !is_complete(situation)) return AssessmentState::missing;
  if (is_unconsulted(dpia)) return AssessmentState::high_risk;
  return dpia.status == "done" ? AssessmentState::done : AssessmentState::not_mandatory;
}

Ruling judge_assessment(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  if (is_left_to_other_law(situation))
    return condition("the law of another country counts: ask whether it wants an assessment of its own");
  const Answers::Assessment& dpia = situation.answers.dpia;
  if (dpia.date && *dpia.date > situation.today)
    return contradiction("the impact assessment is dated in the future");
  switch (assessment_state(situation, interpretation)) {
    case AssessmentState::not_needed:
      return does_not_apply("the release holds nothing of single persons");
    case AssessmentState::other_release:
      return needs(
          "the impact assessment was made for another release: say whether it holds for this one, by its "
          "hash");
    case AssessmentState::other_answers:
      return needs(
          fmt::format("the answers changed since the impact assessment: {}; see whether it still holds, then "
                      "take the hash for it at the top of the report",
                      told_of_changed_answers(assessment_of(situation.answers), situation)));
    case AssessmentState::in_progress:
      return needs("the impact assessment (DPIA) is not done yet; " + presumption(situation));
    case AssessmentState::missing:
    case AssessmentState::high_risk:
    case AssessmentState::not_mandatory:
    case AssessmentState::done:
      break;
  }
  if (dpia.date && dpia.release && !is_dated_since_release(dpia.date, situation)) {
    return needs(fmt::format(
        "the impact assessment is dated before the release that it names, which was made on {}: say the day "
        "on which it was held against this release",
        situation.facts.made));
  }
  return dpia.status
             ? judge_declared(situation)
             : needs("nobody said whether an impact assessment (DPIA) was made; " + presumption(situation));
}

bool is_decided_before_assessment(const DecisionCase& situation) {
  const Answers::Assessment& dpia = situation.answers.dpia;
  const Word& decided = situation.answers.controller.date;
  return dpia.status == "done" && dpia.date && decided && *decided < *dpia.date;
}

}  // namespace shareready::readiness
