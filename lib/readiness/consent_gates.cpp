#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

using enum Route;

using Judge = Ruling (*)(const DecisionCase&, Interpretation);

// Nothing about consent counts before the basis is known, or where it is another one.
Ruling without_consent(const DecisionCase& situation) {
  if (!situation.answers.legal_basis.type) return needs(std::string(k_waits_for_basis));
  return does_not_apply(
      "neither the legal basis nor the exemption is consent; what limits they have is for the privacy "
      "officer to "
      "say (R22)");
}

// What the form, as answered, says of this. Where the basis is another one it binds nobody by itself, but
// participants were told so (GDPR Art. 5(1)(a)): what it does not name is never passed over in silence.
template <Judge form_says>
Ruling by_form(const DecisionCase& situation, Interpretation interpretation) {
  if (rests_on_consent(situation.answers)) return form_says(situation, interpretation);
  if (!situation.answers.legal_basis.type) return without_consent(situation);
  const Ruling form = form_says(situation, interpretation);
  using enum Effect;
  if (form.effect == passes || form.effect == does_not_apply || form.effect == needs_answer)
    return without_consent(situation);
  return Ruling{condition, std::string(k_beside_the_basis) + form.sentence};
}

std::vector<std::string> not_in(const std::vector<std::string>& wanted,
                                const std::vector<std::string>& given) {
  std::vector<std::string> lacking;
  for (const std::string& word : wanted) {
    if (std::find(given.begin(), given.end(), word) == given.end())
      lacking.push_back(replace_all(word, "_", " "));
  }
  return lacking;
}

Ruling judge_everyone(const DecisionCase& situation, Interpretation) {
  const Flag& everyone = situation.answers.consent.everyone;
  if (!everyone) return needs("not said whether everybody in the release agreed");
  return *everyone ? passes("everybody in the release agreed, as declared")
                   : closes("not everybody agreed: leave those out and run again");
}

bool names_unable(const Answers& answers) {
  const Words& named = answers.vulnerable;
  return named && std::find(named->begin(), named->end(), "unable_to_consent") != named->end();
}

// What in the data asks whether everybody was able to consent; empty: nothing.
std::string asks_for_capacity(const DecisionCase& situation) {
  const auto& bands = situation.facts.age_bands;
  if (situation.facts.cognitive_tests) return "the source has a cognitive test";
  if (std::find(bands.begin(), bands.end(), k_from_60) != bands.end())
    return "some can be 60 or more, by the released ages";
  return names_unable(situation.answers) ? "the answer 'vulnerable' names persons unable to consent" : "";
}

// Children do not consent for themselves alone: R52 asks for their parents.
std::string able_words(const DecisionCase& situation) {
  return has_children(situation) == Known::yes ? "adults: every one able, as declared; children: see R52"
                                               : "everybody was able to consent, as declared";
}

Ruling judge_able(const DecisionCase& situation, Interpretation) {
  const std::string why = asks_for_capacity(situation);
  const Word& capacity = situation.answers.consent.capacity;
  if (!capacity) return needs("not said whether everybody was able to consent: " + why);
  if (*capacity == "not_assessed")
    return needs("nobody judged whether everybody was able to consent: " + why);
  if (*capacity == "some_unable") return closes("some were not able to consent, and nobody agreed for them");
  if (*capacity == "represented")
    return condition("for those unable to consent a legal representative agreed, as declared");
  return names_unable(situation.answers)
             ? contradiction(
                   "everybody is said to have been able to consent, the answer 'vulnerable' names some "
                   "unable")
             : passes(able_words(situation) + "; asked as " + why);
}

Ruling judge_capacity(const DecisionCase& situation, Interpretation interpretation) {
  if (asks_for_capacity(situation).empty())
    return does_not_apply("no cognitive test, nobody known to be 60 or more");
  return by_form<judge_able>(situation, interpretation);
}

// A basis that can be taken back has to be taken back in practice (GDPR Art. 7(3)): somebody has to be found.
Ruling judge_withdrawal(const DecisionCase& situation, Interpretation interpretation) {
  if (outside_gdpr(situation, interpretation)) return does_not_apply(std::string(k_outside_gdpr));
  if (!rests_on_consent(situation.answers)) return without_consent(situation);
  const Word& way = situation.answers.consent.withdrawal;
  const Flag& kept = situation.answers.key.exists;
  const bool written = situation.facts.key_file;
  if (!way) return needs("not said how somebody who withdraws later is found in this release");
  if (*way == "release_key" && !written)
    return contradiction("the answer 'consent.withdrawal' names a release key, this run wrote none");
  if (*way == "release_key" && situation.answers.key.destroyed_on)
    return condition(
        fmt::format("who withdraws is found by the study key and the release key until the study key is "
                    "destroyed on {}, and "
                    "by nobody after that: participants have to know it beforehand",
                    *situation.answers.key.destroyed_on));
  if (*way == "release_key")
    return passes("who withdraws is found by the study key and the release key, as declared");
  if (*way == "compare_images" && kept == false)
    return contradiction(
        "who withdraws is to be found by comparing images, the answer 'key.exists' says that the source is "
        "gone");
  if (*way == "compare_images" && situation.answers.key.destroyed_on)
    return condition(
        fmt::format("who withdraws is found by comparing images until study key and source are destroyed "
                    "on {}, and by nobody after that: participants have to know it beforehand",
                    *situation.answers.key.destroyed_on));
  if (*way == "compare_images")
    return condition("who withdraws is found by comparing images, as long as the source exists");
  if (kept == true || written)
    return contradiction(
        "the answer 'consent.withdrawal' says that nobody can be found again, and yet a key or the source "
        "exists");
  return condition("who withdraws cannot be found again: participants have to know it beforehand");
}

// Each category with the columns that are in it.
std::string with_columns(const std::vector<std::string>& categories, const DatasetFacts& facts) {
  std::vector<std::string> list;
  for (const std::string& category : categories) {
    const auto known = facts.category_columns.find(replace_all(category, " ", "_"));
    const bool columns = known != facts.category_columns.end() && !known->second.empty();
    list.push_back(columns ? fmt::format("{} ({})", category, join(known->second, ", ")) : category);
  }
  return join(list, ", ");
}

Ruling judge_categories(const DecisionCase& situation, Interpretation) {
  const Words& named = situation.answers.consent.data_categories;
  if (!named) return needs("not said which kinds of data the consent names");
  const auto lacking = not_in(situation.facts.data_categories, *named);
  if (!lacking.empty()) {
    return contradiction("the release holds what the consent, as answered, does not name: " +
                         with_columns(lacking, situation.facts));
  }
  return passes("the consent names every kind of data that was recognised in the release");
}

Ruling judge_special(const DecisionCase& situation, Interpretation) {
  if (situation.facts.special_categories.empty()) return does_not_apply("no special category was recognised");
  const Words& named = situation.answers.consent.special_categories;
  if (!named) return needs("not said which special categories the consent names");
  const auto lacking = not_in(situation.facts.special_categories, *named);
  if (!lacking.empty()) {
    return contradiction("special categories in the release that the consent does not name: " +
                         join(lacking, ", "));
  }
  return passes("the consent names every special category that was recognised in the release");
}

Ruling judge_purpose(const DecisionCase& situation, Interpretation) {
  const Word& purpose = situation.answers.consent.purpose;
  if (!purpose) return needs("not said for which research the data may be used");
  if (*purpose == "same_project") return closes("the consent allows no use beyond the study itself");
  if (*purpose == "any_research") return passes("any research (DUO:0000042)");
  const char* code = *purpose == "health_research" ? "health research only (DUO:0000006)"
                                                   : "research on the same disease only (DUO:0000007)";
  return condition(fmt::format("{}: put this into the terms", code));
}

Ruling judge_purpose_in_public(const DecisionCase& situation, Interpretation interpretation) {
  const Word& purpose = situation.answers.consent.purpose;
  if (!purpose) return needs("not said for which research the data may be used");
  if (*purpose == "any_research") return passes("any research (DUO:0000042)");
  const char* sentence = "public data can be used for anything, the consent sets limits";
  return interpretation == Interpretation::strict ? closes(sentence) : condition(sentence);
}

// An analysis by others is another use of the data of persons, though only its results leave.
Ruling judge_purpose_of_analysis(const DecisionCase& situation, Interpretation interpretation) {
  Ruling ruling = judge_purpose(situation, interpretation);
  if (ruling.effect == Effect::closes)
    ruling.sentence = "the consent allows no use beyond the study itself, so no analysis by others";
  if (ruling.effect == Effect::condition)
    ruling.sentence = replace_all(ruling.sentence, "put this into the terms",
                                  "agree on it with the partners, for each analysis");
  return ruling;
}

Ruling judge_recipients(const DecisionCase& situation, std::initializer_list<std::string_view> enough) {
  const Words& named = situation.answers.consent.recipients;
  if (!named) return needs("not said who may receive the data");
  const bool covered = std::any_of(enough.begin(), enough.end(), [&](std::string_view word) {
    return std::find(named->begin(), named->end(), word) != named->end();
  });
  return covered ? passes("the consent names these receivers")
                 : closes("the consent does not name these receivers");
}

Ruling judge_public_receivers(const DecisionCase& situation, Interpretation) {
  return judge_recipients(situation, {"public"});
}
Ruling judge_registered_receivers(const DecisionCase& situation, Interpretation) {
  return judge_recipients(situation, {"public", "researchers"});
}
Ruling judge_requesting_receivers(const DecisionCase& situation, Interpretation) {
  return judge_recipients(situation, {"public", "researchers", "on_request"});
}

// Derived data have no fixed circle of receivers: it is the one that the consent draws.
Ruling judge_derived_receivers(const DecisionCase& situation, Interpretation interpretation) {
  Ruling ruling = judge_requesting_receivers(situation, interpretation);
  if (ruling.effect != Effect::passes ||
      judge_public_receivers(situation, interpretation).effect == ruling.effect)
    return ruling;
  return condition(
      "the consent does not name the public: give derived data of single persons to the receivers "
      "it names alone");
}

// Whoever sends an analysis receives its results. Read liberally these are of groups and nobody receives
// personal data; read strictly the partners are among those whom participants have to know of.
Ruling judge_partners(const DecisionCase& situation, Interpretation interpretation) {
  const bool strict = interpretation == Interpretation::strict;
  Ruling ruling = judge_requesting_receivers(situation, interpretation);
  if (ruling.effect == Effect::closes) {
    const char* sentence =
        "the consent names nobody outside the study: partners may learn results of groups alone";
    return strict ? closes(sentence) : condition(sentence);
  }
  const Flag& non_eu = situation.answers.consent.non_eu;
  if (ruling.effect != Effect::passes || !strict || non_eu == true) return ruling;
  return non_eu ? condition("the consent ends at the EEA: partners inside the EEA only")
                : needs("not said whether the consent allows receivers outside the EEA");
}

Ruling judge_world(const DecisionCase& situation, Interpretation) {
  const Flag& non_eu = situation.answers.consent.non_eu;
  const Words& named = situation.answers.consent.recipients;
  if (!non_eu) return needs("not said whether the consent allows receivers outside the EEA");
  if (!*non_eu && named && std::find(named->begin(), named->end(), "public") != named->end()) {
    return contradiction(
        "the consent is said to name the public, and to end at the EEA: only one can be true");
  }
  return *non_eu ? passes("the consent allows receivers outside the EEA")
                 : closes("public data reach the whole world, the consent ends at the EEA");
}

Ruling judge_distant_receivers(const DecisionCase& situation, Interpretation) {
  const Flag& non_eu = situation.answers.consent.non_eu;
  const Flag& eea = situation.answers.receiver.eea;
  if (!non_eu) return needs("not said whether the consent allows receivers outside the EEA");
  if (*non_eu) return passes("the consent allows receivers outside the EEA");
  if (situation.host_in_eea == Known::no || eea == false) {
    return contradiction("host or receivers are outside the EEA, the consent ends there");
  }
  if (!eea) return needs("not said whether all receivers are inside the EEA, where the consent ends");
  return condition("receivers inside the EEA only");
}

}  // namespace

std::span<const Gate> consent_gates() {
  static const std::vector<Route> k_on_request{restricted, case_by_case};
  static const std::vector<Route> k_persons{open_to_all, registered, restricted, case_by_case, derived};
  static const std::vector<Route> k_all{open_to_all,  registered, restricted,
                                        case_by_case, derived,    federated};
  static const std::vector<Route> k_reached{registered, restricted, case_by_case, derived};
  static const std::vector<Route> k_public{open_to_all};
  static const std::vector<Route> k_derived{derived};
  static const std::vector<Route> k_federated{federated};
  using enum Groups;
  constexpr Owner k_own = Owner::nobody;  // the rule's own person answers
  static const std::vector<Gate> k_gates{
      {"R27", "", "Did everybody in the release agree?", by_form<judge_everyone>, k_all, k_all, k_own,
       free_liberally},
      {"R27", "", "Was everybody able to consent?", judge_capacity, k_all, k_all, k_own, free_liberally},
      // An analysis near the data hands out no copy that somebody could want back.
      {"R27", "", "Can somebody who withdraws be found in the release?", judge_withdrawal, k_persons,
       k_persons, k_own, free_liberally},
      {"R46", "", "Does the consent name the kinds of data?", by_form<judge_categories>, k_persons, k_persons,
       k_own, free},
      {"R47", "", "Does the consent allow this use?", by_form<judge_purpose>, k_persons, k_persons, k_own,
       free},
      {"R47", "", "Does the consent allow any use, as public data do?", by_form<judge_purpose_in_public>,
       k_public, k_public},
      {"R47", "", "Does the consent allow analyses by others?", by_form<judge_purpose_of_analysis>,
       k_federated, k_federated},
      {"R48", "", "Does the consent name the public?", by_form<judge_public_receivers>, k_public, k_public},
      {"R48",
       "",
       "Does the consent name registered researchers?",
       by_form<judge_registered_receivers>,
       {registered},
       {registered}},
      {"R48", "", "Does the consent name those who ask?", by_form<judge_requesting_receivers>, k_on_request,
       k_on_request},
      {"R48", "", "Does the consent name those who receive derived data?", by_form<judge_derived_receivers>,
       k_derived, k_derived, k_own, free},
      {"R48", "", "Does the consent name the partners of an analysis?", by_form<judge_partners>, k_federated,
       k_federated},
      {"R48", "", "Does the consent allow the whole world?", by_form<judge_world>, k_public, k_public},
      {"R48", "", "Does the consent reach as far as the receivers?", by_form<judge_distant_receivers>,
       k_reached, k_reached, k_own, free},
      {"R49", "", "Does the consent name the special categories?", by_form<judge_special>, k_persons,
       k_persons, k_own, free},
  };
  return k_gates;
}

}  // namespace shareready::readiness
