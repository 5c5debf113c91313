#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/check_rules.hpp"

namespace shareready::readiness {
namespace {

using Roles = std::initializer_list<ColumnRole>;

// The columns of some roles, by what became of them.
struct RoleColumns {
  std::vector<std::string> kept;     // as they were, or only shifted
  std::vector<std::string> changed;  // generalised or relabelled
  std::vector<std::string> dropped;
  [[nodiscard]] bool none() const { return kept.empty() && changed.empty() && dropped.empty(); }
};

RoleColumns columns_with(const ReadinessInputs& inputs, Roles roles) {
  RoleColumns found;
  for (const ReportedColumn& column : inputs.columns) {
    if (std::find(roles.begin(), roles.end(), column.role) == roles.end()) continue;
    switch (column.decision) {
      case ColumnDecision::kept:
      case ColumnDecision::shifted:
        found.kept.push_back(shown_name(column));
        break;
      case ColumnDecision::generalised:
      case ColumnDecision::relabelled:
        found.changed.push_back(shown_name(column));
        break;
      case ColumnDecision::dropped:
        found.dropped.push_back(shown_name(column));
        break;
    }
  }
  return found;
}

std::string describe(const RoleColumns& columns) {
  std::vector<std::string> parts;
  if (!columns.kept.empty()) parts.push_back("released: " + join(columns.kept, ", "));
  if (!columns.changed.empty()) parts.push_back("made coarser or relabelled: " + join(columns.changed, ", "));
  if (!columns.dropped.empty())
    parts.push_back(counted(columns.dropped.size(), "column of this kind was left out",
                            "columns of this kind were left out"));
  return join(parts, "; ");
}

CheckOutcome no_tables() {
  return {CheckStatus::not_applicable, "no table with details of persons was found", {}, {}};
}

// Passes where no column of these roles is released as it was; `if_kept` otherwise.
CheckOutcome require_absent(const ReadinessInputs& inputs, Roles roles, CheckStatus if_kept) {
  if (inputs.columns.empty()) return no_tables();
  const RoleColumns found = columns_with(inputs, roles);
  if (found.none()) {
    return {CheckStatus::not_applicable, "no such column was recognised", "not released as it was", {}};
  }
  return {found.kept.empty() ? CheckStatus::pass : if_kept, describe(found), "not released as it was", {}};
}

// A column nobody can name may hold anything: never a plain PASS.
CheckOutcome warn_of_unknown_columns(CheckOutcome outcome, const ReadinessInputs& inputs) {
  const RoleColumns unknown = columns_with(inputs, {ColumnRole::unknown});
  if (unknown.kept.empty()) return outcome;
  outcome.observed += fmt::format("; released columns whose meaning is not known: {}", unknown.kept.size());
  const bool good = outcome.status == CheckStatus::pass || outcome.status == CheckStatus::not_applicable;
  if (good) outcome.status = CheckStatus::warn;
  return outcome;
}

// It has no role of its own, and is counted among the details by which persons can be told apart.
bool releases_handedness(const ReadinessInputs& inputs) {
  return std::any_of(inputs.columns.begin(), inputs.columns.end(), [](const ReportedColumn& column) {
    return column.reason == "handedness" && column.decision == ColumnDecision::kept;
  });
}

// Columns left out as special categories: names of ours, the others counted.
std::string left_out_special(const ReadinessInputs& inputs) {
  std::vector<std::string> names;
  std::size_t others = 0;
  for (const SpecialColumn& column : inputs.special_columns) {
    if (column.standard) names.push_back(column.name);
    others += column.standard ? 0U : 1U;
  }
  if (others > 0) names.push_back(counted(others, "with a name of its own", "with names of their own"));
  return join(names, ", ");
}

}  // namespace

CheckOutcome smallest_group(const ReadinessInputs& inputs) {
  const std::uint64_t k = inputs.policy.k;
  const std::string threshold = fmt::format("at least {} persons in the smallest group", k);
  if (!inputs.demographics.smallest_class) {
    return {CheckStatus::unknown, "groups of equal details were not counted", threshold, {}};
  }
  const std::uint64_t persons = *inputs.demographics.smallest_class;
  // With details left that single somebody out, only restricted access is left (R55).
  const bool missed =
      keeps_details(inputs.risk) && !inputs.risk.reached && inputs.policy.preset != "restricted";
  const std::uint64_t in_families = inputs.risk.in_rare_families.value_or(0);
  CheckOutcome outcome{persons >= k && in_families == 0 ? CheckStatus::pass
                       : missed                         ? CheckStatus::fail
                                                        : CheckStatus::warn,
                       fmt::format("smallest group: {} persons", mask_count(persons, k)),
                       threshold,
                       {}};
  if (is_everyone_unique(inputs.risk)) {
    outcome.observed = "every person in the release is unique by the details in the tables";
    if (inputs.risk.persons < k) outcome.observed += "; there are fewer persons than one group needs";
  }
  if (k < 2) {
    outcome.status = std::max(outcome.status, missed ? CheckStatus::fail : CheckStatus::warn);
    outcome.observed += "; the policy sets k to 1, so no group protects anybody";
  }
  if (in_families > 0) {
    outcome.observed += fmt::format("; in families whose members' details are rare together: {} persons",
                                    mask_count(in_families, k));
  }
  return outcome;
}

CheckOutcome identifying_triple(const ReadinessInputs& inputs) {
  if (inputs.columns.empty()) return no_tables();
  const bool postcode = !columns_with(inputs, {ColumnRole::postcode}).kept.empty();
  const bool birth_date = !columns_with(inputs, {ColumnRole::birth_date}).kept.empty();
  const bool sex = !columns_with(inputs, {ColumnRole::sex}).kept.empty();
  CheckOutcome outcome{
      CheckStatus::pass, "not all three are released", "never postcode, birth date and sex together", {}};
  if (postcode && birth_date && sex) {
    outcome.status = CheckStatus::fail;
    outcome.observed = "postcode, birth date and sex are all released";
  }
  return warn_of_unknown_columns(std::move(outcome), inputs);
}

CheckOutcome identifier_columns(const ReadinessInputs& inputs) {
  CheckOutcome outcome = require_absent(inputs, {ColumnRole::direct_identifier}, CheckStatus::fail);
  return joined_with_audit(warn_of_unknown_columns(std::move(outcome), inputs), "R16", inputs);
}

CheckOutcome demographic_columns(const ReadinessInputs& inputs) {
  using enum ColumnRole;
  CheckOutcome outcome = require_absent(inputs, {birth_date, age, postcode, place, sex}, CheckStatus::warn);
  if (releases_handedness(inputs)) {
    outcome.status = CheckStatus::warn;
    outcome.observed += "; handedness is released";
  }
  if (!columns_with(inputs, {birth_date, postcode}).kept.empty()) outcome.status = CheckStatus::fail;
  return joined_with_audit(std::move(outcome), "R17", inputs);
}

CheckOutcome special_categories(const ReadinessInputs& inputs) {
  const RoleColumns found = columns_with(inputs, {ColumnRole::special_category, ColumnRole::clinical_score});
  CheckOutcome outcome{CheckStatus::warn, {}, "covered by the consent and by an exemption of Art. 9(2)", {}};
  if (!inputs.images.empty()) {
    outcome.observed = "brain images of health research count as health data";
  }
  if (!found.none()) {
    outcome.observed += (outcome.observed.empty() ? "" : "; ") + ("columns: " + describe(found));
    const std::string lost = left_out_special(inputs);
    if (!lost.empty()) outcome.observed += "; lost to whoever uses the release: " + lost;
  }
  if (outcome.observed.empty()) {
    outcome = {CheckStatus::needs_answer, "none was recognised by name", {}, {}};
  }
  return joined_with_audit(std::move(outcome), "R18", inputs);
}

CheckOutcome open_text(const ReadinessInputs& inputs) {
  CheckOutcome outcome = require_absent(inputs, {ColumnRole::free_text}, CheckStatus::fail);
  return joined_with_audit(warn_of_unknown_columns(std::move(outcome), inputs), "R19", inputs);
}

CheckOutcome rare_values(const ReadinessInputs& inputs) {
  const std::string threshold =
      fmt::format("every released value is shared by at least {} persons", inputs.policy.k);
  if (!inputs.rare_values)
    return {CheckStatus::unknown, "values in the tables were not counted", threshold, {}};
  if (inputs.policy.k < 2)
    return {CheckStatus::warn,
            "not looked for: the policy sets k to 1, so no value counts as rare",
            threshold,
            {}};
  if (inputs.rare_values->empty())
    return {CheckStatus::pass, "no released column holds a rare value", threshold, {}};
  if (has_few_persons(inputs.risk, inputs.policy.k)) {
    return {CheckStatus::warn,
            fmt::format("fewer than {} persons: every released value is rare", fewest_told(inputs.policy.k)),
            threshold,
            {}};
  }
  std::vector<std::string> columns;
  std::size_t others = 0;
  for (const RareValues& rare : *inputs.rare_values) {
    if (rare.standard) columns.push_back(rare.name);
    if (!rare.standard) ++others;
  }
  if (others > 0) columns.push_back(fmt::format("columns with names of their own: {}", others));
  return {CheckStatus::warn,
          fmt::format("values that fewer than {} persons share, by column: {}", inputs.policy.k,
                      join(columns, ", ")),
          threshold,
          {}};
}

CheckOutcome birth_dates(const ReadinessInputs& inputs) {
  CheckOutcome outcome = require_absent(inputs, {ColumnRole::birth_date, ColumnRole::age}, CheckStatus::warn);
  outcome.threshold = "no birth date; ages in groups, 89 at most";
  if (!columns_with(inputs, {ColumnRole::birth_date}).kept.empty()) outcome.status = CheckStatus::fail;
  return joined_with_audit(std::move(outcome), "R35", inputs);
}

CheckOutcome clinical_scores(const ReadinessInputs& inputs) {
  return require_absent(inputs, {ColumnRole::clinical_score}, CheckStatus::warn);
}

CheckOutcome postcodes(const ReadinessInputs& inputs) {
  CheckOutcome outcome = require_absent(inputs, {ColumnRole::postcode, ColumnRole::place}, CheckStatus::warn);
  if (!columns_with(inputs, {ColumnRole::postcode}).kept.empty()) outcome.status = CheckStatus::fail;
  return joined_with_audit(std::move(outcome), "R37", inputs);
}

CheckOutcome names_removed(const ReadinessInputs& inputs) {
  CheckOutcome outcome = require_absent(inputs, {ColumnRole::direct_identifier}, CheckStatus::fail);
  return joined_with_audit(std::move(outcome), "R38", inputs);
}

CheckOutcome dates_removed(const ReadinessInputs& inputs) {
  CheckOutcome outcome{CheckStatus::pass, "dates are dropped", "no date of measurement left", {}};
  const bool shifted = inputs.policy.dates != "drop";
  if (shifted && !inputs.policy.moved_dates) outcome.observed = "no date is in what is released";
  if (shifted && inputs.policy.moved_dates) {
    outcome.status = CheckStatus::warn;
    outcome.observed =
        "dates are shifted by one constant number of days for each participant; intervals and time of day "
        "stay";
  }
  const bool kept = std::any_of(inputs.columns.begin(), inputs.columns.end(), [](const auto& column) {
    return column.role == ColumnRole::date && column.decision == ColumnDecision::kept;
  });
  if (kept) {
    outcome.status = CheckStatus::fail;
    outcome.observed += "; a column with dates is released as it was";
  }
  return joined_with_audit(std::move(outcome), "R39", inputs);
}

}  // namespace shareready::readiness
