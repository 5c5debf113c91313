#include "audit/json_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "audit/name_audit.hpp"
#include "audit/text_fields.hpp"
#include "audit/text_patterns.hpp"
#include "audit/transform_text.hpp"
#include "base/field_name.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

bool has_later_date(std::string_view value) {
  const auto matches = find_patterns_in_value(value);
  return std::any_of(matches.begin(), matches.end(),
                     [](const TextMatch& m) { return m.pattern == TextPattern::date; });
}

constexpr double k_greatest_age = 89;  // as in tables
constexpr double k_greatest_possible_age = 125;
constexpr std::size_t k_counted_label = 4;  // characters: "01", "s012"; the number of a hospital has more

// Whether a value is no more than the short label in its file's own name, "01" or "sub-01" in sub-01_T1w.json
// (MRIQC's subject_id, names that a converter emptied so).
bool is_short_own_label(std::string_view value, std::string_view path) {
  if (value.starts_with("sub-")) value.remove_prefix(4);
  if (value.empty() || value.size() > k_counted_label) return false;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.starts_with(fmt::format("sub-{}_", value));
}

std::string scalar_text(const Json& value) {
  if (value.is_string()) return value.as_string();
  return value.is_number() ? format_json_line(value) : std::string();
}

// A walk through one JSON text. Keys that the table does not know may hold values themselves, so that places
// are told by counting.
class JsonWalk {
 public:
  JsonWalk(TextRole role, const Layer& layer, bool has_escapes, FileReport& report)
      : role_(role), layer_(layer), has_escapes_(has_escapes), report_(report) {}

  void visit(const Json& value, std::string_view key) {
    if (value.is_object()) {
      for (const auto& [name, member] : value.as_object()) {
        search_decoded(name);
        visit_name(name, key);
        visit(member, key_of_member(name, key));
      }
    } else if (value.is_array()) {
      visit_array(value, key);
    } else {
      ++ordinal_;
      visit_scalar(scalar_text(value), key);
    }
  }

 private:
  // What the key of a member means below another: "Value" and "Alphabetic" hold what their element is (DICOM
  // PS3.18 annex F), and a "Name" below "Patient" is a PatientName.
  [[nodiscard]] std::string key_of_member(const std::string& name, std::string_view key) const {
    constexpr std::array<std::string_view, 5> k_holders = {"Alphabetic", "Ideographic", "Phonetic", "Value",
                                                           "value"};
    const FieldRules& keys = report_.context().tables.keys;
    if (key.empty() || keys.find(name) != nullptr) return name;
    const bool holds = std::find(k_holders.begin(), k_holders.end(), name) != k_holders.end();
    if (holds && keys.find(key) != nullptr) return std::string(key);
    std::string whole = std::string(key) + name;
    return keys.find(whole) != nullptr ? whole : name;
  }

  // Days and addresses as keys.
  void visit_name(const std::string& name, std::string_view key) {
    if (role_ != TextRole::sidecar || key == "Levels") return;
    for (const TextMatch& match : find_patterns_in_value(name)) {
      if (match.pattern == TextPattern::bsn || match.pattern == TextPattern::postcode) continue;
      add_patterns({match}, role_, fmt::format("{}a key behind value {}", layer_.where, ordinal_), report_);
    }
  }

  void visit_array(const Json& value, std::string_view key) {
    // The standards of microscopy in BIDS and of NIfTI-MRS (place of the volume of interest) ask for these.
    const bool is_standard = key == "ChunkTransformationMatrix" || key == "VOI";
    if (!is_standard && is_transform_matrix(value)) {
      report_.add({.kind = FindingKind::transform,
                   .severity = Severity::major,
                   .requirement = "R45",
                   .locator = place(key),
                   .excerpt = "an affine matrix",
                   .remedy = {}});
    }
    for (const Json& item : value.as_array()) visit(item, key);
  }

  [[nodiscard]] std::string place(std::string_view key) const {
    const FieldRule* rule = report_.context().tables.keys.find(key);
    if (rule != nullptr) return layer_.where + "key " + rule->field;
    return fmt::format("{}value {} of the JSON text", layer_.where, ordinal_);
  }

  void search_decoded(const std::string& text) {
    if (!has_escapes_) return;  // the search of the text itself has seen it
    for (const NeedleHit& hit : report_.context().needles.find_in(text)) report_.add_needle(hit, place(""));
  }

  void visit_scalar(const std::string& text, std::string_view key) {
    search_decoded(text);
    if (is_exempt(key) || is_placeholder(text)) return;
    if (report_.context().needles.is_weak_needle(text)) visit_weak(text, key);
    if (role_ == TextRole::sidecar) visit_age(text, key);
    if (!visit_rule(text, key)) visit_patterns(text, key);
    visit_reference(text, key);
  }

  // Names of authors and funders are meant to be public.
  [[nodiscard]] bool is_exempt(std::string_view key) const {
    return role_ == TextRole::description && (key == "Authors" || key == "Funding");
  }

  // A label such as "01" says something only where an identifier is expected, and one digit not where a
  // scanner counts.
  void visit_weak(const std::string& text, std::string_view key) {
    const FieldRule* rule = report_.context().tables.keys.find(key);
    const bool counted = rule != nullptr && rule->type == FieldType::counter && text.size() > 1;
    const bool names = rule != nullptr && (rule->type == FieldType::id || rule->type == FieldType::name);
    if (!counted && !names) return;
    report_.add({.kind = FindingKind::original_label,
                 .severity = Severity::critical,
                 .requirement = "R43",
                 .locator = place(key),
                 .excerpt = "[label]",
                 .remedy = {}});
  }

  // "093Y" as DICOM writes it, and numbers.
  void visit_age(const std::string& text, std::string_view key) {
    const std::string name = field_name(key).bare;
    if (name != "patientage" && !report_.context().tables.ages.contains(name)) return;
    char* end = nullptr;
    const double years = std::strtod(text.c_str(), &end);
    const bool is_in_years = *end == '\0' || *end == 'Y' || *end == 'y';
    if (!is_in_years || years <= k_greatest_age || years > k_greatest_possible_age) return;
    report_.add({.kind = FindingKind::extreme_value,
                 .severity = Severity::major,
                 .requirement = "R41",
                 .locator = place(key),
                 .excerpt = "[age above 89]",
                 .remedy = {}});
  }

  // True if the key itself says what the value is.
  bool visit_rule(const std::string& text, std::string_view key) {
    const FieldRule* rule = report_.context().tables.keys.find(key);
    if (rule == nullptr || role_ == TextRole::description) return false;
    if (rule->type == FieldType::date && !has_later_date(text)) return false;
    if (rule->type == FieldType::uid && is_replaced_uid(text)) return false;
    const bool device = rule->type == FieldType::device || rule->type == FieldType::place;
    if (device && is_device_code(text)) return false;
    const bool tells_label = rule->type != FieldType::date && is_short_own_label(text, report_.path());
    report_.add({.kind = rule->type == FieldType::date ? FindingKind::date : FindingKind::identifying_key,
                 .severity = tells_label ? Severity::minor : severity_of(*rule, text),
                 .requirement = rule->requirement,
                 .locator = place(key),
                 .excerpt = rule->field + ": " + std::string(token_of(rule->type)),
                 .remedy = {}});
    return true;
  }

  // Versions (ConsistencyInfo is one of Siemens' software), licences, and addresses of vocabularies look like
  // dates and hosts.
  void visit_patterns(const std::string& text, std::string_view key) {
    const std::string lower = to_lower(key);
    for (const std::string_view part :
         {"version", "consistencyinfo", "license", "reference", "doi", "url", "howto", "acknowledge"}) {
      if (lower.find(part) != std::string::npos) return;
    }
    for (const TextMatch& match : find_patterns_in_value(text)) {
      const bool is_whole = match.begin == 0 && match.end == trim(text).size();
      const bool is_number_like = match.pattern == TextPattern::bsn || match.pattern == TextPattern::postcode;
      if (is_number_like && is_whole) continue;  // nine digits and codes of hardware
      if (match.pattern == TextPattern::date && lower == "manufacturersmodelname")
        continue;  // of its software
      add_patterns({match}, is_description(key) ? TextRole::description : role_, place(key), report_);
    }
  }

  // Texts that describe a column or a task are written by people for readers.
  [[nodiscard]] bool is_description(std::string_view key) const {
    return role_ == TextRole::sidecar && (key == "Description" || key == "LongName" || key == "TermURL" ||
                                          key == "Instructions" || key == "TaskDescription");
  }

  void visit_reference(const std::string& text, std::string_view key) {
    constexpr std::array<std::string_view, 4> k_keys = {"IntendedFor", "AssociatedEmptyRoom", "Sources",
                                                        "SpatialReference"};
    if (std::find(k_keys.begin(), k_keys.end(), key) == k_keys.end() || role_ != TextRole::sidecar) return;
    const std::string target = target_of(text);
    if (target.empty() || report_.context().paths.count(target) > 0) return;
    report_.add({.kind = FindingKind::metadata,
                 .severity = Severity::minor,
                 .requirement = "R44",
                 .locator = fmt::format("{}key {}", layer_.where, key),
                 .excerpt = "a reference to a file that is not there",
                 .remedy = {}});
  }

  // The path relative to the tree; empty where the reference leads to another dataset. Old IntendedFor paths
  // are relative to the participant's folder (BIDS 1.11, BIDS URI).
  [[nodiscard]] std::string target_of(const std::string& text) const {
    if (text.find("://") != std::string::npos) return {};
    if (text.substr(0, 5) == "bids:") {
      const std::size_t colon = text.find(':', 5);
      return colon == 5 ? text.substr(6) : std::string();
    }
    const std::string& path = report_.path();
    const std::size_t folder_end = path.find('/');
    if (path.substr(0, 4) != "sub-" || folder_end == std::string::npos) return {};
    if (text.find('/') == std::string::npos || text.substr(0, 4) == "sub-") return {};
    return (std::filesystem::path(path.substr(0, folder_end)) / text).lexically_normal().generic_string();
  }

  TextRole role_;
  const Layer& layer_;
  bool has_escapes_;
  FileReport& report_;
  std::size_t ordinal_ = 0;
};

}  // namespace

void audit_json(const std::string& text, TextRole role, const Layer& layer, FileReport& report) {
  if (trim(text).empty()) return;
  const auto json = parse_json(text, "");
  if (!json.ok()) {
    report.add({.kind = FindingKind::metadata,
                .severity = Severity::minor,
                .requirement = "R43",
                .locator = layer.where + "text",
                .excerpt = "not valid JSON, or a key stands twice",
                .remedy = "Repair the file: its keys could only be searched as text."});
    audit_pairs(text, 0, layer, report);
    const LineIndex lines(text);
    for (const TextMatch& match : find_patterns(text)) {
      add_patterns({match}, role, layer.where + lines.locator(match.begin), report);
    }
    return;
  }
  JsonWalk(role, layer, text.find('\\') != std::string::npos, report).visit(*json, "");
}

}  // namespace shareready
