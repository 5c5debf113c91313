#pragma once

#include <optional>
#include <vector>

#include "policy/plan.hpp"

namespace shareready {

// A scan often makes several images: echoes, inversions, magnitude and phase, real and imaginary parts, a
// field map. The head lies in all of them at the same place and is looked for in one, the guide: a magnitude,
// of the first echo, of the second inversion of MP2RAGE (the first may show next to nothing). For each image
// the index of its scan's guide, its own where it is the guide; nothing where the scan has no magnitude
// (BIDS 1.11, 'Magnetic Resonance Imaging': entities echo, inv, part; suffixes of field maps).
std::vector<std::optional<std::size_t>> scan_guides(const std::vector<const PlannedFile*>& images);

}  // namespace shareready
