#include "readiness/words.hpp"

namespace shareready::readiness {

std::string_view to_word(Owner owner) {
  switch (owner) {
    case Owner::researcher:
      return "researcher";
    case Owner::privacy_officer:
      return "privacy_officer";
    case Owner::legal:
      return "legal";
    case Owner::controller:
      return "controller";
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
    case Evaluation::matched:
      return "matched";
    case Evaluation::fact:
      return "fact";
  }
  return "answer";
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
    case FaceVerdict::refaced:
      return "refaced";
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

std::string_view to_word(Interpretation interpretation) {
  switch (interpretation) {
    case Interpretation::strict:
      return "strict";
    case Interpretation::liberal:
      return "liberal";
  }
  return "strict";
}

std::string_view to_word(Route route) {
  switch (route) {
    case Route::open_to_all:
      return "public";
    case Route::registered:
      return "registered";
    case Route::restricted:
      return "restricted";
    case Route::case_by_case:
      return "case_by_case";
    case Route::derived:
      return "derived";
    case Route::federated:
      return "federated";
  }
  return "restricted";
}

std::string_view to_word(RouteState state) {
  switch (state) {
    case RouteState::possible:
      return "possible";
    case RouteState::needs_answers:
      return "needs_answers";
    case RouteState::closed:
      return "closed";
  }
  return "needs_answers";
}

std::string_view to_word(Effect effect) {
  switch (effect) {
    case Effect::passes:
      return "passes";
    case Effect::does_not_apply:
      return "does_not_apply";
    case Effect::condition:
      return "condition";
    case Effect::needs_answer:
      return "needs_answer";
    case Effect::closes:
      return "closes";
    case Effect::contradiction:
      return "contradiction";
  }
  return "needs_answer";
}

std::string_view to_word(Fit fit) {
  switch (fit) {
    case Fit::fits:
      return "fits";
    case Fit::asks:
      return "asks";
    case Fit::rejects:
      return "rejects";
  }
  return "asks";
}

std::string access_words(std::string_view route) {
  if (route == "case_by_case") return "access case by case";
  if (route == "derived") return "derived data";
  if (route == "federated") return "an analysis near the data";
  return std::string(route) + " access";
}

std::vector<std::string> image_kinds(const Json& release) {
  std::vector<std::string> kinds;
  for (const Json& modality : release.at("modalities").as_array()) {
    const std::string& suffix = modality.at("suffix").as_string();
    const Json& images = modality.at("images");
    kinds.push_back(images.is_number() ? suffix + " (" + images.as_string() + ")" : suffix);
  }
  return kinds;
}

}  // namespace shareready::readiness
