#include "deface/wrapped_face.hpp"

#include <cmath>

#include "deface/face_region.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

// docs/adr/0005-defacing-proof.md has the measurements.
constexpr double k_fewest_mm2 = 100, k_least_share = 0.3;
constexpr std::size_t k_layers = 2;  // scanners blank an edge's outermost voxels
constexpr double k_face_mm = 3;      // this deep in the face's region
constexpr double k_no_head_mm = 18;  // from the cavity: behind the scalp

// The image's axis that runs from back to front in the head, and the end of it in front.
struct FrontAxis {
  std::size_t axis = 0;
  bool front_is_last = true;
};

FrontAxis front_axis(const Affine& template_to_voxel, const Vec3& spacing) {
  FrontAxis out;
  double most = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double way = template_to_voxel.rows[axis][1] * spacing[axis];
    if (std::abs(way) <= most) continue;
    most = std::abs(way);
    out = {axis, way > 0};
  }
  return out;
}

// The two ends of that axis, by columns along it: column (i, j) stands at i and j of the other two axes.
struct Ends {
  const Volume& image;
  Affine to_template{};
  FrontAxis front{};
  float air = 0;

  // Whether the outermost voxels of a column show tissue that `belongs(template point)`.
  [[nodiscard]] bool show(std::size_t i, std::size_t j, bool at_last, const auto& belongs) const {
    for (std::size_t layer = 0; layer < k_layers; ++layer) {
      std::array<std::size_t, 3> at{};
      at[front.axis] = at_last ? image.size[front.axis] - 1 - layer : layer;
      at[(front.axis + 1) % 3] = i;
      at[(front.axis + 2) % 3] = j;
      if (image.at(at[0], at[1], at[2]) <= air) continue;
      const Vec3 voxel{static_cast<double>(at[0]), static_cast<double>(at[1]), static_cast<double>(at[2])};
      if (belongs(to_template(voxel))) return true;
    }
    return false;
  }
};

}  // namespace

bool may_be_wrapped(const PlacedHead& placed, const TemplateData& head) {
  const Volume& image = placed.coarse;
  const Vec3 spacing = spacing_mm(image.voxel_to_ras);
  const Affine to_template =
      compose(inverse(placed.template_to_image).value_or(Affine{}), image.voxel_to_ras);
  const FrontAxis front = front_axis(inverse(to_template).value_or(Affine{}), spacing);
  const std::size_t a = (front.axis + 1) % 3, b = (front.axis + 2) % 3;
  if (image.size[front.axis] < 2 * k_layers) return false;
  const Ends ends{.image = image, .to_template = to_template, .front = front, .air = air_level(image)};
  const auto in_face = [](const Vec3& p) { return face_depth(p) > k_face_mm; };
  const auto no_head = [&](const Vec3& p) { return p[1] < 0 && cavity_distance_at(head, p) > k_no_head_mm; };
  double cut = 0, wrapped = 0;  // columns
  for (std::size_t j = 0; j < image.size[b]; ++j) {
    for (std::size_t i = 0; i < image.size[a]; ++i) {
      if (!ends.show(i, j, front.front_is_last, in_face)) continue;
      cut += 1;
      if (ends.show(i, j, !front.front_is_last, no_head)) wrapped += 1;
    }
  }
  return cut * spacing[a] * spacing[b] >= k_fewest_mm2 && wrapped >= k_least_share * cut;
}

}  // namespace shareready
