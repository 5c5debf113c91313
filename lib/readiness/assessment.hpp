#pragma once

#include <string>
#include <vector>

#include "readiness/decision.hpp"

// The impact assessment (DPIA, GDPR Art. 35): no rule of the guide asks for it, the law does. It is a part of
// deciding together with the privacy officer (R12), and comes before advice and decision.
namespace shareready::readiness {

enum class AssessmentState {
  not_needed,  // no personal data, or another country's law
  missing,     // nobody said, or what was said is not complete
  in_progress,
  other_release,  // made for another release
  other_answers,  // the answers are not those that it was made on
  high_risk,      // done, the risk stays high, and the supervisory authority was not consulted (Art. 36(1))
  not_mandatory,  // none is made, with written reasons
  done
};

AssessmentState assessment_state(const DecisionCase& situation, Interpretation interpretation);

// Of the criteria of WP248 rev.01 those that data and answers show: sensitive data, and persons in need of
// protection. Two are enough to presume that an assessment is mandatory; the other seven nobody measured.
std::vector<std::string> assessment_criteria(const DecisionCase& situation);

Ruling judge_assessment(const DecisionCase& situation, Interpretation interpretation);

// A decision taken without knowing the assessment.
bool is_decided_before_assessment(const DecisionCase& situation);

}  // namespace shareready::readiness
