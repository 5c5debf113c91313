#include "deface/wrapped_face.hpp"

#include <cmath>
#include <optional>

#include "deface/face_region.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

// docs/adr/0005-defacing-proof.md has the measurements.
constexpr double k_fewest_mm2 = 100, k_least_front_share = 0.4, k_least_ear_share = 0.2;
constexpr std::size_t k_layers = 2;  // scanners blank an edge's outermost voxels
constexpr double k_region_mm = 3;    // this deep in the face's or the ears' region
constexpr double k_no_head_mm = 18;  // from the cavity: behind and above the scalp
constexpr double k_beside_mm = 55;   // from the middle: no inner part of a head that a slab cuts

// The template's axis (right, front, up) that an axis of the image follows most, and whether it runs that
// way.
struct Direction {
  std::size_t way = 0;
  bool is_along = true;
};

Direction direction_of(std::size_t axis, const Affine& image_to_template) {
  Direction out;
  double most = 0;
  for (std::size_t way = 0; way < 3; ++way) {
    const double component = image_to_template.rows[way][axis];
    if (std::abs(component) <= most) continue;
    most = std::abs(component);
    out = {way, component > 0};
  }
  return out;
}

// The two ends of one axis of the image, by columns along it: column (i, j) stands at i and j of the other
// two.
struct Ends {
  const Volume& image;
  Affine to_template{};
  std::size_t axis = 0;
  float air = 0;

  // Whether one voxel of a column, so many layers from the end, shows tissue that `belongs(template point)`.
  [[nodiscard]] bool shows(std::size_t i, std::size_t j, bool at_last, std::size_t layer,
                           const auto& belongs) const {
    std::array<std::size_t, 3> at{};
    at[axis] = at_last ? image.size[axis] - 1 - layer : layer;
    at[(axis + 1) % 3] = i;
    at[(axis + 2) % 3] = j;
    if (image.at(at[0], at[1], at[2]) <= air) return false;
    return belongs(
        to_template({static_cast<double>(at[0]), static_cast<double>(at[1]), static_cast<double>(at[2])}));
  }

  // Of the columns that show what `is_cut` holds in one layer, the share that may show the rest at most as
  // far from the other end; nothing where less than k_fewest_mm2 are cut there.
  [[nodiscard]] std::optional<double> share_in(std::size_t layer, bool cut_at_last, const auto& is_cut,
                                               const auto& may_be_folded) const {
    const std::size_t a = (axis + 1) % 3, b = (axis + 2) % 3;
    const Vec3 spacing = spacing_mm(image.voxel_to_ras);
    double cut = 0, folded = 0;
    for (std::size_t j = 0; j < image.size[b]; ++j) {
      for (std::size_t i = 0; i < image.size[a]; ++i) {
        if (!shows(i, j, cut_at_last, layer, is_cut)) continue;
        cut += 1;
        bool meets = false;
        for (std::size_t other = 0; other <= layer; ++other)
          meets = meets || shows(i, j, !cut_at_last, other, may_be_folded);
        folded += meets ? 1 : 0;
      }
    }
    if (cut * spacing[a] * spacing[b] < k_fewest_mm2) return std::nullopt;
    return folded / cut;
  }

  // By the outermost layer that shows a cut.
  [[nodiscard]] double folded_share(bool cut_at_last, const auto& is_cut, const auto& may_be_folded) const {
    for (std::size_t layer = 0; layer < k_layers; ++layer) {
      if (const auto share = share_in(layer, cut_at_last, is_cut, may_be_folded)) return *share;
    }
    return 0;
  }
};

}  // namespace

bool may_be_wrapped(const PlacedHead& placed, const TemplateData& head) {
  const Volume& image = placed.coarse;
  const Affine to_template =
      compose(inverse(placed.template_to_image).value_or(Affine{}), image.voxel_to_ras);
  const auto in_face = [](const Vec3& p) { return face_depth(p) > k_region_mm; };
  const auto in_ear = [](const Vec3& p) { return ear_depth(p) > k_region_mm; };
  const auto stays = [](const Vec3& p) { return face_depth(p) <= 0 && ear_depth(p) <= 0; };
  const auto beside = [&](const Vec3& p) { return stays(p) && std::abs(p[0]) > k_beside_mm; };
  const auto no_head = [&](const Vec3& p) { return stays(p) && cavity_distance_at(head, p) > k_no_head_mm; };
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (image.size[axis] < 2 * k_layers) continue;
    const Ends ends{.image = image, .to_template = to_template, .axis = axis, .air = air_level(image)};
    const Direction direction = direction_of(axis, to_template);
    for (const bool at_last : {false, true}) {
      const bool towards = at_last == direction.is_along;  // this end lies to the right, in front or above
      const bool is_side = direction.way == 0, is_front = direction.way == 1 && towards,
                 is_below = direction.way == 2 && !towards;
      if (is_side && ends.folded_share(at_last, in_ear, beside) >= k_least_ear_share) return true;
      // into the head as well: its back is no proof that nothing lies on it
      if (is_front && ends.folded_share(at_last, in_face, stays) >= k_least_front_share) return true;
      if (is_below && ends.folded_share(at_last, in_face, no_head) >= k_least_front_share) return true;
    }
  }
  return false;
}

}  // namespace shareready
