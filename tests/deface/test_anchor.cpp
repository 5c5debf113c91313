#include <catch2/catch.hpp>
#include <vector>

#include "deface/anchor.hpp"
#include "deface/anchor_image.hpp"
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

TEST_CASE("Air that is one bright value up to every edge is no noise, and becomes dark") {
  constexpr std::size_t k_size = 24, k_first = 8, k_last = 16;
  Volume negative;
  negative.size = {k_size, k_size, k_size};
  negative.values.assign(k_size * k_size * k_size, 100.0F);
  for (std::size_t k = k_first; k < k_last; ++k) {
    for (std::size_t j = k_first; j < k_last; ++j) {
      for (std::size_t i = k_first; i < k_last; ++i)
        negative.values[i + k_size * (j + k_size * k)] = 20.0F + static_cast<float>(i + j + k);
    }
  }
  REQUIRE(has_bright_border(negative));
  const DarkAir dark = with_dark_air_and_filling(negative);
  REQUIRE_FALSE(dark.was_noise);
  REQUIRE(dark.image.at(0, 0, 0) == 0.0F);
  REQUIRE(dark.image.at(k_first, k_first, k_first) == negative.at(k_first, k_first, k_first));
}
