#include "stage/generalise_release.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/family_risk.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/text_step.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

std::string as_table(const std::string& path) {
  return fs::path(path).replace_extension(".tsv").generic_string();
}

bool is_table(const ReleasedFile& file) {
  return fs::path(file.path).extension() == ".tsv" && is_of_persons(table_kind(file.path));
}

bool is_sidecar(const ReleasedFile& file) {
  return fs::path(file.path).extension() == ".json" && is_of_persons(table_kind(as_table(file.path)));
}

Status take_place_of(ReleasedFile& file, const std::string& content, const fs::path& folder) {
  const fs::path path = folder / file.path;
  std::error_code status;
  fs::create_directories(path.parent_path(), status);
  SR_CHECK(write_file(path, content));
  file.staged = path;
  return Done{};
}

// A phenotype table that tells nothing any more goes with its sidecar.
bool tells_nothing(const PersonTable& table, const ColumnRules& rules) {
  if (table_kind(table.path) != TableKind::phenotype) return false;
  return std::all_of(table.table.columns.begin(), table.table.columns.end(), [&](const std::string& column) {
    const ColumnRule* rule = rules.find(TableKind::phenotype, column);
    return rule != nullptr && rule->action == ColumnAction::identifier;
  });
}

void drop_empty_tables(std::vector<ReleasedFile>& files, Generalised& generalised, const ColumnRules& rules) {
  for (const PersonTable& table : generalised.data.tables) {
    if (!tells_nothing(table, rules)) continue;
    std::erase_if(files, [&](const ReleasedFile& file) {
      if (as_table(file.path) != table.path) return false;
      generalised.emptied.emplace(file.path, file.path == table.path ? k_only_labels : k_describes_left_out);
      return true;
    });
  }
}

// Sidecars in which nothing is left; those that were not made by this program are named.
void drop_empty_sidecars(std::vector<ReleasedFile>& files, Generalised& generalised) {
  std::erase_if(files, [&](const ReleasedFile& file) {
    const auto found = generalised.data.sidecars.find(file.path);
    const bool empty = found != generalised.data.sidecars.end() && found->second == Json(Json::Object{});
    if (empty && file.outcome->action != k_action_generate)
      generalised.emptied.emplace(file.path, k_nothing_may_go);
    return empty;
  });
}

std::string listing(const std::string& title, const std::vector<std::string>& labels) {
  std::string text = fmt::format("{}: {}\n", title, labels.size());
  for (const std::string& label : labels) text += fmt::format("  sub-{}\n", label);
  return text;
}

// Which released ages are those of children alone, and which few persons have: the report tells neither.
std::string ages_listing(const Generalised& generalised) {
  const TellingAges& telling = generalised.telling_ages;
  std::string text;
  if (!telling.children.empty())
    text += fmt::format("Released ages of children under {} alone: {}\n", k_child_below,
                        join(telling.children, ", "));
  if (!telling.few.empty())
    text += fmt::format("Released ages that few persons have: {}\n", join(telling.few, ", "));
  for (const AgeRecipe& recipe : generalised.age_recipes) {
    std::vector<std::string> limits;
    for (const int limit : recipe.limits) limits.push_back(std::to_string(limit));
    text += fmt::format(
        "  with \"age_bands\": [{}] in a policy file: {}; {}; average chance of a right link then: {:.3g} % "
        "by the "
        "details in the tables, {:.3g} % with every column of the tables of persons known\n",
        join(limits, ", "),
        recipe.settled ? "no age of few persons or mostly of children" : "some ages still tell something",
        recipe.reached ? "every group has k persons" : "not every group has k persons",
        100.0 * recipe.after.average, 100.0 * recipe.whole.average);
  }
  return text;
}

// What the report tells of rounded or not at all, since numbers of few persons follow from it.
std::string details_listing(const Generalised& generalised) {
  std::string text;
  for (const QuasiIdentifier& identifier : generalised.identifiers) {
    text += fmt::format("Persons unique in the source only with {}: {}; its part in singling out: {:.1f} %\n",
                        identifier.name, identifier.uniques_added, 100.0 * identifier.special_share);
  }
  return text;
}

void count_rare_families(Generalised& generalised, const GeneraliseStep& step) {
  std::vector<std::string> persons = step.labels->old_participants_by_new();
  std::sort(persons.begin(), persons.end());
  const auto families = find_families(generalised.data, *step.rules, persons, *step.labels);
  if (families.empty()) return;
  std::vector<std::uint32_t> groups = generalised.group_of_person;
  groups.resize(persons.size());  // without details everybody is in one
  generalised.in_rare_families =
      persons_in_rare_families(families, groups, static_cast<std::uint32_t>(step.policy->k));
}

// The tables of persons among the files and what describes them.
struct Described {
  DescribedTables data;
  std::vector<ReleasedFile*> tables;  // in their order
};

Result<Described> read_described(std::vector<ReleasedFile>& files, const ReleasedRows& rows) {
  Described described;
  for (ReleasedFile& file : files) {
    if (is_table(file)) {
      SR_TRY(Table table, read_table(file.staged));
      const bool persons = holds_persons(file.path);
      (persons ? described.data.tables : described.data.lists)
          .push_back(person_table(file.path, std::move(table), rows));
      if (persons) described.tables.push_back(&file);
    } else if (is_sidecar(file)) {
      SR_TRY(const std::string text, read_text(file.staged));
      SR_TRY(Json json, parse_json(text, file.path));
      described.data.sidecars.emplace(file.path, std::move(json));
    }
  }
  return described;
}

}  // namespace

bool holds_persons(const std::string& path) {
  const TableKind kind = table_kind(path);
  return kind == TableKind::participants || kind == TableKind::phenotype || kind == TableKind::sessions;
}

Result<SharedCodes> relabel_codes(DescribedTables& data, const GeneraliseStep& step,
                                  const ColumnRules& rules) {
  return relabel_shared_codes(data,
                              {.labels = step.labels,
                               .old_labels = step.old_labels,
                               .rules = &rules,
                               .k = static_cast<std::uint32_t>(step.policy->k),
                               .previous = step.previous,
                               .secret = step.secret},
                              step.random);
}

Result<Generalised> generalise_release(std::vector<ReleasedFile>& files, const GeneraliseStep& step) {
  const ReleasedRows rows = released_rows(files, *step.labels);
  SR_TRY(Described before, read_described(files, rows));
  GeneraliseRequest request{.data = before.data,
                            .persons = step.labels->old_participants_by_new(),
                            .rules = step.rules,
                            .k = static_cast<std::uint32_t>(step.policy->k),
                            .suppression_limit = step.policy->suppression_limit,
                            .policy = step.policy->tables,
                            .source = read_source_columns(*step.inventory, rows, before.data.sidecars)};
  SR_TRY(SharedCodes codes, relabel_codes(request.data, step, *step.rules));
  SR_TRY(Generalised generalised, generalise(std::move(request)));
  for (std::size_t i = 0; i < before.tables.size(); ++i) {
    const Table& table = generalised.data.tables[i].table;
    if (table == before.data.tables[i].table) continue;
    SR_CHECK(take_place_of(*before.tables[i], format_table(table), step.folder));
  }
  for (ReleasedFile& file : files) {
    const auto fresh = generalised.data.sidecars.find(file.path);
    if (fresh == generalised.data.sidecars.end() || fresh->second == before.data.sidecars.at(file.path))
      continue;
    SR_CHECK(take_place_of(file, format_json(fresh->second), step.folder));
  }
  drop_empty_tables(files, generalised, *step.rules);
  drop_empty_sidecars(files, generalised);
  std::move(codes.gone.begin(), codes.gone.end(), std::back_inserter(generalised.changes));
  generalised.linked_codes = std::move(codes.linked);
  count_rare_families(generalised, step);
  return generalised;
}

std::string risk_listing(const Generalised& generalised) {
  return ages_listing(generalised) + details_listing(generalised) +
         listing("Persons who are unique by the details in the source tables", generalised.unique_before) +
         listing("Persons whose details were replaced by n/a", generalised.suppressed_persons);
}

}  // namespace shareready
