#include "readiness/answers_print.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {
namespace {

// The last word, on which nothing rests (whose word it is counts for all), and a judgement of this very
// release, whose words the report does not repeat.
constexpr std::array<std::string_view, 8> k_not_printed{"controller.answers",
                                                        "controller.date",
                                                        "controller.decision",
                                                        "controller.reasons",
                                                        "controller.release",
                                                        "controller.represented_by",
                                                        "extremes",
                                                        "format"};

// Answers of which only who signs later hears.
struct Later {
  std::string_view name;  // an answer, or a group of them
  Signer first;           // who rests on it
};
constexpr std::array<Later, 7> k_later{{{"dpia", Signer::advice},
                                        {"dpo", Signer::decision},
                                        {"faces", Signer::decision},
                                        {"dua.legal_review", Signer::decision},
                                        {"dua.reviewed_by", Signer::decision},
                                        {"dua.reviewed_on", Signer::decision},
                                        {"dua.reviewed_text", Signer::decision}}};

bool rests_on(Signer signer, std::string_view answer) {
  const auto later = std::find_if(k_later.begin(), k_later.end(), [&](const Later& one) {
    return answer == one.name || (answer.starts_with(one.name) && answer[one.name.size()] == '.');
  });
  return later == k_later.end() || signer >= later->first;
}

bool is_repeated(const std::string& path) {
  const std::vector<std::string> kept = split(k_unrepeated_answers, '/');
  return std::none_of(kept.begin(), kept.end(), [&](const std::string& one) { return trim(one) == path; });
}

bool is_printed(const std::string& path, const std::string& name) {
  return !name.starts_with("_comment") &&
         std::find(k_not_printed.begin(), k_not_printed.end(), path) == k_not_printed.end();
}

// A list of words is a set. Of a condition counts what it says: it may be confirmed after the decision.
std::string spelling_of(const Json& value) {
  if (!value.is_array()) return format_json_line(value);
  std::vector<std::string> words;
  for (const Json& word : value.as_array())
    words.push_back(format_json_line(word.is_object() ? word.at("text") : word));
  std::sort(words.begin(), words.end());
  std::string all;
  for (const std::string& word : words) all += word + " ";
  return all;
}

void add_answers(const Json& group, const std::string& path, std::map<std::string, std::string>& spelled) {
  for (const auto& [name, value] : group.as_object()) {
    std::string own = path;
    if (!own.empty()) own += '.';
    own += name;
    if (!is_printed(own, name) || value.is_null()) continue;
    if (value.is_object()) add_answers(value, own, spelled);
    if (!value.is_object()) spelled[own] = spelling_of(value);
  }
}

}  // namespace

const std::string& AnswersPrint::of(Signer signer) const {
  if (signer == Signer::assessment) return assessment;
  return signer == Signer::advice ? advice : decision;
}

AnswersPrint print_of(const Json& answers) {
  constexpr std::size_t k_short = 16;  // digits: enough to tell two answers apart
  std::map<std::string, std::string> spelled;
  add_answers(answers, "", spelled);
  AnswersPrint print;
  std::string unrepeated;
  std::map<Signer, std::string> lines;
  for (const auto& [name, value] : spelled) {
    std::string line = name;
    line.append("\t").append(value).append("\n");
    const bool repeated = is_repeated(name);
    if (repeated) print.answers[name] = sha256_hex(std::string_view(line)).substr(0, k_short);
    if (!repeated) unrepeated += line;
    for (const Signer signer : {Signer::assessment, Signer::advice, Signer::decision})
      if (rests_on(signer, name)) lines[signer] += line;
  }
  if (!unrepeated.empty())
    print.answers[std::string(k_unrepeated_answers)] =
        sha256_hex(std::string_view(unrepeated)).substr(0, k_short);
  print.assessment = sha256_hex(std::string_view(lines[Signer::assessment]));
  print.advice = sha256_hex(std::string_view(lines[Signer::advice]));
  print.decision = sha256_hex(std::string_view(lines[Signer::decision]));
  return print;
}

std::vector<std::string> differing(const AnswersPrint& one, const AnswersPrint& other, Signer signer) {
  std::vector<std::string> names;
  for (const auto& [name, hash] : one.answers) {
    const auto same = other.answers.find(name);
    const bool differs = same == other.answers.end() || same->second != hash;
    if (differs && rests_on(signer, name)) names.push_back(name);
  }
  for (const auto& [name, hash] : other.answers) {
    if (!one.answers.contains(name) && rests_on(signer, name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Json to_json(const AnswersPrint& print) {
  Json rows{Json::Array{}};
  for (const auto& [name, hash] : print.answers) rows.push_back(object({{"answer", name}, {"sha256", hash}}));
  return object({{"assessment", print.assessment},
                 {"advice", print.advice},
                 {"decision", print.decision},
                 {"answers", std::move(rows)}});
}

AnswersPrint print_from(const Json& json) {
  AnswersPrint print{.assessment = json.at("assessment").as_string(),
                     .advice = json.at("advice").as_string(),
                     .decision = json.at("decision").as_string(),
                     .answers = {}};
  for (const Json& row : json.at("answers").as_array())
    print.answers[row.at("answer").as_string()] = row.at("sha256").as_string();
  return print;
}

}  // namespace shareready::readiness
