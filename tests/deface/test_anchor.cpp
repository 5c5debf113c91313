#include <catch2/catch.hpp>
#include <vector>

#include "deface/anchor.hpp"
#include "deface/image_traits.hpp"

using namespace shareready;

namespace {

AnchorCandidate image(std::string suffix, std::array<std::int64_t, 3> size, std::array<double, 3> spacing) {
  return {.suffix = std::move(suffix), .size = size, .spacing_mm = spacing};
}

}  // namespace

TEST_CASE("A whole T1w head is the anchor, even beside a sharper T2w") {
  const std::vector<AnchorCandidate> session{image("T2w", {384, 512, 256}, {0.5, 0.5, 0.7}),
                                             image("T1w", {192, 256, 256}, {1, 1, 1}),
                                             image("T1w", {256, 256, 35}, {1, 1, 4.8})};
  REQUIRE(choose_anchor(session) == 1U);
}

TEST_CASE("Without a T1w the sharpest 3D head is the anchor") {
  const std::vector<AnchorCandidate> session{image("T2w", {384, 512, 30}, {0.5, 0.5, 5}),
                                             image("FLAIR", {192, 256, 256}, {1, 1, 1})};
  REQUIRE(choose_anchor(session) == 1U);
}

TEST_CASE("The first of two equal images is the anchor") {
  const std::vector<AnchorCandidate> session{image("T1w", {192, 256, 256}, {1, 1, 1}),
                                             image("T1w", {192, 256, 256}, {1, 1, 1})};
  REQUIRE(choose_anchor(session) == 0U);
}

TEST_CASE("Phase images, unknown suffixes and thin slabs cannot be anchors") {
  auto phase = image("T1w", {192, 256, 256}, {1, 1, 1});
  phase.is_magnitude = false;
  REQUIRE_FALSE(anchor_score(phase));
  REQUIRE_FALSE(anchor_score(image("bold", {64, 64, 64}, {3, 3, 3})));
  REQUIRE_FALSE(anchor_score(image("T2w", {512, 512, 10}, {0.4, 0.4, 2})));
  REQUIRE_FALSE(choose_anchor({}));
}

TEST_CASE("The suffix and the part entity choose what a removed voxel becomes") {
  REQUIRE(image_traits("T1w", "").background == Background::nearest_zero);
  REQUIRE(image_traits("UNIT1", "").background == Background::air_mode);
  REQUIRE(image_traits("MEGRE", "phase").background == Background::zero);
  REQUIRE(image_traits("phasediff", "").background == Background::zero);
  REQUIRE(image_traits("ct", "").background == Background::minimum);
}
