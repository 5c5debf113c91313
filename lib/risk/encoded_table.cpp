#include "risk/encoded_table.hpp"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

#include "risk/grouping.hpp"

namespace shareready::risk {
namespace {

Error bad_column(const std::string& name, std::string what) {
  return {ErrorCode::bad_data, "column " + name, std::move(what), {}};
}

Result<std::vector<Code>> encode_column(const Attribute& attribute, const std::vector<std::string>& cells) {
  std::unordered_map<std::string_view, Code> codes;
  const auto& names = attribute.hierarchy.names.front();
  for (std::size_t code = 0; code < names.size(); ++code) codes.emplace(names[code], static_cast<Code>(code));
  std::vector<Code> encoded;
  encoded.reserve(cells.size());
  for (const std::string& cell : cells) {
    const auto found = codes.find(cell);
    if (found == codes.end()) {
      return bad_column(attribute.name, fmt::format("row {}: its value is not in the hierarchy; add it there",
                                                    encoded.size() + 1));
    }
    encoded.push_back(found->second);
  }
  return encoded;
}

}  // namespace

Result<EncodedTable> encode_table(std::vector<Attribute> attributes,
                                  const std::vector<std::vector<std::string>>& columns) {
  if (attributes.size() != columns.size()) {
    return Error{ErrorCode::bad_data,
                 "table",
                 fmt::format("got {} columns for {} hierarchies", columns.size(), attributes.size()),
                 {}};
  }
  EncodedTable table;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (columns[i].size() != columns.front().size()) {
      return bad_column(attributes[i].name, fmt::format("got {} rows, expected {} as in the first column",
                                                        columns[i].size(), columns.front().size()));
    }
    SR_TRY(std::vector<Code> encoded, encode_column(attributes[i], columns[i]));
    table.cells.push_back(std::move(encoded));
  }
  table.attributes = std::move(attributes);
  return table;
}

CodedColumn code_column(std::span<const std::string> cells) {
  std::unordered_map<std::string_view, Code> codes;
  CodedColumn column;
  column.codes.reserve(cells.size());
  for (const std::string& cell : cells) {
    column.codes.push_back(codes.try_emplace(cell, static_cast<Code>(codes.size())).first->second);
  }
  column.values = codes.size();
  return column;
}

Classes equivalence_classes(const EncodedTable& table, const Levels& levels) {
  const std::vector<std::uint64_t> keys = row_keys(table, levels);
  Classes classes;
  classes.of_row.reserve(keys.size());
  KeyIndex index(keys.size());
  for (const std::uint64_t key : keys) {
    const std::uint32_t found = index.find_or_add(key);
    if (found == classes.sizes.size()) classes.sizes.push_back(0);
    ++classes.sizes[found];
    classes.of_row.push_back(found);
  }
  return classes;
}

Levels lowest_levels(const EncodedTable& table) { return Levels(table.attributes.size(), 0); }

Levels highest_levels(const EncodedTable& table) {
  Levels levels;
  for (const Attribute& attribute : table.attributes) {
    levels.push_back(static_cast<std::uint8_t>(attribute.hierarchy.levels() - 1));
  }
  return levels;
}

}  // namespace shareready::risk
