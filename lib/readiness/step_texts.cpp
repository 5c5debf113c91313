#include "readiness/step_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/facts.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/run_options.hpp"
#include "readiness/special_columns.hpp"

namespace shareready::readiness {
namespace {

std::set<std::string> closed_by(const Json& document, const std::string& way) {
  const Json& decision = document.at("decision");
  const bool liberal =
      decision.at("interpretation").is_string() && decision.at("interpretation").as_string() == "liberal";
  const auto& readings = decision.at("readings").as_array();
  std::set<std::string> rules;
  for (const Json& route : (liberal ? readings.back() : readings.front()).at("routes").as_array()) {
    if (route.at("route").as_string() != way) continue;
    for (const Json& point : route.at("closed_by").as_array())
      rules.insert(point.at("requirement").as_string());
  }
  return rules;
}

// Of what is not met, what restricted access lets be borne, and what has to be mended in any case.
std::string borne_by_restricting(const Json& document) {
  const std::set<std::string> before = closed_by(document, document.at("decision").at("wanted").as_string());
  const std::set<std::string> after = closed_by(document, document.at("decision").at("advised").as_string());
  std::vector<std::string> borne, left;
  for (const Json& check : document.at("checks").as_array()) {
    const std::string& id = check.at("id").as_string();
    if (check.at("status").as_string() != "FAIL") continue;
    // R4 asks for it in its own words, and is no branch of the decision.
    const bool goes = id == "R4" || (before.contains(id) && !after.contains(id));
    (goes ? borne : left).push_back(id);
  }
  std::string words;
  if (!borne.empty())
    words += fmt::format(
        " Restricted access lets these be borne, it does not mend them, and the tables may keep more detail "
        "than now: {}.",
        join(borne, ", "));
  if (!left.empty())
    words += fmt::format(" It does not help with these, so mend them first: {}.", join(left, ", "));
  return words;
}

// The text of the agreement is not asked for again once it was approved.
std::string agreements_text(const std::string& text, const Json& document) {
  constexpr std::string_view k_review = "Review the data use agreement (drafts/ holds one to start from).";
  const auto& checks = document.at("checks").as_array();
  const bool approved = std::any_of(checks.begin(), checks.end(), [](const Json& check) {
    return check.at("id").as_string() == "R60" && check.at("status").as_string() == "PASS";
  });
  return approved
             ? replace_all(text, k_review, "The text of the data use agreement was approved, as declared.")
             : text;
}

// The way wanted is closed: the lines that make the release again stand in the step for restricted access.
bool has_lines_elsewhere(const Advice& step, const Json& document) {
  return needs_other_preset(document) &&
         (step.applies == "failed" || step.applies == "look" || step.applies == "special_columns");
}

// The lines below the step of looking make another release: whoever only has to look must not run them.
std::string look_text(const std::string& text, const DatasetFacts& facts, bool has_lines) {
  const std::string words = with_drawn_images(text, facts);
  return has_lines ? words + " Only if somebody is left out:" : words;
}

// Where the steps lead to another way, its groups are smaller.
std::string told_of_other_k(const Json& document) {
  if (!needs_other_preset(document)) return {};
  return fmt::format(
      " These figures are for groups of k = {}, as this release was made; restricted access asks for smaller "
      "ones: look at them again in the report of the release made for it.",
      document.at("policy").at("k").as_int());
}

// A detail that is left out can let another one back in, as groups are formed anew.
std::string told_of_details(const Json& document) {
  const auto& checks = document.at("checks").as_array();
  const bool asked = std::any_of(checks.begin(), checks.end(), [](const Json& check) {
    return check.at("id").as_string() == "R46" && check.at("status").as_string() == "FAIL" &&
           check.at("observed").as_string().find("demographics") != std::string::npos;
  });
  std::vector<std::string> names;
  for (const Json& one : document.at("risk").at("identifiers").as_array())
    names.push_back(one.at("name").as_string());
  if (!asked || names.size() < 2) return {};
  return fmt::format(
      " Details of persons come back where another one goes, as groups are formed anew: where the form names "
      "no "
      "demographics, leave out all of these at once: {}.",
      join(names, ", "));
}

// Once private/ is deleted nobody can read there what was typed.
std::string told_of_cleaning(const Json& document, const DecisionCase& situation) {
  std::string words;
  if (!document.at("policy").at("options").as_array().empty())
    words +=
        " Before that, copy private/report/options.txt and the policy file to where the study key is kept: "
        "without them nobody can make this release again, or tell who was left out.";
  if (situation.answers.key.exists == false && leads_back(situation.facts.stands))
    words +=
        " The answers say that neither study key nor source is left: delete BIDS_DIR and every copy too; the "
        "group level, with the same answers file and - for BIDS_DIR, then says in the report that they are "
        "gone.";
  else if (!situation.facts.key_file && situation.answers.key.exists != false)
    words +=
        " No release key was written: withdrawal hangs on the source (R27), so keep it as long as anybody "
        "holds the release.";
  return words;
}

// The report of this release is renewed under its own preset; all that comes later is of the one made again.
const std::string& preset_of(const Advice& step, const Json& document, const DecisionCase& situation) {
  static const std::string k_restricted = "restricted";
  const bool renews = step.applies == "contradictions" || step.applies == "misdescribed" ||
                      step.applies.ends_with("_answers");
  return !renews && needs_other_preset(document) ? k_restricted : situation.facts.preset;
}

}  // namespace

bool needs_other_preset(const Json& document) {
  const std::string& advised = document.at("decision").at("advised").as_string();
  return advised != document.at("decision").at("wanted").as_string() &&
         (advised == "restricted" || advised == "case_by_case") &&
         document.at("policy").at("preset").as_string() != "restricted";
}

bool is_choice_rejected(const Json& document) {
  const auto& checks = document.at("checks").as_array();
  return std::any_of(checks.begin(), checks.end(), [](const Json& check) {
    return check.at("topic").as_string() == "Repositories" &&
           check.at("evaluation").as_string() == "matched" && check.at("status").as_string() == "FAIL";
  });
}

// What this release adds to a step.
std::string step_text(const Advice& step, const Json& document, const DecisionCase& situation) {
  if (step.applies == "way_closed" && !step.command.empty())
    return step.text + borne_by_restricting(document);
  if (step.applies == "always" && step.command.ends_with("--clean"))
    return step.text + told_of_cleaning(document, situation);
  if (step.applies == "legal_questions") return agreements_text(step.text, document);
  if (step.applies == "telling_ages")
    return fmt::format("{} Counted in this release: {}.{}",
                       step.text + told_of_present_policy(situation.facts.policy_file),
                       join(told_by_ages(situation.facts), "; "), told_of_recipes(situation.facts)) +
           told_of_leaving_out(document.at("risk").at("without"), situation.facts.risk.average_whole) +
           situation.facts.risk.best_measure + told_of_other_k(document);
  const std::string persons = told_of_without_persons(document.at("risk"));
  if (step.applies == "telling_sidecars")
    return step.text + told_of_without_keys(document.at("risk")) + persons;
  if (step.applies == "rare_images") return step.text + told_of_without_images(document.at("risk")) + persons;
  const bool elsewhere = has_lines_elsewhere(step, document);
  const std::string present = told_of_present_policy(situation.facts.policy_file);
  std::string words = step.applies == "special_columns"
                          ? step.text + step_of_special_columns(situation.facts, situation.answers) +
                                told_of_other_k(document) + (elsewhere ? "" : " Only if it is to stay:")
                      : step.applies == "look"     ? look_text(step.text, situation.facts, !elsewhere)
                      : step.applies == "failed"   ? step.text + present + told_of_details(document)
                      : step.applies == "extremes" ? step.text + present
                                                   : step.text;
  if (elsewhere)
    words = "The lines for it stand under 'Prepare the release again for restricted access'. " + words;
  const bool again = document.at("sign_off").at("faces").at("state").as_string() == "other_release";
  if (step.applies == "look" && document.at("verdict").at("checks").at("FAIL").as_int() > 0)
    words = "Look once nothing is left to mend: a release made again needs a look of its own. " + words;
  if (step.applies == "look" && again)
    words = "A look was declared, at another release; this one has files of its own. " + words;
  return words;
}

std::string command_of(const Advice& step, const Json& document, const DecisionCase& situation,
                       const RuleTables& tables) {
  if (has_lines_elsewhere(step, document)) return {};
  const bool answered = !document.at("answers").at("sha256").as_string().empty() ||
                        !document.at("questions").as_array().empty();  // then a step before asks for them
  const Repository* named = named_repository(tables.repositories, situation.answers);
  std::string command =
      with_run_options(step.command, preset_of(step, document, situation), document.at("policy"));
  command = replace_all(command, "{answers}", answered ? " --answers answers.json" : "");
  const bool taken = named != nullptr && !is_choice_rejected(document);
  return replace_all(command, "{repository}", taken ? named->name : "REPOSITORY");
}

}  // namespace shareready::readiness
