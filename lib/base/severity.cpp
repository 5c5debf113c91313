#include "base/severity.hpp"

namespace shareready {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::blocker:
      return "blocker";
    case Severity::critical:
      return "critical";
    case Severity::major:
      return "major";
    case Severity::minor:
      return "minor";
    case Severity::info:
      return "info";
  }
  return "blocker";
}

std::optional<Severity> severity_of(std::string_view word) {
  for (const Severity severity : k_severities) {
    if (to_string(severity) == word) return severity;
  }
  return std::nullopt;
}

}  // namespace shareready
