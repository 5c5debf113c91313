#include "deface/surface_figures.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "deface/face_region.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr double k_step_mm = 2, k_grid_mm = 5;

// A way through the head in template space.
struct Ray {
  Vec3 from{}, step{};
  int steps = 0;
  [[nodiscard]] Vec3 at(int i) const {
    return {from[0] + i * step[0], from[1] + i * step[1], from[2] + i * step[2]};
  }
};

struct View {
  const Volume& image;
  const Volume& depth;
  Affine to_image, to_depth;  // template mm to voxel positions
  float level = 0;

  enum class Sight { outside, air, head };
  [[nodiscard]] Sight look_at(const Vec3& p) const {
    const Vec3 v = to_image(p);
    for (std::size_t r = 0; r < 3; ++r) {
      if (v[r] < 0 || v[r] > static_cast<double>(image.size[r] - 1)) return Sight::outside;
    }
    return sample(image, v) > level ? Sight::head : Sight::air;
  }
  [[nodiscard]] bool is_removed(const Vec3& p) const { return sample(depth, to_depth(p)) > 0; }
};

struct Hit {
  Vec3 surface{};
  bool stays = false;
  double moved_mm = 0;
};

// Where the field of view begins inside the head there is no skin: nothing.
std::optional<Hit> follow(const Ray& ray, const View& view) {
  std::optional<Hit> hit;
  int first = 0;
  bool saw_air = false;
  for (int i = 0; i < ray.steps; ++i) {
    const Vec3 p = ray.at(i);
    const View::Sight sight = view.look_at(p);
    saw_air = saw_air || sight == View::Sight::air;
    if (sight != View::Sight::head) continue;
    if (!saw_air) return std::nullopt;
    if (!hit) {
      hit = Hit{.surface = p, .stays = !view.is_removed(p)};
      first = i;
    }
    if (view.is_removed(p)) continue;
    hit->moved_mm = (i - first) * k_step_mm;
    return hit;
  }
  if (hit) hit->moved_mm = (ray.steps - first) * k_step_mm;
  return hit;
}

}  // namespace

SurfaceFigures surface_figures(const PlacedHead& placed, const Volume& depth, const TemplateData& head) {
  // What lies this deep in the region is not the region's own border; what lies this near to the cavity is no
  // skin but brain, in images that show little else, nor is what lies as deep under the anchor's skin: echo
  // planar images show no scalp.
  constexpr double k_inside_mm = 3, k_skin_mm = 11, k_deepest_skin_mm = 10;
  const Volume& image = placed.coarse;
  const Affine& template_to_image = placed.template_to_image;
  const FaceData& face = *placed.face;
  const Affine to_under_skin =
      compose(face.ras_to_under_skin_voxel, compose(placed.image_to_anchor, template_to_image));
  const auto is_skin = [&](const Vec3& p) {
    return cavity_distance_at(head, p) > k_skin_mm &&
           (!face.sees_air ||
            static_cast<double>(sample(face.under_skin, to_under_skin(p))) <= k_deepest_skin_mm);
  };
  const View view{.image = image,
                  .depth = depth,
                  .to_image = compose(inverse(image.voxel_to_ras).value_or(Affine{}), template_to_image),
                  .to_depth = compose(inverse(depth.voxel_to_ras).value_or(Affine{}), template_to_image),
                  .level = air_level(image)};
  SurfaceFigures out;
  double moved = 0, face_stays = 0, ear_stays = 0;
  for (double z = -110; z <= 0; z += k_grid_mm) {
    for (double x = -50; x <= 50; x += k_grid_mm) {
      const auto hit = follow({{x, 150, z}, {0, -k_step_mm, 0}, 90}, view);
      if (!hit || face_depth(hit->surface) < k_inside_mm || !is_skin(hit->surface)) continue;
      ++out.face_rays;
      moved += hit->moved_mm;
      face_stays += hit->stays ? 1 : 0;
    }
    for (double y = -55; y <= -5; y += k_grid_mm) {
      for (double side : {-1.0, 1.0}) {
        const auto hit = follow({{side * 120, y, z}, {-side * k_step_mm, 0, 0}, 40}, view);
        if (!hit || ear_depth(hit->surface) < k_inside_mm || !is_skin(hit->surface)) continue;
        ++out.ear_rays;
        ear_stays += hit->stays ? 1 : 0;
      }
    }
  }
  const auto faces = static_cast<double>(std::max<std::size_t>(out.face_rays, 1));
  out.face_left = face_stays / faces;
  out.front_moved_mm = moved / faces;
  out.ear_left = ear_stays / static_cast<double>(std::max<std::size_t>(out.ear_rays, 1));
  return out;
}

}  // namespace shareready
