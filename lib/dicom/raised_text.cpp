#include "dicom/raised_text.hpp"

#include <cmath>
#include <limits>

#include "dicom/line_look.hpp"
#include "dicom/top_hat.hpp"

namespace shareready {
namespace {

constexpr LineRule k_rule{.letters = 5,
                          .shapes = 5,
                          .alike_height = 1.8,
                          .widest_gap = 1.3,
                          .same_line = 0.12,
                          .pure_share = 0,
                          .least_height = 4,
                          .sharp_runs = 0.3};

bool is_raised(const LineLook& look) {
  constexpr double k_ground = 8;  // fitted with the other weights
  return likeness(look) - k_ground * look.ground > k_text_likeness;
}

}  // namespace

bool has_raised_text(const GreyFrame& frame) {
  constexpr int k_least_range = 20;
  constexpr double k_of_least = 0.8;  // what lies beside a letter, of the least of it
  constexpr double k_noise = 1.0 / 12;
  constexpr int k_fewest_rows = 3;  // that letters of four rows have in common
  const GreyFrame hat = top_hat(frame);
  if (hat.high < k_least_range) return false;
  for (const double share : {0.6, 0.4, 0.3, 0.2}) {
    const double least = share * hat.high;
    const Ink ink{.low = static_cast<int>(std::ceil(least)),
                  .high = 0xffff,  // no number is higher: nothing to look for
                  .below = static_cast<int>(k_of_least * least),
                  .above = std::numeric_limits<int>::max(),
                  .most_runs = k_noise};
    const auto judge = [&](LetterLine line) { return is_raised(look_of(hat, ink, line)); };
    if (may_hold_line(hat, ink, k_rule.shapes, k_fewest_rows) && has_line(shapes_of(hat, ink), k_rule, judge))
      return true;
  }
  return false;
}

}  // namespace shareready
