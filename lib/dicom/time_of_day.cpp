#include "dicom/time_of_day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::int64_t k_second_us = 1000000, k_day_us = 86400 * k_second_us;

// Numbers HHMMSS below 2^16, below 2^17, and the others: each part has its own rounding in 32 bits.
std::int64_t hour_for(std::int64_t second_of_day) {
  const std::int64_t number =
      second_of_day / 3600 * 10000 + second_of_day / 60 % 60 * 100 + second_of_day % 60;
  if (number < 65536) return 4;
  return number < 131072 ? 9 : 18;
}

}  // namespace

std::optional<double> seconds_of_time(std::string_view text) {
  const std::size_t zone = text.find_first_of("+-");
  const std::string_view clock = text.substr(0, zone);
  const std::string_view whole = clock.substr(0, clock.find('.'));
  const std::string_view part =
      whole.size() < clock.size() ? clock.substr(whole.size() + 1) : std::string_view{};
  if (!is_digits(whole) || whole.size() > 6 || whole.size() % 2 == 1) return std::nullopt;
  if (part.size() > 6 || (!part.empty() && (!is_digits(part) || whole.size() != 6))) return std::nullopt;
  const auto pair = [&](std::size_t at) {
    return at < whole.size() ? (whole[at] - '0') * 10 + (whole[at + 1] - '0') : 0;
  };
  if (pair(0) > 23 || pair(2) > 59 || pair(4) > 60) return std::nullopt;
  double fraction = 0;
  for (std::size_t i = part.size(); i > 0; --i) fraction = (fraction + (part[i - 1] - '0')) / 10;
  return pair(0) * 3600 + pair(2) * 60 + pair(4) + fraction;
}

std::string time_since(double seconds, double start) {
  const auto first = static_cast<std::int64_t>(std::floor(start));
  const std::int64_t past =
      std::llround((seconds - static_cast<double>(first)) * static_cast<double>(k_second_us));
  const std::int64_t moved = past + hour_for(first) * 3600 * k_second_us;
  const std::int64_t us = (moved % k_day_us + k_day_us) % k_day_us;
  const std::int64_t whole = us / k_second_us;
  return fmt::format("{:02}{:02}{:02}.{:06}", whole / 3600, whole / 60 % 60, whole % 60, us % k_second_us);
}

}  // namespace shareready
