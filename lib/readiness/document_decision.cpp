#include "readiness/document_decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "readiness/assessment.hpp"
#include "readiness/document_release.hpp"
#include "readiness/said_of_release.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

Json points_json(const std::vector<const TraceStep*>& steps) {
  Json rows{Json::Array{}};
  for (const TraceStep* step : steps) {
    rows.push_back(object({{"requirement", step->requirement}, {"sentence", step->ruling.sentence}}));
  }
  return rows;
}

Json trace_json(const std::vector<TraceStep>& trace) {
  Json rows{Json::Array{}};
  for (const TraceStep& step : trace) {
    Json routes{Json::Array{}};
    for (const Route route : step.routes) routes.push_back(to_word(route));
    rows.push_back(object({{"requirement", step.requirement},
                           {"stop", step.stop},
                           {"question", step.question},
                           {"effect", to_word(step.ruling.effect)},
                           {"sentence", step.ruling.sentence},
                           {"routes", std::move(routes)},
                           {"owner", to_word(step.owner)}}));
  }
  return rows;
}

Json stops_json(const std::vector<TraceStep>& trace) {
  Json rows{Json::Array{}};
  for (const TraceStep& step : trace) {
    if (!step.stops()) continue;
    rows.push_back(
        object({{"code", step.stop}, {"requirement", step.requirement}, {"sentence", step.ruling.sentence}}));
  }
  return rows;
}

// Keeping the data where they are is the way left once every other one is closed.
Json no_route_json(const Reading& reading, const std::vector<RouteVerdict>& verdicts) {
  const bool another = std::any_of(verdicts.begin(), verdicts.end(), [](const RouteVerdict& verdict) {
    return verdict.state == RouteState::possible;
  });
  const RouteState state = reading.nothing_left() ? RouteState::possible
                           : another              ? RouteState::closed
                                                  : RouteState::needs_answers;
  Json why{Json::Array{}};
  if (another) why.push_back(object({{"requirement", "R26"}, {"sentence", "another way is open"}}));
  return object({{"route", "none"},
                 {"state", to_word(state)},
                 {"closed_by", std::move(why)},
                 {"missing", Json(Json::Array{})},
                 {"conditions", Json(Json::Array{})}});
}

Json reading_json(const Reading& reading) {
  const std::vector<RouteVerdict> verdicts = reading.verdicts();
  Json routes{Json::Array{}};
  for (const RouteVerdict& verdict : verdicts) {
    routes.push_back(object({{"route", to_word(verdict.route)},
                             {"state", to_word(verdict.state)},
                             {"closed_by", points_json(verdict.closed_by)},
                             {"missing", points_json(verdict.missing)},
                             {"conditions", points_json(verdict.conditions)}}));
  }
  routes.push_back(no_route_json(reading, verdicts));
  return object({{"interpretation", to_word(reading.interpretation)},
                 {"personal_data", reading.personal},
                 {"raw_path", reading.raw_path()},
                 {"stops", stops_json(reading.trace)},
                 {"routes", std::move(routes)},
                 {"trace", trace_json(reading.trace)}});
}

// Rules that wait for the same are one matter.
std::size_t matters(const std::vector<const TraceStep*>& steps) {
  std::set<std::string_view> sentences;
  for (const TraceStep* step : steps) sentences.insert(step->ruling.sentence);
  return sentences.size();
}

std::string state_sentence(const Reading& reading, Route wanted) {
  const std::vector<RouteVerdict> verdicts = reading.verdicts();
  const auto found = std::find_if(verdicts.begin(), verdicts.end(),
                                  [&](const RouteVerdict& verdict) { return verdict.route == wanted; });
  switch (found->state) {
    case RouteState::possible:
      return "possible, by what was measured and declared";
    case RouteState::needs_answers:
      return fmt::format("undecided, {} open", matters(found->missing) == 1
                                                   ? "one matter is"
                                                   : fmt::format("{} matters are", matters(found->missing)));
    case RouteState::closed:
      return fmt::format("closed: {}", found->closed_by.front()->ruling.sentence);
  }
  return {};
}

// The rules that close a way, each once.
std::string closing_rules(const Reading& reading, Route wanted) {
  std::vector<std::string> rules;
  for (const RouteVerdict& verdict : reading.verdicts()) {
    if (verdict.route != wanted) continue;
    for (const TraceStep* step : verdict.closed_by) {
      if (std::find(rules.begin(), rules.end(), step->requirement) == rules.end())
        rules.push_back(step->requirement);
    }
  }
  return join(rules, ", ");
}

// The nearest way between the one wanted and the one advised that only a column or the place chosen closes:
// it opens once that is settled. Empty where there is none.
std::string nearer_way(const Reading& reading, Route wanted, Route advised) {
  static const std::set<std::string, std::less<>> k_to_settle{"R28", "R46", "R49", "R66"};
  for (const RouteVerdict& verdict : reading.verdicts()) {
    if (verdict.route <= wanted || verdict.route >= advised) continue;
    std::set<std::string> rules;
    for (const TraceStep* step : verdict.closed_by) rules.insert(step->requirement);
    if (!std::includes(k_to_settle.begin(), k_to_settle.end(), rules.begin(), rules.end())) continue;
    return fmt::format(" Nearer, once what closes it is settled ({}): {}.",
                       join({rules.begin(), rules.end()}, ", "), access_words(to_word(verdict.route)));
  }
  return {};
}

// What the release holds against what the consent names: covered is yes, no or unknown.
void add_coverage(Json& rows, const std::vector<std::string>& found, const Words& named,
                  std::string_view group) {
  for (const std::string& word : found) {
    const bool covered = named && std::find(named->begin(), named->end(), word) != named->end();
    rows.push_back(object({{"group", group},
                           {"what", replace_all(word, "_", " ")},
                           {"covered", !named    ? "unknown"
                                       : covered ? "yes"
                                                 : "no"}}));
  }
}

Json coverage_json(const DecisionCase& situation) {
  Json rows{Json::Array{}};
  const Answers::Consent& consent = situation.answers.consent;
  add_coverage(rows, situation.facts.data_categories, consent.data_categories, "kind of data");
  add_coverage(rows, situation.facts.special_categories, consent.special_categories, "special category");
  return rows;
}

Json tensions_json(const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Advice& tension : tables.tensions) {
    rows.push_back(object({{"requirement", tension.id}, {"title", tension.title}, {"text", tension.text}}));
  }
  return rows;
}

}  // namespace

Json check_json(const Requirement& rule, const CheckOutcome& outcome, std::string_view basis,
                const std::string& version, const RuleTables& tables) {
  Json evidence{Json::Array{}};
  for (const Evidence& entry : outcome.evidence) {
    evidence.push_back(object({{"finding", entry.finding},
                               {"path", entry.path},
                               {"locator", entry.locator},
                               {"excerpt", entry.excerpt}}));
  }
  const bool good = outcome.status == CheckStatus::pass || outcome.status == CheckStatus::not_applicable;
  return object({{"id", rule.id},
                 {"topic", rule.topic},
                 {"question", rule.question},
                 {"rule", rule.rule},
                 {"status", to_word(outcome.status)},
                 {"severity", to_string(outcome.severity.value_or(rule.severity))},
                 {"evaluation", to_word(rule.evaluation)},
                 {"basis", basis},
                 {"method", rule.method},
                 {"method_version", version},
                 {"threshold", outcome.threshold},
                 {"observed", outcome.observed},
                 {"evidence", std::move(evidence)},
                 {"remedy", good                     ? std::string()
                            : outcome.remedy.empty() ? rule.remedy
                                                     : outcome.remedy},
                 {"owner", to_word(outcome.status == CheckStatus::warn ? rule.weighed_by : rule.owner)},
                 {"source", tables.source},
                 {"source_date", tables.checked},
                 {"law", rule.law},
                 {"law_sources", list_json(rule.law_sources)}});
}

Json question_json(const QuestionRow& row) {
  return object({{"owner", to_word(row.owner)},
                 {"question", row.question},
                 {"why", row.why},
                 {"missing", row.missing},
                 {"next_step", row.next_step},
                 {"severity", row.severity},
                 {"requirement", row.requirement}});
}

Json decision_json(const DecisionCase& situation, const Reading& strict, const Reading& liberal,
                   Json contradictions, const RuleTables& tables) {
  const Route wanted = wanted_route(situation.facts.preset);
  const Word& own = situation.answers.interpretation;
  const Route advised = advised_route(own == "liberal" ? liberal : strict, wanted);
  std::string sentence =
      fmt::format("Prepared for: {}. Strict reading: {}. Liberal reading: {}.", access_words(to_word(wanted)),
                  state_sentence(strict, wanted), state_sentence(liberal, wanted));
  if (advised != wanted && situation.facts.published) {
    sentence += fmt::format(" The nearest way that is not closed: {}. What closes {}: {}.",
                            access_words(to_word(advised)), access_words(to_word(wanted)),
                            closing_rules(own == "liberal" ? liberal : strict, wanted));
    sentence += nearer_way(own == "liberal" ? liberal : strict, wanted, advised);
  }
  return object({{"wanted", to_word(wanted)},
                 {"advised", to_word(advised)},
                 {"interpretation", own ? Json(*own) : Json()},
                 {"sentence", sentence},
                 {"readings", Json(Json::Array{reading_json(strict), reading_json(liberal)})},
                 {"contradictions", std::move(contradictions)},
                 {"consent_coverage", coverage_json(situation)},
                 {"tensions", tensions_json(tables)}});
}

// Of an opinion or a decision: whether it was given on this release.
const char* state_of(bool refused, const SaidOn& said, const DecisionCase& situation, const char* given) {
  if (refused) return "refused";
  const Binding binding = binding_of(said, situation);
  return binding == Binding::other_release   ? "other_release"
         : binding == Binding::other_answers ? "other_answers"
                                             : given;
}

Json controller_json(const DecisionCase& situation) {
  const Answers::Controller& controller = situation.answers.controller;
  const char* state = state_of(controller.decision == "refused", decision_of(situation.answers), situation,
                               is_decided(situation) ? "approved" : "missing");
  return object({{"name", controller.name.value_or("")},
                 {"represented_by", controller.represented_by.value_or("")},
                 {"state", state},
                 {"date", controller.date.value_or("")},
                 {"release", controller.release.value_or("")},
                 {"answers", controller.answers.value_or("")},
                 {"reasons", controller.reasons.value_or("")}});
}

const char* to_word(AssessmentState state) {
  switch (state) {
    case AssessmentState::not_needed:
      return "not_needed";
    case AssessmentState::missing:
      return "missing";
    case AssessmentState::in_progress:
      return "in_progress";
    case AssessmentState::other_release:
      return "other_release";
    case AssessmentState::other_answers:
      return "other_answers";
    case AssessmentState::high_risk:
      return "high_risk";
    case AssessmentState::not_mandatory:
      return "not_mandatory";
    case AssessmentState::done:
      return "done";
  }
  return "missing";
}

Json assessment_json(const DecisionCase& situation, Interpretation own) {
  const Answers::Assessment& dpia = situation.answers.dpia;
  return object({{"state", to_word(assessment_state(situation, own))},
                 {"date", dpia.date.value_or("")},
                 {"reference", dpia.ref.value_or("")},
                 {"advice", dpia.advice.value_or("")},
                 {"residual_risk", dpia.residual_risk.value_or("")},
                 {"consultation", dpia.consultation.value_or("")},
                 {"release", dpia.release.value_or("")},
                 {"answers", dpia.answers.value_or("")},
                 {"reasons", dpia.reasons.value_or("")},
                 {"criteria", list_json(assessment_criteria(situation))}});
}

Json conditions_json(const DecisionCase& situation) {
  Json rows{Json::Array{}};
  for (const Answers::Condition& one : situation.answers.dpo.conditions) {
    rows.push_back(object({{"text", one.text},
                           {"confirmed_by", one.confirmed_by.value_or("")},
                           {"date", one.date.value_or("")}}));
  }
  return rows;
}

// Advice as it was given: valid, or conditional while a condition waits for who confirms it. An opinion that
// does not hold is none.
const char* advice_state(const DecisionCase& situation, Interpretation own) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (!is_signed_off(situation)) return "missing";
  if (dpo.opinion == "outside_gdpr" && !outside_gdpr(situation, own)) return "missing";
  const bool met =
      !dpo.conditions.empty() && std::all_of(dpo.conditions.begin(), dpo.conditions.end(),
                                             [&](const auto& one) { return is_met(one, situation); });
  const bool bound = dpo.opinion == "positive_with_conditions" || !dpo.conditions.empty();
  return bound && !met ? "conditional" : "valid";
}

Json faces_json(const DecisionCase& situation) {
  const Answers::Faces& faces = situation.answers.faces;
  const bool looked = faces.looked_at_by && faces.date && faces.release;
  const bool other = faces.release && *faces.release != situation.facts.manifest_sha256;
  return object({{"state", other    ? "other_release"
                           : looked ? "looked"
                                    : "missing"},
                 {"looked_at_by", faces.looked_at_by.value_or("")},
                 {"date", faces.date.value_or("")},
                 {"release", faces.release.value_or("")},
                 {"images", situation.facts.images},
                 {"drawn", situation.facts.drawn_images},
                 {"others_opened", faces.others_opened ? Json(*faces.others_opened) : Json()}});
}

// How somebody who withdraws is found in the release, by whose words, and until when (R27): what `verify`
// holds against its own day. Nobody is to be found where nothing rests on consent.
Json found_again_json(const DecisionCase& situation, Interpretation own) {
  const Answers& answers = situation.answers;
  const bool asked = rests_on_consent(answers) && !outside_gdpr(situation, own);
  const bool ends = answers.key.exists != false && answers.key.destroyed_on;
  return object({{"by", asked ? answers.consent.withdrawal.value_or("") : ""},
                 {"until", ends ? *answers.key.destroyed_on : ""}});
}

Json sign_off_json(const DecisionCase& situation, Interpretation own) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  const char* state = state_of(dpo.opinion == "negative", advice_of(situation.answers), situation,
                               advice_state(situation, own));
  return object({{"state", state},
                 {"name", dpo.name.value_or("")},
                 {"date", dpo.date.value_or("")},
                 {"opinion", dpo.opinion.value_or("")},
                 {"reference", dpo.ref.value_or("")},
                 {"release", dpo.release.value_or("")},
                 {"answers", dpo.answers.value_or("")},
                 {"conditions", conditions_json(situation)},
                 {"review_date", situation.answers.foresight.review_date.value_or("")},
                 {"assessment", assessment_json(situation, own)},
                 {"controller", controller_json(situation)},
                 {"faces", faces_json(situation)},
                 {"found_again", found_again_json(situation, own)}});
}

Json repositories_json(const std::vector<RepositoryMatch>& matches) {
  Json rows{Json::Array{}};
  for (const RepositoryMatch& match : matches) {
    const Repository& entry = *match.repository;
    Json points{Json::Array{}};
    for (const FitPoint& point : match.points) {
      points.push_back(
          object({{"what", point.what}, {"fit", to_word(point.fit)}, {"sentence", point.sentence}}));
    }
    rows.push_back(object({{"requirement", entry.requirement},
                           {"name", entry.name},
                           {"fit", to_word(match.fit)},
                           {"use", entry.use},
                           {"points", std::move(points)},
                           {"scope", entry.scope},
                           {"purpose", entry.purpose},
                           {"location", entry.location},
                           {"access", entry.access},
                           {"storage_limit", entry.storage_limit},
                           {"cost", entry.cost},
                           {"note", entry.note},
                           {"confidence", entry.confidence},
                           {"source", entry.source},
                           {"checked", entry.checked}}));
  }
  return rows;
}

}  // namespace shareready::readiness
