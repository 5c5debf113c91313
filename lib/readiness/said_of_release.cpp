#include "readiness/said_of_release.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shareready::readiness {

bool is_dated_since_release(const Word& date, const DecisionCase& situation) {
  return date && *date >= situation.facts.made;
}

Binding binding_of(const SaidOn& said, const DecisionCase& situation) {
  const std::string& print = situation.answers.print.of(said.signer);
  if (said.date && *said.date > situation.today) return Binding::in_future;
  if (said.release && *said.release != situation.facts.manifest_sha256) return Binding::other_release;
  if (said.answers && *said.answers != print) return Binding::other_answers;
  if (said.date && !is_dated_since_release(said.date, situation)) return Binding::before_release;
  return said.date && said.release && said.answers ? Binding::holds : Binding::unsaid;
}

std::string told_of_changed_answers(const SaidOn& said, const DecisionCase& situation) {
  const auto& earlier = situation.earlier_answers;
  const auto then = std::find_if(earlier.begin(), earlier.end(), [&](const AnswersPrint& one) {
    return one.of(said.signer) == said.answers;
  });
  return then == earlier.end() ? "which ones, no report at hand tells"
                               : join(differing(*then, situation.answers.print, said.signer), ", ");
}

SaidOn assessment_of(const Answers& answers) {
  return {Signer::assessment, answers.dpia.date, answers.dpia.release, answers.dpia.answers};
}

SaidOn advice_of(const Answers& answers) {
  return {Signer::advice, answers.dpo.date, answers.dpo.release, answers.dpo.answers};
}

SaidOn decision_of(const Answers& answers) {
  const Answers::Controller& controller = answers.controller;
  return {Signer::decision, controller.date, controller.release, controller.answers};
}

bool is_advised_before_assessment(const DecisionCase& situation) {
  const Answers::Assessment& dpia = situation.answers.dpia;
  const Word& advised = situation.answers.dpo.date;
  return dpia.status == "done" && dpia.date && advised && *advised < *dpia.date;
}

bool is_decided_before_advice(const DecisionCase& situation) {
  const Word& advised = situation.answers.dpo.date;
  const Word& decided = situation.answers.controller.date;
  return is_signed_off(situation) && decided && *decided < *advised;
}

}  // namespace shareready::readiness
