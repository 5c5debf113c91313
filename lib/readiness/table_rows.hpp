#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace shareready::readiness {

// What is wrong with a table of share/: bad_data, and what to do.
Error table_error(std::string_view subject, std::string what);

// The rows below the header, each with the number of cells the header should have. Errors: bad_data.
Result<std::vector<std::vector<std::string>>> parse_rows(std::string_view text, std::size_t columns,
                                                         std::string_view subject);

// The same as structs whose members are the cells in their order.
template <typename Row, std::size_t Columns>
Result<std::vector<Row>> parse_table(std::string_view text, std::string_view subject) {
  SR_TRY(auto rows, parse_rows(text, Columns, subject));
  std::vector<Row> table;
  table.reserve(rows.size());
  for (auto& cells : rows) {
    table.push_back([&]<std::size_t... I>(std::index_sequence<I...>) {
      return Row{std::move(cells[I])...};
    }(std::make_index_sequence<Columns>{}));
  }
  return table;
}

// The text of a table of share/. Errors: no_input.
Result<std::string> read_share(std::string_view name);

}  // namespace shareready::readiness
