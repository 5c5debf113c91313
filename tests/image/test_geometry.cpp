#include <catch2/catch.hpp>
#include <cmath>

#include "image/geometry.hpp"

using namespace shareready;

namespace {

Affine sheared() {
  return Affine{{{{-0.9, 0.1, 0.2, 91.5}, {0.05, 0.02, -1.1, 40.25}, {0.1, 1.2, 0.15, -70}}}};
}

}  // namespace

TEST_CASE("a point taken to LPS and back is the same point") {
  const RasPoint p{1.5, -2, 3};
  CHECK(to_ras(to_lps(p)) == p);
  CHECK(to_lps(p) == LpsPoint{-1.5, 2, 3});
}

TEST_CASE("an affine composed with its inverse moves nothing") {
  const Affine affine = sheared();
  const auto back = inverse(affine);
  REQUIRE(back.has_value());
  const Affine nothing = compose(*back, affine);
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 4; ++c) CHECK(nothing.rows[r][c] == Approx(r == c ? 1.0 : 0.0).margin(1e-12));
  }
}

TEST_CASE("composing applies the inner map first") {
  const Affine shift{{{{1, 0, 0, 5}, {0, 1, 0, 0}, {0, 0, 1, 0}}}};
  const Vec3 p{1, 2, 3};
  CHECK(compose(sheared(), shift)(p) == sheared()(shift(p)));
}

TEST_CASE("a flat or broken matrix has no inverse") {
  Affine flat;
  flat.rows[2] = flat.rows[1];
  CHECK_FALSE(inverse(flat).has_value());
  Affine broken;
  broken.rows[0][0] = std::nan("");
  CHECK_FALSE(inverse(broken).has_value());
}

TEST_CASE("axis codes name the direction in which each voxel axis grows") {
  CHECK(axis_codes(Affine{}) == "RAS");
  CHECK(axis_codes(sheared()) == "LSP");
  CHECK(axis_codes(flip_ras_lps(Affine{})) == "LPS");
}

TEST_CASE("spacing does not depend on how the head lies") {
  const double angle = 0.4;
  const Affine turned{{{{2 * std::cos(angle), -3 * std::sin(angle), 0, 1},
                        {2 * std::sin(angle), 3 * std::cos(angle), 0, 2},
                        {0, 0, -4, 3}}}};
  const Vec3 spacing = spacing_mm(turned);
  CHECK(spacing[0] == Approx(2));
  CHECK(spacing[1] == Approx(3));
  CHECK(spacing[2] == Approx(4));
}

TEST_CASE("the sform goes before the qform and both before spacing alone") {
  NiftiGeometry geometry{.size = {3, 5, 7}, .pixdim = {-1, 2, 3, 4}, .srow = sheared()};
  const Affine centred{{{{-2, 0, 0, 2}, {0, 3, 0, -6}, {0, 0, 4, -12}}}};
  CHECK(effective_affine(geometry) == centred);
  geometry.qform_code = 1;
  geometry.qoffset = {1, 2, 3};
  const Affine by_quaternion{{{{2, 0, 0, 1}, {0, 3, 0, 2}, {0, 0, -4, 3}}}};
  CHECK(effective_affine(geometry) == by_quaternion);
  geometry.sform_code = 2;
  CHECK(effective_affine(geometry) == sheared());
  geometry.srow = Affine{};
  geometry.srow.rows[1] = {};
  CHECK_FALSE(effective_affine(geometry).has_value());
}
