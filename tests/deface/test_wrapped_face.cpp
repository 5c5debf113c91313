#include <catch2/catch.hpp>

#include "deface/template_head.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

// A part of a head along one axis, as wide as `voxels`; what lies beyond its end is folded to its beginning.
struct Fold {
  std::size_t axis = 0, first = 0, voxels = 0, folded = 0;
};

Volume folded(const Volume& head, const Fold& fold) {
  Volume out{.size = head.size, .voxel_to_ras = head.voxel_to_ras};
  out.size[fold.axis] = fold.voxels;
  std::array<double, 3> origin{};
  origin[fold.axis] = static_cast<double>(fold.first);
  const Vec3 corner = head.voxel_to_ras({origin[0], origin[1], origin[2]});
  for (std::size_t r = 0; r < 3; ++r) out.voxel_to_ras.rows[r][3] = corner[r];
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        std::array<std::size_t, 3> at{i, j, k};
        const bool takes = at[fold.axis] < fold.folded;
        at[fold.axis] += fold.first;
        float value = head.at(at[0], at[1], at[2]);
        at[fold.axis] += fold.voxels;
        if (takes) value += head.at(at[0], at[1], at[2]);
        out.values.push_back(value);
      }
    }
  }
  return out;
}

bool doubts_the_edge(const Volume& head) {
  NiftiImage image = as_image(head);
  const Defaced defaced = deface(image);
  return defaced.verdict == Verdict::doubtful && defaced.reason.find("opposite edge") != std::string::npos;
}

}  // namespace

TEST_CASE("A nose that the field of view folds onto its opposite edge leaves a doubt") {
  const Volume head = template_head();
  const std::size_t beyond = 7;  // of 3 mm
  const std::size_t voxels = head.size[1] - beyond;
  CHECK(doubts_the_edge(folded(head, {1, 0, voxels, beyond})));
  CHECK_FALSE(doubts_the_edge(folded(head, {1, 0, voxels, 0})));
}

TEST_CASE("A nose folded into the back of the head leaves a doubt, though no air is seen to hold it") {
  const Volume head = template_head();
  const std::size_t beyond = 7, behind = 6;  // of 3 mm: the field of view begins inside of the scalp
  const std::size_t voxels = head.size[1] - beyond - behind;
  CHECK(doubts_the_edge(folded(head, {1, behind, voxels, beyond})));
}
