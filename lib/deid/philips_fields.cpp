#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/files.hpp"
#include "base/text.hpp"
#include "deid/philips_header.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<std::string_view, FieldAction>, 7> k_field_actions{
    {{"keep", FieldAction::keep},
     {"number", FieldAction::number},
     {"words", FieldAction::words},
     {"code", FieldAction::code},
     {"date", FieldAction::date},
     {"time", FieldAction::time},
     {"clear", FieldAction::clear}}};

std::optional<PhilipsField> parse_field_row(const std::vector<std::string>& cells) {
  if (cells.size() != 6) return std::nullopt;
  const auto action = std::find_if(k_field_actions.begin(), k_field_actions.end(),
                                   [&](const auto& row) { return row.first == cells[2]; });
  if (action == k_field_actions.end() || cells[4].empty()) return std::nullopt;
  return PhilipsField{.format = cells[0],
                      .label = cells[1],
                      .action = action->second,
                      .words = cells[3] == "-" ? std::vector<std::string>() : split(cells[3], ' ')};
}

bool field_before(const PhilipsField& a, const PhilipsField& b) {
  return std::tie(a.format, a.label) < std::tie(b.format, b.label);
}

}  // namespace

const PhilipsField* PhilipsFields::find(std::string_view format, std::string_view label) const {
  const PhilipsField wanted{.format = std::string(format), .label = std::string(label), .words = {}};
  const auto found = std::lower_bound(rows.begin(), rows.end(), wanted, field_before);
  return found != rows.end() && found->format == format && found->label == label ? &*found : nullptr;
}

Result<PhilipsFields> read_philips_fields(const std::filesystem::path& path) {
  SR_TRY(const std::string text, read_text(path));
  PhilipsFields fields;
  std::size_t number = 0;
  for (const std::string& line : split(text, '\n')) {
    if (++number == 1 || line.empty()) continue;  // header
    auto row = parse_field_row(split(line, '\t'));
    if (!row || (!fields.rows.empty() && !field_before(fields.rows.back(), *row))) {
      return Error{ErrorCode::bad_data,
                   path.filename().string(),
                   fmt::format("line {} is incomplete, of an unknown action, out of order or double", number),
                   {}};
    }
    fields.rows.push_back(std::move(*row));
  }
  return fields;
}

}  // namespace shareready
