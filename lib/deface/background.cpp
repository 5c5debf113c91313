#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include "deface/voxel_removal.hpp"
#include "image/byte_order.hpp"

namespace shareready {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Slope and intercept as nibabel applies them: a slope that is 0 or not finite means none.
struct Scaling {
  double slope = 1, inter = 0;
};

Scaling scaling_of(const NiftiHeader& header) {
  if (header.scl_slope == 0 || !std::isfinite(header.scl_slope)) return {};
  return {header.scl_slope, std::isfinite(header.scl_inter) ? header.scl_inter : 0};
}

template <typename T>
Bytes stored(double value, std::endian order) {
  T number{};
  if constexpr (std::is_floating_point_v<T>) {
    number = static_cast<T>(value);
  } else {
    const double low = static_cast<double>(std::numeric_limits<T>::lowest());
    const double high = static_cast<double>(std::numeric_limits<T>::max());
    const double rounded = std::nearbyint(value);
    // a double holds the limits of 64-bit types only rounded: compare before the cast
    number = rounded <= low    ? std::numeric_limits<T>::lowest()
             : rounded >= high ? std::numeric_limits<T>::max()
                               : static_cast<T>(rounded);
  }
  Bytes out(sizeof(T));
  store_number(out.data(), number, order);
  return out;
}

template <typename T>
Bytes lowest_stored(const NiftiImage& image, bool largest) {
  const std::span<const std::uint8_t> voxels = image.voxels();
  std::optional<T> best;
  for (std::size_t at = 0; at + sizeof(T) <= voxels.size(); at += sizeof(T)) {
    const T x = load_number<T>(voxels.data() + at, image.header.byte_order);
    if (x != x) continue;
    if (!best || (largest ? x > *best : x < *best)) best = x;
  }
  Bytes out(sizeof(T));
  store_number(out.data(), best.value_or(T{}), image.header.byte_order);
  return out;
}

// Runs `work.template operator()<T>()` for the type of one stored number; empty for compound types.
template <typename Work>
Bytes for_type(Datatype type, const Work& work) {
  switch (type) {
    case Datatype::uint8:
      return work.template operator()<std::uint8_t>();
    case Datatype::int8:
      return work.template operator()<std::int8_t>();
    case Datatype::int16:
      return work.template operator()<std::int16_t>();
    case Datatype::uint16:
      return work.template operator()<std::uint16_t>();
    case Datatype::int32:
      return work.template operator()<std::int32_t>();
    case Datatype::uint32:
      return work.template operator()<std::uint32_t>();
    case Datatype::int64:
      return work.template operator()<std::int64_t>();
    case Datatype::uint64:
      return work.template operator()<std::uint64_t>();
    case Datatype::float32:
      return work.template operator()<float>();
    case Datatype::float64:
      return work.template operator()<double>();
    default:
      return {};
  }
}

// The most frequent stored value at the border of the field of view, where there is mostly air; one volume.
Bytes most_frequent_at_border(const NiftiImage& image, std::size_t width) {
  const auto& size = image.header.size;
  const std::uint8_t* voxels = image.voxels().data();
  std::map<std::string, std::size_t> counts;
  const auto on_border = [&](std::int64_t i, std::int64_t axis) {
    return i == 0 || i + 1 == size[static_cast<std::size_t>(axis)];
  };
  for (std::int64_t k = 0; k < size[2]; ++k) {
    for (std::int64_t j = 0; j < size[1]; ++j) {
      const bool whole_row = on_border(j, 1) || on_border(k, 2);
      const std::int64_t step = whole_row ? 1 : std::max<std::int64_t>(size[0] - 1, 1);
      for (std::int64_t i = 0; i < size[0]; i += step) {
        const std::uint8_t* at = voxels + static_cast<std::size_t>(i + size[0] * (j + size[1] * k)) * width;
        ++counts[std::string(at, at + width)];
      }
    }
  }
  const auto best = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return best == counts.end() ? Bytes(width, 0) : Bytes(best->first.begin(), best->first.end());
}

bool is_nan(const Bytes& voxel, const NiftiHeader& header) {
  if (header.datatype == Datatype::float32)
    return std::isnan(load_number<float>(voxel.data(), header.byte_order));
  if (header.datatype == Datatype::float64)
    return std::isnan(load_number<double>(voxel.data(), header.byte_order));
  return false;
}

}  // namespace

void store_scaled(const NiftiHeader& header, double value, std::uint8_t* to) {
  const Scaling scaling = scaling_of(header);
  const double number = (value - scaling.inter) / scaling.slope;
  const Bytes bytes =
      for_type(header.datatype, [&]<typename T>() { return stored<T>(number, header.byte_order); });
  std::copy(bytes.begin(), bytes.end(), to);
}

Bytes background_voxel(const NiftiImage& image, const ImageTraits& traits) {
  const NiftiHeader& header = image.header;
  const std::size_t width = bytes_per_voxel(header.datatype);
  const Scaling scaling = scaling_of(header);
  const bool has_nan = header.datatype == Datatype::float32 || header.datatype == Datatype::float64;
  if (traits.background == Background::air_mode || has_nan) {
    Bytes air = most_frequent_at_border(image, width);
    if (traits.background == Background::air_mode || is_nan(air, header)) return air;
  }
  Bytes voxel;
  if (traits.background == Background::minimum) {
    voxel =
        for_type(header.datatype, [&]<typename T>() { return lowest_stored<T>(image, scaling.slope < 0); });
  } else if (traits.background == Background::nearest_zero) {
    const double zero = 0.0 - scaling.inter / scaling.slope;  // not -0
    voxel = for_type(header.datatype, [&]<typename T>() { return stored<T>(zero, header.byte_order); });
  }
  return voxel.size() == width ? voxel : Bytes(width, 0);
}

}  // namespace shareready
