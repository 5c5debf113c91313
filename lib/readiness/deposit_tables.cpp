#include "readiness/deposit_tables.hpp"

#include "readiness/table_rows.hpp"

namespace shareready::readiness {
namespace {

Result<std::vector<FormField>> parse_fields(const std::string& text) {
  constexpr std::size_t k_columns = 7;
  SR_TRY(auto rows, parse_rows(text, k_columns, "metadata_fields.tsv"));
  std::vector<FormField> fields;
  for (auto& c : rows) fields.push_back({c[0], c[1], c[2], c[3], c[4], c[5], c[6]});
  return fields;
}

Result<std::vector<RepositoryStep>> parse_steps(const std::string& text) {
  constexpr std::size_t k_columns = 7;
  SR_TRY(auto rows, parse_rows(text, k_columns, "repository_steps.tsv"));
  std::vector<RepositoryStep> steps;
  for (auto& c : rows) steps.push_back({c[0], c[1], c[2], c[3], c[4], c[5], c[6]});
  return steps;
}

Result<std::vector<Alternative>> parse_alternatives(const std::string& text) {
  constexpr std::size_t k_columns = 11;
  SR_TRY(auto rows, parse_rows(text, k_columns, "alternatives.tsv"));
  std::vector<Alternative> list;
  for (auto& c : rows) {
    list.push_back({c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10]});
  }
  return list;
}

}  // namespace

Result<DepositTables> parse_deposit_tables(const DepositTexts& texts) {
  DepositTables tables;
  SR_TRY(const Json forms, parse_json(texts.forms, "metadata_forms.json"));
  if (!forms.at("forms").is_array()) return table_error("metadata_forms.json", "it holds no forms");
  tables.forms = forms.at("forms");
  SR_TRY(tables.fields, parse_fields(texts.fields));
  SR_TRY(tables.steps, parse_steps(texts.steps));
  SR_TRY(tables.alternatives, parse_alternatives(texts.alternatives));
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
