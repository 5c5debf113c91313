#include "image/surface.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace shareready {
namespace {

constexpr float k_none = -1.0F;

float mix(float from, float to, float part) { return from + part * (to - from); }

// A volume seen along one axis: `depth` counts grid steps from the viewer, `u` from left to right, `v` along
// z.
struct Camera {
  const Volume& volume;
  std::size_t depth_axis;  // 0 or 1
  bool from_high_end;      // the viewer stands where the depth axis is large
  bool u_reversed;         // left in the picture is where the u axis is large

  [[nodiscard]] std::size_t u_axis() const { return 1 - depth_axis; }
  [[nodiscard]] std::size_t depth_cells() const { return volume.size[depth_axis]; }
  [[nodiscard]] std::size_t u_cells() const { return volume.size[u_axis()]; }
  [[nodiscard]] std::size_t stride(std::size_t axis) const {
    return axis == 0 ? 1 : axis == 1 ? volume.size[0] : volume.size[0] * volume.size[1];
  }
  // Along the ray through grid column (u, v): the value `depth` steps from the viewer.
  [[nodiscard]] float at(std::size_t u, std::size_t v, std::size_t depth) const {
    const std::size_t along = from_high_end ? depth_cells() - 1 - depth : depth;
    return volume.values[u * stride(u_axis()) + v * stride(2) + along * stride(depth_axis)];
  }
};

Camera camera_for(const Volume& volume, SurfaceView view) {
  switch (view) {
    case SurfaceView::front:
      return {volume, 1, true, true};
    case SurfaceView::left:
      return {volume, 0, false, true};
    case SurfaceView::right:
      return {volume, 0, true, false};
  }
  return {volume, 1, true, true};
}

// For each grid column the depth of the first voxel above the threshold, or the number of cells where none
// is.
std::vector<std::size_t> first_hits(const Camera& camera, float threshold) {
  const std::size_t width = camera.u_cells(), height = camera.volume.size[2];
  std::vector<std::size_t> hits(width * height, camera.depth_cells());
  for (std::size_t v = 0; v < height; ++v) {
    for (std::size_t u = 0; u < width; ++u) {
      for (std::size_t depth = 0; depth < camera.depth_cells(); ++depth) {
        if (camera.at(u, v, depth) < threshold) continue;
        hits[u + width * v] = depth;
        break;
      }
    }
  }
  return hits;
}

// Four grid columns around a ray and how much each counts.
struct Ray {
  std::size_t u, v, u_next, v_next;
  float u_part, v_part;

  [[nodiscard]] float value(const Camera& camera, std::size_t depth) const {
    const float low = mix(camera.at(u, v, depth), camera.at(u_next, v, depth), u_part);
    const float high = mix(camera.at(u, v_next, depth), camera.at(u_next, v_next, depth), u_part);
    return mix(low, high, v_part);
  }
};

// Depth of the surface in grid steps, or k_none. No value on a ray passes the threshold before one of its
// four columns does, so the search begins there.
float surface_depth(const Camera& camera, const std::vector<std::size_t>& hits, const Ray& ray,
                    float threshold) {
  const std::size_t width = camera.u_cells();
  const std::size_t begin =
      std::min({hits[ray.u + width * ray.v], hits[ray.u_next + width * ray.v],
                hits[ray.u + width * ray.v_next], hits[ray.u_next + width * ray.v_next]});
  float previous = 0;
  for (std::size_t depth = begin; depth < camera.depth_cells(); ++depth) {
    const float value = ray.value(camera, depth);
    if (value >= threshold) {
      if (depth == 0) return 0;
      if (depth == begin) previous = ray.value(camera, depth - 1);
      const float rise = value - previous;
      const float part = rise > 0 ? (threshold - previous) / rise : 1.0F;
      return static_cast<float>(depth) - 1.0F + std::clamp(part, 0.0F, 1.0F);
    }
    previous = value;
  }
  return k_none;
}

struct DepthMap {
  std::size_t pixels;
  std::vector<float> mm;  // from the viewer's edge of the grid; k_none where nothing is

  [[nodiscard]] float at(std::size_t x, std::size_t y) const { return mm[x + pixels * y]; }
};

// The grid coordinate along `axis` of a pixel `offset` steps from the middle of the picture.
double grid_coordinate(const HeadGrid& head, std::size_t axis, double centre_mm, double offset_mm) {
  return (centre_mm + offset_mm - head.volume.voxel_to_ras.rows[axis][3]) / head.spacing_mm;
}

DepthMap measure_depth(const HeadGrid& head, const Camera& camera, const Viewpoint& viewpoint,
                       std::size_t pixels) {
  const std::vector<std::size_t> hits = first_hits(camera, viewpoint.threshold);
  DepthMap map{pixels, std::vector<float>(pixels * pixels, k_none)};
  const double pixel_mm = viewpoint.side_mm / static_cast<double>(pixels);
  const double centre_u = camera.u_axis() == 0 ? viewpoint.frame_centre.x : viewpoint.frame_centre.y;
  const double last_u = static_cast<double>(camera.u_cells() - 1);
  const double last_v = static_cast<double>(head.volume.size[2] - 1);
  for (std::size_t y = 0; y < pixels; ++y) {
    const double down = (static_cast<double>(y) + 0.5) * pixel_mm - viewpoint.side_mm / 2;
    const double v = grid_coordinate(head, 2, viewpoint.frame_centre.z, -down);
    if (v < 0 || v > last_v) continue;
    for (std::size_t x = 0; x < pixels; ++x) {
      const double across = (static_cast<double>(x) + 0.5) * pixel_mm - viewpoint.side_mm / 2;
      const double u = grid_coordinate(head, camera.u_axis(), centre_u, camera.u_reversed ? -across : across);
      if (u < 0 || u > last_u) continue;
      const auto u_low = static_cast<std::size_t>(u), v_low = static_cast<std::size_t>(v);
      const Ray ray{.u = u_low,
                    .v = v_low,
                    .u_next = std::min(u_low + 1, camera.u_cells() - 1),
                    .v_next = std::min(v_low + 1, head.volume.size[2] - 1),
                    .u_part = static_cast<float>(u - static_cast<double>(u_low)),
                    .v_part = static_cast<float>(v - static_cast<double>(v_low))};
      const float depth = surface_depth(camera, hits, ray, viewpoint.threshold);
      if (depth >= 0) map.mm[x + pixels * y] = depth * static_cast<float>(head.spacing_mm);
    }
  }
  return map;
}

// Slope of the depth at a pixel from neighbours `reach` away that lie on the same surface.
float slope(float before, float here, float after, float step_mm) {
  constexpr float k_edge_mm = 12;  // a larger jump between neighbours is an outline, not a slope
  const bool has_before = before >= 0 && std::abs(before - here) < k_edge_mm;
  const bool has_after = after >= 0 && std::abs(after - here) < k_edge_mm;
  if (has_before && has_after) return (after - before) / (2 * step_mm);
  if (has_after) return (after - here) / step_mm;
  if (has_before) return (here - before) / step_mm;
  return 0;
}

Picture shade(const DepthMap& map, double side_mm, const Light& light) {
  constexpr std::size_t k_reach = 2;
  constexpr float k_ambient = 0.10F, k_diffuse = 0.90F;
  const auto& to_light = light.direction;
  const std::size_t n = map.pixels;
  const auto step_mm = static_cast<float>(side_mm / static_cast<double>(n)) * static_cast<float>(k_reach);
  float nearest = std::numeric_limits<float>::max();
  for (const float mm : map.mm) {
    if (mm >= 0) nearest = std::min(nearest, mm);
  }
  const auto at = [&](std::size_t x, std::size_t y) { return x < n && y < n ? map.at(x, y) : k_none; };
  Picture picture(n, n);
  for (std::size_t y = 0; y < n; ++y) {
    for (std::size_t x = 0; x < n; ++x) {
      const float here = map.at(x, y);
      if (here < 0) continue;
      const float dx = slope(at(x - k_reach, y), here, at(x + k_reach, y), step_mm);
      const float dy = slope(at(x, y - k_reach), here, at(x, y + k_reach), step_mm);
      const float length = std::sqrt(dx * dx + dy * dy + 1);
      const float facing = std::max(0.0F, (to_light[0] * dx + to_light[1] * dy + to_light[2]) / length);
      const float far = (here - nearest) / static_cast<float>(side_mm);
      const float brightness = (k_ambient + k_diffuse * facing) * std::max(0.15F, 1 - light.fade * far * 2);
      picture.at(x, y) = static_cast<std::uint8_t>(std::clamp(255 * brightness, 8.0F, 255.0F));
    }
  }
  return picture;
}

}  // namespace

Picture render_surface(const HeadGrid& head, const Viewpoint& viewpoint, SurfaceView view, std::size_t pixels,
                       const Light& light) {
  const Camera camera = camera_for(head.volume, view);
  return shade(measure_depth(head, camera, viewpoint, pixels), viewpoint.side_mm, light);
}

}  // namespace shareready
