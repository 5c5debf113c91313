#include "dicom/letter_shapes.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <numeric>

namespace shareready {
namespace {

struct Run {
  int y = 0, from = 0, to = 0, pure = 0;
};

bool is_far(const GreyFrame& frame, const std::uint16_t* row, int x, const Ink& ink) {
  return x < 0 || x >= frame.columns || row[x] <= ink.below || row[x] >= ink.above;
}

// True where what lies beside the run, one or two pixels away, is far from the ink on both sides.
bool is_sharp(const GreyFrame& frame, const Run& run, const Ink& ink) {
  const std::uint16_t* row = frame.row(run.y);
  return (is_far(frame, row, run.from - 1, ink) || is_far(frame, row, run.from - 2, ink)) &&
         (is_far(frame, row, run.to + 1, ink) || is_far(frame, row, run.to + 2, ink));
}

// The first place from x on where the mask is this value; the end of the row where there is none.
int next_of(const std::vector<std::uint8_t>& mask, int x, int value) {
  const std::uint8_t* from = mask.data() + x;
  const void* found = std::memchr(from, value, mask.size() - static_cast<std::size_t>(x));
  const auto* at = static_cast<const std::uint8_t*>(found);
  return found == nullptr ? static_cast<int>(mask.size()) : x + static_cast<int>(at - from);
}

std::vector<Run> runs_of(const GreyFrame& frame, const Ink& ink) {
  const auto most = static_cast<std::size_t>(ink.most_runs * frame.rows * frame.columns);
  const auto low = static_cast<std::uint16_t>(std::clamp(ink.low, 0, 0xffff));
  const auto high = static_cast<std::uint16_t>(std::clamp(ink.high, 0, 0xffff));
  std::vector<std::uint8_t> is_ink(static_cast<std::size_t>(frame.columns));
  std::vector<Run> runs;
  for (int y = 0; y < frame.rows; ++y) {
    if (runs.size() > most) return {};
    const std::uint16_t* row = frame.row(y);
    for (std::size_t x = 0; x < is_ink.size(); ++x) is_ink[x] = row[x] >= low && row[x] <= high ? 1 : 0;
    for (int x = next_of(is_ink, 0, 1); x < frame.columns;) {
      const int end = next_of(is_ink, x, 0);
      const auto pure = ink.exact < 0 ? 0 : std::count(row + x, row + end, ink.exact);
      runs.push_back({.y = y, .from = x, .to = end - 1, .pure = static_cast<int>(pure)});
      x = end < frame.columns ? next_of(is_ink, end, 1) : end;
    }
  }
  return runs;
}

std::size_t root_of(std::vector<std::size_t>& parents, std::size_t at) {
  while (parents[at] != at) at = parents[at] = parents[parents[at]];
  return at;
}

// For every run the first one of its shape, or a run that leads to it.
std::vector<std::size_t> joined(const std::vector<Run>& runs) {
  std::vector<std::size_t> parents(runs.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  std::size_t above = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto is_past = [&](const Run& run) {
      return run.y < runs[i].y - 1 || (run.y == runs[i].y - 1 && run.to + 1 < runs[i].from);
    };
    while (above < i && is_past(runs[above])) ++above;
    for (std::size_t j = above; j < i && runs[j].y == runs[i].y - 1 && runs[j].from <= runs[i].to + 1; ++j) {
      parents[root_of(parents, i)] = root_of(parents, j);
    }
  }
  return parents;
}

void extend(InkShape& shape, const Run& run, bool sharp) {
  if (shape.runs == 0) shape = {.left = run.from, .right = run.to, .top = run.y, .bottom = run.y};
  shape.left = std::min(shape.left, run.from);
  shape.right = std::max(shape.right, run.to);
  shape.top = std::min(shape.top, run.y);
  shape.bottom = std::max(shape.bottom, run.y);
  shape.pixels += run.to - run.from + 1;
  shape.pure += run.pure;
  ++shape.runs;
  shape.sharp += sharp ? 1 : 0;
}

// Where the piece of a row with this number that begins at x ends.
int end_of_stroke(const std::uint16_t* row, int x, int columns) {
  const int value = row[x];
  while (x + 1 < columns && row[x + 1] == value) ++x;
  return x;
}

// What of the distance of two numbers passes a limit. Spelled so that compilers make vectors of it.
std::uint16_t excess(std::uint16_t a, std::uint16_t b, std::uint16_t limit) {
  const auto up = static_cast<std::uint16_t>(a > b ? a - b : 0),
             down = static_cast<std::uint16_t>(b > a ? b - a : 0);
  const auto distance = static_cast<std::uint16_t>(up | down);
  return static_cast<std::uint16_t>(distance > limit ? distance - limit : 0);
}

bool is_edge(std::uint16_t value, std::uint16_t near, std::uint16_t next, std::uint16_t sharp) {
  const auto limit = static_cast<std::uint16_t>(sharp - 1);
  return (excess(value, near, limit) | excess(value, next, limit)) != 0;
}

// The numbers of short pieces of a row with sharp edges on both sides, one or two pixels away.
void find_strokes(const std::uint16_t* row, std::uint16_t sharp, std::vector<std::uint8_t>& begins,
                  std::vector<int>& strokes) {
  constexpr int k_longest = 64;
  const int columns = static_cast<int>(begins.size());
  strokes.clear();
  std::uint16_t low = 0xffff, high = 0;
  for (int x = 0; x < columns; ++x) {
    low = std::min(low, row[x]);
    high = std::max(high, row[x]);
  }
  if (high - low < sharp) return;
  for (std::size_t x = 2; x < begins.size(); ++x) {
    begins[x] = is_edge(row[x], row[x - 1], row[x - 2], sharp) ? 1 : 0;
  }
  for (int x = next_of(begins, 0, 1); x + 2 < columns; x = next_of(begins, x + 1, 1)) {
    const int begin = x;
    if (row[x] == row[x - 1]) continue;
    x = end_of_stroke(row, x, columns);
    if (x + 2 >= columns) return;
    const bool short_one = x - begin < k_longest;
    if (short_one && is_edge(row[begin], row[x + 1], row[x + 2], sharp)) strokes.push_back(row[begin]);
  }
}

// Notes the numbers that several strokes of a row have in common: a good part of them, as noise has not.
void count_letters(std::vector<int>& strokes, std::vector<int>& rows) {
  constexpr std::size_t k_fewest = 3;  // letters side by side
  constexpr std::size_t k_share = 8;   // an eighth
  if (strokes.size() < k_fewest) return;
  std::sort(strokes.begin(), strokes.end());
  for (std::size_t at = 0, end = 0; at < strokes.size(); at = end) {
    while (end < strokes.size() && strokes[end] == strokes[at]) ++end;
    const std::size_t alike = end - at;
    if (alike >= k_fewest && k_share * alike >= strokes.size()) ++rows[static_cast<std::size_t>(strokes[at])];
  }
}

}  // namespace

GreyFrame grey_frame(const FrameLayout& layout, std::span<const std::uint8_t> bytes) {
  GreyFrame frame{.columns = static_cast<int>(layout.columns), .rows = static_cast<int>(layout.rows)};
  frame.values.resize(layout.rows * layout.columns);
  const auto sign = static_cast<std::uint16_t>(layout.is_signed ? 1U << layout.high_bit : 0U);
  const auto used = static_cast<std::uint16_t>((1U << (layout.high_bit + 1)) - 1);
  if (layout.bits_allocated == 16) {
    std::memcpy(frame.values.data(), bytes.data(), frame.values.size() * 2);
  } else {
    std::copy_n(bytes.begin(), frame.values.size(), frame.values.begin());
  }
  std::uint16_t low = 0xffff, high = 0;
  for (std::uint16_t& value : frame.values) {
    value = static_cast<std::uint16_t>((value & used) ^ sign);
    low = std::min(low, value);
    high = std::max(high, value);
  }
  frame.low = low;
  frame.high = high;
  return frame;
}

std::vector<InkShape> shapes_of(const GreyFrame& frame, const Ink& ink) {
  const std::vector<Run> runs = runs_of(frame, ink);
  std::vector<std::size_t> parents = joined(runs);
  std::vector<InkShape> all(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    extend(all[root_of(parents, i)], runs[i], is_sharp(frame, runs[i], ink));
  }
  std::erase_if(all, [](const InkShape& shape) { return shape.runs == 0; });
  return all;
}

std::vector<int> exact_inks(const GreyFrame& frame, int sharp, std::size_t most) {
  constexpr int k_fewest_rows = 3;
  std::vector<int> rows(static_cast<std::size_t>(frame.high) + 1);  // in which a number looks like letters
  std::vector<int> strokes;
  std::vector<std::uint8_t> begins(static_cast<std::size_t>(frame.columns));
  for (int y = 0; y < frame.rows; ++y) {
    find_strokes(frame.row(y), static_cast<std::uint16_t>(sharp), begins, strokes);
    count_letters(strokes, rows);
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
