#include "readiness/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "readiness/check_rules.hpp"

namespace shareready::readiness {
namespace {

struct CheckRule {
  std::string_view requirement;
  CheckOutcome (*measure)(const ReadinessInputs&);
};

// Sorted by number. Every requirement marked 'measured' in the table has a rule here, but R28, which sums up
// others.
constexpr std::array k_check_rules{
    CheckRule{"R3", direct_identifiers_anywhere},
    CheckRule{"R4", smallest_group},
    CheckRule{"R5", identifying_triple},
    CheckRule{"R8", published_after_audit},
    CheckRule{"R13", identifying_headers},
    CheckRule{"R14", faces_seen},
    CheckRule{"R16", identifier_columns},
    CheckRule{"R17", demographic_columns},
    CheckRule{"R18", special_categories},
    CheckRule{"R19", open_text},
    CheckRule{"R20", rare_values},
    CheckRule{"R33", headers_scrubbed},
    CheckRule{"R34", faces_removed},
    CheckRule{"R35", birth_dates},
    CheckRule{"R36", clinical_scores},
    CheckRule{"R37", postcodes},
    CheckRule{"R38", names_removed},
    CheckRule{"R39", dates_removed},
    CheckRule{"R40", pictures_removed},
    CheckRule{"R41", extreme_values},
    CheckRule{"R42", random_labels},
    CheckRule{"R43", links_to_labels},
    CheckRule{"R44", key_files},
    CheckRule{"R45", transformation_matrices},
};

bool is_deidentification_step(std::string_view id) {
  constexpr int k_first = 33, k_last = 45;  // R33 to R45
  const std::string digits(id.substr(1));
  if (!is_digits(digits) || digits.size() > 2) return false;
  const int number = std::stoi(digits);
  return number >= k_first && number <= k_last;
}

// R28 before anybody answered.
CheckOutcome sum_up_measured(const std::vector<Requirement>& requirements, const ReadinessInputs& inputs) {
  std::vector<std::pair<std::string, CheckStatus>> results;
  for (const Requirement& requirement : requirements) {
    if (is_deidentification_step(requirement.id))
      results.emplace_back(requirement.id, measure(requirement.id, inputs).status);
  }
  return sum_up_steps(results);
}

CheckOutcome evaluate_one(const Requirement& requirement, const std::vector<Requirement>& all,
                          const ReadinessInputs& inputs) {
  switch (requirement.evaluation) {
    case Evaluation::measured:
      return requirement.id == "R28" ? sum_up_measured(all, inputs) : measure(requirement.id, inputs);
    case Evaluation::answer:
    case Evaluation::matched:
      return {CheckStatus::needs_answer, "no answer was given", {}, {}};
    case Evaluation::fact:
      return {CheckStatus::not_applicable, "a fact to know; there is nothing to check", {}, {}};
  }
  return {};
}

}  // namespace

CheckOutcome sum_up_steps(const std::vector<std::pair<std::string, CheckStatus>>& results) {
  CheckOutcome outcome{.status = CheckStatus::pass, .observed = {}, .threshold = {}, .evidence = {}};
  std::vector<std::string> open;
  for (const auto& [id, status] : results) {
    if (!is_deidentification_step(id)) continue;
    if (status != CheckStatus::pass && status != CheckStatus::not_applicable) open.push_back(id);
    if (status != CheckStatus::not_applicable) outcome.status = std::max(outcome.status, status);
  }
  outcome.observed = open.empty() ? "every step that applies passed"
                                  : fmt::format("steps that did not simply pass: {}", join(open, ", "));
  return outcome;
}

CheckOutcome measure(std::string_view requirement, const ReadinessInputs& inputs) {
  const auto rule = std::find_if(k_check_rules.begin(), k_check_rules.end(),
                                 [&](const CheckRule& entry) { return entry.requirement == requirement; });
  if (rule == k_check_rules.end()) return {CheckStatus::unknown, "not evaluated by this version", {}, {}};
  return rule->measure(inputs);
}

std::vector<CheckOutcome> evaluate(const std::vector<Requirement>& requirements,
                                   const ReadinessInputs& inputs) {
  std::vector<CheckOutcome> outcomes;
  outcomes.reserve(requirements.size());
  for (const Requirement& requirement : requirements) {
    outcomes.push_back(evaluate_one(requirement, requirements, inputs));
  }
  return outcomes;
}

bool keeps_details(const RiskFacts& risk) {
  return std::any_of(risk.identifiers.begin(), risk.identifiers.end(),
                     [](const ReportedIdentifier& identifier) { return identifier.level != "dropped"; });
}

bool is_everyone_unique(const RiskFacts& risk) {
  return keeps_details(risk) && risk.persons > 0 && risk.after.uniques == risk.persons;
}

std::string shown_name(const ReportedColumn& column) {
  return column.standard ? column.name : fmt::format("a column of {} with a name of its own", column.table);
}

std::uint64_t fewest_told(std::uint64_t k) {
  constexpr std::uint64_t k_fewest =
      5;  // whatever k: with four persons every count tells of one or two of them
  return std::max(k, k_fewest);
}

bool has_few_persons(const RiskFacts& risk, std::uint64_t k) {
  return risk.persons > 0 && risk.persons < fewest_told(k);
}

std::string mask_count(std::uint64_t persons, std::uint64_t k) {
  const std::uint64_t fewest = fewest_told(k);
  return persons > 0 && persons < fewest ? fmt::format("<{}", fewest) : std::to_string(persons);
}

}  // namespace shareready::readiness
