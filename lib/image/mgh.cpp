#include "image/mgh.hpp"

#include <algorithm>
#include <limits>

#include "base/files.hpp"
#include "image/byte_order.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::int32_t k_version = 1;
constexpr std::int64_t k_longest_nifti1_side = std::numeric_limits<std::int16_t>::max();

struct MghType {
  std::int32_t code;
  Datatype type;
};
// FreeSurfer, mri.h: MRI_UCHAR, MRI_INT, MRI_FLOAT, MRI_SHORT, MRI_USHRT.
constexpr std::array<MghType, 5> k_types{{{0, Datatype::uint8},
                                          {1, Datatype::int32},
                                          {3, Datatype::float32},
                                          {4, Datatype::int16},
                                          {10, Datatype::uint16}}};

Error bad_volume(std::string_view subject, std::string what) {
  return Error{ErrorCode::bad_data, std::string(subject), std::move(what), {}};
}

template <typename Number>
Number at(Bytes bytes, std::size_t offset) {
  return load_number<Number>(bytes.data() + offset, std::endian::big);
}

template <typename Number>
void put(std::vector<std::uint8_t>& bytes, std::size_t offset, Number value) {
  store_number(bytes.data() + offset, value, std::endian::big);
}

// Columns of directions times spacings, and the centre that they turn about; where the header says nothing, a
// coronal image of 1 mm.
void put_geometry(Bytes mgh, std::vector<std::uint8_t>& nifti) {
  const bool is_placed = at<std::int16_t>(mgh, mgh_at::is_placed) == 1;
  constexpr std::array<float, 12> k_coronal = {-1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0};
  const auto direction = [&](std::size_t axis, std::size_t row) {
    const std::size_t index = 3 * axis + row;
    return is_placed ? at<float>(mgh, mgh_at::directions + 4 * index) : k_coronal[index];
  };
  constexpr std::size_t k_centre = 3;
  for (std::size_t row = 0; row < 3; ++row) {
    float origin = direction(k_centre, row);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const float spacing = is_placed ? at<float>(mgh, mgh_at::spacing + 4 * axis) : 1;
      const float step = direction(axis, row) * spacing;
      origin -= step * static_cast<float>(at<std::int32_t>(mgh, mgh_at::size + 4 * axis)) / 2;
      put(nifti, nifti1_at::srow_x + 16 * row + 4 * axis, step);
      put(nifti, nifti1_at::pixdim + 4 * (axis + 1), spacing);
    }
    put(nifti, nifti1_at::srow_x + 16 * row + 12, origin);
  }
}

std::vector<std::uint8_t> nifti_header_of(Bytes mgh, const MghHeader& header) {
  std::vector<std::uint8_t> nifti(k_nifti1_data_offset, 0);
  put<std::int32_t>(nifti, nifti1_at::sizeof_hdr, static_cast<std::int32_t>(nifti1_at::end));
  put<std::int16_t>(nifti, nifti1_at::dim, 4);
  for (std::size_t i = 0; i < 7; ++i) {
    const std::int64_t size = i < header.size.size() ? header.size[i] : 1;
    put(nifti, nifti1_at::dim + 2 * (i + 1), static_cast<std::int16_t>(size));
  }
  put(nifti, nifti1_at::datatype, static_cast<std::int16_t>(header.datatype));
  put(nifti, nifti1_at::bitpix, static_cast<std::int16_t>(8 * bytes_per_voxel(header.datatype)));
  put(nifti, nifti1_at::vox_offset, static_cast<float>(k_nifti1_data_offset));
  put<std::int16_t>(nifti, nifti1_at::sform_code, 1);
  put_geometry(mgh, nifti);
  constexpr std::string_view k_magic = "n+1";
  std::copy(k_magic.begin(), k_magic.end(), nifti.begin() + nifti1_at::magic);
  return nifti;
}

}  // namespace

std::uint64_t MghHeader::data_bytes() const {
  std::uint64_t bytes = bytes_per_voxel(datatype);
  for (const std::int64_t side : size) bytes *= static_cast<std::uint64_t>(side);
  return bytes;
}

bool is_mgh_name(std::string_view lower_name) {
  return lower_name.ends_with(".mgh") || lower_name.ends_with(".mgz");
}

Result<MghHeader> parse_mgh(Bytes bytes, std::string_view subject) {
  if (bytes.size() < mgh_at::data || at<std::int32_t>(bytes, mgh_at::version) != k_version) {
    return bad_volume(subject, "the file is not a FreeSurfer volume, or its header is cut off");
  }
  MghHeader header;
  const auto code = at<std::int32_t>(bytes, mgh_at::type);
  const auto* const type = std::find_if(k_types.begin(), k_types.end(),
                                        [code](const MghType& known) { return known.code == code; });
  if (type == k_types.end()) return bad_volume(subject, "its data type is not one of FreeSurfer volumes");
  header.datatype = type->type;
  std::uint64_t room = (bytes.size() - mgh_at::data) / bytes_per_voxel(header.datatype);
  for (std::size_t i = 0; i < header.size.size(); ++i) {
    const auto side = at<std::int32_t>(bytes, mgh_at::size + 4 * i);
    if (side < 1) return bad_volume(subject, "one of its sizes is not at least 1");
    header.size[i] = side;
    room /= static_cast<std::uint64_t>(side);  // keeps the product of the sizes below that of the file
  }
  if (room < 1) return bad_volume(subject, "the image data is cut off; get a complete copy of the file");
  return header;
}

Result<std::vector<std::uint8_t>> read_mgh(const std::filesystem::path& path) {
  SR_TRY(std::vector<std::uint8_t> bytes, read_bytes(path));
  if (!is_gzip(bytes)) return bytes;
  SR_TRY(Inflated inflated, inflate_gzip(bytes, path.string()));
  return std::move(inflated.bytes);
}

Result<NiftiImage> nifti_of_mgh(Bytes bytes, std::string_view subject) {
  SR_TRY(const MghHeader header, parse_mgh(bytes, subject));
  const bool fits = std::all_of(header.size.begin(), header.size.end(),
                                [](std::int64_t side) { return side <= k_longest_nifti1_side; });
  if (!fits) {
    return Error{ErrorCode::unsupported, std::string(subject), "expected a volume, got a list of values", {}};
  }
  std::vector<std::uint8_t> converted = nifti_header_of(bytes, header);
  const Bytes voxels = bytes.subspan(mgh_at::data, header.data_bytes());
  converted.insert(converted.end(), voxels.begin(), voxels.end());
  return parse_nifti(std::move(converted), subject);
}

}  // namespace shareready
