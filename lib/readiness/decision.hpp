#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/answers.hpp"
#include "readiness/facts.hpp"

// Which ways of sharing the data and the answers leave open, under two readings of the rules. Pure functions
// over facts and answers; the rules are the gates of share/requirements.json R2 to R66.
namespace shareready::readiness {

// Strict: personal while anybody holds a key, no offer without an agreement, storage inside the EEA.
// Liberal: a key kept apart does not count, extra agreements can cover hosts elsewhere, and results of groups
// alone are free of the rules for single persons. In both, the consent's purpose, receivers and kinds of data
// bind data of single persons alone, and its purpose binds an analysis by others too.
enum class Interpretation { strict, liberal };

enum class Route { open_to_all, registered, restricted, case_by_case, derived, federated };
inline constexpr std::array k_routes{Route::open_to_all,  Route::registered, Route::restricted,
                                     Route::case_by_case, Route::derived,    Route::federated};

// What one rule says: never more than that nothing stands in the way.
enum class Effect {
  passes,
  does_not_apply,
  condition,     // open, if something is observed
  needs_answer,  // nothing can be said before somebody answers
  closes,
  contradiction  // answers disagree with the data or with each other: closes, and is a finding
};

struct Ruling {
  Effect effect = Effect::needs_answer;
  std::string sentence;
};

// One branch of the decision as it was taken.
struct TraceStep {
  std::string requirement;
  std::string stop;  // STOP-1 to STOP-4 where this rule stops raw data, else empty
  std::string question;
  Ruling ruling;
  std::vector<Route> routes;    // that the ruling bears on
  Owner owner = Owner::nobody;  // who says it of this very release

  [[nodiscard]] bool stops() const;  // raw data, for the reason `stop`
};

enum class RouteState { possible, needs_answers, closed };

struct RouteVerdict {
  Route route = Route::open_to_all;
  RouteState state = RouteState::needs_answers;
  std::vector<const TraceStep*> closed_by, missing, conditions;  // into the trace of the reading
};

struct Reading {
  Interpretation interpretation = Interpretation::strict;
  bool personal = true;  // false: outside the GDPR by a written opinion
  std::vector<TraceStep> trace;
  [[nodiscard]] std::vector<RouteVerdict> verdicts() const;  // in the order of k_routes
  // R26: false where a stop reason holds; then only ways without raw data are left.
  [[nodiscard]] bool raw_path() const;
  // No way is open and no answer is missing that could open one.
  [[nodiscard]] bool nothing_left() const;
};

// The repository in mind, as repositories.tsv has it.
struct Host {
  std::string scope = {};  // international, Netherlands, institution; empty: no entry of the table was named
  bool is_processor = false;            // by its own terms, the institution being the controller
  std::vector<std::string> alike = {};  // entries of the table that the name could mean; several: not one
  bool several = false;                 // the name holds those of more than one entry
};

struct DecisionCase {
  DatasetFacts facts;
  Answers answers;
  std::string today;                   // YYYY-MM-DD
  Known host_in_eea = Known::unknown;  // of the repository in mind, or else of the receivers
  Host host = {};
  std::vector<AnswersPrint> earlier_answers = {};  // that reports of this release stood on before
};

Reading read_rules(const DecisionCase& situation, Interpretation interpretation);

// The way the preset of the run asks for.
Route wanted_route(std::string_view preset);

// The way wanted where this reading leaves it open; else the nearest narrower one that is not closed.
Route advised_route(const Reading& reading, Route wanted);

// Whether children under 16 are among the participants, by data and answers together; patients by the answer
// alone, as columns can only suggest them.
Known has_children(const DecisionCase& situation);
Known has_patients(const DecisionCase& situation);

// True where the privacy officer's written opinion holds for this release, the checks allow it and the key
// does not forbid it in this reading.
bool outside_gdpr(const DecisionCase& situation, Interpretation interpretation);

// Somebody who has what stands can find a person of the release again.
bool leads_back(const Standing& stands);

// Study key and source were destroyed, today or before, no release key was written, and neither the source
// nor the private folder was there when the report was written.
bool is_key_gone(const DecisionCase& situation);

// The controller approved this very release, on the present answers: name, date and both hashes.
bool is_decided(const DecisionCase& situation);

// Advice in favour, on conditions too, or that it is outside the GDPR: with name, date and the hashes of this
// release and of the present answers.
bool is_signed_off(const DecisionCase& situation);

// R41: numbers are left that a person has to judge; somebody did, of this very release.
bool is_extremes_open(const DatasetFacts& facts);
bool is_extremes_settled(const DecisionCase& situation);

// The officer who set a condition confirmed it, while the controller answers for it.
bool is_confirmed_by_officer(const Answers::Condition& condition, const DecisionCase& situation);

// Somebody else confirmed that a condition of the advice is met, between the day of the advice and today.
bool is_met(const Answers::Condition& condition, const DecisionCase& situation);

// Adviser and decider have one name, while the privacy officer is independent (GDPR Art. 38(3) and (6)).
bool is_decided_by_officer(const DecisionCase& situation);

// The controller has the name of the person who decides for it, or of the privacy officer, while it is an
// institution.
bool is_named_after_person(const DecisionCase& situation);

// Everybody of the population, as declared, is in the release.
bool is_whole_population(const DecisionCase& situation);

// More than half of it is, as declared: whoever belongs to it is in the release rather than not.
bool is_most_of_population(const DecisionCase& situation);

}  // namespace shareready::readiness
