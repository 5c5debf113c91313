#include "audit/transform_text.hpp"

#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_longest_matrix_file = 4096;
constexpr std::size_t k_signature_window = 4096;

std::optional<std::vector<double>> numbers_of(std::string_view line) {
  std::vector<double> numbers;
  const std::string text = replace_all(replace_all(std::string(line), ",", " "), "\t", " ");
  for (const std::string& word : split(text, ' ')) {
    if (trim(word).empty()) continue;
    char* end = nullptr;
    const std::string digits(trim(word));
    const double value = std::strtod(digits.c_str(), &end);
    if (end != digits.c_str() + digits.size()) return std::nullopt;
    numbers.push_back(value);
  }
  return numbers;
}

bool is_last_row(const std::vector<double>& row) {
  return row.size() == 4 && row[0] == 0 && row[1] == 0 && row[2] == 0 && row[3] == 1;
}

// Three rows of four numbers and one of 0 0 0 1, one behind the other, wherever in a short file: FSL and
// NiftyReg write nothing else, FreeSurfer's register.dat has names and resolutions before it.
bool holds_matrix(std::string_view text) {
  if (text.size() > k_longest_matrix_file) return false;
  std::size_t rows = 0;  // of four numbers, up to this line
  for (const std::string& line : split(text, '\n')) {
    const std::string_view content = trim(line);
    if (content.empty() || content[0] == '#' || content[0] == '%') continue;
    const auto numbers = numbers_of(content);
    const bool is_row = numbers && numbers->size() == 4;
    if (is_row && rows >= 3 && is_last_row(*numbers)) return true;
    rows = is_row ? rows + 1 : 0;
  }
  return false;
}

// FreeSurfer's LTA says how many transforms it holds: "nxforms   = 1".
bool is_lta(std::string_view head) {
  constexpr std::string_view k_count = "nxforms";
  const std::size_t at = head.find(k_count);
  if (at == std::string_view::npos) return false;
  return trim(head.substr(at + k_count.size(), 32)).starts_with('=');
}

}  // namespace

bool is_transform_text(std::string_view text) {
  constexpr std::array<std::string_view, 6> k_signatures = {"#Insight Transform File",  // ITK, ANTs
                                                            "MNI Transform File",       // MINC
                                                            "(Transform \"",            // elastix
                                                            "# transform file",         // FreeSurfer
                                                            "3dAllineate matrices",     // AFNI
                                                            "3dvolreg matrices"};
  const std::string_view head = text.substr(0, k_signature_window);
  for (const std::string_view signature : k_signatures) {
    if (head.substr(0, 256).find(signature) != std::string_view::npos) return true;
  }
  return is_lta(head) || holds_matrix(text);
}

bool is_transform_matrix(const Json& value) {
  const Json::Array& rows = value.as_array();
  if (rows.size() != 4) return false;
  std::vector<double> last;
  for (const Json& row : rows) {
    last.clear();
    for (const Json& cell : row.as_array()) {
      if (!cell.is_number()) return false;
      last.push_back(cell.as_double());
    }
    if (last.size() != 4) return false;
  }
  return is_last_row(last);
}

}  // namespace shareready
