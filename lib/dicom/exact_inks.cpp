#include <algorithm>
#include <bit>
#include <utility>

#include "dicom/letter_shapes.hpp"
#include "dicom/row_bits.hpp"

namespace shareready {
namespace {

// Where the piece of a row with this number that begins at x ends.
std::size_t end_of_stroke(const std::uint16_t* row, std::size_t x, std::size_t columns) {
  const std::uint16_t value = row[x];
  while (x + 1 < columns && row[x + 1] == value) ++x;
  return x;
}

// Whether what lies beside a pixel, one or two pixels away, is at least `sharp` away from it. In signed
// numbers of 16 bits, which vectors of every processor compare.
class Edge {
 public:
  explicit Edge(int sharp)
      : limit_(static_cast<std::int16_t>(std::clamp(sharp, 1, 0x7fff) - 1)),
        top_(static_cast<std::int16_t>(0x7fff - limit_)),
        bottom_(static_cast<std::int16_t>(limit_ - 0x8000)) {}

  [[nodiscard]] unsigned beside(std::uint16_t value, std::uint16_t near, std::uint16_t next) const {
    const std::int16_t here = moved(value), one = moved(near), other = moved(next);
    const auto high = static_cast<std::int16_t>((here < top_ ? here : top_) + limit_);
    const auto low = static_cast<std::int16_t>((here > bottom_ ? here : bottom_) - limit_);
    const std::int16_t most = one > other ? one : other, least = one < other ? one : other;
    return (most > high ? 1U : 0U) | (least < low ? 1U : 0U);
  }

 private:
  static std::int16_t moved(std::uint16_t value) { return static_cast<std::int16_t>(value ^ 0x8000U); }
  std::int16_t limit_ = 0, top_ = 0, bottom_ = 0;  // of what it can be added to, or taken from
};

// Where a piece of one number may begin that has sharp edges on both sides: those of one pixel have them, of
// longer ones the left edge alone is known here. Bit i stands for pixel i + 2.
void mark_begins(const std::uint16_t* row, std::size_t columns, const Edge& edge, RowBits& begins) {
  const Edge own = edge;
  set_bits(
      columns - 4,
      [row, own](std::size_t i) {
        const std::uint16_t *at = row + i, value = at[2];
        const unsigned left = own.beside(value, at[1], at[0]) & (value != at[1] ? 1U : 0U);
        return static_cast<std::uint8_t>(left &
                                         (own.beside(value, at[3], at[4]) | (value == at[3] ? 1U : 0U)));
      },
      begins);
}

// The numbers of short pieces of a row with sharp edges on both sides.
void find_strokes(const std::uint16_t* row, std::size_t columns, const Edge& edge, RowBits& begins,
                  std::vector<std::uint16_t>& strokes) {
  constexpr std::size_t k_longest = 64;
  strokes.clear();
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

// Notes the numbers that several strokes of a row have in common: a good part of them, as noise has not.
// `counts` holds a 0 for every number, before and after.
void count_letters(const std::vector<std::uint16_t>& strokes, std::vector<std::size_t>& counts,
                   std::vector<int>& rows) {
  constexpr std::size_t k_fewest = 3;  // letters side by side
  constexpr std::size_t k_share = 8;   // an eighth
  for (const std::uint16_t value : strokes) ++counts[value];
  for (const std::uint16_t value : strokes) {
    const std::size_t alike = std::exchange(counts[value], 0);
    if (alike >= k_fewest && k_share * alike >= strokes.size()) ++rows[value];
  }
}

}  // namespace

std::vector<int> exact_inks(const GreyFrame& frame, int sharp, std::size_t most) {
  constexpr int k_fewest_rows = 3;
  const auto columns = static_cast<std::size_t>(frame.columns);
  if (columns < 5) return {};
  std::vector<int> rows(static_cast<std::size_t>(frame.high) + 1);  // in which a number looks like letters
  std::vector<std::size_t> counts(rows.size());
  std::vector<std::uint16_t> strokes;
  RowBits begins;
  for (int y = 0; y < frame.rows; ++y) {
    find_strokes(frame.row(y), columns, Edge(sharp), begins, strokes);
    count_letters(strokes, counts, rows);
  }
  std::vector<int> inks;
  for (std::size_t value = 0; value < rows.size(); ++value) {
    if (rows[value] >= k_fewest_rows) inks.push_back(static_cast<int>(value));
  }
  std::sort(inks.begin(), inks.end(), [&](int a, int b) {
    return rows[static_cast<std::size_t>(a)] > rows[static_cast<std::size_t>(b)];
  });
  if (inks.size() > most) inks.resize(most);
  return inks;
}

}  // namespace shareready
