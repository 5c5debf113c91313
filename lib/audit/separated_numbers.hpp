#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <unordered_map>

namespace shareready {

// Numbers of persons whatever stands between their digits: 111222333 as "111.222.333" or "111-22-2333", and a
// telephone number behind a country's code: "06-12345678" as "+31 6 1234 5678". Numbers are looked up by
// their digits, so that the cost of a text does not depend on how many there are.
class SeparatedNumbers {
 public:
  // What is no number of 7 to 15 digits (those that E.164 allows) is left out, a decimal number too.
  void add(std::string_view text, std::uint32_t needle);
  [[nodiscard]] bool empty() const { return numbers_.empty(); }

  using OnHit = std::function<void(std::uint32_t needle, std::size_t begin, std::size_t end)>;
  void find_in(std::string_view text, const OnHit& on_hit) const;

 private:
  struct Group {
    std::size_t begin, end;  // of digits alone
  };
  using Groups = std::span<const Group>;
  void find_in(std::string_view text, Groups groups, const OnHit& on_hit) const;
  void look_up(std::string_view text, Groups number, const OnHit& on_hit) const;

  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  // all digits, behind a 1
  std::unordered_map<std::uint64_t, std::uint32_t> phones_;   // the last eight digits
};

}  // namespace shareready
