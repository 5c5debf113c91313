#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "deface/fresh_look.hpp"
#include "deface/head_pose.hpp"
#include "deface/rough_place.hpp"
#include "deface/template_head.hpp"

using namespace shareready;
using namespace shareready::test;

TEST_CASE("A result in which nothing of a head is left is never done") {
  NiftiImage image = as_image(template_head());
  const SessionFace face = find_face(image, shared_template(), 2).value();
  const PlacedHead placed = place_head(image, face, true, shared_template(), 2).value();
  const auto voxels = image.voxels();
  std::fill(voxels.begin(), voxels.end(), std::uint8_t{0});
  Defaced out{.verdict = Verdict::done, .reason = {}, .figures = {}, .removed = {}};
  REQUIRE(look_afresh(image, placed, *shared_template().data, 2, out).ok());
  CHECK(out.verdict == Verdict::doubtful);
  CHECK(out.reason == "next to nothing of a head is left in the result");
}

TEST_CASE(
    "A head that was placed beside itself is doubtful, whichever way and whatever its own measures say") {
  const NiftiImage before = as_image(template_head());
  const SessionFace face = find_face(before, shared_template(), 2).value();
  const PlacedHead found = place_head(before, face, true, shared_template(), 2).value();
  const auto removed_at = [&](const Vec3& away) {
    PlacedHead placed = found;
    const Affine shift = turned(0, 0, 1, away);
    placed.template_to_image = compose(shift, placed.template_to_image);
    placed.image_to_anchor = inverse(shift).value();
    NiftiImage image = before;
    return remove_face(image, {}, placed, shared_template(), 2).value();
  };
  const Defaced right = removed_at({0, 0, 0});
  CHECK(right.verdict == Verdict::done);
  CHECK(figure_of(right, "afresh_apart_mm") < 3);
  CHECK(std::abs(figure_of(right, "afresh_gain")) < 0.02);
  for (const Vec3& away : std::vector<Vec3>{{10, 0, 0},
                                            {0, 10, 0},
                                            {0, -10, 0},
                                            {0, 0, 10},
                                            {0, 0, -10},
                                            {0, -60, 0},
                                            {0, 0, 60},
                                            {60, 0, 0}}) {
    CAPTURE(away[0], away[1], away[2]);
    const Defaced wrong = removed_at(away);
    CHECK(wrong.verdict == Verdict::doubtful);
    CHECK(figure_of(wrong, "afresh_apart_mm") > 8);
    CHECK(figure_of(wrong, "afresh_gain") > 0.1);
  }
}

TEST_CASE("What a removal leaves in noisy air does not draw a new registration away") {
  const Volume head = in_wide_view(template_head(), 20);
  for (const Volume& noisy : {in_noise(head), with_noise(head, 20), with_noise(head, 30)}) {
    NiftiImage image = as_image(noisy);
    const SessionFace face = find_face(image, shared_template(), 2).value();
    const Defaced right = remove_face(image, {}, face, true, shared_template(), 2).value();
    CHECK(figure_of(right, "afresh_apart_mm") < 4);
    CHECK(std::abs(figure_of(right, "afresh_gain")) < 0.015);
  }
}

TEST_CASE("A place is taken apart into a turn, scales and shear, and put together again") {
  Affine place = turned(25, -40, 0.8, {10, -20, 30});
  place.rows[0][1] += 0.07;
  place.rows[1][2] -= 0.05;
  const HeadPose pose = pose_at(place);
  const Affine again = template_to_ras(pose);
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 4; ++c) CHECK(again.rows[r][c] == Approx(place.rows[r][c]).margin(1e-9));
  }
  CHECK(determinant(pose.base) == Approx(1));
  CHECK(std::exp(pose.parameters[6]) == Approx(0.8).margin(0.1));
}

TEST_CASE("Where a new registration is poor it starts from the place taken and finds a better one nearby") {
  const PoseTarget target = rough_target(as_image(template_head())).value();
  for (const double pitch : {-14.0, 14.0}) {
    const FoundPose found =
        find_pose_around(turned(pitch, 0, 1, {0, 0, 0}), target, *shared_template().data, 2);
    REQUIRE(found.found);
    const Affine place = template_to_ras(found.pose);
    const Vec3 nose = place({0, 84, -38});
    CHECK(std::hypot(nose[0], nose[1] - 84, nose[2] + 38) < 4);
  }
}
