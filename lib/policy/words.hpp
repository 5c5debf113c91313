#pragma once

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace shareready {

// The words of a closed set of choices, one row each.
template <typename Choice>
using Words = std::span<const std::pair<std::string_view, Choice>>;

template <typename Choice>
std::string_view word_of(Words<Choice> words, Choice choice) {
  for (const auto& [word, known] : words) {
    if (known == choice) return word;
  }
  return "";
}

// Errors (usage): another word; the message lists the right ones.
template <typename Choice>
Result<Choice> choice_of(Words<Choice> words, std::string_view text, std::string_view subject) {
  std::string known;
  for (const auto& [word, choice] : words) {
    if (word == text) return choice;
    known += (known.empty() ? "" : ", ") + std::string(word);
  }
  return Error{ErrorCode::usage,
               std::string(subject),
               fmt::format("got \"{}\", expected one of: {}", text, known),
               {}};
}

}  // namespace shareready
