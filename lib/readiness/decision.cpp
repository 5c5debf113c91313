#include "readiness/decision.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/words.hpp"
#include "readiness/assessment.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/person_name.hpp"
#include "readiness/said_of_release.hpp"

namespace shareready::readiness {
namespace {

// Results of groups alone are freed: those that are made, and those that could be made where the rule closes
// the way to data of single persons.
bool frees_derived(const Gate& gate, bool strict, Effect effect, const DatasetFacts& facts) {
  if (gate.groups == Groups::bound || (gate.groups == Groups::free_liberally && strict)) return false;
  if (facts.normalised_images + facts.region_tables > 0) return false;
  return facts.group_maps > 0 || effect == Effect::closes || effect == Effect::contradiction;
}

TraceStep trace_step(const Gate& gate, const DecisionCase& situation, Interpretation interpretation) {
  const bool strict = interpretation == Interpretation::strict;
  TraceStep step{.requirement = std::string(gate.requirement),
                 .stop = std::string(gate.stop),
                 .question = std::string(gate.question),
                 .ruling = gate.judge(situation, interpretation),
                 .routes = strict ? gate.strict_routes : gate.liberal_routes,
                 .owner = gate.owner};
  if (frees_derived(gate, strict, step.ruling.effect, situation.facts))
    std::erase(step.routes, Route::derived);
  return step;
}

void run_gates(std::span<const Gate> gates, const DecisionCase& situation, Reading& reading) {
  for (const Gate& gate : gates) reading.trace.push_back(trace_step(gate, situation, reading.interpretation));
}

bool bears_on(const TraceStep& step, Route route) {
  return std::find(step.routes.begin(), step.routes.end(), route) != step.routes.end();
}

RouteVerdict verdict_on(Route route, const std::vector<TraceStep>& trace) {
  RouteVerdict verdict{
      .route = route, .state = RouteState::possible, .closed_by = {}, .missing = {}, .conditions = {}};
  for (const TraceStep& step : trace) {
    if (!bears_on(step, route)) continue;
    switch (step.ruling.effect) {
      case Effect::passes:
      case Effect::does_not_apply:
        break;
      case Effect::condition:
        verdict.conditions.push_back(&step);
        break;
      case Effect::needs_answer:
        verdict.missing.push_back(&step);
        break;
      case Effect::closes:
      case Effect::contradiction:
        verdict.closed_by.push_back(&step);
        break;
    }
  }
  if (!verdict.missing.empty()) verdict.state = RouteState::needs_answers;
  if (!verdict.closed_by.empty()) verdict.state = RouteState::closed;
  return verdict;
}

bool key_is_apart(const DecisionCase& situation) {
  const Answers::Key& key = situation.answers.key;
  return is_key_gone(situation) || (key.exists == true && !situation.facts.key_file && key.location &&
                                    key.access == "nobody_outside_the_team");
}

bool names(const Words& words, std::string_view word) {
  return words && std::find(words->begin(), words->end(), word) != words->end();
}

}  // namespace

Route wanted_route(std::string_view preset) {
  if (preset == "open") return Route::open_to_all;
  return preset == "restricted" ? Route::restricted : Route::registered;
}

Route advised_route(const Reading& reading, Route wanted) {
  for (const RouteVerdict& verdict : reading.verdicts()) {
    if (verdict.route >= wanted && verdict.state != RouteState::closed) return verdict.route;
  }
  return wanted;
}

Known has_children(const DecisionCase& situation) {
  const Words& vulnerable = situation.answers.vulnerable;
  if (situation.facts.children == Known::yes || names(vulnerable, "children_under_16")) return Known::yes;
  if (situation.facts.children == Known::no || vulnerable) return Known::no;
  return Known::unknown;
}

Known has_patients(const DecisionCase& situation) {
  const Word& clinical = situation.answers.clinical;
  if (!clinical) return Known::unknown;  // names of columns suggest, they do not tell
  return *clinical == "none" ? Known::no : Known::yes;
}

bool is_signed_off(const DecisionCase& situation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  const bool against = !dpo.opinion || dpo.opinion == "negative";
  const bool knowing = dpo.opinion == "outside_gdpr" || !is_advised_before_assessment(situation);
  return !against && dpo.name && knowing &&
         binding_of(advice_of(situation.answers), situation) == Binding::holds;
}

namespace {

// "C. Head" of "C. Head, head of department", in small letters.
std::string name_of(const Word& who) {
  return who ? to_lower(std::string(trim(who->substr(0, who->find(','))))) : std::string();
}

}  // namespace

bool may_be_researcher(const DecisionCase& situation, const Word& name, const Word& role) {
  constexpr std::array<std::string_view, 12> k_roles{
      "researcher", "student",   "phd",        "postdoc",      "promovendus",      "onderzoeker",
      "doctoral",   "scientist", "promovendi", "investigator", "hoofdonderzoeker", "wetenschapper"};
  const std::vector<std::string> words = words_of(name.value_or("") + ", " + role.value_or(""));
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) {
                       return std::find(k_roles.begin(), k_roles.end(), word) != k_roles.end();
                     }) ||
         may_be_one_person(name.value_or(""), situation.answers.faces.looked_at_by.value_or("")) ||
         std::any_of(situation.facts.authors.begin(), situation.facts.authors.end(),
                     [&](const std::string& author) { return may_be_one_person(name.value_or(""), author); });
}

bool is_confirmed_by_officer(const Answers::Condition& condition, const DecisionCase& situation) {
  return may_be_one_person(situation.answers.dpo.name.value_or(""), condition.confirmed_by.value_or(""));
}

bool is_met(const Answers::Condition& condition, const DecisionCase& situation) {
  const Word& advised = situation.answers.dpo.date;
  return condition.confirmed_by && !is_confirmed_by_officer(condition, situation) && condition.date &&
         *condition.date <= situation.today && (!advised || *condition.date >= *advised);
}

bool is_decided_by_officer(const DecisionCase& situation) {
  return may_be_one_person(situation.answers.dpo.name.value_or(""),
                           situation.answers.controller.represented_by.value_or(""));
}

bool is_named_after_person(const DecisionCase& situation) {
  const std::string controller = name_of(situation.answers.controller.name);
  return !controller.empty() && (controller == name_of(situation.answers.controller.represented_by) ||
                                 controller == name_of(situation.answers.dpo.name));
}

bool is_whole_population(const DecisionCase& situation) {
  const auto& size = situation.answers.population.size;
  return size && static_cast<double>(situation.facts.participants) >= *size;
}

bool is_most_of_population(const DecisionCase& situation) {
  const auto& size = situation.answers.population.size;
  return size && 2.0 * static_cast<double>(situation.facts.participants) > *size;
}

bool is_decided(const DecisionCase& situation) {
  const Answers::Controller& controller = situation.answers.controller;
  return controller.decision == "approved" && controller.name && controller.represented_by &&
         !is_decided_by_officer(situation) && !is_named_after_person(situation) &&
         !is_decided_before_assessment(situation) && !is_decided_before_advice(situation) &&
         binding_of(decision_of(situation.answers), situation) == Binding::holds;
}

bool leads_back(const Standing& stands) { return stands.source || stands.private_folder; }

bool is_key_gone(const DecisionCase& situation) {
  const Answers::Key& key = situation.answers.key;
  return key.exists == false && !situation.facts.key_file && !leads_back(situation.facts.stands) &&
         key.destroyed_on && *key.destroyed_on <= situation.today &&
         *key.destroyed_on >= situation.facts.made;
}

bool outside_gdpr(const DecisionCase& situation, Interpretation interpretation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  const bool written = dpo.opinion == "outside_gdpr" && dpo.ref && is_signed_off(situation);
  const bool measured = situation.facts.published && situation.facts.failed.empty() &&
                        situation.facts.unknown.empty() && is_extremes_settled(situation);
  const bool key =
      interpretation == Interpretation::strict ? is_key_gone(situation) : key_is_apart(situation);
  return written && measured && key;
}

Reading read_rules(const DecisionCase& situation, Interpretation interpretation) {
  Reading reading{
      .interpretation = interpretation, .personal = !outside_gdpr(situation, interpretation), .trace = {}};
  run_gates(stop_gates(), situation, reading);
  run_gates(people_gates(), situation, reading);
  run_gates(consent_gates(), situation, reading);
  run_gates(access_gates(), situation, reading);
  run_gates(agreement_gates(), situation, reading);
  return reading;
}

std::vector<RouteVerdict> Reading::verdicts() const {
  std::vector<RouteVerdict> all;
  all.reserve(k_routes.size());
  for (const Route route : k_routes) all.push_back(verdict_on(route, trace));
  return all;
}

bool TraceStep::stops() const {
  return !stop.empty() && (ruling.effect == Effect::closes || ruling.effect == Effect::contradiction);
}

bool Reading::raw_path() const {
  return std::none_of(trace.begin(), trace.end(), [](const TraceStep& step) { return step.stops(); });
}

bool Reading::nothing_left() const {
  const std::vector<RouteVerdict> all = verdicts();
  return std::all_of(all.begin(), all.end(),
                     [](const RouteVerdict& verdict) { return verdict.state == RouteState::closed; });
}

}  // namespace shareready::readiness
