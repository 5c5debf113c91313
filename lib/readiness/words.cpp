#include "readiness/words.hpp"

namespace shareready::readiness {

std::string_view to_word(Severity severity) {
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

std::string_view to_word(Owner owner) {
  switch (owner) {
    case Owner::researcher:
      return "researcher";
    case Owner::privacy_officer:
      return "privacy_officer";
    case Owner::legal:
      return "legal";
    case Owner::nobody:
      return "nobody";
  }
  return "researcher";
}

std::string_view to_word(Evaluation evaluation) {
  switch (evaluation) {
    case Evaluation::measured:
      return "measured";
    case Evaluation::answer:
      return "answer";
    case Evaluation::fact:
      return "fact";
    case Evaluation::not_yet:
      return "not_evaluated";
  }
  return "not_evaluated";
}

std::string_view to_word(CheckStatus status) {
  switch (status) {
    case CheckStatus::pass:
      return "PASS";
    case CheckStatus::not_applicable:
      return "NOT-APPLICABLE";
    case CheckStatus::warn:
      return "WARN";
    case CheckStatus::needs_answer:
      return "NEEDS-ANSWER";
    case CheckStatus::unknown:
      return "UNKNOWN";
    case CheckStatus::fail:
      return "FAIL";
  }
  return "UNKNOWN";
}

std::string_view to_word(FaceVerdict verdict) {
  switch (verdict) {
    case FaceVerdict::defaced:
      return "defaced";
    case FaceVerdict::accepted:
      return "accepted";
    case FaceVerdict::skull_stripped:
      return "skull_stripped";
    case FaceVerdict::no_face:
      return "no_face";
    case FaceVerdict::not_assessed:
      return "not_assessed";
  }
  return "not_assessed";
}

std::string_view to_word(LeftOutStatus status) {
  switch (status) {
    case LeftOutStatus::excluded:
      return "excluded";
    case LeftOutStatus::withheld:
      return "withheld";
    case LeftOutStatus::failed:
      return "failed";
  }
  return "failed";
}

std::string_view to_word(ColumnDecision decision) {
  switch (decision) {
    case ColumnDecision::kept:
      return "kept";
    case ColumnDecision::relabelled:
      return "relabelled";
    case ColumnDecision::generalised:
      return "generalised";
    case ColumnDecision::shifted:
      return "shifted";
    case ColumnDecision::dropped:
      return "dropped";
  }
  return "dropped";
}

}  // namespace shareready::readiness
