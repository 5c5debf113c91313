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
  std::array<std::size_t, 3> size;
  Steps steps;
};

// The sums over the rows of one group row, voxel by voxel along the first axis; counts are of finite values.
struct Columns {
  std::vector<float> sums, counts;
};

template <typename T, std::endian Order>
void add_row(const std::uint8_t* row, Columns& columns) {
  const std::size_t length = columns.sums.size();
  float* const sums = columns.sums.data();
  float* const counts = columns.counts.data();
  for (std::size_t i = 0; i < length; ++i) {
    const float value = Access<T>::load(row + i * Access<T>::k_bytes, Order);
    if constexpr (Access<T>::k_may_be_invalid) {
      const bool valid = std::isfinite(value);
      sums[i] += valid ? value : 0.0F;
      counts[i] += valid ? 1.0F : 0.0F;
    } else {
      sums[i] += value;
    }
  }
}

// Joins the columns of each group into its mean; `rows` is how many rows were added.
template <bool Counted>
void join_columns(const Columns& columns, std::size_t step, std::size_t rows, float* out) {
  const std::size_t length = columns.sums.size();
  for (std::size_t begin = 0; begin < length; begin += step) {
    const std::size_t end = std::min(begin + step, length);
    float sum = 0, count = Counted ? 0.0F : static_cast<float>(rows * (end - begin));
    for (std::size_t i = begin; i < end; ++i) {
      sum += columns.sums[i];
      if constexpr (Counted) count += columns.counts[i];
    }
    *out++ = count > 0 ? sum / count : 0.0F;
  }
}

std::size_t groups_of(std::size_t size, std::size_t step) { return (size + step - 1) / step; }

template <typename T, std::endian Order>
void average(const Source& source, const std::array<std::size_t, 3>& size, std::vector<float>& out) {
  const std::size_t row_bytes = source.size[0] * Access<T>::k_bytes;
  Columns columns{std::vector<float>(source.size[0]), std::vector<float>(source.size[0])};
  for (std::size_t k = 0; k < size[2]; ++k) {
    const std::size_t k_end = std::min((k + 1) * source.steps[2], source.size[2]);
    for (std::size_t j = 0; j < size[1]; ++j) {
      const std::size_t j_end = std::min((j + 1) * source.steps[1], source.size[1]);
      std::fill(columns.sums.begin(), columns.sums.end(), 0.0F);
      std::fill(columns.counts.begin(), columns.counts.end(), 0.0F);
      std::size_t rows = 0;
      for (std::size_t kk = k * source.steps[2]; kk < k_end; ++kk) {
        for (std::size_t jj = j * source.steps[1]; jj < j_end; ++jj, ++rows) {
          add_row<T, Order>(source.voxels + (jj + source.size[1] * kk) * row_bytes, columns);
        }
      }
      join_columns<Access<T>::k_may_be_invalid>(columns, source.steps[0], rows,
                                                out.data() + size[0] * (j + size[1] * k));
    }
  }
}

template <typename T>
struct Tag {
  using Type = T;
};

// Calls `visit(Tag<T>{})` with the type of the voxels; false where none can stand for them.
template <typename Visit>
bool visit_datatype(Datatype type, const Visit& visit) {
  switch (type) {
    case Datatype::uint8:
      return visit(Tag<std::uint8_t>{}), true;
    case Datatype::int16:
      return visit(Tag<std::int16_t>{}), true;
    case Datatype::int32:
      return visit(Tag<std::int32_t>{}), true;
    case Datatype::float32:
      return visit(Tag<float>{}), true;
    case Datatype::complex64:
      return visit(Tag<std::complex<float>>{}), true;
    case Datatype::float64:
      return visit(Tag<double>{}), true;
    case Datatype::rgb24:
      return visit(Tag<Rgb24>{}), true;
    case Datatype::int8:
      return visit(Tag<std::int8_t>{}), true;
    case Datatype::uint16:
      return visit(Tag<std::uint16_t>{}), true;
    case Datatype::uint32:
      return visit(Tag<std::uint32_t>{}), true;
    case Datatype::int64:
      return visit(Tag<std::int64_t>{}), true;
    case Datatype::uint64:
      return visit(Tag<std::uint64_t>{}), true;
    case Datatype::complex128:
      return visit(Tag<std::complex<double>>{}), true;
    case Datatype::rgba32:
      return visit(Tag<Rgba32>{}), true;
    case Datatype::binary:
    case Datatype::float128:
    case Datatype::complex256:
      return false;
  }
  return false;
}

template <typename T, std::endian Order>
float load_finite(const std::uint8_t* from) {
  const float value = Access<T>::load(from, Order);
  return std::isfinite(value) ? value : 0.0F;
}

struct Scaling {
  double slope = 1, inter = 0;
};

// nibabel's rule (Nifti1Header.get_slope_inter): a slope of 0 or not finite means unscaled.
Scaling scaling_of(const NiftiHeader& header) {
  const double slope = header.scl_slope;
  if (slope == 0 || !std::isfinite(slope) || is_colour(header.datatype) || is_complex(header.datatype))
    return {};
  return {.slope = slope, .inter = std::isfinite(header.scl_inter) ? header.scl_inter : 0.0};
}

void apply_scaling(const Scaling& scaling, std::vector<float>& values) {
  if (scaling.slope == 1 && scaling.inter == 0) return;
  for (float& value : values) {
    value = static_cast<float>(static_cast<double>(value) * scaling.slope + scaling.inter);
  }
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

Error no_such_volume(const NiftiHeader& header, std::size_t index, std::string_view subject) {
  return Error{ErrorCode::bad_data,
               std::string(subject),
               fmt::format("has {} volumes, volume {} was asked for", header.volumes(), index + 1),
               {}};
}

Error no_numbers(Datatype type, std::string_view subject) {
  return Error{ErrorCode::unsupported,
               std::string(subject),
               fmt::format("voxels of type {} cannot be interpreted", to_string(type)),
               {}};
}

const std::uint8_t* volume_bytes(const NiftiImage& image, std::size_t index) {
  const NiftiHeader& header = image.header;
  return image.voxels().data() + index * header.voxels_per_volume() * bytes_per_voxel(header.datatype);
}

}  // namespace

Result<Volume> read_volume(const NiftiImage& image, const VolumeRequest& request, std::string_view subject) {
  const NiftiHeader& header = image.header;
  if (request.index >= header.volumes()) return no_such_volume(header, request.index, subject);
  SR_TRY(const Affine affine, voxel_to_ras(header, subject));
  Source source{.voxels = volume_bytes(image, request.index),
                .size = {},
                .steps = steps_for(affine, request.coarse_mm)};
  Volume out;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    source.size[axis] = static_cast<std::size_t>(header.size[axis]);
    out.size[axis] = groups_of(source.size[axis], source.steps[axis]);
  }
  out.voxel_to_ras = compose(affine, group_to_voxel(source.steps));
  out.values.resize(out.size[0] * out.size[1] * out.size[2]);
  const bool known = visit_datatype(header.datatype, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    header.byte_order == std::endian::little ? average<T, std::endian::little>(source, out.size, out.values)
                                             : average<T, std::endian::big>(source, out.size, out.values);
  });
  if (!known) return no_numbers(header.datatype, subject);
  apply_scaling(scaling_of(header), out.values);
  return out;
}

Result<VoxelReader> VoxelReader::make(const NiftiImage& image, std::size_t index, std::string_view subject) {
  const NiftiHeader& header = image.header;
  if (index >= header.volumes()) return no_such_volume(header, index, subject);
  VoxelReader reader;
  reader.first_ = volume_bytes(image, index);
  reader.bytes_ = bytes_per_voxel(header.datatype);
  std::copy_n(header.size.begin(), 3, reader.size_.begin());
  const Scaling scaling = scaling_of(header);
  reader.slope_ = static_cast<float>(scaling.slope);
  reader.inter_ = static_cast<float>(scaling.inter);
  const bool known = visit_datatype(header.datatype, [&](auto tag) {
    using T = typename decltype(tag)::Type;
    reader.load_ = header.byte_order == std::endian::little ? &load_finite<T, std::endian::little>
                                                            : &load_finite<T, std::endian::big>;
  });
  if (!known) return no_numbers(header.datatype, subject);
  return reader;
}

}  // namespace shareready
