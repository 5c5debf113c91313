#include "deface/surface_figures.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "deface/face_region.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr double k_step_mm = 2, k_figure_grid_mm = 5;

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

// Whether the new surface follows the skin so closely that it shows its shape: parts of the head stay nearby.
// share/face_parts.tsv is measured with 2 mm; on the coarse grid a ray meets the skin up to 2 mm before it is
// there.
bool is_followed(const Vec3& skin, const View& view) {
  constexpr double k_follows_mm = 3;
  for (double x : {-1.0, 0.0, 1.0}) {
    for (double y : {-1.0, 0.0, 1.0}) {
      for (double z : {-1.0, 0.0, 1.0}) {
        const double step = k_follows_mm / std::max(1.0, std::hypot(x, y, z));
        const Vec3 p{skin[0] + step * x, skin[1] + step * y, skin[2] + step * z};
        if (view.look_at(p) == View::Sight::head && !view.is_removed(p)) return true;
      }
    }
  }
  return false;
}

// Rays on the skin of a part of the face.
struct SkinCount {
  std::size_t rays = 0, followed = 0;
  void add(const Vec3& skin, const View& view) {
    ++rays;
    followed += is_followed(skin, view) ? 1 : 0;
  }
  [[nodiscard]] double share() const {
    return rays == 0 ? 0 : static_cast<double>(followed) / static_cast<double>(rays);
  }
};

// Forehead and auricle as share/face_parts.tsv has them.
bool in_forehead(const Vec3& p) { return std::abs(p[0]) <= 50 && p[1] >= 40 && p[2] >= -35 && p[2] <= -1; }
bool in_auricle(const Vec3& p) {
  return std::hypot((std::abs(p[0]) - 85) / 18, (p[1] + 28) / 31, (p[2] + 56) / 48) <= 1;
}

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

// What lies under a place of the surface.
struct Below {
  const FaceData& face;
  const TemplateData& head;
  bool is_own_place = false;       // the template was registered to this image
  Affine to_under_skin, to_brain;  // template mm to voxel positions

  Below(const PlacedHead& placed, const TemplateData& template_head)
      : face(*placed.face), head(template_head), is_own_place(placed.by == PlacedBy::itself) {
    const Affine to_anchor = compose(placed.image_to_anchor, placed.template_to_image);
    to_under_skin = compose(face.ras_to_under_skin_voxel, to_anchor);
    to_brain = compose(face.ras_to_brain_voxel, to_anchor);
  }
  // What lies this near to the registered cavity is no skin but brain, in images that show little else, nor
  // is what lies as deep under the anchor's skin: echo planar images show no scalp.
  [[nodiscard]] bool is_skin(const Vec3& p) const {
    constexpr double k_front_skin_mm = 11, k_deepest_skin_mm = 10;
    if (cavity_distance_at(head, p) <= k_front_skin_mm) return false;
    return !face.sees_air ||
           static_cast<double>(sample(face.under_skin, to_under_skin(p))) <= k_deepest_skin_mm;
  }
  // Whether the surface is skin, as far as the image shows it: one that follows the anchor is cut as the
  // anchor is, and echo planar images show no scalp (0.13 and 0.19 of the brain). Nearer than `least_mm` to
  // the subject's own brain it must be the edge of the field of view or another program's cut.
  [[nodiscard]] bool is_own_skin(const Vec3& p, double least_mm) const {
    constexpr double k_scalp_level = 0.22;
    return is_own_place && face.scalp_level >= k_scalp_level &&
           static_cast<double>(sample(face.brain.distance, to_brain(p))) >= least_mm;
  }
};

constexpr double k_least_forehead_mm = 6, k_least_ear_mm = 4.5;  // from the brain to the skin
constexpr double k_inside_mm = 3;  // what lies this deep in a region is not the region's own border

void look_from_front(const View& view, const Below& below, SurfaceFigures& out) {
  SkinCount forehead;
  double moved = 0, stays = 0;
  for (double z = -110; z <= 0; z += k_figure_grid_mm) {
    for (double x = -50; x <= 50; x += k_figure_grid_mm) {
      const auto hit = follow({{x, 150, z}, {0, -k_step_mm, 0}, 90}, view);
      if (!hit) continue;
      if (in_forehead(hit->surface) && below.is_own_skin(hit->surface, k_least_forehead_mm))
        forehead.add(hit->surface, view);
      if (face_depth(hit->surface) < k_inside_mm || !below.is_skin(hit->surface)) continue;
      ++out.face_rays;
      moved += hit->moved_mm;
      stays += hit->stays ? 1 : 0;
    }
  }
  const auto rays = static_cast<double>(std::max<std::size_t>(out.face_rays, 1));
  out.face_left = stays / rays;
  out.front_moved_mm = moved / rays;
  out.forehead_rays = forehead.rays;
  out.forehead_skin_left = forehead.share();
}

void look_from_sides(const View& view, const Below& below, SurfaceFigures& out) {
  SkinCount auricle;
  double stays = 0;
  for (double z = -110; z <= 0; z += k_figure_grid_mm) {
    for (double y = -55; y <= -5; y += k_figure_grid_mm) {
      for (double side : {-1.0, 1.0}) {
        const auto hit = follow({{side * 120, y, z}, {-side * k_step_mm, 0, 0}, 40}, view);
        if (!hit) continue;
        if (in_auricle(hit->surface) && below.is_own_skin(hit->surface, k_least_ear_mm))
          auricle.add(hit->surface, view);
        if (ear_depth(hit->surface) < k_inside_mm || !below.is_skin(hit->surface)) continue;
        ++out.ear_rays;
        stays += hit->stays ? 1 : 0;
      }
    }
  }
  out.ear_left = stays / static_cast<double>(std::max<std::size_t>(out.ear_rays, 1));
  out.ear_skin_rays = auricle.rays;
  out.ear_skin_left = auricle.share();
}

// Where noise makes the air half as bright as the level that parts it from the head, a head that matches the
// template below this was placed 17 mm beside its place and more, or kept its ears (docs/adr/0005, noise).
constexpr double k_bright_air = 0.5, k_unsure_score = 0.55;

// Otsu's level on roots lies halfway between the roots of air and head: at a quarter of the head where air is
// dark, but up to half of the way where it is noise, so that skin seems to lie deeper than it does.
struct NoiseLevel {
  double air_share = 0;  // of the level
  float level = 0;       // a quarter of the way from air to head
};

NoiseLevel noise_level(const Volume& image, float level) {
  constexpr double k_of_the_way = 0.25;  // from air to head
  double air = 0, air_count = 0, head = 0, head_count = 0;
  for (const float x : image.values) {
    const double root = std::sqrt(std::max(0.0, static_cast<double>(x)));
    (x < level ? air : head) += root;
    (x < level ? air_count : head_count) += 1;
  }
  air = std::pow(air / std::max(air_count, 1.0), 2);
  head = std::pow(head / std::max(head_count, 1.0), 2);
  return {level > 0 ? air / static_cast<double>(level) : 0,
          std::min(level, static_cast<float>(air + k_of_the_way * (head - air)))};
}

// The ears' skin again where noise lifts the level, of heads whose place is sure. Noise above the lower level
// hides skin: then nothing.
std::optional<double> ear_skin_left_in_noise(const View& view, const NoiseLevel& noise, const Below& below,
                                             std::size_t rays) {
  constexpr double k_noise = 0.1, k_least_score = 0.6, k_seen = 0.9;
  if (noise.air_share < k_noise || below.face.found.pose.score < k_least_score) return std::nullopt;
  View lower = view;
  lower.level = noise.level;
  SurfaceFigures again;
  look_from_sides(lower, below, again);
  if (static_cast<double>(again.ear_skin_rays) < k_seen * static_cast<double>(rays)) return std::nullopt;
  return again.ear_skin_left;
}

}  // namespace

SurfaceFigures surface_figures(const PlacedHead& placed, const Volume& depth, const TemplateData& head) {
  const Volume& image = placed.coarse;
  const View view{
      .image = image,
      .depth = depth,
      .to_image = compose(inverse(image.voxel_to_ras).value_or(Affine{}), placed.template_to_image),
      .to_depth = compose(inverse(depth.voxel_to_ras).value_or(Affine{}), placed.template_to_image),
      .level = air_level(image)};
  const Below below(placed, head);
  SurfaceFigures out;
  look_from_front(view, below, out);
  look_from_sides(view, below, out);
  const NoiseLevel noise = noise_level(image, view.level);
  out.ear_skin_left_in_noise = ear_skin_left_in_noise(view, noise, below, out.ear_skin_rays);
  out.air_share = noise.air_share;
  // Half as much of the ears' skin counts then: the supine head, inverted in noise of 10 and 15 %, kept 10
  // and 11 % of its ears with a share of 0.03 (docs/adr/0005, noise).
  constexpr double k_noisy_air = 0.3, k_poor_match = 0.6;
  out.are_ears_unsure = noise.air_share >= k_noisy_air && placed.face->found.pose.score < k_poor_match;
  out.is_place_unsure = noise.air_share >= k_bright_air && placed.face->found.pose.score < k_unsure_score;
  return out;
}

}  // namespace shareready
