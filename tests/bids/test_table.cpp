#include <catch2/catch.hpp>

#include "bids/table.hpp"

using namespace shareready;

TEST_CASE("a plain table survives reading and writing byte for byte") {
  const std::string text = GENERATE("participant_id\tage\nsub-01\t034.50\nsub-02\tn/a\n", "a\n", "a\tb\n\t\n",
                                    "a\n x \n\"q\"\n", "a\n\ny\n");
  const auto table = parse_table(text, "t.tsv");
  REQUIRE(table.ok());
  CHECK(format_table(*table) == text);
}

TEST_CASE("marks and line ends of other systems do not change the content") {
  const Table plain = parse_table("a\tb\n1\t2\n", "t.tsv").value();
  for (const char* text : {"\xEF\xBB\xBF"
                           "a\tb\n1\t2\n",
                           "a\tb\r\n1\t2\r\n", "a\tb\r1\t2\r", "a\tb\n1\t2", "a\tb\n1\t2\n\n\n"}) {
    const auto table = parse_table(text, "t.tsv");
    REQUIRE(table.ok());
    CHECK(*table == plain);
  }
}

TEST_CASE("a broken table is refused with its line and without its values") {
  const auto ragged = parse_table("a\tb\n1\t2\nSECRET\n", "t.tsv");
  REQUIRE_FALSE(ragged.ok());
  CHECK(ragged.error().code == ErrorCode::bad_data);
  CHECK(ragged.error().subject == "t.tsv");
  CHECK(ragged.error().what.find("line 3") != std::string::npos);
  CHECK(ragged.error().what.find("SECRET") == std::string::npos);
  CHECK_FALSE(parse_table("a\ta\n1\t2\n", "t.tsv").ok());
  CHECK_FALSE(parse_table("", "t.tsv").ok());
  CHECK_FALSE(parse_table(std::string_view("a\0\n\0", 4), "t.tsv").ok());
}

TEST_CASE("columns are found and erased by name") {
  Table table = parse_table("a\tb\tc\n1\t2\t3\n", "t.tsv").value();
  REQUIRE(table.column("b") == 1);
  CHECK_FALSE(table.column("d").has_value());
  table.erase_column(1);
  CHECK(format_table(table) == "a\tc\n1\t3\n");
}
