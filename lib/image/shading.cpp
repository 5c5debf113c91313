#include "image/shading.hpp"

#include <algorithm>
#include <cmath>

#include "image/grid.hpp"
#include "image/mutual_information.hpp"

namespace shareready {
namespace {

constexpr double k_sigma_mm = 25, k_grid_mm = 8;
// Of strengths 0, 0.5, 0.7 and 0.8 the last kept most brains whole under shading of 80 to 1 and changed
// nothing on plain heads.
constexpr float k_strength = 0.8F;
constexpr int k_most_rounds = 6;
constexpr double k_least_growth = 1.02;  // of the head in view, to go on
constexpr double k_low_share = 0.05, k_high_share = 0.95;

struct Head {
  Volume mask{};
  std::size_t count = 0;
};

Head head_of(const Volume& corrected, const Volume& image) {
  const float level = std::max(air_level(corrected), 1e-6F);
  Head head{.mask = empty_like(image)};
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (corrected.values[at] <= level || image.values[at] <= 0) continue;
    head.mask.values[at] = 1;
    ++head.count;
  }
  return head;
}

// The mean logarithm around each block, relative to the whole head's; 0 far from the head.
Volume mean_log(const Volume& image, const Head& head) {
  constexpr float k_faith = 0.02F;  // in the mean of the whole head, far from it
  Volume logs = empty_like(image);
  double mean = 0;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (head.mask.values[at] == 0) continue;
    logs.values[at] = std::log(image.values[at]);
    mean += static_cast<double>(logs.values[at]);
  }
  mean /= static_cast<double>(head.count);
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    logs.values[at] -= static_cast<float>(mean) * head.mask.values[at];
  }
  const auto steps = steps_towards(image, k_grid_mm);
  Volume out = block_mean(logs, steps), weight = block_mean(head.mask, steps);
  smooth(out, k_sigma_mm);
  smooth(weight, k_sigma_mm);
  for (std::size_t at = 0; at < out.values.size(); ++at) out.values[at] /= weight.values[at] + k_faith;
  return out;
}

}  // namespace

Shading find_shading(const Volume& image) {
  Shading shading{.log_gain = empty_like(image)};
  Head head = head_of(image, image);
  for (int round = 0; round < k_most_rounds && head.count > 0; ++round) {
    shading.log_gain = mean_log(image, head);
    for (float& x : shading.log_gain.values) x *= k_strength;
    Volume corrected = image;
    remove_shading(corrected, shading);
    Head more = head_of(corrected, image);
    if (static_cast<double>(more.count) < k_least_growth * static_cast<double>(head.count)) break;
    head = std::move(more);
  }
  return shading;
}

double shading_range(const Shading& shading, const Volume& mask) {
  const Affine to_coarse =
      compose(inverse(shading.log_gain.voxel_to_ras).value_or(Affine{}), mask.voxel_to_ras);
  std::vector<float> values;
  for (std::size_t k = 0; k < mask.size[2]; ++k) {
    for (std::size_t j = 0; j < mask.size[1]; ++j) {
      for (std::size_t i = 0; i < mask.size[0]; ++i) {
        if (mask.at(i, j, k) <= 0) continue;
        const Vec3 p = to_coarse({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        values.push_back(sample(shading.log_gain, p));
      }
    }
  }
  if (values.empty()) return 0;
  const auto quantile = [&](double share) {
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(at)]);
  };
  return (quantile(k_high_share) - quantile(k_low_share)) / static_cast<double>(k_strength);
}

void remove_shading(Volume& image, const Shading& shading) {
  const Affine to_coarse =
      compose(inverse(shading.log_gain.voxel_to_ras).value_or(Affine{}), image.voxel_to_ras);
  for (std::size_t k = 0; k < image.size[2]; ++k) {
    for (std::size_t j = 0; j < image.size[1]; ++j) {
      for (std::size_t i = 0; i < image.size[0]; ++i) {
        const Vec3 p = to_coarse({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        image.values[offset_of(image, i, j, k)] *= std::exp(-sample(shading.log_gain, p));
      }
    }
  }
}

}  // namespace shareready
