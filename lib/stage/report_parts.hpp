#pragma once

#include <functional>
#include <string>
#include <vector>

#include "deid/generalise.hpp"
#include "deid/tables.hpp"
#include "readiness/inputs.hpp"
#include "stage/group_inputs.hpp"
#include "stage/special_columns.hpp"

namespace shareready {

using KindWords = std::function<std::string(const std::string& kind)>;

// What is not in the release, counted by kind and reason; participants left out included.
std::vector<readiness::LeftOut> left_out(const GroupInputs& inputs, const Preparation& preparation,
                                         const std::vector<FileOutcome>& root_outcomes,
                                         const KindWords& words);

// Metadata keys and texts that were dropped, with the number of sidecars they were dropped from.
std::vector<readiness::DroppedKey> dropped_keys(const std::vector<FileOutcome>& outcomes,
                                                const std::vector<DroppedKey>& texts);

// The word of the report for a kind of table.
std::string table_name(TableKind kind);

// What became of each column of each kind of table, last by `changes`.
std::vector<readiness::ReportedColumn> reported_columns(const std::vector<FileOutcome>& outcomes,
                                                        const ColumnRules& rules,
                                                        const std::vector<ColumnChange>& changes);

readiness::DemographicFacts demographics_of(const Generalised& generalised);

readiness::RiskFigures figures_of(const risk::SampleRisk& sample);

// The names of profiles as shared texts may show them.
std::vector<std::string> names_of(const Generalised& generalised, const std::vector<std::size_t>& profiles);

// How far persons can be told apart, before and after; names and numbers, nobody's label. What needs the size
// of the population is there where the answers tell it, or the share of it that takes part.
readiness::RiskFacts risk_of(const Generalised& generalised, const readiness::Answers& answers,
                             std::uint32_t k);

// Columns left out as special categories, with what keeping each would give.
std::vector<readiness::SpecialColumn> special_facts(const std::vector<SpecialColumn>& columns);

}  // namespace shareready
