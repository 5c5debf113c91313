#include "readiness/run_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready::readiness {
namespace {

constexpr std::array<std::pair<RunLevel, std::string_view>, 3> k_run_levels{
    {{RunLevel::both, "both"}, {RunLevel::group, "group"}, {RunLevel::participant, "participant"}}};

constexpr std::string_view k_release_key = "RELEASE_KEY";  // none is written over

std::string_view level_word(RunLevel level) {
  const auto* found = std::find_if(k_run_levels.begin(), k_run_levels.end(),
                                   [&](const auto& row) { return row.first == level; });
  return found->second;
}

// A report from before its options were noted cannot tell them: the line must not run as it stands.
std::string options_on(const std::string& line, std::string_view preset, const Json& policy) {
  const std::string_view level = line.find(" group{options}") != std::string::npos ? "group" : "participant";
  const bool remakes = line.find(" --replace") != std::string::npos;
  std::string words = fmt::format(" --preset {}", preset);
  if (!policy.at("options").is_array()) return words + " OPTIONS_OF_THE_RUN";
  for (const Json& option : policy.at("options").as_array()) {
    const std::string& on = option.at("level").as_string();
    if (on != "both" && on != level) continue;
    words += " --" + option.at("name").as_string();
    const std::string& value = option.at("value").as_string();
    if (!value.empty()) words += (remakes && value == k_release_key ? " NEW_" : " ") + value;
  }
  return words;
}

std::string line_with_options(const std::string& line, std::string_view preset, const Json& policy) {
  std::string words = replace_all(line, "{options}", options_on(line, preset, policy));
  words = replace_all(words, "{policy}", has_option(policy, "policy") ? "" : " --policy policy.json");
  const bool excluded = has_option(policy, "exclude-participant-label");
  return replace_all(words, "{exclude}", excluded ? "" : " --exclude-participant-label LABEL");
}

}  // namespace

bool has_option(const std::vector<RunOption>& options, std::string_view name) {
  return std::any_of(options.begin(), options.end(),
                     [&](const RunOption& option) { return option.name == name; });
}

bool has_option(const Json& policy, std::string_view name) {
  const auto& options = policy.at("options").as_array();
  return std::any_of(options.begin(), options.end(),
                     [&](const Json& option) { return option.at("name").as_string() == name; });
}

std::string typed_options(const std::vector<RunOption>& options, RunLevel level) {
  std::string words;
  for (const RunOption& option : options) {
    if (option.level != RunLevel::both && option.level != level) continue;
    const std::string& value = option.typed.empty() ? option.shown : option.typed;
    words += " --" + option.name + (value.empty() ? "" : " " + value);
  }
  return words;
}

Json run_options_json(const std::vector<RunOption>& options) {
  Json rows{Json::Array{}};
  for (const RunOption& option : options) {
    if (option.name == "preset") continue;
    rows.push_back(Json(
        Json::Object{{"name", option.name}, {"value", option.shown}, {"level", level_word(option.level)}}));
  }
  return rows;
}

std::string with_run_options(const std::string& lines, std::string_view preset, const Json& policy) {
  std::vector<std::string> all = split(lines, '\n');
  for (std::string& line : all) line = line_with_options(line, preset, policy);
  return join(all, "\n");
}

std::vector<std::string> told_of_placeholders(const Json& policy) {
  std::vector<std::string> sentences;
  if (policy.at("options").is_null()) {
    sentences.emplace_back(
        "This report does not know the options that its release was made with. Put them in the place of "
        "OPTIONS_OF_THE_RUN: without them another release is made.");
    return sentences;
  }
  if (policy.at("options").as_array().empty()) return sentences;
  sentences.emplace_back(
      "Each line holds the options that this release was made with: without them another release is made, "
      "or "
      "none. As they were typed they stand in private/report/options.txt.");
  if (has_option(policy, "policy"))
    sentences.push_back(fmt::format(
        "On them policy.json stands for the policy file of this release (hash of its policy: {}).",
        policy.at("hash").as_string()));
  if (has_option(policy, "exclude-participant-label"))
    sentences.emplace_back(
        "Behind --exclude-participant-label stands everybody who was left out by name: whoever is not named "
        "again comes back.");
  if (has_option(policy, "key-file"))
    sentences.emplace_back(
        "RELEASE_KEY is the key file of this release, NEW_RELEASE_KEY a new one: none is written over.");
  return sentences;
}

}  // namespace shareready::readiness
