#include "image/geometry.hpp"

#include <algorithm>
#include <cmath>

namespace shareready {
namespace {

using Matrix3 = std::array<std::array<double, 3>, 3>;

double determinant(const Matrix3& m) {
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
         m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

Matrix3 linear_part(const Affine& affine) {
  Matrix3 m{};
  for (std::size_t r = 0; r < 3; ++r) std::copy_n(affine.rows[r].begin(), 3, m[r].begin());
  return m;
}

// The cofactor matrix: the inverse transposed, times the determinant.
Matrix3 cofactors(const Matrix3& m) {
  Matrix3 c{};
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k) {
      const std::size_t r1 = (r + 1) % 3, r2 = (r + 2) % 3, k1 = (k + 1) % 3, k2 = (k + 2) % 3;
      c[r][k] = m[r1][k1] * m[r2][k2] - m[r1][k2] * m[r2][k1];
    }
  }
  return c;
}

// The orthogonal factor of the polar decomposition by Newton's iteration (Higham 1986,
// doi:10.1137/0907079); equals the product of the singular vectors. The input must not be singular.
Matrix3 nearest_orthogonal(Matrix3 m) {
  constexpr int k_iterations = 60;
  constexpr double k_converged = 1e-14;
  for (int i = 0; i < k_iterations; ++i) {
    const double scale = determinant(m);
    if (scale == 0 || !std::isfinite(scale)) return m;
    const Matrix3 c = cofactors(m);
    double change = 0;
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t k = 0; k < 3; ++k) {
        const double next = 0.5 * (m[r][k] + c[r][k] / scale);
        change = std::max(change, std::abs(next - m[r][k]));
        m[r][k] = next;
      }
    }
    if (change < k_converged) break;
  }
  return m;
}

// nibabel's repair of spacings: the absolute value, 1 instead of 0.
double usable_spacing(double pixdim) {
  const double size = std::abs(pixdim);
  return size > 0 ? size : 1.0;
}

bool is_usable(const Affine& affine) {
  for (const auto& row : affine.rows) {
    if (!std::all_of(row.begin(), row.end(), [](double v) { return std::isfinite(v); })) return false;
  }
  const double volume = std::abs(determinant(affine));
  const Vec3 spacing = spacing_mm(affine);
  constexpr double k_flat = 1e-6;  // relative volume of the voxel below which its axes do not span space
  return volume > k_flat * spacing[0] * spacing[1] * spacing[2];
}

Affine centred_affine(const NiftiGeometry& geometry) {
  Affine affine;
  for (std::size_t r = 0; r < 3; ++r) {
    const double step = usable_spacing(geometry.pixdim[r + 1]) * (r == 0 ? -1 : 1);
    affine.rows[r][r] = step;
    affine.rows[r][3] = -step * static_cast<double>(geometry.size[r] - 1) / 2;
  }
  return affine;
}

}  // namespace

Affine compose(const Affine& outer, const Affine& inner) {
  Affine out;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 4; ++c) {
      out.rows[r][c] = outer.rows[r][0] * inner.rows[0][c] + outer.rows[r][1] * inner.rows[1][c] +
                       outer.rows[r][2] * inner.rows[2][c] + (c == 3 ? outer.rows[r][3] : 0.0);
    }
  }
  return out;
}

double determinant(const Affine& affine) { return determinant(linear_part(affine)); }

std::optional<Affine> inverse(const Affine& affine) {
  if (!is_usable(affine)) return std::nullopt;
  const Matrix3 m = linear_part(affine);
  const Matrix3 c = cofactors(m);
  const double scale = determinant(m);
  Affine out;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k) out.rows[r][k] = c[k][r] / scale;
    out.rows[r][3] = -(out.rows[r][0] * affine.rows[0][3] + out.rows[r][1] * affine.rows[1][3] +
                       out.rows[r][2] * affine.rows[2][3]);
  }
  return out;
}

Affine flip_ras_lps(const Affine& affine) {
  Affine out = affine;
  for (std::size_t r = 0; r < 2; ++r) {
    for (double& value : out.rows[r]) value = -value;
  }
  return out;
}

Vec3 spacing_mm(const Affine& voxel_to_ras) {
  Vec3 out{};
  for (std::size_t c = 0; c < 3; ++c) {
    out[c] = std::hypot(voxel_to_ras.rows[0][c], voxel_to_ras.rows[1][c], voxel_to_ras.rows[2][c]);
  }
  return out;
}

std::array<AxisOrientation, 3> axis_orientations(const Affine& voxel_to_ras) {
  Matrix3 m = linear_part(voxel_to_ras);
  const Vec3 spacing = spacing_mm(voxel_to_ras);
  for (auto& row : m) {
    for (std::size_t c = 0; c < 3; ++c) row[c] /= spacing[c] > 0 ? spacing[c] : 1.0;
  }
  m = nearest_orthogonal(m);
  std::array<AxisOrientation, 3> out{};
  std::array<bool, 3> taken{};
  for (std::size_t c = 0; c < 3; ++c) {
    std::size_t best = 3;
    for (std::size_t r = 0; r < 3; ++r) {
      if (!taken[r] && (best == 3 || std::abs(m[r][c]) > std::abs(m[best][c]))) best = r;
    }
    taken[best] = true;
    out[c] = {static_cast<int>(best), m[best][c] < 0 ? -1 : 1};
  }
  return out;
}

std::string axis_codes(const Affine& voxel_to_ras) {
  std::string codes;
  for (const AxisOrientation axis : axis_orientations(voxel_to_ras)) {
    const auto which = static_cast<std::size_t>(axis.world_axis);
    codes += axis.sign > 0 ? "RAS"[which] : "LPI"[which];
  }
  return codes;
}

Affine qform_affine(const NiftiGeometry& geometry) {
  double b = geometry.quatern[0], c = geometry.quatern[1], d = geometry.quatern[2];
  const double rest = 1.0 - (b * b + c * c + d * d);
  constexpr double k_half_turn = 1e-7;  // as in nifti_quatern_to_mat44 of nifticlib
  double a = 0;
  if (rest < k_half_turn) {
    const double length = std::sqrt(b * b + c * c + d * d);
    b /= length, c /= length, d /= length;
  } else {
    a = std::sqrt(rest);
  }
  const Matrix3 rotation{{{a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
                          {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
                          {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b}}};
  const double qfac = geometry.pixdim[0] < 0 ? -1.0 : 1.0;
  Affine out;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t k = 0; k < 3; ++k) {
      out.rows[r][k] = rotation[r][k] * usable_spacing(geometry.pixdim[k + 1]) * (k == 2 ? qfac : 1.0);
    }
    out.rows[r][3] = geometry.qoffset[r];
  }
  return out;
}

std::optional<Affine> effective_affine(const NiftiGeometry& geometry) {
  const Affine affine = geometry.sform_code > 0   ? geometry.srow
                        : geometry.qform_code > 0 ? qform_affine(geometry)
                                                  : centred_affine(geometry);
  if (!is_usable(affine)) return std::nullopt;
  return affine;
}

}  // namespace shareready
