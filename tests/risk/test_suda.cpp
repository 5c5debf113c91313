#include <catch2/catch.hpp>

#include "plain_table.hpp"
#include "risk/suda.hpp"

using namespace shareready::risk;
using shareready::risk::test::plain_table;

TEST_CASE("Special uniques are found in the smallest sets of columns, and score by their size") {
  // Row 0 is unique in column 0, and in columns 1 and 2 together; row 1 in column 2 with column 0 or 1.
  const EncodedTable table = plain_table({{"x", "a", "a", "a", "a", "a"},
                                          {"p", "q", "q", "p", "p", "q"},
                                          {"u", "u", "v", "v", "v", "v"},
                                          {"1", "1", "1", "1", "1", "1"}});
  const SudaScores scores = suda_scores(table, {0, 0, 0, 0}, 3);
  CHECK(scores.msus == std::vector<std::uint32_t>{2, 2, 0, 0, 0, 0});
  CHECK(scores.of_row[0] == 3.0 * 2 * 1 + 2 * 1);
  CHECK(scores.of_row[1] == 2 * 1 + 2 * 1);
  CHECK(scores.by_size == std::vector<std::uint64_t>{1, 3, 0});
  CHECK(scores.by_column[3] == 0.0);
  CHECK(scores.by_column[0] == Approx(8.0 / 12.0));
  CHECK(suda_scores(table, {0, 0, 0, 0}, 9).of_row ==
        scores.of_row);  // all columns together tell nothing special
}

// Expected figures of the next three: test suite of sdcMicro (tests/testthat/test_suda2.R), whose scores
// follow Elliot et al. as ours do.
TEST_CASE(
    "The scores of ten persons in the guideline for statistical disclosure control are the known ones") {
  const EncodedTable table =
      plain_table({{"urban", "urban", "urban", "urban", "rural", "urban", "urban", "urban", "urban", "urban"},
                   {"f", "f", "f", "m", "f", "m", "f", "m", "f", "f"},
                   {"sec-", "sec-", "prim-", "sec", "sec", "sec", "prim", "post", "sec-", "sec-"},
                   {"work", "work", "none", "work", "seek", "work", "none", "seek", "none", "none"}});
  CHECK(suda_scores(table, {0, 0, 0, 0}, 3).of_row == std::vector<double>{0, 0, 6, 0, 12, 0, 6, 10, 0, 0});
}

TEST_CASE("The scores of a published example of eight persons are the known ones") {
  const EncodedTable table =
      plain_table({{"20s", "20s", "20s", "20s", "20s", "20s", "20s", "60s"},
                   {"m", "m", "m", "m", "f", "f", "f", "m"},
                   {"50+", "50+", "50-", "50-", "50-", "50-", "50-", "50-"},
                   {"high", "high", "high", "high", "univ", "high", "middle", "univ"}});
  const SudaScores scores = suda_scores(table, {0, 0, 0, 0}, 3);
  CHECK(std::vector<double>(scores.of_row.begin() + 4, scores.of_row.end()) ==
        std::vector<double>{4, 2, 6, 8});
}

TEST_CASE("The parts that columns have in the scores are the known ones, in any order of columns") {
  const std::vector<std::string> a{"2", "1", "1"}, b{"0", "3", "0"}, c{"0", "6", "0"};
  CHECK(suda_scores(plain_table({a, b, c}), {0, 0, 0}, 2).by_column ==
        std::vector<double>{0.5, 0.375, 0.375});
  CHECK(suda_scores(plain_table({c, a, b}), {0, 0, 0}, 2).by_column ==
        std::vector<double>{0.375, 0.5, 0.375});
  CHECK(suda_scores(plain_table({c, b, a}), {0, 0, 0}, 2).by_column ==
        std::vector<double>{0.375, 0.375, 0.5});
}
