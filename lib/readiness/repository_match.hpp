#pragma once

#include <optional>
#include <string>
#include <vector>

#include "readiness/decision.hpp"
#include "readiness/rules.hpp"

namespace shareready::readiness {

enum class Fit { fits, asks, rejects };

// One comparison of a repository's facts with the dataset.
struct FitPoint {
  Fit fit = Fit::asks;
  std::string what;  // size, largest file, ...
  std::string sentence;
};

struct RepositoryMatch {
  const Repository* repository = nullptr;
  Fit fit = Fit::asks;  // the worst of its points
  std::vector<FitPoint> points;
};

// The number of a limit cell; nothing for 'none' and 'unknown'.
std::optional<double> stated_limit(const std::string& cell);

// Every repository of the table against dataset, wanted access and answers; what fits best stands first, what
// is rejected last, equals by their order in the table.
std::vector<RepositoryMatch> match_repositories(const std::vector<Repository>& repositories,
                                                const DecisionCase& situation, Interpretation interpretation);

// The repository that the answers name, by its name or its requirement; nullptr where none or an unknown one
// is named.
const Repository* named_repository(const std::vector<Repository>& repositories, const Answers& answers);

// The repository in mind; empty where none of the table was named.
Host host_of(const std::vector<Repository>& repositories, const Answers& answers);

// Whether the data would be kept inside the EEA, by the repository named or else by what is said of
// receivers.
Known host_in_eea(const std::vector<Repository>& repositories, const Answers& answers);

// Why nothing is known of the place where the data will be stored, and what to write: a repository was named
// that is not one entry of the table, and nobody said where it is and who keeps it. Empty: nothing is wrong.
std::string told_of_unknown_place(const DecisionCase& situation);

// True where a repository of the table is named and the country given beside it, under 'other_place', lies on
// the other side of the border of the EEA: that is another place.
bool contradicts_table(const DecisionCase& situation);
inline constexpr std::string_view k_two_places =
    "the repository named is one of the table, and 'other_place' names a country on the other side of the "
    "border of the EEA: where do the data go? Write null there, or name that place under 'repository'";

}  // namespace shareready::readiness
