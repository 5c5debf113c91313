#pragma once

#include <string>
#include <string_view>

#include "readiness/inputs.hpp"
#include "readiness/private_page.hpp"
#include "readiness/review_html.hpp"

namespace shareready::readiness::test {

// The text of index.html.
std::string page_of(const Json& readiness);

// A published release of two participants with every kind of entry in it.
ReadinessInputs example_inputs();

// The same with `n` participants of one image each, their figures spread over a range.
ReadinessInputs many_participants(int n);

// An answers file in which every question is answered, and restricted sharing of the example release with the
// hash `release` is prepared for.
Json example_answers(const std::string& release);

// Under dpia, dpo and controller it names the answers by this word: `signed_in_order` writes in its place the
// hash of what each of them rests on, so that a test that changes an answer still has an advice on what it
// asks.
inline constexpr const char* k_present_answers =
    "0000000000000000000000000000000000000000000000000000000000000000";

// The same with one member ('consent.purpose') replaced.
Json with_answer(Json answers, std::string_view path, const Json& value);

Json signed_in_order(Json json);

// Read by the shipped schema, signed in order; a fault in the file fails the test.
Answers answers_of(const Json& json);

// The example release as it is offered with those answers: no licence that contradicts them.
ReadinessInputs answered_inputs();

// The same with a population, ages that tell something by themselves, and what other numbers k would give.
ReadinessInputs inputs_with_population();

// A failed audit, with made-up source paths.
PrivateReport example_private_report();

// A review of three images, one of them doubtful and one without its picture after.
ReviewSheet example_review();

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace shareready::readiness::test
