#include "readiness/document_steps.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/document_release.hpp"
#include "readiness/document_verdict.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/special_columns.hpp"
#include "readiness/step_texts.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

// Of advice, assessment, decision and look the steps say more, each to its own person; what is no answer of
// the file, such as what to do with an image withheld, has steps too.
bool has_own_step(const Json& question, const DecisionCase& situation) {
  const std::string& rule = question.at("requirement").as_string();
  return rule == "R12" || rule == "R14" || (rule == "R11" && is_population_misdescribed(situation)) ||
         question.at("next_step").as_string().empty();
}

bool has_question_for(std::string_view owner, const Json& document) {
  const auto& questions = document.at("questions").as_array();
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Json& question) { return question.at("owner").as_string() == owner; });
}

// Needed before sharing, and no other step asks for it.
bool has_pressing_question_for(std::string_view owner, const Json& document, const DecisionCase& situation) {
  const auto& questions = document.at("questions").as_array();
  return std::any_of(questions.begin(), questions.end(), [&](const Json& question) {
    return question.at("owner").as_string() == owner && is_pressing(question) &&
           !has_own_step(question, situation);
  });
}

// The answers that can wait, of whomever: one step, after all that are needed.
bool has_only_later_questions(const Json& document) {
  const auto& questions = document.at("questions").as_array();
  return !questions.empty() && std::none_of(questions.begin(), questions.end(), is_pressing);
}

bool is_assessment_open(const Json& assessment) {
  const std::string& state = assessment.at("state").as_string();
  return state != "done" && state != "not_mandatory" && state != "not_needed";
}

bool is_look_open(const DecisionCase& situation) {
  const Answers::Faces& faces = situation.answers.faces;
  const bool looked = faces.looked_at_by && faces.date && faces.release == situation.facts.manifest_sha256;
  const bool all = situation.facts.drawn_images == situation.facts.images || faces.others_opened;
  return situation.facts.images > 0 && !(looked && all);
}

// The officer advised on this very release: what was to be weighed before is weighed.
bool is_advised_in_favour(const Json& document) {
  const std::string& state = document.at("sign_off").at("state").as_string();
  return state == "valid" || state == "conditional";
}

bool applies(const Advice& step, const Json& document, const DecisionCase& situation) {
  if (step.applies == "look") return is_look_open(situation);
  if (step.applies == "extremes") return is_extremes_open(situation.facts) && !is_extremes_settled(situation);
  if (step.applies == "telling_ages")
    return !told_by_ages(situation.facts).empty() && !is_advised_in_favour(document);
  if (step.applies == "rare_images")
    return !document.at("risk").at("without_images").as_array().empty() && !is_advised_in_favour(document);
  if (step.applies == "telling_sidecars")
    return !document.at("risk").at("without_keys").as_array().empty() && !is_advised_in_favour(document);
  if (step.applies == "misdescribed") return is_population_misdescribed(situation);
  if (step.applies == "special_columns")
    return !is_advised_in_favour(document) &&
           (situation.facts.preset == "restricted" || needs_other_preset(document)) &&
           may_keep_special_columns(situation.facts, situation.answers);
  if (step.applies == "release_key_wanted")
    return situation.answers.consent.withdrawal == "release_key" && !situation.facts.key_file;
  if (step.applies == "no_repository") return !situation.answers.repository;
  if (step.applies == "unknown_repository") return !told_of_unknown_place(situation).empty();
  if (step.applies == "repository") return !situation.host.scope.empty() && !is_choice_rejected(document);
  if (step.applies == "repository_rejects") return is_choice_rejected(document);
  if (step.applies == "withheld") return lost_something(document);
  if (step.applies == "way_closed") return needs_other_preset(document);
  if (step.applies == "failed") return document.at("verdict").at("checks").at("FAIL").as_int() > 0;
  if (step.applies == "undecided")
    return document.at("sign_off").at("controller").at("state").as_string() != "approved";
  if (step.applies == "unassessed") return is_assessment_open(document.at("sign_off").at("assessment"));
  if (step.applies == "legal_questions") return has_question_for("legal", document);
  const bool answered = !document.at("answers").at("sha256").as_string().empty();
  if (step.applies == "first_answers") return !answered && !document.at("questions").as_array().empty();
  if (step.applies == "more_answers")
    return answered && has_pressing_question_for("researcher", document, situation);
  if (step.applies == "officer_questions")
    return answered && has_pressing_question_for("privacy_officer", document, situation);
  if (step.applies == "controller_questions")
    return answered && has_pressing_question_for("controller", document, situation);
  if (step.applies == "later_answers") return answered && has_only_later_questions(document);
  if (step.applies == "contradictions")
    return !document.at("decision").at("contradictions").as_array().empty();
  if (step.applies == "unsigned") return !is_advised_in_favour(document);
  if (step.applies == "conditional") return document.at("sign_off").at("state").as_string() == "conditional";
  return true;
}

}  // namespace

Json steps_json(const Json& document, const DecisionCase& situation, const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Advice& step : tables.next_steps) {
    if (!applies(step, document, situation)) continue;
    const Repository* named = named_repository(tables.repositories, situation.answers);
    const std::string text = replace_all(step_text(step, document, situation), "{repository}",
                                         named == nullptr ? std::string() : named->name);
    rows.push_back(object({{"owner", to_word(step.owner)},
                           {"title", step.title},
                           {"text", text},
                           {"command", command_of(step, document, situation, tables)}}));
  }
  return rows;
}

}  // namespace shareready::readiness
