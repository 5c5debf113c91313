// Every sentence that a check, a branch of the decision or a fact of a repository can say, as far as the
// levers below bring it up, against sentences.tsv, which was read line by line. A sentence that follows from
// something else than before fails here; so does one that nobody has read.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/levers.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/words.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

// What is said, and by what it was brought up first.
class Sentences {
 public:
  void add(const std::string& place, std::string_view status, const std::string& sentence,
           const std::string& cause) {
    said_.try_emplace(place + '\t' + std::string(status) + '\t' + sentence, cause);
  }
  [[nodiscard]] std::vector<std::string> rows() const {
    std::vector<std::string> rows;
    for (const auto& [said, cause] : said_) rows.push_back(said + '\t' + cause);
    return rows;
  }

 private:
  std::map<std::string, std::string> said_;
};

void add_decision(const DecisionCase& situation, const std::string& cause, Sentences& said) {
  for (const Interpretation reading : {Interpretation::strict, Interpretation::liberal}) {
    for (const TraceStep& step : read_rules(situation, reading).trace) {
      said.add(step.requirement + '\t' + step.question, to_word(step.ruling.effect), step.ruling.sentence,
               cause);
    }
  }
}

void add_repositories(const DecisionCase& situation, const std::string& cause, Sentences& said) {
  for (const Interpretation reading : {Interpretation::strict, Interpretation::liberal}) {
    for (const RepositoryMatch& match : match_repositories(rule_tables().repositories, situation, reading)) {
      for (const FitPoint& point : match.points) {
        said.add("repository\t" + point.what, to_word(point.fit), point.sentence, cause);
      }
    }
  }
}

// What to do at each repository that may take the release, and which files it takes; the ways without raw
// data.
void add_advice(const Json& document, const std::string& cause, Sentences& said) {
  for (const Json& deposit : document.at("deposits").as_array()) {
    const std::string place =
        deposit.at("requirement").as_string() + "\tat " + deposit.at("name").as_string();
    std::size_t number = 0;
    for (const Json& step : deposit.at("steps").as_array()) {
      const std::string who = step.at("owner").as_string() + ", step " + std::to_string(++number);
      said.add(place, who, step.at("text").as_string(), cause);
    }
    for (const Json& file : deposit.at("files").as_array()) {
      said.add(place, "file", file.at("file").as_string() + ": " + file.at("standard").as_string(), cause);
    }
  }
  for (const Json& way : document.at("alternatives").as_array()) {
    const std::string place = way.at("requirement").as_string() + "\t" + way.at("name").as_string();
    const std::string& suits = way.at("suits").as_string();
    said.add(place, suits, way.at("why").as_string(), cause);
    said.add(place, "first step", way.at("next_step").as_string(), cause);
    said.add(place, "needs", way.at("needs").as_string(), cause);
    said.add(place, "to hand over", way.at("hand_over").as_string(), cause);
  }
}

// Those of repositories stand in the points above.
void add_checks(const ReadinessInputs& inputs, const std::string& cause, Sentences& said) {
  const Json document = readiness_document(inputs, rule_tables());
  for (const Requirement& rule : rule_tables().requirements) {
    const Json& check = check_of(document, rule.id);
    const std::string sentence = check.at("observed").as_string();
    const bool matched = sentence.starts_with("may fit;") || sentence.starts_with("chosen;") ||
                         sentence.starts_with("does not fit:");
    if (matched) continue;
    const std::string& threshold = check.at("threshold").as_string();
    said.add(rule.id + "\tcheck" + (threshold.empty() ? "" : ", asks for " + threshold),
             check.at("status").as_string(), sentence, cause);
  }
  add_advice(document, cause, said);
}

std::vector<GivenAnswers> answer_levers(const Json& base) {
  std::vector<GivenAnswers> all = each_left_out(base);
  const auto append = [&](std::vector<GivenAnswers> more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  append(each_value(base));
  append(special_answers(base));
  return all;
}

std::vector<std::string> rows_read() {
  std::ifstream file(SHAREREADY_SENTENCES);
  std::vector<std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("#")) rows.push_back(line);
  }
  return rows;
}

}  // namespace

TEST_CASE(
    "every sentence of checks, branches and repositories follows from what the table of sentences says") {
  Sentences said;
  std::vector<Lever> levers = data_levers();
  for (Lever& lever : rare_levers()) levers.push_back(std::move(lever));
  levers.insert(levers.begin(), {"nothing changed", [](ReadinessInputs&) {}});
  std::vector<std::pair<std::string, DecisionCase>> situations{
      {"", case_of(DatasetFacts{}, plain_answers())}};
  for (const GivenAnswers& given : answer_levers(plain_answers())) {
    situations.emplace_back(given.name, case_of(DatasetFacts{}, given.answers));
  }
  for (const Lever& lever : levers) {
    ReadinessInputs inputs = plain_inputs();
    inputs.answers = answers_of(plain_answers());
    lever.pull(inputs);
    add_checks(inputs, lever.name, said);
    const DatasetFacts facts = facts_of(readiness_document(inputs, rule_tables()));
    for (auto& [cause, situation] : situations) {
      situation.facts = facts;
      if (!inputs.created.empty()) situation.today = inputs.created;
      const std::string both = cause.empty() ? lever.name : lever.name + ", " + cause;
      add_decision(situation, both, said);
      if (cause.empty() || lever.name == levers.front().name) add_repositories(situation, both, said);
    }
  }
  for (const GivenAnswers& given : answer_levers(plain_answers())) {
    ReadinessInputs inputs = plain_inputs();
    inputs.answers = answers_of(given.answers);
    add_checks(inputs, given.name, said);
  }
  const std::vector<std::string> now = said.rows(), read = rows_read();
  if (now != read) {
    std::ofstream written("sentences.tsv");
    for (const std::string& row : now) written << row << '\n';
  }
  INFO(
      "what is said now stands in sentences.tsv of the working folder; compare it "
      "with " SHAREREADY_SENTENCES);
  const std::set<std::string> known(read.begin(), read.end()), said_now(now.begin(), now.end());
  for (const std::string& row : now) {
    if (!known.contains(row)) FAIL_CHECK("not in the table: " << row);
  }
  for (const std::string& row : read) {
    if (!said_now.contains(row)) FAIL_CHECK("no longer said: " << row);
  }
  CHECK(now.size() > 300);
}
