#pragma once

#include "deface/brain_profiles.hpp"

namespace shareready {

// The surface cut into overlapping parts, each small enough for skull and brain to look alike in it.
struct BrainParts {
  std::vector<Vec3> centres{};
  std::vector<std::uint32_t> part_of{};               // for each point the nearest centre
  std::vector<std::vector<std::uint32_t>> members{};  // for each part all points near its centre
};
BrainParts brain_parts(const std::vector<SurfacePoint>& points);

// How far the bone's inner edge lies beyond the border that is assumed (`beyond_mm`), for each point: an
// average of what the median profiles of the parts around it show. `clear` is 1 where one of them is near
// that shows the edge plainly.
struct BoneEdge {
  std::vector<float> beyond_mm{};
  std::vector<std::uint8_t> clear{};
};
BoneEdge find_bone_edge(const BrainProfiles& profiles, const BrainParts& parts,
                        const std::vector<float>& beyond_mm, int threads);

}  // namespace shareready
