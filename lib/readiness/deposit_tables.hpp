#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

// What it takes to hand a release over: metadata files, steps, and the ways without raw data.
namespace shareready::readiness {

// A field of a metadata file (share/metadata_fields.tsv).
struct FormField {
  std::string form, path, need, meaning, source, confidence, checked;  // need: required, recommended, ...
};

// One step of a deposit (share/repository_steps.tsv).
struct RepositoryStep {
  std::string requirement, number, owner, text, source, confidence, checked;
};

// A tool or network for results without raw data (share/alternatives.tsv). `takes`: images, tables, clinical.
struct Alternative {
  std::string requirement, word, name, what, needs, takes, hand_over, next_step, source, confidence, checked;
};

struct DepositTables {
  Json forms;  // share/metadata_forms.json
  std::vector<FormField> fields;
  std::vector<RepositoryStep> steps;
  std::vector<Alternative> alternatives;
};

struct DepositTexts {
  std::string forms;                        // JSON
  std::string fields, steps, alternatives;  // TSV
};

// Errors: bad_data, naming the table.
Result<DepositTables> parse_deposit_tables(const DepositTexts& texts);

// The texts from share/. Errors: no_input.
Result<DepositTexts> read_deposit_texts();

}  // namespace shareready::readiness
