#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "deid/tables.hpp"
#include "readiness/inputs.hpp"
#include "stage/derivatives_step.hpp"

// What the report reads in the release itself.
namespace shareready {

// Texts that people wrote and that the release holds as they are: keys of dataset_description.json,
// CITATION.cff. Errors: no_input, bad_data.
Result<std::vector<std::string>> written_texts_of(const std::filesystem::path& release);

// From dataset_description.json. Errors: no_input, bad_data.
Result<readiness::DatasetDescription> describe_release(const std::filesystem::path& release);

// Columns of participants.tsv and phenotype/*.tsv that hold values which fewer than k persons share. Errors:
// bad_data, io.
Result<std::vector<readiness::RareValues>> find_rare_values(const std::filesystem::path& release,
                                                            std::uint64_t k, const ColumnRules& rules);

// What came in with --derivatives; `others` were not asked for.
readiness::DerivedFacts derived_facts(const std::vector<DerivedFile>& files, std::size_t others);

}  // namespace shareready
