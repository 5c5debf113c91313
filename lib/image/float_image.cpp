#include "image/float_image.hpp"

#include <cstring>
#include <limits>

#include "image/byte_order.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {

Result<NiftiImage> make_float_image(const Volume& volume) {
  std::vector<std::uint8_t> bytes(k_nifti1_data_offset + volume.values.size() * sizeof(float), 0);
  const auto put = [&]<typename T>(std::size_t at, T value) {
    store_number(bytes.data() + at, value, std::endian::native);
  };
  put(nifti1_at::sizeof_hdr, std::int32_t{348});
  put(nifti1_at::dim, std::int16_t{3});
  put(nifti1_at::pixdim, 1.0F);
  const Vec3 spacing = spacing_mm(volume.voxel_to_ras);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (volume.size[axis] > static_cast<std::size_t>(std::numeric_limits<std::int16_t>::max())) {
      return Error{ErrorCode::bad_data, "volume", "has more voxels along an axis than NIfTI-1 can say", {}};
    }
    put(nifti1_at::dim + 2 * (axis + 1), static_cast<std::int16_t>(volume.size[axis]));
    put(nifti1_at::pixdim + 4 * (axis + 1), static_cast<float>(spacing[axis]));
    for (std::size_t column = 0; column < 4; ++column) {
      put(nifti1_at::srow_x + 16 * axis + 4 * column,
          static_cast<float>(volume.voxel_to_ras.rows[axis][column]));
    }
  }
  for (std::size_t axis = 3; axis < 7; ++axis) put(nifti1_at::dim + 2 * (axis + 1), std::int16_t{1});
  put(nifti1_at::datatype, static_cast<std::int16_t>(Datatype::float32));
  put(nifti1_at::bitpix, std::int16_t{32});
  put(nifti1_at::vox_offset, static_cast<float>(k_nifti1_data_offset));
  put(nifti1_at::xyzt_units, std::uint8_t{2});  // mm
  put(nifti1_at::sform_code, std::int16_t{1});
  std::memcpy(bytes.data() + nifti1_at::magic, "n+1", 4);
  std::memcpy(bytes.data() + k_nifti1_data_offset, volume.values.data(),
              volume.values.size() * sizeof(float));
  return parse_nifti(std::move(bytes), "volume");
}

}  // namespace shareready
