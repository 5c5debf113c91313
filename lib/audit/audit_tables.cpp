#include "audit/audit_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "audit/table_rows.hpp"
#include "base/field_name.hpp"
#include "base/files.hpp"
#include "base/share.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::array<FindingKind, 9> k_named_kinds = {
    FindingKind::key_file,        FindingKind::converter_leftover, FindingKind::transform,
    FindingKind::undefaced_image, FindingKind::report_or_log,      FindingKind::version_control,
    FindingKind::foreign_format,  FindingKind::personal_file,      FindingKind::metadata};
struct NamedType {
  std::string_view name;
  FieldType type;
  std::string_view token;
};
constexpr std::array<NamedType, 13> k_types = {{{"name", FieldType::name, "[name]"},
                                                {"id", FieldType::id, "[ID]"},
                                                {"counter", FieldType::counter, "[ID]"},
                                                {"date", FieldType::date, "[date]"},
                                                {"time", FieldType::time, "[time]"},
                                                {"UID", FieldType::uid, "[UID]"},
                                                {"address", FieldType::address, "[address]"},
                                                {"postcode", FieldType::postcode, "[postcode]"},
                                                {"place", FieldType::place, "[place]"},
                                                {"device", FieldType::device, "[device]"},
                                                {"text", FieldType::text, "[text]"},
                                                {"demographic", FieldType::demographic, "[demographic]"},
                                                {"path", FieldType::path, "[path]"}}};

template <typename Value, std::size_t count>
std::optional<Value> value_named(const std::array<Value, count>& values, std::string_view name) {
  for (const Value value : values) {
    if (to_string(value) == name) return value;
  }
  return std::nullopt;
}

std::optional<FieldType> type_named(std::string_view name) {
  for (const NamedType& entry : k_types) {
    if (entry.name == name) return entry.type;
  }
  return std::nullopt;
}

// "Prénom" and "prenom" are one.
std::string letters_and_digits(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return field_name(text).bare;
  }
  std::string key;
  for (const char c : to_lower(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

Result<std::vector<NameRule>> load_names() {
  SR_TRY(const std::vector<Row> rows, read_rows("audit_names.tsv", 5));
  std::vector<NameRule> rules;
  for (const Row& row : rows) {
    const auto kind = value_named(k_named_kinds, row[1]);
    const auto severity = severity_of(row[2]);
    if (!kind || !severity) return malformed("audit_names.tsv", rules.size() + 2);
    rules.push_back({row[0], to_lower(row[0]), *kind, *severity, row[3], row[4]});
  }
  std::stable_sort(rules.begin(), rules.end(),
                   [](const NameRule& a, const NameRule& b) { return a.severity < b.severity; });
  return rules;
}

Result<FieldRules> load_fields(std::string_view table) {
  SR_TRY(const std::vector<Row> rows, read_rows(table, 4));
  FieldRules rules;
  for (const Row& row : rows) {
    const auto type = type_named(row[1]);
    const auto severity = severity_of(row[2]);
    if (!type || !severity) return malformed(table, rules.size() + 2);
    rules.add({row[0], *type, *severity, row[3]});
  }
  return rules;
}

FieldRule personal_rule(const Row& row) {
  const bool birth = row[3] == "birth_date";
  const FieldType type = birth                 ? FieldType::date
                         : row[4] == "name"    ? FieldType::name
                         : row[4] == "address" ? FieldType::address
                                               : FieldType::id;
  return {row[1], type, Severity::critical, birth ? "R35" : "R38"};
}

// Birth dates and what identifies a person directly, by names in five languages: those of the table by which
// columns are dropped. Codes of participants are no news in a foreign dataset: they are left to
// audit_columns.tsv, and some words mean too much within other names: those of four letters or fewer ("nom",
// "tel"), "birth" and "signature".
Status add_personal_columns(AuditTables& tables) {
  constexpr std::size_t k_fewest_letters_of_a_part = 5;
  SR_TRY(const std::vector<Row> rows, read_rows("table_columns.tsv", 5));
  for (const Row& row : rows) {
    if (row[3] == "age") tables.ages.insert(row[1]);
    const bool personal = (row[3] == "direct" && row[4] != "person id") || row[3] == "birth_date";
    const auto match = name_fit(row[2]);
    if (row[0] != "*" || !match) continue;
    const bool is_plain = row[1] == "birth" || row[1] == "signature";
    if (*match != NameFit::whole && row[1].size() >= k_fewest_letters_of_a_part && !is_plain) {
      tables.columns.add_part(row[1], *match, personal ? std::optional(personal_rule(row)) : std::nullopt);
    } else if (personal && tables.columns.find(row[1]) == nullptr) {
      tables.columns.add(personal_rule(row));
    }
  }
  return Done{};
}

}  // namespace

Error malformed(std::string_view table, std::size_t line) {
  return Error{ErrorCode::bad_data,
               std::string(table),
               fmt::format("line {} has an unknown word or too few columns; install shareready again", line),
               {}};
}

// The rows below the header line.
Result<std::vector<Row>> read_rows(std::string_view table, std::size_t columns) {
  SR_TRY(const auto path, find_share_file(table));
  SR_TRY(const std::string text, read_text(path));
  std::vector<Row> rows;
  std::size_t line = 0;
  for (const std::string& whole : split(text, '\n')) {
    if (++line == 1 || whole.empty()) continue;
    Row row = split(whole, '\t');
    if (row.size() < columns) return malformed(table, line);
    rows.push_back(std::move(row));
  }
  return rows;
}

Severity severity_of(const FieldRule& rule, std::string_view value) {
  constexpr std::size_t k_most_digits = 3;
  const std::string_view count = trim(value);
  const bool counted = rule.type == FieldType::counter && count.size() <= k_most_digits && is_digits(count);
  return counted ? Severity::minor : rule.severity;
}

std::string_view token_of(FieldType type) {
  for (const NamedType& entry : k_types) {
    if (entry.type == type) return entry.token;
  }
  return "[value]";
}

void FieldRules::add(FieldRule rule) {
  std::string key = letters_and_digits(rule.field);
  rules_.insert_or_assign(std::move(key), std::move(rule));
}

const FieldRule* FieldRules::find(std::string_view field) const {
  const auto found = rules_.find(letters_and_digits(field));
  return found == rules_.end() ? nullptr : &found->second;
}

void FieldRules::add_part(std::string name, NameFit match, std::optional<FieldRule> rule) {
  parts_.push_back({std::move(name), match, std::move(rule)});
}

namespace {

// What may follow a telling word without making the column one of something else: "surname of birth", "email
// 2", but not "surname memory" or "phone use".
bool is_of_no_weight(std::string_view word) {
  constexpr std::array<std::string_view, 7> k_words = {"birth", "de", "no", "nr", "number", "nummer", "of"};
  return is_digits(word) || std::find(k_words.begin(), k_words.end(), word) != k_words.end();
}

// Whether the words of a column end with this name, whole words ("phonemic" holds no "phone").
bool ends_with_name(const std::vector<std::string>& words, std::string_view sought) {
  std::size_t end = words.size();
  while (true) {
    std::string tail;
    for (std::size_t begin = end; begin > 0 && tail.size() < sought.size(); --begin) {
      tail.insert(0, words[begin - 1]);
      if (tail == sought) return true;
    }
    if (end == 0 || !is_of_no_weight(words[end - 1])) return false;
    --end;
  }
}

}  // namespace

const FieldRule* FieldRules::find_or_part(std::string_view field) const {
  if (const FieldRule* whole = find(field)) return whole;
  const FieldName name = field_name(field);
  const Part* best = nullptr;
  for (const Part& part : parts_) {
    const bool longer = best == nullptr || part.name.size() > best->name.size();
    const bool has_words = part.match == NameFit::words && part.name.find(' ') != std::string::npos;
    const bool met = has_words ? fits(name, part.name, part.match) : ends_with_name(name.words, part.name);
    if (longer && met) best = &part;
  }
  return best == nullptr || !best->rule ? nullptr : &*best->rule;
}

Result<AuditTables> load_audit_tables() {
  AuditTables tables;
  SR_TRY(tables.names, load_names());
  SR_TRY(tables.keys, load_fields("audit_keys.tsv"));
  SR_TRY(tables.columns, load_fields("audit_columns.tsv"));
  SR_CHECK(add_personal_columns(tables));
  SR_TRY(tables.special, load_special_categories());
  SR_TRY(const std::vector<Row> words, read_rows("audit_common_words.tsv", 1));
  for (const Row& row : words) tables.common_words.insert(row[0]);
  return tables;
}

bool fits_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (t < text.size()) {
    const bool fits = p < pattern.size() && pattern[p] != '*' &&
                      (pattern[p] == '#' ? text[t] >= '0' && text[t] <= '9' : pattern[p] == text[t]);
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (fits) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;  // the star takes one character more
      t = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

const NameRule* find_name_rule(const std::vector<NameRule>& rules, std::string_view path, bool is_folder) {
  const std::string whole = to_lower(path);
  const std::string name = whole.substr(whole.rfind('/') + 1);  // npos + 1 is 0
  for (const NameRule& rule : rules) {
    const bool for_folder = rule.pattern.back() == '/';
    if (for_folder != is_folder) continue;
    std::string_view pattern = rule.pattern_in_lower_case;
    if (for_folder) pattern.remove_suffix(1);
    const bool met = pattern.find('/') == std::string_view::npos
                         ? fits_pattern(pattern, name)
                         : fits_pattern(pattern, whole) || fits_pattern("*/" + std::string(pattern), whole);
    if (met) return &rule;
  }
  return nullptr;
}

}  // namespace shareready
