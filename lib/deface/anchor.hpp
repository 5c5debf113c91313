#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace shareready {

// One image of a session that could carry the registration, from its name and header alone.
struct AnchorCandidate {
  std::string suffix;  // as in BIDS: "T1w", "T2w", "UNIT1"
  std::array<std::int64_t, 3> size{1, 1, 1};
  std::array<double, 3> spacing_mm{1, 1, 1};
  std::int64_t volumes = 1;
  bool is_magnitude = true;  // false for phase, real and imaginary parts
};

// Higher is better; nothing where the image cannot be an anchor (no anatomical contrast, less than 60 mm of
// head along an axis). T1w before other whole-head contrasts, 3D before thick slices, large before small.
std::optional<double> anchor_score(const AnchorCandidate& candidate);

// The index of the best candidate, the first of equals; nothing where none can be an anchor.
std::optional<std::size_t> choose_anchor(std::span<const AnchorCandidate> candidates);

}  // namespace shareready
