#include <algorithm>
#include <cmath>
#include <tuple>

#include "dicom/frame_layout.hpp"

namespace shareready {
namespace {

constexpr double k_same_place_mm = 0.05;
constexpr double k_same_direction = 1e-3;
constexpr double k_uneven_share = 0.05;  // of the step between slices

Error no_stack(std::string what) {
  return Error{ErrorCode::unsupported, "DICOM series", std::move(what), {}};
}

Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

double distance(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

struct Placed {
  FrameId id;
  const FrameLayout* layout;
  const FramePlace* place;
  double height = 0;  // along the normal
};

bool is_unit_plane(const FramePlace& place) {
  return std::abs(dot(place.along_row, place.along_row) - 1) < 0.01 &&
         std::abs(dot(place.along_column, place.along_column) - 1) < 0.01 &&
         std::abs(dot(place.along_row, place.along_column)) < 0.01 && place.row_spacing_mm > 0 &&
         place.column_spacing_mm > 0;
}

bool is_alike(const Placed& one, const Placed& other) {
  const FrameLayout &a = *one.layout, &b = *other.layout;
  return a.rows == b.rows && a.columns == b.columns &&
         distance(one.place->along_row, other.place->along_row) < k_same_direction &&
         distance(one.place->along_column, other.place->along_column) < k_same_direction &&
         std::abs(one.place->row_spacing_mm - other.place->row_spacing_mm) < k_same_direction &&
         std::abs(one.place->column_spacing_mm - other.place->column_spacing_mm) < k_same_direction;
}

// Magnitude before phase, then by echo, acquisition and number: the frames of one volume keep together,
// whatever the files are called.
auto order_of(const Placed& frame) {
  return std::tuple(!frame.place->is_magnitude, frame.place->echo_ms, frame.layout->acquisition,
                    frame.layout->instance, frame.id.object, frame.id.frame);
}

Result<std::vector<Placed>> placed_frames(std::span<const FrameLayout> objects) {
  std::vector<Placed> frames;
  for (std::size_t object = 0; object < objects.size(); ++object) {
    const FrameLayout& layout = objects[object];
    if (layout.is_mosaic) return no_stack("its slices lie side by side in mosaics");
    if (!layout.is_grey) return no_stack("its pixels are no plain grey values");
    if (layout.frames.empty()) return no_stack("it does not say where its frames lie");
    for (std::size_t frame = 0; frame < layout.frames.size(); ++frame) {
      frames.push_back({{object, frame}, &layout, &layout.frames[frame]});
    }
  }
  if (frames.empty()) return no_stack("it has no frames");
  const FramePlace& first = *frames.front().place;
  if (!is_unit_plane(first)) return no_stack("its directions or spacings cannot be");
  const Vec3 normal = cross(first.along_row, first.along_column);
  for (Placed& frame : frames) {
    if (!is_alike(frame, frames.front())) return no_stack("its slices are not parallel and of one size");
    frame.height = dot(normal, frame.place->position_lps_mm);
  }
  std::sort(frames.begin(), frames.end(),
            [](const Placed& a, const Placed& b) { return a.height < b.height; });
  return frames;
}

// Frames at one place make one slice.
std::vector<std::vector<Placed>> slices_of(const std::vector<Placed>& frames) {
  std::vector<std::vector<Placed>> slices;
  for (const Placed& frame : frames) {
    if (slices.empty() || frame.height - slices.back().front().height > k_same_place_mm)
      slices.emplace_back();
    slices.back().push_back(frame);
  }
  for (auto& slice : slices) {
    std::sort(slice.begin(), slice.end(),
              [](const Placed& a, const Placed& b) { return order_of(a) < order_of(b); });
  }
  return slices;
}

bool is_even(const std::vector<std::vector<Placed>>& slices, const Vec3& first, const Vec3& step) {
  const double tolerance = k_same_place_mm + k_uneven_share * std::hypot(step[0], step[1], step[2]);
  for (std::size_t k = 0; k < slices.size(); ++k) {
    Vec3 expected = first;
    for (std::size_t axis = 0; axis < 3; ++axis) expected[axis] += static_cast<double>(k) * step[axis];
    for (const Placed& frame : slices[k]) {
      if (distance(expected, frame.place->position_lps_mm) > tolerance) return false;
    }
  }
  return true;
}

}  // namespace

Result<SeriesStack> stack_frames(std::span<const FrameLayout> objects) {
  SR_TRY(const std::vector<Placed> frames, placed_frames(objects));
  const auto slices = slices_of(frames);
  if (slices.size() < 2) return no_stack("it is a single slice");
  const Vec3 first = slices.front().front().place->position_lps_mm;
  const Vec3 last = slices.back().front().place->position_lps_mm;
  Vec3 step{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    step[axis] = (last[axis] - first[axis]) / static_cast<double>(slices.size() - 1);
  }
  if (!is_even(slices, first, step))
    return no_stack("its slices are not equally spaced: some may be missing");
  const FramePlace& place = *frames.front().place;
  SeriesStack stack{.size = {frames.front().layout->columns, frames.front().layout->rows, slices.size()}};
  Affine lps;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    lps.rows[axis] = {place.along_row[axis] * place.column_spacing_mm,
                      place.along_column[axis] * place.row_spacing_mm, step[axis], first[axis]};
  }
  stack.voxel_to_ras = flip_ras_lps(lps);
  for (const auto& slice : slices) {
    stack.slices.emplace_back();
    for (const Placed& frame : slice) stack.slices.back().push_back(frame.id);
  }
  return stack;
}

}  // namespace shareready
