#pragma once

#include <set>
#include <string>
#include <vector>

#include "risk/encoded_table.hpp"

namespace shareready::risk::test {

// Columns of words, each with nothing above them.
inline EncodedTable plain_table(const std::vector<std::vector<std::string>>& columns) {
  std::vector<Attribute> attributes;
  for (const auto& cells : columns) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& cell : std::set<std::string>(cells.begin(), cells.end()))
      rows.push_back({cell, "*"});
    attributes.push_back({.name = "column", .hierarchy = make_hierarchy(rows, "column").value()});
  }
  return encode_table(std::move(attributes), columns).value();
}

}  // namespace shareready::risk::test
