#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// A BIDS table (TSV, BIDS 1.11 "Tabular files"): cells keep their spelling, "n/a" included.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as columns

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
  void erase_column(std::size_t index);

  friend bool operator==(const Table&, const Table&) = default;
};

// Reads TSV with a header line. A byte order mark, CRLF or CR line ends, blank lines at the end and a missing
// last newline are tolerated. Errors (bad_data, with the line, never a value): no header, the same column
// name twice, a row of another length than the header, what is no UTF-8 (UTF-16 and Latin-1 are refused:
// names in them would not be found elsewhere).
Result<Table> parse_table(std::string_view text, std::string_view subject);
// The same from a file (subject: its name). Errors: those, no_input, io.
Result<Table> read_table(const std::filesystem::path& path);

// TSV with LF line ends. A text in this form survives parse_table and format_table byte for byte.
std::string format_table(const Table& table);

}  // namespace shareready
