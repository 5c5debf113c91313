#include "audit/disguised_text.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "audit/latin_lookalikes.hpp"
#include "audit/needle_forms.hpp"

namespace shareready {
namespace {

// Words of so many letters are no others backwards or in ROT13, and no row of initials.
constexpr std::size_t k_fewest_letters = 6;
constexpr std::size_t k_fewest_spaced_letters = 4;
constexpr std::size_t k_fewest_spaced_characters = 6;
constexpr std::size_t k_longest_gap = 4;  // bytes between spaced letters: "', '"

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; }

std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (length < 4 && at + length < text.size() && is_continuation(text[at + length])) ++length;
  return static_cast<unsigned char>(text[at]) < 0xc2 ? 1 : length;
}

bool is_word_character(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return is_letter_or_digit(byte);
  return is_letter_or_digit(code_points_of(text.substr(at, character_length(text, at))).front());
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word_character(text, at)) at += character_length(text, at);
  return at;
}

std::size_t end_of_gap(std::string_view text, std::size_t at) {
  const std::size_t last = std::min(text.size(), at + 3 * k_longest_gap);
  while (at < last && !is_word_character(text, at)) at += character_length(text, at);
  return at;
}

// What a gap between two letters stands for where the letters of a word have `usual` between them: nothing,
// a hyphen or a space; '\1' where it ends the row.
char meaning_of_gap(std::string_view gap, std::string_view usual) {
  if (gap == usual) return '\0';
  if (!gap.starts_with(usual)) return '\1';
  const std::string_view rest = gap.substr(usual.size());
  if (rest.find_first_not_of(' ') == std::string_view::npos) return ' ';
  const bool is_joint = rest.size() == usual.size() + 1 && rest.ends_with(usual);
  return is_joint && (rest[0] == '-' || rest[0] == '_') ? rest[0] : '\1';
}

struct SpacedRow {
  std::string letters;
  std::size_t characters = 0;
  std::size_t end = 0;
};

// The row of single letters that begins with the one at `at`.
SpacedRow spaced_row_at(std::string_view text, std::size_t at) {
  SpacedRow row;
  std::string_view usual;
  while (true) {
    const std::size_t end = at + character_length(text, at);
    row.letters += text.substr(at, end - at);
    ++row.characters;
    row.end = end;
    const std::size_t next = end_of_gap(text, end);
    const std::string_view gap = text.substr(end, next - end);
    if (row.characters == 1) usual = gap;
    if (next >= text.size() || usual.empty() || usual.size() > k_longest_gap) return row;
    const std::size_t next_end = next + character_length(text, next);
    const bool is_single = next_end >= text.size() || !is_word_character(text, next_end);
    const char meaning = meaning_of_gap(gap, usual);
    if (!is_single || meaning == '\1' || !is_word_character(text, next)) return row;
    if (meaning != '\0') row.letters += meaning;
    at = next;
  }
}

std::size_t lines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string backwards(std::string_view text) {
  std::string reversed;
  reversed.reserve(text.size());
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 && is_continuation(text[begin])) --begin;
    if (character_length(text, begin) != end - begin) begin = end - 1;  // no UTF-8
    reversed += text.substr(begin, end - begin);
    end = begin;
  }
  return reversed;
}

std::string rot13(std::string_view text) {
  static constexpr auto k_turned = [] {
    std::array<char, 256> turned{};
    for (std::size_t i = 0; i < turned.size(); ++i)
      turned[i] = static_cast<char>(static_cast<unsigned char>(i));
    for (std::size_t i = 0; i < 26; ++i) {
      turned['a' + i] = static_cast<char>('a' + (i + 13) % 26);
      turned['A' + i] = static_cast<char>('A' + (i + 13) % 26);
    }
    return turned;
  }();
  std::string plain(text);
  for (char& c : plain) c = k_turned[static_cast<unsigned char>(c)];
  return plain;
}

std::size_t letters_in(std::string_view word) {
  return static_cast<std::size_t>(std::count_if(word.begin(), word.end(), [](char c) {
    return is_ascii_letter(c) || (static_cast<unsigned char>(c) >= 0x80 && !is_continuation(c));
  }));
}

// One way of reading a text.
struct Reading {
  std::string_view how;
  SearchPlace place = SearchPlace::text;
  std::function<bool(std::string_view word, bool is_prefixed)> counts{};
};

bool is_long_word(std::string_view word, bool is_prefixed) {
  return is_prefixed ? word.size() >= k_fewest_letters : letters_in(word) >= k_fewest_letters;
}

bool is_spaced_word(std::string_view word, bool is_prefixed) {
  const std::size_t letters = letters_in(word);
  return is_prefixed || letters >= k_fewest_spaced_letters ||
         (letters > 0 && word.size() >= k_fewest_spaced_characters);
}

void search_reading(const NeedleSearch& needles, std::string_view read, const Reading& reading,
                    std::vector<DisguisedHit>& found) {
  if (read.empty()) return;
  std::size_t line = 0;
  std::uint64_t counted_to = 0;
  NeedleStream stream(needles, reading.place, [&](const NeedleHit& hit) {
    const std::string_view word =
        read.substr(static_cast<std::size_t>(hit.begin), static_cast<std::size_t>(hit.end - hit.begin));
    const bool is_prefixed = needles.sort_of(hit.needle).severity == Severity::blocker;
    if (!reading.counts(word, is_prefixed)) return;
    if (hit.begin > counted_to) {
      line += lines_in(read.substr(static_cast<std::size_t>(counted_to),
                                   static_cast<std::size_t>(hit.begin - counted_to)));
      counted_to = hit.begin;
    }
    found.push_back({hit, reading.how, line});
  });
  stream.feed(std::span(reinterpret_cast<const std::uint8_t*>(read.data()), read.size()));
  stream.finish();
}

}  // namespace

std::string with_latin_letters(std::string_view text) {
  std::string read;
  std::size_t done = 0;
  const auto replace = [&](std::size_t at, std::size_t length, std::string_view by) {
    read += text.substr(done, at - done);
    read += by;
    done = at + length;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at, 3);
    if (static_cast<unsigned char>(text[at]) >= 0xc2) {
      const std::size_t length = character_length(text, at);
      const char letter = latin_lookalike(code_points_of(text.substr(at, length)).front());
      if (letter != '\0') replace(at, length, std::string_view(&letter, 1));
      at += length - 1;
    } else if (rest.starts_with("-\n") || rest == "-\r\n") {
      const std::size_t line = text.find('\n', at) + 1;
      const std::size_t next = std::min(text.find_first_not_of(" \t", line), text.size());
      replace(at, next - at, "");
      at = next - 1;
    }
  }
  if (done > 0) read += text.substr(done);
  return read;
}

std::string with_letters_closed_up(std::string_view text) {
  std::string read;
  bool any = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word_character(text, at)) {
      if (text[at] == '\n') read += '\n';
      at += character_length(text, at);
      continue;
    }
    const std::size_t word_end = at + character_length(text, at);
    const bool is_single = word_end < text.size() && !is_word_character(text, word_end);
    if (!is_single) {
      at = end_of_word(text, at);
      continue;
    }
    const SpacedRow row = spaced_row_at(text, at);
    if (row.characters < k_fewest_spaced_letters) {
      at = word_end;  // the next letter may begin a row with other gaps
      continue;
    }
    const std::size_t lines = lines_in(text.substr(at, row.end - at));
    any = any || letters_in(row.letters) > 0;
    read += row.letters + ' ' + std::string(lines, '\n');
    at = row.end;
  }
  return any ? read : std::string();
}

std::vector<DisguisedHit> find_disguised(const NeedleSearch& needles, std::string_view text) {
  std::vector<DisguisedHit> found;
  if (needles.empty()) return found;
  const auto always = [](std::string_view, bool) { return true; };
  const std::string latin = with_latin_letters(text);
  search_reading(needles, latin, {.how = "in look-alike letters", .counts = always}, found);
  search_reading(needles, with_letters_closed_up(latin.empty() ? text : latin),
                 {.how = "in spaced letters", .place = SearchPlace::run_together, .counts = is_spaced_word},
                 found);
  search_reading(needles, rot13(text),
                 {.how = "in ROT13", .place = SearchPlace::long_words, .counts = is_long_word}, found);
  const std::size_t before = found.size();
  search_reading(needles, backwards(text),
                 {.how = "backwards", .place = SearchPlace::long_words, .counts = is_long_word}, found);
  const std::size_t lines = before < found.size() ? lines_in(text) : 0;
  for (std::size_t i = before; i < found.size(); ++i) found[i].line = lines - found[i].line;
  return found;
}

}  // namespace shareready
