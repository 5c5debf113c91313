#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "image/nifti.hpp"

namespace shareready {

// One three-dimensional image as scaled numbers, the first axis running fastest. Values that are not finite
// in the file are 0 here.
struct Volume {
  std::array<std::size_t, 3> size{};
  Affine voxel_to_ras{};
  std::vector<float> values{};

  [[nodiscard]] float at(std::size_t i, std::size_t j, std::size_t k) const {
    return values[i + size[0] * (j + size[1] * k)];
  }
};

struct VolumeRequest {
  std::size_t index = 0;  // which of the image's volumes
  double coarse_mm = 0;   // 0: every voxel; else neighbours are averaged to about this spacing
};

// The chosen volume with slope and intercept applied as nibabel does (a slope that is 0 or not finite means
// none). Complex voxels become their magnitude, colours their mean. Averaging never goes below the stored
// spacing: each axis is cut into whole-number groups of voxels, the last of them possibly smaller; the affine
// is that of the groups' centres. Errors: bad_data (no such volume, position unusable), unsupported (binary,
// float128, complex256).
Result<Volume> read_volume(const NiftiImage& image, const VolumeRequest& request, std::string_view subject);

// Single voxels of one volume, scaled as read_volume does; for a look at few of many. It borrows the image's
// bytes.
class VoxelReader {
 public:
  // Errors: as read_volume, but for the position.
  static Result<VoxelReader> make(const NiftiImage& image, std::size_t index, std::string_view subject);
  [[nodiscard]] float at(std::size_t i, std::size_t j, std::size_t k) const {
    const float value = load_(first_ + (i + size_[0] * (j + size_[1] * k)) * bytes_);
    return value * slope_ + inter_;
  }
  [[nodiscard]] const std::array<std::size_t, 3>& size() const { return size_; }

 private:
  using Load = float (*)(const std::uint8_t*);
  VoxelReader() = default;
  const std::uint8_t* first_ = nullptr;
  Load load_ = nullptr;
  std::size_t bytes_ = 0;
  std::array<std::size_t, 3> size_{};
  float slope_ = 1, inter_ = 0;
};

}  // namespace shareready
