#include <catch2/catch.hpp>
#include <cmath>

#include "image/maximise.hpp"
#include "image/mutual_information.hpp"

using namespace shareready;

namespace {

// Three kinds in slabs along x; the image shows each kind with a brightness of its own, moved by `shift`.
constexpr std::size_t k_size = 24;

std::uint8_t kind_at(double x) { return x < 8 ? 0 : (x < 15 ? 1 : 2); }

SamplePoints slabs() {
  SamplePoints points{.kinds = 3};
  for (std::size_t k = 2; k < k_size - 2; k += 2) {
    for (std::size_t j = 2; j < k_size - 2; j += 2) {
      for (std::size_t i = 4; i < k_size - 4; ++i) {
        points.x.push_back(static_cast<float>(i));
        points.y.push_back(static_cast<float>(j));
        points.z.push_back(static_cast<float>(k));
        points.kind.push_back(kind_at(static_cast<double>(i)));
      }
    }
  }
  return points;
}

Volume bright_slabs(double shift, std::array<float, 3> brightness) {
  Volume v{.size = {k_size, k_size, k_size}};
  for (std::size_t at = 0; at < k_size * k_size * k_size; ++at) {
    v.values.push_back(brightness[kind_at(static_cast<double>(at % k_size) - shift)]);
  }
  return v;
}

Affine shifted(double x) {
  Affine a;
  a.rows[0][3] = x;
  return a;
}

}  // namespace

TEST_CASE("The information is largest where the kinds lie on their own brightness, whatever the contrast") {
  for (const auto& brightness : {std::array<float, 3>{0, 100, 200}, std::array<float, 3>{0, 200, 100}}) {
    const Volume bins = binned(bright_slabs(2, brightness), 50);
    const double there = match(slabs(), bins, shifted(2)).information;
    for (double x : {-2.0, -1.0, 0.0, 1.0, 3.0, 4.0}) {
      REQUIRE(match(slabs(), bins, shifted(x)).information < there);
    }
  }
}

TEST_CASE("Points outside the image count against the overlap") {
  const Volume bins = binned(bright_slabs(0, {0, 100, 200}), 50);
  REQUIRE(match(slabs(), bins, Affine{}).overlap == 1);
  REQUIRE(match(slabs(), bins, shifted(12)).overlap < 0.8);
  REQUIRE(match(slabs(), bins, shifted(100)).information == 0);
}

TEST_CASE("The air level lies between the air and the head") {
  Volume v = bright_slabs(0, {3, 60, 90});
  const float level = air_level(v);
  REQUIRE(level > 3);
  REQUIRE(level < 60);
}

TEST_CASE("The maximum of a smooth hill is found") {
  const auto hill = [](const std::vector<double>& p) {
    return -std::pow(p[0] - 3, 2) - 2 * std::pow(p[1] + 1, 2);
  };
  const Maximum best = maximise(hill, {0, 0}, {1, 1}, {.tolerance = 1e-4, .evaluations = 200});
  REQUIRE(best.at[0] == Approx(3).margin(0.01));
  REQUIRE(best.at[1] == Approx(-1).margin(0.01));
}
