#include "readiness/answers_print.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {
namespace {

// Signed or looked at: each of these names the release, or is compared by a hash of its own.
constexpr std::array<std::string_view, 10> k_not_printed{"controller",
                                                         "dpia",
                                                         "dpo",
                                                         "dua.legal_review",
                                                         "dua.reviewed_by",
                                                         "dua.reviewed_on",
                                                         "dua.reviewed_text",
                                                         "extremes",
                                                         "faces",
                                                         "format"};

bool is_repeated(const std::string& path) {
  const std::vector<std::string> kept = split(k_unrepeated_answers, '/');
  return std::none_of(kept.begin(), kept.end(), [&](const std::string& one) { return trim(one) == path; });
}

bool is_printed(const std::string& path, const std::string& name) {
  return !name.starts_with("_comment") &&
         std::find(k_not_printed.begin(), k_not_printed.end(), path) == k_not_printed.end();
}

// A list of words is a set.
std::string spelling_of(const Json& value) {
  if (!value.is_array()) return format_json_line(value);
  std::vector<std::string> words;
  for (const Json& word : value.as_array()) words.push_back(format_json_line(word));
  std::sort(words.begin(), words.end());
  std::string all;
  for (const std::string& word : words) all += word + " ";
  return all;
}

void add_answers(const Json& group, const std::string& path, std::map<std::string, std::string>& spelled) {
  for (const auto& [name, value] : group.as_object()) {
    const std::string own = path.empty() ? name : path + "." + name;
    if (!is_printed(own, name) || value.is_null()) continue;
    if (value.is_object()) add_answers(value, own, spelled);
    if (!value.is_object()) spelled[own] = spelling_of(value);
  }
}

}  // namespace

AnswersPrint print_of(const Json& answers) {
  constexpr std::size_t k_short = 16;  // digits: enough to tell two answers apart
  std::map<std::string, std::string> spelled;
  add_answers(answers, "", spelled);
  AnswersPrint print;
  std::string lines, unrepeated;
  for (const auto& [name, value] : spelled) {
    std::string line = name;
    line.append("\t").append(value).append("\n");
    const bool repeated = is_repeated(name);
    if (repeated) print.answers[name] = sha256_hex(std::string_view(line)).substr(0, k_short);
    if (!repeated) unrepeated += line;
    lines += line;
  }
  if (!unrepeated.empty())
    print.answers[std::string(k_unrepeated_answers)] =
        sha256_hex(std::string_view(unrepeated)).substr(0, k_short);
  print.sha256 = sha256_hex(std::string_view(lines));
  return print;
}

std::vector<std::string> differing(const AnswersPrint& one, const AnswersPrint& other) {
  std::vector<std::string> names;
  for (const auto& [name, hash] : one.answers) {
    const auto same = other.answers.find(name);
    if (same == other.answers.end() || same->second != hash) names.push_back(name);
  }
  for (const auto& [name, hash] : other.answers) {
    if (!one.answers.contains(name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Json to_json(const AnswersPrint& print) {
  Json rows{Json::Array{}};
  for (const auto& [name, hash] : print.answers) rows.push_back(object({{"answer", name}, {"sha256", hash}}));
  return object({{"sha256", print.sha256}, {"answers", std::move(rows)}});
}

AnswersPrint print_from(const Json& json) {
  AnswersPrint print{.sha256 = json.at("sha256").as_string(), .answers = {}};
  for (const Json& row : json.at("answers").as_array())
    print.answers[row.at("answer").as_string()] = row.at("sha256").as_string();
  return print;
}

}  // namespace shareready::readiness
