#include "audit/text_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "audit/content_kind.hpp"
#include "audit/disguised_text.hpp"
#include "audit/document_text.hpp"
#include "audit/encoded_runs.hpp"
#include "audit/gunzip.hpp"
#include "audit/json_audit.hpp"
#include "audit/name_audit.hpp"
#include "audit/needle_forms.hpp"
#include "audit/scanner_text.hpp"
#include "audit/table_audit.hpp"
#include "audit/text_fields.hpp"
#include "audit/transform_text.hpp"
#include "audit/written_escapes.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_labels_of_a_key = 3;
constexpr std::uint64_t k_most_in_text = std::uint64_t{64} << 20U;
constexpr std::size_t k_fewest_plain_bytes = 64;  // shorter decoded stretches are words, not files

void search_needles(std::string_view text, std::size_t lines_before, const std::string& where,
                    FileReport& report) {
  const std::vector<NeedleHit> hits = report.context().needles.find_in(text);
  if (hits.empty()) return;
  const LineIndex lines(text, lines_before);
  for (const NeedleHit& hit : hits) {
    report.add_needle(hit, where + lines.locator(static_cast<std::size_t>(hit.begin)));
  }
}

// What is written as base64 or hex in a block of text.
class EncodedSearch {
 public:
  EncodedSearch(std::string_view text, std::size_t lines_before, const Layer& layer, FileReport& report)
      : text_(text), lines_before_(lines_before), layer_(layer), report_(report) {}

  void run() {
    EncodedRuns runs = find_encoded_runs(text_);
    search_digests(runs);
    search(runs);
  }

  void run_base85() {
    EncodedRuns runs = find_base85_runs(text_);
    search(runs);
  }

 private:
  void search(EncodedRuns& runs) {
    search_short_runs(runs);
    for (LongRun& found : runs.long_runs) search_long_run(found);
    if (runs.short_runs.empty() || layer_.depth >= report_.context().options.deepest_nesting) return;
    search_written_twice(runs);
  }

  [[nodiscard]] std::string place_of(std::string_view how, std::size_t begin) {
    if (!lines_) lines_.emplace(text_, lines_before_);
    return fmt::format("{}{} at {} > ", layer_.where, how, lines_->locator(begin));
  }

  void search_short_runs(const EncodedRuns& runs) {
    for (const NeedleHit& hit : needles().find_in(runs.short_runs, SearchPlace::binary)) {
      const EncodedRuns::Place& place = runs.place_of(static_cast<std::size_t>(hit.begin));
      const std::string where = place_of(place.how, place.begin);
      report_.add_needle(hit, fmt::format("{}byte {}", where, hit.begin - place.decoded));
    }
  }

  // Base64 or hex of base64 or hex.
  void search_written_twice(const EncodedRuns& runs) {
    const Layer inner{.where = layer_.where + "base64 or hex > ",
                      .name = layer_.name,
                      .depth = layer_.depth + 1,
                      .file = {}};
    EncodedSearch(runs.short_runs, 0, inner, report_).run();
  }

  void search_digests(const EncodedRuns& runs) {
    if (needles().hashes().empty()) return;
    for (const std::string_view word : runs.words) {
      const auto needle = needles().hashes().find_base64(word);
      if (!needle) continue;
      const auto begin = static_cast<std::size_t>(word.data() - text_.data());
      report_.add_needle({.needle = *needle, .begin = begin, .end = begin + word.size()},
                         place_of("base64", begin) + "digest");
    }
  }

  void search_long_run(LongRun& run) {
    const std::span<const std::uint8_t> bytes(run.bytes);
    const ContentKind kind = judge_kind_of(bytes.first(std::min<std::size_t>(bytes.size(), 4096)));
    const bool is_long = bytes.size() >= k_fewest_plain_bytes && !run.is_hex;  // ages may look like hex
    const bool is_zlib = kind == ContentKind::binary && inflate_zlib(bytes, k_most_in_text).ok();
    if (is_packed(kind) || is_zlib || (is_long && kind != ContentKind::binary)) {
      const Layer inner{.where = place_of(run.is_hex ? "hex" : run.how, run.begin),
                        .name = layer_.name + ".base64",
                        .depth = layer_.depth + 1,
                        .file = {}};
      return audit_content(memory_source(std::move(run.bytes)), inner, report_);
    }
    if (run.is_hex) return;  // searched among the short ones
    const std::string_view plain(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    for (const NeedleHit& hit : needles().find_in(plain, SearchPlace::binary)) {
      report_.add_needle(
          hit, fmt::format("{}byte {}", place_of(run.is_hex ? "hex" : run.how, run.begin), hit.begin));
    }
  }

  [[nodiscard]] const NeedleSearch& needles() const { return report_.context().needles; }

  std::string_view text_;
  std::size_t lines_before_;
  const Layer& layer_;
  FileReport& report_;
  std::optional<LineIndex> lines_;
};

TextRole role_in(const Layer& layer, const FileReport& report) {
  const bool is_report = report.context().options.tree_kind == TreeKind::report;
  return is_report ? TextRole::description : role_of(report.path(), layer.name);
}

// Addresses and dates of which a character is written by its number.
void audit_resolved(std::string_view text, const std::string& resolved, std::size_t lines_before,
                    const Layer& layer, FileReport& report) {
  std::set<std::string_view> plain;
  for (const TextMatch& match : find_patterns(text))
    plain.insert(text.substr(match.begin, match.end - match.begin));
  const LineIndex lines(resolved, lines_before);
  const TextRole role = role_in(layer, report);
  for (const TextMatch& match : find_patterns(resolved)) {
    if (plain.contains(std::string_view(resolved).substr(match.begin, match.end - match.begin))) continue;
    add_patterns({match}, role, layer.where + "after resolving references, " + lines.locator(match.begin),
                 report);
  }
}

// What a text says with its escapes resolved, in disguise, and in base85, whose characters some formats
// escape.
void search_readings(std::string_view text, std::size_t lines_before, const Layer& layer,
                     FileReport& report) {
  EncodedSearch(text, lines_before, layer, report).run_base85();
  const std::string resolved = with_escapes_resolved(text);
  if (resolved != text) {
    audit_resolved(text, resolved, lines_before, layer, report);
    search_needles(resolved, lines_before, layer.where + "after resolving references, ", report);
    EncodedSearch(resolved, lines_before, layer, report).run_base85();
  }
  for (const DisguisedHit& found : find_disguised(report.context().needles, resolved)) {
    report.add_needle(found.hit,
                      fmt::format("{}{}, line {}", layer.where, found.how, lines_before + found.line + 1));
  }
}

void note_suspected_key(const Layer& layer, std::size_t people_before, FileReport& report) {
  const bool new_here = people_before < k_fewest_labels_of_a_key;
  if (!new_here || report.people_seen() < k_fewest_labels_of_a_key) return;
  report.add({.kind = FindingKind::key_file,
              .severity = Severity::blocker,
              .requirement = "R44",
              .locator = layer.where + "text",
              .excerpt = "three or more source labels in one file",
              .remedy = {}});
}

void note_transform(const std::string& text, const Layer& layer, FileReport& report) {
  if (!is_transform_text(text)) return;
  report.add({.kind = FindingKind::transform,
              .severity = Severity::critical,
              .requirement = "R45",
              .locator = layer.where + "text",
              .excerpt = "an affine matrix or a transform file",
              .remedy = {}});
}

void audit_running_text(const std::string& text, std::size_t lines_before, TextRole role, const Layer& layer,
                        FileReport& report) {
  const std::vector<TextMatch> matches = find_patterns(text);
  if (matches.empty()) return;
  const LineIndex lines(text, lines_before);
  for (const TextMatch& match : matches) {
    add_patterns({match}, role, layer.where + lines.locator(match.begin), report);
  }
}

void note_mail(const std::string& text, const Layer& layer, FileReport& report) {
  if (!is_mail(text)) return;
  report.add({.kind = FindingKind::personal_file,
              .severity = Severity::critical,
              .requirement = "R40",
              .locator = layer.where + "text",
              .excerpt = "an e-mail message",
              .remedy = {}});
}

// What a cell of a notebook printed or drew may show data of persons.
void note_notebook_output(const std::string& text, const Layer& layer, FileReport& report) {
  if (text.find("\"output_type\"") == std::string::npos) return;
  report.add({.kind = FindingKind::report_or_log,
              .severity = Severity::major,
              .requirement = "R44",
              .locator = layer.where + "text",
              .excerpt = "a notebook with output",
              .remedy = "Clear the output of all cells (jupyter nbconvert --clear-output)."});
}

bool has_ending(const std::string& name, std::string_view ending) {
  const std::string lower = to_lower(name);
  return lower.size() >= ending.size() && lower.substr(lower.size() - ending.size()) == ending;
}

// Fields in a form that programs read; where code lies, they are what a program asks for.
bool is_settings(const std::string& name, const FileReport& report) {
  const bool has_form = has_ending(name, ".yaml") || has_ending(name, ".yml") || has_ending(name, ".toml") ||
                        has_ending(name, ".cfg");
  return has_form && !report.path().starts_with("code/") && report.path().find("/code/") == std::string::npos;
}

// What the form of the text (JSON, table, lines) tells.
void audit_form(const std::string& text, TextPosition& position, const Layer& layer, FileReport& report) {
  const TextRole role = role_in(layer, report);
  if (has_ending(layer.name, ".json")) return audit_json(text, role, layer, report);
  if (has_ending(layer.name, ".tsv")) return audit_table(text, '\t', position, layer, report);
  if (has_ending(layer.name, ".csv")) return audit_table(text, ',', position, layer, report);
  audit_scanner_text(text, layer, report);
  if (role == TextRole::other || is_settings(layer.name, report)) {
    audit_field_lines(text, position.lines, layer, report);
  }
  if (role == TextRole::other) {
    audit_pairs(text, position.lines, layer, report);
    audit_unnamed_table(text, position, layer, report);
  }
  audit_running_text(text, position.lines, role, layer, report);
}

}  // namespace

void audit_written(std::string_view text, const Layer& layer, FileReport& report) {
  search_readings(text, 0, layer, report);
  EncodedSearch(text, 0, layer, report).run();
}

void audit_text(const std::string& text, TextPosition& position, const Layer& layer, FileReport& report) {
  const std::size_t people_before = report.people_seen();
  search_needles(text, position.lines, layer.where, report);
  search_readings(text, position.lines, layer, report);
  if (const std::string joined = joined_text(text); !joined.empty()) {
    search_needles(with_escapes_resolved(joined), position.lines, layer.where + "in its words, ", report);
  }
  EncodedSearch(text, position.lines, layer, report).run();
  note_suspected_key(layer, people_before, report);
  note_transform(text, layer, report);
  note_mail(text, layer, report);
  if (has_ending(layer.name, ".ipynb")) note_notebook_output(text, layer, report);
  audit_form(text, position, layer, report);
  position.lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

namespace {

std::string utf8_from_utf32(std::string_view bytes) {
  const bool big_endian = bytes.size() >= 4 && bytes[0] == '\0';
  std::string text;
  for (std::size_t i = 0; i + 3 < bytes.size(); i += 4) {
    char32_t point = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      point = (point << 8U) | static_cast<unsigned char>(bytes[i + (big_endian ? k : 3 - k)]);
    }
    if (point != 0xfeff && point <= 0x10ffff) append_utf8(text, point);  // without the mark
  }
  return text;
}

}  // namespace

std::string utf8_from_utf16(std::string_view bytes) {
  if (is_utf32(bytes)) return utf8_from_utf32(bytes);
  bool big_endian = bytes.substr(0, 2) == "\xfe\xff";
  const bool marked = big_endian || bytes.substr(0, 2) == "\xff\xfe";
  if (!marked) {
    std::size_t even_zeros = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2) even_zeros += bytes[i] == '\0' ? 1 : 0;
    big_endian = even_zeros * 4 > bytes.size();  // more than half of the high bytes
  }
  std::string text;
  char32_t high_surrogate = 0;
  for (std::size_t i = marked ? 2 : 0; i + 1 < bytes.size(); i += 2) {
    const char32_t first = static_cast<unsigned char>(bytes[i]);
    const char32_t second = static_cast<unsigned char>(bytes[i + 1]);
    const char32_t unit = big_endian ? (first << 8U) | second : (second << 8U) | first;
    if (unit >= 0xd800 && unit < 0xdc00) {
      high_surrogate = unit;
      continue;
    }
    const bool low = unit >= 0xdc00 && unit < 0xe000 && high_surrogate != 0;
    append_utf8(text, low ? 0x10000 + ((high_surrogate - 0xd800) << 10U) + (unit - 0xdc00) : unit);
    high_surrogate = 0;
  }
  return text;
}

}  // namespace shareready
