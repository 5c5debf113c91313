#include "deface/telling_volume.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace shareready {
namespace {

constexpr std::size_t k_most_volumes = 16;
constexpr double k_coherence_mm =
    8;  // beyond what a reconstruction smooths noise over, within what tissue fills
constexpr double k_as_good = 0.9;    // of the best: the first will do
constexpr std::size_t k_along = 24;  // places along each axis

// Correlation of a volume with itself k_coherence_mm along its first axes: near 0 where it is empty or noise.
Result<double> coherence(const NiftiImage& image, std::size_t index) {
  SR_TRY(const VoxelReader voxels, VoxelReader::make(image, index, "image"));
  const auto& size = voxels.size();
  std::array<std::size_t, 3> step{}, apart{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double spacing = std::max(std::abs(image.header.pixdim[axis + 1]), 0.1);
    apart[axis] = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(k_coherence_mm / spacing)));
    step[axis] = std::max<std::size_t>(1, size[axis] / k_along);
  }
  double n = 0, sum = 0, squares = 0, differences = 0;
  const auto add = [&](float a, float b) {
    if (!std::isfinite(a) || !std::isfinite(b)) return;
    const double x = static_cast<double>(a), y = static_cast<double>(b);
    n += 2;
    sum += x + y;
    squares += x * x + y * y;
    differences += (x - y) * (x - y);
  };
  for (std::size_t k = 0; k < size[2]; k += step[2]) {
    for (std::size_t j = 0; j < size[1]; j += step[1]) {
      for (std::size_t i = 0; i < size[0]; i += step[0]) {
        const float here = voxels.at(i, j, k);
        if (i + apart[0] < size[0]) add(here, voxels.at(i + apart[0], j, k));
        if (j + apart[1] < size[1]) add(here, voxels.at(i, j + apart[1], k));
      }
    }
  }
  const double variance = n > 0 ? squares / n - (sum / n) * (sum / n) : 0;
  return variance > 0 ? 1 - differences / n / variance : 0.0;
}

}  // namespace

Result<std::size_t> telling_volume(const NiftiImage& image) {
  const auto volumes = static_cast<std::size_t>(image.header.volumes());
  if (volumes < 2) return std::size_t{0};
  const std::size_t looked_at = std::min(volumes, k_most_volumes);
  double first = 0, best = 0;
  std::size_t best_at = 0;
  for (std::size_t n = 0; n < looked_at; ++n) {
    const std::size_t index = n * (volumes - 1) / (looked_at - 1);
    SR_TRY(const double value, coherence(image, index));
    if (n == 0) first = value;
    if (value <= best) continue;
    best = value;
    best_at = index;
  }
  return first >= k_as_good * best ? std::size_t{0} : best_at;
}

Result<Volume> read_telling_volume(const NiftiImage& image, double coarse_mm, std::string_view subject) {
  SR_TRY(const std::size_t index, telling_volume(image));
  return read_volume(image, {.index = index, .coarse_mm = coarse_mm}, subject);
}

}  // namespace shareready
