#include <catch2/catch.hpp>
#include <set>

#include "coarser_tables.hpp"
#include "deid/generalise.hpp"

using namespace shareready;

namespace {

using test::People;
using Names = std::vector<std::string>;

Generalised coarser_ages(const People& people, std::uint32_t k, std::vector<int> age_bands = {},
                         Unreachable unreachable = Unreachable::drop) {
  return test::made_coarser(people, k,
                            {.when_k_unreachable = unreachable, .age_bands = std::move(age_bands)});
}

// The ages as released, each once: of the column age or age_group.
std::set<std::string> ages_released(const Generalised& result) {
  const Table& table = result.data.tables.front().table;
  const auto exact = table.column("age");
  const auto column = exact ? exact : table.column("age_group");
  std::set<std::string> told;
  for (const auto& row : table.rows) {
    if (column) told.insert(row[*column]);
  }
  return told;
}

// participants.tsv with these ages, each held by a number of persons of both sexes in turn, and a score of
// their own where asked.
People of_ages(const std::vector<std::pair<std::string, int>>& ages, bool scores = false) {
  People made;
  Table table{.columns = {"participant_id", "age", "sex"}, .rows = {}};
  if (scores) table.columns.emplace_back("response_time");
  int number = 0;
  for (const auto& [age, persons] : ages) {
    for (int i = 0; i < persons; ++i, ++number) {
      made.labels.push_back("p" + std::to_string(1000 + number));
      table.rows.push_back({"sub-" + made.labels.back(), age, i % 2 == 0 ? "F" : "M"});
      if (scores) table.rows.back().push_back(std::to_string(400 + number));
    }
  }
  made.tables.push_back({.path = "participants.tsv", .person = "", .table = std::move(table)});
  return made;
}

}  // namespace

TEST_CASE("The bands of ages that a table has are told, each once it occurs") {
  const auto bands = [](const char* age) {
    const AgeBands told = coarser_ages(of_ages({{age, 6}}), 1).ages;
    return std::vector<bool>{told.under_16, told.from_16, told.from_18, told.from_60, told.missing};
  };
  using Told = std::vector<bool>;
  CHECK(bands("4") == Told{true, false, false, false, false});
  CHECK(bands("15") == Told{true, false, false, false, false});
  CHECK(bands("15.9") == Told{true, false, false, false, false});
  CHECK(bands("16") == Told{false, true, false, false, false});
  CHECK(bands("17.9") == Told{false, true, false, false, false});
  CHECK(bands("18") == Told{false, false, true, false, false});
  CHECK(bands("59") == Told{false, false, true, false, false});
  CHECK(bands("60") == Told{false, false, false, true, false});
  CHECK(bands("93") == Told{false, false, false, true, false});
  CHECK(bands("n/a") == Told{false, false, false, false, true});
  const AgeBands all = coarser_ages(of_ages({{"9", 2}, {"16", 2}, {"30", 2}, {"71", 2}, {"n/a", 2}}), 5).ages;
  CHECK((all.under_16 && all.from_16 && all.from_18 && all.from_60 && all.missing));
  const AgeBands none = coarser_ages(People{{{.path = "participants.tsv",
                                              .person = "",
                                              .table = {.columns = {"participant_id", "sex"},
                                                        .rows = {{"sub-a", "F"}, {"sub-b", "M"}}}}},
                                            {"a", "b"}},
                                     1)
                            .ages;
  CHECK_FALSE((none.under_16 || none.from_16 || none.from_18 || none.from_60 || none.missing));
}

TEST_CASE("Ages of children alone, of few persons, and those that children can have are told") {
  // Released as they are: 8 and 9 of children alone, 77 of one person.
  const TellingAges told = coarser_ages(of_ages({{"8", 6}, {"9", 8}, {"20", 20}, {"77", 1}}), 1).telling_ages;
  CHECK(told.children == Names{"8", "9"});
  CHECK(told.few == Names{"77"});
  CHECK(told.childlike == Names{"8", "9"});
  const TellingAges none = coarser_ages(of_ages({{"20", 6}, {"30", 7}, {"n/a", 1}}), 1).telling_ages;
  CHECK((none.children.empty() && none.few.empty() && none.childlike.empty()));
}

TEST_CASE("The ages that children can have are those that the release tells, whoever has them") {
  const auto told = [](const std::vector<std::pair<std::string, int>>& ages, std::vector<int> bands = {}) {
    return coarser_ages(of_ages(ages, true), 5, std::move(bands), Unreachable::coarsest);
  };
  const Generalised alone = told({{"8", 6}, {"25", 8}, {"44", 9}, {"85", 3}});
  const Generalised mixed = told({{"15", 1}, {"18", 5}, {"25", 8}, {"44", 9}, {"85", 3}});
  CHECK(alone.telling_ages.children == Names{"0-19"});
  CHECK(mixed.telling_ages.children.empty());
  REQUIRE(alone.age_recipes.size() == mixed.age_recipes.size());
  for (const Generalised* one : {&alone, &mixed}) {
    CHECK(one->telling_ages.childlike == Names{"0-19"});
    CHECK(one->age_recipes.front().limits == alone.age_recipes.front().limits);
    CHECK(one->age_recipes.front().after.average == alone.age_recipes.front().after.average);
  }
  CHECK(told({{"18", 6}, {"25", 8}, {"44", 9}, {"85", 3}}).telling_ages.childlike.empty());
  // Bands with as many years of grown-ups tell nobody to be a child.
  CHECK(told({{"8", 6}, {"25", 8}, {"44", 9}}, {31}).telling_ages.childlike == Names{"0-30"});
  CHECK(told({{"8", 6}, {"25", 8}, {"44", 9}}, {32}).telling_ages.childlike.empty());
}

TEST_CASE("Of ages above 16 the report is told what the released ones allow") {
  const AgeBands told =
      coarser_ages(of_ages({{"8", 6}, {"25", 8}, {"44", 9}, {"62", 1}}, true), 5, {}, Unreachable::coarsest)
          .ages;
  CHECK((told.under_16 && told.from_16 && told.from_18 && told.from_60));
  const AgeBands younger =
      coarser_ages(of_ages({{"8", 6}, {"25", 8}, {"44", 9}}, true), 5, {}, Unreachable::coarsest).ages;
  CHECK((younger.under_16 && younger.from_16 && younger.from_18 && !younger.from_60));
}

TEST_CASE("The bands of the policy are what is released of ages, never more exactly, whatever k asks") {
  const std::vector<std::pair<std::string, int>> ages = {{"0", 4},  {"14", 4}, {"39", 8}, {"40", 8},
                                                         {"59", 8}, {"60", 8}, {"89", 4}, {"n/a", 4}};
  for (const std::uint32_t k : {1U, 2U, 4U}) {
    INFO("k " << k);
    CHECK(ages_released(coarser_ages(of_ages(ages), k, {40, 60})) ==
          std::set<std::string>{"0-39", "40-59", "60+", "n/a"});
    CHECK(ages_released(coarser_ages(of_ages(ages), k, {15, 16})) ==
          std::set<std::string>{"0-14", "16+", "n/a"});
  }
  CHECK(ages_released(coarser_ages(of_ages(ages), 1)).contains("14"));  // without them ages stay exact
  const Generalised wide = coarser_ages(of_ages(ages), 2, {40, 60});
  CHECK(wide.telling_ages.childlike.empty());  // nobody is told to be a child any more
  CHECK(wide.identifiers.front().level == "the bands of ages that the policy names");
  for (const TradeOff& point : wide.trade_offs) CHECK(point.loss >= wide.identifiers.front().loss / 2.0);
}

TEST_CASE(
    "Where the bands of the policy leave groups too small, ages go, or stay in them where the policy keeps "
    "what is of use") {
  const People few = of_ages({{"20", 2}, {"45", 2}, {"70", 1}});
  CHECK(ages_released(coarser_ages(few, 5, {40, 60})).empty());
  const Generalised kept = coarser_ages(few, 5, {40, 60}, Unreachable::coarsest);
  CHECK_FALSE(kept.reached);
  CHECK(ages_released(kept) == std::set<std::string>{"0-39", "40-59", "60+"});
}
