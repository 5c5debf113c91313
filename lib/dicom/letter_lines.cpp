#include "dicom/letter_lines.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace shareready {
namespace {

// Letters of common fonts, in pixels, and how a line of them looks (measured on drawn text and on clean MR).
constexpr int k_most_height = 64, k_least_pixels = 4;
constexpr double k_letter_width = 0.75, k_widest_shape = 4;  // of the height

bool is_letter_shape(const InkShape& shape, const LineRule& rule) {
  const int height = shape.height();
  return shape.pixels >= k_least_pixels && height >= rule.least_height && height <= k_most_height &&
         shape.width() <= k_widest_shape * height &&
         (rule.clear ? shape.clear : shape.sharp) >= rule.sharp_runs * shape.runs &&
         shape.pure >= rule.pure_share * shape.pixels;
}

// Touching letters are one shape.
int letters_in(const InkShape& shape) {
  return std::max(1, static_cast<int>(std::lround(shape.width() / (k_letter_width * shape.height()))));
}

bool follows(const InkShape& left, const InkShape& right, const LineRule& rule) {
  const int low = std::min(left.height(), right.height()), high = std::max(left.height(), right.height());
  const double slack = std::max(1.0, rule.same_line * high);
  const bool same_line =
      std::abs(left.bottom - right.bottom) <= slack || std::abs(left.top - right.top) <= slack;
  const int gap = right.left - left.right;
  return same_line && high <= rule.alike_height * low && gap > -low / 2 && gap <= rule.widest_gap * high;
}

// The longest line of letters that ends at a shape.
struct Line {
  int letters = 0, shapes = 0;
  std::size_t before = 0;  // the shape before the last one, itself at the start
};

std::vector<InkShape> letters_among(std::span<const InkShape> shapes, const LineRule& rule) {
  std::vector<InkShape> letters;
  std::copy_if(shapes.begin(), shapes.end(), std::back_inserter(letters),
               [&](const InkShape& shape) { return is_letter_shape(shape, rule); });
  std::sort(letters.begin(), letters.end(), [](const InkShape& a, const InkShape& b) {
    return std::pair(a.left, a.top) < std::pair(b.left, b.top);
  });
  return letters;
}

std::vector<const InkShape*> line_to(std::size_t last, const std::vector<InkShape>& letters,
                                     const std::vector<Line>& lines) {
  std::vector<const InkShape*> line{&letters[last]};
  for (std::size_t at = last; lines[at].before != at;) {
    at = lines[at].before;
    line.push_back(&letters[at]);
  }
  return line;
}

}  // namespace

bool has_line(std::span<const InkShape> shapes, const LineRule& rule,
              const std::function<bool(LetterLine)>& judge) {
  const std::vector<InkShape> letters = letters_among(shapes, rule);
  if (letters.size() < static_cast<std::size_t>(rule.shapes)) return false;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Line best{.before = i};
    for (std::size_t j = 0; j < i; ++j) {
      if (lines[j].letters > best.letters && follows(letters[j], letters[i], rule)) {
        best = {.letters = lines[j].letters, .shapes = lines[j].shapes, .before = j};
      }
    }
    lines.push_back({best.letters + letters_in(letters[i]), best.shapes + 1, best.before});
    if (lines[i].letters < rule.letters || lines[i].shapes < rule.shapes) continue;
    if (judge(line_to(i, letters, lines))) return true;
  }
  return false;
}

LineBox box_of(LetterLine line) {
  LineBox box{.left = line.back()->left, .right = line.front()->right, .top = line.front()->top};
  for (const InkShape* letter : line) {
    box.top = std::min(box.top, letter->top);
    box.bottom = std::max(box.bottom, letter->bottom);
  }
  return box;
}

}  // namespace shareready
