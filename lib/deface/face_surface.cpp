#include "deface/face_surface.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "deface/face_region.hpp"

namespace shareready {
namespace {

constexpr double k_ray_step_mm = 4;
constexpr double k_sample_step_mm = 2;
constexpr double k_front_y = 110;  // in front of any nose
constexpr double k_half_width = 44;
constexpr double k_upper_z_from = -66, k_upper_z_to = -18;   // from the middle of the nose to the eyebrows
constexpr double k_lower_z_from = -110, k_lower_z_to = -70;  // from the chin to the tip of the nose
constexpr double k_least_depth_mm = 24;                      // in front of the back border of the face
constexpr double k_least_from_brain_mm = 12;
constexpr std::size_t k_fewest_samples = 3;  // of a ray within the field of view
constexpr double k_upper_level = 0.12,
                 k_lower_level = 0.2;  // of the brain: vitreous body is dark, lips are not
constexpr double k_space_depth_mm = 4;
constexpr double k_nose_z_from = -112, k_nose_z_to = -60, k_nose_front_y = 150, k_nose_back_y = 30;
constexpr double k_ear_y_from = -48, k_ear_y_to = -8, k_ear_z_from = -88, k_ear_z_to = -32, k_ear_far_x = 120,
                 k_widest_head_x = 87;
constexpr double k_least_mode_share = 0.05;  // below, no value stands for 'removed'

struct VoxelIndex {
  std::size_t i, j, k;
};

std::optional<VoxelIndex> voxel_at(const Volume& volume, const Vec3& position) {
  std::array<std::size_t, 3> index{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double rounded = std::round(position[axis]);
    if (!(rounded >= 0) || rounded >= static_cast<double>(volume.size[axis])) return std::nullopt;
    index[axis] = static_cast<std::size_t>(rounded);
  }
  return VoxelIndex{index[0], index[1], index[2]};
}

class SurfaceMeasure {
 public:
  SurfaceMeasure(const Volume& coarse, const HeadPlace& place)
      : coarse_(coarse), place_(place), ras_to_voxel_(inverse(coarse.voxel_to_ras).value_or(Affine{})) {}

  FaceSurface run() {
    FaceSurface surface;
    surface.constant_share = find_base_value();
    brain_level_ = find_brain_level();
    surface.upper_share = share_of({k_upper_z_from, k_upper_z_to, k_upper_level}, surface.upper_rays);
    surface.lower_share = share_of({k_lower_z_from, k_lower_z_to, k_lower_level}, surface.lower_rays);
    for (double z = k_nose_z_from; z <= k_nose_z_to; z += k_ray_step_mm) {
      surface.nose_mm = std::max(surface.nose_mm, nose_at(z));
    }
    surface.ear_share = std::max(ear_share(-1), ear_share(1));
    return surface;
  }

 private:
  struct Window {
    double z_from, z_to, level;
  };

  [[nodiscard]] std::optional<float> value_at(const Vec3& template_point) const {
    const auto voxel = voxel_at(coarse_, ras_to_voxel_(place_.template_to_ras(template_point)));
    return voxel ? std::optional(coarse_.at(voxel->i, voxel->j, voxel->k)) : std::nullopt;
  }

  [[nodiscard]] double distance_from_brain(const Vec3& template_point) const {
    const auto voxel =
        voxel_at(place_.cavity_mm, place_.ras_to_cavity(place_.template_to_ras(template_point)));
    constexpr double k_far = 1000;  // outside of the box around the head
    return voxel ? static_cast<double>(place_.cavity_mm.at(voxel->i, voxel->j, voxel->k)) : k_far;
  }

  // The most frequent value of the face's space, where it is frequent enough to be a removal's; else 0.
  double find_base_value() {
    std::map<float, std::size_t> counts;
    std::size_t all = 0;
    for (double x = -60; x <= 60; x += k_ray_step_mm) {
      for (double z = -120; z <= 0; z += k_ray_step_mm) {
        for (double y = 20; y <= 120; y += k_ray_step_mm) {
          const Vec3 point{x, y, z};
          if (face_depth(point) < k_space_depth_mm) continue;
          const auto value = value_at(point);
          if (!value) continue;
          ++counts[*value];
          ++all;
        }
      }
    }
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (all == 0) return 0;
    const double share = static_cast<double>(most->second) / static_cast<double>(all);
    base_value_ = share >= k_least_mode_share ? most->first : 0;
    return share;
  }

  // The median distance of brain values from the base value.
  [[nodiscard]] double find_brain_level() const {
    std::vector<double> levels;
    for (double x = -50; x <= 50; x += 2 * k_ray_step_mm) {
      for (double y = -70; y <= 40; y += 2 * k_ray_step_mm) {
        for (double z = 0; z <= 60; z += 2 * k_ray_step_mm) {
          const Vec3 point{x, y, z};
          const auto value = value_at(point);
          if (value && distance_from_brain(point) <= 0)
            levels.push_back(std::abs(static_cast<double>(*value - base_value_)));
        }
      }
    }
    if (levels.empty()) return 0;
    const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
    std::nth_element(levels.begin(), middle, levels.end());
    return *middle;
  }

  struct Ray {
    bool counts = false;
    bool meets_tissue = false;
  };

  [[nodiscard]] Ray look(double x, double z, double threshold) const {
    std::size_t samples = 0;
    bool met = false;
    for (double y = k_front_y; face_depth({x, y, z}) >= k_least_depth_mm; y -= k_sample_step_mm) {
      const Vec3 point{x, y, z};
      const auto value = value_at(point);
      if (!value || distance_from_brain(point) < k_least_from_brain_mm) continue;
      ++samples;
      met = met || std::abs(static_cast<double>(*value - base_value_)) > threshold;
    }
    return {samples >= k_fewest_samples, met};
  }

  [[nodiscard]] double share_of(const Window& window, std::size_t& rays) const {
    std::size_t met = 0;
    for (double x = -k_half_width; x <= k_half_width; x += k_ray_step_mm) {
      for (double z = window.z_from; z <= window.z_to; z += k_ray_step_mm) {
        const Ray ray = look(x, z, window.level * brain_level_);
        rays += ray.counts ? 1 : 0;
        met += ray.counts && ray.meets_tissue ? 1 : 0;
      }
    }
    return rays == 0 ? 0 : static_cast<double>(met) / static_cast<double>(rays);
  }

  // The front surface's y at a place of the face; nothing where the field of view shows none.
  [[nodiscard]] std::optional<double> front_at(double x, double z) const {
    for (double y = k_nose_front_y; y >= k_nose_back_y; y -= k_sample_step_mm) {
      const auto value = value_at({x, y, z});
      if (value && std::abs(static_cast<double>(*value - base_value_)) > k_lower_level * brain_level_)
        return y;
    }
    return std::nullopt;
  }

  [[nodiscard]] double nose_at(double z) const {
    double middle = k_nose_back_y, sides = 0;
    for (double x : {-4.0, 0.0, 4.0}) {
      const auto y = front_at(x, z);
      if (!y) return 0;
      middle = std::max(middle, *y);
    }
    constexpr std::array k_beside{-24.0, -20.0, -16.0, 16.0, 20.0, 24.0};
    for (double x : k_beside) {
      const auto y = front_at(x, z);
      if (!y) return 0;
      sides += *y / static_cast<double>(k_beside.size());
    }
    return middle - sides;
  }

  // Of the rays from one side towards the ear, how many meet tissue out there.
  [[nodiscard]] double ear_share(double side) const {
    double met = 0, all = 0;
    for (double z = k_ear_z_from; z <= k_ear_z_to; z += k_ray_step_mm) {
      for (double y = k_ear_y_from; y <= k_ear_y_to; y += k_ray_step_mm) {
        bool meets = false;
        for (double x = k_ear_far_x; x >= k_widest_head_x; x -= k_sample_step_mm) {
          const auto value = value_at({side * x, y, z});
          meets = meets || (value && std::abs(static_cast<double>(*value - base_value_)) >
                                         k_lower_level * brain_level_);
        }
        met += meets ? 1 : 0;
        all += 1;
      }
    }
    return met / all;
  }

  const Volume& coarse_;
  const HeadPlace& place_;
  Affine ras_to_voxel_;
  float base_value_ = 0;
  double brain_level_ = 0;
};

}  // namespace

FaceSurface measure_face_surface(const Volume& coarse, const HeadPlace& place) {
  return SurfaceMeasure(coarse, place).run();
}

}  // namespace shareready
