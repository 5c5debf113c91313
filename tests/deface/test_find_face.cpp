#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "deface/face_data.hpp"
#include "deface/template_head.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

double gap_mm(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

// Landmarks of Colin27 (mm): nasion, eyes, ear canals, vertex, and the back of the head.
constexpr std::array<Vec3, 6> k_landmarks{
    {{0, 84, -38}, {32, 62, -40}, {-32, 62, -40}, {-75, -20, -50}, {0, -20, 90}, {0, -110, 0}}};

}  // namespace

TEST_CASE("A head is found where it was moved, turned and scaled to") {
  const Volume head = template_head();
  const auto moved = GENERATE(turned(0, 0, 0.9, {5, -12, 30}), turned(40, 0, 0.93, {-8, 20, -25}),
                              turned(-40, 15, 0.87, {0, 0, 0}), turned(10, -25, 0.7, {30, 10, 40}));
  const auto face = find_face(as_image(head, moved), shared_template(), 2);
  REQUIRE(face.ok());
  REQUIRE(face->verdict == Verdict::done);
  for (const Vec3& p : k_landmarks) REQUIRE(gap_mm(face->data->template_to_ras(p), moved(p)) < 4);
}

TEST_CASE("A head whose header names the axes wrongly is found all the same") {
  const Volume head = template_head();
  const Affine wrong{{{{0, 0, 1, 0}, {-1, 0, 0, 0}, {0, -1, 0, 0}}}};
  const auto face = find_face(as_image(head, wrong), shared_template(), 2);
  REQUIRE(face.ok());
  for (const Vec3& p : k_landmarks) REQUIRE(gap_mm(face->data->template_to_ras(p), wrong(p)) < 5);
}

TEST_CASE("Registration does not depend on the number of threads") {
  const NiftiImage image = as_image(template_head(), turned(20, 0, 0.9, {0, 0, 0}));
  const auto one = find_face(image, shared_template(), 1), two = find_face(image, shared_template(), 2);
  REQUIRE(one->data->template_to_ras == two->data->template_to_ras);
  REQUIRE(one->data->brain.distance.values == two->data->brain.distance.values);
}

TEST_CASE("Noise, a ball and an empty image are never called done, and stay as they are") {
  Volume v = template_head();
  std::mt19937 random(1);
  const int what = GENERATE(0, 1, 2);
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    const double x = static_cast<double>(at % v.size[0]) - 30,
                 y = static_cast<double>(at / v.size[0] % v.size[1]) - 36,
                 z = static_cast<double>(at / v.size[0] / v.size[1]) - 30;
    const bool ball = std::hypot(x, y, z) < 26;
    v.values[at] = what == 0 ? static_cast<float>(random() % 200) : (what == 1 && ball ? 100.0F : 0.0F);
  }
  NiftiImage image = as_image(v);
  const auto before = image.bytes;
  const auto face = find_face(image, shared_template(), 2);
  REQUIRE(face.ok());
  REQUIRE(face->verdict != Verdict::done);
  REQUIRE_FALSE(face->reason.empty());
  const auto defaced = remove_face(image, {}, *face, true, shared_template(), 2);
  REQUIRE(defaced->verdict != Verdict::done);
  if (defaced->verdict == Verdict::failed) REQUIRE(image.bytes == before);
}

TEST_CASE("A missing template is an error that names the package") {
  const auto missing = load_head_template("/nonexistent");
  REQUIRE_FALSE(missing.ok());
  REQUIRE(missing.error().what.find("mricron-data") != std::string::npos);
}

TEST_CASE("An image of one slice is refused") {
  Volume v{.size = {8, 8, 1}, .values = std::vector<float>(64, 1.0F)};
  REQUIRE_FALSE(find_face(as_image(v), shared_template(), 1).ok());
}
