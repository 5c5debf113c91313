#include <algorithm>
#include <bit>
#include <span>
#include <utility>

#include "dicom/letter_shapes.hpp"
#include "dicom/row_bits.hpp"
#include "dicom/stroke_begins.hpp"

namespace shareready {
namespace {

// Where the piece of a row with this number that begins at x ends.
std::size_t end_of_stroke(const std::uint16_t* row, std::size_t x, std::size_t columns) {
  const std::uint16_t value = row[x];
  while (x + 1 < columns && row[x + 1] == value) ++x;
  return x;
}

// The begins of a row's pieces.
void mark_begins(const std::uint16_t* row, std::size_t columns, const Edge& edge, RowBits& begins) {
  const std::size_t pixels = columns - 4, whole = pixels / k_word_bits, rest = pixels % k_word_bits;
  begins.assign(words_for(pixels), 0);
  for (std::size_t word = 0; word < whole; ++word)
    begins[word] = begins_of_64(row + word * k_word_bits, edge);
  if (rest == 0) return;
  begins[whole] = whole > 0 ? begins_of_64(row + pixels - k_word_bits, edge) >> (k_word_bits - rest)
                            : begins_anywhere(row, pixels, edge);
}

// The numbers of short pieces of a row with sharp edges on both sides.
void find_strokes(const std::uint16_t* row, std::size_t columns, const Edge& edge, RowBits& begins,
                  std::vector<std::uint16_t>& strokes) {
  constexpr std::size_t k_longest = 64;
  mark_begins(row, columns, edge, begins);
  for (std::size_t word = 0; word < begins.size(); ++word) {
    for (std::uint64_t bits = begins[word]; bits != 0; bits &= bits - 1) {
      const std::size_t begin = word * k_word_bits + static_cast<std::size_t>(std::countr_zero(bits)) + 2;
      const std::size_t end = end_of_stroke(row, begin, columns);
      if (end + 2 >= columns) return;
      const bool fine =
          end == begin || (end - begin < k_longest && edge.beside(row[end], row[end + 1], row[end + 2]) != 0);
      if (fine) strokes.push_back(row[begin]);
    }
  }
}

constexpr int k_fewest_rows = 3;

// Notes the numbers that several strokes of a row have in common: a good part of them, as noise has not.
// `counts` holds a 0 for every number, before and after; `inks` are those of enough rows.
void count_letters(std::span<const std::uint16_t> strokes, std::vector<std::uint16_t>& counts,
                   std::vector<std::uint16_t>& rows, std::vector<int>& inks) {
  constexpr std::size_t k_fewest = 3;  // letters side by side
  constexpr std::size_t k_share = 8;   // an eighth
  for (const std::uint16_t value : strokes) ++counts[value];
  for (const std::uint16_t value : strokes) {
    const std::size_t alike = std::exchange(counts[value], std::uint16_t{0});
    if (alike < k_fewest || k_share * alike < strokes.size()) continue;
    if (++rows[value] == k_fewest_rows) inks.push_back(value);
  }
}

}  // namespace

Strokes strokes_of(const GreyFrame& frame, int sharp) {
  const auto columns = static_cast<std::size_t>(frame.columns);
  Strokes strokes;
  RowBits begins;
  for (int y = 0; y < frame.rows; ++y) {
    if (columns >= 5) find_strokes(frame.row(y), columns, Edge(sharp), begins, strokes.numbers);
    strokes.ends.push_back(strokes.numbers.size());
  }
  return strokes;
}

std::vector<int> exact_inks(const GreyFrame& frame, const Strokes& strokes, std::size_t most) {
  std::vector<std::uint16_t> rows(static_cast<std::size_t>(frame.high) + 1);  // where a number is in letters
  std::vector<std::uint16_t> counts(rows.size());
  std::vector<int> inks;
  for (int y = 0; y < frame.rows; ++y) count_letters(strokes.rows(y, y), counts, rows, inks);
  std::sort(inks.begin(), inks.end());
  std::stable_sort(inks.begin(), inks.end(), [&](int a, int b) {
    return rows[static_cast<std::size_t>(a)] > rows[static_cast<std::size_t>(b)];
  });
  if (inks.size() > most) inks.resize(most);
  return inks;
}

}  // namespace shareready
