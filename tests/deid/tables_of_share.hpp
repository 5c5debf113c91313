#pragma once

#include <catch2/catch.hpp>

#include "base/share.hpp"
#include "deid/sidecar.hpp"

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

inline Json json_of(std::string_view text) {
  auto parsed = parse_json(text, "test");
  REQUIRE(parsed.ok());
  return std::move(parsed).value();
}

}  // namespace shareready::test
