#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "readiness/inputs.hpp"
#include "readiness/rules.hpp"

namespace shareready::readiness {

// UNKNOWN and NEEDS-ANSWER never count as PASS.
enum class CheckStatus { pass, not_applicable, warn, needs_answer, unknown, fail };

struct Evidence {
  std::string finding;  // id of an audit finding, empty for other evidence
  std::string path;     // in dataset/
  std::string locator;
  std::string excerpt;  // masked
};

// What one requirement came to.
struct CheckOutcome {
  CheckStatus status = CheckStatus::unknown;
  std::string observed;
  std::string threshold;
  std::vector<Evidence> evidence;
  bool contradiction = false;             // an answer disagrees with the data or with another answer
  std::string remedy = {};                // where it is another than the rule's
  std::optional<Severity> severity = {};  // where it weighs otherwise than the rule
};

// What the release and the audit say about one measured requirement. An id that no rule here measures comes
// back as unknown.
CheckOutcome measure(std::string_view requirement, const ReadinessInputs& inputs);

// One outcome for every requirement of the table, in its order.
std::vector<CheckOutcome> evaluate(const std::vector<Requirement>& requirements,
                                   const ReadinessInputs& inputs);

// R28 from the results of R33 to R45 by their numbers: the worst of them.
CheckOutcome sum_up_steps(const std::vector<std::pair<std::string, CheckStatus>>& results);

// Details by which persons can be told apart are left in the tables.
bool keeps_details(const RiskFacts& risk);

// Such details are left, and nobody shares theirs with another.
bool is_everyone_unique(const RiskFacts& risk);

// Of a column: a name of ours, or that it has one of its own.
std::string shown_name(const ReportedColumn& column);

// The fewest persons of whom figures are told: k, and at least five.
std::uint64_t fewest_told(std::uint64_t k);

// Fewer persons than that: any figure over them tells of single ones.
bool has_few_persons(const RiskFacts& risk, std::uint64_t k);

// '<5' for counts of fewer persons than `fewest_told`, else the number.
std::string mask_count(std::uint64_t persons, std::uint64_t k);

}  // namespace shareready::readiness
