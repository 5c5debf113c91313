#include "image/shading.hpp"

#include <algorithm>
#include <cmath>

#include "image/grid.hpp"

namespace shareready {

Volume without_shading(const Volume& image, float air_level, double sigma_mm, double strength) {
  constexpr float k_faith = 0.02F;  // in the mean of the whole head, far from it
  const float least = std::max(air_level, 1e-6F);
  Volume log_sum = empty_like(image), weight = empty_like(image);
  double mean = 0, count = 0;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (image.values[at] <= least) continue;
    weight.values[at] = 1;
    log_sum.values[at] = std::log(image.values[at]);
    mean += static_cast<double>(log_sum.values[at]);
    count += 1;
  }
  if (count == 0) return image;
  mean /= count;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (weight.values[at] > 0) log_sum.values[at] -= static_cast<float>(mean);
  }
  smooth(log_sum, sigma_mm);
  smooth(weight, sigma_mm);
  Volume out = image;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    const float shading = log_sum.values[at] / (weight.values[at] + k_faith);
    out.values[at] = image.values[at] * std::exp(static_cast<float>(-strength) * shading);
  }
  return out;
}

}  // namespace shareready
