#include "image/head_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace shareready {
namespace {

constexpr double k_cells_across = 128;  // of the longest side of the field of view
constexpr double k_coarsest_mm = 2.5;   // beyond it noses blur, whatever the field of view
constexpr double k_most_cells = 320;    // along one side: keeps memory small for hostile headers

struct Box {
  Vec3 low, high;
};

// The field of view in RAS mm, from centre to centre of the outer voxels.
Box bounding_box(const Volume& volume) {
  constexpr double k_far = std::numeric_limits<double>::infinity();
  Box box{{k_far, k_far, k_far}, {-k_far, -k_far, -k_far}};
  for (unsigned corner = 0; corner < 8; ++corner) {
    Vec3 index{};
    for (unsigned axis = 0; axis < 3; ++axis) {
      index[axis] = (corner >> axis & 1U) != 0 ? static_cast<double>(volume.size[axis] - 1) : 0.0;
    }
    const Vec3 p = volume.voxel_to_ras(index);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      box.low[axis] = std::min(box.low[axis], p[axis]);
      box.high[axis] = std::max(box.high[axis], p[axis]);
    }
  }
  return box;
}

double longest_side(const Vec3& spacing, const std::array<std::int64_t, 3>& size) {
  double longest = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    longest = std::max(longest, spacing[axis] * static_cast<double>(size[axis]));
  }
  return longest;
}

// Trilinear; 0 outside.
float sample(const Volume& volume, const Vec3& index) {
  std::array<std::size_t, 3> low{}, high{};
  std::array<float, 3> part{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double last = static_cast<double>(volume.size[axis] - 1);
    if (!(index[axis] >= -0.5 && index[axis] <= last + 0.5)) return 0.0F;
    const double inside = std::clamp(index[axis], 0.0, last);
    low[axis] = static_cast<std::size_t>(inside);
    high[axis] = std::min(low[axis] + 1, volume.size[axis] - 1);
    part[axis] = static_cast<float>(inside - static_cast<double>(low[axis]));
  }
  const std::size_t row = volume.size[0], plane = row * volume.size[1];
  const float* const v = volume.values.data();
  const auto along_x = [&](std::size_t j, std::size_t k) {
    const float* const base = v + j * row + k * plane;
    return base[low[0]] + part[0] * (base[high[0]] - base[low[0]]);
  };
  const auto along_y = [&](std::size_t k) {
    const float first = along_x(low[1], k);
    return first + part[1] * (along_x(high[1], k) - first);
  };
  const float first = along_y(low[2]);
  return first + part[2] * (along_y(high[2]) - first);
}

Volume resample(const Volume& from, const Box& box, double spacing, const Affine& ras_to_voxel) {
  Volume out;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double cells = std::floor((box.high[axis] - box.low[axis]) / spacing) + 1;
    out.size[axis] = static_cast<std::size_t>(std::clamp(cells, 1.0, k_most_cells));
    out.voxel_to_ras.rows[axis][axis] = spacing;
    out.voxel_to_ras.rows[axis][3] = box.low[axis];
  }
  const Affine to_source = compose(ras_to_voxel, out.voxel_to_ras);
  out.values.resize(out.size[0] * out.size[1] * out.size[2]);
  float* next = out.values.data();
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      Vec3 index = to_source(Vec3{0, static_cast<double>(j), static_cast<double>(k)});
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        *next++ = sample(from, index);
        for (std::size_t axis = 0; axis < 3; ++axis) index[axis] += to_source.rows[axis][0];
      }
    }
  }
  return out;
}

constexpr std::size_t k_bins = 256;

struct Histogram {
  std::array<double, k_bins> counts{};
  float low = 0, width = 1;  // of a bin

  [[nodiscard]] float middle(std::size_t bin) const { return low + (static_cast<float>(bin) + 0.5F) * width; }
};

Histogram histogram_of(std::vector<float> values, double quantile) {
  const auto last = static_cast<std::ptrdiff_t>(quantile * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + last, values.end());
  const float high = values[static_cast<std::size_t>(last)];
  values.resize(static_cast<std::size_t>(last) + 1);
  Histogram histogram{.counts = {}, .low = *std::min_element(values.begin(), values.end()), .width = 0};
  histogram.width = (high - histogram.low) / static_cast<float>(k_bins);
  if (!(histogram.width > 0)) return histogram;
  for (const float value : values) {
    const auto bin = static_cast<std::size_t>((value - histogram.low) / histogram.width);
    histogram.counts[std::min(bin, k_bins - 1)] += 1;
  }
  return histogram;
}

// The last bin of the lower class; the middle one where an empty range lets many do equally well.
std::size_t otsu_bin(const Histogram& histogram) {
  double total = 0, moment = 0;
  for (std::size_t i = 0; i < k_bins; ++i) {
    total += histogram.counts[i];
    moment += histogram.counts[i] * static_cast<double>(i);
  }
  double below = 0, below_moment = 0, best = -1;
  std::size_t first = 0, last = 0;
  for (std::size_t i = 0; i + 1 < k_bins; ++i) {
    below += histogram.counts[i];
    below_moment += histogram.counts[i] * static_cast<double>(i);
    const double above = total - below;
    if (below == 0 || above == 0) continue;
    const double gap = below_moment / below - (moment - below_moment) / above;
    const double between = below * above * gap * gap;
    if (between > best) best = between, first = i;
    if (between >= best) last = i;
  }
  return (first + last) / 2;
}

// Every seventh value: enough for a histogram, and not in step with rows of even length.
std::vector<float> some_values(const Volume& volume) {
  constexpr std::size_t k_step = 7;
  std::vector<float> out;
  out.reserve(volume.values.size() / k_step + 1);
  for (std::size_t i = 0; i < volume.values.size(); i += k_step) out.push_back(volume.values[i]);
  return out;
}

}  // namespace

float head_threshold(const Volume& volume) {
  if (volume.values.empty()) return 0;
  constexpr double k_bright_quantile = 0.98;
  const Histogram histogram = histogram_of(some_values(volume), k_bright_quantile);
  const std::size_t otsu = otsu_bin(histogram);
  double count = 0, moment = 0;
  for (std::size_t i = 0; i <= otsu; ++i) {
    count += histogram.counts[i];
    moment += histogram.counts[i] * static_cast<double>(histogram.middle(i));
  }
  const float air = count > 0 ? static_cast<float>(moment / count) : histogram.low;
  return air + 0.5F * (histogram.middle(otsu) - air);
}

Result<HeadGrid> make_head_grid(const NiftiImage& image, std::string_view subject) {
  SR_TRY(const Affine affine, voxel_to_ras(image.header, subject));
  const double longest =
      longest_side(spacing_mm(affine), {image.header.size[0], image.header.size[1], image.header.size[2]});
  const double spacing = std::max(std::min(longest / k_cells_across, k_coarsest_mm), longest / k_most_cells);
  SR_TRY(const Volume coarse, read_volume(image, {.index = 0, .coarse_mm = spacing}, subject));
  const std::optional<Affine> ras_to_voxel = inverse(coarse.voxel_to_ras);
  if (!ras_to_voxel)
    return Error{ErrorCode::bad_data, std::string(subject), "its position is not usable", {}};
  return HeadGrid{.volume = resample(coarse, bounding_box(coarse), spacing, *ras_to_voxel),
                  .spacing_mm = spacing};
}

void remove_specks(Volume& volume, float threshold, std::size_t least, float low) {
  const std::size_t row = volume.size[0], plane = row * volume.size[1], count = volume.values.size();
  std::vector<bool> seen(count);
  std::vector<std::size_t> part;
  for (std::size_t seed = 0; seed < count; ++seed) {
    if (seen[seed] || volume.values[seed] < threshold) continue;
    part.assign(1, seed);
    seen[seed] = true;
    for (std::size_t next = 0; next < part.size(); ++next) {
      const std::size_t at = part[next];
      const std::size_t i = at % row, j = at / row % volume.size[1], k = at / plane;
      const auto visit = [&](bool inside, std::size_t neighbour) {
        if (!inside || seen[neighbour] || volume.values[neighbour] < threshold) return;
        seen[neighbour] = true;
        part.push_back(neighbour);
      };
      visit(i > 0, at - 1), visit(i + 1 < row, at + 1);
      visit(j > 0, at - row), visit(j + 1 < volume.size[1], at + row);
      visit(k > 0, at - plane), visit(k + 1 < volume.size[2], at + plane);
    }
    if (part.size() >= least) continue;
    for (const std::size_t at : part) volume.values[at] = low;
  }
}

}  // namespace shareready
