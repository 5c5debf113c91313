#include <algorithm>
#include <cmath>

#include "deface/template_data.hpp"
#include "image/grid.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_inner_kinds = 12, k_outer_kinds = 8;
constexpr double k_skull_base_z_mm = -30;

// Classes halfway between equal shares and equal widths, as in the histogram they will be matched with.
class Classes {
 public:
  Classes(std::vector<float> values, std::size_t count) : values_(std::move(values)), count_(count) {
    if (values_.empty()) values_.push_back(0);
    std::sort(values_.begin(), values_.end());
    constexpr double k_top_share = 0.98;
    top_ = values_[static_cast<std::size_t>(static_cast<double>(values_.size() - 1) * k_top_share)];
  }

  [[nodiscard]] std::size_t of(float x) const {
    const auto below = std::lower_bound(values_.begin(), values_.end(), x) - values_.begin();
    const double share = static_cast<double>(below) / static_cast<double>(values_.size());
    const float range = std::max(top_ - values_.front(), 1e-6F);
    const double width = std::clamp(static_cast<double>((x - values_.front()) / range), 0.0, 1.0);
    const auto kind = static_cast<std::size_t>(0.5 * (share + width) * static_cast<double>(count_));
    return std::min(kind, count_ - 1);
  }

 private:
  std::vector<float> values_;
  std::size_t count_;
  float top_ = 0;
};

}  // namespace

SamplePoints sample_points(const PointRequest& request, const Affine& to_template) {
  const Volume& image = request.image;
  std::vector<float> inner, outer;
  const auto in_reach = [&](std::size_t at, double template_z) {
    const double reach = template_z > k_skull_base_z_mm ? request.reach_mm : request.base_reach_mm;
    return static_cast<double>(request.cavity_distance.values[at]) <= reach;
  };
  for (std::size_t at = 0; at < image.values.size(); ++at) {
    const double distance = static_cast<double>(request.cavity_distance.values[at]);
    if (distance > request.reach_mm) continue;
    if (distance <= 0) {
      inner.push_back(image.values[at]);
    } else if (image.values[at] > request.air_level) {
      outer.push_back(image.values[at]);
    }
  }
  const Classes inner_classes(std::move(inner), k_inner_kinds),
      outer_classes(std::move(outer), k_outer_kinds);
  SamplePoints points{.kinds = k_inner_kinds + k_outer_kinds + 1};
  for (std::size_t k = 0; k < image.size[2]; ++k) {
    for (std::size_t j = 0; j < image.size[1]; ++j) {
      for (std::size_t i = 0; i < image.size[0]; ++i) {
        const std::size_t at = offset_of(image, i, j, k);
        const Vec3 mm =
            image.voxel_to_ras({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        if (!in_reach(at, to_template(mm)[2])) continue;
        const float value = image.values[at];
        std::size_t kind = k_inner_kinds + k_outer_kinds;
        if (request.cavity_distance.values[at] <= 0) {
          kind = inner_classes.of(value);
        } else if (value > request.air_level) {
          kind = k_inner_kinds + outer_classes.of(value);
        }
        points.x.push_back(static_cast<float>(mm[0]));
        points.y.push_back(static_cast<float>(mm[1]));
        points.z.push_back(static_cast<float>(mm[2]));
        points.kind.push_back(static_cast<std::uint8_t>(kind));
      }
    }
  }
  return points;
}

}  // namespace shareready
