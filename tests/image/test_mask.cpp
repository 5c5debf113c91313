#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "image/grid.hpp"
#include "image/mask.hpp"

using namespace shareready;

namespace {

Volume grid(std::array<std::size_t, 3> size, const Vec3& spacing) {
  Volume v{.size = size};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) v.voxel_to_ras.rows[r][c] = r == c ? spacing[r] : 0;
  }
  v.values.assign(size[0] * size[1] * size[2], 0.0F);
  return v;
}

Volume random_mask(std::array<std::size_t, 3> size, const Vec3& spacing, double share) {
  Volume v = grid(size, spacing);
  std::mt19937 random(7);
  for (float& x : v.values) x = std::uniform_real_distribution<double>()(random) < share ? 1.0F : 0.0F;
  return v;
}

double nearest_by_hand(const Volume& mask, std::size_t i, std::size_t j, std::size_t k, const Vec3& spacing) {
  double best = 1e30;
  for (std::size_t c = 0; c < mask.size[2]; ++c) {
    for (std::size_t b = 0; b < mask.size[1]; ++b) {
      for (std::size_t a = 0; a < mask.size[0]; ++a) {
        if (mask.at(a, b, c) < k_mask_level) continue;
        const double x = (static_cast<double>(a) - static_cast<double>(i)) * spacing[0];
        const double y = (static_cast<double>(b) - static_cast<double>(j)) * spacing[1];
        const double z = (static_cast<double>(c) - static_cast<double>(k)) * spacing[2];
        best = std::min(best, std::hypot(x, y, z));
      }
    }
  }
  return best;
}

}  // namespace

TEST_CASE("Distances to a mask are those found by trying every voxel, also where voxels are not cubes") {
  const Vec3 spacing{1, 2, 4.8};
  const Volume mask = random_mask({9, 8, 7}, spacing, 0.03);
  REQUIRE(count_of(mask) > 0);
  const Volume distance = distance_mm(mask);
  for (std::size_t k = 0; k < 7; ++k) {
    for (std::size_t j = 0; j < 8; ++j) {
      for (std::size_t i = 0; i < 9; ++i) {
        REQUIRE(static_cast<double>(distance.at(i, j, k)) ==
                Approx(nearest_by_hand(mask, i, j, k, spacing)).margin(1e-3));
      }
    }
  }
}

TEST_CASE("Dilating takes what lies within the radius, eroding what lies within it of the outside") {
  const Volume mask = random_mask({70, 9, 8}, {1, 2, 4.8}, 0.02);
  const Volume distance = distance_mm(mask), grown = dilated(mask, 5), left = eroded(grown, 5);
  Volume outside = grown;
  for (float& x : outside.values) x = 1 - x;
  const Volume depth = distance_mm(outside);
  for (std::size_t at = 0; at < mask.values.size(); ++at) {
    REQUIRE((grown.values[at] > 0) == (distance.values[at] <= 5));
    REQUIRE((left.values[at] > 0) == (depth.values[at] > 5));
  }
}

TEST_CASE("Distances are the same for any number of threads") {
  const Volume mask = random_mask({70, 9, 8}, {1, 2, 4.8}, 0.02);
  REQUIRE(distance_mm(mask, 3).values == distance_mm(mask).values);
  REQUIRE(closed(mask, 3, 3).values == closed(mask, 3).values);
}

TEST_CASE("Distances to an empty mask are large everywhere") {
  for (float x : distance_mm(grid({4, 4, 4}, {1, 1, 1})).values) REQUIRE(x > 1000);
}

TEST_CASE("Closing a mask loses none of its voxels, and closing twice is closing once") {
  const Volume mask = random_mask({12, 12, 12}, {1, 1, 1}, 0.1);
  const Volume once = closed(mask, 2);
  for (std::size_t i = 0; i < mask.values.size(); ++i) REQUIRE(once.values[i] >= mask.values[i]);
  REQUIRE(closed(once, 2).values == once.values);
}

TEST_CASE("Only what touches a seed is connected") {
  Volume room = grid({5, 1, 1}, {1, 1, 1});
  room.values = {1, 1, 0, 1, 1};
  Volume seeds = grid({5, 1, 1}, {1, 1, 1});
  seeds.values = {1, 0, 0, 0, 0};
  REQUIRE(connected(room, seeds).values == std::vector<float>{1, 1, 0, 0, 0});
}

TEST_CASE("Block means keep the sum of an image whose size is a multiple of the blocks, and its place") {
  Volume v = random_mask({6, 4, 8}, {1, 1, 1}, 0.5);
  const Volume coarse = block_mean(v, {3, 2, 4});
  double fine_sum = 0, coarse_sum = 0;
  for (float x : v.values) fine_sum += static_cast<double>(x);
  for (float x : coarse.values) coarse_sum += static_cast<double>(x) * 24;
  REQUIRE(coarse_sum == Approx(fine_sum));
  REQUIRE(coarse.voxel_to_ras({0, 0, 0}) == Vec3{1, 0.5, 1.5});
}

TEST_CASE("Sampling at a voxel gives its value, halfway between two their mean, outside the edge's") {
  Volume v = grid({3, 2, 2}, {1, 1, 1});
  for (std::size_t i = 0; i < v.values.size(); ++i) v.values[i] = static_cast<float>(i);
  REQUIRE(sample(v, {2, 1, 1}) == v.at(2, 1, 1));
  REQUIRE(sample(v, {0.5, 0, 0}) == 0.5F);
  REQUIRE(sample(v, {-4, 0, 0}) == v.at(0, 0, 0));
  REQUIRE(sample(v, {9, 9, 9}) == v.at(2, 1, 1));
}

TEST_CASE("Smoothing leaves a constant image as it is") {
  Volume v = grid({7, 6, 5}, {1, 1, 1});
  std::fill(v.values.begin(), v.values.end(), 3.0F);
  smooth(v, 2);
  for (float x : v.values) REQUIRE(x == Approx(3.0F));
}
