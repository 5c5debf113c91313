#include <catch2/catch.hpp>
#include <map>

#include "deid/generalise.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

// Pairs of persons of 30, 40, 50 and 60 years, and one of 31.
std::vector<PersonTable> pairs_and_one() {
  Table table{.columns = {"participant_id", "age", "sex"}, .rows = {}};
  for (const char* age : {"30", "30", "40", "40", "50", "50", "60", "60", "31"}) {
    table.rows.push_back({"sub-" + std::to_string(table.rows.size()), age, "F"});
  }
  return {{.path = "participants.tsv", .person = "", .table = std::move(table)}};
}

Generalised with_cells_gone(std::uint32_t k, double limit, Unreachable unreachable) {
  auto result = generalise(
      {.data = {.tables = pairs_and_one(), .sidecars = {}},
       .persons = {"0", "1", "2", "3", "4", "5", "6", "7", "8"},
       .rules = &test::shipped_columns(),
       .k = k,
       .suppression_limit = limit,
       .policy = {.when_k_unreachable = unreachable, .table_method = TableMethod::suppress_cells}});
  REQUIRE(result.ok());
  return std::move(result).value();
}

std::vector<std::string> told_of(const Generalised& result, std::string_view column) {
  const Table& table = result.data.tables.front().table;
  std::vector<std::string> cells;
  for (const auto& row : table.rows) cells.push_back(row[table.column(column).value()]);
  return cells;
}

}  // namespace

TEST_CASE("Where coarser ages alone are enough, no cell becomes n/a and they get no coarser than needed") {
  const Generalised result = with_cells_gone(2, 0.0, Unreachable::coarsest);
  CHECK(result.reached);
  CHECK(result.suppressed_cells == 0);
  CHECK(told_of(result, "age_group").front() == "30-34");
}

TEST_CASE("Where cells may become n/a, levels and cells together lose least") {
  // Pairs of one age are groups of two already; the one of 31 would need bands of five years for everybody.
  const Generalised many = with_cells_gone(2, 0.5, Unreachable::coarsest);
  CHECK(many.reached);
  CHECK(many.after.smallest_class >= 2);
  const Generalised none = with_cells_gone(2, 0.0, Unreachable::coarsest);
  CHECK(many.loss <= none.loss);
}

TEST_CASE("What is of use does not go where the policy keeps it, and more than allowed never becomes n/a") {
  const Generalised kept = with_cells_gone(9, 0.05, Unreachable::coarsest);
  CHECK_FALSE(kept.reached);
  CHECK(kept.suppressed_cells == 0);
  CHECK(told_of(kept, "age_group").front() == "20-39");
  // With nothing kept at any price, the age goes as a whole, and k is reached.
  const Generalised dropped = with_cells_gone(9, 0.05, Unreachable::drop);
  CHECK(dropped.reached);
  CHECK_FALSE(dropped.data.tables.front().table.column("age"));
  CHECK_FALSE(dropped.data.tables.front().table.column("age_group"));
  CHECK(told_of(dropped, "sex").front() == "F");
}
