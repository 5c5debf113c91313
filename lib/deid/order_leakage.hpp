#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Whether the order of the new labels tells something of an order in the source: Spearman's rank correlation,
// ties by their mean rank (Spearman, Am. J. Psychol. 15, 1904).
struct OrderLeakage {
  std::string against;  // "labels of the source", "first scan"
  std::size_t participants = 0;
  double correlation = 0;
  double p_value = 1;  // two-sided: of random orders, the share that correlates as much
};

// `values` in the order of the new labels, compared as texts; participants without a value (empty) are passed
// over. p by 20,000 shuffles for up to 200 participants (the same ones each time: the figure is repeatable),
// above by the normal approximation with variance 1 / (n - 1). Of fewer than three, or where all values are
// the same, nothing can be told: correlation 0, p 1. Labels are never drawn again because of it: that would
// make the order less random, not more.
OrderLeakage order_leakage(std::string against, const std::vector<std::string>& values);

// How many of them the source tells: others have no participant.
std::size_t orders_told(const std::vector<OrderLeakage>& orders);

// A p-value below it is beyond chance where so many orders are tried: one of a hundred releases shows one by
// chance (Bonferroni).
double p_beyond_chance(std::size_t orders);

// True where one of the orders correlates more than that.
bool is_beyond_chance(const std::vector<OrderLeakage>& orders);

// "S2" before "S10": numbers in a text compare by size.
std::string natural_order(std::string_view text);

}  // namespace shareready
