#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace shareready::demo {

using Point = std::array<double, 3>;  // mm, RAS+

// Debian's Colin27 head (mricron-data: ch2 and its brain ch2bet), 1 mm, RAS axes, values 0..254.
struct TemplateHead {
  std::array<int, 3> size{};
  Point origin_mm{};
  std::vector<std::uint8_t> head;
  std::vector<std::uint8_t> brain;
};

// Throws std::runtime_error when the two files of mricron-data are not in `folder`.
TemplateHead load_template_head(const std::string& folder);

enum class Contrast { t1w, t2w };

// How a made-up participant differs from the template and lies in the scanner.
struct Person {
  std::uint64_t seed = 0;
  Point scale{1, 1, 1};  // size of this head over the template's
  double warp_mm = 3;    // amplitude of the smooth deformation
  Point tilt_degrees{};  // about x (pitch), y (roll), z (yaw)
  Point shift_mm{};
};

// Brightness 0..254 of this person at a point of the scanner's space. Below and in front of the template,
// whose field of view ends at the eyes, a made-up nose, mouth and chin follow, so that there is a face to
// remove.
class HeadPhantom {
 public:
  HeadPhantom(const TemplateHead& head, const Person& person);
  [[nodiscard]] double brightness_at(const Point& scanner_mm, Contrast contrast) const;

 private:
  [[nodiscard]] Point to_template(const Point& scanner_mm) const;
  const TemplateHead& head_;
  Person person_;
  std::array<Point, 3> rotation_;  // scanner <- head
  std::array<Point, 3> phase_{};
};

// Rotation about x, then y, then z.
std::array<Point, 3> rotation_of(const Point& degrees);

}  // namespace shareready::demo
