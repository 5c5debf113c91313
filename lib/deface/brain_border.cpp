#include "deface/brain_border.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "deface/brain_box.hpp"
#include "image/grid.hpp"
#include "image/mask.hpp"

namespace shareready {
namespace {

constexpr std::uint8_t k_nobody = 0, k_brain = 1, k_scalp = 2;
constexpr std::size_t k_levels = 128;
// A dark line counts as darker the nearer it is to the border assumed, so that of the two tables of the skull
// the inner one is taken: share of the brain's level per mm, up to so many mm.
constexpr float k_tilt = 0.02F, k_tilt_up_to_mm = 6;
constexpr double k_smoothing_mm = 0.7;
constexpr float k_level_mm = -3;  // what lies deeper in the cavity says how bright the brain is
constexpr double k_dark_sigma_mm = 6, k_dark_grid_mm = 2.5;
constexpr float k_usual_dark = 0.2F;     // of the brain's level, where no meeting is near
constexpr float k_of_the_way_up = 0.3F;  // from bone to brain: the border
constexpr double k_bridge_mm = 1.2;      // half the width of what still connects brain with brain
constexpr double k_gap_mm = 6;           // sulci and fluid that are filled
constexpr double k_notch_mm =
    7;  // where the scalp's flood came in through a hole of the skull, as beside sinuses

struct Flood {
  std::vector<std::uint8_t> owner{};
  std::vector<std::size_t> meeting{};  // voxels of the brain's side beside the other
};

std::size_t level_of(float value) {
  const float dark = 1 - std::clamp(value, 0.0F, 1.0F);
  return static_cast<std::size_t>(std::lround(dark * static_cast<float>(k_levels - 1)));
}

// Calls `visit` with each neighbour across a face.
template <typename Visit>
void for_neighbours(const Volume& v, std::size_t at, const Visit& visit) {
  const std::array<std::size_t, 3> strides{1, v.size[0], v.size[0] * v.size[1]};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::size_t index = at / strides[axis] % v.size[axis];
    if (index > 0) visit(at - strides[axis]);
    if (index + 1 < v.size[axis]) visit(at + strides[axis]);
  }
}

Flood flood(const Volume& image, const Volume& surely, const Volume& outside_mm) {
  const auto level_at = [&](std::size_t at) {
    return level_of(image.values[at] + k_tilt * std::clamp(outside_mm.values[at], 0.0F, k_tilt_up_to_mm));
  };
  Flood out{.owner = std::vector<std::uint8_t>(image.values.size(), k_nobody)};
  std::array<std::vector<std::size_t>, k_levels> waiting{};
  for (std::size_t at = 0; at < out.owner.size(); ++at) {
    if (surely.values[at] == 0) continue;
    const bool inside = surely.values[at] == k_surely_inside;
    out.owner[at] = inside ? k_brain : k_scalp;
    waiting[inside ? 0 : level_at(at)].push_back(at);
  }
  for (std::size_t level = 0; level < k_levels; ++level) {
    for (std::size_t next = 0; next < waiting[level].size(); ++next) {  // grows while it is walked
      const std::size_t at = waiting[level][next];
      for_neighbours(image, at, [&](std::size_t beside) {
        if (out.owner[beside] != k_nobody) return;
        out.owner[beside] = out.owner[at];
        waiting[std::max(level, level_at(beside))].push_back(beside);
      });
    }
    waiting[level] = {};
  }
  for (std::size_t at = 0; at < out.owner.size(); ++at) {
    if (out.owner[at] != k_brain) continue;
    bool meets = false;
    for_neighbours(image, at, [&](std::size_t beside) { meets = meets || out.owner[beside] == k_scalp; });
    if (meets) out.meeting.push_back(at);
  }
  return out;
}

float median_inside(const Volume& image, const Volume& surely) {
  std::vector<float> values;
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    if (surely.values[at] == k_surely_inside) values.push_back(image.values[at]);
  }
  if (values.empty()) return 1;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return std::max(*middle, 1e-6F);
}

// How dark it is where the floods meet, averaged around each place.
Volume darkness(const Volume& image, const Flood& flood, int threads) {
  Volume sum = empty_like(image), weight = empty_like(image);
  for (const std::size_t at : flood.meeting) {
    float darkest = image.values[at];
    for_neighbours(image, at, [&](std::size_t beside) { darkest = std::min(darkest, image.values[beside]); });
    sum.values[at] = darkest;
    weight.values[at] = 1;
  }
  const auto steps = steps_towards(image, k_dark_grid_mm);
  sum = block_mean(sum, steps), weight = block_mean(weight, steps);
  for (Volume* v : {&sum, &weight}) smooth(*v, k_dark_sigma_mm);
  for (std::size_t at = 0; at < sum.values.size(); ++at) {
    constexpr float k_faith = 1e-6F;
    sum.values[at] = (sum.values[at] + k_faith * k_usual_dark) / (weight.values[at] + k_faith);
  }
  return resampled(sum, image, threads);
}

Volume in_units_of_brain(const BorderRequest& request, int threads) {
  Volume image = request.image;
  smooth(image, k_smoothing_mm);
  const float median = median_inside(image, request.surely);
  const Volume level = resampled(brain_level(image, request.cavity_mm, k_level_mm, median), image, threads);
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    image.values[at] /= std::max(level.values[at], 1e-6F);
  }
  return image;
}

}  // namespace

Volume find_border(const BorderRequest& request, int threads) {
  const Volume image = in_units_of_brain(request, threads);
  const auto is_core = [&](std::size_t at) { return request.surely.values[at] == k_surely_inside; };
  const Flood floods = flood(image, request.surely, request.outside_mm);
  const Volume dark = darkness(image, floods, threads);
  const Volume inside = mask_where(image, [&](std::size_t at) {
    if (floods.owner[at] != k_brain) return false;
    const float bone = dark.values[at];
    const float bound = bone + k_of_the_way_up * std::max(0.0F, 1 - bone);
    return is_core(at) || image.values[at] > bound || request.outside_mm.values[at] < 0;
  });
  const Volume seeds = mask_where(image, is_core);
  Volume brain = dilated(connected(eroded(inside, k_bridge_mm, threads), seeds), k_bridge_mm + 0.3, threads);
  for (std::size_t at = 0; at < brain.values.size(); ++at) {
    const bool assumed = floods.owner[at] == k_brain && request.outside_mm.values[at] < 0;
    brain.values[at] = assumed ? 1.0F : brain.values[at] * inside.values[at];
  }
  brain = closed(brain, k_gap_mm, threads);
  for (std::size_t at = 0; at < brain.values.size(); ++at) {
    if (floods.owner[at] != k_brain) brain.values[at] = 0;
  }
  return signed_distance_mm(closed(brain, k_notch_mm, threads), threads);
}

}  // namespace shareready
