// Where a way ends, the report says so in one sentence, and what else there is.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

Json open_document(const Json& given) {
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "open";
  inputs.answers = answers_of(given);
  return readiness_document(inputs, rule_tables());
}

Json with_interpretation(const char* reading) {
  return with_answer(plain_answers(), "interpretation", reading);
}

std::string text_of(const Json& document, std::string_view title) {
  for (const Json& step : document.at("next_steps").as_array()) {
    if (step.at("title").as_string() == title)
      return step.at("text").as_string() + " " + step.at("command").as_string();
  }
  return {};
}

std::size_t place_of(const Json& document, std::string_view title) {
  const auto& steps = document.at("next_steps").as_array();
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [&](const Json& step) { return step.at("title").as_string() == title; });
  return static_cast<std::size_t>(found - steps.begin());
}

}  // namespace

TEST_CASE(
    "a repository that was chosen and does not take the release is no fact to know: it weighs, with others "
    "named") {
  const Json chosen = open_document(with_answer(plain_answers(), "repository", "OpenNeuro"));
  const Json& check = check_of(chosen, "R67");
  CHECK(check.at("status").as_string() == "FAIL");
  CHECK(check.at("severity").as_string() == "major");
  CHECK(contains(check.at("remedy").as_string(), "Choose another place"));
  CHECK(contains(check.at("remedy").as_string(), "These may fit: "));
  CHECK_FALSE(contains(check.at("remedy").as_string(), "OpenNeuro"));
  CHECK(contains(text_of(chosen, "Choose another repository"), "OpenNeuro does not take this release"));
  CHECK(text_of(chosen, "Ask what the repository leaves open").empty());
  CHECK(contains(text_of(chosen, "Deposit it"), "--package \"REPOSITORY\""));
  const Json other =
      open_document(with_answer(plain_answers(), "repository", "DANS Data Station Life Sciences"));
  CHECK(check_of(other, "R67").at("status").as_string() == "NOT-APPLICABLE");
  CHECK(check_of(other, "R67").at("severity").as_string() == "info");
  CHECK(text_of(other, "Choose another repository").empty());
  CHECK_FALSE(text_of(other, "Ask what the repository leaves open").empty());
  CHECK(contains(text_of(other, "Deposit it"), "--package \"DANS"));
}

TEST_CASE("nothing that weighs as info keeps a release back") {
  for (const char* place :
       {"OpenNeuro", "Zenodo", "OSF", "DANS Data Station Life Sciences", "our own disk"}) {
    INFO(place);
    const Json document = open_document(with_answer(with_interpretation("liberal"), "repository", place));
    for (const Json& check : document.at("checks").as_array()) {
      INFO(check.at("id").as_string());
      if (check.at("severity").as_string() == "info") CHECK(check.at("status").as_string() != "FAIL");
    }
  }
}

TEST_CASE("who signs and what the legal department approved do not bear on public data") {
  for (const char* path : {"dua.signatory.name", "dua.legal_review", "dua.reviewed_by"}) {
    INFO(path);
    const Json given = with_answer(with_interpretation("liberal"), path, Json());
    const Json document = open_document(given);
    for (const char* id : {"R59", "R60"})
      CHECK(check_of(document, id).at("status").as_string() == "NOT-APPLICABLE");
    ReadinessInputs inputs = plain_inputs();  // restricted: somebody signs
    inputs.answers = answers_of(given);
    const char* id = std::string_view(path).starts_with("dua.s") ? "R59" : "R60";
    CHECK(check_of(readiness_document(inputs, rule_tables()), id).at("status").as_string() == "NEEDS-ANSWER");
  }
  const Json document = open_document(plain_answers());
  CHECK_FALSE(contains(page_of(document), "Review the draft, filled in from release and answers"));
}

TEST_CASE("read strictly no consent makes data public, and the first sentence says so") {
  const char* words =
      "Read strictly, nothing but the privacy officer's opinion that they are outside the GDPR";
  const auto sentence = [](const Json& document) {
    return document.at("verdict").at("sentence").as_string();
  };
  CHECK(contains(sentence(open_document(with_interpretation("strict"))), words));
  CHECK(contains(sentence(open_document(with_answer(plain_answers(), "interpretation", Json()))), words));
  CHECK_FALSE(contains(sentence(open_document(with_interpretation("liberal"))), words));
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = answers_of(with_interpretation("strict"));
  CHECK_FALSE(contains(sentence(readiness_document(inputs, rule_tables())), words));
  CHECK(contains(check_of(open_document(with_interpretation("strict")), "R32").at("remedy").as_string(),
                 "no template helps there"));
}

TEST_CASE("a licence for everybody is told apart: data not meant for the public, and a way that is closed") {
  ReadinessInputs inputs = plain_inputs();
  inputs.release.license = "CC0";
  const auto observed = [&](const char* preset) {
    inputs.policy.preset = preset;
    inputs.answers = answers_of(with_answer(with_interpretation("strict"), "licence", "CC0-1.0"));
    return check_of(readiness_document(inputs, rule_tables()), "R61").at("observed").as_string();
  };
  CHECK(contains(observed("open"), "the way to the public is closed for these"));
  CHECK(contains(observed("restricted"), "these are not to be public"));
}

TEST_CASE("a way that a column closes is named as near, with what has to be settled") {
  const auto sentence = [](const Json& given) {
    return open_document(given).at("decision").at("sentence").as_string();
  };
  Json given =
      with_answer(with_interpretation("liberal"), "consent.data_categories", list_of("brain_images"));
  CHECK(contains(sentence(given), "The nearest way that is not closed: derived data."));
  CHECK(contains(sentence(given), "Nearer, once what closes it is settled (R46): registered access."));
  given = with_answer(given, "consent.special_categories", list_of("none"));
  CHECK(contains(sentence(given), "Nearer, once what closes it is settled (R46, R49): registered access."));
  Json far = with_answer(with_answer(given, "interpretation", "strict"), "repository", "OpenNeuro");
  far = with_answer(far, "receiver.eea", Json());
  CHECK(
      contains(sentence(far), "Nearer, once what closes it is settled (R46, R49, R66): registered access."));
  given = with_answer(given, "consent.purpose", "same_project");  // no column opens that
  CHECK_FALSE(contains(sentence(given), "Nearer"));
}

TEST_CASE("details that come back are named before anybody leaves one out") {
  const char* title = "Mend what is not met";
  const Json lacking =
      open_document(with_answer(plain_answers(), "consent.data_categories", list_of("brain_images")));
  CHECK(contains(text_of(lacking, title), "leave out all of these at once: age, handedness, sex."));
  CHECK(contains(text_of(lacking, title), "this reaches columns of events too"));
  CHECK_FALSE(contains(text_of(open_document(plain_answers()), title), "leave out all of these at once"));
}

TEST_CASE("answers and the place come before mending, mending before looking") {
  Json given = with_answer(plain_answers(), "interpretation", Json());
  given = with_answer(given, "repository", "OpenNeuro");
  given = with_answer(given, "faces.date", Json());
  const Json document = open_document(given);
  const std::vector<const char*> order{"Answer for the institution", "Choose another repository",
                                       "Mend what is not met", "Look at every image before and after"};
  for (std::size_t i = 1; i < order.size(); ++i) {
    INFO(order[i]);
    CHECK(place_of(document, order[i - 1]) < place_of(document, order[i]));
  }
  CHECK(contains(text_of(document, "Look at every image before and after"),
                 "Look once nothing is left to mend"));
  const Json only_look = open_document(with_answer(with_interpretation("liberal"), "faces.date", Json()));
  CHECK_FALSE(
      contains(text_of(only_look, "Look at every image before and after"), "nothing is left to mend"));
}

TEST_CASE("ages of which none is released are said to be the source's") {
  ReadinessInputs inputs = plain_inputs();
  inputs.answers = answers_of(plain_answers());
  const auto observed = [&] {
    return check_of(readiness_document(inputs, rule_tables()), "R11").at("observed").as_string();
  };
  CHECK(contains(observed(), "ages that the release tells or allows, to be held against the description"));
  for (ReportedColumn& column : inputs.columns) {
    if (column.role == ColumnRole::age) column.decision = ColumnDecision::dropped;
  }
  CHECK(contains(observed(), "ages of the source, of which none is released, to be held against"));
}
