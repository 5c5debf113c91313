#include "deface/anchor_image.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "image/grid.hpp"
#include "image/mutual_information.hpp"

namespace shareready {
namespace {

constexpr double k_low_share = 0.001, k_high_share = 0.95;
constexpr double k_bright_border = 0.45;  // of the head's brightness: no air is that bright, but noise
constexpr double k_rough_border = 0.04;   // the same for differences between neighbours
constexpr double k_roughness_mm = 4;
// Of the roughness of air: smoothed, its square falls to a half where smooth skin begins.
constexpr float k_roughness_at_skin = std::numbers::sqrt2_v<float> / 2;

float quantile_of(std::vector<float> values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

bool is_border(const Volume& v, std::size_t i, std::size_t j, std::size_t k) {
  return i == 0 || j == 0 || k == 0 || i + 1 == v.size[0] || j + 1 == v.size[1] || k + 1 == v.size[2];
}

std::vector<float> border_of(const Volume& v) {
  std::vector<float> values;
  for (std::size_t k = 0; k < v.size[2]; ++k) {
    for (std::size_t j = 0; j < v.size[1]; ++j) {
      for (std::size_t i = 0; i < v.size[0]; ++i) {
        if (is_border(v, i, j, k)) values.push_back(v.at(i, j, k));
      }
    }
  }
  return values;
}

// The root mean square difference between neighbours, around each voxel.
Volume roughness(const Volume& v) {
  Volume out = empty_like(v);
  const std::array<std::size_t, 3> strides{1, v.size[0], v.size[0] * v.size[1]};
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    float sum = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const bool is_last = at / strides[axis] % v.size[axis] + 1 == v.size[axis];
      const std::size_t other = is_last ? at - strides[axis] : at + strides[axis];
      const float difference = v.values[at] - v.values[other];
      sum += difference * difference;
    }
    out.values[at] = sum / 3;
  }
  smooth(out, k_roughness_mm);
  for (float& x : out.values) x = std::sqrt(x);
  return out;
}

// What counts as 0.
float floor_of(const Volume& image) { return std::min(quantile_of(image.values, k_low_share), 0.0F); }

}  // namespace

bool has_bright_border(const Volume& image) {
  const float low = floor_of(image);
  const float bright = quantile_of(image.values, k_high_share) - low;
  return quantile_of(border_of(image), 0.5) - low > static_cast<float>(k_bright_border) * bright;
}

DarkAir with_dark_air(Volume image) {
  const float low = floor_of(image);
  if (low < 0) {
    for (float& x : image.values) x = std::max(x - low, 0.0F);
  }
  if (!has_bright_border(image)) return {std::move(image)};
  const float bright = quantile_of(image.values, k_high_share);
  const Volume rough = roughness(image);
  const float air_roughness = quantile_of(border_of(rough), 0.5);
  if (!(air_roughness > static_cast<float>(k_rough_border) * bright)) return {std::move(image)};
  const float limit = k_roughness_at_skin * air_roughness;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (rough.values[at] > limit) image.values[at] = 0;
  }
  return {.image = std::move(image), .was_noise = true};
}

}  // namespace shareready
