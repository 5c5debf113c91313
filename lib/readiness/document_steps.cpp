#include "readiness/document_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/clearance.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/run_options.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

bool lost_something(const Json& document) {
  const auto& left_out = document.at("left_out").as_array();
  return std::any_of(left_out.begin(), left_out.end(),
                     [](const Json& entry) { return entry.at("status").as_string() != "excluded"; });
}

bool is_audit_clean(const Json& checks) {
  return std::any_of(checks.as_array().begin(), checks.as_array().end(), [](const Json& check) {
    return check.at("id").as_string() == "R8" && check.at("status").as_string() == "PASS";
  });
}

// Advice, decision and answers are in: whoever decided is named, since this program decides nothing.
std::string cleared_sentence(const Json& document) {
  const bool decided = document.at("sign_off").at("controller").at("state").as_string() == "approved";
  const bool bound = !bounds_of(document).to_keep.empty();
  if (decided)
    return bound
               ? "The controller decided to share this release, as declared; nothing that this report knows "
                 "stands in the way, as long as the conditions of the way are kept."
               : "The controller decided to share this release, as declared, and nothing that this report "
                 "knows stands in the way.";
  return bound ? "Nothing that this report knows stands in the way of sharing this release, as long as the "
                 "conditions of the way are kept."
               : "Nothing that this report knows stands in the way of sharing this release.";
}

// Prepared for the public, in the reading in which every receiver of personal data is bound by an agreement.
bool is_strictly_public(const Json& document) {
  const Json& decision = document.at("decision");
  const auto& readings = decision.at("readings").as_array();
  const bool liberal =
      decision.at("interpretation").is_string() && decision.at("interpretation").as_string() == "liberal";
  return decision.at("wanted").as_string() == "public" && !liberal && !readings.empty() &&
         readings.front().at("personal_data").as_bool();
}

std::string verdict_sentence(const Json& document, bool published, std::int64_t failed) {
  if (!published) return "No. This run wrote nothing to dataset/. Nothing was sent to anybody.";
  std::string sentence = is_cleared(document) ? cleared_sentence(document) : "Not yet.";
  sentence += " A cleaned copy stands in the folder dataset/ on this computer; nothing was sent to anybody.";
  sentence +=
      is_audit_clean(document.at("checks"))
          ? " The audit of that copy found no name, old label or header field that it can recognise, and no "
            "face in anatomical images; in others it does not look for faces."
          : " The audit of that copy was not clean: do not share it.";
  if (lost_something(document)) sentence += " Some of the input could not be made safe and was left out.";
  if (document.at("decision").at("interpretation").is_null())
    sentence += " The rules are read strictly, as long as the institution has not chosen a reading.";
  if (is_strictly_public(document))
    sentence +=
        " Read strictly, nothing but the privacy officer's opinion that they are outside the GDPR opens "
        "public "
        "access, no consent does: nobody who downloads is bound by an agreement (R32).";
  if (failed > 0) sentence += " Whether it may be shared is another matter:";
  if (failed == 1) sentence += " one rule for sharing is not met:";
  if (failed > 1) sentence += fmt::format(" {} rules for sharing are not met:", failed);
  return sentence;
}

// There is nothing to review before the researcher has answered what every way of sharing hangs on.
bool awaits_researcher(const Json& document) {
  const auto& questions = document.at("questions").as_array();
  return std::any_of(questions.begin(), questions.end(), [](const Json& question) {
    const std::string& severity = question.at("severity").as_string();
    return question.at("owner").as_string() == "researcher" &&
           (severity == "blocker" || severity == "critical");
  });
}

bool is_pressing(const Json& question) {
  const std::string& severity = question.at("severity").as_string();
  return severity != "minor" && severity != "info";
}

std::string open_questions(const Json& questions) {
  const auto& all = questions.as_array();
  const auto first = std::count_if(all.begin(), all.end(), is_pressing);
  if (all.empty()) return "No question is open.";
  const std::string needed = first == 0   ? "No answer is needed before sharing."
                             : first == 1 ? "One answer is needed before sharing."
                                          : fmt::format("{} answers are needed before sharing.", first);
  const auto later = static_cast<std::int64_t>(all.size()) - first;
  return later == 0 ? needed : needed + fmt::format(" Questions that can wait: {}.", later);
}

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

// The way this release was prepared for is closed, and a narrower one for images is not.
bool needs_other_preset(const Json& document) {
  const std::string& advised = document.at("decision").at("advised").as_string();
  return advised != document.at("decision").at("wanted").as_string() &&
         (advised == "restricted" || advised == "case_by_case") &&
         document.at("policy").at("preset").as_string() != "restricted";
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

// The repository that was chosen does not take the release.
bool is_choice_rejected(const Json& document) {
  const auto& checks = document.at("checks").as_array();
  return std::any_of(checks.begin(), checks.end(), [](const Json& check) {
    return check.at("topic").as_string() == "Repositories" &&
           check.at("evaluation").as_string() == "matched" && check.at("status").as_string() == "FAIL";
  });
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
        "group level, with the same answers file, then says in the report that they are gone.";
  else if (!situation.facts.key_file && situation.answers.key.exists != false)
    words +=
        " No release key was written: withdrawal hangs on the source (R27), so keep it as long as anybody "
        "holds the release.";
  return words;
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

// The report of this release is renewed under its own preset; all that comes later is of the one made again.
const std::string& preset_of(const Advice& step, const Json& document, const DecisionCase& situation) {
  static const std::string k_restricted = "restricted";
  const bool renews = step.applies == "contradictions" || step.applies == "misdescribed" ||
                      step.applies.ends_with("_answers");
  return !renews && needs_other_preset(document) ? k_restricted : situation.facts.preset;
}

// What to type, and the repository in mind by its name.
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

}  // namespace

Json verdict_json(const Json& document, bool published, const Json& counts) {
  const std::int64_t failed = counts.at("FAIL").as_int();
  const char* state = !published                    ? "not_published"
                      : failed > 0                  ? "attention"
                      : is_cleared(document)        ? "cleared"
                      : awaits_researcher(document) ? "needs_answers"
                                                    : "ready_for_review";
  const std::string limits = fmt::format(
      "{} The privacy officer advises; the controller, the institution that answers for the data, decides. "
      "This report is no legal advice, and never a permission.",
      open_questions(document.at("questions")));
  return object({{"state", state},
                 {"sentence", verdict_sentence(document, published, failed)},
                 {"alone", published ? told_of_those_alone(document.at("risk")) : std::string()},
                 {"limits", limits},
                 {"checks", counts}});
}

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
