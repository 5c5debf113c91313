#include "deface/anchor_image.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

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

// 0 of nothing, as of a border that is all filling.
float quantile_of(std::vector<float> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

// Means over voxels miss the value that fills them by a rounding.
bool is_filled(float x, std::optional<float> filling) {
  constexpr float k_rounding = 1e-4F;
  return filling && std::abs(x - *filling) <= k_rounding * std::abs(*filling);
}

std::size_t border_count(const Volume& v) {
  const auto inner = [](std::size_t size) { return size > 2 ? size - 2 : 0; };
  return v.values.size() - inner(v.size[0]) * inner(v.size[1]) * inner(v.size[2]);
}

bool is_border(const Volume& v, std::size_t i, std::size_t j, std::size_t k) {
  return i == 0 || j == 0 || k == 0 || i + 1 == v.size[0] || j + 1 == v.size[1] || k + 1 == v.size[2];
}

// What `values` has at the border of the image where the image is not filled with one value: that is no air.
std::vector<float> border_of(const Volume& values, const Volume& image, std::optional<float> filling) {
  std::vector<float> border;
  for (std::size_t k = 0; k < image.size[2]; ++k) {
    for (std::size_t j = 0; j < image.size[1]; ++j) {
      for (std::size_t i = 0; i < image.size[0]; ++i) {
        if (is_border(image, i, j, k) && !is_filled(image.at(i, j, k), filling))
          border.push_back(values.at(i, j, k));
      }
    }
  }
  return border;
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

// The most frequent value, which a removal left where it is frequent enough.
std::optional<float> filling_of(const Volume& image) {
  constexpr double k_filling_share = 0.01;
  std::map<float, std::size_t> counts;
  for (const float x : image.values) ++counts[x];
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == counts.end()) return std::nullopt;
  const double share = static_cast<double>(most->second) / static_cast<double>(image.values.size());
  return share >= k_filling_share ? std::optional(most->first) : std::nullopt;
}

// What counts as 0.
float floor_of(const Volume& image) { return std::min(quantile_of(image.values, k_low_share), 0.0F); }

// The border of the image, as far as it shows more than a filling: what is left may be a neck.
std::vector<float> border_without(const Volume& image, std::optional<float> filling) {
  constexpr double k_least_share = 0.4;
  std::vector<float> border = border_of(image, image, filling);
  const auto least = k_least_share * static_cast<double>(border_count(image));
  return static_cast<double>(border.size()) < least ? border_of(image, image, std::nullopt) : border;
}

bool is_border_bright(const Volume& image, std::optional<float> filling) {
  const float low = floor_of(image);
  const float bright = quantile_of(image.values, k_high_share) - low;
  return quantile_of(border_without(image, filling), 0.5) - low >
         static_cast<float>(k_bright_border) * bright;
}

// CT numbers (Hounsfield units: air -1000, water 0) as a T1w-like image has them: bone as dark as air nearly,
// fluid below brain. Kinds of tissue follow one another as in MR, for the brain's border and the skin alike.
struct CtLevel {
  float hounsfield, level;
};
constexpr std::array<CtLevel, 8> k_ct_levels{
    {{-800, 0}, {-200, 700}, {0, 900}, {20, 950}, {45, 1050}, {130, 1100}, {350, 250}, {700, 100}}};

float level_of_ct(float hounsfield) {
  if (hounsfield <= k_ct_levels.front().hounsfield) return k_ct_levels.front().level;
  for (std::size_t i = 1; i < k_ct_levels.size(); ++i) {
    const CtLevel &a = k_ct_levels[i - 1], &b = k_ct_levels[i];
    if (hounsfield > b.hounsfield) continue;
    return a.level + (b.level - a.level) * (hounsfield - a.hounsfield) / (b.hounsfield - a.hounsfield);
  }
  return k_ct_levels.back().level;
}

// `air` takes the place of a filling.
DarkAir darkened(Volume image, std::optional<float> filling, float air) {
  if (has_ct_numbers(image)) {
    for (float& x : image.values) x = level_of_ct(x);
    return {std::move(image)};
  }
  const float low = floor_of(image);
  if (low < 0) {
    for (float& x : image.values) x = std::max(x - low, 0.0F);
    if (filling) filling = std::max(*filling - low, 0.0F);
  }
  const float bright = quantile_of(image.values, k_high_share);
  const Volume rough = is_border_bright(image, filling) ? roughness(image) : Volume{};
  const float air_roughness = rough.values.empty() ? 0 : quantile_of(border_of(rough, image, filling), 0.5);
  const bool was_noise = air_roughness > static_cast<float>(k_rough_border) * bright;
  const float limit = k_roughness_at_skin * air_roughness;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    float& x = image.values[at];
    if (was_noise && rough.values[at] > limit) x = 0;
    if (is_filled(x, filling)) x = was_noise ? 0 : air;
  }
  return {.image = std::move(image), .was_noise = was_noise};
}

}  // namespace

bool has_ct_numbers(const Volume& image) {
  // Below k_outside lies what the scanner did not reconstruct (-2000, -3024).
  constexpr float k_outside = -1200;
  constexpr double k_least_air = 0.1, k_most_between = 0.15, k_least_soft = 0.05;
  double all = 0, air = 0, between = 0, soft = 0;
  for (const float x : image.values) {
    if (x < k_outside) continue;
    all += 1;
    air += x < -900 && x > -1060 ? 1 : 0;
    between += x > -850 && x < -250 ? 1 : 0;
    soft += x > -20 && x < 120 ? 1 : 0;
  }
  return air > k_least_air * all && between < k_most_between * all && soft > k_least_soft * all;
}

bool has_bright_border(const Volume& image) { return is_border_bright(image, filling_of(image)); }

DarkAir with_dark_air(Volume image) { return darkened(std::move(image), std::nullopt, 0); }

DarkAir with_dark_air_and_filling(Volume image, float air) {
  const std::optional<float> filling = filling_of(image);
  return darkened(std::move(image), filling, air);
}

}  // namespace shareready
