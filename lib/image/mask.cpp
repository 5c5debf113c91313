#include "image/mask.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr float k_far = 1e10F;  // mm^2

// The lower envelope of parabolas: Felzenszwalb & Huttenlocher, Distance Transforms of Sampled Functions,
// doi:10.4086/toc.2012.v008a019, with the spacing as the unit of the axis. One row at a time.
class Envelope {
 public:
  Envelope(double spacing, std::size_t count)
      : spacing_sq_(static_cast<float>(spacing * spacing)),
        vertices_(count),
        borders_(count),
        heights_(count),
        inverse_(count) {
    for (std::size_t n = 1; n < count; ++n) inverse_[n] = 1 / (spacing_sq_ * static_cast<float>(n));
  }

  // `values` has as many numbers as the envelope was made for.
  void transform(float* values) {
    std::size_t last = 0;
    bool empty = true;
    for (std::size_t i = 0; i < heights_.size(); ++i) {
      if (values[i] >= k_far) continue;
      last = empty ? 0 : last + 1;
      if (!empty) last = place_of(i, values[i], last);
      vertices_[last] = static_cast<float>(i);
      heights_[last] = values[i];
      borders_[last] = last == 0 ? -std::numeric_limits<float>::infinity() : border_;
      empty = false;
    }
    if (empty) return;
    std::size_t v = 0;
    for (std::size_t i = 0; i < heights_.size(); ++i) {
      const auto x = static_cast<float>(i);
      while (v < last && borders_[v + 1] < x) ++v;
      const float dx = x - vertices_[v];
      values[i] = dx * dx * spacing_sq_ + heights_[v];
    }
  }

 private:
  // Where among the vertices before `end` a new one follows; sets its border to the one before it.
  std::size_t place_of(std::size_t i, float height, std::size_t end) {
    const auto x = static_cast<float>(i);
    for (; end > 0; --end) {
      const float y = vertices_[end - 1];
      border_ = 0.5F * ((height - heights_[end - 1]) * inverse_[static_cast<std::size_t>(x - y)] + x + y);
      if (border_ > borders_[end - 1]) break;
    }
    return end;
  }

  float spacing_sq_, border_ = 0;
  std::vector<float> vertices_, borders_, heights_;
  std::vector<float> inverse_;  // of spacing_sq_ times the distance in voxels
};

// Distances along the first axis, in mm^2, of a row of 0 and k_far: one way and back.
void first_axis(float* values, std::size_t count, double spacing) {
  const auto mm = static_cast<float>(spacing);
  float away = std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < count; ++i) {
    away = values[i] > 0 ? away + mm : 0.0F;
    values[i] = away;
  }
  away = std::numeric_limits<float>::infinity();
  for (std::size_t i = count; i-- > 0;) {
    away = values[i] > 0 ? away + mm : 0.0F;
    const float least = std::min(away, values[i]);
    values[i] = std::min(least * least, k_far);
  }
}

// The envelope along the second or third axis, some neighbouring rows at a time, so that memory is read in
// pieces longer than one number.
void other_axis(Volume& d, std::size_t axis, double spacing) {
  constexpr std::size_t k_rows = 16;
  const std::size_t stride = axis == 1 ? d.size[0] : d.size[0] * d.size[1], count = d.size[axis];
  const std::size_t others = axis == 1 ? d.size[2] : d.size[1];
  const std::size_t other_stride = axis == 1 ? d.size[0] * d.size[1] : d.size[0];
  Envelope envelope(spacing, count);
  std::vector<float> rows(k_rows * count);
  for (std::size_t other = 0; other < others; ++other) {
    for (std::size_t x = 0; x < d.size[0]; x += k_rows) {
      float* const corner = d.values.data() + other * other_stride + x;
      const std::size_t width = std::min(k_rows, d.size[0] - x);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t r = 0; r < width; ++r) rows[r * count + i] = corner[i * stride + r];
      }
      for (std::size_t r = 0; r < width; ++r) envelope.transform(rows.data() + r * count);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t r = 0; r < width; ++r) corner[i * stride + r] = rows[r * count + i];
      }
    }
  }
}

Volume thresholded(Volume v, float limit, bool above) {
  for (float& x : v.values) x = (x > limit) == above ? 1.0F : 0.0F;
  return v;
}

Volume inverted(Volume v) {
  for (float& x : v.values) x = x > k_mask_level ? 0.0F : 1.0F;
  return v;
}

}  // namespace

Volume distance_mm(const Volume& mask) {
  Volume d = mask;
  for (float& x : d.values) x = x > k_mask_level ? 0.0F : k_far;
  const Vec3 spacing = spacing_mm(mask.voxel_to_ras);
  for (std::size_t at = 0; at < d.values.size(); at += d.size[0]) {
    first_axis(d.values.data() + at, d.size[0], spacing[0]);
  }
  for (const std::size_t axis : {std::size_t{1}, std::size_t{2}}) other_axis(d, axis, spacing[axis]);
  for (float& x : d.values) x = std::sqrt(x);
  return d;
}

Volume dilated(const Volume& mask, double radius_mm) {
  return thresholded(distance_mm(mask), static_cast<float>(radius_mm), false);
}

Volume eroded(const Volume& mask, double radius_mm) {
  return thresholded(distance_mm(inverted(mask)), static_cast<float>(radius_mm), true);
}

Volume closed(const Volume& mask, double radius_mm) {
  Volume out = eroded(dilated(mask, radius_mm), radius_mm);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    if (mask.values[i] > k_mask_level) out.values[i] = 1;
  }
  return out;
}

Volume connected(const Volume& room, const Volume& seeds) {
  Volume out = empty_like(room);
  std::vector<std::size_t> open;
  const auto visit = [&](std::size_t at) {
    if (room.values[at] <= k_mask_level || out.values[at] > k_mask_level) return;
    out.values[at] = 1;
    open.push_back(at);
  };
  for (std::size_t at = 0; at < seeds.values.size(); ++at) {
    if (seeds.values[at] > k_mask_level) visit(at);
  }
  const std::array<std::size_t, 3> strides{1, room.size[0], room.size[0] * room.size[1]};
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::size_t index = at / strides[axis] % room.size[axis];
      if (index > 0) visit(at - strides[axis]);
      if (index + 1 < room.size[axis]) visit(at + strides[axis]);
    }
  }
  return out;
}

std::size_t count_of(const Volume& mask) {
  return static_cast<std::size_t>(
      std::count_if(mask.values.begin(), mask.values.end(), [](float x) { return x > k_mask_level; }));
}

}  // namespace shareready
