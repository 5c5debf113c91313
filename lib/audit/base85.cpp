#include "audit/base85.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace shareready {
namespace {

constexpr std::size_t k_fewest_in_base85 = 10;
constexpr std::size_t k_fewest_to_join_lines = 60;
constexpr std::size_t k_group = 5;
constexpr std::int8_t k_none = -1;

struct Alphabet {
  std::string_view how;
  std::array<std::int8_t, 256> values;
};

constexpr Alphabet alphabet_of(std::string_view how, std::string_view characters) {
  Alphabet alphabet{how, {}};
  alphabet.values.fill(k_none);
  for (std::size_t i = 0; i < characters.size(); ++i)
    alphabet.values[static_cast<unsigned char>(characters[i])] = static_cast<std::int8_t>(i);
  return alphabet;
}

constexpr std::array<Alphabet, 3> k_alphabets = {
    alphabet_of("base85",
                "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"),
    alphabet_of("Z85",
                "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"),
    alphabet_of("Ascii85",
                "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstu")};

// A group that is not full stands for one byte less than it has characters.
std::vector<std::uint8_t> decoded(std::string_view characters, const Alphabet& alphabet) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(characters.size() / k_group * 4 + 4);
  for (std::size_t at = 0; at < characters.size(); at += k_group) {
    const std::string_view group = characters.substr(at, k_group);
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < k_group; ++i) {
      const std::int8_t digit = i < group.size() ? alphabet.values[static_cast<unsigned char>(group[i])] : 84;
      number = number * 85 + static_cast<std::uint32_t>(digit);
    }
    for (std::size_t i = 0; i + 1 < group.size(); ++i)
      bytes.push_back(static_cast<std::uint8_t>(number >> (24 - 8 * i)));
  }
  return bytes;
}

// Which sorts of characters words of people and programs do not mix.
bool may_be_code(std::string_view characters) {
  bool sign = false;
  bool capital = false;
  bool small = false;
  bool digit = false;
  for (const char c : characters) {
    capital = capital || (c >= 'A' && c <= 'Z');
    small = small || (c >= 'a' && c <= 'z');
    digit = digit || (c >= '0' && c <= '9');
    const bool in_names = c == '_' || c == '-' || c == '.' || c == '/' || c == '+';
    sign = sign || !(in_names || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
  }
  return sign || (capital && small && digit);
}

class Words {
 public:
  Words(std::string_view text, const Alphabet& alphabet) : text_(text), alphabet_(alphabet) {}

  // The next word, lines of long ones joined; false at the end of the text.
  bool next() {
    while (at_ < text_.size() && !is_digit(at_)) ++at_;
    if (at_ == text_.size()) return false;
    begin = at_;
    std::size_t end = end_of_digits(at_);
    characters = text_.substr(begin, end - begin);
    joined_.clear();
    for (std::size_t line = end - begin; line >= k_fewest_to_join_lines;) {
      const std::size_t next = text_.find_first_not_of(" \t\r\n", end);
      const bool goes_on = next != std::string_view::npos && next > end && is_digit(next) &&
                           text_.substr(end, next - end).find('\n') != std::string_view::npos;
      if (!goes_on) break;
      if (joined_.empty()) joined_ = characters;
      end = end_of_digits(next);
      line = end - next;
      joined_ += text_.substr(next, line);
    }
    if (!joined_.empty()) characters = joined_;
    at_ = end;
    return true;
  }

  std::string_view characters;
  std::size_t begin = 0;

 private:
  [[nodiscard]] bool is_digit(std::size_t at) const {
    return alphabet_.values[static_cast<unsigned char>(text_[at])] != k_none;
  }
  [[nodiscard]] std::size_t end_of_digits(std::size_t at) const {
    while (at < text_.size() && is_digit(at)) ++at;
    return at;
  }

  std::string_view text_;
  const Alphabet& alphabet_;
  std::string joined_;
  std::size_t at_ = 0;
};

void visit_starts(std::string_view characters, std::size_t begin, const Alphabet& alphabet,
                  const Base85Visitor& visit) {
  if (characters.size() < k_fewest_in_base85 || !may_be_code(characters)) return;
  for (std::size_t start = 0; start < k_group; ++start)
    visit(decoded(characters.substr(start), alphabet), begin, alphabet.how, start == 0);
}

// The tags or quotes around a code are characters of it as well, and spoil the group at its end.
void visit_parts(std::string_view characters, std::size_t begin, const Alphabet& alphabet,
                 const Base85Visitor& visit) {
  const auto is_border = [](char c) { return c == '<' || c == '>' || c == '"' || c == '\''; };
  for (std::string_view rest = characters; !rest.empty();) {
    const auto end =
        static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_border) - rest.begin());
    std::string_view part = rest.substr(0, end);
    part = part.substr(0, part.find_last_not_of(")]},;.") + 1);
    if (part.size() < characters.size()) visit_starts(part, begin, alphabet, visit);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace

void visit_base85(std::string_view text, const Base85Visitor& visit) {
  for (const Alphabet& alphabet : k_alphabets) {
    Words words(text, alphabet);
    while (words.next()) {
      visit_starts(words.characters, words.begin, alphabet, visit);
      visit_parts(words.characters, words.begin, alphabet, visit);
    }
  }
}

}  // namespace shareready
