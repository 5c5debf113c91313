#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "deid/bands.hpp"
#include "deid/column_losses.hpp"
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

namespace {

// What is left of a sidecar, where `cells` were released after `source`; "gone" is of a person who is not.
Json told_after(const std::string& column_name, const std::vector<std::string>& source,
                const std::vector<std::string>& cells, std::string_view sidecar) {
  DescribedTables before = column(column_name, source), after = column(column_name, cells);
  before.sidecars.at("participants.json") = test::json_of(std::string(sidecar));
  Json json = before.sidecars.at("participants.json");
  const auto released = persons(cells.size());
  drop_telling_texts(json, losses_between(record_columns(before, released), record_columns(after, released)),
                     TableKind::participants, test::shipped_columns());
  return json;
}

bool is_told(const Json& json, std::string_view words) {
  return format_json(json).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "No text of a sidecar tells a number that a changed column lost, in digits or words, in any member") {
  const std::vector<std::string> source{"38", "61.5", "90", "170"},
      released{"38-90", "38-90", "38-90", "n/a"};
  for (const char* text :
       {"38 to 170 kg", "up to 170", "mean 89.9", "kg (n=4)", "maximal 170,0", "weights38-170",
        "thirty-eight to one hundred seventy", "achtendertig tot honderdzeventig", "von achtunddreißig an",
        "de trente-huit à cent", "de treinta y ocho kilos"}) {
    INFO(text);
    for (const char* key : {"Description", "LongName", "Format", "Derivative"}) {
      const Json json =
          told_after("weight_kg", source, released,
                     "{\"weight_kg\": {\"Units\": \"kg\", \"" + std::string(key) + "\": \"" + text + "\"}}");
      CHECK_FALSE(is_told(json, text));
      CHECK(is_told(json, "\"kg\""));
    }
    const Json other = told_after("weight_kg", source, released,
                                  "{\"bmi\": {\"Description\": \"weight: " + std::string(text) +
                                      "\", \"HED\": {\"x\": [\"weight " + text + "\"]}}}");
    CHECK_FALSE(is_told(other, text));
  }
}

TEST_CASE("Texts without a lost value stay with a changed column: words, units, levels in use") {
  for (const char* text :
       {"Body weight without shoes", "kg/m2", "one of two scales", "height over weight", "T1"}) {
    const std::string described = "{\"weight_kg\": {\"Description\": \"" + std::string(text) + "\"}}";
    CHECK(told_after("weight_kg", {"38", "170"}, {"n/a", "170"}, described) == test::json_of(described));
  }
  const std::string coded =
      R"({"sex": {"Description": "1 female, 2 male", "Levels": {"1": "female, code 1"}}})";
  CHECK(told_after("sex", {"1", "2", "1"}, {"1", "2", "n/a"}, coded) == test::json_of(coded));
}

TEST_CASE("A word that a column lost goes from texts, and so does what explained it; the rest stays") {
  const std::vector<std::string> source{"p", "p", "c", "s"}, released{"p", "p", "c", "other"};
  const Json json =
      told_after("group", source, released,
                 R"({"group": {"Description": "patients, controls and siblings", "LongName": "p, c or s",
                    "Levels": {"p": "patient", "c": "control", "s": "sibling of a patient"}},
          "site": {"Description": "group of siblings", "LongName": "where siblings were"}})");
  CHECK(json.at("group").at("Description").as_string().starts_with("Left out"));
  CHECK(json.at("group").find("LongName") == nullptr);
  CHECK(json.at("group").at("Levels").at("p").as_string() == "patient");
  CHECK(json.at("site").at("Description").as_string().starts_with("Left out"));
  CHECK(is_told(json, "where siblings were"));
}

TEST_CASE("Where persons are not released, texts tell neither their values nor a mean, and codes stay") {
  const auto without_last = [](const char* text) {
    const std::string described = "{\"pain\": {\"Description\": \"" + std::string(text) + "\"}}";
    return is_told(told_after("pain", {"1", "4", "10"}, {"1", "4"}, described), text);
  };
  CHECK(without_last("0 is none, 4 is much"));
  CHECK_FALSE(without_last("1 to 10"));
  CHECK_FALSE(without_last("mean 4.7"));
}

TEST_CASE(
    "An age that stays keeps a description, by the words of this program where the source's tells more") {
  const std::string described =
      R"({"age": {"Description": "23 to 91 years"}, "group": {"LongName": "aged 23 to 91"}})";
  const Json json = told_after("age", {"23", "91"}, {"23", "89"}, described);
  CHECK(json.at("age").at("Description").as_string() == k_age_description);
  CHECK(json.at("group").as_object().empty());
}
