#include <png.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>

#include "image/head_grid.hpp"
#include "image/head_phantom.hpp"
#include "image/png.hpp"
#include "image/render.hpp"
#include "image/specks.hpp"

using namespace shareready;
using test::head_phantom;
using test::k_phantom_size;
using test::ras_grid;

namespace {

// The phantom stored with its axes in the order PIR and turned round, as scanners write sagittal series.
NiftiImage sagittal_phantom() {
  const Affine grid{{{{0, 0, 4, -102}, {-4, 0, 0, 126}, {0, -4, 0, 102}}}};
  return head_phantom(grid, {k_phantom_size[1], k_phantom_size[2], k_phantom_size[0]});
}

double mean_difference(const Picture& one, const Picture& other) {
  double sum = 0;
  for (std::size_t i = 0; i < one.grey.size(); ++i) sum += std::abs(one.grey[i] - other.grey[i]);
  return sum / static_cast<double>(one.grey.size());
}

std::size_t lit_pixels(const Picture& picture, std::size_t column, std::size_t row) {
  const std::size_t side = picture.height / 2;
  std::size_t count = 0;
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) count += picture.at(column * side + x, row * side + y) > 0 ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a PNG holds the picture and nothing else") {
  Picture picture(17, 5);
  for (std::size_t i = 0; i < picture.grey.size(); ++i) picture.grey[i] = static_cast<std::uint8_t>(i * 3);
  const auto bytes = encode_png(picture).value();
  png_image reader{};
  reader.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_memory(&reader, bytes.data(), bytes.size()) != 0);
  reader.format = PNG_FORMAT_GRAY;
  std::vector<std::uint8_t> grey(PNG_IMAGE_SIZE(reader));
  REQUIRE(png_image_finish_read(&reader, nullptr, grey.data(), 0, nullptr) != 0);
  CHECK(grey == picture.grey);
  for (const char* chunk : {"tIME", "tEXt", "iTXt", "zTXt", "eXIf"}) {
    CHECK(std::search(bytes.begin(), bytes.end(), chunk, chunk + std::strlen(chunk)) == bytes.end());
  }
  CHECK_FALSE(encode_png(Picture{}).ok());
}

TEST_CASE("the same head looks the same however its voxels are stored") {
  const auto one = render_first(head_phantom(ras_grid(), k_phantom_size), "a").value();
  const auto other = render_first(sagittal_phantom(), "a").value();
  CHECK(mean_difference(one.picture, other.picture) < 0.01);
}

TEST_CASE("what was removed is missing in the second picture, from the front and from both sides") {
  const auto with = head_phantom(ras_grid(), k_phantom_size);
  const auto without = head_phantom(ras_grid(), k_phantom_size, false);
  const auto pictures = render_review(with, without, "a").value();
  REQUIRE(pictures.before.grey.size() == pictures.after.grey.size());
  CHECK(mean_difference(pictures.before, pictures.after) > 0.5);
  for (const std::size_t side : {1U, 2U}) {
    CHECK(lit_pixels(pictures.after, side, 1) + 300 < lit_pixels(pictures.before, side, 1));
  }
  const auto same = render_review(with, with, "a").value();
  CHECK(same.before.grey == same.after.grey);
}

TEST_CASE("the nose points left as seen from the head's left and right from its right") {
  const auto picture = render_first(head_phantom(ras_grid(), k_phantom_size), "a")->picture;
  const std::size_t side = picture.height / 2;
  const auto lit_in = [&](std::size_t column, std::size_t from, std::size_t to) {
    std::size_t count = 0;
    for (std::size_t y = 0; y < side; ++y) {
      for (std::size_t x = from; x < to; ++x) count += picture.at(column * side + x, side + y) > 0 ? 1 : 0;
    }
    return count;
  };
  CHECK(lit_in(1, 0, side / 4) < lit_in(1, 3 * side / 4, side));
  CHECK(lit_in(2, 0, side / 4) > lit_in(2, 3 * side / 4, side));
}

TEST_CASE("the threshold lies between air and head whatever the noise and however bright the fat") {
  const float noise = GENERATE(0.0F, 10.0F, 40.0F);
  const float fat = GENERATE(300.0F, 2000.0F);
  Volume volume{.size = {40, 40, 40}};
  for (std::size_t i = 0; i < 64000; ++i) {
    const auto wobble = static_cast<float>((i * 2654435761U >> 7U) % 100) / 100.0F;
    volume.values.push_back(i % 2 == 0 ? noise * wobble : i % 50 == 1 ? fat : 250 + 100 * wobble);
  }
  const float threshold = head_threshold(volume);
  CHECK(threshold > noise);
  CHECK(threshold < 250);
}

TEST_CASE("specks in the air go, what is as large as a nose stays") {
  Volume volume{.size = {10, 10, 10}, .values = std::vector<float>(1000, 0)};
  volume.values[0] = volume.values[1] = volume.values[999] = 9;
  for (std::size_t k = 4; k < 7; ++k) {
    for (std::size_t j = 4; j < 7; ++j) volume.values[4 + 10 * j + 100 * k] = 9;
  }
  remove_specks(volume, 5, 9, -1);
  CHECK(volume.values[0] == -1);
  CHECK(volume.values[1] == -1);
  CHECK(volume.values[999] == -1);
  CHECK(std::count(volume.values.begin(), volume.values.end(), 9.0F) == 9);
}

TEST_CASE("an empty image gives a picture, an odd one no crash") {
  const auto flat = parse_nifti(test::NiftiBytes({.size = {3, 1, 1}}).bytes(), "a").value();
  CHECK(render_first(flat, "a").ok());
  const Affine huge{{{{1e9, 0, 0, 0}, {0, 1e-9, 0, 0}, {0, 0, 1, 0}}}};
  CHECK(render_first(parse_nifti(test::NiftiBytes({.srow = huge}).bytes(), "a").value(), "a").ok());
}
