#include <catch2/catch.hpp>
#include <cmath>

#include "deface/voxel_removal.hpp"
#include "image/make_nifti.hpp"

using namespace shareready;
using namespace shareready::test;

TEST_CASE("The background is the stored value nearest to zero, within the type") {
  MadeNifti made{.size = {2, 2, 2}, .slope = 2, .inter = -1000};
  const auto value = [](const NiftiImage& image, Background background) {
    const auto voxel = background_voxel(image, {background});
    return load_number<std::int16_t>(voxel.data(), image.header.byte_order);
  };
  NiftiBytes scaled(made);
  for (std::size_t i = 0; i < 8; ++i)
    scaled.put(scaled.data_offset() + 2 * i, static_cast<std::int16_t>(i < 5 ? 40 : -70));
  const NiftiImage image = parse_nifti(scaled.bytes(), "scaled").value();
  REQUIRE(value(image, Background::nearest_zero) == 500);
  REQUIRE(value(image, Background::minimum) == -70);
  REQUIRE(value(image, Background::zero) == 0);
  REQUIRE(value(image, Background::air_mode) == 40);
  made.inter = 1e9;
  const NiftiImage far = parse_nifti(NiftiBytes(made).bytes(), "far").value();
  REQUIRE(value(far, Background::nearest_zero) == -32768);
}

TEST_CASE("Where air is not a number, removed voxels are not either") {
  NiftiBytes bytes({.datatype = Datatype::float32, .size = {3, 3, 3}});
  for (std::size_t i = 0; i < 27; ++i) bytes.put(bytes.data_offset() + 4 * i, i == 13 ? 5.0F : std::nanf(""));
  const NiftiImage image = parse_nifti(bytes.bytes(), "nan").value();
  const auto voxel = background_voxel(image, {});
  REQUIRE(std::isnan(load_number<float>(voxel.data(), image.header.byte_order)));
}

TEST_CASE("Spans hold the voxels whose depth is above zero") {
  Volume depth{.size = {2, 1, 1}, .values = {-1.0F, 3.0F}};
  const auto spans = spans_where_positive(depth, {4, 1, 1}, {8, 1, 1});
  // node centres at voxels 1.5 and 5.5: the depth is 0 at 2.5
  REQUIRE(spans.size() == 1);
  REQUIRE(spans.front().start == 3);
  REQUIRE(spans.front().count == 5);
}
