#include "image/mutual_information.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace shareready {
namespace {

constexpr std::size_t k_air_bins = 4;

float quantile(std::vector<float>& values, double share) {
  const auto at = static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

// Equal shares alone blow up the noise of a wide plateau, equal widths alone waste bins on a few bright
// voxels.
std::vector<float> head_edges(const Volume& image, float level) {
  constexpr double k_top_share = 0.99;
  std::vector<float> head;
  for (float x : image.values) {
    if (x > level) head.push_back(x);
  }
  if (head.empty()) head.push_back(level + 1);
  std::sort(head.begin(), head.end());
  const auto at = [&](double share) {
    return head[static_cast<std::size_t>(static_cast<double>(head.size() - 1) * share)];
  };
  const std::size_t count = k_histogram_bins - k_air_bins;
  const float low = head.front(), high = at(k_top_share);
  std::vector<float> edges;
  for (std::size_t i = 0; i <= count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count);
    const float width = low + static_cast<float>(share) * (high - low);
    edges.push_back(0.5F * at(std::min(share, k_top_share)) + 0.5F * width);
  }
  return edges;
}

float bin_position(float x, const std::vector<float>& edges) {
  constexpr float k_top = static_cast<float>(k_histogram_bins - 1) - 1e-3F;
  const auto after = std::upper_bound(edges.begin(), edges.end(), x) - edges.begin();
  const auto bin = static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(after - 1, 0, static_cast<std::ptrdiff_t>(edges.size()) - 2));
  const float width = edges[bin + 1] - edges[bin];
  const float part = width > 0 ? std::clamp((x - edges[bin]) / width, 0.0F, 1.0F) : 0.0F;
  return std::min(k_top, static_cast<float>(k_air_bins + bin) + part);
}

double information(const std::vector<float>& joint, std::size_t kinds, double total) {
  std::array<double, k_histogram_bins> columns{};
  double sum = 0;
  const auto add = [&](double weight, double sign) {
    if (weight > 1e-6) sum += sign * weight * std::log(weight);
  };
  for (std::size_t row = 0; row < kinds; ++row) {
    double row_sum = 0;
    for (std::size_t column = 0; column < k_histogram_bins; ++column) {
      const auto weight = static_cast<double>(joint[row * k_histogram_bins + column]);
      row_sum += weight;
      columns[column] += weight;
      add(weight, 1);
    }
    add(row_sum, -1);
  }
  for (double weight : columns) add(weight, -1);
  return sum / total + std::log(total);
}

struct FloatAffine {
  std::array<float, 12> m{};
  explicit FloatAffine(const Affine& a) {
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t c = 0; c < 4; ++c) m[4 * r + c] = static_cast<float>(a.rows[r][c]);
    }
  }
};

}  // namespace

SamplePoints thinned(const SamplePoints& points, std::size_t step) {
  SamplePoints out{.kinds = points.kinds};
  for (std::size_t i = 0; i < points.count(); i += step) {
    out.x.push_back(points.x[i]);
    out.y.push_back(points.y[i]);
    out.z.push_back(points.z[i]);
    out.kind.push_back(points.kind[i]);
  }
  return out;
}

Volume binned(const Volume& image, float level) {
  const std::vector<float> edges = head_edges(image, level);
  const float low = *std::min_element(image.values.begin(), image.values.end());
  const float air_width = std::max(level - low, 1e-6F);
  Volume out = image;
  for (float& x : out.values) {
    x = x > level ? bin_position(x, edges)
                  : static_cast<float>(k_air_bins) * std::clamp((x - low) / air_width, 0.0F, 1.0F);
  }
  return out;
}

Match match(const SamplePoints& points, const Volume& bins, const Affine& to_voxel) {
  constexpr std::size_t k_least_points = 50;
  const std::array<float, 12> m = FloatAffine(to_voxel).m;
  std::vector<float> joint(points.kinds * k_histogram_bins, 0.0F);
  const auto nx = static_cast<float>(bins.size[0] - 1), ny = static_cast<float>(bins.size[1] - 1),
             nz = static_cast<float>(bins.size[2] - 1);
  const std::size_t sy = bins.size[0], sz = bins.size[0] * bins.size[1];
  std::size_t inside = 0;
  for (std::size_t q = 0; q < points.count(); ++q) {
    const float px = points.x[q], py = points.y[q], pz = points.z[q];
    const float x = m[0] * px + m[1] * py + m[2] * pz + m[3], y = m[4] * px + m[5] * py + m[6] * pz + m[7],
                z = m[8] * px + m[9] * py + m[10] * pz + m[11];
    if (!(x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz)) continue;
    const auto i = static_cast<std::uint32_t>(x), j = static_cast<std::uint32_t>(y),
               k = static_cast<std::uint32_t>(z);
    const float fx = x - static_cast<float>(i), fy = y - static_cast<float>(j),
                fz = z - static_cast<float>(k);
    const float* v = bins.values.data() + k * sz + j * sy + i;
    const float a = v[0] + (v[1] - v[0]) * fx, b = v[sy] + (v[sy + 1] - v[sy]) * fx,
                c = v[sz] + (v[sz + 1] - v[sz]) * fx, d = v[sz + sy] + (v[sz + sy + 1] - v[sz + sy]) * fx;
    const float e = a + (b - a) * fy, f = c + (d - c) * fy;
    const float value = e + (f - e) * fz;
    const auto bin = static_cast<std::uint32_t>(value);
    const float part = value - static_cast<float>(bin);
    float* cell = joint.data() + points.kind[q] * k_histogram_bins + bin;
    cell[0] += 1 - part;
    cell[1] += part;
    ++inside;
  }
  Match result{.overlap = static_cast<double>(inside) /
                          static_cast<double>(std::max<std::size_t>(points.count(), 1))};
  if (inside >= k_least_points)
    result.information = information(joint, points.kinds, static_cast<double>(inside));
  return result;
}

float air_level(const Volume& image) {
  constexpr std::size_t k_bins = 256;
  constexpr double k_low_share = 0.001, k_high_share = 0.995;
  std::vector<float> values = image.values;
  const float low = quantile(values, k_low_share);
  const float range = std::max(quantile(values, k_high_share) - low, 1e-6F);
  std::array<double, k_bins> histogram{};
  for (float x : image.values) {
    const float root = std::sqrt(std::clamp((x - low) / range, 0.0F, 1.0F));
    histogram[static_cast<std::size_t>(root * static_cast<float>(k_bins - 1))] += 1;
  }
  double total = 0, sum = 0;
  for (std::size_t i = 0; i < k_bins; ++i) {
    total += histogram[i];
    sum += static_cast<double>(i) * histogram[i];
  }
  double below = 0, below_sum = 0, best = -1;
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < k_bins; ++i) {
    below += histogram[i];
    below_sum += static_cast<double>(i) * histogram[i];
    const double above = total - below;
    if (below <= 0 || above <= 0) continue;
    const double gap = below_sum / below - (sum - below_sum) / above;
    if (below * above * gap * gap > best) {
      best = below * above * gap * gap;
      at = i;
    }
  }
  const float root = (static_cast<float>(at) + 0.5F) / static_cast<float>(k_bins - 1);
  return low + range * root * root;
}

}  // namespace shareready
