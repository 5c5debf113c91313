// What follows from what wider ages and columns left out would give, which part the persons in other ways.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/known_numbers.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/partitions.hpp"
#include "readiness/told_joint.hpp"
#include "readiness/told_steps.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

// Ways to part the same persons, of which the first is the release and each other one what a measure would
// make of it; what is told of who is alone by each, in figures, and of all that contains them.
struct ToldWays {
  std::vector<ToldFigures> figures;
  std::vector<std::vector<ToldCount>> counts;
};

std::string words_of_ways(const ToldWays& told) {
  std::string words = words_in(told.figures);
  for (const std::vector<ToldCount>& of_way : told.counts) {
    for (const ToldCount& count : of_way) words += count.words.as_string() + " ";
    words += "; ";
  }
  return words;
}

// Nobody is told apart by files: whoever knows them knows the tables and no more.
ToldWays told_of_ways(const std::vector<Parts>& ways, const std::vector<MeasureFacts>& measures,
                      std::uint64_t k) {
  ReadinessInputs inputs;
  inputs.policy.k = k;
  RiskFacts& risk = inputs.risk;
  risk.persons = in_parts(ways.front(), 1, 1000);
  risk.after = risk.whole = figures_in(ways.front(), k);
  risk.measures = measures;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    risk.measures[i].whole = figures_in(ways[i + 1], k);
    risk.measures[i].with_files = risk.measures[i].with_all = risk.measures[i].whole;
  }
  risk.joint = {.files = {.uniques = 0, .groups = 1},
                .details = risk.whole,
                .described = risk.whole,
                .columns = risk.whole,
                .all = risk.whole};
  inputs.contents = {{.kind = ContentKind::sidecars, .alone = 0}};
  const std::uint64_t alone = risk.whole.uniques;
  risk.without_kinds = {{.kinds = {"x"}, .details = alone, .columns = alone, .all = alone}};
  risk.without_keys = {{.keys = {"X"}, .sidecars = 0, .described = alone, .all = alone}};
  const ToldJoint joint = *told_joint(inputs);
  ToldWays told{{told_whole(risk, k)}, {{joint.details, joint.described, joint.columns, joint.all}}};
  const auto again = [&](std::vector<Json> said) {
    for (Json& words : said)
      told.counts.front().push_back({range_of_words(words, risk.persons), std::move(words)});
  };
  again(said_in(without_keys_json(inputs), {"described", "all"}));
  again(said_in(without_images_json(inputs), {"details", "columns", "all"}));
  for (ToldFigures& one : told_measures(risk, k)) told.figures.push_back(std::move(one));
  for (ToldWithFiles& one : told_measures_with_files(inputs)) told.counts.push_back({one.files, one.all});
  return told;
}

bool fits_ways(const std::vector<Parts>& ways, const ToldWays& told) {
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const std::uint64_t alone = in_parts(ways[i], 1, 1);
    if (!count_fits(alone, told.figures[i].uniques) || !chance_fits(ways[i], told.figures[i])) return false;
    for (const ToldCount& count : told.counts[i]) {
      if (alone < count.range.least || alone > count.range.most || !count_fits(alone, count.words))
        return false;
    }
  }
  return true;
}

// Those alone by each way, and those who are not.
std::vector<std::uint64_t> numbers_of_ways(const std::vector<Parts>& ways) {
  std::vector<std::uint64_t> numbers;
  for (const Parts& way : ways) {
    const std::uint64_t alone = in_parts(way, 1, 1);
    numbers.insert(numbers.end(), {alone, in_parts(way, 1, 1000) - alone});
  }
  return numbers;
}

void check_ways(const std::vector<std::vector<Parts>>& worlds, const std::vector<MeasureFacts>& measures,
                std::uint64_t k) {
  std::map<std::string, ToldWays> said;
  for (const std::vector<Parts>& ways : worlds) {
    ToldWays told = told_of_ways(ways, measures, k);
    const std::string words = words_of_ways(told);
    INFO("k " << k << ": " << words);
    CHECK(fits_ways(ways, told));
    for (const std::vector<ToldCount>& of_way : told.counts) {
      for (const ToldCount& count : of_way) CHECK(are_masked({count.words}, k));
    }
    said.emplace(words, std::move(told));
  }
  for (const auto& [words, told] : said) {
    KnownNumbers known;
    for (const std::vector<Parts>& ways : worlds) {
      if (fits_ways(ways, told)) known.take(numbers_of_ways(ways));
    }
    for (std::size_t i = 0; i < known.ranges.size(); ++i) {
      INFO("k " << k << ", number " << i << ": " << words);
      CHECK(known.only(i, k) == 0);
    }
  }
}

}  // namespace

TEST_CASE("nor from what wider ages would give, which part the persons in another way") {
  const MeasureFacts ages{.limits = {40}, .columns = {}, .policy_columns = {}, .whole = {}};
  for (const std::uint64_t persons : k_few_persons) {
    std::vector<std::vector<Parts>> worlds;
    for (const Parts& released : all_parts(persons, persons)) {
      for (const Parts& wider : all_parts(persons, persons)) worlds.push_back({released, wider});
    }
    for (const std::uint64_t k : {2U, 3U, 5U}) check_ways(worlds, {ages}, k);
  }
}

TEST_CASE("nor from what columns left out would give, whatever is known beside them") {
  const MeasureFacts one{.limits = {}, .columns = {"iq"}, .policy_columns = {}, .whole = {}};
  const MeasureFacts two{.limits = {}, .columns = {"age_group", "iq"}, .policy_columns = {}, .whole = {}};
  for (const std::uint64_t persons : k_fewer_persons) {
    std::vector<std::vector<Parts>> worlds;
    for (const Chain& chain : all_chains(persons)) worlds.push_back({chain.whole, chain.one, chain.two});
    for (const std::uint64_t k : {2U, 3U, 5U}) check_ways(worlds, {one, two}, k);
  }
}

TEST_CASE("what a measure would give raises nothing that is told of the release: it can be finer") {
  const std::vector<Parts> ways{{1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 5},
                                {1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3}};
  const MeasureFacts ages{.limits = {70}, .columns = {}, .policy_columns = {}, .whole = {}};
  const MeasureFacts column{.limits = {}, .columns = {"sex"}, .policy_columns = {}, .whole = {}};
  for (const MeasureFacts& measure : {ages, column}) {
    const ToldWays told = told_of_ways(ways, {measure}, 3);
    CHECK(told.figures.front().uniques.as_string() == "<5");
    CHECK(told.figures.back().uniques.as_string() == "4+");  // by its groups
    for (const ToldCount& count : told.counts.front()) {
      CHECK(count.words.as_string() == "<5");
      CHECK(count.range.least == 1);
    }
  }
}
