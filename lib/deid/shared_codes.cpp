#include "deid/shared_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "base/words.hpp"
#include "deid/cells.hpp"

namespace shareready {
namespace {

struct CodeColumn {
  ColumnPlace place;
  std::string concept_name;  // columns of one concept share their labels
  bool family = false;
};

using Rows = std::vector<std::vector<std::optional<std::size_t>>>;        // by table: the person of each row
using Codes = std::map<std::string, std::map<std::string, std::string>>;  // concept -> code -> label

const ColumnRule* code_rule(const ColumnRules& rules, TableKind kind, const std::string& column) {
  const ColumnRule* rule = rules.find(kind, column);
  return rule != nullptr && rule->as_label ? rule : nullptr;
}

std::vector<CodeColumn> find_columns(const DescribedTables& data, const ColumnRules& rules) {
  std::vector<CodeColumn> columns;
  for (std::size_t t = 0; t < data.tables.size(); ++t) {
    const PersonTable& table = data.tables[t];
    const TableKind kind = table_kind(table.path);
    for (std::size_t c = 0; c < table.table.columns.size(); ++c) {
      const std::string& name = table.table.columns[c];
      const ColumnRule* rule = code_rule(rules, kind, name);
      if (rule == nullptr) continue;
      columns.push_back({.place = {.table = t, .column = c},
                         .concept_name = rules.is_listed(kind, name) ? rule->reason : bare_name(name),
                         .family = rule->action == ColumnAction::family});
    }
  }
  return columns;
}

// The new label of a participant that a cell names.
std::optional<std::string> participant_in(std::string_view cell, const LabelMap& labels) {
  if (!cell.starts_with("sub-")) return std::nullopt;
  const auto label = labels.participant(cell.substr(4));
  return label ? std::optional("sub-" + *label) : std::nullopt;
}

template <typename Visit>
void visit_cells(DescribedTables& data, const CodeColumn& column, const Rows& rows, const Visit& visit) {
  Table& table = data.tables[column.place.table].table;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    visit(table.rows[row][column.place.column], rows[column.place.table][row]);
  }
}

// Every code of a released person, still without a label.
Codes collect_codes(DescribedTables& data, const std::vector<CodeColumn>& columns, const Rows& rows,
                    const LabelMap& labels) {
  Codes codes;
  for (const CodeColumn& column : columns) {
    visit_cells(data, column, rows, [&](const std::string& cell, std::optional<std::size_t> person) {
      const std::string_view code = trim(cell);
      const bool own = person && !is_missing(code) && !participant_in(code, labels);
      if (own) codes[column.concept_name].emplace(code, "");
    });
  }
  return codes;
}

Error unfit_earlier_label() {
  return Error{
      ErrorCode::bad_data,
      "--previous-key",
      "a label that it holds for a code (of a family, a site) stands for two of them, or is an old label "
      "or code of the source; take the key file of the last release, or leave the column out",
      {}};
}

// The labels of an earlier release, for the codes that had one.
Status keep_earlier(Codes& codes, const LinkKey& previous, const std::set<std::string>& avoid) {
  for (const LinkedParticipant& participant : previous.participants) {
    for (const LinkedCode& known : participant.codes) {
      auto& labels = codes[known.of];
      const auto found = labels.find(known.old_code);
      if (found == labels.end()) continue;
      const bool fits =
          (found->second.empty() || found->second == known.new_label) && !avoid.contains(known.new_label);
      if (!fits) return unfit_earlier_label();
      found->second = known.new_label;
    }
  }
  return Done{};
}

// Whoever has the secret can try out codes, as labels of participants (docs/adr/0018).
Status derive_codes(Codes& codes, const std::set<std::string>& avoid, std::span<const std::uint8_t> secret) {
  std::set<std::string> taken;
  for (const std::string& label : avoid) taken.insert(to_lower(label));
  for (auto& [name, labels] : codes) {
    for (auto& [code, label] : labels) {
      if (!label.empty()) continue;
      label = keyed_label(secret, fmt::format("{}\x1f{}", name, code));
      if (taken.insert(label).second) continue;
      return Error{ErrorCode::bad_data,
                   "labels",
                   "the label secret gives a code (of a family, a site) a label that is or was somebody's or "
                   "something's; take another secret, or leave the column out",
                   {}};
    }
  }
  return Done{};
}

Status draw_for(Codes& codes, const std::set<std::string>& avoid, const RandomSource& random) {
  std::vector<std::string*> places;
  for (auto& [name, labels] : codes) {
    for (auto& [code, label] : labels) {
      if (label.empty()) places.push_back(&label);
    }
  }
  SR_TRY(std::vector<std::string> drawn, draw_unused_labels(places.size(), avoid, random));
  for (std::size_t i = 0; i < places.size(); ++i) *places[i] = std::move(drawn[i]);
  return Done{};
}

// What must not come back: old labels, drawn ones, and the codes themselves. Short codes are part of any
// text.
std::set<std::string> labels_to_avoid(const Codes& codes, const SharedCodesRequest& request) {
  constexpr std::size_t k_shortest = 4;
  std::set<std::string> avoid = *request.old_labels;
  for (std::string& label : request.labels->new_participants()) avoid.insert(std::move(label));
  for (const auto& [name, labels] : codes) {
    for (const auto& [code, label] : labels) {
      if (code.size() >= k_shortest) avoid.insert(code);
    }
  }
  return avoid;
}

Result<Codes> label_codes(Codes codes, const SharedCodesRequest& request, const RandomSource& random) {
  std::set<std::string> avoid = labels_to_avoid(codes, request);
  if (request.previous != nullptr) {
    SR_CHECK(keep_earlier(codes, *request.previous, avoid));
    // The secret gives the code of a family who all withdrew its own label again, and nobody else.
    const std::vector<std::string>& retired = request.previous->retired;
    for (std::string& label : request.previous->new_labels()) {
      const bool again = !request.secret.empty() && std::binary_search(retired.begin(), retired.end(), label);
      if (!again) avoid.insert(std::move(label));
    }
  }
  if (request.secret.empty()) SR_CHECK(draw_for(codes, avoid, random));
  if (!request.secret.empty()) SR_CHECK(derive_codes(codes, avoid, request.secret));
  return codes;
}

// The new text of a cell. Returns its code where it had one and got a label.
std::optional<LinkedCode> put_label(std::string& cell, bool of_person, const CodeColumn& column,
                                    const Codes& codes, const LabelMap& labels) {
  const std::string code(trim(cell));
  cell = k_missing;
  if (!of_person || is_missing(code)) return std::nullopt;
  if (auto participant = participant_in(code, labels)) {
    cell = std::move(*participant);
    return std::nullopt;
  }
  cell = codes.at(column.concept_name).at(code);
  return LinkedCode{.of = column.concept_name, .old_code = code, .new_label = cell};
}

void sort_unique(std::vector<LinkedCode>& codes) {
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
}

// Which family labels may stay: those of families as large as families of at least k persons are.
class FamilySizes {
 public:
  void add(const std::string& label, std::size_t person) { members_[label].insert(person); }

  // Persons without a label are a group of their own: it is empty or has k persons too.
  [[nodiscard]] std::set<std::string> settle(std::size_t persons, std::uint32_t k) const {
    std::map<std::size_t, std::size_t> persons_by_size;
    for (const auto& [label, members] : members_) persons_by_size[members.size()] += members.size();
    std::size_t without = persons - std::min(persons, covered());
    const auto smallest = [&] {
      return std::min_element(persons_by_size.begin(), persons_by_size.end(),
                              [](const auto& one, const auto& other) { return one.second < other.second; });
    };
    while (!persons_by_size.empty()) {
      const auto least = smallest();
      if (least->second >= k && (without == 0 || without >= k)) break;
      without += least->second;
      persons_by_size.erase(least);
    }
    std::set<std::string> kept;
    for (const auto& [label, members] : members_) {
      if (persons_by_size.contains(members.size())) kept.insert(label);
    }
    return kept;
  }

 private:
  [[nodiscard]] std::size_t covered() const {
    std::set<std::size_t> all;
    for (const auto& [label, members] : members_) all.insert(members.begin(), members.end());
    return all.size();
  }
  std::map<std::string, std::set<std::size_t>> members_;
};

void clear_rare_sizes(DescribedTables& data, const std::vector<CodeColumn>& columns, const Rows& rows,
                      std::size_t persons, std::uint32_t k) {
  std::map<std::string, FamilySizes> sizes;
  for (const CodeColumn& column : columns) {
    if (!column.family) continue;
    visit_cells(data, column, rows, [&](const std::string& cell, std::optional<std::size_t> person) {
      if (person && cell != k_missing) sizes[column.concept_name].add(cell, *person);
    });
  }
  for (const auto& [name, of_concept] : sizes) {
    const std::set<std::string> kept = of_concept.settle(persons, k);
    for (const CodeColumn& column : columns) {
      if (column.concept_name != name) continue;
      visit_cells(data, column, rows, [&](std::string& cell, std::optional<std::size_t>) {
        if (!kept.contains(cell)) cell = k_missing;
      });
    }
  }
}

std::string as_table(const std::string& sidecar) {
  return std::filesystem::path(sidecar).replace_extension(".tsv").generic_string();
}

void describe_codes(DescribedTables& data, const ColumnRules& rules) {
  for (auto& [path, sidecar] : data.sidecars) {
    if (!sidecar.is_object()) continue;
    for (auto& [column, description] : sidecar.object()) {
      if (code_rule(rules, table_kind(as_table(path)), column) == nullptr) continue;
      description = Json::Object{{"Description", "Random label of this release: equal labels, equal codes"}};
    }
  }
}

bool is_empty(const DescribedTables& data, const CodeColumn& column) {
  const Table& table = data.tables[column.place.table].table;
  return std::all_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return row[column.place.column] == k_missing; });
}

// Columns go from the last to the first: places stay right.
std::vector<ColumnChange> drop_empty(DescribedTables& data, std::vector<CodeColumn> columns) {
  std::vector<ColumnChange> changes;
  std::reverse(columns.begin(), columns.end());
  for (const CodeColumn& column : columns) {
    if (!column.family || !is_empty(data, column)) continue;
    PersonTable& table = data.tables[column.place.table];
    const std::string name = table.table.columns[column.place.column];
    table.table.erase_column(column.place.column);
    for (auto& [path, sidecar] : data.sidecars) {
      if (as_table(path) == table.path && sidecar.is_object()) sidecar.erase(name);
    }
    changes.push_back({.table = table_kind(table.path),
                       .column = name,
                       .kept = false,
                       .reason = "too few persons live in families of each size"});
  }
  return changes;
}

}  // namespace

Result<SharedCodes> relabel_shared_codes(DescribedTables& data, const SharedCodesRequest& request,
                                         const RandomSource& random) {
  const std::vector<CodeColumn> columns = find_columns(data, *request.rules);
  if (columns.empty()) return SharedCodes();
  const std::vector<std::string> persons = request.labels->old_participants_by_new();
  std::map<std::string, std::size_t> index;
  for (const std::string& label : persons) index.emplace(label, index.size());
  Rows rows;
  for (const PersonTable& table : data.tables) rows.push_back(persons_of_rows(table, index));
  SR_TRY(const Codes codes,
         label_codes(collect_codes(data, columns, rows, *request.labels), request, random));
  SharedCodes result;
  for (const CodeColumn& column : columns) {
    visit_cells(data, column, rows, [&](std::string& cell, std::optional<std::size_t> person) {
      const std::optional<LinkedCode> code =
          put_label(cell, person.has_value(), column, codes, *request.labels);
      if (code) result.linked[persons[*person]].push_back(*code);
    });
  }
  for (auto& [person, linked] : result.linked) sort_unique(linked);
  clear_rare_sizes(data, columns, rows, persons.size(), request.k);
  describe_codes(data, *request.rules);
  result.gone = drop_empty(data, columns);
  return result;
}

}  // namespace shareready
