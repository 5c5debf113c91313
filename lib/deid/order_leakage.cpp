#include "deid/order_leakage.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace shareready {
namespace {

// Rank of each value among all, the mean one for those that are equal; then their distance from the mean
// rank.
std::vector<double> centred_ranks(const std::vector<std::string>& values) {
  std::map<std::string_view, double> ranks;
  for (const std::string& value : values) ++ranks[value];
  double below = 0;
  for (auto& [value, count] : ranks) {
    const double own = count;
    count = below + (own + 1) / 2;
    below += own;
  }
  const double mean = (static_cast<double>(values.size()) + 1) / 2;
  std::vector<double> centred;
  centred.reserve(values.size());
  for (const std::string& value : values) centred.push_back(ranks.at(value) - mean);
  return centred;
}

double product_with_places(const std::vector<double>& ranks) {
  const double mean = (static_cast<double>(ranks.size()) + 1) / 2;
  double product = 0;
  for (std::size_t i = 0; i < ranks.size(); ++i) product += (static_cast<double>(i) + 1 - mean) * ranks[i];
  return product;
}

// Seeded on purpose: a statistic over shuffles, no label comes from it.
double share_of_shuffles(std::vector<double> ranks) {
  constexpr int k_shuffles = 20000;
  constexpr double k_rounding = 1e-9;
  const double observed = std::abs(product_with_places(ranks)) - k_rounding;
  std::mt19937_64 generator(1904);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  int as_much = 1;
  for (int i = 0; i < k_shuffles; ++i) {
    std::shuffle(ranks.begin(), ranks.end(), generator);
    if (std::abs(product_with_places(ranks)) >= observed) ++as_much;
  }
  return static_cast<double>(as_much) / (k_shuffles + 1);
}

}  // namespace

OrderLeakage order_leakage(std::string against, const std::vector<std::string>& values) {
  std::vector<std::string> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known),
               [](const std::string& value) { return !value.empty(); });
  OrderLeakage leakage{.against = std::move(against), .participants = known.size()};
  const std::vector<double> ranks = centred_ranks(known);
  double spread = 0;
  for (const double rank : ranks) spread += rank * rank;
  if (known.size() < 3 || spread == 0) return leakage;
  const auto n = static_cast<double>(known.size());
  leakage.correlation = product_with_places(ranks) / std::sqrt(spread * (n * n * n - n) / 12);
  constexpr std::size_t k_shuffled = 200;
  const double z = std::abs(leakage.correlation) * std::sqrt(n - 1);
  leakage.p_value = known.size() <= k_shuffled ? share_of_shuffles(ranks) : std::erfc(z / std::sqrt(2.0));
  return leakage;
}

double p_beyond_chance(std::size_t orders) {
  constexpr double k_false_alarms = 0.01;  // of releases
  return orders == 0 ? 0.0 : k_false_alarms / static_cast<double>(orders);
}

std::size_t orders_told(const std::vector<OrderLeakage>& orders) {
  return static_cast<std::size_t>(std::count_if(
      orders.begin(), orders.end(), [](const OrderLeakage& order) { return order.participants > 0; }));
}

bool is_beyond_chance(const std::vector<OrderLeakage>& orders) {
  const double limit = p_beyond_chance(orders_told(orders));
  return std::any_of(orders.begin(), orders.end(),
                     [limit](const OrderLeakage& order) { return order.p_value < limit; });
}

std::string natural_order(std::string_view text) {
  constexpr std::size_t k_width = 20;
  std::string key;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end == i) {
      key += text[i++];
      continue;
    }
    if (end - i < k_width) key.append(k_width - (end - i), '0');
    key += text.substr(i, end - i);
    i = end;
  }
  return key;
}

}  // namespace shareready
