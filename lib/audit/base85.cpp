#include "audit/base85.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "audit/armours.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_in_base85 = 8;
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

// Which sorts of characters words of people and programs do not mix.
enum : std::uint8_t { k_sign = 1, k_capital = 2, k_small = 4, k_digit = 8 };

constexpr std::array<std::uint8_t, 256> k_sorts = [] {
  std::array<std::uint8_t, 256> sorts{};
  sorts.fill(k_sign);
  for (const char c : std::string_view("_-./+")) sorts[static_cast<unsigned char>(c)] = 0;  // in names
  for (int c = 'A'; c <= 'Z'; ++c) sorts[static_cast<std::size_t>(c)] = k_capital;
  for (int c = 'a'; c <= 'z'; ++c) sorts[static_cast<std::size_t>(c)] = k_small;
  for (int c = '0'; c <= '9'; ++c) sorts[static_cast<std::size_t>(c)] = k_digit;
  return sorts;
}();

bool may_be_code(std::string_view characters) {
  std::uint8_t sorts = 0;
  for (const char c : characters) sorts |= k_sorts[static_cast<unsigned char>(c)];
  return sorts >= (k_capital | k_small | k_digit) || (sorts & k_sign) != 0;
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

// Decodes words into one buffer: text has millions of them.
class Decoder {
 public:
  Decoder(const Alphabet& alphabet, const Base85Visitor& visit) : alphabet_(alphabet), visit_(visit) {}

  void visit_starts(std::string_view characters, std::size_t begin) {
    if (characters.size() < k_fewest_in_base85 || !may_be_code(characters)) return;
    digits_.resize(characters.size());
    std::transform(characters.begin(), characters.end(), digits_.begin(), [&](char c) {
      return static_cast<std::uint32_t>(alphabet_.values[static_cast<unsigned char>(c)]);
    });
    const std::size_t starts = std::min(k_group, characters.size() - k_fewest_in_base85 + 1);
    for (std::size_t start = 0; start < starts; ++start) {
      decode(std::span(digits_).subspan(start));
      if (start == 0 || says_something(bytes_)) visit_(bytes_, begin, alphabet_.how, start == 0);
    }
  }

 private:
  // A group that is not full stands for one byte less than it has characters.
  void decode(std::span<const std::uint32_t> digits) {
    bytes_.resize(digits.size() / k_group * 4 + 4);
    std::uint8_t* to = bytes_.data();
    const auto put = [&to](std::uint32_t number) {
      for (const unsigned shift : {24U, 16U, 8U, 0U}) *to++ = static_cast<std::uint8_t>(number >> shift);
    };
    for (; digits.size() >= k_group; digits = digits.subspan(k_group))
      put((((digits[0] * 85 + digits[1]) * 85 + digits[2]) * 85 + digits[3]) * 85 + digits[4]);
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < k_group; ++i) number = number * 85 + (i < digits.size() ? digits[i] : 84);
    if (!digits.empty()) put(number);
    const std::size_t unused = digits.empty() ? 4 : k_group - digits.size();
    bytes_.resize(bytes_.size() - unused);
  }

  const Alphabet& alphabet_;
  const Base85Visitor& visit_;
  std::vector<std::uint32_t> digits_;
  std::vector<std::uint8_t> bytes_;
};

// The tags or quotes around a code are characters of it as well, and spoil the group at its end.
void visit_parts(std::string_view characters, std::size_t begin, Decoder& decoder) {
  const auto is_border = [](char c) { return c == '<' || c == '>' || c == '"' || c == '\''; };
  for (std::string_view rest = characters; !rest.empty();) {
    const auto end =
        static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), is_border) - rest.begin());
    std::string_view part = rest.substr(0, end);
    part = part.substr(0, part.find_last_not_of(")]},;.") + 1);
    if (part.size() < characters.size()) decoder.visit_starts(part, begin);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace

void visit_base85(std::string_view text, const Base85Visitor& visit) {
  for (const Alphabet& alphabet : k_alphabets) {
    Words words(text, alphabet);
    Decoder decoder(alphabet, visit);
    while (words.next()) {
      if (words.characters.size() < k_fewest_in_base85) continue;
      decoder.visit_starts(words.characters, words.begin);
      visit_parts(words.characters, words.begin, decoder);
    }
  }
}

}  // namespace shareready
