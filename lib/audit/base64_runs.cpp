#include "audit/base64_runs.hpp"

#include <algorithm>
#include <string>

namespace shareready {
namespace {

constexpr std::size_t k_fewest_characters = 8;
constexpr std::size_t k_fewest_to_join_lines = 60;  // PEM has 64 a line, MIME 76
constexpr std::size_t k_longest_of_unsure_start = 256;

int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

std::vector<std::uint8_t> decoded(std::string_view characters) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(characters.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : characters) {
    bits = (bits << 6U) | static_cast<std::uint32_t>(sextet(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>((bits >> count) & 0xffU));
  }
  return bytes;
}

// Tables are full of long numbers, and digits alone decode to no text.
bool is_number(std::string_view characters) {
  return std::all_of(characters.begin(), characters.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == 'e' || c == 'E' || c == '-' || c == '+';
  });
}

// How many characters of a line end or of a JSON escape stand at `at`.
std::size_t interruption_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, 2);
  if (rest == "\r\n" || rest == "\\n" || rest == "\\r") return 2;
  return !rest.empty() && (rest[0] == '\n' || rest[0] == '\r') ? 1 : 0;
}

// Reads one stretch from `at` on; moves `at` behind it.
std::string read_stretch(std::string_view text, std::size_t& at) {
  std::string characters;
  std::size_t line = 0;
  while (at < text.size()) {
    if (text.substr(at, 2) == "\\/") ++at;
    if (sextet(text[at]) >= 0) {
      characters += text[at++];
      ++line;
      continue;
    }
    std::size_t gap = 0;
    while (const std::size_t more = interruption_at(text, at + gap)) gap += more;
    const bool goes_on =
        gap > 0 && line >= k_fewest_to_join_lines && at + gap < text.size() && sextet(text[at + gap]) >= 0;
    if (!goes_on) break;
    at += gap;
    line = 0;
  }
  return characters;
}

}  // namespace

std::vector<Base64Run> find_base64_runs(std::string_view text) {
  std::vector<Base64Run> runs;
  for (std::size_t at = 0; at < text.size();) {
    if (sextet(text[at]) < 0) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    const std::string characters = read_stretch(text, at);
    at = std::max(at, begin + 1);
    if (characters.size() < k_fewest_characters || is_number(characters)) continue;
    const std::size_t starts = characters.size() < k_longest_of_unsure_start ? 4 : 1;
    for (std::size_t start = 0; start < starts; ++start) {
      runs.push_back({begin, decoded(std::string_view(characters).substr(start))});
    }
  }
  return runs;
}

}  // namespace shareready
