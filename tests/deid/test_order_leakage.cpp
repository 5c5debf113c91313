#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "deid/labels.hpp"
#include "deid/order_leakage.hpp"
#include "random_sources.hpp"

using namespace shareready;

namespace {

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> values;
  for (int i = from; i < to; ++i) values.push_back(std::to_string(i));
  return values;
}

}  // namespace

TEST_CASE("labels in the old order, or in its reverse, are seen to leak it") {
  std::vector<std::string> values = numbers(100, 130);
  const OrderLeakage kept = order_leakage("source order", values);
  CHECK(kept.correlation == Approx(1));
  CHECK(is_beyond_chance({kept, {}, {}, {}, {}, {}}));
  CHECK(orders_told({kept, {}, {}, {}, {}, {}}) ==
        1);  // an order that the source does not tell is none tried
  std::reverse(values.begin(), values.end());
  CHECK(order_leakage("source order", values).correlation == Approx(-1));
  CHECK(is_beyond_chance({order_leakage("source order", numbers(1000, 2000))}));
}

TEST_CASE("an order that is kept but for a few is seen too") {
  std::vector<std::string> values = numbers(100, 140);
  for (std::size_t i = 0; i + 10 < values.size(); i += 10) std::swap(values[i], values[i + 10]);
  CHECK(is_beyond_chance({order_leakage("first scans", values), {}, {}, {}, {}, {}}));
}

TEST_CASE("ties have their mean rank: a textbook value") {
  // ranks 1 2 3 4 5 against 1.5 1.5 3 4.5 4.5
  CHECK(order_leakage("site", {"a", "a", "b", "c", "c"}).correlation == Approx(9.0 / std::sqrt(90.0)));
}

TEST_CASE("the p-value of four in order is what counting the 24 orders gives") {
  CHECK(order_leakage("source order", {"1", "2", "3", "4"}).p_value == Approx(2.0 / 24).margin(0.01));
}

TEST_CASE("nothing is told of few participants, of one value, or of those without a value") {
  CHECK(order_leakage("date", {"1", "2"}).p_value == 1);
  CHECK(order_leakage("site", {"a", "a", "a", "a"}).correlation == 0);
  CHECK_FALSE(is_beyond_chance({order_leakage("site", {"a", "a", "a", "a"})}));
  const OrderLeakage some = order_leakage("date", {"", "1", "", "2", "3"});
  CHECK(some.participants == 3);
  CHECK(some.correlation == Approx(1));
}

TEST_CASE("drawn labels leak no order: few of many draws look as if they did") {
  for (const LabelMode mode : {LabelMode::random, LabelMode::permute}) {
    std::vector<LabelledParticipant> participants;
    for (const std::string& label : numbers(100, 360)) participants.push_back({label, {}});
    int small = 0;
    constexpr int k_draws = 400;
    for (std::uint64_t seed = 0; seed < k_draws; ++seed) {
      const auto map = draw_labels({.participants = participants, .mode = mode}, test::seeded_random(seed));
      REQUIRE(map.ok());
      if (order_leakage("source order", map->old_participants_by_new()).p_value < 0.05) ++small;
    }
    CHECK(small > 4);  // 20 expected, standard deviation 4.4
    CHECK(small < 40);
  }
}

TEST_CASE("numbers in labels compare by their size") {
  CHECK(natural_order("S2") < natural_order("S10"));
  CHECK(natural_order("S2a") < natural_order("S2b"));
  CHECK(natural_order("A10") < natural_order("B2"));
}
