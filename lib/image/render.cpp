#include "image/render.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "image/head_grid.hpp"
#include "image/specks.hpp"
#include "image/surface.hpp"
#include "image/volume.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_panel = 220;          // pixels
constexpr double k_margin_mm = 8;             // around the head
constexpr double k_tallest_mm = 280;          // of what is shown; a longer neck or spine is cut
constexpr double k_speck_ml = 0.5;            // smaller islands are noise; no part of a face is that small
constexpr double k_axial_below_top_mm = 105;  // about the height of an adult's eyes
constexpr double k_axial_share = 0.55;        // but no lower than this share of what is seen of a small head

struct Extent {
  Vec3 low{}, high{}, mean{};
  bool empty = true;
};

// Of the voxels above the threshold, in mm.
Extent head_extent(const HeadGrid& head, float threshold) {
  const Volume& volume = head.volume;
  std::array<std::vector<double>, 3> counts;  // of head voxels in each plane across an axis
  for (std::size_t axis = 0; axis < 3; ++axis) counts[axis].resize(volume.size[axis]);
  std::vector<float> columns(volume.size[0]);
  const float* v = volume.values.data();
  for (std::size_t k = 0; k < volume.size[2]; ++k) {
    for (std::size_t j = 0; j < volume.size[1]; ++j, v += volume.size[0]) {
      std::size_t row = 0;
      for (std::size_t i = 0; i < volume.size[0]; ++i) {
        const bool is_head = v[i] >= threshold;
        columns[i] += is_head ? 1.0F : 0.0F;
        row += is_head ? 1 : 0;
      }
      counts[1][j] += static_cast<double>(row);
      counts[2][k] += static_cast<double>(row);
    }
  }
  std::copy(columns.begin(), columns.end(), counts[0].begin());
  Extent extent;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    double total = 0, moment = 0;
    for (std::size_t i = 0; i < counts[axis].size(); ++i) {
      if (counts[axis][i] == 0) continue;
      if (total == 0) extent.low[axis] = static_cast<double>(i);
      extent.high[axis] = static_cast<double>(i);
      total += counts[axis][i];
      moment += counts[axis][i] * static_cast<double>(i);
    }
    if (total == 0) return extent;
    extent.mean[axis] = moment / total;
  }
  extent.empty = false;
  extent.low = volume.voxel_to_ras(extent.low);
  extent.high = volume.voxel_to_ras(extent.high);
  extent.mean = volume.voxel_to_ras(extent.mean);
  return extent;
}

Extent whole_grid(const HeadGrid& head) {
  Vec3 last{};
  for (std::size_t axis = 0; axis < 3; ++axis) last[axis] = static_cast<double>(head.volume.size[axis] - 1);
  Extent extent{head.volume.voxel_to_ras(Vec3{}), head.volume.voxel_to_ras(last), {}, false};
  for (std::size_t axis = 0; axis < 3; ++axis) extent.mean[axis] = (extent.low[axis] + extent.high[axis]) / 2;
  return extent;
}

float sampled_quantile(std::vector<float> values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

Viewpoint choose_viewpoint(const HeadGrid& head, float threshold) {
  Extent extent = head_extent(head, threshold);
  if (extent.empty) extent = whole_grid(head);
  const double height = std::min(extent.high[2] - extent.low[2], k_tallest_mm);
  const double side = std::max({extent.high[0] - extent.low[0], extent.high[1] - extent.low[1], height});
  const double axial = extent.high[2] - std::min(k_axial_below_top_mm, k_axial_share * height);
  constexpr std::size_t k_step = 5;  // some values tell the range as well as all
  std::vector<float> some, inside;
  for (std::size_t i = 0; i < head.volume.values.size(); i += k_step) {
    some.push_back(head.volume.values[i]);
    if (some.back() >= threshold) inside.push_back(some.back());
  }
  Viewpoint view{.centre = {extent.mean[0], extent.mean[1], axial},
                 .frame_centre = {(extent.low[0] + extent.high[0]) / 2, (extent.low[1] + extent.high[1]) / 2,
                                  extent.high[2] - height / 2},
                 .side_mm = side + 2 * k_margin_mm,
                 .threshold = threshold,
                 .black = sampled_quantile(std::move(some), 0.02),
                 .white = sampled_quantile(std::move(inside), 0.995)};
  if (!(view.white > view.black)) view.white = view.black + 1;
  return view;
}

// std::lerp is exact at the ends and several times slower.
float blend(float from, float to, float part) { return from + part * (to - from); }

// Trilinear at full resolution; black outside.
float sample(const VoxelReader& reader, const Vec3& index, float outside) {
  std::array<std::size_t, 3> low{}, high{};
  std::array<float, 3> part{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double last = static_cast<double>(reader.size()[axis] - 1);
    if (!(index[axis] >= -0.5 && index[axis] <= last + 0.5)) return outside;
    const double inside = std::clamp(index[axis], 0.0, last);
    low[axis] = static_cast<std::size_t>(inside);
    high[axis] = std::min(low[axis] + 1, reader.size()[axis] - 1);
    part[axis] = static_cast<float>(inside - static_cast<double>(low[axis]));
  }
  const auto along_x = [&](std::size_t j, std::size_t k) {
    return blend(reader.at(low[0], j, k), reader.at(high[0], j, k), part[0]);
  };
  const auto along_y = [&](std::size_t k) { return blend(along_x(low[1], k), along_x(high[1], k), part[1]); };
  return blend(along_y(low[2]), along_y(high[2]), part[2]);
}

// A plane through the head: where its middle lies and where one mm to the right and one mm down in the
// picture leads.
struct Plane {
  Vec3 middle, right, down;
};

std::array<Plane, 3> slice_planes(const Viewpoint& view) {
  const RasPoint& c = view.centre;
  const RasPoint& f = view.frame_centre;
  return {{{.middle = {c.x, f.y, f.z}, .right = {0, -1, 0}, .down = {0, 0, -1}},
           {.middle = {f.x, c.y, f.z}, .right = {1, 0, 0}, .down = {0, 0, -1}},
           {.middle = {f.x, f.y, c.z}, .right = {1, 0, 0}, .down = {0, -1, 0}}}};
}

Picture render_slice(const VoxelReader& reader, const Affine& ras_to_voxel, const Viewpoint& view,
                     const Plane& plane) {
  Picture picture(k_panel, k_panel);
  const double pixel_mm = view.side_mm / static_cast<double>(k_panel);
  const float scale = 255.0F / (view.white - view.black);
  for (std::size_t y = 0; y < k_panel; ++y) {
    for (std::size_t x = 0; x < k_panel; ++x) {
      const double right = (static_cast<double>(x) + 0.5) * pixel_mm - view.side_mm / 2;
      const double down = (static_cast<double>(y) + 0.5) * pixel_mm - view.side_mm / 2;
      Vec3 p{};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        p[axis] = plane.middle[axis] + right * plane.right[axis] + down * plane.down[axis];
      }
      const float value = sample(reader, ras_to_voxel(p), view.black);
      picture.at(x, y) = static_cast<std::uint8_t>(std::clamp((value - view.black) * scale, 0.0F, 255.0F));
    }
  }
  return picture;
}

void place(const Picture& panel, std::size_t column, std::size_t row, Picture& sheet) {
  for (std::size_t y = 0; y < panel.height; ++y) {
    const auto from = panel.grey.begin() + static_cast<std::ptrdiff_t>(y * panel.width);
    const std::size_t to = column * k_panel + sheet.width * (row * k_panel + y);
    std::copy_n(from, panel.width, sheet.grey.begin() + static_cast<std::ptrdiff_t>(to));
  }
}

Result<Picture> draw(const NiftiImage& image, const HeadGrid& head, const Viewpoint& view,
                     std::string_view subject) {
  SR_TRY(const VoxelReader reader, VoxelReader::make(image, 0, subject));
  SR_TRY(const Affine affine, voxel_to_ras(image.header, subject));
  const std::optional<Affine> ras_to_voxel = inverse(affine);
  if (!ras_to_voxel)
    return Error{ErrorCode::bad_data, std::string(subject), "its position is not usable", {}};
  Picture sheet(3 * k_panel, 2 * k_panel);
  const std::array<Plane, 3> planes = slice_planes(view);
  constexpr std::array k_views{SurfaceView::front, SurfaceView::left, SurfaceView::right};
  for (std::size_t i = 0; i < 3; ++i) {
    place(render_slice(reader, *ras_to_voxel, view, planes[i]), i, 0, sheet);
    place(render_surface(head, view, k_views[i], k_panel), i, 1, sheet);
  }
  return sheet;
}

void clean(HeadGrid& head, float threshold) {
  const double voxel_ml = head.spacing_mm * head.spacing_mm * head.spacing_mm / 1000;
  const float low = std::min(threshold - std::abs(threshold), 0.0F);
  remove_specks(head.volume, threshold, static_cast<std::size_t>(k_speck_ml / voxel_ml), low);
}

}  // namespace

Result<FirstLook> render_first(const NiftiImage& image, std::string_view subject) {
  SR_TRY(HeadGrid head, make_head_grid(image, subject));
  const float threshold = head_threshold(head.volume);
  clean(head, threshold);
  const Viewpoint view = choose_viewpoint(head, threshold);
  SR_TRY(Picture picture, draw(image, head, view, subject));
  return FirstLook{view, std::move(picture)};
}

Result<Picture> render_same(const NiftiImage& image, const Viewpoint& viewpoint, std::string_view subject) {
  SR_TRY(HeadGrid head, make_head_grid(image, subject));
  clean(head, viewpoint.threshold);
  return draw(image, head, viewpoint, subject);
}

Result<ReviewPictures> render_review(const NiftiImage& before, const NiftiImage& after,
                                     std::string_view subject) {
  SR_TRY(FirstLook first, render_first(before, subject));
  SR_TRY(Picture second, render_same(after, first.viewpoint, subject));
  return ReviewPictures{std::move(first.picture), std::move(second)};
}

}  // namespace shareready
