#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "deface/fresh_look.hpp"
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
