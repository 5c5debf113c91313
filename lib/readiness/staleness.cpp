#include "readiness/staleness.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"

namespace shareready::readiness {

std::string months_after(const std::string& day, int months) {
  const std::vector<std::string> parts = split(day, '-');
  if (parts.size() < 2 || !is_digits(parts[0]) || !is_digits(parts[1])) return {};
  const int total = std::stoi(parts[0]) * 12 + std::stoi(parts[1]) - 1 + months;
  const std::string month = fmt::format("{:04}-{:02}", total / 12, total % 12 + 1);
  return parts.size() == 2 ? month : month + "-" + parts[2];
}

bool is_stale(const std::string& checked, const std::string& today) {
  constexpr std::size_t k_month = 7;  // YYYY-MM
  if (today.empty()) return false;
  const std::string end = months_after(checked.substr(0, k_month), k_months_of_facts);
  return end.empty() || end < today.substr(0, k_month);
}

}  // namespace shareready::readiness
