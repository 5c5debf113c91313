#include "deface/brain_profiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "image/grid.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr double k_profile_smoothing_mm = 0.6;
// The brain's level: the median between these depths, and then among as many neighbours.
constexpr double k_level_from_mm = -13, k_level_to_mm = -5;
constexpr std::size_t k_level_neighbours = 80;

double squared_distance(const Vec3& a, const Vec3& b) {
  double sum = 0;
  for (std::size_t r = 0; r < 3; ++r) sum += (a[r] - b[r]) * (a[r] - b[r]);
  return sum;
}

// The way out in scanner coordinates, of length 1: normals go by the inverse transposed.
Vec3 outward_in_image(const Affine& ras_to_template, const Vec3& outward) {
  Vec3 out{};
  double length_sq = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t r = 0; r < 3; ++r) out[c] += outward[r] * ras_to_template.rows[r][c];
    length_sq += out[c] * out[c];
  }
  for (double& x : out) x /= std::sqrt(std::max(length_sq, 1e-12));
  return out;
}

bool is_inside(const Volume& image, const Vec3& voxel) {
  for (std::size_t r = 0; r < 3; ++r) {
    if (voxel[r] < -0.5 || voxel[r] > static_cast<double>(image.size[r]) - 0.5) return false;
  }
  return true;
}

std::size_t sample_at(double depth_mm) {
  return static_cast<std::size_t>(std::lround((depth_mm - k_profile_first_mm) / k_profile_step_mm));
}

void divide_by_level(BrainProfiles& profiles, int threads) {
  const std::size_t first = sample_at(k_level_from_mm), last = sample_at(k_level_to_mm);
  std::vector<float> own(profiles.count()), level(profiles.count());
  for (std::size_t p = 0; p < profiles.count(); ++p) {
    const float* row = profiles.values.data() + p * k_profile_samples;
    std::vector<float> inner(row + first, row + last + 1);
    own[p] = middle_of(inner);
  }
  const std::vector<std::uint32_t> neighbours = neighbours_of(profiles.points, threads);
  for (std::size_t p = 0; p < profiles.count(); ++p) {
    std::vector<float> near;
    near.reserve(k_level_neighbours);
    for (std::size_t n = 0; n < k_level_neighbours && n < profiles.count(); ++n) {
      near.push_back(own[neighbours[p * k_most_neighbours + n]]);
    }
    level[p] = std::max(middle_of(near), 1e-6F);
  }
  for (std::size_t at = 0; at < profiles.values.size(); ++at) {
    profiles.values[at] /= level[at / k_profile_samples];
  }
}

}  // namespace

float middle_of(std::span<float> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<std::uint32_t> neighbours_of(const std::vector<SurfacePoint>& points, int threads) {
  std::vector<std::uint32_t> out(points.size() * k_most_neighbours, 0);
  for_each_index(points.size(), threads, [&](std::size_t p) {
    std::vector<std::pair<double, std::uint32_t>> others(points.size());
    for (std::size_t q = 0; q < points.size(); ++q) {
      others[q] = {squared_distance(points[p].place, points[q].place), static_cast<std::uint32_t>(q)};
    }
    const std::size_t kept = std::min(k_most_neighbours, others.size());
    std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(kept), others.end());
    for (std::size_t n = 0; n < kept; ++n) out[p * k_most_neighbours + n] = others[n].second;
  });
  return out;
}

BrainProfiles brain_profiles(const Volume& image, const TemplateData& head, const Affine& template_to_ras,
                             int threads) {
  BrainProfiles out{.points = cavity_surface(head)};
  out.values.assign(out.count() * k_profile_samples, 0);
  out.in_view.assign(out.values.size(), 0);
  Volume soft = image;
  smooth(soft, k_profile_smoothing_mm);
  const Affine to_voxel = inverse(soft.voxel_to_ras).value_or(Affine{});
  const Affine to_template = inverse(template_to_ras).value_or(Affine{});
  for (std::size_t p = 0; p < out.count(); ++p) {
    const Vec3 start = template_to_ras(out.points[p].place);
    const Vec3 way = outward_in_image(to_template, out.points[p].outward);
    for (std::size_t s = 0; s < k_profile_samples; ++s) {
      const double depth = k_profile_first_mm + k_profile_step_mm * static_cast<double>(s);
      const Vec3 voxel =
          to_voxel({start[0] + depth * way[0], start[1] + depth * way[1], start[2] + depth * way[2]});
      const std::size_t at = p * k_profile_samples + s;
      out.in_view[at] = is_inside(soft, voxel) ? 1 : 0;
      out.values[at] = sample(soft, voxel);
    }
  }
  divide_by_level(out, threads);
  return out;
}

}  // namespace shareready
