#include "image/volume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <type_traits>

#include "image/byte_order.hpp"

namespace shareready {
namespace {

using Steps = std::array<std::size_t, 3>;

// Voxel types that are more than one number.
struct Rgb24 {
  static constexpr std::size_t k_bytes = 3;
};
struct Rgba32 {
  static constexpr std::size_t k_bytes = 4;
};

template <typename T>
struct Access {
  static constexpr std::size_t k_bytes = sizeof(T);
  static constexpr bool k_may_be_invalid = std::is_floating_point_v<T>;
  static float load(const std::uint8_t* from, std::endian order) {
    return static_cast<float>(load_number<T>(from, order));
  }
};

template <typename T>
struct Access<std::complex<T>> {
  static constexpr std::size_t k_bytes = 2 * sizeof(T);
  static constexpr bool k_may_be_invalid = true;
  static float load(const std::uint8_t* from, std::endian order) {
    return static_cast<float>(
        std::hypot(load_number<T>(from, order), load_number<T>(from + sizeof(T), order)));
  }
};

template <typename T>
requires std::is_same_v<T, Rgb24> || std::is_same_v<T, Rgba32>
struct Access<T> {
  static constexpr std::size_t k_bytes = T::k_bytes;
  static constexpr bool k_may_be_invalid = false;
  static float load(const std::uint8_t* from, std::endian) {
    return static_cast<float>(from[0] + from[1] + from[2]) / 3.0F;
  }
};

struct Source {
  const std::uint8_t* voxels;
  std::endian order;
  std::array<std::size_t, 3> size;
  Steps steps;
};

// Adds one stored row to the sums (and counts) of its groups.
template <typename T, std::endian Order, bool Counted>
void add_row(const std::uint8_t* row, const Source& source, float* sums, float* counts) {
  const std::size_t step = source.steps[0];
  const std::size_t length = source.size[0];
  for (std::size_t begin = 0, group = 0; begin < length; begin += step, ++group) {
    const std::size_t end = std::min(begin + step, length);
    float sum = 0, count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const float value = Access<T>::load(row + i * Access<T>::k_bytes, Order);
      if constexpr (Counted) {
        const bool valid = std::isfinite(value);
        sum += valid ? value : 0.0F;
        count += valid ? 1.0F : 0.0F;
      } else {
        sum += value;
      }
    }
    sums[group] += sum;
    if constexpr (Counted) counts[group] += count;
  }
}

std::size_t groups_of(std::size_t size, std::size_t step) { return (size + step - 1) / step; }

template <typename T, std::endian Order>
void average(const Source& source, const std::array<std::size_t, 3>& size, std::vector<float>& out) {
  constexpr bool k_counted = Access<T>::k_may_be_invalid;
  std::vector<float> counts(size[0]);
  const std::size_t row_bytes = source.size[0] * Access<T>::k_bytes;
  for (std::size_t k = 0; k < size[2]; ++k) {
    for (std::size_t j = 0; j < size[1]; ++j) {
      float* sums = out.data() + size[0] * (j + size[1] * k);
      std::fill(counts.begin(), counts.end(), 0.0F);
      const std::size_t j_end = std::min((j + 1) * source.steps[1], source.size[1]);
      const std::size_t k_end = std::min((k + 1) * source.steps[2], source.size[2]);
      const std::size_t j_begin = j * source.steps[1], k_begin = k * source.steps[2];
      for (std::size_t kk = k_begin; kk < k_end; ++kk) {
        for (std::size_t jj = j_begin; jj < j_end; ++jj) {
          add_row<T, Order, k_counted>(source.voxels + (jj + source.size[1] * kk) * row_bytes, source, sums,
                                       counts.data());
        }
      }
      const auto rows = static_cast<float>((j_end - j_begin) * (k_end - k_begin));
      for (std::size_t i = 0; i < size[0]; ++i) {
        const std::size_t i_begin = i * source.steps[0];
        const auto across = static_cast<float>(std::min(i_begin + source.steps[0], source.size[0]) - i_begin);
        const float count = k_counted ? counts[i] : rows * across;
        sums[i] = count > 0 ? sums[i] / count : 0.0F;
      }
    }
  }
}

template <typename T>
void average_in_order(const Source& source, Volume& out) {
  if (source.order == std::endian::little) {
    average<T, std::endian::little>(source, out.size, out.values);
  } else {
    average<T, std::endian::big>(source, out.size, out.values);
  }
}

// False where the type cannot be converted.
bool average_any(Datatype type, const Source& source, Volume& out) {
  switch (type) {
    case Datatype::uint8:
      average_in_order<std::uint8_t>(source, out);
      return true;
    case Datatype::int16:
      average_in_order<std::int16_t>(source, out);
      return true;
    case Datatype::int32:
      average_in_order<std::int32_t>(source, out);
      return true;
    case Datatype::float32:
      average_in_order<float>(source, out);
      return true;
    case Datatype::complex64:
      average_in_order<std::complex<float>>(source, out);
      return true;
    case Datatype::float64:
      average_in_order<double>(source, out);
      return true;
    case Datatype::rgb24:
      average_in_order<Rgb24>(source, out);
      return true;
    case Datatype::int8:
      average_in_order<std::int8_t>(source, out);
      return true;
    case Datatype::uint16:
      average_in_order<std::uint16_t>(source, out);
      return true;
    case Datatype::uint32:
      average_in_order<std::uint32_t>(source, out);
      return true;
    case Datatype::int64:
      average_in_order<std::int64_t>(source, out);
      return true;
    case Datatype::uint64:
      average_in_order<std::uint64_t>(source, out);
      return true;
    case Datatype::complex128:
      average_in_order<std::complex<double>>(source, out);
      return true;
    case Datatype::rgba32:
      average_in_order<Rgba32>(source, out);
      return true;
    case Datatype::binary:
    case Datatype::float128:
    case Datatype::complex256:
      return false;
  }
  return false;
}

// nibabel's rule (Nifti1Header.get_slope_inter): a slope of 0 or not finite means unscaled.
void apply_scaling(const NiftiHeader& header, std::vector<float>& values) {
  const double slope = header.scl_slope;
  if (slope == 0 || !std::isfinite(slope) || is_colour(header.datatype) || is_complex(header.datatype))
    return;
  const double inter = std::isfinite(header.scl_inter) ? header.scl_inter : 0.0;
  if (slope == 1 && inter == 0) return;
  for (float& value : values) value = static_cast<float>(static_cast<double>(value) * slope + inter);
}

Steps steps_for(const Affine& affine, double coarse_mm) {
  Steps steps{1, 1, 1};
  if (coarse_mm <= 0) return steps;
  const Vec3 spacing = spacing_mm(affine);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    constexpr double k_most = 1e6;
    steps[axis] = static_cast<std::size_t>(std::clamp(std::round(coarse_mm / spacing[axis]), 1.0, k_most));
  }
  return steps;
}

// From the grid of groups to that of voxels: the centre of a group of n voxels lies (n - 1) / 2 behind its
// first.
Affine group_to_voxel(const Steps& steps) {
  Affine affine;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    affine.rows[axis][axis] = static_cast<double>(steps[axis]);
    affine.rows[axis][3] = static_cast<double>(steps[axis] - 1) / 2;
  }
  return affine;
}

}  // namespace

Result<Volume> read_volume(const NiftiImage& image, const VolumeRequest& request, std::string_view subject) {
  const NiftiHeader& header = image.header;
  if (request.index >= header.volumes()) {
    return Error{ErrorCode::bad_data,
                 std::string(subject),
                 fmt::format("has {} volumes, volume {} was asked for", header.volumes(), request.index + 1),
                 {}};
  }
  SR_TRY(const Affine affine, voxel_to_ras(header, subject));
  const std::uint64_t volume_bytes = header.voxels_per_volume() * bytes_per_voxel(header.datatype);
  Source source{.voxels = image.voxels().data() + request.index * volume_bytes,
                .order = header.byte_order,
                .size = {},
                .steps = steps_for(affine, request.coarse_mm)};
  Volume out;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    source.size[axis] = static_cast<std::size_t>(header.size[axis]);
    out.size[axis] = groups_of(source.size[axis], source.steps[axis]);
  }
  out.voxel_to_ras = compose(affine, group_to_voxel(source.steps));
  out.values.resize(out.size[0] * out.size[1] * out.size[2]);
  if (!average_any(header.datatype, source, out)) {
    return Error{ErrorCode::unsupported,
                 std::string(subject),
                 fmt::format("voxels of type {} cannot be interpreted", to_string(header.datatype)),
                 {}};
  }
  apply_scaling(header, out.values);
  return out;
}

}  // namespace shareready
