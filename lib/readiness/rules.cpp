#include "readiness/rules.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "readiness/table_rows.hpp"

namespace shareready::readiness {
namespace {

constexpr std::array k_evaluations{
    std::pair<std::string_view, Evaluation>{"measured", Evaluation::measured},
    std::pair<std::string_view, Evaluation>{"answer", Evaluation::answer},
    std::pair<std::string_view, Evaluation>{"matched", Evaluation::matched},
    std::pair<std::string_view, Evaluation>{"fact", Evaluation::fact},
};
constexpr std::array k_owners{
    std::pair<std::string_view, Owner>{"researcher", Owner::researcher},
    std::pair<std::string_view, Owner>{"privacy_officer", Owner::privacy_officer},
    std::pair<std::string_view, Owner>{"legal", Owner::legal},
    std::pair<std::string_view, Owner>{"controller", Owner::controller},
    std::pair<std::string_view, Owner>{"nobody", Owner::nobody},
};

template <typename Table>
auto look_up(const Table& table, std::string_view word)
    -> std::optional<typename Table::value_type::second_type> {
  for (const auto& [name, value] : table) {
    if (name == word) return value;
  }
  return std::nullopt;
}

Result<Requirement> parse_requirement(const Json& entry) {
  const auto evaluation = look_up(k_evaluations, entry.at("evaluation").as_string());
  const auto owner = look_up(k_owners, entry.at("owner").as_string());
  const Json* weighed = entry.find("weighed_by");
  const auto weighed_by = weighed == nullptr ? owner : look_up(k_owners, weighed->as_string());
  const auto severity = severity_of(entry.at("severity").as_string());
  Requirement requirement{.id = entry.at("id").as_string(),
                          .topic = entry.at("topic").as_string(),
                          .question = entry.at("question").as_string(),
                          .rule = entry.at("rule").as_string(),
                          .evaluation = evaluation.value_or(Evaluation::answer),
                          .owner = owner.value_or(Owner::researcher),
                          .weighed_by = weighed_by.value_or(Owner::researcher),
                          .severity = severity.value_or(Severity::info),
                          .law = entry.at("law").as_string(),
                          .law_sources = {},
                          .method = entry.at("method").as_string(),
                          .remedy = entry.at("remedy").as_string()};
  for (const Json& source : entry.at("law_sources").as_array()) {
    requirement.law_sources.push_back(source.as_string());
  }
  const bool complete = !requirement.id.empty() && !requirement.question.empty() &&
                        !requirement.rule.empty() && !requirement.method.empty();
  if (!complete || !evaluation || !owner || !weighed_by || !severity) {
    return table_error("requirements.json",
                       fmt::format("entry '{}' lacks a member or has an unknown word", requirement.id));
  }
  return requirement;
}

Result<std::vector<FigureWords>> parse_figures(std::string_view text) {
  constexpr std::size_t k_columns = 4;
  SR_TRY(auto rows, parse_rows(text, k_columns, "defacing_figures.tsv"));
  std::vector<FigureWords> figures;
  figures.reserve(rows.size());
  for (auto& cells : rows) figures.push_back({cells[0], cells[1], cells[2], cells[3] == "yes"});
  return figures;
}

Result<std::vector<ColumnEvidence>> parse_evidence(std::string_view text) {
  constexpr std::size_t k_columns = 5;
  SR_TRY(auto rows, parse_rows(text, k_columns, "column_evidence.tsv"));
  std::vector<ColumnEvidence> table;
  for (auto& cells : rows) {
    const std::optional<NameFit> match = name_fit(cells[1]);
    if (!match) return table_error("column_evidence.tsv", "a row has an unknown way to match");
    table.push_back({cells[0], *match, cells[2]});
  }
  return table;
}

Result<std::vector<Advice>> parse_advice(const Json& entries) {
  std::vector<Advice> advice;
  for (const Json& entry : entries.as_array()) {
    const Json* owner = entry.find("owner");
    const auto known_owner = owner != nullptr ? look_up(k_owners, owner->as_string()) : Owner::nobody;
    if (!known_owner || entry.at("text").as_string().empty() || entry.at("applies").as_string().empty()) {
      return table_error("readiness_advice.json", "an entry lacks a member or has an unknown owner");
    }
    advice.push_back({.id = entry.at("id").as_string(),
                      .owner = *known_owner,
                      .applies = entry.at("applies").as_string(),
                      .title = entry.at("title").as_string(),
                      .text = entry.at("text").as_string(),
                      .reference = entry.at("reference").as_string(),
                      .command = entry.at("command").as_string()});
  }
  return advice;
}

Result<std::vector<Requirement>> parse_requirements(const Json& entries) {
  std::vector<Requirement> requirements;
  for (const Json& entry : entries.as_array()) {
    SR_TRY(Requirement requirement, parse_requirement(entry));
    requirements.push_back(std::move(requirement));
  }
  if (requirements.empty()) return table_error("requirements.json", "it holds no requirement");
  return requirements;
}

}  // namespace

Result<RuleTables> parse_rule_tables(const RuleTexts& texts) {
  SR_TRY(const Json requirements, parse_json(texts.requirements, "requirements.json"));
  SR_TRY(const Json advice, parse_json(texts.advice, "readiness_advice.json"));
  RuleTables tables;
  tables.version = requirements.at("version").as_string();
  tables.profile = requirements.at("profile").as_string();
  tables.source = requirements.at("source").as_string();
  tables.checked = requirements.at("checked").as_string();
  SR_TRY(tables.requirements, parse_requirements(requirements.at("requirements")));
  SR_TRY(tables.repositories, (parse_table<Repository, 22>(texts.repositories, "repositories.tsv")));
  SR_TRY(tables.figures, parse_figures(texts.figures));
  SR_TRY(tables.residual_risks, parse_advice(advice.at("residual_risks")));
  SR_TRY(tables.next_steps, parse_advice(advice.at("next_steps")));
  SR_TRY(tables.tensions, parse_advice(advice.at("tensions")));
  SR_TRY(tables.column_evidence, parse_evidence(texts.evidence));
  for (const Json& reference : advice.at("references").as_array()) {
    tables.references.push_back(reference.as_string());
  }
  SR_TRY(tables.deposit, parse_deposit_tables(texts.deposit));
  return tables;
}

Result<RuleTables> load_rule_tables() {
  RuleTexts texts;
  SR_TRY(texts.requirements, read_share("requirements.json"));
  SR_TRY(texts.repositories, read_share("repositories.tsv"));
  SR_TRY(texts.advice, read_share("readiness_advice.json"));
  SR_TRY(texts.figures, read_share("defacing_figures.tsv"));
  SR_TRY(texts.evidence, read_share("column_evidence.tsv"));
  SR_TRY(texts.deposit, read_deposit_texts());
  return parse_rule_tables(texts);
}

}  // namespace shareready::readiness
