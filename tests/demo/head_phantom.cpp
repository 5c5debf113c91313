#include "demo/head_phantom.hpp"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <numbers>
#include <span>
#include <stdexcept>

namespace shareready::demo {
namespace {

constexpr int k_header_bytes = 352;  // what both template files have before their voxels

std::vector<std::uint8_t> read_gzip(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file{gzopen(path.c_str(), "rb"), gzclose};
  if (!file) throw std::runtime_error(path + " is missing: install Debian's package mricron-data");
  std::vector<std::uint8_t> bytes(16U << 20U);
  const int count = gzread(file.get(), bytes.data(), static_cast<unsigned>(bytes.size()));
  if (count <= k_header_bytes) throw std::runtime_error(path + " is not a gzipped NIfTI image");
  bytes.resize(static_cast<std::size_t>(count));
  return bytes;
}

template <typename T>
T field(std::span<const std::uint8_t> bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

double smooth_step(double from, double to, double x) {
  const double t = std::clamp((x - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double bell(double x, double width) { return std::exp(-x * x / (width * width)); }

// Where to read the template for a point below its last slice: that slice, drawn out downwards. The nose
// ends, lips and a chin follow, and from the jaw on the contour recedes to a neck.
Point below_the_template(const Point& p, double lowest_mm) {
  const double depth = lowest_mm - p[2];
  const double nose_ends = 13 * smooth_step(8, 14, depth);
  const double lips = 4 * (bell(depth - 24, 4) + bell(depth - 33, 4)) * bell(p[0], 24);
  const double chin = 6 * bell(depth - 52, 8) * bell(p[0], 20);
  const double neck = 55 * smooth_step(58, 78, depth);
  const double front = p[1] > 0 ? 1 : 0;
  return {p[0] * (1 + 0.0045 * depth),
          p[1] + front * (nose_ends * bell(p[0], 16) - lips - chin) + neck * smooth_step(-20, 40, p[1]),
          lowest_mm};
}

struct Corner {
  std::size_t index;
  double weight;
};

// The eight voxels around a point; nothing outside the image.
template <typename Visit>
void visit_corners(const TemplateHead& t, const Point& p, Visit&& visit) {
  std::array<int, 3> low{};
  std::array<double, 3> part{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double v = p[a] - t.origin_mm[a];
    low[a] = static_cast<int>(std::floor(v));
    part[a] = v - low[a];
    if (low[a] < 0 || low[a] + 1 >= t.size[a]) return;
  }
  const auto nx = static_cast<std::size_t>(t.size[0]);
  const auto ny = static_cast<std::size_t>(t.size[1]);
  for (unsigned c = 0; c < 8; ++c) {
    const std::array<unsigned, 3> step{c & 1U, (c >> 1U) & 1U, (c >> 2U) & 1U};
    double weight = 1;
    std::array<std::size_t, 3> at{};
    for (std::size_t a = 0; a < 3; ++a) {
      weight *= step[a] == 1 ? part[a] : 1 - part[a];
      at[a] = static_cast<std::size_t>(low[a]) + step[a];
    }
    visit(Corner{at[0] + nx * (at[1] + ny * at[2]), weight});
  }
}

// T2w-like: in the brain what is dark in T1w is bright, elsewhere everything is darker.
double t2_of(double t1, double brain_share) {
  const double in_brain = std::max(0.0, 230 - 1.4 * t1);
  return brain_share * in_brain + (1 - brain_share) * 0.55 * t1;
}

}  // namespace

TemplateHead load_template_head(const std::string& folder) {
  const auto bytes = read_gzip(folder + "/ch2.nii.gz");
  const auto brain = read_gzip(folder + "/ch2bet.nii.gz");
  TemplateHead t;
  for (std::size_t a = 0; a < 3; ++a) {
    t.size[a] = field<std::int16_t>(bytes, 42 + 2 * a);
    t.origin_mm[a] = field<float>(bytes, 280 + 16 * a + 12);  // sform, last column
  }
  const auto voxels = static_cast<std::size_t>(t.size[0]) * static_cast<std::size_t>(t.size[1]) *
                      static_cast<std::size_t>(t.size[2]);
  if (field<std::int16_t>(bytes, 70) != 2 || bytes.size() != brain.size() ||
      bytes.size() != k_header_bytes + voxels) {
    throw std::runtime_error(folder + ": ch2 and ch2bet are not the 8-bit images this program knows");
  }
  t.head.assign(bytes.begin() + k_header_bytes, bytes.end());
  t.brain.assign(brain.begin() + k_header_bytes, brain.end());
  return t;
}

std::array<Point, 3> rotation_of(const Point& degrees) {
  const auto rad = [&](std::size_t a) { return degrees[a] * std::numbers::pi / 180; };
  const double cx = std::cos(rad(0)), sx = std::sin(rad(0));
  const double cy = std::cos(rad(1)), sy = std::sin(rad(1));
  const double cz = std::cos(rad(2)), sz = std::sin(rad(2));
  return {Point{cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx},
          Point{sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx}, Point{-sy, cy * sx, cy * cx}};
}

HeadPhantom::HeadPhantom(const TemplateHead& head, const Person& person)
    : head_(head), person_(person), rotation_(rotation_of(person.tilt_degrees)) {
  std::uint64_t state = person.seed;
  for (auto& row : phase_) {
    for (double& phase : row) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      phase = static_cast<double>(state >> 40U) / static_cast<double>(1U << 24U) * 2 * std::numbers::pi;
    }
  }
}

Point HeadPhantom::to_template(const Point& scanner_mm) const {
  constexpr double k_wavelength_mm = 140;
  constexpr double k_wave = 2 * std::numbers::pi / k_wavelength_mm;
  Point moved{};
  for (std::size_t a = 0; a < 3; ++a) moved[a] = scanner_mm[a] - person_.shift_mm[a];
  Point p{};
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) p[a] += rotation_[b][a] * moved[b];
    p[a] /= person_.scale[a];
  }
  Point warped = p;
  for (std::size_t a = 0; a < 3; ++a) {
    double wave = 0;
    for (std::size_t b = 0; b < 3; ++b) wave += std::sin(k_wave * p[b] + phase_[a][b]);
    warped[a] += person_.warp_mm * wave / 3;
  }
  return warped;
}

double HeadPhantom::brightness_at(const Point& scanner_mm, Contrast contrast) const {
  const double lowest_mm = head_.origin_mm[2] + 0.5;
  Point p = to_template(scanner_mm);
  if (p[2] < lowest_mm) p = below_the_template(p, lowest_mm);
  double t1 = 0;
  double brain_share = 0;
  visit_corners(head_, p, [&](const Corner& corner) {
    t1 += corner.weight * head_.head[corner.index];
    brain_share += head_.brain[corner.index] > 0 ? corner.weight : 0;
  });
  return contrast == Contrast::t1w ? t1 : t2_of(t1, brain_share);
}

}  // namespace shareready::demo
