#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

std::string reference(const Word& text) { return text ? " (" + *text + ")" : std::string(); }

Ruling judge_release(const DecisionCase& situation, Interpretation) {
  if (!situation.facts.published) return closes("this run wrote no dataset/");
  std::vector<std::string> failed = situation.facts.failed;
  std::erase(failed, "R4");  // small groups restrict access (R55), they are no step left out
  if (!failed.empty()) return closes("measured checks did not pass: " + join(failed, ", "));
  std::vector<std::string> unknown = situation.facts.unknown;
  std::erase(unknown, "R28");  // sums the others up
  std::vector<std::string> looks;
  if (!unknown.empty()) looks.push_back("not known, so a person has to look: " + join(unknown, ", "));
  if (!situation.facts.written_texts.empty())
    looks.push_back(
        "written by people and kept as it is, so a person has to read it for names (words: R3): " +
        join(situation.facts.written_texts, ", "));
  if (!looks.empty()) return condition("written after a clean audit; " + join(looks, "; "));
  return passes("written after a clean audit, no measured check failed or is unknown");
}

// The guide is written for the Netherlands, and says itself that national rules come first.
Ruling judge_jurisdiction(const DecisionCase& situation, Interpretation) {
  const Word& country = situation.answers.jurisdiction;
  if (!country) return needs("no country was named");
  if (*country == "nl") return passes("rules for the Netherlands; local rules of the institution come first");
  const Word& affiliation = situation.answers.institution.affiliation;
  if (*country == "other" && affiliation && *affiliation != "other") {
    return contradiction(
        "the rules of a country outside the EU are said to count, the answer 'institution.affiliation' names "
        "an "
        "institution inside it");
  }
  return condition("the rules behind this report are Dutch: compare them with those of your country");
}

Ruling judge_class(const DecisionCase& situation, Interpretation interpretation) {
  const Answers::Dpo& dpo = situation.answers.dpo;
  if (outside_gdpr(situation, interpretation)) {
    return condition(fmt::format("outside the GDPR according to {}, {}", *dpo.name, *dpo.ref));
  }
  if (dpo.opinion != "outside_gdpr") return condition("yes: treated as personal data");
  return condition(
      "yes: the opinion of the privacy officer does not settle it in this reading (it needs a reference, "
      "the hashes of this release and of the answers, no failed or unknown check, and study key, source and "
      "private/ that are gone or, in the liberal reading, a key kept apart)");
}

Ruling judge_basis(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  const Answers::LegalBasis& basis = situation.answers.legal_basis;
  if (!basis.type) return needs("no legal basis was named");
  if (*basis.type == "none") return closes("there is no legal basis");
  if (*basis.type == "data_use_agreement") return closes("a data use agreement is not a legal basis (R58)");
  if (basis.article9_exemption == "none") {
    return closes("health data need an exemption under Art. 9(2) GDPR beside the basis, and there is none");
  }
  if (!basis.article9_exemption)
    return needs("the exemption under Art. 9(2) GDPR for health data is not named");
  const bool other = *basis.article9_exemption == "other";
  if (other && !basis.article9_other)
    return needs(
        "the exemption under Art. 9(2) GDPR is said to be another one, and which it is stands nowhere "
        "('legal_basis.article9_other')");
  if (!basis.ref && !situation.answers.consent.version)
    return needs("the document of the legal basis is not named");
  if (*basis.type != "consent" && !basis.agreed)
    return needs(
        "the basis is not consent, and not said where the privacy officer agreed to that in writing "
        "('legal_basis.agreed')");
  const std::string named =
      fmt::format("basis: {}, exemption of Art. 9(2): {}", replace_all(*basis.type, "_", " "),
                  other ? *basis.article9_other : replace_all(*basis.article9_exemption, "_", " "));
  return passes(*basis.type == "consent"
                    ? named
                    : fmt::format("{}; agreed to in writing by the privacy officer, as declared: {}", named,
                                  *basis.agreed));
}

Ruling judge_children(const DecisionCase& situation, Interpretation) {
  const Answers& answers = situation.answers;
  const Known children = has_children(situation);
  if (children == Known::no && situation.facts.children != Known::no && situation.facts.participants > 0)
    return condition(
        "nobody is younger than 16, as declared; the tables of the source do not tell everybody's age");
  if (children == Known::no) return does_not_apply("no participant is younger than 16");
  if (children == Known::unknown) return needs("ages are not known from the tables, and nobody said");
  if (situation.facts.children == Known::yes && answers.vulnerable) {
    const auto& said = *answers.vulnerable;
    if (std::find(said.begin(), said.end(), "children_under_16") == said.end()) {
      return contradiction(
          "the ages in the source show children under 16, the answer 'vulnerable' names none");
    }
  }
  if (!answers.legal_basis.type)
    return needs("there are children under 16; the rest waits for the legal basis (R7)");
  if (answers.consent.covers_children == false) return closes("parents, or children from 12, did not agree");
  if (!rests_on_consent(answers)) {
    if (answers.legal_basis.agreed)
      return condition(fmt::format(
          "another basis than consent, to which the privacy officer agreed in writing, as declared ({}): see "
          "that it covers children",
          *answers.legal_basis.agreed));
    return closes("there are children under 16, and the basis is not informed consent");
  }
  if (!answers.consent.covers_children)
    return needs("not said whether parents, and children from 12, agreed");
  return passes("children under 16, with consent of parents and of children from 12, as declared");
}

Ruling judge_receiver(const DecisionCase& situation, Interpretation) {
  const Flag& secure = situation.answers.receiver.secure;
  if (!secure) return needs("not said whether the receivers can keep the data safe");
  return *secure ? passes("receivers and transfer are safe, as declared") : closes("no safe way or receiver");
}

Ruling judge_institution(const DecisionCase& situation, Interpretation interpretation) {
  const Flag& allows = situation.answers.institution.allows;
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  if (!allows) return needs("not said whether the institution allows sharing personal data");
  return *allows ? passes("the institution allows it, as declared" +
                          reference(situation.answers.institution.policy_ref))
                 : closes("the institution forbids sharing personal data (rare: check its policy)");
}

// Of those who ask nobody knows who they are before they sign.
Ruling judge_receiver_on_request(const DecisionCase& situation, Interpretation interpretation) {
  Ruling known = judge_receiver(situation, interpretation);
  if (known.effect != Effect::passes) return known;
  return condition(
      "host and transfer are safe, as declared; each receiver is to be judged before the agreement is "
      "signed");
}

// The guide names an analysis near the data as a way out where these two stop raw data: they do not close it.
Ruling judge_analysis(const DecisionCase& situation, Interpretation interpretation) {
  Ruling raw = judge_institution(situation, interpretation);
  if (raw.effect != Effect::closes) return raw;
  return condition(
      "the institution forbids sharing personal data: ask whether this holds for analyses by others");
}

Ruling judge_ethics(const DecisionCase& situation, Interpretation) {
  const Word& concerns = situation.answers.ethics.concerns;
  if (!concerns) return needs("not said whether there are ethical concerns");
  if (*concerns == "stop") return closes("ethical concerns against sharing");
  if (*concerns == "restrict") return condition("ethical concerns: share with restrictions only");
  if (!situation.answers.ethics.approval)
    return condition(
        "no ethical concern, as declared, and no approval of a committee is named: see that none is needed");
  return passes("no ethical concern, as declared" + reference(situation.answers.ethics.approval));
}

Ruling judge_ethics_of_analysis(const DecisionCase& situation, Interpretation interpretation) {
  Ruling raw = judge_ethics(situation, interpretation);
  if (raw.effect != Effect::closes) return raw;
  return condition(
      "ethical concerns against sharing: ask the committee whether they hold for analyses by others");
}

}  // namespace

std::span<const Gate> stop_gates() {
  static const std::vector<Route> k_raw{open_to_all, registered, restricted, case_by_case};
  static const std::vector<Route> k_wide{open_to_all, registered};
  static const std::vector<Route> k_on_request{restricted, case_by_case};
  static const std::vector<Route> k_persons{open_to_all, registered, restricted, case_by_case, derived};
  static const std::vector<Route> k_all{open_to_all,  registered, restricted,
                                        case_by_case, derived,    federated};
  static const std::vector<Gate> k_gates{
      {"R28", "", "Was everything de-identified, and did the audit find nothing?", judge_release, k_raw,
       k_raw},
      {"R1", "", "Which country's rules count?", judge_jurisdiction, k_all, k_all},
      {"R21", "", "Are these personal data?", judge_class, k_all, k_all},
      {"R22", "STOP-1", "Is there a legal basis?", judge_basis, k_all, k_all, Owner::nobody,
       Groups::free_liberally},
      {"R52", "", "Children under 16: is there consent?", judge_children, k_all, k_all, Owner::nobody,
       Groups::free_liberally},
      {"R23", "STOP-2", "Can the receivers keep the data safe?", judge_receiver, k_wide, k_wide},
      {"R23", "", "Can each receiver who asks keep the data safe?", judge_receiver_on_request, k_on_request,
       k_on_request},
      {"R24", "STOP-3", "Does the institution allow sharing personal data?", judge_institution, k_persons,
       k_raw},
      {"R25", "STOP-4", "Are there ethical concerns?", judge_ethics, k_persons, k_raw},
      {"R24", "", "Does the institution allow analyses by others?", judge_analysis, {federated}, {federated}},
      {"R25",
       "",
       "Are there ethical concerns against analyses by others?",
       judge_ethics_of_analysis,
       {federated},
       {federated}},
  };
  return k_gates;
}

}  // namespace shareready::readiness
