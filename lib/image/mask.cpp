#include "image/mask.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "image/grid.hpp"
#include "image/lines.hpp"

namespace shareready {
namespace {

constexpr float k_far = 1e10F;  // mm^2

// The lower envelope of parabolas: Felzenszwalb & Huttenlocher, Distance Transforms of Sampled Functions,
// doi:10.4086/toc.2012.v008a019, with the spacing as the unit of the axis.
class Envelope {
 public:
  explicit Envelope(double spacing) : spacing_sq_(static_cast<float>(spacing * spacing)) {}

  void transform(std::vector<float>& values, const Line& line) {
    heights_.resize(line.count);
    vertices_.clear();
    borders_.clear();
    for (std::size_t i = 0; i < line.count; ++i) heights_[i] = values[line.at(i)];
    for (std::size_t i = 0; i < line.count; ++i) {
      if (heights_[i] < k_far) add(i);
    }
    if (vertices_.empty()) return;
    std::size_t v = 0;
    for (std::size_t i = 0; i < line.count; ++i) {
      const auto x = static_cast<float>(i);
      while (v + 1 < vertices_.size() && borders_[v + 1] < x) ++v;
      const float dx = x - static_cast<float>(vertices_[v]);
      values[line.at(i)] = dx * dx * spacing_sq_ + heights_[vertices_[v]];
    }
  }

 private:
  void add(std::size_t i) {
    float border = -std::numeric_limits<float>::infinity();
    while (!vertices_.empty()) {
      const std::size_t p = vertices_.back();
      const auto x = static_cast<float>(i), y = static_cast<float>(p);
      border = ((heights_[i] - heights_[p]) / spacing_sq_ + x * x - y * y) / (2 * (x - y));
      if (border > borders_.back()) break;
      vertices_.pop_back();
      borders_.pop_back();
      border = -std::numeric_limits<float>::infinity();
    }
    vertices_.push_back(i);
    borders_.push_back(border);
  }

  float spacing_sq_;
  std::vector<float> heights_;
  std::vector<std::size_t> vertices_;
  std::vector<float> borders_;
};

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
  for (std::size_t axis = 0; axis < 3; ++axis) {
    Envelope envelope(spacing[axis]);
    for_each_line(d.size, axis, [&](const Line& line) { envelope.transform(d.values, line); });
  }
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
