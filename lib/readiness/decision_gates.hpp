#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "readiness/decision.hpp"

namespace shareready::readiness {

// Whether a rule for single persons binds results of groups alone, which are no personal data (GDPR recitals
// 26 and 162): what the consent says of purpose, receivers and kinds of data never does; a basis, an
// assessment and a decision do in the strict reading, as results are made from data of persons.
enum class Groups { bound, free_liberally, free };

// One rule of the decision: what it asks, which ways it bears on under either reading, how it is judged.
struct Gate {
  std::string_view requirement;
  std::string_view stop;
  std::string_view question;
  Ruling (*judge)(const DecisionCase&, Interpretation);
  std::vector<Route> strict_routes;
  std::vector<Route> liberal_routes;
  Owner owner = Owner::nobody;  // who says it of this very release; nobody: the rule's own person answers
  Groups groups = Groups::bound;
};

std::span<const Gate> stop_gates();     // R8, R21 to R25, R52: may anything be shared at all
std::span<const Gate> people_gates();   // R12, R14: what people said of this very release
std::span<const Gate> consent_gates();  // R27, R46 to R49: what the participants agreed to
std::span<const Gate> access_gates();   // R11, R25, R53 to R55, R84 to R89: who may have what
// R30 to R32, R59, R60, R66: who signs what with whom, and where the data lie.
std::span<const Gate> agreement_gates();

// Said by every rule on consent while nobody has named the legal basis.
inline constexpr std::string_view k_waits_for_basis = "waits for the legal basis (R7)";

// Leads what a consent form does not name where the basis is another one: nothing there can be kept or
// broken, and whoever signs has to know it.
inline constexpr std::string_view k_beside_the_basis =
    "the legal basis is not consent, yet a consent form was answered, and by it: ";

// Said of every rule that the officer's opinion sets aside.
inline constexpr std::string_view k_outside_gdpr = "outside the GDPR by the written opinion";

inline Ruling passes(std::string sentence) { return {Effect::passes, std::move(sentence)}; }
inline Ruling closes(std::string sentence) { return {Effect::closes, std::move(sentence)}; }
inline Ruling needs(std::string sentence) { return {Effect::needs_answer, std::move(sentence)}; }
inline Ruling condition(std::string sentence) { return {Effect::condition, std::move(sentence)}; }
inline Ruling contradiction(std::string sentence) { return {Effect::contradiction, std::move(sentence)}; }
inline Ruling does_not_apply(std::string sentence) { return {Effect::does_not_apply, std::move(sentence)}; }
// What one reading refuses the other allows on condition.
inline Ruling stricter(Interpretation interpretation, std::string sentence) {
  return interpretation == Interpretation::strict ? closes(std::move(sentence))
                                                  : condition(std::move(sentence));
}

// By what is said of the role, or by the name of an author or of who looked at the images. `role` may stand
// behind the name.
bool may_be_researcher(const DecisionCase& situation, const Word& name, const Word& role = {});

}  // namespace shareready::readiness
