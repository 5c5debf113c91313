#include "audit/name_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "audit/disguised_text.hpp"
#include "audit/written_escapes.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

// Digits of a name, whatever letters stand beside them: "ses-MR20190304", "SCANPHYSLOG20190304101112".
bool has_compact_date(std::string_view name) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (auto at = name.begin(); at != name.end();) {
    const auto begin = std::find_if(at, name.end(), digit);
    at = std::find_if_not(begin, name.end(), digit);
    if (is_compact_stamp(std::string_view(begin, at))) return true;
  }
  return false;
}

// A Philips export under the name that it is given: export-1.PAR and export-1.REC.
bool is_export(std::string_view name) {
  const std::string ending = to_lower(name.substr(std::min(name.rfind('.'), name.size())));
  return name.starts_with("export-") &&
         (ending == ".par" || ending == ".rec" || ending == ".xml" || ending == ".spar" || ending == ".sdat");
}

// An export in sourcedata/ whose header and data stand beside each other.
bool is_whole_export(std::string_view path, const std::set<std::string>& paths) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (!path.starts_with("sourcedata/sub-") || !is_export(name)) return false;
  const std::string stem(path.substr(0, path.rfind('.') + 1));
  const auto beside = paths.lower_bound(stem);
  return beside != paths.end() && std::next(beside) != paths.end() && beside->starts_with(stem) &&
         std::next(beside)->starts_with(stem);
}

// True where sourcedata/ holds nothing but DICOM files and Philips exports of participants, which are judged
// by their content (dicom_audit.hpp, text_audit.hpp).
bool holds_source_images_alone(const std::set<std::string>& paths) {
  constexpr std::string_view k_folder = "sourcedata/";
  for (auto path = paths.lower_bound(std::string(k_folder)); path != paths.end(); ++path) {
    if (!path->starts_with(k_folder)) break;
    const std::string_view name = std::string_view(*path).substr(path->rfind('/') + 1);
    const bool folder = name.starts_with("sub-") || name.starts_with("ses-") || name.starts_with("series-");
    if (!path->starts_with("sourcedata/sub-") || (!folder && !name.ends_with(".dcm") && !is_export(name))) {
      return false;
    }
  }
  return true;
}

// Formats whose images are judged for faces themselves (head_image.hpp).
bool is_judged_format(std::string_view pattern) {
  return pattern == "*.mgz" || pattern == "*.mgh" || pattern == "*.img" || pattern == "*.img.gz" ||
         pattern == "*.hdr";
}

// FreeSurfer's average subject, which is nobody, lies beside the participants' folders. Its name alone
// excuses nothing but names: faces, transforms and texts in it are judged by their content as anywhere.
bool is_average_subject(std::string_view folder) {
  constexpr std::array<std::string_view, 6> k_names = {"fsaverage",  "fsaverage3", "fsaverage4",
                                                       "fsaverage5", "fsaverage6", "fsaverage_sym"};
  return std::find(k_names.begin(), k_names.end(), folder) != k_names.end();
}

bool is_of_average_subject(const NameRule& rule, std::string_view path) {
  const bool is_what_freesurfer_writes =
      rule.kind == FindingKind::transform || rule.kind == FindingKind::undefaced_image ||
      rule.kind == FindingKind::report_or_log || rule.kind == FindingKind::metadata;
  if (!is_what_freesurfer_writes || !path.starts_with("derivatives/")) return false;
  const std::vector<std::string> parts = split(std::string(path), '/');
  return std::any_of(parts.begin(), parts.end() - 1, is_average_subject);
}

// Pictures and sounds that BIDS has a place for: stimuli, and the images of microscopy. DICOM files in
// sourcedata/, and that folder.
bool is_expected(const NameRule& rule, std::string_view path, const std::set<std::string>& paths) {
  if (is_judged_format(rule.pattern) || is_of_average_subject(rule, path)) return true;
  const bool is_of_a_sample =
      path.find("/micr/") != std::string_view::npos && path.find("_sample-") != std::string_view::npos;
  if (rule.pattern.starts_with("*_photo.") && is_of_a_sample) return true;
  if (rule.pattern == "sourcedata/") return path == "sourcedata" && holds_source_images_alone(paths);
  if (rule.pattern == "*.dcm") return path.starts_with("sourcedata/sub-");
  if (is_whole_export(path, paths)) return rule.severity == Severity::major;
  if (rule.kind != FindingKind::personal_file || rule.severity != Severity::major) return false;
  return path.substr(0, 8) == "stimuli/" || path.find(".ome.") != std::string_view::npos;
}

}  // namespace

void add_patterns(const std::vector<TextMatch>& matches, TextRole role, const std::string& locator,
                  FileReport& report) {
  for (const TextMatch& match : matches) {
    const auto severity = severity_of(match.pattern, role);
    if (!severity) continue;
    report.add({.kind = kind_of(match.pattern),
                .severity = *severity,
                .requirement = std::string(requirement_of(match.pattern)),
                .locator = locator,
                .excerpt = std::string(token_of(match.pattern)),
                .remedy = {}});
  }
}

void audit_plain_text(std::string_view text, const std::string& locator, FileReport& report, TextRole role) {
  for (const NeedleHit& hit : report.context().needles.find_in(text)) report.add_needle(hit, locator);
  const std::string resolved = with_escapes_resolved(text);
  if (resolved != text) {
    for (const NeedleHit& hit : report.context().needles.find_in(resolved)) report.add_needle(hit, locator);
  }
  for (const DisguisedHit& found : find_disguised(report.context().needles, resolved))
    report.add_needle(found.hit, fmt::format("{}, {}", locator, found.how));
  add_patterns(find_patterns(text), role, locator, report);
}

void audit_header_text(std::string_view text, const std::string& locator, Severity severity,
                       FileReport& report) {
  report.add({.kind = FindingKind::header_text,
              .severity = severity,
              .requirement = "R33",
              .locator = locator,
              .excerpt = "[text]",
              .remedy = {}});
  audit_plain_text(text, locator, report, TextRole::header);
}

void audit_entry_name(std::string_view path, bool is_folder, const std::string& locator, FileReport& report) {
  const NameRule* rule = find_name_rule(report.context().tables.names, path, is_folder);
  const bool is_report = report.context().options.tree_kind == TreeKind::report;
  if (rule != nullptr && !(is_report && rule->kind == FindingKind::report_or_log)) {
    report.add(
        {.kind = rule->kind,
         .severity = is_expected(*rule, path, report.context().paths) ? Severity::minor : rule->severity,
         .requirement = rule->requirement,
         .locator = locator,
         .excerpt = "like " + rule->pattern,
         .remedy = rule->remedy});
  }
  const std::string_view name = path.substr(path.rfind('/') + 1);
  audit_plain_text(name, locator, report);
  if (!has_compact_date(name)) return;
  report.add({.kind = FindingKind::date,
              .severity = Severity::major,
              .requirement = "R39",
              .locator = locator,
              .excerpt = "[date]",
              .remedy = "Rename it: a date is part of its name."});
}

}  // namespace shareready
