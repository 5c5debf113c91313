#pragma once

#include <algorithm>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

#include "deface/deface.hpp"
#include "image/grid.hpp"
#include "image/make_nifti.hpp"

namespace shareready::test {

// Colin27 itself as the patient: Debian's mricron-data, on a 3 mm grid, so that a registration takes a
// fraction of a second.
inline Volume template_head() {
  const auto image = read_nifti("/usr/share/mricron/templates/ch2.nii.gz").value();
  return read_volume(image, {.coarse_mm = 3}, "template").value();
}

inline const HeadTemplate& shared_template() {
  static const HeadTemplate head = load_head_template().value();
  return head;
}

// As UNIT1 shows it.
inline Volume in_noise(Volume head) {
  std::mt19937 random(1);
  for (float& x : head.values) {
    const auto noise = static_cast<float>(random() % 250);
    if (x < 15) x = noise;
  }
  return head;
}

// With air in view in front of it, where the template ends at the tip of the nose.
inline Volume with_air_in_front(const Volume& head, std::size_t voxels) {
  Volume out{.size = head.size, .voxel_to_ras = head.voxel_to_ras};
  out.size[1] += voxels;
  out.values.assign(out.size[0] * out.size[1] * out.size[2], 0);
  for (std::size_t k = 0; k < head.size[2]; ++k) {
    for (std::size_t j = 0; j < head.size[1]; ++j) {
      for (std::size_t i = 0; i < head.size[0]; ++i) out.values[offset_of(out, i, j, k)] = head.at(i, j, k);
    }
  }
  return out;
}

// With so much air around it on every side but below.
inline Volume in_wide_view(const Volume& head, std::size_t voxels) {
  Volume out{.size = {head.size[0] + 2 * voxels, head.size[1] + 2 * voxels, head.size[2] + voxels},
             .voxel_to_ras = head.voxel_to_ras};
  const double back = -static_cast<double>(voxels);
  const Vec3 origin = head.voxel_to_ras({back, back, 0});
  for (std::size_t r = 0; r < 3; ++r) out.voxel_to_ras.rows[r][3] = origin[r];
  out.values.assign(out.size[0] * out.size[1] * out.size[2], 0);
  for (std::size_t k = 0; k < head.size[2]; ++k) {
    for (std::size_t j = 0; j < head.size[1]; ++j) {
      for (std::size_t i = 0; i < head.size[0]; ++i)
        out.values[offset_of(out, i + voxels, j + voxels, k)] = head.at(i, j, k);
    }
  }
  return out;
}

// In air of noise that is darker than the head, as in fast scans.
inline Volume with_noise(Volume head, float sd) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, sd);
  for (float& x : head.values) x = std::hypot(x + normal(random), normal(random));
  return head;
}

// The volume as an int16 image, `volumes` times over, with its affine replaced by `moved` after its own.
inline NiftiImage as_image(const Volume& v, const Affine& moved = {}, std::int64_t volumes = 1) {
  MadeNifti made{.size = {}, .srow = compose(moved, v.voxel_to_ras)};
  for (std::size_t s : v.size) made.size.push_back(static_cast<std::int64_t>(s));
  if (volumes > 1) made.size.push_back(volumes);
  NiftiBytes bytes(made);
  std::size_t at = bytes.data_offset();
  for (std::int64_t n = 0; n < volumes; ++n) {
    for (float x : v.values) {
      bytes.put(at, static_cast<std::int16_t>(10 * x + static_cast<float>(n)));
      at += 2;
    }
  }
  return parse_nifti(bytes.bytes(), "head").value();
}

// The number of a voxel, the first volume's before the second's.
inline std::int16_t stored(const NiftiImage& image, std::size_t at) {
  return load_number<std::int16_t>(image.voxels().data() + 2 * at, image.header.byte_order);
}

inline Defaced deface(NiftiImage& image) {
  const SessionFace face = find_face(image, shared_template(), 2).value();
  return remove_face(image, {}, face, true, shared_template(), 2).value();
}

inline double figure_of(const Defaced& defaced, std::string_view name) {
  const auto found = std::find_if(defaced.figures.begin(), defaced.figures.end(),
                                  [&](const Figure& figure) { return figure.name == name; });
  if (found == defaced.figures.end()) throw std::runtime_error("no figure " + std::string(name));
  return found->value;
}

// A rotation about x (pitch) and z (yaw) in degrees and one scale.
inline Affine turned(double pitch, double yaw, double scale, const Vec3& shift) {
  const double a = pitch * 3.14159265358979 / 180, b = yaw * 3.14159265358979 / 180;
  const Affine x{{{{1, 0, 0, 0}, {0, std::cos(a), -std::sin(a), 0}, {0, std::sin(a), std::cos(a), 0}}}};
  Affine z{{{{std::cos(b), -std::sin(b), 0, 0}, {std::sin(b), std::cos(b), 0, 0}, {0, 0, 1, 0}}}};
  Affine out = compose(z, x);
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) out.rows[r][c] *= scale;
    out.rows[r][3] = shift[r];
  }
  return out;
}

}  // namespace shareready::test
