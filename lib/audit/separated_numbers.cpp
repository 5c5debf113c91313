#include "audit/separated_numbers.hpp"

#include <algorithm>
#include <vector>

namespace shareready {
namespace {

constexpr std::size_t k_fewest_number_digits = 7;
constexpr std::size_t k_most_number_digits = 15;  // ITU-T E.164
constexpr std::size_t k_fewest_phone_digits = 9;
constexpr std::uint64_t k_after_subscriber = 100'000'000;  // eight digits tell one telephone of a country
constexpr std::size_t k_most_groups = 8;                   // more numbers in a row are a matrix
constexpr std::string_view k_decimal_digits = "0123456789";
constexpr std::string_view k_number_separators = " -./_";

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }
bool is_latin_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t end_of_digits(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(k_decimal_digits, at), text.size());
}

// One separator, or a bracket with or without one. 0: no number goes on behind it.
std::size_t gap_at(std::string_view text, std::size_t at) {
  constexpr std::string_view k_brackets = "()";
  std::size_t end = at, brackets = 0;
  while (end < text.size() && end < at + 2 && !is_decimal_digit(text[end])) {
    const bool is_bracket = k_brackets.find(text[end]) != k_brackets.npos;
    if (!is_bracket && k_number_separators.find(text[end]) == k_number_separators.npos) return 0;
    brackets += is_bracket ? 1U : 0U;
    ++end;
  }
  const bool is_gap = end == at + 1 || (end == at + 2 && brackets > 0);
  return is_gap && end < text.size() && is_decimal_digit(text[end]) ? end - at : 0;
}

bool begins_as_phone(std::string_view text, std::size_t begin) {
  return text[begin] == '0' || (begin > 0 && text[begin - 1] == '+');
}

struct Digits {
  std::uint64_t value = 1;
  std::size_t count = 0;

  void add(std::string_view digits) {
    count += digits.size();
    if (count > k_most_number_digits) return;
    for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  [[nodiscard]] bool may_be_a_persons() const {
    return count >= k_fewest_number_digits && count <= k_most_number_digits;
  }
};

}  // namespace

void SeparatedNumbers::add(std::string_view text, std::uint32_t needle) {
  const std::size_t first = text.find_first_of(k_decimal_digits);
  if (first == std::string_view::npos || text.find_first_not_of("+(") != first) return;
  Digits digits;
  std::size_t at = first, points = 0, gaps = 0;
  while (true) {
    const std::size_t end = end_of_digits(text, at);
    digits.add(text.substr(at, end - at));
    if (end == text.size()) break;
    const std::size_t gap = gap_at(text, end);
    if (gap == 0) return;
    points += text[end] == '.' ? 1U : 0U;
    ++gaps;
    at = end + gap;
  }
  if (!digits.may_be_a_persons() || (points == 1 && gaps == 1)) return;
  numbers_.emplace(digits.value, needle);
  if (digits.count >= k_fewest_phone_digits && begins_as_phone(text, first))
    phones_.emplace(digits.value % k_after_subscriber, needle);
}

void SeparatedNumbers::find_in(std::string_view text, const OnHit& on_hit) const {
  if (empty()) return;
  std::vector<Group> groups;
  std::size_t at = text.find_first_of(k_decimal_digits);
  while (at != std::string_view::npos) {
    groups.clear();
    std::size_t gap = 0;
    do {
      const std::size_t begin = at + gap;
      at = end_of_digits(text, begin);
      groups.push_back({begin, at});
      gap = gap_at(text, at);
    } while (gap > 0);
    Groups all = groups;
    if (all.front().begin > 0 && is_latin_letter(text[all.front().begin - 1])) all = all.subspan(1);
    if (!all.empty() && at < text.size() && is_latin_letter(text[at])) all = all.first(all.size() - 1);
    if (all.size() <= k_most_groups) find_in(text, all, on_hit);
    at = text.find_first_of(k_decimal_digits, at);
  }
}

// Each row of neighbours may be a number, but no part of a decimal one.
void SeparatedNumbers::find_in(std::string_view text, Groups groups, const OnHit& on_hit) const {
  for (std::size_t first = 0; first < groups.size(); ++first) {
    const std::size_t begin = groups[first].begin;
    if (begin > 1 && text[begin - 1] == '.' && is_decimal_digit(text[begin - 2])) continue;
    std::size_t points = 0;
    for (std::size_t last = first; last < groups.size(); ++last) {
      const std::size_t end = groups[last].end;
      const bool before_point = end + 1 < text.size() && text[end] == '.' && is_decimal_digit(text[end + 1]);
      const bool are_alike = points == 0 || (points > 1 && points == last - first);
      if (!before_point && are_alike) look_up(text, groups.subspan(first, last - first + 1), on_hit);
      points += before_point ? 1U : 0U;
    }
  }
}

void SeparatedNumbers::look_up(std::string_view text, Groups number, const OnHit& on_hit) const {
  Digits digits;
  for (const Group& group : number) digits.add(text.substr(group.begin, group.end - group.begin));
  if (!digits.may_be_a_persons()) return;
  const std::size_t begin = number.front().begin;
  auto found = numbers_.find(digits.value);
  bool is_known = found != numbers_.end();
  if (!is_known && digits.count >= k_fewest_phone_digits && begins_as_phone(text, begin)) {
    found = phones_.find(digits.value % k_after_subscriber);
    is_known = found != phones_.end();
  }
  if (is_known) on_hit(found->second, begin, number.back().end);
}

}  // namespace shareready
