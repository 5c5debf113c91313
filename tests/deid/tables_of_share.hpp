#pragma once

#include <catch2/catch.hpp>

#include "base/share.hpp"
#include "bids/table.hpp"
#include "deid/sidecar.hpp"
#include "deid/tables.hpp"

namespace shareready::test {

inline const KeyTable& shipped_keys() {
  static const KeyTable table = [] {
    const auto path = find_share_file("sidecar_keys.tsv");
    REQUIRE(path.ok());
    auto keys = read_key_table(*path);
    REQUIRE(keys.ok());
    return std::move(keys).value();
  }();
  return table;
}

inline const ColumnRules& shipped_columns() {
  static const ColumnRules rules = [] {
    auto columns = load_column_rules();
    REQUIRE(columns.ok());
    return std::move(columns).value();
  }();
  return rules;
}

inline Table table_of(std::string_view text) {
  auto table = parse_table(text, "test");
  REQUIRE(table.ok());
  return std::move(table).value();
}

inline Json json_of(std::string_view text) {
  auto parsed = parse_json(text, "test");
  REQUIRE(parsed.ok());
  return std::move(parsed).value();
}

}  // namespace shareready::test
