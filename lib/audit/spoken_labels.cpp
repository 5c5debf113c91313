#include "audit/spoken_labels.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

// Dutch, English, French, German and Spanish, and how studies cut them short. Sorted.
constexpr std::array<std::string_view, 18> k_words = {
    "deelnemer", "part", "participant", "participante", "patient",      "patiente",
    "patienten", "pp",   "ppn",         "proband",      "proefpersoon", "pt",
    "sub",       "subj", "subject",     "subjectid",    "sujet",        "teilnehmer"};
// Of which only what follows at once counts: "pp. 12" are pages, "part 2" is anything.
constexpr std::array<std::string_view, 4> k_close_words = {"part", "pp", "ppn", "pt"};
constexpr std::size_t k_longest_word = 12;
constexpr std::size_t k_longest_label = 8;
constexpr std::size_t k_longest_gap = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) { return is_digit(c) || is_letter(c); }

std::string key_of(std::string_view label) {
  const std::size_t zeros = std::min(label.find_first_not_of('0'), label.size() - 1);
  return to_lower(label.substr(zeros));
}

template <std::size_t count>
bool has(const std::array<std::string_view, count>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

void SpokenLabels::add(std::string_view label, std::uint32_t needle) {
  if (std::any_of(label.begin(), label.end(), is_digit)) needles_.emplace(key_of(label), needle);
}

std::optional<std::uint32_t> SpokenLabels::find(std::string_view label) const {
  if (label.empty() || label.size() > k_longest_label) return std::nullopt;
  const auto found = needles_.find(key_of(label));
  return found == needles_.end() ? std::nullopt : std::optional(found->second);
}

void SpokenLabels::find_in(std::string_view text, const OnHit& on_hit) const {
  constexpr std::string_view k_gap = " \"':=_-#([";
  if (empty()) return;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    if (at - begin > k_longest_word || at == text.size()) continue;
    std::size_t label = at;
    while (label < text.size() && label - at < k_longest_gap && k_gap.find(text[label]) != k_gap.npos)
      ++label;
    std::size_t end = label;
    while (end < text.size() && is_alnum(text[end])) ++end;
    if (end == label || (label == at && !is_digit(text[label]))) continue;
    const std::string word = to_lower(text.substr(begin, at - begin));
    if (!has(k_words, word) || (label > at && has(k_close_words, word))) continue;
    const bool is_decimal = end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1]);
    if (const auto needle = is_decimal ? std::nullopt : find(text.substr(label, end - label))) {
      on_hit(*needle, label, end);
    }
  }
}

}  // namespace shareready
