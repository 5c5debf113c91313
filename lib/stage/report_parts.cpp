#include "stage/report_parts.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "deface/verdict.hpp"
#include "deid/cells.hpp"
#include "stage/leaf_sidecars.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

readiness::LeftOutStatus left_out_status(FileStatus status) {
  if (status == FileStatus::withheld) return readiness::LeftOutStatus::withheld;
  if (status == FileStatus::failed) return readiness::LeftOutStatus::failed;
  return readiness::LeftOutStatus::excluded;
}

std::string remedy_for(const FileOutcome& file) {
  if (file.status == FileStatus::failed)
    return "Look at the log of the participant level, then run it again.";
  if (file.status != FileStatus::withheld) return "";
  if (!file.belongs_to.empty()) return "It returns with its image.";
  if (file.verdict == to_string(Verdict::doubtful))
    return "Look at its picture on the review page; accept it there if it is right.";
  return "Repair or replace the file in the source, or share without it.";
}

// How a part that is left out by default can come along after all.
std::string way_in(FileKind kind) {
  if (kind == FileKind::derivative) return "Part of it comes along with --derivatives NAME.";
  if (kind == FileKind::sourcedata) return "DICOM in it comes along, cleaned, with --sourcedata deidentify.";
  return "";
}

// Counts entries that are alike in everything but their number.
class LeftOutCounter {
 public:
  void add(FileStatus status, const std::string& kind, const std::string& reason, const std::string& remedy,
           std::uint64_t count) {
    auto& entry = entries_[{static_cast<int>(status), kind, reason}];
    entry.status = left_out_status(status);
    entry.kind = kind;
    entry.reason = reason;
    entry.remedy = remedy;
    entry.count += count;
  }
  [[nodiscard]] std::vector<readiness::LeftOut> list() const {
    std::vector<readiness::LeftOut> list;
    for (const auto& [key, entry] : entries_) list.push_back(entry);
    return list;
  }

 private:
  std::map<std::tuple<int, std::string, std::string>, readiness::LeftOut> entries_;
};

readiness::ColumnRole direct_role(TokenKind token) {
  if (token == TokenKind::postcode) return readiness::ColumnRole::postcode;
  if (token == TokenKind::address || token == TokenKind::institution) return readiness::ColumnRole::place;
  return readiness::ColumnRole::direct_identifier;
}

readiness::ColumnRole role_of(const ColumnRule* rule) {
  using readiness::ColumnRole;
  if (rule == nullptr) return ColumnRole::unknown;
  switch (rule->action) {
    case ColumnAction::identifier:
      return ColumnRole::participant_id;
    case ColumnAction::age:
    case ColumnAction::age_in_units:
      return ColumnRole::age;
    case ColumnAction::birth_date:
      return ColumnRole::birth_date;
    case ColumnAction::sex:
      return ColumnRole::sex;
    case ColumnAction::date:
      return ColumnRole::date;
    case ColumnAction::direct:
      return direct_role(rule->token);
    case ColumnAction::postcode:
      return ColumnRole::postcode;
    case ColumnAction::region:
      return ColumnRole::place;
    case ColumnAction::score:
      return ColumnRole::clinical_score;
    case ColumnAction::sensitive:
    case ColumnAction::special:
      return ColumnRole::special_category;
    case ColumnAction::drop:
      return ColumnRole::free_text;
    case ColumnAction::family:
    case ColumnAction::site:
    case ColumnAction::filename:
    case ColumnAction::handedness:
    case ColumnAction::word:
    case ColumnAction::number:
    case ColumnAction::stimulus:
    case ColumnAction::uid:
    case ColumnAction::device:
    case ColumnAction::quasi:
    case ColumnAction::background:
    case ColumnAction::other:
      return ColumnRole::other;
  }
  return ColumnRole::unknown;
}

// A score that the policy keeps, or calls something else, is a score still.
readiness::ColumnRole role_in(const ColumnRules& rules, TableKind kind, const PartOutcome& part,
                              readiness::ColumnRole said) {
  if (said != readiness::ColumnRole::other) return said;
  const bool score = role_of(rules.find_listed(kind, part.name)) == readiness::ColumnRole::clinical_score;
  return score ? readiness::ColumnRole::clinical_score : said;
}

// Of a column without a rule, by its content.
readiness::ColumnRole role_by_content(const std::string& type) {
  using readiness::ColumnRole;
  switch (column_type(type).value_or(ColumnType::other)) {
    case ColumnType::direct_identifier:
      return ColumnRole::direct_identifier;
    case ColumnType::sensitive:
      return ColumnRole::special_category;
    case ColumnType::free_text:
      return ColumnRole::free_text;
    case ColumnType::date:
      return ColumnRole::date;
    case ColumnType::score:
      return ColumnRole::clinical_score;
    case ColumnType::label:
    case ColumnType::quasi_identifier:
    case ColumnType::other:
      return ColumnRole::unknown;
  }
  return ColumnRole::unknown;
}

readiness::ColumnDecision decision_of(const PartOutcome& part, const ColumnRule* rule) {
  using readiness::ColumnDecision;
  if (!part.kept) return ColumnDecision::dropped;
  if (rule == nullptr) return ColumnDecision::kept;
  if (rule->action == ColumnAction::identifier || rule->action == ColumnAction::filename || rule->as_label) {
    return ColumnDecision::relabelled;
  }
  // An age in whole years is an exact detail, also where it was computed or limited to 89.
  if (rule->action == ColumnAction::birth_date) return ColumnDecision::generalised;
  if (rule->action == ColumnAction::date) return ColumnDecision::shifted;
  return ColumnDecision::kept;
}

// What the details of persons became after their columns had been scrubbed.
void apply_change(const ColumnChange& change, readiness::ReportedColumn& column) {
  column.decision = change.kept ? readiness::ColumnDecision::generalised : readiness::ColumnDecision::dropped;
  column.reason = change.reason;
}

}  // namespace

std::string table_name(TableKind kind) {
  switch (kind) {
    case TableKind::participants:
      return "participants";
    case TableKind::phenotype:
      return "phenotype";
    case TableKind::sessions:
      return "sessions";
    case TableKind::scans:
      return "scans";
    case TableKind::samples:
      return "samples";
    case TableKind::events:
      return "events";
    case TableKind::aslcontext:
      return "aslcontext";
    case TableKind::channels:
      return "channels";
    case TableKind::measurements:
      return "measurements";
  }
  return "measurements";
}

std::vector<readiness::LeftOut> left_out(const GroupInputs& inputs, const Preparation& preparation,
                                         const std::vector<FileOutcome>& root_outcomes,
                                         const KindWords& words) {
  LeftOutCounter counter;
  for (const PlannedFile& file : preparation.plan.files) {
    if (!file.place.participant.empty() || file.action != Action::exclude) continue;
    counter.add(file.withheld ? FileStatus::withheld : FileStatus::excluded,
                words(std::string(to_string(file.kind))), file.reason, way_in(file.kind), file.file_count);
  }
  const auto add_outcome = [&](const FileOutcome& file) {
    if (file.status == FileStatus::done || file.action == k_action_generate) return;
    counter.add(file.status, words(file.kind), file.reason, remedy_for(file), 1);
  };
  for (const FileOutcome& file : root_outcomes) add_outcome(file);
  for (const Outcome& outcome : inputs.outcomes) {
    for (const FileOutcome& file : outcome.files) add_outcome(file);
  }
  std::vector<readiness::LeftOut> list = counter.list();
  std::map<std::string, std::uint64_t> persons;
  for (const UnusableParticipant& participant : inputs.unusable) ++persons[participant.reason];
  for (const auto& [reason, count] : persons) {
    list.push_back({.status = readiness::LeftOutStatus::failed,
                    .kind = "participant",
                    .reason = reason,
                    .remedy = "Run the participant level again for those it names.",
                    .count = count,
                    .persons = true});
  }
  return list;
}

std::vector<readiness::DroppedKey> dropped_keys(const std::vector<FileOutcome>& outcomes,
                                                const std::vector<DroppedKey>& texts) {
  std::map<std::string, readiness::DroppedKey> keys;
  const auto count = [&keys](const std::string& name, bool known) {
    auto& key = keys[name];
    key.key = name;
    key.standard = known;
    ++key.files;
  };
  for (const FileOutcome& outcome : outcomes) {
    if (fs::path(outcome.path).extension() != ".json") continue;
    for (const PartOutcome& part : outcome.parts) count(part.name, part.known);
  }
  for (const DroppedKey& text : texts) count(text.key, text.known);
  std::vector<readiness::DroppedKey> list;
  list.reserve(keys.size());
  for (auto& [name, key] : keys) list.push_back(std::move(key));
  return list;
}

std::vector<readiness::ReportedColumn> reported_columns(const std::vector<FileOutcome>& outcomes,
                                                        const ColumnRules& rules,
                                                        const std::vector<ColumnChange>& changes) {
  std::map<std::pair<std::string, std::string>, readiness::ReportedColumn> columns;
  for (const FileOutcome& outcome : outcomes) {
    if (fs::path(outcome.path).extension() != ".tsv") continue;
    const TableKind kind = table_kind(outcome.path);
    for (const PartOutcome& part : outcome.parts) {
      const ColumnRule* rule = rules.find(kind, part.name);
      const bool is_label = rule != nullptr && rule->action == ColumnAction::identifier;
      if (is_label && outcome.status != FileStatus::done) continue;  // the labels of a table that is left out
      columns[{table_name(kind), part.name}] = {
          .table = table_name(kind),
          .name = part.name,
          .decision = decision_of(part, rule),
          .reason = part.reason,
          .role = rule == nullptr ? role_by_content(part.type) : role_in(rules, kind, part, role_of(rule)),
          .standard = part.known};
    }
  }
  for (const ColumnChange& change : changes) {
    auto& column = columns[{table_name(change.table), change.column}];
    if (column.name.empty()) {  // a column that came in the place of another
      column = {.table = table_name(change.table),
                .name = change.column,
                .reason = {},
                .role = readiness::ColumnRole::age,
                .standard = true};
    }
    apply_change(change, column);
  }
  std::vector<readiness::ReportedColumn> list;
  list.reserve(columns.size());
  for (auto& [name, column] : columns) list.push_back(std::move(column));
  return list;
}

std::vector<std::string> words_of(const AgeBands& ages) {
  std::vector<std::string> words;
  if (ages.under_16) words.emplace_back("under 16");
  if (ages.from_16) words.emplace_back("16 or 17");
  if (ages.from_18) words.emplace_back("18 to 59");
  if (ages.from_60) words.emplace_back(readiness::k_from_60);
  if (ages.missing) words.emplace_back("not known");
  return words;
}

namespace {

std::vector<readiness::AgeRecipeFacts> age_recipes_of(const Generalised& generalised) {
  std::vector<readiness::AgeRecipeFacts> recipes;
  for (const AgeRecipe& recipe : generalised.age_recipes) {
    recipes.push_back({.limits = recipe.limits,
                       .reached = recipe.reached,
                       .settled = recipe.settled,
                       .suppressed = recipe.suppressed,
                       .after = figures_of(recipe.after),
                       .whole = figures_of(recipe.whole),
                       .dropped = names_of(generalised, recipe.dropped),
                       .returned = names_of(generalised, recipe.returned)});
  }
  return recipes;
}

}  // namespace

readiness::DemographicFacts demographics_of(const Generalised& generalised) {
  const bool measured = !generalised.identifiers.empty();
  return {.under_16 = generalised.under_16,
          .smallest_class = measured ? generalised.after.smallest_class : generalised.persons,
          .age_bands = words_of(generalised.ages),
          .child_ages = generalised.telling_ages.childlike,
          .few_ages = !generalised.telling_ages.few.empty(),
          .age_recipes = age_recipes_of(generalised)};
}

}  // namespace shareready
