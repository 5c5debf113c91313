#include "image/head_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

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

// Where a row of the new grid runs through the old one: its first point and the way from each point to the
// next, in voxels of the old grid.
struct Path {
  Vec3 begin, step;
};

struct Span {
  std::size_t begin, end;
};

// Which points of a path lie in the old grid, widened by `margin` on every side.
Span points_inside(const Path& path, const Volume& from, std::size_t points, double margin) {
  double begin = 0, end = static_cast<double>(points);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double low = -margin - path.begin[axis];
    const double high = static_cast<double>(from.size[axis] - 1) + margin - path.begin[axis];
    const double step = path.step[axis];
    if (std::abs(step) < 1e-9) {
      if (low > 0 || high < 0) return {0, 0};
      continue;
    }
    begin = std::max(begin, std::ceil(std::min(low / step, high / step)));
    end = std::min(end, std::floor(std::max(low / step, high / step)) + 1);
  }
  if (!(begin < end)) return {0, 0};
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

// Trilinear along a row. Points up to half a voxel outside take the value of the edge, all others stay 0.
class RowSampler {
 public:
  explicit RowSampler(const Volume& from)
      : from_(from), stride_{1, from.size[0], from.size[0] * from.size[1]} {}

  void sample(const Path& path, std::span<float> out) const {
    constexpr double k_hair = 1e-3;  // rounding must not lead outside
    const Span near = points_inside(path, from_, out.size(), 0.5);
    Span within = points_inside(path, from_, out.size(), -k_hair);
    if (within.begin >= within.end) within = {near.end, near.end};
    for (std::size_t i = near.begin; i < within.begin; ++i) out[i] = at_edge(path, i);
    for (std::size_t i = within.begin; i < within.end; ++i) out[i] = at_inside(path, i);
    for (std::size_t i = within.end; i < near.end; ++i) out[i] = at_edge(path, i);
  }

 private:
  [[nodiscard]] float at_inside(const Path& path, std::size_t i) const {
    const auto n = static_cast<double>(static_cast<std::int32_t>(i));
    const double x = path.begin[0] + n * path.step[0];
    const double y = path.begin[1] + n * path.step[1];
    const double z = path.begin[2] + n * path.step[2];
    const auto xi = static_cast<std::int32_t>(x), yi = static_cast<std::int32_t>(y),
               zi = static_cast<std::int32_t>(z);
    const std::size_t base = static_cast<std::size_t>(xi) + static_cast<std::size_t>(yi) * stride_[1] +
                             static_cast<std::size_t>(zi) * stride_[2];
    return mix_cell(base, stride_,
                    {static_cast<float>(x - xi), static_cast<float>(y - yi), static_cast<float>(z - zi)});
  }

  [[nodiscard]] float at_edge(const Path& path, std::size_t i) const {
    std::array<std::size_t, 3> step{};
    std::array<float, 3> part{};
    std::size_t base = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto last = static_cast<double>(from_.size[axis] - 1);
      const double at = std::clamp(path.begin[axis] + static_cast<double>(i) * path.step[axis], 0.0, last);
      const auto low = static_cast<std::size_t>(at);
      part[axis] = static_cast<float>(at - static_cast<double>(low));
      step[axis] = low + 1 < from_.size[axis] ? stride_[axis] : 0;
      base += low * stride_[axis];
    }
    return mix_cell(base, step, part);
  }

  [[nodiscard]] float mix_cell(std::size_t base, const std::array<std::size_t, 3>& step,
                               const std::array<float, 3>& part) const {
    const float* const v = from_.values.data() + base;
    const auto along_x = [&](std::size_t at) { return v[at] + part[0] * (v[at + step[0]] - v[at]); };
    const auto along_y = [&](std::size_t at) {
      const float first = along_x(at);
      return first + part[1] * (along_x(at + step[1]) - first);
    };
    const float first = along_y(0);
    return first + part[2] * (along_y(step[2]) - first);
  }

  const Volume& from_;
  std::array<std::size_t, 3> stride_;
};

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
  const RowSampler sampler(from);
  const Vec3 step{to_source.rows[0][0], to_source.rows[1][0], to_source.rows[2][0]};
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      const Path path{to_source(Vec3{0, static_cast<double>(j), static_cast<double>(k)}), step};
      sampler.sample(path, std::span(out.values).subspan(out.size[0] * (j + out.size[1] * k), out.size[0]));
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

}  // namespace shareready
