#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/followed_sentences.hpp"
#include "readiness/markup.hpp"

// Each requirement of share/requirements.json is followed from the data or an answer to its sentence on the
// page: something in the data, or one answer, is changed; the check of the requirement has to say something
// else, and the page has to say that where the requirement stands.
using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

struct Lever {
  std::string name;
  std::function<void(ReadinessInputs&)> pull;
};

// Every answer of the form, each left out in turn.
void add_answers(const Json& given, const std::string& path, std::vector<Lever>& levers) {
  for (const auto& [name, value] : given.as_object()) {
    if (name == "format") continue;
    const std::string own = path.empty() ? name : path + "." + name;
    if (value.is_object()) {
      add_answers(value, own, levers);
      continue;
    }
    levers.push_back({"without the answer " + own, [own](ReadinessInputs& inputs) {
                        inputs.answers = answers_of(with_answer(plain_answers(), own, Json()));
                      }});
  }
}

// What the data can hold, one thing at a time.
std::vector<Lever> data_levers() {
  return {
      {"a finding for every requirement",
       [](ReadinessInputs& inputs) {
         for (const Requirement& rule : rule_tables().requirements) {
           inputs.audit.findings.push_back(
               {"F-" + rule.id, Severity::critical, "x", "a.json", "", "", "", rule.id});
         }
       }},
      {"nothing was looked for", [](ReadinessInputs& inputs) { inputs.audit.coverage.clear(); }},
      {"no columns", [](ReadinessInputs& inputs) { inputs.columns.clear(); }},
      {"no images", [](ReadinessInputs& inputs) { inputs.images.clear(); }},
      {"no files", [](ReadinessInputs& inputs) { inputs.file_kinds.clear(); }},
      {"not published", [](ReadinessInputs& inputs) { inputs.published = false; }},
      {"children", [](ReadinessInputs& inputs) { inputs.demographics.under_16 = 7; }},
      {"small groups", [](ReadinessInputs& inputs) { inputs.demographics.smallest_class = 1; }},
      {"rare values", [](ReadinessInputs& inputs) { inputs.rare_values.reset(); }},
      {"offered to everybody", [](ReadinessInputs& inputs) { inputs.policy.preset = "open"; }},
      {"much data",
       [](ReadinessInputs& inputs) {
         inputs.release.bytes = 2'000'000'000'000;
         inputs.release.largest_file_bytes = 1'500'000'000'000;
         inputs.release.files = 100'000;
       }},
      {"a score of a clinic",
       [](ReadinessInputs& inputs) {
         inputs.columns.push_back(
             {"phenotype", "madrs", ColumnDecision::kept, "", ColumnRole::clinical_score, false});
       }},
      {"stored elsewhere",
       [](ReadinessInputs& inputs) {
         const Json given = with_answer(plain_answers(), "repository", "Zenodo");
         inputs.answers = answers_of(with_answer(given, "receiver.eea", false));
       }},
      {"an opinion that they are outside the GDPR",
       [](ReadinessInputs& inputs) {
         inputs.answers = answers_of(with_answer(plain_answers(), "dpo.opinion", "outside_gdpr"));
       }},
      {"maps and tables",
       [](ReadinessInputs& inputs) {
         inputs.derived.group_maps = {"group/t.nii.gz"};
         inputs.derived.region_tables = 2;
       }},
  };
}

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
  add_answers(plain_answers(), "", levers);

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
        CHECK((says(place, rule.remedy) || status == "PASS" || status == "NOT-APPLICABLE"));
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
