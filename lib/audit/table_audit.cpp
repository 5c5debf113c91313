#include "audit/table_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "audit/name_audit.hpp"
#include "audit/table_form.hpp"
#include "audit/text_fields.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr double k_greatest_age = 89;            // BIDS 1.11, participants file
constexpr double k_greatest_possible_age = 125;  // beyond, the column is not in years
constexpr std::size_t k_fewest_for_a_pattern = 5;

struct Column {
  std::string name;  // as it stands
  std::vector<std::string_view> cells;
};

bool is_missing(std::string_view cell) {
  const std::string lower = to_lower(trim(cell));
  return lower.empty() || lower == "n/a" || lower == "na" || lower == "nan" || lower == "none" ||
         lower == "null";
}

constexpr std::array<std::string_view, 5> k_of_recordings = {"_events.", "_channels.", "_electrodes.",
                                                             "_optodes.", "_montage."};

// Columns of these names tell of persons in tables of persons alone: elsewhere they name electrodes, trials,
// sources, or the participants by their labels. Sorted.
constexpr std::array<std::string_view, 25> k_of_other_tables = {
    "contact",   "deelnemer",    "examiner",     "experimenter", "guid",           "ip",
    "name",      "names",        "operator",     "patient_id",   "patient_number", "patientnummer",
    "patnr",     "pid",          "pseudonym",    "record_id",    "redcap_id",      "scan_id",
    "source_id", "source_label", "study_number", "subject_code", "subject_name",   "url",
    "website"};

// Trials, channels and places of sensors have columns called so by the standard.
bool is_of_recording(const std::string& name) {
  const std::string lower = to_lower(name);
  return std::any_of(k_of_recordings.begin(), k_of_recordings.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

// 0 where the cell is no number.
double number_of(std::string_view cell) { return std::strtod(std::string(cell).c_str(), nullptr); }

std::string_view unquoted(std::string_view cell) {
  const std::string_view content = trim(cell);
  const bool quoted = content.size() >= 2 && content.front() == '"' && content.back() == '"';
  return quoted ? content.substr(1, content.size() - 2) : content;
}

std::vector<Column> columns_of(const std::string& header, char separator) {
  std::vector<Column> columns;
  for (const std::string& cell : split(replace_all(header, "\xef\xbb\xbf", ""), separator)) {
    columns.push_back({std::string(unquoted(cell)), {}});
  }
  return columns;
}

// The rows of a block of lines; the cells are views of the text. A ragged row makes columns without a name.
void read_rows(std::string_view text, char separator, std::vector<Column>& columns) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (trim(line).empty()) continue;
    for (std::size_t i = 0;; ++i) {
      const std::size_t cell_end = std::min(line.find(separator), line.size());
      if (i == columns.size()) columns.emplace_back();
      columns[i].cells.push_back(unquoted(line.substr(0, cell_end)));
      if (cell_end == line.size()) break;
      line.remove_prefix(cell_end + 1);
    }
  }
}

// Tables with a row or file of a person; the others (events, channels) have columns called "name" by the
// standard.
bool is_column_about_people(const std::string& path, const std::string& name) {
  const std::string lower = to_lower(name.substr(name.rfind('/') + 1));
  const auto contains = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
  return contains("participants") || contains("sessions") || contains("scans") || contains("samples") ||
         path.substr(0, 10) == "phenotype/" || path.find("/phenotype/") != std::string::npos ||
         path.find('/') == std::string::npos;
}

class TableWalk {
 public:
  TableWalk(std::size_t lines_before, const Layer& layer, FileReport& report)
      : lines_before_(lines_before),
        layer_(layer),
        report_(report),
        about_people_(is_column_about_people(report.path(), layer.name)) {}

  // A table without a header begins with a row of values, and columns may be called by the day of a visit.
  void visit_header(const std::vector<Column>& columns) {
    for (const Column& column : columns) {
      for (const TextMatch& match : find_patterns_in_value(column.name)) {
        if (match.pattern == TextPattern::bsn || match.pattern == TextPattern::postcode) continue;
        add_patterns({match}, TextRole::table, fmt::format("{}line {}", layer_.where, lines_before_),
                     report_);
      }
    }
  }

  void visit(const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      column_ = &columns[i];
      number_ = i + 1;
      visit_column();
    }
  }

 private:
  [[nodiscard]] const FieldRule* rule() const {
    const FieldRules& columns = report_.context().tables.columns;
    if (about_people_) return columns.find_or_part(column_->name);
    const FieldRule* found = columns.find(column_->name);
    if (found == nullptr || found->severity != Severity::critical) return nullptr;
    if (found->type == FieldType::date || found->type == FieldType::postcode) return found;
    const bool is_other =
        is_of_recording(layer_.name) ||
        std::binary_search(k_of_other_tables.begin(), k_of_other_tables.end(), found->field);
    return is_other ? nullptr : found;
  }

  // The name of an unlisted column may itself be a value (a table without a header).
  [[nodiscard]] std::string place(std::size_t row) const {
    const FieldRule* known = report_.context().tables.columns.find_or_part(column_->name);
    const std::string column = known != nullptr ? known->field : std::to_string(number_);
    return fmt::format("{}line {}, column {}", layer_.where, lines_before_ + row + 1, column);
  }

  void note(FindingKind kind, Severity severity, std::string requirement, std::size_t row,
            std::string excerpt) {
    report_.add({.kind = kind,
                 .severity = severity,
                 .requirement = std::move(requirement),
                 .locator = place(row),
                 .excerpt = std::move(excerpt),
                 .remedy = {}});
  }

  void visit_column() {
    const FieldRule* known = rule();
    const double ages_in_a_year = this->ages_in_a_year();
    for (std::size_t row = 0; row < column_->cells.size(); ++row) {
      const std::string_view cell = column_->cells[row];
      if (is_missing(cell)) continue;
      if (known != nullptr) visit_known(*known, cell, row);
      if (ages_in_a_year > 0) visit_age(cell, ages_in_a_year, row);
      visit_weak(cell, row);
      visit_patterns(cell, row);
    }
    if (lower_name() == "filename") visit_references();
    if (about_people_) visit_whole_column();
    if (about_people_ && known == nullptr) visit_special_category();
  }

  void visit_known(const FieldRule& known, std::string_view cell, std::size_t row) {
    if (known.type == FieldType::date) {
      const long year = std::strtol(std::string(cell).c_str(), nullptr, 10);
      const bool is_early = year > 1000 && year < 1926 && cell.size() >= 4;  // shifted, as BIDS asks
      if (is_early || cell == "n/a") return;
    }
    note(known.type == FieldType::date ? FindingKind::date : FindingKind::identifying_column, known.severity,
         known.requirement, row, known.field + ": " + std::string(token_of(known.type)));
  }

  [[nodiscard]] std::string lower_name() const { return to_lower(column_->name); }

  // How many of its ages are a year; 0 where the column holds no ages. Columns in other units than their
  // names tell are told by values that no age has.
  [[nodiscard]] double ages_in_a_year() const {
    constexpr double k_months = 12;
    const std::string name = lower_name();
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    const bool begins_so = name == "age" || name.starts_with("age_") || name.starts_with("age.");
    if (!begins_so && !report_.context().tables.ages.contains(field_name(column_->name).bare)) return 0;
    if (has("week") || has("day") || has("group")) return 0;
    const double in_a_year = has("month") ? k_months : 1;
    const bool is_other = std::any_of(
        column_->cells.begin(), column_->cells.end(),
        [&](std::string_view cell) { return number_of(cell) > k_greatest_possible_age * in_a_year; });
    return is_other ? 0 : in_a_year;
  }

  void visit_age(std::string_view cell, double in_a_year, std::size_t row) {
    if (number_of(cell) <= k_greatest_age * in_a_year) return;
    note(FindingKind::extreme_value, Severity::major, "R41", row, "[age above 89]");
  }

  void visit_weak(std::string_view cell, std::size_t row) {
    const NeedleSearch& needles = report_.context().needles;
    const bool is_weak = needles.is_weak_needle(cell);
    if (!is_weak && !needles.is_weak_label(cell)) return;
    const std::string name = lower_name();
    const auto begins = [&](std::string_view start) { return name.starts_with(start); };
    const bool is_of_person = begins("participant") || begins("subj") || begins("patient");
    const bool identifies = name == "id" || name == "code" || name == "label" || begins("session") ||
                            (name.size() > 3 && name.ends_with("_id"));
    if (is_of_person || (is_weak && identifies))
      note(FindingKind::original_label, Severity::critical, "R43", row, "[label]");
  }

  void visit_patterns(std::string_view cell, std::size_t row) {
    for (const TextMatch& match : find_patterns_in_value(cell)) {
      if (match.pattern == TextPattern::bsn) continue;  // one in eleven numbers: judged by the whole column
      if (match.pattern == TextPattern::postcode && about_people_) {
        note(FindingKind::contact, Severity::major, "R37", row, "[postcode]");
        continue;
      }
      add_patterns({match}, TextRole::table, place(row), report_);
    }
  }

  void visit_special_category() {
    const SpecialCategories& special = report_.context().tables.special;
    std::vector<std::string_view> present;
    std::copy_if(column_->cells.begin(), column_->cells.end(), std::back_inserter(present),
                 [](std::string_view cell) { return !is_missing(cell); });
    if (present.empty()) return;
    const std::string_view by_name = special.of_name(column_->name);
    const std::string_view category = by_name.empty() ? special.of_cells(present) : by_name;
    if (category.empty()) return;
    note(FindingKind::special_category, Severity::minor, "R18", 0,
         fmt::format("{}, by {}", category, by_name.empty() ? "its values" : "the name of the column"));
  }

  void visit_whole_column() {
    std::size_t values = 0;
    std::size_t citizen_numbers = 0;
    std::set<std::string_view> distinct;
    bool look_like_ids = true;
    for (const std::string_view cell : column_->cells) {
      if (is_missing(cell)) continue;
      ++values;
      if (passes_bsn_test(cell)) ++citizen_numbers;
      distinct.insert(cell);
      look_like_ids = look_like_ids && looks_like_id(cell);
    }
    if (values >= 2 && citizen_numbers == values) {
      note(FindingKind::contact, Severity::critical, "R16", 0, "[citizen number]");
    }
    const std::string name = lower_name();
    const bool is_own_id =
        name == "participant_id" || name == "session_id" || name == "filename" || name == "sample_id";
    if (values < k_fewest_for_a_pattern || distinct.size() != values || !look_like_ids || is_own_id) return;
    note(FindingKind::key_file, Severity::minor, "R44", 0, "a column with another identifier in each row");
  }

  // Letters and digits, or at least five digits; no number with a fraction.
  static bool looks_like_id(std::string_view cell) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const bool plain = std::all_of(cell.begin(), cell.end(),
                                   [&](char c) { return digit(c) || letter(c) || c == '-' || c == '_'; });
    const auto digits = std::count_if(cell.begin(), cell.end(), digit);
    const bool has_letter = std::any_of(cell.begin(), cell.end(), letter);
    return plain && (has_letter ? digits >= 2 : digits >= 5) && cell.size() <= 40;
  }

  // Rows of scans.tsv name files relative to the table.
  void visit_references() {
    const std::string folder = std::filesystem::path(report_.path()).parent_path().generic_string();
    for (std::size_t row = 0; row < column_->cells.size(); ++row) {
      const std::string_view cell = column_->cells[row];
      if (is_missing(cell)) continue;
      const auto target = (std::filesystem::path(folder) / cell).lexically_normal().generic_string();
      if (report_.context().paths.count(target) > 0) continue;
      note(FindingKind::metadata, Severity::minor, "R44", row, "a row for a file that is not there");
    }
  }

  std::size_t lines_before_;
  const Layer& layer_;
  FileReport& report_;
  bool about_people_;
  const Column* column_ = nullptr;
  std::size_t number_ = 0;
};

// Comments above the header are running text, whatever stands below them.
void audit_lines_above(const std::string& lines, const Layer& layer, FileReport& report) {
  audit_field_lines(lines, 0, layer, report);
  const LineIndex index(lines, 0);
  for (const TextMatch& match : find_patterns(lines))
    add_patterns({match}, TextRole::table, layer.where + index.locator(match.begin), report);
}

}  // namespace

void audit_table(const std::string& text, char usual, TextPosition& position, const Layer& layer,
                 FileReport& report) {
  const bool has_old_ends = text.find('\n') == std::string::npos && text.find('\r') != std::string::npos;
  if (has_old_ends) return audit_table(replace_all(text, "\r", "\n"), usual, position, layer, report);
  const bool begins_here = position.table_header.empty();
  std::string_view rows = text;
  std::size_t header_lines = 0;
  if (begins_here) {
    position.separator = separator_of(text, usual);
    const std::size_t begin = find_header(text, usual);
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    position.table_header = text.substr(begin, end - begin);
    audit_lines_above(text.substr(0, begin), layer, report);
    rows.remove_prefix(std::min(end + 1, text.size()));
    header_lines = static_cast<std::size_t>(
        std::count(text.begin(), text.end() - static_cast<std::ptrdiff_t>(rows.size()), '\n'));
  }
  std::vector<Column> columns = columns_of(position.table_header, position.separator);
  TableWalk walk(position.lines + header_lines, layer, report);
  if (begins_here) walk.visit_header(columns);
  read_rows(rows, position.separator, columns);
  walk.visit(columns);
}

void audit_unnamed_table(const std::string& text, TextPosition& position, const Layer& layer,
                         FileReport& report) {
  if (position.lines == 0) {
    const auto separator = separator_of_unnamed(text);
    if (!separator) return;
    const std::size_t begin = find_header(text, *separator);
    const std::vector<Column> columns =
        columns_of(text.substr(begin, text.find('\n', begin) - begin), *separator);
    const bool names_people = std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
      const FieldRule* rule = report.context().tables.columns.find(column.name);
      return rule != nullptr && rule->severity == Severity::critical;
    });
    if (!names_people) return;
    audit_table(text, *separator, position, layer, report);
  } else if (!position.table_header.empty()) {
    audit_table(text, position.separator, position, layer, report);
  }
}

}  // namespace shareready
