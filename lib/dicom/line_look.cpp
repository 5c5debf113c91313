#include "dicom/line_look.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace shareready {
namespace {

template <typename Measure>
int middle_of(LetterLine line, Measure measure) {
  std::vector<int> values;
  for (const InkShape* letter : line) values.push_back(measure(*letter));
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Letters that stand in one line have their edges in the same rows.
void look_at_letters(LetterLine line, LineLook& look) {
  constexpr double k_most_letters = 10, k_most_off = 3;
  const int top = middle_of(line, [](const InkShape&letter) { return letter.top; }),
            bottom = middle_of(line, [](const InkShape&letter) { return letter.bottom; });
  const auto count = static_cast<double>(line.size());
  look.letters = std::log(std::min(count, k_most_letters));
  for (const InkShape* letter : line) {
    look.tops += std::min(k_most_off, std::abs(static_cast<double>(letter->top - top))) / count;
    look.on_line += (letter->bottom == bottom ? 1 : 0) / count;
  }
}

void look_at_ground(const GreyFrame& frame, const Ink& ink, const LineBox& box, LineLook& look) {
  constexpr int k_margin = 2;
  int margin = 0, around = 0, between = 0;
  double brightness = 0;
  for (int y = std::max(0, box.top - k_margin); y <= std::min(frame.rows - 1, box.bottom + k_margin); ++y) {
    const bool is_within = y >= box.top && y <= box.bottom;
    const std::uint16_t* row = frame.row(y);
    for (int x = box.left; x <= box.right; ++x) {
      const bool is_ink = row[x] >= ink.low && row[x] <= ink.high;
      if (!is_within) {
        ++margin;
        around += is_ink ? 1 : 0;
      } else if (!is_ink) {
        ++between;
        brightness += row[x];
      }
    }
  }
  look.around = static_cast<double>(around) / std::max(1, margin);
  look.ground = brightness / std::max(1, between) / std::max(1, ink.low);
}

}  // namespace

LineLook look_of(const GreyFrame& frame, const Ink& ink, LetterLine line) {
  LineLook look;
  look_at_letters(line, look);
  look_at_ground(frame, ink, box_of(line), look);
  return look;
}

double likeness(const LineLook& look) {
  return 5 * look.letters - 3 * look.tops + 13 * look.on_line - 22 * look.around;
}

}  // namespace shareready
