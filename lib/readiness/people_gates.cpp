#include <fmt/format.h>

#include "base/text.hpp"
#include "readiness/assessment.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

std::string kept_at(const Word& reference) { return reference ? ": " + *reference : std::string(); }

Ruling judge_sign_off(const DecisionCase& situation, Interpretation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (dpo.opinion == "negative") return closes("the privacy officer advises against it");
  if (dpo.date && *dpo.date > situation.today) return contradiction("the advice is dated in the future");
  if (dpo.release && *dpo.release != situation.facts.manifest_sha256) {
    return needs("advice was given on another release; this one needs its own");
  }
  if (!is_signed_off(situation)) {
    return needs("no advice with name, date, opinion and the hash of this release");
  }
  if (dpo.opinion == "positive_with_conditions") {
    return condition(
        fmt::format("advised in favour, on conditions, by {} on {} for this release, as declared{}",
                    *dpo.name, *dpo.date, kept_at(dpo.ref)));
  }
  return passes(fmt::format("advised in favour by {} on {} for this release, as declared{}", *dpo.name,
                            *dpo.date, kept_at(dpo.ref)));
}

// An advice on conditions is in favour only where each of them is met, which the controller answers for.
Ruling judge_conditions(const DecisionCase& situation, Interpretation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (dpo.opinion != "positive_with_conditions") return does_not_apply("the advice sets no condition");
  if (dpo.conditions.empty()) return needs("the advice is on conditions, and none is written down");
  std::vector<std::string> met, open;
  for (const Answers::Condition& one : dpo.conditions) {
    if (is_met(one, situation.today))
      met.push_back(fmt::format("{} ({}, {})", one.text, *one.confirmed_by, *one.date));
    else
      open.push_back(one.text);
  }
  if (!open.empty())
    return needs("nobody confirmed that this condition of the advice is met: " + join(open, " / "));
  return passes("conditions of the advice, each confirmed as met: " + join(met, " / "));
}

// The privacy officer advises, the controller decides (GDPR Art. 5(2), 24 and 39).
Ruling judge_controller(const DecisionCase& situation, Interpretation) {
  const Answers::Controller& controller = situation.answers.controller;
  if (controller.decision == "refused") return closes("the controller decided against it");
  if (controller.date && *controller.date > situation.today)
    return contradiction("the controller's decision is dated in the future");
  if (controller.release && *controller.release != situation.facts.manifest_sha256)
    return needs("the controller decided on another release; this one needs its own decision");
  if (is_decided_before_assessment(situation))
    return needs("the controller decided before the impact assessment was done: decide anew, knowing it");
  if (!is_decided(situation))
    return needs("no decision of the controller with name, date and the hash of this release");
  return passes(fmt::format("decided by {} on {} for this release, as declared", *controller.represented_by,
                            *controller.date));
}

// What was looked at, by the answers: those that are drawn before and after, and the others in a viewer.
Ruling judge_scope(const DecisionCase& situation) {
  const Answers::Faces& faces = situation.answers.faces;
  const std::uint64_t all = situation.facts.images, drawn = situation.facts.drawn_images;
  const std::string who =
      fmt::format("looked at by {} on {} for this release, as declared", *faces.looked_at_by, *faces.date);
  if (drawn == all) return passes(fmt::format("{}: all {} images, before and after", who, all));
  const std::string part = fmt::format("{}: {} of {} images before and after", who, drawn, all);
  const std::string rest = fmt::format("not drawn: {}", all - drawn);
  if (!faces.others_opened)
    return needs(fmt::format("{}; {}; not said whether they were opened in a viewer", part, rest));
  return *faces.others_opened ? passes(fmt::format("{}; {}; opened in a viewer", part, rest))
                              : condition(fmt::format("{}; {}; nobody looked at them", part, rest));
}

// The program's verdict on a face is no look.
Ruling judge_look(const DecisionCase& situation, Interpretation) {
  const Answers::Faces& faces = situation.answers.faces;
  if (situation.facts.images == 0) return does_not_apply("no image was released");
  if (!faces.looked_at_by || !faces.date || *faces.date > situation.today)
    return needs("nobody is named who looked at every image before and after");
  if (!faces.release) return needs("a look is named, and not at which release: this one is not looked at");
  if (*faces.release != situation.facts.manifest_sha256)
    return needs("the look named was at another release: this one is not looked at");
  return judge_scope(situation);
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
