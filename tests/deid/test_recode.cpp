#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "deid/bands.hpp"
#include "deid/recode.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

// participants.tsv with one column of these cells, for persons 1, 2, ...
DescribedTables column(const std::string& name, const std::vector<std::string>& cells) {
  Table table{.columns = {"participant_id", name}, .rows = {}};
  for (std::size_t i = 0; i < cells.size(); ++i)
    table.rows.push_back({"sub-" + std::to_string(100 + i), cells[i]});
  DescribedTables data{.tables = {{.path = "participants.tsv", .person = "", .table = table}},
                       .sidecars = {}};
  data.sidecars.emplace("participants.json", test::json_of("{\"" + name +
                                                           "\": {\"Description\": \"d\", \"Units\": \"u\", "
                                                           "\"Levels\": {\"17\": \"seventeen\"}}}"));
  return data;
}

std::vector<std::string> persons(std::size_t count) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < count; ++i) labels.push_back(std::to_string(100 + i));
  return labels;
}

std::vector<ColumnChange> recoded(DescribedTables& data, const TablePolicy& policy, std::uint32_t k) {
  const ColumnRules rules = with_policy(test::shipped_columns(), {}, policy);
  return recode_columns(data, persons(data.tables.front().table.rows.size()), rules, policy, k);
}

std::map<std::string, std::size_t> counts(const DescribedTables& data, std::size_t column) {
  std::map<std::string, std::size_t> found;
  for (const auto& row : data.tables.front().table.rows) ++found[row[column]];
  return found;
}

}  // namespace

TEST_CASE("Scores become categories by the policy's cut-offs, and neighbours of few persons are joined") {
  std::vector<std::string> cells;
  for (int i = 0; i < 30; ++i) cells.push_back(std::to_string(i));
  cells.push_back("n/a");
  DescribedTables data = column("mmse", cells);
  TablePolicy policy;
  policy.columns["mmse"] = {.type = ColumnType::score,
                            .cut_offs = {10, 18, 24, 28},
                            .labels = {"severe", "moderate", "mild", "none", "top"}};
  recoded(data, policy, 5);
  CHECK(counts(data, 1) == std::map<std::string, std::size_t>{
                               {"severe", 10}, {"moderate", 8}, {"mild", 6}, {"none or top", 6}, {"n/a", 1}});
  CHECK(data.tables.front().table.rows[24][1] == "none or top");
  CHECK(data.tables.front().table.rows[23][1] == "mild");
  const Json& description = data.sidecars.at("participants.json").at("mmse");
  CHECK(description.at("Description").as_string() == "d");
  CHECK(description.find("Units") == nullptr);
  CHECK(description.at("Levels").find("17") == nullptr);
  CHECK(description.at("Levels").as_object().size() == 4);
}

TEST_CASE(
    "Without cut-offs scores become quantiles of at least k persons whose edges tell hardly any value") {
  std::mt19937 random(3);
  std::vector<std::string> cells;
  for (int i = 0; i < 41; ++i)
    cells.push_back(std::to_string(20.0 + static_cast<double>(random() % 100000) / 7919.0));
  DescribedTables data = column("total_score", cells);
  recoded(data, {}, 7);
  const auto found = counts(data, 1);
  CHECK(found.size() == 4);
  for (const auto& [band, count] : found) {
    CHECK(count >= 7);
    for (const std::string& cell : cells) CHECK(band.find(cell) == std::string::npos);
  }
}

TEST_CASE("A score of too few persons for two categories goes, with its description") {
  DescribedTables data = column("moca", {"21", "24", "27", "30"});
  const auto changes = recoded(data, {}, 5);
  CHECK(data.tables.front().table.columns == std::vector<std::string>{"participant_id"});
  CHECK(data.sidecars.at("participants.json").find("moca") == nullptr);
  REQUIRE(changes.size() == 1);
  CHECK_FALSE(changes.front().kept);
}

TEST_CASE("Numbers beyond the limits of the policy become the limits") {
  DescribedTables data = column("weight_kg", {"41", "75.5", "160", "n/a"});
  TablePolicy policy;
  policy.columns["weight_kg"] = {.type = ColumnType::other, .top = 120.0, .bottom = 50.0};
  recoded(data, policy, 2);
  CHECK(counts(data, 1) ==
        std::map<std::string, std::size_t>{{"50", 1}, {"75.5", 1}, {"120", 1}, {"n/a", 1}});
}

TEST_CASE("Rare words of a sensitive column become one value, and the sidecar names none of them") {
  DescribedTables data = column("diagnosis", {"MS", "MS", "MS", "ALS", "CJD", "MS"});
  TablePolicy policy;
  policy.columns["diagnosis"] = {.type = ColumnType::sensitive};
  recoded(data, policy, 2);
  CHECK(counts(data, 1) == std::map<std::string, std::size_t>{{"MS", 4}, {"other", 2}});
  CHECK(format_json(data.sidecars.at("participants.json")).find("17") == std::string::npos);
}

TEST_CASE("Bands hold every number once, in the order of the numbers, for any data") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    PersonsByNumber numbers;
    const std::size_t count = 1 + random() % 60;
    for (std::size_t i = 0; i < count; ++i) numbers[static_cast<double>(random() % 37) / 4.0].insert(i);
    const std::size_t least = 1 + random() % 6;
    const Bands bands = quantile_bands(numbers, least, 8);
    CHECK(std::is_sorted(bands.cuts.begin(), bands.cuts.end()));
    std::map<std::size_t, std::set<std::size_t>> held;
    for (const auto& [number, own] : numbers) held[bands.of(number)].insert(own.begin(), own.end());
    CHECK(held.size() == bands.names.size());
    if (bands.names.size() > 1) {
      for (const auto& [band, own] : held) CHECK(own.size() >= least);
    }
    const Bands wider = wider_bands(bands);
    for (const auto& [number, own] : numbers) {
      for (const auto& [other, rest] : numbers) {
        if (bands.of(number) == bands.of(other)) CHECK(wider.of(number) == wider.of(other));
      }
    }
  }
}
