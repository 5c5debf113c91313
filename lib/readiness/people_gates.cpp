#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "readiness/assessment.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/said_of_release.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

std::string kept_at(const Word& reference) { return reference ? ": " + *reference : std::string(); }

// What is said is not of this release and these answers; nothing: it is, or what binds it is missing.
std::optional<Ruling> unbound(const SaidOn& said, const DecisionCase& situation, std::string_view what,
                              std::string_view anew) {
  switch (binding_of(said, situation)) {
    case Binding::in_future:
      return contradiction(fmt::format("{} is dated in the future", what));
    case Binding::other_answers:
      return needs(fmt::format("the answers changed since {}: {}; {}", what,
                               told_of_changed_answers(said, situation), anew));
    case Binding::before_release:
      return needs(
          fmt::format("{} is dated before this release was made, on {}", what, situation.facts.made));
    case Binding::other_release:
    case Binding::unsaid:
    case Binding::holds:
      break;
  }
  return std::nullopt;
}

Ruling judge_advice(const DecisionCase& situation, Interpretation reading) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (dpo.opinion == "negative") return closes("the privacy officer advises against it");
  const SaidOn said = advice_of(situation.answers);
  if (binding_of(said, situation) == Binding::other_release)
    return needs("advice was given on another release; this one needs its own");
  if (dpo.opinion != "outside_gdpr" && is_advised_before_assessment(situation))
    return needs("the advice was given before the impact assessment was done: advise anew, knowing it");
  if (auto open = unbound(said, situation, "the advice",
                          "see whether it still holds, then take the hash for it at the top of the report"))
    return *std::move(open);
  if (!is_signed_off(situation)) {
    return needs("no advice with name, date, opinion and the hashes of this release and of the answers");
  }
  if (dpo.opinion == "positive_with_conditions") {
    return condition(
        fmt::format("advised in favour, on conditions, by {} on {} for this release, as declared{}",
                    *dpo.name, *dpo.date, kept_at(dpo.ref)));
  }
  if (dpo.opinion == "outside_gdpr") {
    const std::string regarded =
        fmt::format("regarded as outside the GDPR by {} on {} for this release, as declared{}", *dpo.name,
                    *dpo.date, kept_at(dpo.ref));
    if (outside_gdpr(situation, reading) && is_key_gone(situation))
      return condition(regarded +
                       "; it rests on study key, source and every copy being gone, which people declare: see "
                       "that they are");
    if (outside_gdpr(situation, reading)) return passes(regarded);
    return needs(
        fmt::format("the opinion of {} that this release is outside the GDPR does not hold, R2 says "
                    "why, and it is no advice in favour",
                    *dpo.name));
  }
  return passes(fmt::format("advised in favour by {} on {} for this release, as declared{}", *dpo.name,
                            *dpo.date, kept_at(dpo.ref)));
}

// Whoever did the work does not advise on it (GDPR Art. 38(6)).
Ruling judge_sign_off(const DecisionCase& situation, Interpretation reading) {
  Ruling ruling = judge_advice(situation, reading);
  const bool own_work = may_be_researcher(situation, situation.answers.dpo.name);
  const bool in_favour = ruling.effect == Effect::passes || ruling.effect == Effect::condition;
  if (!in_favour || !own_work) return ruling;
  return condition(
      ruling.sentence +
      "; by role or name one of the researchers, or who looked at the images for them: see that nobody "
      "advises on work of their own (GDPR Art. 38(6))");
}

// An advice on conditions is in favour only where each of them is met, which the controller answers for.
Ruling judge_conditions(const DecisionCase& situation, Interpretation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (dpo.opinion == "positive" && !dpo.conditions.empty()) {
    return contradiction(
        "conditions of the advice are written down, the answer 'dpo.opinion' says positive, without any");
  }
  if (dpo.conditions.empty() && dpo.opinion != "positive_with_conditions")
    return does_not_apply("the advice sets no condition");
  if (dpo.conditions.empty()) return needs("the advice is on conditions, and none is written down");
  std::vector<std::string> met, own, open;
  for (const Answers::Condition& one : dpo.conditions) {
    if (is_confirmed_by_officer(one, situation))
      own.push_back(one.text);
    else if (is_met(one, situation))
      met.push_back(fmt::format("{} ({}, {})", one.text, *one.confirmed_by, *one.date));
    else
      open.push_back(one.text);
  }
  if (!own.empty())
    return needs(
        "confirmed by the privacy officer who set it, while somebody has to confirm it for the controller: " +
        join(own, " / "));
  if (!open.empty())
    return needs("nobody confirmed since the advice that this condition of it is met: " + join(open, " / "));
  const std::string confirmed = "conditions of the advice, each confirmed as met: " + join(met, " / ");
  const bool by_researcher = std::any_of(dpo.conditions.begin(), dpo.conditions.end(), [&](const auto& one) {
    return may_be_researcher(situation, one.confirmed_by);
  });
  if (by_researcher)
    return condition(confirmed +
                     "; by role or name, a researcher confirmed one: see that the controller lets them");
  return passes(confirmed);
}

// The privacy officer advises, the controller decides (GDPR Art. 5(2), 24 and 39).
Ruling judge_controller(const DecisionCase& situation, Interpretation) {
  const Answers::Controller& controller = situation.answers.controller;
  if (controller.decision == "refused") return closes("the controller decided against it");
  const SaidOn said = decision_of(situation.answers);
  if (binding_of(said, situation) == Binding::other_release)
    return needs("the controller decided on another release; this one needs its own decision");
  if (is_decided_by_officer(situation)) {
    return contradiction(
        "one person, by the names, advises as privacy officer and decides for the controller: an officer is "
        "independent, and somebody else decides (two persons of one surname: write their first names)");
  }
  if (is_named_after_person(situation)) {
    return contradiction(
        "the controller is the institution that answers for the data, the answers name a person, who decides "
        "for it or advises it: write the institution under 'controller.name'");
  }
  if (is_decided_before_assessment(situation))
    return needs("the controller decided before the impact assessment was done: decide anew, knowing it");
  if (is_decided_before_advice(situation))
    return needs("the controller decided before the advice was given: decide anew, knowing it");
  if (auto open = unbound(said, situation, "the controller's decision",
                          "decide anew, with the hash for it at the top of the report"))
    return *std::move(open);
  if (!is_decided(situation))
    return needs(
        "no decision of the controller with the institution's name, that of who decides for it, date and the "
        "hashes of "
        "this release and of the answers");
  const std::string decided = fmt::format("decided by {} on {} for this release, as declared",
                                          *controller.represented_by, *controller.date);
  if (may_be_researcher(situation, controller.represented_by))
    return condition(decided +
                     "; by role or name one of the researchers: see that the controller lets them decide");
  return passes(decided);
}

// What was looked at, by the answers: those that are drawn before and after, and the others in a viewer.
Ruling judge_scope(const DecisionCase& situation, Interpretation interpretation) {
  const Answers::Faces& faces = situation.answers.faces;
  const std::uint64_t all = situation.facts.images, drawn = situation.facts.drawn_images;
  const std::string who =
      fmt::format("looked at by {} on {} for this release, as declared", *faces.looked_at_by, *faces.date);
  if (drawn == all) return passes(fmt::format("{}: all {} images, before and after", who, all));
  const std::string part = fmt::format("{}: {} of {} images before and after", who, drawn, all);
  const std::string rest = fmt::format("not drawn: {}", all - drawn);
  if (!faces.others_opened)
    return needs(fmt::format("{}; {}; not said whether they were opened in a viewer", part, rest));
  if (*faces.others_opened) return passes(fmt::format("{}; {}; opened in a viewer", part, rest));
  std::string unseen = fmt::format("{}; {}; nobody looked at them", part, rest);
  return interpretation == Interpretation::strict ? needs(std::move(unseen)) : condition(std::move(unseen));
}

// The program's verdict on a face is no look.
Ruling judge_look(const DecisionCase& situation, Interpretation interpretation) {
  const Answers::Faces& faces = situation.answers.faces;
  if (situation.facts.images == 0) return does_not_apply("no image was released");
  if (!faces.looked_at_by || !faces.date || *faces.date > situation.today)
    return needs("nobody is named who looked at every image before and after");
  if (!faces.release) return needs("a look is named, and not at which release: this one is not looked at");
  if (*faces.release != situation.facts.manifest_sha256)
    return needs("the look named was at another release: this one is not looked at");
  if (!is_dated_since_release(faces.date, situation))
    return needs("the look is dated before this release was made: this one is not looked at");
  return judge_scope(situation, interpretation);
}

}  // namespace

std::span<const Gate> people_gates() {
  static const std::vector<Route> k_raw{open_to_all, registered, restricted, case_by_case};
  static const std::vector<Route> k_all{open_to_all,  registered, restricted,
                                        case_by_case, derived,    federated};
  static const std::vector<Gate> k_gates{
      {"R12", "", "Is there an impact assessment (DPIA)?", judge_assessment, k_all, k_all, Owner::controller,
       Groups::free_liberally},
      {"R12", "", "Does the privacy officer advise in favour of this release?", judge_sign_off, k_all, k_all,
       Owner::privacy_officer, Groups::free_liberally},
      {"R12", "", "Are the conditions of the advice met?", judge_conditions, k_all, k_all, Owner::controller,
       Groups::free_liberally},
      {"R12", "", "Has the controller decided to share this release?", judge_controller, k_all, k_all,
       Owner::controller, Groups::free_liberally},
      {"R14", "", "Has a person looked at every image before and after?", judge_look, k_raw, k_raw,
       Owner::researcher},
  };
  return k_gates;
}

}  // namespace shareready::readiness
