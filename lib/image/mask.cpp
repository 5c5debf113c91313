#include "image/mask.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "image/grid.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr float k_far = 1e10F;      // mm^2
constexpr double k_slack_mm = 0.1;  // beyond a radius that is compared with, against rounding

// Distances along the first axis, in mm^2, of a row of 0 and k_far: one way and back.
void first_axis(float* values, std::size_t count, double spacing) {
  const auto mm = static_cast<float>(spacing);
  float away = std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < count; ++i) {
    away = values[i] > 0 ? away + mm : 0.0F;
    values[i] = away;
  }
  away = std::numeric_limits<float>::infinity();
  for (std::size_t i = count; i-- > 0;) {
    away = values[i] > 0 ? away + mm : 0.0F;
    const float least = std::min(away, values[i]);
    values[i] = std::min(least * least, k_far);
  }
}

// A slab of rows along one axis: the places along it one after another, each with its value in every row, so
// that all rows are worked on at once.
struct Slab {
  std::size_t places = 0, width = 0;
  std::vector<float> values{}, best{};  // mm^2
  [[nodiscard]] float* at(std::size_t i) { return values.data() + i * width; }
};

float largest_of(const std::vector<float>& values) {
  std::int32_t largest =
      0;  // the bits of numbers from 0 on are in their order, and compilers find a loop for them
  for (float x : values) largest = std::max(largest, std::bit_cast<std::int32_t>(x));
  return std::bit_cast<float>(largest);
}

void take_nearer(float* __restrict best, const float* __restrict from, std::size_t width, float away_sq) {
  for (std::size_t r = 0; r < width; ++r) best[r] = std::min(best[r], from[r] + away_sq);
}

// Into `best` the least of the distances at all places of the rows, each increased by the way to it: from
// place i outwards, until no farther one can be nearer.
void find_nearest(Slab& slab, std::size_t i, double spacing, float most_sq) {
  constexpr std::size_t k_steps_between_looks = 4;
  const auto spacing_sq = static_cast<float>(spacing * spacing);
  slab.best.assign(slab.at(i), slab.at(i) + slab.width);
  float limit = most_sq;
  for (std::size_t step = 1; step <= i || i + step < slab.places; ++step) {
    const auto n = static_cast<float>(step);
    const float away_sq = n * n * spacing_sq;
    if (step % k_steps_between_looks == 1) limit = std::min(limit, largest_of(slab.best));
    if (away_sq > limit) break;
    if (step <= i) take_nearer(slab.best.data(), slab.at(i - step), slab.width, away_sq);
    if (i + step < slab.places) take_nearer(slab.best.data(), slab.at(i + step), slab.width, away_sq);
  }
}

// One slab of rows of an image; `corner` is the first value of the first row.
void nearest_in_slab(float* corner, std::size_t stride, Slab slab, double spacing, float most_sq) {
  slab.values.resize(slab.places * slab.width);
  for (std::size_t i = 0; i < slab.places; ++i) std::copy_n(corner + i * stride, slab.width, slab.at(i));
  if (std::all_of(slab.values.begin(), slab.values.end(), [](float v) { return v >= k_far; })) return;
  for (std::size_t i = 0; i < slab.places; ++i) {
    find_nearest(slab, i, spacing, most_sq);
    std::copy(slab.best.begin(), slab.best.end(), corner + i * stride);
  }
}

// Distances along the second or third axis too. Compare Felzenszwalb & Huttenlocher,
// doi:10.4086/toc.2012.v008a019: their lower envelope looks at each place once, but branches there.
void other_axis(Volume& d, std::size_t axis, float most_sq, int threads) {
  constexpr std::size_t k_most_rows = 64;
  const std::size_t plane = d.size[0] * d.size[1], stride = axis == 1 ? d.size[0] : plane;
  const std::size_t others = axis == 1 ? d.size[2] : d.size[1], other_stride = axis == 1 ? plane : d.size[0];
  const double spacing = spacing_mm(d.voxel_to_ras)[axis];
  for_each_index(others, threads, [&](std::size_t other) {
    for (std::size_t x = 0; x < d.size[0]; x += k_most_rows) {
      nearest_in_slab(d.values.data() + other * other_stride + x, stride,
                      {.places = d.size[axis], .width = std::min(k_most_rows, d.size[0] - x)}, spacing,
                      most_sq);
    }
  });
}

// Right up to `most_mm`; what is farther is told to be farther.
Volume distance_up_to(double most_mm, const Volume& mask, int threads) {
  Volume d = mask;
  const double spacing = spacing_mm(mask.voxel_to_ras)[0];
  const auto most_sq = static_cast<float>(most_mm * most_mm);
  for_each_index(d.size[2], threads, [&](std::size_t k) {
    float* const first = d.values.data() + offset_of(d, 0, 0, k);
    float* const end = first + d.size[0] * d.size[1];
    for (float* x = first; x < end; ++x) *x = *x > k_mask_level ? 0.0F : k_far;
    for (float* row = first; row < end; row += d.size[0]) first_axis(row, d.size[0], spacing);
  });
  for (const std::size_t axis : {std::size_t{1}, std::size_t{2}}) other_axis(d, axis, most_sq, threads);
  for (float& x : d.values) x = std::sqrt(x);
  return d;
}

Volume thresholded(Volume v, float limit, bool above) {
  for (float& x : v.values) x = (x > limit) == above ? 1.0F : 0.0F;
  return v;
}

Volume inverted(Volume v) {
  for (float& x : v.values) x = x > k_mask_level ? 0.0F : 1.0F;
  return v;
}

}  // namespace

Volume distance_mm(const Volume& mask, int threads) {
  constexpr double k_anywhere_mm = 1e5;
  return distance_up_to(k_anywhere_mm, mask, threads);
}

Volume signed_distance_mm(const Volume& mask, int threads) {
  Volume inverse = mask, out = distance_mm(mask, threads);
  for (float& x : inverse.values) x = 1 - x;
  const Volume inside = distance_mm(inverse, threads);
  for (std::size_t at = 0; at < out.values.size(); ++at) out.values[at] -= inside.values[at];
  return out;
}

Volume dilated(const Volume& mask, double radius_mm, int threads) {
  return thresholded(distance_up_to(radius_mm + k_slack_mm, mask, threads), static_cast<float>(radius_mm),
                     false);
}

Volume eroded(const Volume& mask, double radius_mm, int threads) {
  return thresholded(distance_up_to(radius_mm + k_slack_mm, inverted(mask), threads),
                     static_cast<float>(radius_mm), true);
}

Volume closed(const Volume& mask, double radius_mm, int threads) {
  Volume out = eroded(dilated(mask, radius_mm, threads), radius_mm, threads);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    if (mask.values[i] > k_mask_level) out.values[i] = 1;
  }
  return out;
}

Volume connected(const Volume& room, const Volume& seeds) {
  Volume out = empty_like(room);
  std::vector<std::size_t> open;
  const auto visit = [&](std::size_t at) {
    if (room.values[at] <= k_mask_level || out.values[at] > k_mask_level) return;
    out.values[at] = 1;
    open.push_back(at);
  };
  for (std::size_t at = 0; at < seeds.values.size(); ++at) {
    if (seeds.values[at] > k_mask_level) visit(at);
  }
  const std::array<std::size_t, 3> strides{1, room.size[0], room.size[0] * room.size[1]};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::size_t index = at / strides[axis] % room.size[axis];
      if (index > 0) visit(at - strides[axis]);
      if (index + 1 < room.size[axis]) visit(at + strides[axis]);
    }
  }
  return out;
}

std::size_t count_of(const Volume& mask) {
  return static_cast<std::size_t>(
      std::count_if(mask.values.begin(), mask.values.end(), [](float x) { return x > k_mask_level; }));
}

}  // namespace shareready
