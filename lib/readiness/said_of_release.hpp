#pragma once

#include <string>

#include "readiness/decision.hpp"

// Whether what a person said holds for this very release and for the answers that stand beside it.
namespace shareready::readiness {

enum class Binding {
  holds,
  unsaid,          // the day, the hash of the release or the hash of the answers is missing
  other_release,   // it names another release
  other_answers,   // the answers are not those that it names
  before_release,  // dated before the release was made
  in_future
};

// What a person said, as far as it is bound.
struct SaidOn {
  Signer signer;
  const Word& date;
  const Word& release;
  const Word& answers;
};

Binding binding_of(const SaidOn& said, const DecisionCase& situation);

// Of what names other answers: which changed since, where a report of that day told.
std::string told_of_changed_answers(const SaidOn& said, const DecisionCase& situation);

// What each of the three said.
SaidOn assessment_of(const Answers& answers);
SaidOn advice_of(const Answers& answers);
SaidOn decision_of(const Answers& answers);

// A look or a judgement, which the answers do not change: named with a day from the release on, and its hash.
bool is_dated_since_release(const Word& date, const DecisionCase& situation);

// Given before what it has to know: the advice before the assessment, the decision before either.
bool is_advised_before_assessment(const DecisionCase& situation);
bool is_decided_before_advice(const DecisionCase& situation);

}  // namespace shareready::readiness
