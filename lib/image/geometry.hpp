#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace shareready {

// Frames: NIfTI and this program are RAS+ (x grows to the right, y to the front, z upwards, in mm); ITK and
// DICOM are LPS+. Voxel indices count from 0 at the centre of the first voxel. This header is the only place
// where one frame becomes another.
using Vec3 = std::array<double, 3>;

struct RasPoint {
  double x = 0, y = 0, z = 0;
  friend bool operator==(const RasPoint&, const RasPoint&) = default;
};
struct LpsPoint {
  double x = 0, y = 0, z = 0;
  friend bool operator==(const LpsPoint&, const LpsPoint&) = default;
};

constexpr LpsPoint to_lps(RasPoint p) { return {-p.x, -p.y, p.z}; }
constexpr RasPoint to_ras(LpsPoint p) { return {-p.x, -p.y, p.z}; }

// A 3x4 affine map: rows of a homogeneous matrix whose last row is 0 0 0 1.
struct Affine {
  std::array<std::array<double, 4>, 3> rows{{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}}};

  [[nodiscard]] constexpr Vec3 operator()(const Vec3& p) const {
    Vec3 out{};
    for (std::size_t r = 0; r < 3; ++r) {
      out[r] = rows[r][0] * p[0] + rows[r][1] * p[1] + rows[r][2] * p[2] + rows[r][3];
    }
    return out;
  }
  [[nodiscard]] constexpr RasPoint to_ras_point(const Vec3& index) const {
    const Vec3 p = (*this)(index);
    return {p[0], p[1], p[2]};
  }
  friend bool operator==(const Affine&, const Affine&) = default;
};

// Applies `inner` first: compose(a, b)(p) == a(b(p)).
Affine compose(const Affine& outer, const Affine& inner);
double determinant(const Affine& affine);  // of its 3x3 part
// Nothing where the 3x3 part is singular or not finite.
std::optional<Affine> inverse(const Affine& affine);
// The map to the other frame's axes: from something-to-RAS to something-to-LPS and the reverse.
Affine flip_ras_lps(const Affine& affine);

// Lengths of the columns: the distance between neighbouring voxels along each axis.
Vec3 spacing_mm(const Affine& voxel_to_ras);

// For each voxel axis the world axis (0 R/L, 1 A/P, 2 S/I) nearest to it and its sign, each world axis once.
struct AxisOrientation {
  int world_axis = 0;
  int sign = 1;
  friend bool operator==(const AxisOrientation&, const AxisOrientation&) = default;
};
std::array<AxisOrientation, 3> axis_orientations(const Affine& voxel_to_ras);
// The same as letters, towards which each voxel axis grows: "RAS", "PIR". Agrees with nibabel's aff2axcodes.
std::string axis_codes(const Affine& voxel_to_ras);

// What a NIfTI header says about position; the fields' own names and meaning (nifti1.h, "METHOD 1-3").
struct NiftiGeometry {
  std::array<std::int64_t, 3> size{1, 1, 1};
  std::array<double, 4> pixdim{1, 1, 1, 1};  // [0] is qfac
  int qform_code = 0;
  int sform_code = 0;
  std::array<double, 3> quatern{};  // b, c, d
  std::array<double, 3> qoffset{};
  Affine srow{};
};

// The effective affine by nibabel's rule: the sform where its code is above 0, else the qform where its code
// is above 0, else spacing alone with the grid's centre as origin and x growing to the left. Nothing where
// the result is singular or not finite.
std::optional<Affine> effective_affine(const NiftiGeometry& geometry);
Affine qform_affine(const NiftiGeometry& geometry);

}  // namespace shareready
