#include "image/grid.hpp"

#include <algorithm>
#include <cmath>

#include "image/lines.hpp"

namespace shareready {
namespace {

Affine block_affine(const Affine& fine, const std::array<std::size_t, 3>& steps) {
  Affine coarse = fine;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto step = static_cast<double>(steps[axis]);
      coarse.rows[row][axis] = fine.rows[row][axis] * step;
      coarse.rows[row][3] += fine.rows[row][axis] * (step - 1) / 2;
    }
  }
  return coarse;
}

void add_row(const float* from, std::size_t length, std::size_t step, float* sums) {
  for (std::size_t begin = 0, group = 0; begin < length; begin += step, ++group) {
    const std::size_t end = std::min(begin + step, length);
    float sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += from[i];
    sums[group] += sum;
  }
}

std::size_t width_of_block(std::size_t block, std::size_t step, std::size_t size) {
  return std::min((block + 1) * step, size) - block * step;
}

std::vector<float> gaussian_weights(double sigma_voxels) {
  constexpr double k_reach_sigmas = 2.5;
  const auto radius = static_cast<int>(std::ceil(k_reach_sigmas * sigma_voxels));
  std::vector<float> weights;
  float sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    weights.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma_voxels * sigma_voxels))));
    sum += weights.back();
  }
  for (float& w : weights) w /= sum;
  return weights;
}

void convolve(std::vector<float>& values, const Line& line, const std::vector<float>& weights,
              std::vector<float>& padded) {
  const std::size_t radius = weights.size() / 2;
  padded.resize(line.count + 2 * radius);
  for (std::size_t i = 0; i < line.count; ++i) padded[i + radius] = values[line.at(i)];
  std::fill_n(padded.begin(), radius, values[line.at(0)]);
  std::fill_n(padded.end() - static_cast<std::ptrdiff_t>(radius), radius, values[line.at(line.count - 1)]);
  for (std::size_t i = 0; i < line.count; ++i) {
    float sum = 0;
    for (std::size_t w = 0; w < weights.size(); ++w) sum += weights[w] * padded[i + w];
    values[line.at(i)] = sum;
  }
}

}  // namespace

Volume empty_like(const Volume& v) {
  return {
      .size = v.size, .voxel_to_ras = v.voxel_to_ras, .values = std::vector<float>(v.values.size(), 0.0F)};
}

std::array<std::size_t, 3> steps_towards(const Volume& v, double target_mm) {
  const Vec3 spacing = spacing_mm(v.voxel_to_ras);
  std::array<std::size_t, 3> steps{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double step = std::round(target_mm / std::max(spacing[axis], 1e-3));
    steps[axis] = static_cast<std::size_t>(std::clamp(step, 1.0, static_cast<double>(v.size[axis])));
  }
  return steps;
}

Volume blocks_of(const Volume& fine, const std::array<std::size_t, 3>& steps) {
  Volume coarse{.voxel_to_ras = block_affine(fine.voxel_to_ras, steps)};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    coarse.size[axis] = (fine.size[axis] + steps[axis] - 1) / steps[axis];
  }
  coarse.values.assign(coarse.size[0] * coarse.size[1] * coarse.size[2], 0.0F);
  return coarse;
}

Volume block_mean(const Volume& fine, const std::array<std::size_t, 3>& steps) {
  Volume coarse = blocks_of(fine, steps);
  for (std::size_t k = 0; k < fine.size[2]; ++k) {
    for (std::size_t j = 0; j < fine.size[1]; ++j) {
      add_row(fine.values.data() + offset_of(fine, 0, j, k), fine.size[0], steps[0],
              coarse.values.data() + offset_of(coarse, 0, j / steps[1], k / steps[2]));
    }
  }
  for (std::size_t k = 0; k < coarse.size[2]; ++k) {
    for (std::size_t j = 0; j < coarse.size[1]; ++j) {
      const std::size_t rows =
          width_of_block(j, steps[1], fine.size[1]) * width_of_block(k, steps[2], fine.size[2]);
      for (std::size_t i = 0; i < coarse.size[0]; ++i) {
        const std::size_t count = rows * width_of_block(i, steps[0], fine.size[0]);
        coarse.values[offset_of(coarse, i, j, k)] /= static_cast<float>(count);
      }
    }
  }
  return coarse;
}

float sample(const Volume& v, const Vec3& position) {
  std::array<std::size_t, 3> low{}, high{};
  std::array<float, 3> part{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double p = std::clamp(position[axis], 0.0, static_cast<double>(v.size[axis] - 1));
    low[axis] = static_cast<std::size_t>(p);
    high[axis] = std::min(low[axis] + 1, v.size[axis] - 1);
    part[axis] = static_cast<float>(p - static_cast<double>(low[axis]));
  }
  const auto along_x = [&](std::size_t j, std::size_t k) {
    const float a = v.at(low[0], j, k);
    return a + (v.at(high[0], j, k) - a) * part[0];
  };
  const auto along_y = [&](std::size_t k) {
    const float a = along_x(low[1], k);
    return a + (along_x(high[1], k) - a) * part[1];
  };
  const float a = along_y(low[2]);
  return a + (along_y(high[2]) - a) * part[2];
}

void smooth(Volume& v, double sigma_mm) {
  constexpr double k_least_sigma_voxels = 0.3;
  const Vec3 spacing = spacing_mm(v.voxel_to_ras);
  std::vector<float> padded;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double sigma = sigma_mm / spacing[axis];
    if (sigma < k_least_sigma_voxels || v.size[axis] < 2) continue;
    const std::vector<float> weights = gaussian_weights(sigma);
    for_each_line(v.size, axis, [&](const Line& line) { convolve(v.values, line, weights, padded); });
  }
}

}  // namespace shareready
