#include "stage/participant_dates.hpp"

#include <fmt/format.h>

#include <map>

#include "base/files.hpp"

namespace shareready {
namespace {

// Dates found, by session.
using DatesBySession = std::map<std::string, std::vector<std::string>>;

void add_dates(const Json& object, const KeyTable& keys, std::vector<std::string>& dates) {
  for (const auto& [key, value] : object.as_object()) {
    const KeyRule* rule = keys.find(key);
    if (rule == nullptr) continue;
    if (rule->action == KeyAction::shift && value.is_string()) dates.push_back(value.as_string());
    if (rule->action == KeyAction::members) add_dates(value, keys, dates);
  }
}

void read_sidecar(const PlannedFile& file, const TextRules& rules, TokenSet& tokens, DatesBySession& dates) {
  const Result<std::string> text = read_text(file.target);
  if (!text.ok()) return;
  const Result<Json> json = parse_json(*text, "sidecar");
  if (!json.ok()) return;
  collect_tokens(*json, tokens);
  add_dates(*json, rules.keys, dates[file.place.session]);
}

void read_participant_table(const PlannedFile& file, const TextRules& rules, TokenSet& tokens,
                            DatesBySession& dates) {
  const Result<Table> table = read_table(file.target);
  if (!table.ok()) return;
  const TableKind kind = table_kind(file.path.generic_string());
  collect_tokens(*table, kind, rules.columns, tokens);
  const auto session_column = table->column("session_id");
  for (std::size_t column = 0; column < table->columns.size(); ++column) {
    const ColumnRule* rule = rules.columns.find(kind, table->columns[column]);
    if (rule == nullptr || rule->action != ColumnAction::date) continue;
    for (const auto& row : table->rows) {
      const std::string session =
          session_column ? std::string(strip_prefix(row[*session_column], "ses-")) : file.place.session;
      dates[session].push_back(row[column]);
    }
  }
}

std::string first_day(const std::vector<std::string>& texts) {
  const auto span = span_of(texts);
  if (!span) return "";
  return fmt::format("{:04}-{:02}-{:02}", span->first.year, span->first.month, span->first.day);
}

}  // namespace

ParticipantTexts read_participant_texts(const std::vector<const PlannedFile*>& files,
                                        const TextRules& rules) {
  ParticipantTexts texts;
  DatesBySession dates;
  for (const PlannedFile* file : files) {
    dates[file->place.session];  // every session counts, dated or not
    if (file->target.empty()) continue;
    if (file->path.extension() == ".json") read_sidecar(*file, rules, texts.tokens, dates);
    if (file->path.extension() == ".tsv") read_participant_table(*file, rules, texts.tokens, dates);
  }
  const bool has_sessions = dates.size() > 1 || !dates.contains("");
  for (const auto& [session, found] : dates) {
    texts.dates.insert(texts.dates.end(), found.begin(), found.end());
    if (!session.empty() || !has_sessions) {
      texts.sessions.push_back({.session = session, .date = first_day(found)});
    }
  }
  return texts;
}

}  // namespace shareready
