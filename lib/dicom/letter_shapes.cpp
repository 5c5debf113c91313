#include "dicom/letter_shapes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "dicom/row_bits.hpp"

namespace shareready {
namespace {

// A piece of a row, and the shape that it belongs to.
struct Run {
  int from = 0, to = 0;
  bool sharp = false;
  std::size_t shape = 0;
};

// Which pixels of a row are ink, and which are far from it in brightness.
struct InkRow {
  RowBits ink{}, far{};
};

void mark(const std::uint16_t* row, int columns, const Ink& ink, InkRow& marks) {
  const auto clamped = [](int value) { return static_cast<std::uint16_t>(std::clamp(value, 0, 0xffff)); };
  const std::uint16_t low = clamped(ink.low), high = clamped(ink.high);
  const std::uint16_t below = clamped(ink.below), above = clamped(ink.above);
  const auto has_below = static_cast<std::uint8_t>(ink.below >= 0 ? 1 : 0),
             has_above = static_cast<std::uint8_t>(ink.above <= 0xffff ? 1 : 0);
  const auto count = static_cast<std::size_t>(columns);
  set_bits(
      count,
      [=](std::size_t x) {
        return static_cast<std::uint8_t>((row[x] >= low ? 1 : 0) & (row[x] <= high ? 1 : 0));
      },
      marks.ink);
  set_bits(
      count,
      [=](std::size_t x) {
        return static_cast<std::uint8_t>(((row[x] <= below ? 1 : 0) & has_below) |
                                         ((row[x] >= above ? 1 : 0) & has_above));
      },
      marks.far);
  if (count % k_word_bits != 0) marks.far.back() |= ~std::uint64_t{0} << (count % k_word_bits);  // the border
}

// The pieces of ink of a row, from left to right. A piece is sharp where what lies beside it, one or two
// pixels away, is far from the ink on both sides.
void find_runs(const InkRow& marks, std::vector<Run>& runs) {
  constexpr std::uint64_t k_border = ~std::uint64_t{0};
  std::size_t closed = 0;
  runs.clear();
  for (std::size_t word = 0; word < marks.ink.size(); ++word) {
    const bool is_last = word + 1 == marks.ink.size();
    const std::uint64_t ink = marks.ink[word], far = marks.far[word];
    const std::uint64_t ink_before = word == 0 ? 0 : marks.ink[word - 1],
                        ink_after = is_last ? 0 : marks.ink[word + 1];
    const std::uint64_t far_before = word == 0 ? k_border : marks.far[word - 1],
                        far_after = is_last ? k_border : marks.far[word + 1];
    const std::uint64_t far_left = (far << 1U | far_before >> 63U) | (far << 2U | far_before >> 62U);
    const std::uint64_t far_right = (far >> 1U | far_after << 63U) | (far >> 2U | far_after << 62U);
    const int first = static_cast<int>(word * k_word_bits);
    for (std::uint64_t begins = ink & ~(ink << 1U | ink_before >> 63U); begins != 0; begins &= begins - 1) {
      const int bit = std::countr_zero(begins);
      runs.push_back({.from = first + bit, .sharp = (far_left >> bit & 1U) != 0});
    }
    for (std::uint64_t ends = ink & ~(ink >> 1U | ink_after << 63U); ends != 0; ends &= ends - 1) {
      const int bit = std::countr_zero(ends);
      runs[closed].to = first + bit;
      runs[closed].sharp = runs[closed].sharp && (far_right >> bit & 1U) != 0;
      ++closed;
    }
  }
}

// Shapes that grow from row to row; those that meet become one.
class Shapes {
 public:
  // The shape of a new run, joined with all above it that the run touches, corners included.
  void join(Run& run, const std::vector<Run>& above, std::size_t& at) {
    constexpr std::size_t k_none = static_cast<std::size_t>(-1);
    while (at < above.size() && above[at].to + 1 < run.from) ++at;
    std::size_t shape = k_none;
    for (std::size_t j = at; j < above.size() && above[j].from <= run.to + 1; ++j) {
      const std::size_t other = root_of(above[j].shape);
      shape = shape == k_none || shape == other ? other : merged(shape, other);
    }
    if (shape == k_none) {
      shape = shapes_.size();
      parents_.push_back(shape);
      shapes_.emplace_back();
    }
    run.shape = shape;
  }

  void extend(const Run& run, int y, int pure) {
    add({.left = run.from,
         .right = run.to,
         .top = y,
         .bottom = y,
         .pixels = run.to - run.from + 1,
         .pure = pure,
         .runs = 1,
         .sharp = run.sharp ? 1 : 0},
        shapes_[run.shape]);
  }

  std::vector<InkShape> take() {
    std::erase_if(shapes_, [](const InkShape& shape) { return shape.runs == 0; });
    return std::move(shapes_);
  }

 private:
  static void add(const InkShape& part, InkShape& whole) {
    if (whole.runs == 0) {
      whole = part;
      return;
    }
    whole.left = std::min(whole.left, part.left);
    whole.right = std::max(whole.right, part.right);
    whole.top = std::min(whole.top, part.top);
    whole.bottom = std::max(whole.bottom, part.bottom);
    whole.pixels += part.pixels;
    whole.pure += part.pure;
    whole.runs += part.runs;
    whole.sharp += part.sharp;
  }

  std::size_t root_of(std::size_t at) {
    while (parents_[at] != at) at = parents_[at] = parents_[parents_[at]];
    return at;
  }

  std::size_t merged(std::size_t one, std::size_t other) {
    const auto [kept, gone] = std::minmax(one, other);
    parents_[gone] = kept;
    add(shapes_[gone], shapes_[kept]);
    shapes_[gone].runs = 0;
    return kept;
  }

  std::vector<InkShape> shapes_;
  std::vector<std::size_t> parents_;
};

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
  const auto most = static_cast<std::size_t>(ink.most_runs * frame.rows * frame.columns);
  InkRow marks;
  Shapes shapes;
  std::vector<Run> above, runs;
  std::size_t total = 0;
  for (int y = 0; y < frame.rows; ++y) {
    if (total > most) return {};
    const std::uint16_t* row = frame.row(y);
    mark(row, frame.columns, ink, marks);
    find_runs(marks, runs);
    std::size_t at = 0;
    for (Run& run : runs) {
      const auto pure = ink.exact < 0 ? 0 : std::count(row + run.from, row + run.to + 1, ink.exact);
      shapes.join(run, above, at);
      shapes.extend(run, y, static_cast<int>(pure));
    }
    total += runs.size();
    std::swap(above, runs);
  }
  return shapes.take();
}

}  // namespace shareready
