#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "image/byte_order.hpp"
#include "image/nifti.hpp"
#include "image/nifti_layout.hpp"

namespace shareready::test {

struct MadeNifti {
  NiftiVersion version = NiftiVersion::one;
  std::endian order = std::endian::little;
  Datatype datatype = Datatype::int16;
  std::vector<std::int64_t> size{5, 4, 3};
  std::vector<double> pixdim{1, 1, 1};
  int sform_code = 1;
  Affine srow{};
  int qform_code = 0;
  std::array<double, 3> quatern{};
  std::array<double, 3> qoffset{};
  double qfac = 1;
  double slope = 0, inter = 0;
};

class NiftiBytes {
 public:
  explicit NiftiBytes(const MadeNifti& made) : made_(made) {
    bytes_.resize(made.version == NiftiVersion::one ? k_nifti1_data_offset : k_nifti2_data_offset);
    made.version == NiftiVersion::one ? fill_one() : fill_two();
    std::size_t voxels = 1;
    for (const auto size : made.size) voxels *= static_cast<std::size_t>(size);
    bytes_.resize(bytes_.size() + voxels * bytes_per_voxel(made.datatype));
  }

  template <typename T>
  NiftiBytes& put(std::size_t at, T value) {
    store_number(bytes_.data() + at, value, made_.order);
    return *this;
  }
  NiftiBytes& put_text(std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at));
    return *this;
  }
  [[nodiscard]] std::size_t data_offset() const {
    return made_.version == NiftiVersion::one ? k_nifti1_data_offset : k_nifti2_data_offset;
  }
  std::vector<std::uint8_t>& bytes() { return bytes_; }

  // Inserts an extension before the data and moves vox_offset; `content` and the 8 bytes ahead of it must
  // fill a multiple of 16.
  NiftiBytes& add_extension(int code, std::string_view content) {
    std::vector<std::uint8_t> extension(8);
    store_number(extension.data(), static_cast<std::int32_t>(content.size() + 8), made_.order);
    store_number(extension.data() + 4, static_cast<std::int32_t>(code), made_.order);
    extension.insert(extension.end(), content.begin(), content.end());
    const bool one = made_.version == NiftiVersion::one;
    bytes_[one ? nifti1_at::end : nifti2_at::end] = 1;
    bytes_.insert(bytes_.begin() + static_cast<std::ptrdiff_t>(data_offset() + extended_), extension.begin(),
                  extension.end());
    extended_ += extension.size();
    const std::size_t offset = data_offset() + extended_;
    if (one) return put(nifti1_at::vox_offset, static_cast<float>(offset));
    return put(nifti2_at::vox_offset, static_cast<std::int64_t>(offset));
  }

 private:
  void fill_one() {
    namespace at = nifti1_at;
    put<std::int32_t>(at::sizeof_hdr, 348).put_text(at::magic, {"n+1\0", 4});
    put<std::int16_t>(at::datatype, static_cast<std::int16_t>(made_.datatype));
    put<std::int16_t>(at::bitpix, static_cast<std::int16_t>(8 * bytes_per_voxel(made_.datatype)));
    put<std::int16_t>(at::qform_code, static_cast<std::int16_t>(made_.qform_code));
    put<std::int16_t>(at::sform_code, static_cast<std::int16_t>(made_.sform_code));
    put<float>(at::vox_offset, 352);
    put<std::int16_t>(at::dim, static_cast<std::int16_t>(made_.size.size()));
    for (std::size_t i = 0; i < 7; ++i) {
      put<std::int16_t>(at::dim + 2 * (i + 1),
                        static_cast<std::int16_t>(i < made_.size.size() ? made_.size[i] : 1));
    }
    put_reals<float>(at::pixdim, at::scl_slope, at::quatern_b, at::srow_x);
  }
  void fill_two() {
    namespace at = nifti2_at;
    put<std::int32_t>(at::sizeof_hdr, 540).put_text(at::magic, {"n+2\0\r\n\x1a\n", 8});
    put<std::int16_t>(at::datatype, static_cast<std::int16_t>(made_.datatype));
    put<std::int16_t>(at::bitpix, static_cast<std::int16_t>(8 * bytes_per_voxel(made_.datatype)));
    put<std::int32_t>(at::qform_code, made_.qform_code);
    put<std::int32_t>(at::sform_code, made_.sform_code);
    put<std::int64_t>(at::vox_offset, 544);
    put<std::int64_t>(at::dim, static_cast<std::int64_t>(made_.size.size()));
    for (std::size_t i = 0; i < 7; ++i) {
      put<std::int64_t>(at::dim + 8 * (i + 1), i < made_.size.size() ? made_.size[i] : 1);
    }
    put_reals<double>(at::pixdim, at::scl_slope, at::quatern_b, at::srow_x);
  }
  template <typename Real>
  void put_reals(std::size_t pixdim, std::size_t slope, std::size_t quatern, std::size_t srow) {
    put<Real>(pixdim, static_cast<Real>(made_.qfac));
    for (std::size_t i = 0; i < 7; ++i) {
      put<Real>(pixdim + (i + 1) * sizeof(Real),
                static_cast<Real>(i < made_.pixdim.size() ? made_.pixdim[i] : 1));
    }
    put<Real>(slope, static_cast<Real>(made_.slope))
        .put(slope + sizeof(Real), static_cast<Real>(made_.inter));
    for (std::size_t i = 0; i < 3; ++i) {
      put<Real>(quatern + i * sizeof(Real), static_cast<Real>(made_.quatern[i]));
      put<Real>(quatern + (3 + i) * sizeof(Real), static_cast<Real>(made_.qoffset[i]));
      for (std::size_t c = 0; c < 4; ++c) {
        put<Real>(srow + (4 * i + c) * sizeof(Real), static_cast<Real>(made_.srow.rows[i][c]));
      }
    }
  }

  MadeNifti made_;
  std::vector<std::uint8_t> bytes_;
  std::size_t extended_ = 0;
};

}  // namespace shareready::test
