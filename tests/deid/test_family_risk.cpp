#include <catch2/catch.hpp>

#include "deid/family_risk.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

const std::vector<std::string> k_five = {"a", "b", "c", "d", "e"};

using Families = std::vector<std::vector<std::size_t>>;

Families families_of(const char* participants, const char* moca = nullptr) {
  LabelMap labels;
  for (const std::string& person : k_five) labels.add_participant(person, "new" + person);
  DescribedTables data;
  data.tables.push_back({.path = "participants.tsv", .person = "", .table = test::table_of(participants)});
  if (moca != nullptr)
    data.tables.push_back({.path = "phenotype/moca.tsv", .person = "", .table = test::table_of(moca)});
  const ColumnRules rules = with_policy(test::shipped_columns(), {"family_id", "mother_id", "twin_id"}, {});
  return find_families(data, rules, k_five, labels);
}

}  // namespace

TEST_CASE("who shares a label, or names another one as a relative, is of one family, over all tables") {
  CHECK(families_of("participant_id\tfamily_id\nsub-a\tx\nsub-b\tx\nsub-c\ty\nsub-d\tn/a\nsub-e\tn/a\n") ==
        Families{{0, 1}});
  CHECK(families_of("participant_id\tmother_id\nsub-a\tsub-newc\nsub-b\tsub-newc\nsub-c\tn/a\n") ==
        Families{{0, 1, 2}});
  CHECK(families_of("participant_id\tfamily_id\nsub-a\tx\nsub-b\tx\nsub-d\ty\nsub-e\ty\n",
                    "participant_id\ttwin_id\nsub-b\tsub-newd\n") == Families{{0, 1, 3, 4}});
  CHECK(families_of("participant_id\tage\nsub-a\t30\nsub-b\t30\n").empty());
}

TEST_CASE("a family is rare where fewer than k persons live in families whose members look alike") {
  const Families families = {{0, 1}, {2, 3}, {4, 5}};
  const std::vector<std::uint32_t> alike = {0, 1, 1, 0, 0, 1};
  CHECK(persons_in_rare_families(families, alike, 6) == 0);
  CHECK(persons_in_rare_families(families, alike, 7) == 6);
  // each person is in a group of three, and yet the third family stands alone
  const std::vector<std::uint32_t> one_differs = {0, 1, 0, 1, 0, 0};
  CHECK(persons_in_rare_families(families, one_differs, 4) == 2);
  CHECK(persons_in_rare_families({}, alike, 5) == 0);
}
