#include "readiness/deposit_tables.hpp"

#include "readiness/table_rows.hpp"

namespace shareready::readiness {

Result<DepositTables> parse_deposit_tables(const DepositTexts& texts) {
  DepositTables tables;
  SR_TRY(const Json forms, parse_json(texts.forms, "metadata_forms.json"));
  if (!forms.at("forms").is_array()) return table_error("metadata_forms.json", "it holds no forms");
  tables.forms = forms.at("forms");
  SR_TRY(tables.fields, (parse_table<FormField, 7>(texts.fields, "metadata_fields.tsv")));
  SR_TRY(tables.steps, (parse_table<RepositoryStep, 7>(texts.steps, "repository_steps.tsv")));
  SR_TRY(tables.alternatives, (parse_table<Alternative, 11>(texts.alternatives, "alternatives.tsv")));
  return tables;
}

Result<DepositTexts> read_deposit_texts() {
  DepositTexts texts;
  SR_TRY(texts.forms, read_share("metadata_forms.json"));
  SR_TRY(texts.fields, read_share("metadata_fields.tsv"));
  SR_TRY(texts.steps, read_share("repository_steps.tsv"));
  SR_TRY(texts.alternatives, read_share("alternatives.tsv"));
  return texts;
}

}  // namespace shareready::readiness
