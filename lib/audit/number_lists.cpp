#include "audit/number_lists.hpp"

#include <algorithm>
#include <array>

#include "audit/armours.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_numbers = 6;
constexpr std::size_t k_longest_between = 16;  // a line's end and its indentation
constexpr std::size_t k_bits = 8;

// What a character can be in a list of numbers.
enum : std::uint8_t { k_in_number = 1, k_between = 2, k_in_word = 4 };

constexpr std::array<std::uint8_t, 256> k_roles = [] {
  std::array<std::uint8_t, 256> roles{};
  for (int c = '0'; c <= '9'; ++c) roles[static_cast<std::size_t>(c)] = k_in_number;
  for (const char c : std::string_view(" ,;\t\r\n")) roles[static_cast<unsigned char>(c)] = k_between;
  for (int c = 'A'; c <= 'Z'; ++c) roles[static_cast<std::size_t>(c)] = k_in_word;
  for (int c = 'a'; c <= 'z'; ++c) roles[static_cast<std::size_t>(c)] = k_in_word;
  for (const char c : std::string_view("._+-")) roles[static_cast<unsigned char>(c)] = k_in_word;
  return roles;
}();

class NumberLists {
 public:
  NumberLists(std::string_view text, const NumberListVisitor& visit) : text_(text), visit_(visit) {}

  void run() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::uint8_t role = role_at(at);
      if (role == k_in_number) {
        at = add_number(at);
      } else if (role == k_in_word) {  // and digits within it are none
        end_list();
        at = end_of(at, k_in_word | k_in_number);
      } else {
        if (role != k_between || ++gap_ > k_longest_between) end_list();
        ++at;
      }
    }
    end_list();
  }

 private:
  [[nodiscard]] std::uint8_t role_at(std::size_t at) const {
    return k_roles[static_cast<unsigned char>(text_[at])];
  }
  [[nodiscard]] std::size_t end_of(std::size_t at, unsigned roles) const {
    while (at < text_.size() && (role_at(at) & roles) != 0) ++at;
    return at;
  }

  // Behind the number, or the word that it begins.
  std::size_t add_number(std::size_t at) {
    const std::size_t end = end_of(at, k_in_number);
    const std::string_view digits = text_.substr(at, end - at);
    const bool is_word = end < text_.size() && role_at(end) == k_in_word && !ends_sentence(end);
    const bool binary =
        digits.size() % k_bits == 0 && digits.find_first_not_of("01") == std::string_view::npos;
    if (is_word || (!binary && digits.size() > 3)) {
      end_list();
      return end_of(end, k_in_word | k_in_number);
    }
    if (binary != is_binary_) end_list();
    if (bytes_.empty()) begin_ = at;
    is_binary_ = binary;
    gap_ = 0;
    const std::size_t width = binary ? k_bits : digits.size();
    for (std::size_t i = 0; i < digits.size(); i += width)
      add_byte(digits.substr(i, width), binary ? 2U : 10U);
    return end;
  }

  // A point that nothing follows is no part of a number.
  [[nodiscard]] bool ends_sentence(std::size_t at) const {
    return text_[at] == '.' && (at + 1 == text_.size() || (role_at(at + 1) & (k_in_word | k_in_number)) == 0);
  }

  void add_byte(std::string_view digits, unsigned base) {
    unsigned number = 0;
    for (const char c : digits) number = number * base + static_cast<unsigned>(c - '0');
    if (number > 255) return end_list();
    bytes_.push_back(static_cast<std::uint8_t>(number));
  }

  void end_list() {
    if (bytes_.size() >= k_fewest_numbers && says_something(bytes_))
      visit_(bytes_, begin_, is_binary_ ? "binary numbers" : "decimal numbers");
    bytes_.clear();
    gap_ = 0;
  }

  std::string_view text_;
  const NumberListVisitor& visit_;
  std::vector<std::uint8_t> bytes_;
  std::size_t begin_ = 0, gap_ = 0;
  bool is_binary_ = false;
};

}  // namespace

void visit_number_lists(std::string_view text, const NumberListVisitor& visit) {
  NumberLists(text, visit).run();
}

}  // namespace shareready
