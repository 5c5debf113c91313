#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "image/make_nifti.hpp"
#include "image/volume.hpp"

using namespace shareready;
using test::MadeNifti;
using test::NiftiBytes;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes text_bytes(std::string_view text) { return Bytes(text.begin(), text.end()); }

MadeNifti any_image() {
  return {.version = GENERATE(NiftiVersion::one, NiftiVersion::two),
          .order = GENERATE(std::endian::little, std::endian::big),
          .size = {4, 3, 2, 2},
          .srow = Affine{{{{-2, 0, 0, 5}, {0, 2, 0, 6}, {0, 0, 2, 7}}}}};
}

std::string reason_of(const Bytes& bytes) {
  const auto result = parse_nifti(bytes, "a.nii");
  REQUIRE_FALSE(result.ok());
  return result.error().what;
}

}  // namespace

TEST_CASE("both versions in both byte orders say the same") {
  const auto image = parse_nifti(NiftiBytes(any_image()).bytes(), "a.nii");
  REQUIRE(image.ok());
  CHECK(image->header.datatype == Datatype::int16);
  CHECK(image->header.dimensions == 4);
  CHECK(image->header.size == std::array<std::int64_t, 7>{4, 3, 2, 2, 1, 1, 1});
  CHECK(image->header.volumes() == 2);
  CHECK(image->voxels().size() == 96);
  CHECK(image->trailing_bytes() == 0);
  CHECK(axis_codes(voxel_to_ras(image->header, "a.nii").value()) == "LAS");
}

TEST_CASE("what was written is read back byte for byte, compressed or not") {
  const test::TempFolder folder;
  NiftiBytes made(any_image());
  for (std::size_t i = made.data_offset(); i < made.bytes().size(); ++i)
    made.bytes()[i] = static_cast<std::uint8_t>(i);
  const auto image = parse_nifti(made.bytes(), "a.nii").value();
  const auto path = folder.path() / GENERATE("a.nii", "a.nii.gz");
  REQUIRE(write_nifti(path, image, compression_for(path)).ok());
  CHECK(is_gzip(read_bytes(path).value()) == (path.extension() == ".gz"));
  const auto back = read_nifti(path);
  REQUIRE(back.ok());
  CHECK(back->bytes == made.bytes());
  CHECK(read_nifti_header(path)->size == image.header.size);
}

TEST_CASE("extensions and what follows the data are found") {
  NiftiBytes made(any_image());
  made.add_extension(2, "12345678").add_extension(6, "123456781234567812345678");
  made.bytes().push_back(9);
  const auto image = parse_nifti(made.bytes(), "a.nii");
  REQUIRE(image.ok());
  REQUIRE(image->extensions.size() == 2);
  CHECK(image->extensions[0].code == 2);
  CHECK(image->extensions[1].size == 32);
  CHECK(image->trailing_bytes() == 1);
}

TEST_CASE("files that only bear the name of an image are refused with the reason") {
  CHECK(reason_of({}) == "the file is empty (0 bytes); expected a NIfTI image");
  CHECK(reason_of(text_bytes("<!DOCTYPE html><html></html>")).find("web page") != std::string::npos);
  CHECK(reason_of(text_bytes("version https://git-lfs.github.com/spec/v1\n")).find("LFS") !=
        std::string::npos);
  CHECK(reason_of(text_bytes("/annex/objects/SHA256E-s1--00.nii")).find("annex") != std::string::npos);
  CHECK(reason_of(Bytes(1000)).find("blanks or zeros") != std::string::npos);
  CHECK(reason_of(text_bytes("Some other text.")).find("not a NIfTI") != std::string::npos);
}

TEST_CASE("pairs and Analyze are recognised and not touched") {
  NiftiBytes made(MadeNifti{});
  made.put_text(nifti1_at::magic, {"ni1\0", 4});
  CHECK(reason_of(made.bytes()).find("pair") != std::string::npos);
  made.put_text(nifti1_at::magic, {"\0\0\0\0", 4});
  CHECK(reason_of(made.bytes()).find("Analyze") != std::string::npos);
}

TEST_CASE("a cut image says how much is missing") {
  NiftiBytes made(MadeNifti{});
  made.bytes().pop_back();
  CHECK(reason_of(made.bytes()).find("got 471 bytes, expected 472") != std::string::npos);
  made.bytes().resize(352);
  CHECK(reason_of(made.bytes()).find("only a header, none of the 120 bytes") != std::string::npos);
}

TEST_CASE("sizes that cannot be are refused") {
  const MadeNifti two{.version = NiftiVersion::two};
  const auto huge = std::numeric_limits<std::int64_t>::max();
  CHECK(reason_of(NiftiBytes(two).put(nifti2_at::dim + 8, huge).bytes()).find("larger") != std::string::npos);
  CHECK(reason_of(NiftiBytes(two).put(nifti2_at::vox_offset, huge).bytes()).find("begins") !=
        std::string::npos);
  CHECK(reason_of(NiftiBytes({}).put<std::int16_t>(nifti1_at::dim, 9).bytes()).find("9 dim") !=
        std::string::npos);
  CHECK(reason_of(NiftiBytes({}).put<std::int16_t>(nifti1_at::dim + 2, -1).bytes()).find("size -1") !=
        std::string::npos);
  CHECK(reason_of(NiftiBytes({}).put<std::int16_t>(nifti1_at::datatype, 7).bytes()).find("type 7") !=
        std::string::npos);
  for (const float offset : {0.0F, 348.0F, 352.5F, -352.0F, std::nanf(""), 1e30F}) {
    CHECK(reason_of(NiftiBytes({}).put(nifti1_at::vox_offset, offset).bytes()).find("begins") !=
          std::string::npos);
  }
}

TEST_CASE("a position that is not usable is an error, not a guess") {
  MadeNifti made;
  made.srow.rows[2] = {};
  const auto image = parse_nifti(NiftiBytes(made).bytes(), "a.nii").value();
  CHECK(voxel_to_ras(image.header, "a.nii").error().code == ErrorCode::bad_data);
}

TEST_CASE("any header bytes give an image or an error, never a crash") {
  const Bytes whole = NiftiBytes(any_image()).add_extension(6, "12345678").bytes();
  std::mt19937 random(GENERATE(1U, 2U, 3U));
  for (int round = 0; round < 3000; ++round) {
    Bytes bytes = whole;
    for (std::uint32_t flips = 1 + random() % 8; flips > 0; --flips) {
      bytes[random() % 380] = static_cast<std::uint8_t>(random());
    }
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    const auto image = parse_nifti(std::move(bytes), "a.nii");
    if (!image.ok()) continue;
    REQUIRE(image->header.vox_offset + image->header.data_bytes() <= image->bytes.size());
    const auto volume = read_volume(*image, {.coarse_mm = 2}, "a.nii");
    if (volume.ok()) REQUIRE(volume->values.size() <= image->header.voxels_per_volume());
  }
}

TEST_CASE("scaling follows slope and intercept, and no slope means none") {
  MadeNifti made{.size = {2, 1, 1}, .slope = 2, .inter = -1};
  NiftiBytes bytes(made);
  bytes.put<std::int16_t>(352, 10).put<std::int16_t>(354, -3);
  const auto scaled = read_volume(parse_nifti(bytes.bytes(), "a").value(), {}, "a").value();
  CHECK(scaled.values == std::vector<float>{19, -7});
  bytes.put(nifti1_at::scl_slope, GENERATE(0.0F, std::nanf("")));
  const auto stored = read_volume(parse_nifti(bytes.bytes(), "a").value(), {}, "a").value();
  CHECK(stored.values == std::vector<float>{10, -3});
}

TEST_CASE("averaging keeps the mean and the place of what is seen") {
  const MadeNifti made{.size = {4, 2, 3}, .srow = Affine{{{{1, 0, 0, 10}, {0, 1, 0, 20}, {0, 0, 2, 30}}}}};
  NiftiBytes bytes(made);
  for (std::size_t i = 0; i < 24; ++i) bytes.put(352 + 2 * i, static_cast<std::int16_t>(i));
  const auto image = parse_nifti(bytes.bytes(), "a").value();
  const auto coarse = read_volume(image, {.coarse_mm = 2}, "a").value();
  CHECK(coarse.size == std::array<std::size_t, 3>{2, 1, 3});
  CHECK(coarse.values == std::vector<float>{2.5, 4.5, 10.5, 12.5, 18.5, 20.5});
  CHECK(coarse.voxel_to_ras(Vec3{0, 0, 0}) == Vec3{10.5, 20.5, 30});
  CHECK(coarse.voxel_to_ras(Vec3{1, 0, 2}) == Vec3{12.5, 20.5, 34});
}

TEST_CASE("values that are not finite do not spread when averaged") {
  NiftiBytes bytes(MadeNifti{.datatype = Datatype::float32, .size = {4, 1, 1}});
  const float none = std::numeric_limits<float>::quiet_NaN();
  bytes.put(352, none).put(356, 6.0F).put(360, none).put(364, none);
  const auto image = parse_nifti(bytes.bytes(), "a").value();
  CHECK(read_volume(image, {}, "a")->values == std::vector<float>{0, 6, 0, 0});
  CHECK(read_volume(image, {.coarse_mm = 2}, "a")->values == std::vector<float>{6, 0});
}

TEST_CASE("asking for a volume that is not there is an error") {
  const auto image = parse_nifti(NiftiBytes({}).bytes(), "a").value();
  CHECK(read_volume(image, {.index = 1}, "a").error().code == ErrorCode::bad_data);
}

TEST_CASE("a compressed image far longer than its header says is refused before it fills the memory") {
  const test::TempFolder folder;
  NiftiBytes made(MadeNifti{});
  made.bytes().resize(80 << 20);
  const auto path = folder.path() / "a.nii.gz";
  REQUIRE(write_file(path, deflate_gzip(made.bytes()).value()).ok());
  const auto image = read_nifti(path);
  REQUIRE_FALSE(image.ok());
  CHECK(image.error().code == ErrorCode::unsupported);
}

TEST_CASE("a compressed file that is cut or empty or no image says so by its name") {
  const test::TempFolder folder;
  const auto path = folder.path() / "a.nii.gz";
  const Bytes whole = deflate_gzip(NiftiBytes(any_image()).bytes()).value();
  REQUIRE(write_file(path, std::span(whole).first(whole.size() - 9)).ok());
  CHECK(read_nifti(path).error().code == ErrorCode::bad_data);
  CHECK(read_nifti(path).error().subject == path.string());
  REQUIRE(write_file(path, deflate_gzip(text_bytes("<html></html>")).value()).ok());
  CHECK(read_nifti(path).error().what.find("web page") != std::string::npos);
  REQUIRE(write_file(path, Bytes{}).ok());
  CHECK(read_nifti(path).error().what.find("empty") != std::string::npos);
}
