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
  DescribedTables data = column("diagnosis", {"MS", "MS", "MS", "ALS", "CJD", "MS", "HD", "HD"});
  TablePolicy policy;
  policy.columns["diagnosis"] = {.type = ColumnType::sensitive};
  recoded(data, policy, 2);
  CHECK(counts(data, 1) == std::map<std::string, std::size_t>{{"MS", 4}, {"HD", 2}, {"other", 2}});
  CHECK(data.sidecars.at("participants.json").at("diagnosis").at("Levels").find("HD") != nullptr);
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
                const std::vector<std::string>& cells, std::string_view sidecar,
                const ColumnRules& rules = test::shipped_columns()) {
  DescribedTables before = column(column_name, source), after = column(column_name, cells);
  before.sidecars.at("participants.json") = test::json_of(std::string(sidecar));
  after.sidecars = before.sidecars;
  const auto released = persons(cells.size());
  drop_telling_texts(after.sidecars,
                     losses_between(record_columns(before, released), record_columns(after, released)),
                     rules);
  return after.sidecars.at("participants.json");
}

bool is_told(const Json& json, std::string_view words) {
  return format_json(json).find(words) != std::string::npos;
}

std::string described_as(const std::string& column, const std::string& key, const std::string& text) {
  return format_json(Json(Json::Object{{column, Json::Object{{"Units", "kg"}, {key, text}}}}));
}

}  // namespace

TEST_CASE("No text tells what a changed column lost: in digits, in words of five languages, in other words") {
  const std::vector<std::string> source{"38", "61.5", "90", "170"},
      released{"38-90", "38-90", "38-90", "n/a"};
  for (const char* text : {"38 to 170 kg",
                           "up to 170",
                           "mean 89.9",
                           "kg (n=4)",
                           "maximal 170,0",
                           "weights38-170",
                           "90,000 g",
                           "thirty-eight to one hundred seventy",
                           "achtendertig tot honderdzeventig",
                           "von achtunddreißig an",
                           "de trente-huit à cent",
                           "de treinta y ocho kilos",
                           "from toddlers to pensioners",
                           "one to eighty-odd",
                           "a baker's dozen",
                           "XXXVIII to CLXX",
                           "３８",
                           "³⁸",
                           "90^9",
                           "nobody above the limit",
                           "as much as a horse",
                           "de peuter tot de bejaarde",
                           "enfants et retraités",
                           "zwei bis drei"}) {
    INFO(text);
    for (const char* key : {"Description", "LongName", "Format", "Derivative", "TermURL"}) {
      const Json json = told_after("weight_kg", source, released, described_as("weight_kg", key, text));
      CHECK_FALSE(is_told(json, text));
      CHECK(is_told(json, "\"kg\""));
    }
    const Json other = told_after("weight_kg", source, released,
                                  "{\"bmi\": {\"Description\": \"weight: " + std::string(text) +
                                      "\", \"HED\": {\"x\": [\"weight " + text + "\"]}}}");
    CHECK_FALSE(is_told(other, text));
  }
}

TEST_CASE("Texts of words that cannot tell a value stay with a changed column, in five languages") {
  for (const char* text :
       {"Body weight of the participant", "kg/m2", "height over weight", "cm^2", "Weight, 170 kg (maximum)",
        "Gewicht van de deelnemer bij de eerste meting", "Gewicht des Teilnehmers in kg",
        "Poids du participant à la première visite", "Peso del participante en la primera visita",
        "Montreal Cognitive Assessment, total score", "Wechsler Adult Intelligence Scale"}) {
    INFO(text);
    const std::string described = described_as("weight_kg", "Description", text);
    CHECK(told_after("weight_kg", {"38", "170"}, {"n/a", "170"}, described) == test::json_of(described));
  }
  const std::string coded =
      R"({"sex": {"Description": "1 female, 2 male", "Levels": {"1": "female, code 1"}}})";
  CHECK(told_after("sex", {"1", "2", "1"}, {"1", "2", "n/a"}, coded) == test::json_of(coded));
}

TEST_CASE(
    "A column that lost nothing keeps every text, level and limit; one that the policy names does too") {
  const std::string described = R"({"pain": {"Description": "none to unbearable, 0 to 10; acht, once",
    "Levels": {"0": "none", "10": "unbearable"}, "Minimum": 0, "Maximum": 10}})";
  CHECK(told_after("pain", {"1.0", "4", "n/a"}, {"1", "4", "n/a"}, described) == test::json_of(described));
  // The row of somebody who is not released tells nothing that others do not.
  CHECK(told_after("pain", {"1", "4", "4"}, {"1", "4"}, described) == test::json_of(described));
  CHECK_FALSE(told_after("pain", {"1", "4", "9"}, {"1", "4"}, described) == test::json_of(described));
  ColumnRules kept = test::shipped_columns();
  kept.kept_texts.insert("pain");
  CHECK(told_after("pain", {"1", "4", "9"}, {"1", "4"}, described, kept) == test::json_of(described));
}

TEST_CASE("A word that a column lost goes from texts, and so does what explained it; the rest stays") {
  const std::vector<std::string> source{"p", "p", "c", "s"}, released{"p", "p", "c", "other"};
  const Json json =
      told_after("group", source, released,
                 R"({"group": {"Description": "patients, controls and siblings", "LongName": "p, c or s",
                    "Levels": {"p": "patient", "c": "control of a sibling", "s": "sibling of a patient"}},
          "ward": {"Description": "group of siblings", "LongName": "where siblings were"}})");
  CHECK(json.at("group") == test::json_of(R"({"Levels": {"p": "patient", "c": "c",
                                             "other": "Values that few persons have"}})"));
  CHECK(json.at("ward").find("Description") == nullptr);
  CHECK(is_told(json, "where siblings were"));
  // A word that can tell no value does where it is one.
  const std::string plain = R"({"kind": {"Description": "scan or test"}})";
  CHECK(told_after("kind", {"scan", "test"}, {"scan", "scan"}, plain) == test::json_of("{}"));
}

TEST_CASE("Where persons are not released, texts tell neither their values nor a mean, in digits or words") {
  const auto without_last = [](const char* text) {
    return is_told(
        told_after("pain", {"1", "4", "10"}, {"1", "4"}, described_as("pain", "Description", text)), text);
  };
  CHECK(without_last("score of pain, 1 to 4"));
  CHECK_FALSE(without_last("1 to 10"));
  CHECK_FALSE(without_last("one to ten"));
  CHECK_FALSE(without_last("mean 4.7"));
}

TEST_CASE("A text that goes is replaced by a standard one of the type, where there is one") {
  const std::string described =
      R"({"age": {"Description": "23 to 91 years"}, "group": {"LongName": "aged 23 to 91"},
          "site": {"LongName": "toddlers of the clinic"}, "participant_id": {"Description": "first 40 are twins"}})";
  const Json json = told_after("age", {"23", "91"}, {"23", "89"}, described);
  CHECK(json ==
        test::json_of(
            R"({"age": {"Description": "Age at the first scan in whole years; 89 stands for 89 and above"},
    "participant_id": {"Description": "Label of the participant, new in this release"}})"));
  const Json sex = told_after("sex", {"F", "M", "X"}, {"F", "M"},
                              R"({"sex": {"Levels": {"F": "a lady", "M": "a gentleman", "X": "neither"}}})");
  CHECK(sex == test::json_of(R"({"sex": {"Levels": {"F": "female", "M": "male"}}})"));
  const Json men = told_after("sex", {"F", "M"}, {"n/a", "M"},
                              R"({"sex": {"Levels": {"F": "female", "M": "male, others are female"}}})");
  CHECK(men == test::json_of(R"({"sex": {"Levels": {"M": "male"}}})"));
  // No value is gone, but a cell: how many there were would tell it.
  const Json counted = told_after("sex", {"F", "M", "M"}, {"F", "M", "n/a"},
                                  R"({"sex": {"Description": "12 women, 20 men"}})");
  CHECK(counted == test::json_of(R"({"sex": {"Description": "Sex of the participant"}})"));
  // Words of categories explain a level that is left; elsewhere they name one that is gone.
  const Json both =
      told_after("sex", {"F", "M"}, {"n/a", "M"}, R"({"sex": {"Description": "male or female"}})");
  CHECK(both == test::json_of(R"({"sex": {"Description": "Sex of the participant"}})"));
}

TEST_CASE("A least or greatest number that nobody reaches any more goes, one that somebody has stays") {
  const std::string described = R"({"pain": {"Minimum": 1, "Maximum": 9}})";
  CHECK(told_after("pain", {"1", "4", "9"}, {"n/a", "4", "9"}, described) ==
        test::json_of(R"({"pain": {"Maximum": 9}})"));
  CHECK(told_after("pain", {"1", "4", "9"}, {"1", "4", "n/a"}, described) ==
        test::json_of(R"({"pain": {"Minimum": 1}})"));
}

TEST_CASE(
    "Of a text that tells more, the start that tells nothing stays; numbers and member names tell too") {
  const Json start = told_after("mmse", {"9", "30"}, {"0", "30"},
                                R"x({"mmse": {"Description": "Mini-Mental State Examination, score (9-30)",
                                              "LongName": "9 to 30, of the participant"}})x");
  CHECK(format_json(start) ==
        format_json(test::json_of(R"({"mmse": {"Description": "Mini-Mental State Examination, score"}})")));
  for (const char* member : {R"("Levels": [9, 30])", R"("HED": {"up to 9": "score"})", R"("Format": 9)",
                             R"("HED": {"score": {"nine": ["score"]}})"}) {
    INFO(member);
    const std::string described = "{\"mmse\": {\"Units\": \"points\", " + std::string(member) + "}}";
    CHECK(told_after("mmse", {"9", "30"}, {"0", "30"}, described) ==
          test::json_of(R"({"mmse": {"Units": "points"}})"));
    CHECK(told_after("mmse", {"9", "30"}, {"9", "30"}, described) == test::json_of(described));
  }
}

TEST_CASE("What nobody could compare counts as lost: tables of persons whom a filter leaves out") {
  const DescribedTables data = column("mood", {"1", "4"});
  const ColumnRecords released = record_columns(data, persons(2));
  CHECK(losses_between(released, released).empty());
  ColumnRecords source = released;
  for (auto& [key, record] : source) record.partial = true;
  CHECK(losses_between(source, released).contains({"participants.tsv", "mood"}));
}

TEST_CASE("Sidecars of scans, samples and sessions tell nothing of rows and persons that are not released") {
  const auto table = [](const std::string& path, const std::string& text, std::set<std::size_t> left_out) {
    return PersonTable{.path = path,
                       .person = path.starts_with("sub-") ? path.substr(4, 3) : "",
                       .table = test::table_of(text),
                       .left_out = std::move(left_out)};
  };
  const std::string mood = "{\"mood\": {\"Description\": \"9 is worst\", \"Maximum\": 9}}";
  for (const bool own : {false, true}) {  // a sidecar of everybody, or beside the table itself
    DescribedTables data;
    data.lists = {
        table("sub-100/sub-100_scans.tsv", "filename\tmood\na\t3\nb\t9\n", {1}),
        table("sub-101/sub-101_scans.tsv", own ? "filename\tmood\na\t9\n" : "filename\tmood\na\t3\n", {})};
    data.tables = {table("sub-100/sub-100_sessions.tsv", "session_id\tmood\nses-1\t3\nses-2\t9\n", {1})};
    const std::string folder = own ? "sub-100/sub-100_" : "";
    for (const char* kind : {"scans", "sessions"}) {
      const std::string path = folder + kind + ".json";
      data.sidecars = {{path, test::json_of(mood)}};
      const ColumnRecords records = record_columns(data, persons(2));
      DescribedTables all = data;
      for (auto* tables : {&all.tables, &all.lists}) {
        for (PersonTable& whole : *tables) whole.left_out.clear();
      }
      drop_telling_texts(data.sidecars, losses_between(record_columns(all, persons(2)), records),
                         test::shipped_columns());
      CHECK(data.sidecars.at(path) == test::json_of("{}"));
    }
  }
}

TEST_CASE("The table of words that cannot tell a value is in order, and no number in words is in it") {
  const auto path = find_share_file("plain_words.tsv");
  REQUIRE(path.ok());
  const auto table = read_table(*path);
  REQUIRE(table.ok());
  CHECK(std::is_sorted(table->rows.begin(), table->rows.end()));
  const ColumnTexts& texts = test::shipped_columns().texts;
  CHECK(texts.plain.size() > 1000);
  for (const char* word : {"one",  "eighty", "hundred", "één",   "acht", "elf",   "drei",    "zwölf",
                           "deux", "huit",   "vingt",   "ocho",  "once", "cien",  "twice",   "dozen",
                           "half", "decade", "patient", "adult", "old",  "young", "children"}) {
    INFO(word);
    CHECK_FALSE(texts.plain.contains(word));
  }
}
