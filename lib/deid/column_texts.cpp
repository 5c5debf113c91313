#include "deid/column_texts.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/share.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "bids/table.hpp"

namespace shareready {
namespace {

bool is_decimal(char c) { return c >= '0' && c <= '9'; }
bool parts_number(char c) { return c == '.' || c == ','; }

Error unfit_row(std::string_view file, std::size_t row) {
  return {ErrorCode::bad_data,
          std::string(file),
          "line " + std::to_string(row + 2) + ": got a row of another form than the others",
          {}};
}

Status add_words(const Table& table, ColumnTexts& texts) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& row = table.rows[i];
    const std::string& kind = row[1];
    const bool fits = row.size() == 6 && join(words_of(row[0]), " ") == row[0] &&
                      (kind == "plain" || kind == "category" || kind == "telling");
    if (!fits) return unfit_row("plain_words.tsv", i);
    if (kind == "plain") texts.plain.insert(row[0]);
    if (kind == "category") texts.category.insert(row[0]);
    if (row[2] != "-") texts.named.emplace(row[0], row[2]);
    texts.longest = std::max(texts.longest, split(row[0], ' ').size());
  }
  return Done{};
}

double number_at(std::string_view digits) { return std::strtod(std::string(digits).c_str(), nullptr); }

// One number with at most one point or comma in it: "12,5" is 12.5, "1,000" is 1 and 1000.
void add_number(std::string number, std::vector<double>& numbers) {
  const std::size_t point = number.find_first_of(".,");
  if (point == std::string::npos) return numbers.push_back(number_at(number));
  constexpr std::size_t k_thousands = 3;
  if (number.size() - point - 1 == k_thousands) {
    numbers.push_back(number_at(number.substr(0, point) + number.substr(point + 1)));
  }
  number[point] = '.';
  numbers.push_back(number_at(number));
}

}  // namespace

Result<ColumnTexts> load_column_texts() {
  SR_TRY(const auto words_path, find_share_file("plain_words.tsv"));
  SR_TRY(const auto texts_path, find_share_file("standard_texts.tsv"));
  SR_TRY(const Table words, read_table(words_path));
  SR_TRY(const Table ours, read_table(texts_path));
  ColumnTexts texts;
  SR_CHECK(add_words(words, texts));
  for (std::size_t i = 0; i < ours.rows.size(); ++i) {
    const auto& row = ours.rows[i];
    if (row.size() != 5 || row[0].empty() || row[2].empty()) return unfit_row("standard_texts.tsv", i);
    texts.ours.emplace(std::pair(row[0], row[1] == "-" ? "" : row[1]), row[2]);
  }
  return texts;
}

ToldText told_by(std::string_view text) {
  ToldText told;
  const std::string lower = lower_latin(text);
  std::size_t at = 0;
  for (auto word = next_word(lower, at); !word.empty(); word = next_word(lower, at)) {
    if (!std::all_of(word.begin(), word.end(), is_decimal)) {
      told.words.emplace_back(word);
      continue;
    }
    const std::size_t begin = at - word.size();
    const bool power = begin > 0 && lower[begin - 1] == '^' && (word == "2" || word == "3");
    if (power) continue;
    std::string number(word);
    std::size_t behind = at + 1;
    const bool parted = behind < lower.size() && parts_number(lower[at]) && is_decimal(lower[behind]);
    const std::string_view fraction = parted ? next_word(lower, behind) : std::string_view();
    if (parted && std::all_of(fraction.begin(), fraction.end(), is_decimal)) {
      number += lower[at] + std::string(fraction);
      at = behind;
    }
    add_number(std::move(number), told.numbers);
  }
  return told;
}

}  // namespace shareready
