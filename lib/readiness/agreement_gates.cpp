#include <fmt/format.h>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/repository_match.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

Ruling judge_public_agreement(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  return stricter(interpretation, "nobody who downloads public data is bound by an agreement");
}

Ruling judge_agreement(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  const Word& text = situation.answers.dua.template_text;
  if (!text || *text == "none") return needs("no data use agreement was chosen");
  return passes("data use agreement based on: " + replace_all(*text, "_", " "));
}

Ruling judge_signatory(const DecisionCase& situation, Interpretation) {
  const Answers::Dua& dua = situation.answers.dua;
  if (!dua.signatory_name || !dua.signatory_authorised)
    return needs("not said who signs, and whether that person may");
  if (!*dua.signatory_authorised) return closes("the person named may not sign for the institution");
  std::string named = "a person who may sign for the institution is named" +
                      (dua.signatory_role ? ": " + *dua.signatory_role : std::string());
  if (may_be_researcher(situation, dua.signatory_name, dua.signatory_role))
    return condition(std::move(named) +
                     "; by role or name one of the researchers, who as a rule may not: see the mandate");
  return passes(std::move(named));
}

constexpr std::string_view k_gdpr_applies = "2018-05-25";  // GDPR Art. 99(2)

// An approval is of one text, by somebody, on a day.
Ruling judge_approval(const DecisionCase& situation) {
  const Answers::Dua& dua = situation.answers.dua;
  if (dua.reviewed_on && *dua.reviewed_on > situation.today)
    return contradiction("the approval of the legal department is dated in the future");
  if (!dua.reviewed_by || !dua.reviewed_on || !dua.reviewed_text)
    return needs("approved, as declared, text unknown: who approved which text, and when, is not said");
  const std::string approved = fmt::format("approved by {} on {}, as declared: {}", *dua.reviewed_by,
                                           *dua.reviewed_on, *dua.reviewed_text);
  if (*dua.reviewed_on < k_gdpr_applies)
    return condition(approved + "; that was before the GDPR applied: ask whether the approval still holds");
  return passes(approved);
}

Ruling judge_legal_review(const DecisionCase& situation, Interpretation) {
  const Word& review = situation.answers.dua.legal_review;
  if (review == "approved" && situation.answers.dua.template_text == "none") {
    return contradiction("the legal department is said to have approved a text, 'dua.template' names none");
  }
  if (review == "approved") return judge_approval(situation);
  return needs(review == "in_review" ? "the legal department is still reviewing"
                                     : "the legal department has not reviewed the text");
}

Ruling judge_processing(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  const Word& agreement = situation.answers.processing_agreement;
  if (agreement == "signed") return passes("a processing agreement is signed");
  const Host& host = situation.host;
  const bool elsewhere = !host.scope.empty() && host.scope != "institution";
  if (agreement == "own_institution" && elsewhere) {
    return contradiction(
        "the repository named belongs to no institution, 'processing_agreement' says your own hosts the "
        "data");
  }
  if (agreement == "own_institution") return does_not_apply("hosted by the institution itself");
  if (agreement == "repository_is_controller" && host.is_processor) {
    return contradiction(
        "by its own terms the repository named is a processor, 'processing_agreement' says that it is a "
        "controller: accepting its terms makes the agreement");
  }
  if (agreement == "repository_is_controller") {
    return condition(
        "the repository is a controller of its own: its terms need a look, a processing agreement is the "
        "wrong paper");
  }
  return needs(agreement == "in_preparation" ? "the processing agreement is not signed yet"
                                             : "no processing agreement with the host");
}

// R66 asks for storage in the EU, R29 and R31 prefer it and ask for extra agreements elsewhere: the strict
// reading follows the first, the liberal one the others.
Ruling judge_location(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  if (std::string unknown = told_of_unknown_place(situation); !unknown.empty())
    return needs(std::move(unknown));
  if (contradicts_table(situation)) return contradiction(std::string(k_two_places));
  const Flag& eea = situation.answers.receiver.eea;
  if (situation.host_in_eea == Known::no && eea == true) {
    return contradiction("the repository is outside the EEA, the answer 'receiver.eea' says inside");
  }
  if (situation.host_in_eea == Known::unknown)
    return needs("not known where the data will be stored: name a repository, or say it of the receivers");
  if (situation.host_in_eea == Known::yes && situation.answers.other_place.country &&
      situation.host.scope.empty())
    return condition(fmt::format(
        "stored inside the EEA ({}, kept by {}), as declared of a place that the table of repositories does "
        "not have: see that it is so",
        *situation.answers.other_place.country, *situation.answers.other_place.kept_by));
  if (situation.host_in_eea == Known::yes && !situation.answers.repository)
    return condition(
        "inside the EEA, as declared of the receivers; no place of storage is named: see where it is");
  if (situation.host_in_eea == Known::yes) return passes("stored inside the EEA");
  if (interpretation == Interpretation::strict) return closes("stored outside the EEA (R66, read strictly)");
  const Word& tool = situation.answers.scc;
  if (!tool || *tool == "none" || *tool == "not_needed")
    return needs("stored outside the EEA: the extra agreement is missing (R31)");
  return condition("stored outside the EEA, the transfer rests on: " + replace_all(*tool, "_", " "));
}

// Whoever receives data outside the EEA is a transfer (GDPR Art. 44 to 46), wherever they are stored.
Ruling judge_transfer(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  const Flag& eea = situation.answers.receiver.eea;
  if (!eea) return needs("not said whether all receivers are inside the EEA");
  if (*eea) return does_not_apply("all receivers inside the EEA, as declared");
  const Word& tool = situation.answers.scc;
  if (!tool || *tool == "none") return needs("receivers outside the EEA, without a transfer tool");
  if (*tool == "not_needed")
    return contradiction("receivers are outside the EEA, and no transfer tool is said to be needed");
  return condition("receivers outside the EEA, the transfer rests on: " + replace_all(*tool, "_", " "));
}

}  // namespace

std::span<const Gate> agreement_gates() {
  static const std::vector<Route> k_raw{open_to_all, registered, restricted, case_by_case};
  static const std::vector<Route> k_public{open_to_all};
  static const std::vector<Route> k_kept{registered, restricted, case_by_case};
  static const std::vector<Route> k_signed{restricted, case_by_case};
  static const std::vector<Gate> k_gates{
      {"R32", "", "Is everybody who receives the data bound by an agreement?", judge_public_agreement,
       k_public, k_public},
      {"R32", "", "Is there a data use agreement?", judge_agreement, k_kept, k_signed},
      {"R59", "", "Does somebody sign who may?", judge_signatory, k_signed, k_signed},
      {"R60", "", "Has the legal department approved the text?", judge_legal_review, k_signed, k_signed},
      {"R30", "", "Is there an agreement with the host?", judge_processing, k_raw, k_raw},
      {"R31", "", "What does a transfer out of the EEA rest on?", judge_transfer, k_kept, k_kept},
      {"R66", "", "Where are the data stored?", judge_location, k_raw, k_raw},
  };
  return k_gates;
}

}  // namespace shareready::readiness
