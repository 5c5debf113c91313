#include <fmt/format.h>

#include "readiness/assessment.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

Ruling judge_sign_off(const DecisionCase& situation, Interpretation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (dpo.opinion == "refused") return closes("the privacy officer advises against it");
  if (dpo.date && *dpo.date > situation.today) return contradiction("the advice is dated in the future");
  if (dpo.release && *dpo.release != situation.facts.manifest_sha256) {
    return needs("advice was given on another release; this one needs its own");
  }
  if (!is_signed_off(situation)) {
    return needs("no advice with name, date, opinion and the hash of this release");
  }
  return passes(fmt::format("advised in favour by {} on {} for this release", *dpo.name, *dpo.date));
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
  return passes(
      fmt::format("decided by {} on {} for this release", *controller.represented_by, *controller.date));
}

// The program's verdict on a face is no look.
Ruling judge_look(const DecisionCase& situation, Interpretation) {
  const Answers::Faces& faces = situation.answers.faces;
  if (situation.facts.images == 0) return does_not_apply("no image was released");
  if (!faces.looked_at_by || !faces.date || *faces.date > situation.today)
    return needs("nobody is named who looked at every image before and after");
  return passes(fmt::format("looked at by {} on {}, as declared", *faces.looked_at_by, *faces.date));
}

}  // namespace

std::span<const Gate> people_gates() {
  static const std::vector<Route> k_raw{open_to_all, registered, restricted, case_by_case};
  static const std::vector<Route> k_all{open_to_all,  registered, restricted,
                                        case_by_case, derived,    federated};
  static const std::vector<Gate> k_gates{
      {"R12", "", "Is there an impact assessment (DPIA)?", judge_assessment, k_all, k_raw, Owner::controller},
      {"R12", "", "Does the privacy officer advise in favour of this release?", judge_sign_off, k_all, k_raw,
       Owner::privacy_officer},
      {"R12", "", "Has the controller decided to share this release?", judge_controller, k_all, k_raw,
       Owner::controller},
      {"R14", "", "Has a person looked at every image before and after?", judge_look, k_raw, k_raw,
       Owner::researcher},
  };
  return k_gates;
}

}  // namespace shareready::readiness
