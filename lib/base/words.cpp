#include "base/words.hpp"

#include "base/text.hpp"

namespace shareready {
namespace {

bool is_word_byte(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  return letter || (c >= '0' && c <= '9');
}

}  // namespace

// ASCII, and the capitals U+00C0 to U+00DE (two bytes that begin with C3).
std::string lower_latin(std::string_view text) {
  std::string lower = to_lower(text);
  for (std::size_t i = 1; i < lower.size(); ++i) {
    const auto byte = static_cast<unsigned char>(lower[i]);
    const bool capital =
        static_cast<unsigned char>(lower[i - 1]) == 0xC3 && byte >= 0x80 && byte <= 0x9E && byte != 0x97;
    if (capital) lower[i] = static_cast<char>(byte + 0x20);
  }
  return lower;
}

std::string_view next_word(std::string_view lower, std::size_t& at) {
  while (at < lower.size() && !is_word_byte(lower[at])) ++at;
  const std::size_t begin = at;
  while (at < lower.size() && is_word_byte(lower[at])) ++at;
  return lower.substr(begin, at - begin);
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string lower = lower_latin(text);
  std::vector<std::string> words;
  std::size_t at = 0;
  for (auto word = next_word(lower, at); !word.empty(); word = next_word(lower, at)) words.emplace_back(word);
  return words;
}

std::string bare_name(std::string_view text) { return join(words_of(text), ""); }

}  // namespace shareready
