#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>

#include "coarser_tables.hpp"
#include "deid/generalise.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

using test::people;
using test::People;

Generalised made_coarser(const People& people, std::uint32_t k, std::map<std::string, Json> sidecars = {},
                         Unreachable unreachable = Unreachable::drop) {
  return test::made_coarser(people, k, {.when_k_unreachable = unreachable}, std::move(sidecars));
}

// Everything the tables say of each person, labels aside.
std::map<std::string, std::string> profiles(const std::vector<PersonTable>& tables) {
  std::map<std::string, std::string> told;
  for (const PersonTable& table : tables) {
    const auto id = table.table.column("participant_id");
    for (const auto& row : table.table.rows) {
      std::string& own = told[table.person.empty() ? row[*id] : "sub-" + table.person];
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (id != i) own += (table.person.empty() ? "|" + table.path : "|sessions") + ":" + row[i];
      }
    }
  }
  return told;
}

// The smallest group of persons of whom the tables say the same; those of whom they say n/a only do not
// count.
std::size_t smallest_group(const std::vector<PersonTable>& tables) {
  std::map<std::string, std::size_t> groups;
  for (const auto& [label, profile] : profiles(tables)) {
    std::string bare = profile;
    for (std::size_t at = bare.find(":n/a"); at != std::string::npos; at = bare.find(":n/a"))
      bare.erase(at, 4);
    const bool silent = bare.find(':') == std::string::npos;
    if (!silent) ++groups[profile];
  }
  std::size_t smallest = tables.front().table.rows.size();
  for (const auto& [profile, size] : groups) smallest = std::min(smallest, size);
  return smallest;
}

Json described() {
  return parse_json(R"({"age": {"Description": "age"}, "handedness": {"Description": "hand"},
                        "group": {"Description": "g", "Levels": {"patient": "P", "control": "C", "gone": "G"}}})",
                    "participants.json")
      .value();
}

}  // namespace

TEST_CASE("Whatever a table said, each group of persons it leaves has k members") {
  for (const std::size_t count : {12U, 40U, 90U, 250U}) {
    for (const std::uint32_t k : {3U, 5U, 11U}) {
      const People made = people(count, 50, static_cast<unsigned>(count) + k);
      const Generalised result = made_coarser(made, k);
      INFO(count << " persons, k " << k);
      CHECK(result.reached);
      CHECK(smallest_group(result.data.tables) >= k);
      CHECK(static_cast<double>(result.suppressed) <= 0.05 * static_cast<double>(count));
      CHECK((result.after.smallest_class == 0 || result.after.smallest_class >= k));
      CHECK(result.data.tables.front().table.rows.size() == count);
      CHECK(
          profiles(made_coarser(people(count, 50, static_cast<unsigned>(count) + k, true), k).data.tables) ==
          profiles(result.data.tables));
    }
  }
}

TEST_CASE("With fewer persons than k every detail goes, and that the aim was missed is said") {
  const Generalised result = made_coarser(people(4, 50, 1), 5);
  CHECK_FALSE(result.reached);
  CHECK(result.data.tables.front().table.columns == std::vector<std::string>{"participant_id"});
  CHECK(result.suppressed == 0);
  CHECK(result.after.smallest_class == 4);
  CHECK(result.unique_before.size() == 4);
}

TEST_CASE("A small study can keep its coarsest useful details, and the risk that is left is counted") {
  for (const std::size_t count : {4U, 20U, 40U}) {
    const People made = people(count, 60, static_cast<unsigned>(count));
    const Generalised result =
        made_coarser(made, 5, {{"participants.json", described()}}, Unreachable::coarsest);
    const Table& table = result.data.tables.front().table;
    INFO(count << " persons");
    CHECK_FALSE(result.reached);
    CHECK(result.suppressed == 0);
    CHECK_FALSE(table.column("age"));
    REQUIRE(table.column("age_group"));
    CHECK(table.column("sex"));
    for (const auto& row : table.rows) {
      CHECK(
          std::set<std::string>{"0-19", "20-39", "40-59", "60-79"}.contains(row[*table.column("age_group")]));
    }
    CHECK(result.after.smallest_class == smallest_group(result.data.tables));
    CHECK(result.after.rows_below_k > 0);
    CHECK(result.data.sidecars.at("participants.json").at("age_group").find("Levels") != nullptr);
  }
}

TEST_CASE("Where useful levels reach k, a small study is treated as a large one") {
  const People made = people(400, 60, 8);
  const Generalised kept = made_coarser(made, 5, {}, Unreachable::coarsest);
  const Generalised dropped = made_coarser(made, 5);
  CHECK(kept.reached);
  CHECK(smallest_group(kept.data.tables) >= 5);
  CHECK(kept.loss >= dropped.loss);
}

TEST_CASE(
    "In a study too small for groups, what is the same for everybody stays and rare words go together") {
  People made = people(12, 1, 2);
  for (std::size_t i = 0; i < 12; ++i) {
    auto& row = made.tables.front().table.rows[i];
    row[1] = std::to_string(20 + i * 6);
    row[3] = "right";
    row[4] = i < 6 ? "patient" : i < 9 ? "sibling" : "parent";
  }
  const Generalised result = made_coarser(made, 5, {}, Unreachable::coarsest);
  const Table& table = result.data.tables.front().table;
  REQUIRE(table.column("handedness"));
  REQUIRE(table.column("group"));
  CHECK(table.rows[0][*table.column("handedness")] == "right");
  CHECK(table.rows[7][*table.column("group")] == "other");
  CHECK(table.rows[0][*table.column("group")] == "patient");
  CHECK(table.rows.back()[*table.column("age_group")] == "80+");
}

TEST_CASE("Ages in bands leave the column age and come as age_group with its levels") {
  const Generalised result = made_coarser(people(250, 40, 3), 5, {{"participants.json", described()}});
  const Table& table = result.data.tables.front().table;
  CHECK_FALSE(table.column("age"));
  REQUIRE(table.column("age_group"));
  const Json& sidecar = result.data.sidecars.at("participants.json");
  CHECK(sidecar.find("age") == nullptr);
  for (const auto& row : table.rows) {
    const std::string& band = row[*table.column("age_group")];
    CHECK((band == "n/a" || sidecar.at("age_group").at("Levels").find(band) != nullptr));
  }
  if (!table.column("handedness")) CHECK(sidecar.find("handedness") == nullptr);
  const bool told = std::any_of(result.changes.begin(), result.changes.end(), [](const ColumnChange& change) {
    return change.column == "age" && !change.kept;
  });
  CHECK(told);
}

TEST_CASE("Sidecars tell no level and no limit that nobody has any more, whatever the column is called") {
  Table table{.columns = {"participant_id", "age", "Sex (M/F)"}, .rows = {}};
  for (int i = 0; i < 9; ++i) table.rows.push_back({"sub-" + std::to_string(i), "89", "F"});
  table.rows.push_back({"sub-9", "97", "M"});  // is not released
  const People made{.tables = {{.path = "participants.tsv", .person = "", .table = table}},
                    .labels = {"0", "1", "2", "3", "4", "5", "6", "7", "8"}};
  const auto json = [](std::string_view text) { return parse_json(text, "s").value(); };
  const Generalised result = made_coarser(
      made, 5,
      {{"participants.json",
        json(
            R"x({"age": {"Minimum": 89, "Maximum": 97}, "Sex (M/F)": {"Levels": {"F": "a", "M": "b"}}})x")}});
  CHECK(format_json(result.data.sidecars.at("participants.json")) ==
        format_json(json(R"x({"age": {"Minimum": 89}, "Sex (M/F)": {"Levels": {"F": "a"}}})x")));
  for (const QuasiIdentifier& identifier : result.identifiers) CHECK(identifier.listed);
}

TEST_CASE("Where no detail is counted at all, sidecars still tell nothing of who is not released") {
  const Table table{.columns = {"participant_id", "mood"}, .rows = {{"sub-0", "3"}, {"sub-1", "9"}}};
  const People made{.tables = {{.path = "participants.tsv", .person = "", .table = table}}, .labels = {"0"}};
  const Generalised result = made_coarser(
      made, 1,
      {{"participants.json", parse_json(R"({"mood": {"Description": "9 is worst"}})", "s").value()}});
  CHECK(result.identifiers.empty());
  CHECK(result.data.sidecars.at("participants.json") == Json(Json::Object{}));
}

TEST_CASE("Exact ages stay where enough persons share each of them") {
  People made = people(400, 3, 7);
  made.tables.front().table.erase_column(3);
  const Generalised result = made_coarser(made, 5);
  CHECK(result.data.tables.front().table == made.tables.front().table);
  CHECK(result.changes.empty());
  CHECK(result.loss == 0.0);
  CHECK(result.under_16 == 0U);
}

TEST_CASE("Children are counted, and without any nothing is said where an age is missing") {
  People made = people(60, 30, 4);
  Table& table = made.tables.front().table;
  for (const std::size_t row : {3U, 4U, 5U, 6U, 7U, 8U}) table.rows[row][1] = row == 8 ? "16" : "15";
  const Generalised result = made_coarser(made, 5);
  CHECK(result.under_16 == 5U);
  CHECK(std::accumulate(result.group_sizes_before.begin(), result.group_sizes_before.end(), 0U) == 60U);
  table.rows[20][1] = "n/a";
  CHECK(made_coarser(made, 5).under_16 == 5U);
  for (const std::size_t row : {3U, 4U, 5U, 6U, 7U}) table.rows[row][1] = "16";
  CHECK_FALSE(made_coarser(made, 5).under_16);
  table.rows[20][1] = "40";
  CHECK(made_coarser(made, 5).under_16 == 0U);
}

TEST_CASE("Ages are those of every table of persons: a child of a phenotype's table is a child") {
  People made = people(60, 30, 4);
  Table ages{.columns = {"participant_id", "age_at_visit"}, .rows = {}};
  for (const std::string& label : made.labels) ages.rows.push_back({"sub-" + label, "30"});
  ages.rows[7][1] = "14";
  made.tables.push_back({.path = "phenotype/adult.tsv", .person = "", .table = ages});
  CHECK(made_coarser(made, 5).under_16 == 1U);  // beside an age of participants.tsv
  CHECK(made_coarser(made, 5).ages.under_16);
  made.tables.front().table.erase_column(1);
  Generalised alone = made_coarser(made, 5);
  CHECK(alone.under_16 == 1U);
  CHECK(alone.ages.under_16);
  CHECK_FALSE(alone.ages.missing);
  made.tables.back().table.rows[7][1] = "n/a";
  CHECK_FALSE(made_coarser(made, 5).under_16);
  made.tables.back().table.rows[7][1] = "16";
  CHECK(made_coarser(made, 5).under_16 == 0U);
  made.tables.back().table.rows.pop_back();  // somebody without a row
  CHECK_FALSE(made_coarser(made, 5).under_16);
}

TEST_CASE("What another number k costs comes back where it is the release's own") {
  const People made = people(40, 10, 3);
  const auto point_of = [&](std::uint32_t own, std::uint32_t other) {
    const Generalised result = made_coarser(made, own);
    const auto found = std::find_if(result.trade_offs.begin(), result.trade_offs.end(),
                                    [&](const TradeOff& point) { return point.k == other; });
    REQUIRE(found != result.trade_offs.end());
    return *found;
  };
  const TradeOff wider = point_of(2, 20), narrower = point_of(20, 2);
  CHECK_FALSE(wider.dropped.empty());
  CHECK(wider.returned.empty());
  CHECK(narrower.returned == wider.dropped);
  CHECK(narrower.dropped.empty());
}

TEST_CASE("What other numbers k would give is told with every column known too") {
  People made = people(250, 50, 3);
  Table& table = made.tables.front().table;
  const Generalised plain = made_coarser(made, 3);
  table.columns.emplace_back("response_time");
  for (std::size_t i = 0; i < table.rows.size(); ++i) table.rows[i].push_back(std::to_string(400 + i / 2));
  const Generalised result = made_coarser(made, 3);
  REQUIRE(result.trade_offs.size() == plain.trade_offs.size());
  REQUIRE_FALSE(result.trade_offs.empty());
  for (std::size_t i = 0; i < result.trade_offs.size(); ++i) {
    const TradeOff& point = result.trade_offs[i];
    INFO("k " << point.k);
    CHECK(point.average_risk == Approx(plain.trade_offs[i].average_risk));
    CHECK(point.average_whole >= 0.5);  // two persons share a response time at most
    CHECK(plain.trade_offs[i].average_whole < 0.45);
    CHECK(plain.trade_offs[i].average_whole < point.average_whole);
    if (point.k != 3) continue;
    REQUIRE(point.age_limits.empty());
    CHECK(point.average_whole == Approx(result.whole.average));  // this very release
    CHECK(plain.trade_offs[i].average_whole == Approx(plain.whole.average));
  }
}

TEST_CASE("A hierarchy that lacks a value that occurs is refused without naming the value") {
  People made = people(60, 30, 4);
  made.tables.front().table.columns[4] = "education";
  TablePolicy policy;
  const auto ask = [&](std::string hierarchy) {
    policy.columns["education"] = {.type = ColumnType::quasi_identifier, .hierarchy = std::move(hierarchy)};
    const ColumnRules rules = with_policy(test::shipped_columns(), {}, policy);
    return generalise({.data = {.tables = made.tables, .sidecars = {}},
                       .persons = made.labels,
                       .rules = &rules,
                       .k = 3,
                       .policy = policy});
  };
  const auto refused = ask("patient;any\n");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().what.find("lacks the values of") != std::string::npos);
  CHECK(refused.error().what.find("control") == std::string::npos);
  CHECK(ask("patient;any\ncontrol;any\n").ok());
}

TEST_CASE("Strict partitions release true words or none, and ranges that hold the true number") {
  const People made = people(60, 30, 4);
  const auto result = generalise({.data = {.tables = made.tables, .sidecars = {}},
                                  .persons = made.labels,
                                  .rules = &test::shipped_columns(),
                                  .k = 4,
                                  .policy = {.table_method = TableMethod::partition}});
  REQUIRE(result.ok());
  CHECK_FALSE(result->proven);
  CHECK(smallest_group(result->data.tables) >= 4);
  const Table& source = made.tables.front().table;
  const Table& released = result->data.tables.front().table;
  const auto age = released.column("age_group");
  REQUIRE(age);
  std::size_t words = 0, ranges = 0;
  for (std::size_t row = 0; row < source.rows.size(); ++row) {
    for (const char* name : {"sex", "group"}) {
      const std::string& cell = released.rows[row][released.column(name).value()];
      words += cell == "n/a" ? 0 : 1;
      CHECK((cell == "n/a" || cell == source.rows[row][source.column(name).value()]));
    }
    int low = 0, high = 0;
    const int read = std::sscanf(released.rows[row][*age].c_str(), "%d-%d", &low, &high);
    ranges += read == 2 ? 1 : 0;
    const int true_age = std::stoi(source.rows[row][1]);
    CHECK(
        (read == 2 ? low <= true_age && true_age <= high : released.rows[row][*age] == source.rows[row][1]));
  }
  CHECK((words > 0 && ranges > 0));
}

TEST_CASE("A person's whole profile counts: ages in sessions and phenotype tables tell persons apart too") {
  People made = people(60, 1, 5);  // everybody is 18
  Table scores{.columns = {"participant_id", "age", "sex"}, .rows = {}};
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string label = made.labels[i];
    made.tables.push_back({.path = "sub-" + label + "/sub-" + label + "_sessions.tsv",
                           .person = label,
                           .table = {.columns = {"session_id", "age"},
                                     .rows = {{"ses-1", "18"}, {"ses-2", std::to_string(19 + i)}}}});
    scores.rows.push_back({"sub-" + label, "18", made.tables.front().table.rows[i][2]});
  }
  made.tables.push_back({.path = "phenotype/moca.tsv", .person = "", .table = scores});
  const Generalised result = made_coarser(made, 5);
  CHECK(result.before.uniques == 60);
  CHECK(smallest_group(result.data.tables) >= 5);
  CHECK_FALSE(result.data.tables[1].table.column("age"));
  CHECK_FALSE(result.data.tables.back().table.column("age"));
  CHECK(result.data.tables[1].table.rows.size() == 2);
}

TEST_CASE("Only released persons count, and rows of others tell nothing") {
  People made = people(60, 30, 9);
  made.labels.resize(30);
  const Generalised result = made_coarser(made, 5);
  CHECK(result.persons == 30);
  const Table& table = result.data.tables.front().table;
  for (std::size_t row = 30; row < 60; ++row) {
    for (std::size_t i = 1; i < table.columns.size(); ++i) CHECK(table.rows[row][i] == "n/a");
  }
}

TEST_CASE("Tables without quasi-identifiers stay as they are") {
  People made{.tables = {{.path = "participants.tsv",
                          .person = "",
                          .table = {.columns = {"participant_id"}, .rows = {{"sub-1"}, {"sub-2"}}}}},
              .labels = {"1", "2"}};
  const Generalised result = made_coarser(made, 5);
  CHECK(result.identifiers.empty());
  CHECK(result.data.tables.front().table == made.tables.front().table);
}
