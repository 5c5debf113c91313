#include <catch2/catch.hpp>
#include <cstring>
#include <numeric>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "dicom/clean_dicom.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/frame_layout.hpp"
#include "dicom/object_pixels.hpp"
#include "dicom/time_of_day.hpp"
#include "dicom_objects.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

FramePlace place_at(double x, double y, double z) {
  return {.position_lps_mm = {x, y, z},
          .along_row = {1, 0, 0},
          .along_column = {0, 1, 0},
          .row_spacing_mm = 2,
          .column_spacing_mm = 3};
}

FrameLayout slice_at(double z, std::int64_t instance = 1) {
  FrameLayout layout{.rows = 4, .columns = 5, .bits_allocated = 16, .bits_stored = 12, .high_bit = 11};
  layout.instance = instance;
  layout.frames.push_back(place_at(-10, 20, z));
  return layout;
}

std::vector<DicomFacts> echo_planar_volumes(int slices, int volumes) {
  std::vector<DicomFacts> series;
  for (int volume = 0; volume < volumes; ++volume) {
    for (int slice = 0; slice < slices; ++slice) {
      series.push_back({.layout = slice_at(3.0 * slice), .echo_planar = true});
    }
  }
  return series;
}

}  // namespace

TEST_CASE("only coarse echo planar volumes that were measured often count as showing no face") {
  CHECK(is_face_free(echo_planar_volumes(30, 6)));
  CHECK_FALSE(is_face_free({}));
  CHECK_FALSE(is_face_free(echo_planar_volumes(30, 4)));
  CHECK_FALSE(is_face_free(echo_planar_volumes(40, 1)));
  for (auto change : std::vector<void (*)(DicomFacts&)>{
           [](DicomFacts& facts) { facts.echo_planar = false; },
           [](DicomFacts& facts) { facts.perfusion = true; },
           [](DicomFacts& facts) { facts.reference = true; },
           [](DicomFacts& facts) { facts.layout.frames.front().row_spacing_mm = 0.8; },
           [](DicomFacts& facts) { facts.layout.frames.front().position_lps_mm[2] += 100; },
           [](DicomFacts& facts) { facts.layout.frames.clear(); }}) {
    auto series = echo_planar_volumes(30, 6);
    change(series.back());
    CHECK_FALSE(is_face_free(series));
  }
}

TEST_CASE("slices in any order of files make the volume that their positions tell") {
  std::vector<FrameLayout> files{slice_at(6), slice_at(-2), slice_at(2)};
  const auto stack = stack_frames(files);
  REQUIRE(stack.ok());
  CHECK(stack->size == std::array<std::size_t, 3>{5, 4, 3});
  CHECK(stack->slices[0][0].object == 1);
  CHECK(stack->slices[2][0].object == 0);
  // LPS to RAS: the first pixel of the lowest slice, then one step along each index.
  CHECK(stack->voxel_to_ras({0, 0, 0}) == Vec3{10, -20, -2});
  CHECK(stack->voxel_to_ras({1, 0, 0}) == Vec3{7, -20, -2});
  CHECK(stack->voxel_to_ras({0, 1, 0}) == Vec3{10, -22, -2});
  CHECK(stack->voxel_to_ras({0, 0, 1}) == Vec3{10, -20, 2});
}

TEST_CASE(
    "of the frames at one place, magnitude and the first echo come first, whatever the files are called") {
  std::vector<FrameLayout> files;
  for (const double z : {0.0, 2.0}) {
    for (const auto& [echo, magnitude] : {std::pair{5.0, true}, {2.0, false}, {2.0, true}}) {
      files.push_back(slice_at(z));
      files.back().frames.front().echo_ms = echo;
      files.back().frames.front().is_magnitude = magnitude;
    }
  }
  const auto stack = stack_frames(files);
  REQUIRE(stack.ok());
  REQUIRE(stack->slices[0].size() == 3);
  CHECK(stack->slices[0][0].object == 2);
  CHECK(stack->slices[0][1].object == 0);
  CHECK(stack->slices[1][0].object == 5);
}

TEST_CASE("what is no even stack of parallel slices makes no volume") {
  const std::vector<FrameLayout> even{slice_at(0), slice_at(2), slice_at(4), slice_at(6)};
  REQUIRE(stack_frames(even).ok());
  const auto broken = [&](auto change) {
    auto files = even;
    change(files);
    return !stack_frames(files).ok();
  };
  CHECK(broken([](auto& files) { files.erase(files.begin() + 1); }));  // a slice is missing
  CHECK(broken([](auto& files) { files.resize(1); }));
  CHECK(broken([](auto& files) { files.clear(); }));
  CHECK(broken([](auto& files) { files[2].frames.clear(); }));
  CHECK(broken([](auto& files) { files[2].is_mosaic = true; }));
  CHECK(broken([](auto& files) { files[2].is_grey = false; }));
  CHECK(broken([](auto& files) { files[2].rows = 8; }));
  CHECK(broken([](auto& files) { files[2].frames.front().along_row = {0, 0, 1}; }));
  CHECK(broken([](auto& files) { files[2].frames.front().position_lps_mm[0] += 5; }));
}

TEST_CASE("a frame loses the pixels of the runs and no bit of any other") {
  FrameLayout layout = slice_at(0);
  layout.frames.push_back(layout.frames.front());
  layout.frames.front().slope = 2;
  layout.frames.front().intercept = -100;
  std::vector<std::uint8_t> pixels(2 * 20 * 2);
  std::iota(pixels.begin(), pixels.end(), std::uint8_t{1});
  const auto before = pixels;
  const std::vector<PixelRun> runs{{3, 2}, {19, 1}};
  SECTION("with what means 0") {
    blank_frame(layout, 0, runs, BlankWith::nearest_zero, pixels);
    for (const std::size_t i : {3, 4, 19}) CHECK((pixels[2 * i] == 50 && pixels[2 * i + 1] == 0));
  }
  SECTION("with the least of the frame") {
    blank_frame(layout, 0, runs, BlankWith::minimum, pixels);
    // the stored bits are the lower 12: of the bytes 15 and 16 they are 0x00f, the least
    for (const std::size_t i : {3, 4, 19}) CHECK((pixels[2 * i] == 15 && pixels[2 * i + 1] == 0));
  }
  for (std::size_t i = 0; i < 40; ++i) {
    if (i == 3 || i == 4 || i == 19) continue;
    CHECK(std::memcmp(pixels.data() + 2 * i, before.data() + 2 * i, 2) == 0);
  }
}

TEST_CASE("where larger numbers are darker, they are read and blanked by their brightness") {
  FrameLayout layout = slice_at(0);
  layout.rows = 1;
  layout.columns = 2;
  layout.is_inverted = true;
  std::vector<std::uint8_t> pixels{0xff, 0x0f, 0x03,
                                   0x00};  // of 12 bits the darkest, and nearly the brightest
  std::vector<float> values(2);
  read_frame(layout, 0, pixels, values);
  CHECK(values == std::vector<float>{0, 4092});
  const std::vector<PixelRun> last{{1, 1}};
  for (const BlankWith with : {BlankWith::nearest_zero, BlankWith::minimum}) {
    auto blanked = pixels;
    blank_frame(layout, 0, last, with, blanked);
    CHECK(blanked == std::vector<std::uint8_t>{0xff, 0x0f, 0xff, 0x0f});
  }
}

TEST_CASE("numbers are read with their sign, their bits and their scale") {
  FrameLayout layout = slice_at(0);
  layout.rows = 1;
  layout.columns = 2;
  layout.is_signed = true;
  layout.frames.front().slope = 0.5;
  const std::vector<std::uint8_t> pixels{0xff, 0x0f, 0x03, 0xf0};  // -1; 3 with bits that are not stored
  std::vector<float> values(2);
  read_frame(layout, 0, pixels, values);
  CHECK(values == std::vector<float>{-0.5F, 1.5F});
}

TEST_CASE("an overlay in bits that the image does not use is taken out of the pixels") {
  const auto dataset = make_image("1.2.840.10008.5.1.4.1.1.4", EXS_LittleEndianExplicit);
  dataset->putAndInsertUint16(DCM_BitsStored, 12);
  dataset->putAndInsertUint16(DCM_HighBit, 11);
  std::vector<Uint16> pixels(64, 0xa123);
  dataset->putAndInsertUint16Array(DCM_PixelData, pixels.data(), 64);
  dataset->putAndInsertUint16(DcmTag(0x6000, 0x0102, EVR_US), 15);
  const auto file = file_bytes(*dataset, EXS_LittleEndianExplicit);
  const auto rules = load_dicom_rules();
  const std::vector<std::uint8_t> secret(32, 1);
  const auto cleaned = clean_dicom(file, *rules, {}, {.secret = secret, .patient = "x"});
  REQUIRE(cleaned.ok());
  const auto kept = decoded_pixels(cleaned->bytes);
  REQUIRE(kept.ok());
  for (std::size_t i = 0; i < kept->size(); i += 2) CHECK(((*kept)[i] == 0x23 && (*kept)[i + 1] == 0x01));
}

TEST_CASE("a defaced object says so, with its other attributes as they were") {
  const auto dataset = make_image("1.2.840.10008.5.1.4.1.1.4", EXS_LittleEndianImplicit);
  const auto rules = load_dicom_rules();
  const std::vector<std::uint8_t> secret(32, 1);
  const auto cleaned = clean_dicom(file_bytes(*dataset, EXS_LittleEndianImplicit), *rules, {},
                                   {.secret = secret, .patient = "x"});
  REQUIRE(cleaned.ok());
  CHECK_FALSE((*read_dicom(cleaned->bytes))->getDataset()->tagExists(DCM_RecognizableVisualFeatures));
  auto pixels = decoded_pixels(cleaned->bytes);
  REQUIRE(pixels.ok());
  (*pixels)[0] = 0;
  const auto defaced = with_defaced_pixels(cleaned->bytes, *pixels);
  REQUIRE(defaced.ok());
  CHECK(*decoded_pixels(*defaced) == *pixels);
  const auto read = read_dicom(*defaced);
  DcmDataset& after = *(*read)->getDataset();
  OFString value;
  CHECK((after.findAndGetOFString(DCM_RecognizableVisualFeatures, value).good() && value == "NO"));
  CHECK((after.findAndGetOFString(DCM_EchoTime, value).good() && value == "2.98"));
  CHECK(after.getOriginalXfer() == EXS_LittleEndianImplicit);
}

TEST_CASE("times of measurement keep their distances, and the true time of day is not in them") {
  CHECK_FALSE(seconds_of_time(""));
  CHECK_FALSE(seconds_of_time("25"));
  CHECK_FALSE(seconds_of_time("12:30"));
  CHECK(*seconds_of_time("0130") == 5400);
  CHECK(*seconds_of_time("235959.5+0100") == 86399.5);
  for (const std::string start : {"003000.25", "081530", "150441.525", "235959.9"}) {
    const double begun = *seconds_of_time(start);
    for (const double later : {0.0, 0.155, 61.5, 3600.0}) {
      const auto moved = seconds_of_time(time_since(begun + later, begun));
      REQUIRE(moved);
      CHECK(*moved - std::floor(*moved / 3600) * 3600 < 3600);
      CHECK(*moved - *seconds_of_time(time_since(begun, begun)) == Approx(later).margin(1e-6));
    }
  }
  CHECK(time_since(*seconds_of_time("150441.525"), *seconds_of_time("150441.525")) == "180000.525000");
}

TEST_CASE("with the start of its series an object keeps the time since then, and without it none") {
  const auto dataset = make_image("1.2.840.10008.5.1.4.1.1.4", EXS_LittleEndianExplicit);
  dataset->putAndInsertString(DCM_SeriesInstanceUID, "1.2.3");
  dataset->putAndInsertString(DCM_AcquisitionTime, "101112.5");
  dataset->putAndInsertString(DCM_AcquisitionDate, "20190304");
  dataset->putAndInsertString(DCM_ContentTime, "101113");
  const auto file = file_bytes(*dataset, EXS_LittleEndianExplicit);
  const auto when = measured_when(file);
  REQUIRE(when.ok());
  CHECK(when->series == "1.2.3");
  CHECK(when->dates == std::vector<std::string>{"20190304"});
  const auto rules = load_dicom_rules();
  const std::vector<std::uint8_t> secret(32, 1);
  const auto time_after = [&](std::optional<double> start) {
    const auto cleaned =
        clean_dicom(file, *rules, {}, {.secret = secret, .patient = "x", .series_start = start});
    const auto read = read_dicom(cleaned->bytes);
    OFString value;
    CHECK_FALSE((*read)->getDataset()->tagExistsWithValue(DCM_ContentTime));
    CHECK_FALSE((*read)->getDataset()->tagExistsWithValue(DCM_AcquisitionDate));
    return (*read)->getDataset()->findAndGetOFString(DCM_AcquisitionTime, value).good()
               ? std::string(value.c_str())
               : "";
  };
  CHECK(time_after(*when->seconds) == "090000.500000");
  CHECK(time_after(*when->seconds - 60) == "090100.500000");
  CHECK(time_after({}) == "");
}

TEST_CASE("when a file was measured is told by its first bytes, or by all of it, in every encoding") {
  const TempFolder folder;
  for (const E_TransferSyntax syntax :
       {EXS_LittleEndianExplicit, EXS_LittleEndianImplicit, EXS_BigEndianExplicit,
        EXS_DeflatedLittleEndianExplicit, EXS_JPEG2000LosslessOnly}) {
    for (const std::size_t filling : {100, 100'000}) {  // the longer one hides the tags behind it
      CAPTURE(DcmXfer(syntax).getXferName(), filling);
      const auto dataset = make_image("1.2.840.10008.5.1.4.1.1.4", syntax);
      DcmItem* other = nullptr;
      REQUIRE(dataset->findOrCreateSequenceItem(DCM_ReferencedImageSequence, other, -2).good());
      other->putAndInsertString(DCM_SeriesInstanceUID, "1.2.99");
      const std::string text(filling, 'x');
      dataset->putAndInsertString(DCM_AdditionalPatientHistory, text.c_str());
      dataset->putAndInsertString(DCM_SeriesInstanceUID, "1.2.3.4");
      dataset->putAndInsertString(DCM_StudyDate, "20190304");
      dataset->putAndInsertString(DCM_AcquisitionDateTime, "20190305101112.5\\20190306");
      dataset->putAndInsertString(DCM_FrameOfReferenceUID, "1.2.5");
      const auto path = folder.path() / "1.dcm";
      REQUIRE(write_file(path, file_bytes(*dataset, syntax)).ok());
      const auto when = measured_when(path);
      REQUIRE(when.ok());
      CHECK(when->series == "1.2.3.4");
      CHECK(when->dates == std::vector<std::string>{"20190304", "20190305101112.5"});
      CHECK(when->seconds == 36672.5);
    }
  }
}
