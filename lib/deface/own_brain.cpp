#include "deface/own_brain.hpp"

#include <algorithm>
#include <cmath>

#include "deface/brain_box.hpp"
#include "deface/face_region.hpp"
#include "image/grid.hpp"
#include "image/mask.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

// How far beyond the registered cavity the brain may go; less towards the face, where thin bone lets the
// growth leak into orbits and nose, and towards the ears, where the registration errs least.
constexpr double k_own_reach_mm = 12, k_face_reach_mm = 7, k_ear_reach_mm = 4;
constexpr double k_ear_reach_slope = 0.6;  // more of it with every mm away from the ears' region
constexpr double k_half_link_mm = 2.9;     // half the width of what still connects brain with brain
constexpr double k_own_sulcus_mm = 6;
// Farther from the registered cavity lies no surface of the brain: beyond its reach by more than closing
// adds.
constexpr double k_no_surface_mm = k_own_reach_mm + 2 * k_own_sulcus_mm;
constexpr float k_darkest = 0.45F, k_brightest_brain = 1.7F;  // of the brain level nearby
// Distances to the registered cavity, negative inside: surely brain, start of growth, kept whatever it shows.
constexpr float k_own_core_mm = -8, k_seed_mm = -6, k_own_level_mm = -3, k_kept_mm = -1;

// Noise above this share of the brain's level makes tissue look full of gaps: smoothed first.
constexpr double k_much_noise = 0.15, k_noise_smoothing_mm = 2.5;
// Where growth failed (tumours, dark or noisy places) the cavity goes as far beyond the registered one as the
// brain does on average nearby.
constexpr double k_beyond_sigma_mm = 15, k_beyond_grid_mm = 4;

// The registered cavity on the image's grid.
struct Registered {
  Volume distance{};  // mm, signed
  Volume room{};      // where the subject's brain may be
  Volume in_face{};   // 1 inside the face region
};

Registered registered_cavity(const Volume& image, const TemplateData& head, const Affine& template_to_ras,
                             int threads) {
  Registered out{.distance = empty_like(image), .room = empty_like(image), .in_face = empty_like(image)};
  const Affine to_template = compose(*inverse(template_to_ras), image.voxel_to_ras);
  const double scale = std::cbrt(std::abs(determinant(template_to_ras)));
  for_each_index(image.size[2], threads, [&](std::size_t k) {
    for (std::size_t j = 0; j < image.size[1]; ++j) {
      for (std::size_t i = 0; i < image.size[0]; ++i) {
        const Vec3 p = to_template({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        const std::size_t at = offset_of(image, i, j, k);
        const double distance = scale * cavity_distance_at(head, p);
        out.distance.values[at] = static_cast<float>(distance);
        if (distance > k_no_surface_mm) continue;
        const bool in_face = face_depth(p) > 0;
        const double ear_reach = k_ear_reach_mm + k_ear_reach_slope * std::max(0.0, -scale * ear_depth(p));
        const double reach = std::min(in_face ? k_face_reach_mm : k_own_reach_mm, ear_reach);
        out.in_face.values[at] = in_face ? 1.0F : 0.0F;
        out.room.values[at] = distance < reach ? 1.0F : 0.0F;
      }
    }
  });
  return out;
}

float median_of_core(const Volume& image, const Volume& distance) {
  std::vector<float> core;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (distance.values[at] < k_own_core_mm) core.push_back(image.values[at]);
  }
  if (core.empty()) return 0;
  const auto middle = core.begin() + static_cast<std::ptrdiff_t>(core.size() / 2);
  std::nth_element(core.begin(), middle, core.end());
  return *middle;
}

// The median difference of neighbours deep in the brain, as a share of its level.
double brain_noise(const Volume& image, const Volume& distance, float median) {
  std::vector<float> differences;
  for (std::size_t at = 0; at + 1 < image.values.size(); ++at) {
    if (distance.values[at] < k_own_core_mm) {
      differences.push_back(std::abs(image.values[at + 1] - image.values[at]));
    }
  }
  if (differences.empty() || median <= 0) return 0;
  const auto middle = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
  std::nth_element(differences.begin(), middle, differences.end());
  return static_cast<double>(*middle / median);
}

// 1 at voxels of the mask that have a neighbour outside of it.
Volume surface_of(const Volume& mask) {
  Volume out = empty_like(mask);
  const std::array<std::size_t, 3> strides{1, mask.size[0], mask.size[0] * mask.size[1]};
  for (std::size_t at = 0; at < mask.values.size(); ++at) {
    if (mask.values[at] <= k_mask_level) continue;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::size_t index = at / strides[axis] % mask.size[axis];
      if ((index > 0 && mask.values[at - strides[axis]] <= k_mask_level) ||
          (index + 1 < mask.size[axis] && mask.values[at + strides[axis]] <= k_mask_level)) {
        out.values[at] = 1;
      }
    }
  }
  return out;
}

// How far the brain's surface lies beyond the registered cavity, averaged around each place.
Volume beyond_nearby(const Volume& brain, const Volume& distance) {
  const Volume surface = surface_of(brain);
  Volume beyond = empty_like(brain);
  for (std::size_t at = 0; at < brain.values.size(); ++at) {
    beyond.values[at] = surface.values[at] * std::max(distance.values[at], 0.0F);
  }
  const auto steps = steps_towards(brain, k_beyond_grid_mm);
  Volume sum = block_mean(beyond, steps), all = block_mean(surface, steps);
  for (Volume* v : {&sum, &all}) smooth(*v, k_beyond_sigma_mm);
  for (std::size_t at = 0; at < sum.values.size(); ++at) sum.values[at] /= all.values[at] + 1e-6F;
  return sum;
}

// The share of the brain's surface towards the face that lies at the limit of growth, and how far beyond the
// registered cavity all but a twentieth of it stays.
void measure_beyond(const Volume& brain, const Registered& registered, OwnBrain& out) {
  constexpr float k_limit_mm = static_cast<float>(k_face_reach_mm) - 1;
  constexpr double k_most = 0.95;
  const Volume surface = surface_of(brain);
  std::vector<float> distances;
  for (std::size_t at = 0; at < surface.values.size(); ++at) {
    if (surface.values[at] == 0 || registered.in_face.values[at] == 0) continue;
    distances.push_back(registered.distance.values[at]);
  }
  if (distances.empty()) return;
  const auto at_limit =
      std::count_if(distances.begin(), distances.end(), [](float d) { return d > k_limit_mm; });
  out.at_limit_share = static_cast<double>(at_limit) / static_cast<double>(distances.size());
  const auto at = static_cast<std::ptrdiff_t>(k_most * static_cast<double>(distances.size() - 1));
  std::nth_element(distances.begin(), distances.begin() + at, distances.end());
  out.beyond_mm = std::max(0.0, static_cast<double>(distances[static_cast<std::size_t>(at)]));
}

}  // namespace

OwnBrain find_own_brain(const Volume& image, const TemplateData& head, const Affine& template_to_ras,
                        int threads) {
  Volume box = box_around_brain(image, template_to_ras);
  const Registered registered = registered_cavity(box, head, template_to_ras, threads);
  const std::vector<float>& d = registered.distance.values;
  const float median = median_of_core(box, registered.distance);
  const double noise = brain_noise(box, registered.distance, median);
  if (noise > k_much_noise) smooth(box, k_noise_smoothing_mm);
  const Volume level = resampled(brain_level(box, registered.distance, k_own_level_mm, median), box, threads);
  const Volume tissue = mask_where(box, [&](std::size_t at) {
    const float x = box.values[at], l = level.values[at];
    return x > k_darkest * l && (x < k_brightest_brain * l || d[at] < 0);
  });
  Volume room = eroded(tissue, k_half_link_mm, threads);
  for (std::size_t at = 0; at < d.size(); ++at) {
    if (registered.room.values[at] < k_mask_level) room.values[at] = 0;
  }
  const Volume seeds = mask_where(box, [&](std::size_t at) { return d[at] < k_seed_mm; });
  const Volume grown = dilated(connected(room, seeds), k_half_link_mm + 0.2, threads);
  const Volume brain = mask_where(box, [&](std::size_t at) {
    return d[at] < k_kept_mm || (registered.room.values[at] > k_mask_level &&
                                 grown.values[at] > k_mask_level && tissue.values[at] > k_mask_level);
  });
  Volume cavity = closed(brain, k_own_sulcus_mm, threads);
  OwnBrain out{.brain_level = static_cast<double>(median), .noise = noise};
  const double voxel_ml = std::abs(determinant(box.voxel_to_ras)) / 1000;
  out.volume_ml = voxel_ml * static_cast<double>(count_of(cavity));
  measure_beyond(cavity, registered, out);
  const Volume beyond = resampled(beyond_nearby(cavity, registered.distance), box, threads);
  for (std::size_t at = 0; at < d.size(); ++at) {
    if (d[at] < beyond.values[at]) cavity.values[at] = 1;
  }
  out.distance = distance_mm(cavity, threads);
  return out;
}

}  // namespace shareready
