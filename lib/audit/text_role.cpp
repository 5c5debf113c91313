#include "audit/text_role.hpp"

#include <array>
#include <string>

#include "base/text.hpp"

namespace shareready {
namespace {

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending) return true;
  }
  return false;
}

bool is_about_people(TextRole role) {
  return role == TextRole::sidecar || role == TextRole::table || role == TextRole::header ||
         role == TextRole::name;
}

}  // namespace

TextRole role_of(std::string_view path, std::string_view name) {
  const std::string lower = to_lower(name.substr(name.rfind('/') + 1));
  if (lower == "dataset_description.json" || starts_with(lower, "citation") ||
      starts_with(lower, "license") || starts_with(lower, "licence") || lower == "genetic_info.json" ||
      starts_with(lower, "changes") || starts_with(lower, "changelog") || lower == ".bidsignore") {
    return TextRole::description;
  }
  if (starts_with(lower, "readme") || ends_with_any(lower, {".md", ".rst"})) {
    return TextRole::prose;
  }
  if (starts_with(path, "code/") || path.find("/code/") != std::string_view::npos ||
      ends_with_any(lower, {".py", ".m", ".sh", ".r", ".c", ".cpp", ".h", ".js", ".css", ".xsd", ".yml",
                            ".yaml", ".toml", ".cfg", ".bib"})) {
    return TextRole::code;
  }
  if (ends_with_any(lower, {".json"})) return TextRole::sidecar;
  return ends_with_any(lower, {".tsv", ".csv"}) ? TextRole::table : TextRole::other;
}

std::optional<Severity> severity_of(TextPattern pattern, TextRole role) {
  const bool people = is_about_people(role);
  const bool written = role == TextRole::prose || role == TextRole::description;
  switch (pattern) {
    case TextPattern::date:
      if (people) return Severity::major;
      if (role == TextRole::prose)
        return Severity::info;  // of a publication, or of a scan: people have to look
      return role == TextRole::other ? std::optional(Severity::minor) : std::nullopt;
    case TextPattern::uid:
      if (people) return Severity::major;
      return role == TextRole::code ? std::nullopt : std::optional(Severity::minor);
    case TextPattern::email:
      if (people) return Severity::critical;
      if (written) return Severity::info;
      return role == TextRole::code ? Severity::info : Severity::minor;
    case TextPattern::phone:
      if (role == TextRole::code) return std::nullopt;
      return people ? Severity::major : Severity::minor;
    case TextPattern::named_bsn:
      return Severity::critical;
    case TextPattern::iban:
      return people ? Severity::critical : Severity::major;
    case TextPattern::home_path:
    case TextPattern::file_url:
      return people ? Severity::major : Severity::minor;
    case TextPattern::ip_address:
      return role == TextRole::code ? std::nullopt : std::optional(Severity::minor);
    case TextPattern::postcode:
      if (role == TextRole::code) return std::nullopt;
      return Severity::minor;
    case TextPattern::bsn:  // whole values: tables raise them by what their columns show
      return Severity::minor;
  }
  return Severity::minor;
}

FindingKind kind_of(TextPattern pattern) {
  switch (pattern) {
    case TextPattern::date:
      return FindingKind::date;
    case TextPattern::uid:
      return FindingKind::identifying_key;
    case TextPattern::email:
    case TextPattern::phone:
    case TextPattern::postcode:
    case TextPattern::iban:
    case TextPattern::bsn:
    case TextPattern::named_bsn:
      return FindingKind::contact;
    case TextPattern::ip_address:
    case TextPattern::home_path:
    case TextPattern::file_url:
      return FindingKind::computer_trace;
  }
  return FindingKind::contact;
}

std::string_view requirement_of(TextPattern pattern) {
  switch (pattern) {
    case TextPattern::date:
      return "R39";
    case TextPattern::uid:
      return "R33";
    case TextPattern::postcode:
      return "R37";
    case TextPattern::email:
    case TextPattern::phone:
    case TextPattern::iban:
    case TextPattern::bsn:
    case TextPattern::named_bsn:
    case TextPattern::ip_address:
    case TextPattern::home_path:
    case TextPattern::file_url:
      return "R16";
  }
  return "R16";
}

}  // namespace shareready
