#include "readiness/person_name.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/field_name.hpp"
#include "base/text.hpp"

namespace shareready::readiness {
namespace {

using NameWords = std::vector<std::string>;

// Before and behind names in the languages of the answers' users, and what parts of surnames tell nobody
// apart.
constexpr std::array<std::string_view, 34> k_titles{
    "dr",   "prof", "professor", "mr",  "mrs", "ms",   "miss", "sir",   "mw",  "mevr", "mevrouw", "dhr",
    "heer", "drs",  "ir",        "ing", "phd", "md",   "msc",  "bsc",   "ma",  "llm",  "herr",    "frau",
    "univ", "priv", "doz",       "mag", "hon", "emer", "em",   "habil", "rer", "nat"};
constexpr std::array<std::string_view, 19> k_particles{"van", "von", "de", "der", "den", "des", "du",
                                                       "la",  "le",  "el", "al",  "da",  "di",  "dos",
                                                       "ter", "ten", "te", "zu",  "bin"};

template <std::size_t N>
bool stands_among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string without_brackets(std::string_view text) {
  std::string plain;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) plain += c;
    if (c == ')' && depth > 0) --depth;
  }
  return plain;
}

NameWords words_without_titles(std::string_view text) {
  NameWords words;
  for (std::string& word : field_name(text).words) {
    if (!stands_among(k_titles, word)) words.push_back(std::move(word));
  }
  return words;
}

// Behind the first comma stands a role, or the given names of a surname that stands alone before it.
NameWords name_words(std::string_view entry) {
  const std::vector<std::string> parts = split(without_brackets(entry), ',');
  NameWords words = words_without_titles(parts.front());
  const auto told = std::count_if(words.begin(), words.end(),
                                  [](const std::string& word) { return !stands_among(k_particles, word); });
  if (told > 1 || parts.size() < 2) return words;
  for (std::string& word : words_without_titles(parts[1])) words.push_back(std::move(word));
  return words;
}

bool is_initial(const std::string& word) { return word.size() == 1; }

bool agrees(const std::string& one, const std::string& other) {
  return one == other || (one.front() == other.front() && (is_initial(one) || is_initial(other)));
}

bool shares_surname(const NameWords& one, const NameWords& other) {
  return std::any_of(one.begin(), one.end(), [&](const std::string& word) {
    return !is_initial(word) && !stands_among(k_particles, word) &&
           std::find(other.begin(), other.end(), word) != other.end();
  });
}

}  // namespace

bool may_be_one_person(std::string_view one, std::string_view other) {
  NameWords fewer = name_words(one), more = name_words(other);
  if (fewer.size() > more.size()) std::swap(fewer, more);
  return shares_surname(fewer, more) && std::all_of(fewer.begin(), fewer.end(), [&](const std::string& word) {
           return std::any_of(more.begin(), more.end(),
                              [&](const std::string& mate) { return agrees(word, mate); });
         });
}

}  // namespace shareready::readiness
