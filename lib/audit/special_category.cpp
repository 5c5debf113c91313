#include "audit/special_category.hpp"

#include <algorithm>

#include "audit/table_rows.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_least_share = 5;  // one cell in five

std::string words_of_category(std::string_view word) { return replace_all(std::string(word), "_", " "); }

// Reference numbers of variants (dbSNP): "rs429358", "rs429358_A".
bool is_variant(std::string_view bare) {
  constexpr std::size_t k_fewest_digits = 4;
  if (!bare.starts_with("rs")) return false;
  const std::size_t digits = std::min(bare.find_first_not_of("0123456789", 2), bare.size()) - 2;
  return digits >= k_fewest_digits && bare.size() - digits - 2 <= 2;
}

// "A/G", "C|C": the two bases of one person.
bool is_genotype(std::string_view cell) {
  const auto is_base = [](char c) { return c == 'A' || c == 'C' || c == 'G' || c == 'T'; };
  return cell.size() == 3 && is_base(cell[0]) && is_base(cell[2]) && (cell[1] == '/' || cell[1] == '|');
}

// "F32.1": ICD-10, with the digits behind its point.
bool is_disease_code(std::string_view cell) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return cell.size() >= 5 && cell.size() <= 7 && cell[0] >= 'A' && cell[0] <= 'Z' && digit(cell[1]) &&
         digit(cell[2]) && cell[3] == '.' && std::all_of(cell.begin() + 4, cell.end(), digit);
}

}  // namespace

std::string_view SpecialCategories::of_name(std::string_view column) const {
  const FieldName name = field_name(column);
  if (is_variant(name.bare)) return genotype_.category;
  const Name* best = nullptr;
  for (const Name& rule : names_) {
    const bool longer = best == nullptr || rule.column.size() > best->column.size();
    if (longer && fits(name, rule.column, rule.match)) best = &rule;
  }
  return best == nullptr ? std::string_view() : std::string_view(best->category);
}

const SpecialCategories::Value* SpecialCategories::value_of(std::string_view cell) const {
  constexpr std::size_t k_longest = 64;
  const std::string_view text = trim(cell);
  if (text.empty() || text.size() > k_longest || (text[0] >= '0' && text[0] <= '9')) return nullptr;
  if (is_genotype(text)) return &genotype_;
  if (is_disease_code(text)) return &disease_;
  const auto found = values_.find(field_name(text).bare);
  return found == values_.end() ? nullptr : &found->second;
}

std::string_view SpecialCategories::of_cells(const std::vector<std::string_view>& cells) const {
  struct Count {
    std::size_t cells = 0, alone = 0;
  };
  std::map<std::string_view, Count> counts;
  for (const std::string_view cell : cells) {
    const Value* value = value_of(cell);
    if (value == nullptr) continue;
    ++counts[value->category].cells;
    if (value->alone) ++counts[value->category].alone;
  }
  for (const auto& [category, count] : counts) {
    if (count.alone > 0 && count.cells * k_least_share >= cells.size()) return category;
  }
  return {};
}

Result<SpecialCategories> load_special_categories() {
  SpecialCategories categories;
  SR_TRY(const auto names, read_rows("column_evidence.tsv", 3));
  for (const auto& row : names) {
    const auto match = name_fit(row[1]);
    if (!match) return malformed("column_evidence.tsv", categories.names_.size() + 2);
    if (row[2] == "cognitive") continue;  // that a test was taken tells of no category
    categories.names_.push_back({row[0], *match, words_of_category(row[2])});
  }
  SR_TRY(const auto values, read_rows("special_values.tsv", 3));
  for (const auto& row : values) {
    categories.values_[row[0]] = {.category = words_of_category(row[1]), .alone = row[2] == "yes"};
  }
  categories.genotype_ = {.category = "genetic", .alone = true};
  categories.disease_ = {.category = "clinical", .alone = true};
  return categories;
}

}  // namespace shareready
