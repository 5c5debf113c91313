#pragma once

#include <functional>
#include <string>
#include <vector>

#include "readiness/decision_cases.hpp"

// What the tests change of a plain release to see which sentence follows from it.
namespace shareready::readiness::test {

struct Lever {
  std::string name;
  std::function<void(ReadinessInputs&)> pull;
};

// A diagnosis that was left out, and what keeping it would give.
void leave_out_diagnosis(ReadinessInputs& inputs);

// Columns left out and wider ages, alone and together.
void add_measures(ReadinessInputs& inputs);

// What the data can hold, one thing at a time.
std::vector<Lever> data_levers();

// The same for what only single sentences tell of.
std::vector<Lever> rare_levers();

struct GivenAnswers {
  std::string name;
  Json answers;
};

// Every answer of `answers`, each left out in turn.
std::vector<GivenAnswers> each_left_out(const Json& answers);

// Every answer whose values the form lists, each with each value in turn.
std::vector<GivenAnswers> each_value(const Json& answers);

// Answers that disagree, or say something only together.
std::vector<GivenAnswers> special_answers(const Json& answers);

}  // namespace shareready::readiness::test
