#include "dicom/letter_shapes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include "dicom/row_bits.hpp"

namespace shareready {
namespace {

// A piece of a row, and the shape that it belongs to.
struct Run {
  int from = 0, to = 0;
  bool sharp = false, clear = false;
  std::uint32_t shape = 0;
};

// Which pixels of a row are ink, and which are far from it in brightness.
struct InkRow {
  RowBits ink{}, far{};
  RowBits clearly_far{};  // by the larger step; empty where that is the same
  RowBits more{};         // room for what is on the way to them
};

bool has_any(const RowBits& bits) {
  return std::any_of(bits.begin(), bits.end(), [](std::uint64_t word) { return word != 0; });
}

// Behind the row all is far. `more` is room.
void mark_far(const std::uint16_t* row, std::size_t count, int below, int above, RowBits& far,
              RowBits& more) {
  mark_at_least(row, count, below + 1, far);
  mark_at_least(row, count, above, more);
  for (std::size_t i = 0; i < far.size(); ++i) far[i] = ~far[i] | more[i];
}

// False where the row holds no ink.
bool mark(const std::uint16_t* row, int columns, const Ink& ink, InkRow& marks) {
  const auto count = static_cast<std::size_t>(columns);
  mark_at_least(row, count, ink.low, marks.ink);
  if (!has_any(marks.ink)) return false;
  mark_at_least(row, count, ink.high + 1, marks.more);
  for (std::size_t i = 0; i < marks.ink.size(); ++i) marks.ink[i] &= ~marks.more[i];
  mark_far(row, count, ink.below, ink.above, marks.far, marks.more);
  if (ink.clearly_above != 0)
    mark_far(row, count, ink.clearly_below, ink.clearly_above, marks.clearly_far, marks.more);
  return true;
}

// The word before or after one; behind the border of the row lies `border`.
struct Neighbours {
  std::uint64_t before = 0, here = 0, after = 0;
};

Neighbours around(const RowBits& bits, std::size_t word, std::uint64_t border) {
  return {.before = word == 0 ? border : bits[word - 1],
          .here = bits[word],
          .after = word + 1 == bits.size() ? border : bits[word + 1]};
}

std::uint64_t from_left(const Neighbours& bits, int by) { return bits.here << by | bits.before >> (64 - by); }
std::uint64_t from_right(const Neighbours& bits, int by) { return bits.here >> by | bits.after << (64 - by); }

// Beside which pixels of a word, one or two pixels away, lies what is far from the ink.
struct FarSides {
  std::uint64_t left = 0, right = 0;
};

FarSides far_sides(const RowBits& far, std::size_t word) {
  const Neighbours bits = around(far, word, ~std::uint64_t{0});
  return {from_left(bits, 1) | from_left(bits, 2), from_right(bits, 1) | from_right(bits, 2)};
}

bool has_bit(std::uint64_t bits, int bit) { return (bits >> bit & 1U) != 0; }

// The pieces of ink of a row, from left to right, and how many. A piece is sharp where what lies beside it,
// one or two pixels away, is far from the ink on both sides.
std::size_t find_runs(const InkRow& marks, std::vector<Run>& runs) {
  std::size_t begun = 0, closed = 0;
  for (std::size_t word = 0; word < marks.ink.size(); ++word) {
    const Neighbours ink = around(marks.ink, word, 0);
    const FarSides far = far_sides(marks.far, word);
    const FarSides clear = marks.clearly_far.empty() ? far : far_sides(marks.clearly_far, word);
    const int first = static_cast<int>(word * k_word_bits);
    for (std::uint64_t begins = ink.here & ~from_left(ink, 1); begins != 0; begins &= begins - 1) {
      const int bit = std::countr_zero(begins);
      runs[begun++] = {
          .from = first + bit, .sharp = has_bit(far.left, bit), .clear = has_bit(clear.left, bit)};
    }
    for (std::uint64_t ends = ink.here & ~from_right(ink, 1); ends != 0; ends &= ends - 1) {
      const int bit = std::countr_zero(ends);
      Run& run = runs[closed++];
      run.to = first + bit;
      run.sharp = run.sharp && has_bit(far.right, bit);
      run.clear = run.clear && has_bit(clear.right, bit);
    }
  }
  return closed;
}

// How many pixels of a piece are the exact number.
int count_pure(const std::uint16_t* row, const Run& run, const Ink& ink) {
  if (ink.exact < 0) return 0;
  if (ink.low == ink.high) return run.to - run.from + 1;
  return static_cast<int>(std::count(row + run.from, row + run.to + 1, ink.exact));
}

// Shapes that grow from row to row; those that meet become one.
class Shapes {
 public:
  // Gives a run its shape: a new one, or the one that all runs above are part of that it touches, corners
  // included. `above` may begin with runs that end left of it.
  void join(Run& run, int y, int pure, std::span<const Run> above) {
    std::uint32_t shape = k_none;
    for (const Run& other : above) {
      if (other.from > run.to + 1) break;
      const std::uint32_t known = root_of(other.shape);
      shape = shape == k_none || shape == known ? known : merged(shape, known);
    }
    if (shape == k_none) {
      shape = static_cast<std::uint32_t>(shapes_.size());
      parents_.push_back(shape);
      shapes_.push_back({.left = run.from, .right = run.to, .top = y});
    }
    run.shape = shape;
    extend(shapes_[shape], run, y, pure);
  }

  std::vector<InkShape> take() {
    std::erase_if(shapes_, [](const InkShape& shape) { return shape.runs == 0; });
    return std::move(shapes_);
  }

 private:
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};

  // Rows come from top to bottom.
  static void extend(InkShape& shape, const Run& run, int y, int pure) {
    shape.left = std::min(shape.left, run.from);
    shape.right = std::max(shape.right, run.to);
    shape.bottom = y;
    shape.pixels += run.to - run.from + 1;
    shape.pure += pure;
    ++shape.runs;
    shape.sharp += run.sharp ? 1 : 0;
    shape.clear += run.clear ? 1 : 0;
  }

  std::uint32_t root_of(std::uint32_t at) {
    while (parents_[at] != at) at = parents_[at] = parents_[parents_[at]];
    return at;
  }

  std::uint32_t merged(std::uint32_t one, std::uint32_t other) {
    const auto [kept, gone] = std::minmax(one, other);
    InkShape &whole = shapes_[kept], &part = shapes_[gone];
    parents_[gone] = kept;
    whole.left = std::min(whole.left, part.left);
    whole.right = std::max(whole.right, part.right);
    whole.top = std::min(whole.top, part.top);
    whole.bottom = std::max(whole.bottom, part.bottom);
    whole.pixels += part.pixels;
    whole.pure += part.pure;
    whole.runs += part.runs;
    whole.sharp += part.sharp;
    whole.clear += part.clear;
    part.runs = 0;
    return kept;
  }

  std::vector<InkShape> shapes_;
  std::vector<std::uint32_t> parents_;
};

}  // namespace

GreyFrame grey_frame(const FrameLayout& layout, std::span<const std::uint8_t> bytes) {
  GreyFrame frame{.columns = static_cast<int>(layout.columns), .rows = static_cast<int>(layout.rows)};
  frame.values.resize(layout.rows * layout.columns);
  if (layout.bits_allocated == 16) {
    std::memcpy(frame.values.data(), bytes.data(), frame.values.size() * 2);
  } else {
    std::copy_n(bytes.begin(), frame.values.size(), frame.values.begin());
  }
  const auto used = static_cast<std::uint16_t>((1U << (layout.high_bit + 1)) - 1);
  const auto sign = static_cast<std::uint16_t>((layout.is_signed ? 1U << layout.high_bit : 0U) ^
                                               (layout.is_inverted ? used : 0U));
  std::int16_t low = 0x7fff, high = -0x8000;  // moved by half the range: vectors compare signed numbers
  for (std::uint16_t& value : frame.values) {
    value = static_cast<std::uint16_t>((value & used) ^ sign);
    const auto moved = static_cast<std::int16_t>(value ^ 0x8000U);
    low = std::min(low, moved);
    high = std::max(high, moved);
  }
  frame.low = low + 0x8000;
  frame.high = high + 0x8000;
  return frame;
}

bool may_hold_line(const GreyFrame& frame, const Ink& ink, int pieces, int rows) {
  RowBits bits;
  int in_succession = 0;
  for (int y = 0; y < frame.rows && in_succession < rows; ++y) {
    mark_at_least(frame.row(y), static_cast<std::size_t>(frame.columns), ink.low, bits);
    int begins = 0;
    std::uint64_t before = 0;  // the last pixel of the word before, lowest
    for (const std::uint64_t word : bits) {
      begins += std::popcount(word & ~(word << 1U | before));
      before = word >> (k_word_bits - 1);
    }
    in_succession = begins >= pieces ? in_succession + 1 : 0;
  }
  return in_succession >= rows;
}

std::vector<InkShape> shapes_of(const GreyFrame& frame, const Ink& ink) {
  const auto most = static_cast<std::size_t>(ink.most_runs * frame.rows * frame.columns);
  const auto most_of_row = static_cast<std::size_t>(frame.columns) / 2 + 1;
  InkRow marks;
  Shapes shapes;
  std::vector<Run> above(most_of_row), runs(most_of_row);
  std::size_t total = 0, count_above = 0;
  for (int y = 0; y < frame.rows; ++y) {
    if (total > most) return {};
    const std::uint16_t* row = frame.row(y);
    const std::size_t count = mark(row, frame.columns, ink, marks) ? find_runs(marks, runs) : 0;
    std::size_t at = 0;
    for (Run& run : std::span(runs).first(count)) {
      while (at < count_above && above[at].to + 1 < run.from) ++at;
      const int pure = count_pure(row, run, ink);
      shapes.join(run, y, pure, std::span(above).first(count_above).subspan(at));
    }
    total += count;
    count_above = count;
    std::swap(above, runs);
  }
  return shapes.take();
}

}  // namespace shareready
