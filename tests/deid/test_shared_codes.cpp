#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "deid/shared_codes.hpp"
#include "random_sources.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

ColumnRules rules_that_keep(const std::vector<std::string>& columns, const TablePolicy& policy = {}) {
  return with_policy(test::shipped_columns(), columns, policy);
}

// Twelve persons in families of two, then four in families of four: two sizes.
struct Study {
  DescribedTables data;
  LabelMap labels;
  std::set<std::string> old_labels;
};

std::string family_of(int person) {
  return person < 12 ? "FAM" + std::to_string(100 + person / 2) : "FAM200";
}

Study study() {
  Study study;
  Table participants{.columns = {"participant_id", "family_id", "site", "mother_id"}, .rows = {}};
  Table moca{.columns = {"participant_id", "FamilyID"}, .rows = {}};
  for (int i = 0; i < 16; ++i) {
    const std::string label = "S" + std::to_string(10 + i);
    study.labels.add_participant(label, "new" + std::string(1, static_cast<char>('a' + i)));
    study.old_labels.insert(label);
    participants.rows.push_back({"sub-" + label, family_of(i), i % 2 == 0 ? "AMC" : "VUmc",
                                 i % 2 == 0 ? "n/a" : "sub-S" + std::to_string(9 + i)});
    moca.rows.push_back({"sub-" + label, family_of(i)});
  }
  study.data.tables = {{.path = "participants.tsv", .person = "", .table = participants},
                       {.path = "phenotype/moca.tsv", .person = "", .table = moca}};
  auto sidecar = parse_json(
      R"({"family_id": {"Levels": {"FAM100": "the Jansens"}}, "site": {"Levels": {"AMC": "Amsterdam"}}})",
      "test");
  study.data.sidecars.emplace("participants.json", std::move(*sidecar));
  return study;
}

Result<SharedCodes> relabel(Study& study, const ColumnRules& rules, std::uint32_t k, std::uint64_t seed = 1,
                            const LinkKey* previous = nullptr) {
  return relabel_shared_codes(study.data,
                              {.labels = &study.labels,
                               .old_labels = &study.old_labels,
                               .rules = &rules,
                               .k = k,
                               .previous = previous},
                              test::seeded_random(seed));
}

std::string text_of(const Study& study) {
  std::string text;
  for (const PersonTable& table : study.data.tables) text += format_table(table.table);
  for (const auto& [path, json] : study.data.sidecars) text += format_json(json);
  return text;
}

const std::vector<std::string> k_all = {"family_id", "FamilyID", "site", "mother_id"};

}  // namespace

TEST_CASE("a family has one new label in all tables, and other families have others") {
  Study one = study();
  REQUIRE(relabel(one, rules_that_keep(k_all), 4).ok());
  const Table& participants = one.data.tables[0].table;
  const Table& moca = one.data.tables[1].table;
  for (std::size_t i = 0; i < 16; ++i) {
    CHECK(participants.rows[i][1] == moca.rows[i][1]);
    for (std::size_t j = 0; j < i; ++j) {
      CHECK((participants.rows[i][1] == participants.rows[j][1]) ==
            (family_of(static_cast<int>(i)) == family_of(static_cast<int>(j))));
    }
  }
}

TEST_CASE("no code of a family or site is left in tables or sidecars") {
  Study one = study();
  REQUIRE(relabel(one, rules_that_keep(k_all), 4).ok());
  const std::string text = text_of(one);
  for (const char* code : {"FAM", "AMC", "VUmc", "Jansen", "Amsterdam"})
    CHECK(text.find(code) == std::string::npos);
  CHECK(one.data.tables[0].table.rows[0][2] == one.data.tables[0].table.rows[2][2]);
  CHECK(one.data.tables[0].table.rows[0][2] != one.data.tables[0].table.rows[1][2]);
}

TEST_CASE("the policy that calls a family's codes something else does not let them through") {
  for (const ColumnType type :
       {ColumnType::other, ColumnType::quasi_identifier, ColumnType::sensitive, ColumnType::label}) {
    TablePolicy policy;
    policy.columns["family_id"] = {.type = type};
    policy.columns["FamilyID"] = {.type = type};
    Study one = study();
    const ColumnRules rules = rules_that_keep({}, policy);
    const auto scrubbed = scrub_table(one.data.tables[0].table, TableKind::participants, {.rules = &rules});
    REQUIRE(scrubbed.ok());
    one.data.tables[0].table = scrubbed->table;
    REQUIRE(relabel(one, rules, 4).ok());
    CHECK(text_of(one).find("FAM1") == std::string::npos);
    CHECK(one.data.tables[0].table.column("family_id").has_value());
  }
}

TEST_CASE("columns of codes go where the policy says nothing, and their codes are tokens") {
  const Study one = study();
  const ColumnRules rules = rules_that_keep({});
  const auto scrubbed = scrub_table(one.data.tables[0].table, TableKind::participants, {.rules = &rules});
  REQUIRE(scrubbed.ok());
  CHECK(scrubbed->table.columns == std::vector<std::string>{"participant_id"});
  TokenSet tokens;
  collect_tokens(one.data.tables[0].table, TableKind::participants, rules, tokens);
  CHECK(tokens.find_in("a scan of fam103").has_value());
}

TEST_CASE(
    "a relative who is in the release is named by the new label, and one who is not by none of the old") {
  Study one = study();
  one.labels = LabelMap();
  one.labels.add_participant("S10", "newa");
  one.labels.add_participant("S11", "newb");
  one.labels.add_participant("S13", "newd");
  REQUIRE(relabel(one, rules_that_keep(k_all), 1).ok());
  const Table& table = one.data.tables[0].table;
  const std::size_t column = *table.column("mother_id");
  CHECK(table.rows[1][column] == "sub-newa");
  CHECK_FALSE(table.rows[3][column].starts_with("sub-"));
  CHECK(table.rows[3][column] != "n/a");
}

TEST_CASE("families of a size that fewer than k persons live in lose their labels") {
  Study one = study();
  REQUIRE(relabel(one, rules_that_keep({"family_id"}), 4).ok());
  CHECK(one.data.tables[0].table.rows[15][1] != "n/a");
  Study other = study();
  other.labels.add_participant("S26", "newz");
  other.data.tables[0].table.rows.push_back({"sub-S26", "FAM300", "AMC", "n/a"});
  REQUIRE(relabel(other, rules_that_keep({"family_id"}), 4).ok());
  const Table& table = other.data.tables[0].table;
  CHECK(table.rows[16][1] == "n/a");  // alone; and the family of four, so that not one but five have none
  CHECK(table.rows[15][1] == "n/a");
  CHECK(table.rows[0][1] != "n/a");
}

TEST_CASE("a column goes where too few live in families of each size") {
  Study one = study();
  const auto gone = relabel(one, rules_that_keep({"family_id"}), 20);
  REQUIRE(gone.ok());
  REQUIRE(gone->gone.size() == 1);
  CHECK_FALSE(gone->gone.front().kept);
  CHECK_FALSE(one.data.tables[0].table.column("family_id").has_value());
  CHECK(one.data.sidecars.at("participants.json").find("family_id") == nullptr);
}

TEST_CASE("two draws give the same family other labels") {
  Study one = study(), other = study();
  REQUIRE(relabel(one, rules_that_keep(k_all), 4, 1).ok());
  REQUIRE(relabel(other, rules_that_keep(k_all), 4, 2).ok());
  CHECK(one.data.tables[0].table.rows[0][1] != other.data.tables[0].table.rows[0][1]);
}

namespace {

// The key file of a release of this study.
LinkKey key_of(const Study& study, const SharedCodes& codes) {
  LinkKey key;
  for (const std::string& label : study.old_labels) {
    LinkedParticipant person{
        .old_label = label, .new_label = *study.labels.participant(label), .sessions = {}, .shift_days = {}};
    if (const auto own = codes.linked.find(label); own != codes.linked.end()) person.codes = own->second;
    key.participants.push_back(std::move(person));
  }
  return key;
}

}  // namespace

TEST_CASE("families and sites keep the labels of an earlier release, and new ones get labels nobody had") {
  Study first = study(), second = study();
  const auto codes = relabel(first, rules_that_keep(k_all), 1, 1);
  const LinkKey key = key_of(first, *codes);
  auto& rows = second.data.tables[0].table.rows;
  rows[15][1] = "FAM300";
  second.data.tables[1].table.rows[15][1] = "FAM300";
  REQUIRE(relabel(second, rules_that_keep(k_all), 1, 2, &key).ok());
  for (std::size_t i = 0; i < 15; ++i) CHECK(rows[i] == first.data.tables[0].table.rows[i]);
  const std::vector<std::string> known = key.new_labels();
  CHECK(std::find(known.begin(), known.end(), rows[15][1]) == known.end());
}

TEST_CASE("the labels of a withdrawn family go to nobody, those that others share stay") {
  Study first = study();
  const auto codes = relabel(first, rules_that_keep(k_all), 1);
  LinkKey key = key_of(first, *codes);
  const std::string family = first.data.tables[0].table.rows[0][1];
  withdraw(key, {"S10"});
  CHECK(std::find(key.retired.begin(), key.retired.end(), family) == key.retired.end());  // S11 has it
  withdraw(key, {"S11"});
  CHECK(std::find(key.retired.begin(), key.retired.end(), family) != key.retired.end());
  CHECK(format_json(link_key_document(key)).find("FAM100") == std::string::npos);
}

TEST_CASE("an earlier label that is an old label or code now is refused, and so are two for one code") {
  Study first = study();
  LinkKey key = key_of(first, *relabel(first, rules_that_keep(k_all), 1));
  LinkKey twice = key;
  key.participants[0].codes[0].new_label = "S12";
  Study second = study();
  CHECK(relabel(second, rules_that_keep(k_all), 1, 2, &key).error().code == ErrorCode::bad_data);
  twice.participants[0].codes[0].new_label = "kfx31a9b";
  Study third = study();
  CHECK(relabel(third, rules_that_keep(k_all), 1, 2, &twice).error().code == ErrorCode::bad_data);
}

TEST_CASE(
    "with a label secret a code has the same label wherever the secret is, and another for another concept") {
  const std::vector<std::uint8_t> secret(32, 7), other(32, 8);
  const auto labels_with = [](Study one, const std::vector<std::uint8_t>& key, std::uint64_t seed) {
    const ColumnRules rules = rules_that_keep(k_all);
    REQUIRE(
        relabel_shared_codes(
            one.data,
            {.labels = &one.labels, .old_labels = &one.old_labels, .rules = &rules, .k = 4, .secret = key},
            test::seeded_random(seed))
            .ok());
    std::map<std::string, std::string> labels;  // by the code of the source
    for (std::size_t i = 0; i < 12; ++i) {
      labels[family_of(static_cast<int>(i))] = one.data.tables[0].table.rows[i][1];
    }
    labels["site"] = one.data.tables[0].table.rows[0][2];
    return labels;
  };
  Study elsewhere = study();  // four persons fewer, another order of rows, and a site named like a family
  auto& rows = elsewhere.data.tables[0].table.rows;
  rows.erase(rows.begin() + 12, rows.end());
  elsewhere.data.tables.pop_back();
  for (std::size_t i = 0; i < rows.size(); i += 2) rows[i][2] = "FAM100";
  const auto here = labels_with(study(), secret, 1), there = labels_with(elsewhere, secret, 2);
  const auto stranger = labels_with(study(), other, 1);
  for (int i = 0; i < 12; ++i) {
    CHECK(here.at(family_of(i)) == there.at(family_of(i)));
    CHECK(here.at(family_of(i)) != stranger.at(family_of(i)));
  }
  CHECK(there.at("site") != there.at("FAM100"));
}

TEST_CASE("with a label secret the code of a family who all withdrew has its own label again") {
  const std::vector<std::uint8_t> secret(32, 7);
  const ColumnRules rules = rules_that_keep(k_all);
  const auto relabelled = [&](const LinkKey* previous) {
    Study one = study();
    REQUIRE(relabel_shared_codes(one.data,
                                 {.labels = &one.labels,
                                  .old_labels = &one.old_labels,
                                  .rules = &rules,
                                  .k = 4,
                                  .previous = previous,
                                  .secret = secret},
                                 test::seeded_random(1))
                .ok());
    return one.data.tables[0].table;
  };
  const Table before = relabelled(nullptr);
  const LinkKey previous{.secret = {}, .participants = {}, .withdrawn = {}, .retired = {before.rows[0][1]}};
  CHECK(relabelled(&previous) == before);
}

TEST_CASE("the concepts of codes have the words that key files of earlier releases name them by") {
  const std::set<std::string> words{"family", "relative", "scanner", "site", "twin pair"};
  std::set<std::string> found;
  for (const ColumnRule& rule : test::shipped_columns().rules) {
    if (rule.action == ColumnAction::family || rule.action == ColumnAction::site) found.insert(rule.reason);
  }
  CHECK(found == words);
}
