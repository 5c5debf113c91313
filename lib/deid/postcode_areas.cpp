#include "deid/postcode_areas.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "bids/table.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_open = "..";

bool is_code_character(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

std::size_t index_of(std::string_view two_digits) {
  return static_cast<std::size_t>((two_digits[0] - '0') * 10 + (two_digits[1] - '0'));
}

}  // namespace

Result<PostcodeAreas> read_postcode_areas(const std::filesystem::path& path) {
  SR_TRY(const Table table, read_table(path));
  PostcodeAreas areas;
  for (const auto& row : table.rows) {
    const bool fits = row.size() >= 4 && row[0].size() == 2 && is_digits(row[0]);
    if (!fits) {
      return Error{ErrorCode::bad_data,
                   path.filename().string(),
                   "expected areas of two digits, each with a place, a province and its code",
                   {}};
    }
    areas.regions[index_of(row[0])] = fmt::format("{} {}", row[3], row[0]);
  }
  return areas;
}

std::optional<std::string> region_of(std::string_view postcode, bool dutch, const PostcodeAreas& areas) {
  constexpr std::size_t k_shortest = 4;
  constexpr std::size_t k_longest = 10;
  const std::string code = upper(trim(postcode));
  const bool four = code.size() == k_shortest && is_digits(code) && code[0] != '0';
  if (is_dutch_postcode(code) || (dutch && four)) {
    const std::string& region = areas.regions[index_of(code)];
    if (!region.empty()) return region;
  }
  const bool fits = code.size() >= k_shortest && code.size() <= k_longest && is_code_character(code[0]) &&
                    is_code_character(code[1]) && code.find_first_of("0123456789") != std::string::npos;
  if (!fits) return std::nullopt;
  return code.substr(0, 2) + std::string(k_open);
}

std::string wider_region(std::string_view region) {
  const std::size_t blank = region.find(' ');
  if (blank != std::string_view::npos) return std::string(region.substr(0, blank));
  return std::string(region.substr(0, 1)) + std::string(k_open);
}

bool is_region(std::string_view cell, const PostcodeAreas& areas) {
  const bool prefix =
      cell.size() == 4 && cell.ends_with(k_open) && is_code_character(cell[0]) && is_code_character(cell[1]);
  return prefix || (!cell.empty() &&
                    std::find(areas.regions.begin(), areas.regions.end(), cell) != areas.regions.end());
}

}  // namespace shareready
