#include "stage/text_step.hpp"

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "base/share.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "deid/cells.hpp"
#include "deid/mrs_extension.hpp"
#include "image/gzip.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

std::string_view text_of(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_number_character(char letter) {
  return (letter >= '0' && letter <= '9') ||
         std::string_view("+-.eE \t\r\n").find(letter) != std::string_view::npos;
}

bool is_sidecar(const PlannedFile& file) {
  return file.action == Action::rewrite && file.path.extension() == ".json";
}

Error no_numbers(const FileOutcome& outcome) {
  return Error{ErrorCode::bad_data, outcome.path, "expected nothing but numbers", {}};
}

// Of the columns that the sidecar of a table describes, those with a unit of ages that is not a year.
std::map<std::string, std::string> age_units_in(const Json& sidecar) {
  std::map<std::string, std::string> units;
  for (const auto& [column, described] : sidecar.as_object()) {
    const std::string_view unit = age_unit_of(described.at("Units").as_string());
    if (!unit.empty()) units.emplace(column, unit);
  }
  return units;
}

std::map<std::string, std::string> age_units_beside(fs::path table) {
  const Result<std::string> text = read_text(table.replace_extension(".json"));
  if (!text.ok()) return {};
  const Result<Json> sidecar = parse_json(*text, table.string());
  return sidecar.ok() ? age_units_in(*sidecar) : std::map<std::string, std::string>();
}

// What the source says of ages in months is untrue of the years that they became.
void describe_ages_anew(const Json& source, TableKind kind, const ColumnRules& rules, Json& sidecar) {
  for (const auto& [column, unit] : age_units_in(source)) {
    const ColumnRule* rule = rules.find(kind, column);
    if (rule == nullptr || rule->action != ColumnAction::age || sidecar.find(column) == nullptr) continue;
    sidecar.erase(column);
    describe_age(sidecar, column);
  }
}

Result<FileOutcome> stage_table(const PlannedFile& file, const TextStep& step) {
  std::vector<std::uint8_t> content;
  FileOutcome outcome = begin_outcome(file, content);
  if (outcome.status != FileStatus::done) return outcome;
  const Result<Table> table = parse_table(text_of(content), file.target.string());
  if (!table.ok()) return stopped(std::move(outcome), table.error());
  const Result<ScrubbedTable> scrubbed =
      scrub_table(*table, table_kind(outcome.path), table_context(step, step.rules->columns, file.target));
  if (!scrubbed.ok()) return stopped(std::move(outcome), scrubbed.error());
  outcome.parts = parts_of(*scrubbed);
  if (scrubbed->only_identifiers && table_kind(outcome.path) == TableKind::phenotype) {
    outcome.status = FileStatus::excluded;
    outcome.reason = k_only_labels;
    return outcome;
  }
  return put_text(std::move(outcome), format_table(scrubbed->table), step);
}

Result<FileOutcome> stage_recording(const PlannedFile& file, const TextStep& step) {
  std::vector<std::uint8_t> packed;
  FileOutcome outcome = begin_outcome(file, packed);
  if (outcome.status != FileStatus::done) return outcome;
  const Result<Inflated> inflated = inflate_gzip(packed, outcome.path);
  if (!inflated.ok()) return stopped(std::move(outcome), inflated.error());
  const Status numeric = check_numeric_table(text_of(inflated->bytes), outcome.path);
  if (!numeric.ok()) return stopped(std::move(outcome), numeric.error());
  SR_TRY(const std::vector<std::uint8_t> fresh, deflate_gzip(inflated->bytes));
  return put_text(std::move(outcome), text_of(fresh), step);
}

Result<FileOutcome> stage_gradients(const PlannedFile& file, const TextStep& step) {
  std::vector<std::uint8_t> content;
  FileOutcome outcome = begin_outcome(file, content);
  if (outcome.status != FileStatus::done) return outcome;
  const std::string_view text = text_of(content);
  if (!std::all_of(text.begin(), text.end(), is_number_character)) {
    const auto problem = no_numbers(outcome);  // before the outcome is moved away
    return stopped(std::move(outcome), problem);
  }
  return put_text(std::move(outcome), replace_all(std::string(text), "\r\n", "\n"), step);
}

Result<FileOutcome> stage_copy(const PlannedFile& file, const TextStep& step) {
  std::vector<std::uint8_t> content;
  FileOutcome outcome = begin_outcome(file, content);
  if (outcome.status != FileStatus::done) return outcome;
  return put_text(std::move(outcome), text_of(content), step);
}

Result<FileOutcome> stage_sidecar(const PlannedFile& file, const DescribedColumns& columns,
                                  const TextStep& step) {
  std::vector<std::uint8_t> content;
  FileOutcome outcome = begin_outcome(file, content);
  if (outcome.status != FileStatus::done) return outcome;
  Result<Json> json = parse_json(text_of(content), outcome.path);
  if (!json.ok()) return stopped(std::move(outcome), json.error());
  const Json nothing(Json::Object{});
  const bool was_empty = *json == nothing;
  const SidecarContext context{.table = &step.rules->keys,
                               .tokens = step.tokens,
                               .shift = step.shift,
                               .columns = columns.kept,
                               .secret = step.secret,
                               .device_secret = step.device_secret};
  Result<ScrubbedSidecar> scrubbed = scrub_sidecar(*json, context);
  if (!scrubbed.ok()) return stopped(std::move(outcome), scrubbed.error());
  const std::string table = fs::path(outcome.path).replace_extension(".tsv").generic_string();
  if (is_of_persons(table_kind(table)))
    describe_ages_anew(*json, table_kind(table), step.rules->columns, scrubbed->json);
  std::map<std::string, Json> sidecars{{outcome.path, std::move(scrubbed->json)}};
  for (DroppedKey& key : drop_telling_texts(sidecars, columns.losses, step.rules->columns)) {
    scrubbed->dropped.push_back(std::move(key));
  }
  scrubbed->json = std::move(sidecars.begin()->second);
  outcome.parts = parts_of(std::move(scrubbed->dropped));
  if (!was_empty && scrubbed->json == nothing) {
    outcome.status = FileStatus::excluded;
    outcome.reason = k_nothing_may_go;
    return outcome;
  }
  const bool has_age = std::find(columns.kept.begin(), columns.kept.end(), "age") != columns.kept.end();
  if (outcome.path == "participants.json" && has_age) describe_age(scrubbed->json);
  return put_text(std::move(outcome), format_json(scrubbed->json), step);
}

// A phenotype's sidecar whose table is left out.
bool describes_nothing(const PlannedFile& file, const std::vector<FileOutcome>& outcomes) {
  const std::string path = file.path.generic_string();
  if (!path.starts_with("phenotype/")) return false;
  const std::string table = fs::path(path).replace_extension(".tsv").generic_string();
  return std::none_of(outcomes.begin(), outcomes.end(), [&table](const FileOutcome& outcome) {
    return outcome.path == table && outcome.status == FileStatus::done;
  });
}

FileOutcome left_out(const PlannedFile& file) {
  FileOutcome outcome = begin_outcome(file);
  outcome.status = FileStatus::excluded;
  outcome.reason = k_describes_left_out;
  return outcome;
}

Result<FileOutcome> stage_text(const PlannedFile& file, const TextStep& step) {
  if (file.action == Action::exclude) return begin_outcome(file);
  if (file.action == Action::copy) return stage_copy(file, step);
  if (file.kind == FileKind::recording) return stage_recording(file, step);
  if (file.kind == FileKind::bval || file.kind == FileKind::bvec) return stage_gradients(file, step);
  return stage_table(file, step);
}

}  // namespace

TableContext table_context(const TextStep& step, const ColumnRules& rules, const fs::path& table) {
  return {.rules = &rules,
          .tokens = step.tokens,
          .shift = step.shift,
          .first_scan = step.first_scan,
          .age_units = age_units_beside(table),
          .secret = step.secret,
          .device_secret = step.device_secret};
}

Result<FileOutcome> put_text(FileOutcome outcome, std::string_view content, const TextStep& step) {
  SR_CHECK(write_staged(step.folders.staging / outcome.path, content));
  outcome.staged = outcome.path;
  return outcome;
}

namespace {

void leave_out_keys(KeyTable& table, const std::vector<std::string>& keys) {
  for (KeyRule& rule : table.rules) {
    if (std::find(keys.begin(), keys.end(), rule.key) == keys.end()) continue;
    rule.action = KeyAction::drop;
    rule.reason = "left out by the policy";
  }
}

}  // namespace

Result<TextRules> load_text_rules(const Policy& policy) {
  SR_TRY(const fs::path keys, find_share_file("sidecar_keys.tsv"));
  TextRules rules;
  SR_TRY(rules.keys, read_key_table(keys));
  SR_TRY(rules.mrs_keys, load_mrs_keys());
  for (KeyTable* table : {&rules.keys, &rules.mrs_keys}) leave_out_keys(*table, policy.leave_out_keys);
  SR_TRY(ColumnRules listed, load_column_rules());
  rules.columns = with_policy(std::move(listed), policy.keep_columns, policy.tables);
  SR_TRY(const fs::path philips, find_share_file("philips_fields.tsv"));
  SR_TRY(rules.philips, read_philips_fields(philips));
  return rules;
}

DescribedColumns columns_described_by(const std::string& sidecar, const std::vector<FileOutcome>& outcomes) {
  const BidsName general = parse_bids_name(fs::path(sidecar).filename().string());
  std::set<std::string> columns;
  ColumnLosses losses;
  const std::string ending = general.suffix + ".tsv";
  for (const FileOutcome& outcome : outcomes) {
    if (!outcome.path.ends_with(ending)) continue;  // a cheap look first: there are as many sidecars as files
    const BidsName name = parse_bids_name(fs::path(outcome.path).filename().string());
    if (name.extension != ".tsv" || name.suffix != general.suffix || !is_entity_subset(general, name))
      continue;
    const std::string group = group_described_by(sidecar);
    const bool persons = is_of_persons(table_kind(group));  // judged when it is known whose rows go
    for (const PartOutcome& part : outcome.parts) {
      if (part.kept) columns.insert(part.name);
      if (part.changed && !persons) losses.emplace(ColumnKey(group, part.name), ColumnLoss{});
    }
  }
  return {.kept = {columns.begin(), columns.end()}, .losses = std::move(losses)};
}

std::vector<PartOutcome> parts_of(const ScrubbedTable& table) {
  std::vector<PartOutcome> parts;
  for (const ColumnDecision& column : table.columns) {
    parts.push_back({.name = column.column,
                     .kept = column.kept,
                     .known = column.known,
                     .reason = column.reason,
                     .type = std::string(to_string(column.type)),
                     .changed = column.changed});
  }
  return parts;
}

std::vector<PartOutcome> parts_of(std::vector<DroppedKey> dropped) {
  std::vector<PartOutcome> parts;
  parts.reserve(dropped.size());
  for (DroppedKey& key : dropped) {
    parts.push_back(
        {.name = std::move(key.key), .kept = false, .known = key.known, .reason = std::move(key.reason)});
  }
  return parts;
}

Status stage_texts(const std::vector<const PlannedFile*>& files, const TextStep& step,
                   std::vector<FileOutcome>& outcomes) {
  for (const PlannedFile* file : files) {
    if (is_sidecar(*file)) continue;
    SR_TRY(FileOutcome outcome, stage_text(*file, step));
    outcomes.push_back(std::move(outcome));
  }
  for (const PlannedFile* file : files) {
    if (!is_sidecar(*file)) continue;
    if (describes_nothing(*file, outcomes)) {
      outcomes.push_back(left_out(*file));
      continue;
    }
    SR_TRY(FileOutcome outcome,
           stage_sidecar(*file, columns_described_by(file->path.generic_string(), outcomes), step));
    outcomes.push_back(std::move(outcome));
  }
  return Done{};
}

}  // namespace shareready
