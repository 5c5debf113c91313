#pragma once

#include <array>
#include <optional>
#include <vector>

#include "deface/template_data.hpp"

namespace shareready {

// Where and how large the head is: template point p goes to
//   t + base * Rz * Ry * Rx * scale * shear * (p - centre of the cavity),
// parameters in the order t (mm), rotations about x, y, z (rad), log scales, shears xy, xz, yz. `base` is a
// rotation from the template's axes to the scanner's, the identity where the header can be believed.
struct HeadPose {
  Affine base{};
  std::array<double, 12> parameters{};
  double score = 0;
};

Affine template_to_ras(const HeadPose& pose);
// The pose that puts the template where `place` does: what turns as its base, scales and shear as parameters.
HeadPose pose_at(const Affine& place);

// The 24 rotations of a cube: the ways in which a header may name the wrong axes. The identity is the first.
std::vector<Affine> cube_rotations();

// How implausible scales and shear are, in nats of score. An adult is 0.93 of Colin27 in MNI space, infants
// down to 0.65; one axis differs from the mean by a few percent.
double implausibility(const HeadPose& pose);

// What the template is matched with: the anchor on a coarse grid, its shading removed, as histogram
// positions.
struct PoseTarget {
  Volume fine{}, soft{};  // bins; `soft` of the smoothed image, for the search
  Affine ras_to_voxel{};
  std::vector<Vec3> head_mm{};  // voxels above air level
};
PoseTarget make_pose_target(const Volume& coarse);

// Where a registration scores at least this, and no start that ended elsewhere comes near, the header's
// orientation was right (docs/adr, table of scores).
inline constexpr double k_clear_score = 0.6, k_clear_lead = 0.05;

struct FoundPose {
  HeadPose pose{};
  Match match{};           // on the vault, 4 mm
  double rival_score = 0;  // best score of a start that ended elsewhere
  double score_8mm = 0;    // the score the rival's compares with
  bool searched_widely = false;
  bool found = false;  // false where the image shows next to nothing
};

// Registers the template by mutual information: many starts around the header's orientation, then, where the
// result is not clearly right, around all 24 orientations; the brain and its vault decide.
FoundPose find_pose(const PoseTarget& target, const TemplateData& head, int threads);

// Looks around the header's orientation only, from a few starts: a quarter of the time. Where its score is
// below k_clear_score find_pose has to look farther. No rival is known.
FoundPose find_pose_near(const PoseTarget& target, const TemplateData& head, int threads);

// Looks around `place` only, as it is and pitched both ways. No rival is known.
FoundPose find_pose_around(const Affine& place, const PoseTarget& target, const TemplateData& head,
                           int threads);

}  // namespace shareready
