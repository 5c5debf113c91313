#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/followed_sentences.hpp"
#include "readiness/levers.hpp"
#include "readiness/markup.hpp"

// Each requirement of share/requirements.json is followed from the data or an answer to its sentence on the
// page: something in the data, or one answer, is changed; the check of the requirement has to say something
// else, and the page has to say that where the requirement stands.
using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

// What is read at a requirement on the page.
std::string place_of(const std::string& page, const std::string& id) {
  const std::size_t begin = page.find(" id=\"" + id + "\"");
  if (begin == std::string::npos) return {};
  return page.substr(begin, page.find("</details>", begin) - begin);
}

bool says(const std::string& place, const std::string& sentence) {
  return !sentence.empty() && place.find(text(sentence).markup()) != std::string::npos;
}

void check_expected(const std::string& id, const std::string& lever, const std::string& status,
                    const std::string& sentence) {
  const auto row = std::find_if(k_followed.begin(), k_followed.end(),
                                [&](const Followed& entry) { return entry.requirement == id; });
  REQUIRE(row != k_followed.end());
  CHECK(lever == row->lever);
  CHECK(status == row->status);
  CHECK(sentence == row->sentence);
}

}  // namespace

TEST_CASE("each requirement is followed from data or an answer to its sentence in the report") {
  ReadinessInputs base = plain_inputs();
  base.answers = answers_of(plain_answers());
  const Json before = readiness_document(base, rule_tables());
  const std::string page_before = page_of(before);
  std::vector<Lever> levers = data_levers();
  for (GivenAnswers& given : each_left_out(plain_answers())) {
    levers.push_back(
        {given.name, [given](ReadinessInputs& inputs) { inputs.answers = answers_of(given.answers); }});
  }

  std::map<std::string, std::set<std::string>> moved_by;
  for (const Lever& lever : levers) {
    ReadinessInputs inputs = base;
    lever.pull(inputs);
    const Json after = readiness_document(inputs, rule_tables());
    std::string page;  // made where it is needed
    for (const Requirement& rule : rule_tables().requirements) {
      const Json& check = check_of(after, rule.id);
      const std::string& sentence = check.at("observed").as_string();
      if (sentence == check_of(before, rule.id).at("observed").as_string()) continue;
      if (moved_by[rule.id].empty()) {
        if (page.empty()) page = page_of(after);
        INFO(rule.id << ", " << lever.name << ": " << sentence);
        const std::string place = place_of(page, rule.id);
        const std::string& status = check.at("status").as_string();
        check_expected(rule.id, lever.name, status, sentence);
        CHECK(says(place, sentence));
        CHECK(place.find("data-status=\"" + status + "\"") != std::string::npos);
        const std::string& remedy = check.at("remedy").as_string();  // as R53 fits it to the preset
        CHECK((says(place, remedy) || status == "PASS" || status == "NOT-APPLICABLE"));
      }
      moved_by[rule.id].insert(lever.name);
    }
  }
  REQUIRE(rule_tables().requirements.size() == 94);
  const auto told =
      std::count_if(rule_tables().requirements.begin(), rule_tables().requirements.end(),
                    [](const Requirement& rule) { return rule.evaluation == Evaluation::fact; });
  CHECK(k_followed.size() + static_cast<std::size_t>(told) == 94);
  for (const Requirement& rule : rule_tables().requirements) {
    INFO(rule.id << ": " << rule.question);
    const std::string place = place_of(page_before, rule.id);
    CHECK(says(place, rule.question));
    CHECK(says(place, rule.rule));
    if (rule.evaluation == Evaluation::fact) {
      CHECK(moved_by[rule.id].empty());  // told, whatever the data
    } else {
      CHECK_FALSE(moved_by[rule.id].empty());
    }
  }
}
