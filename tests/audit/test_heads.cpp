#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "audit/face_detector.hpp"
#include "audited.hpp"
#include "bytes.hpp"
#include "deface/deface.hpp"
#include "deface/placed_head.hpp"
#include "deface/reface.hpp"
#include "image/nifti.hpp"
#include "test_data.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

namespace fs = std::filesystem;

fs::path head_image(const std::string& name) { return test_data_or_skip() / "heads" / (name + ".nii.gz"); }

FaceVerdict verdict_on(const fs::path& image) {
  static const FaceDetector k_detector = make_face_detector().value();
  return k_detector({.path = image}).verdict;
}

// The image with its face removed, in a folder of its own.
void write_defaced(const fs::path& source, const fs::path& target) {
  static const HeadTemplate k_template = load_head_template().value();
  NiftiImage image = read_nifti(source).value();
  const SessionFace face = find_face(image, k_template, 1).value();
  REQUIRE(remove_face(image, {}, face, true, k_template, 1).value().verdict != Verdict::failed);
  REQUIRE(write_nifti(target, image, Compression::none).ok());
}

// A head with the generic face, and the same with the person's own skin around one eye.
struct Refaced {
  NiftiImage whole{}, one_eye{};
};

Refaced refaced_of(const fs::path& source) {
  static const HeadTemplate k_template = load_head_template().value();
  constexpr Vec3 k_eye{33, 70, -50};
  constexpr double k_around_mm = 22;
  const NiftiImage before = read_nifti(source).value();
  const SessionFace face = find_face(before, k_template, 1).value();
  const PlacedHead placed = place_head(before, face, true, k_template, 1).value();
  Refaced out{before, {}};
  const Defaced refaced = replace_face(out.whole, {}, placed, k_template, 1).value();
  REQUIRE(refaced.verdict == Verdict::done);
  out.one_eye = out.whole;
  const Affine to_template = compose(inverse(placed.template_to_image).value(),
                                     read_volume(before, {}, "image").value().voxel_to_ras);
  const auto nx = static_cast<std::uint64_t>(before.header.size[0]),
             ny = static_cast<std::uint64_t>(before.header.size[1]);
  const std::size_t width = before.voxels().size() / before.header.voxels_per_volume();
  for (const Span& span : refaced.removed) {
    for (std::uint64_t at = span.start; at < span.start + span.count; ++at) {
      const Vec3 p = to_template({static_cast<double>(at % nx), static_cast<double>(at / nx % ny),
                                  static_cast<double>(at / nx / ny)});
      if (std::hypot(p[0] - k_eye[0], p[1] - k_eye[1], p[2] - k_eye[2]) > k_around_mm) continue;
      std::copy_n(before.voxels().data() + at * width, width, out.one_eye.voxels().data() + at * width);
    }
  }
  return out;
}

// The image with its header turned about the left-right axis, as if the head had been nodded in the scanner.
void write_turned(NiftiImage image, double angle, const fs::path& target) {
  const Affine old = read_volume(image, {}, "image").value().voxel_to_ras;
  Affine turn;
  turn.rows = {
      {{1, 0, 0, 0}, {0, std::cos(angle), -std::sin(angle), 0}, {0, std::sin(angle), std::cos(angle), 0}}};
  const Affine turned = compose(turn, old);
  const bool swapped = image.header.byte_order != std::endian::native;
  const auto put = [&](std::size_t offset, auto value) {
    auto raw = std::bit_cast<std::array<std::uint8_t, sizeof value>>(value);
    if (swapped) std::reverse(raw.begin(), raw.end());
    std::copy(raw.begin(), raw.end(), image.bytes.begin() + static_cast<std::ptrdiff_t>(offset));
  };
  put(252, std::int16_t{0});
  put(254, std::int16_t{1});
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      put(280 + 16 * row + 4 * column, static_cast<float>(turned.rows[row][column]));
    }
  }
  REQUIRE(write_file(target, std::span<const std::uint8_t>(image.bytes)).ok());
}

// Float voxels behind the header of FreeSurfer's MGH, all of it with the highest byte first.
std::string mgh_of(const Volume& volume) {
  std::string bytes(284, '\0');
  const auto put = [&](std::size_t offset, auto value) {
    auto raw = std::bit_cast<std::array<char, sizeof value>>(value);
    std::copy(raw.rbegin(), raw.rend(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
  };
  put(0, std::int32_t{1});
  for (std::size_t i = 0; i < 3; ++i) put(4 + 4 * i, static_cast<std::int32_t>(volume.size[i]));
  put(16, std::int32_t{1});
  put(20, std::int32_t{3});
  put(28, std::int16_t{1});
  for (std::size_t row = 0; row < 3; ++row) {
    double centre = volume.voxel_to_ras.rows[row][3];
    for (std::size_t axis = 0; axis < 3; ++axis) {
      double length = 0;
      for (std::size_t k = 0; k < 3; ++k) length += std::pow(volume.voxel_to_ras.rows[k][axis], 2);
      length = std::sqrt(length);
      put(30 + 4 * axis, static_cast<float>(length));
      put(42 + 4 * (3 * axis + row), static_cast<float>(volume.voxel_to_ras.rows[row][axis] / length));
      centre += volume.voxel_to_ras.rows[row][axis] * static_cast<double>(volume.size[axis]) / 2;
    }
    put(78 + 4 * row, static_cast<float>(centre));
  }
  bytes.resize(284 + 4 * volume.values.size());
  for (std::size_t i = 0; i < volume.values.size(); ++i) put(284 + 4 * i, volume.values[i]);
  return bytes;
}

// One where there is tissue, zero in air.
Volume tissue_of(const NiftiImage& image) {
  constexpr float k_least = 0.1F;  // of the bright tissue
  Volume volume = read_volume(image, {}, "image").value();
  std::vector<float> sorted = volume.values;
  const auto bright = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() * 98 / 100);
  std::nth_element(sorted.begin(), bright, sorted.end());
  for (float& value : volume.values) value = value > k_least * *bright ? 1.0F : 0.0F;
  return volume;
}

// a.hdr and a.img of Analyze 7.5: sizes, type and spacings alone.
void write_analyze(const NiftiImage& image, const fs::path& folder) {
  std::vector<std::uint8_t> header(image.bytes.begin(), image.bytes.begin() + 348);
  std::fill(header.begin() + 108, header.end(), std::uint8_t{0});
  REQUIRE(write_file(folder / "a.hdr", std::span<const std::uint8_t>(header)).ok());
  REQUIRE(write_file(folder / "a.img", image.voxels()).ok());
}

}  // namespace

TEST_CASE("Each real head shows a face before defacing and none after") {
  for (const char* name :
       {"S01_adult_T1w", "S04_2mm_T1w", "S05_supine_thick_T1w", "S05_prone_thick_T1w",
        "S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w", "S09_T1w", "S09_T2w",
        "S11_child-3y_oblique_T1w", "S17_cropped_T1w", "S17_cropped_PDw", "S04_fieldmap_magnitude1"}) {
    INFO(name);
    CHECK(verdict_on(head_image(name)) == FaceVerdict::face);
    const TempFolder folder;
    write_defaced(head_image(name), folder.path() / "defaced.nii");
    CHECK(verdict_on(folder.path() / "defaced.nii") == FaceVerdict::no_face);
  }
}

TEST_CASE("The generic face passes on each real head, and not with one eye of the person's own") {
  for (const char* name : {"S01_adult_T1w", "S04_2mm_T1w", "S05_supine_thick_T1w", "S05_prone_thick_T1w",
                           "S05_decubitus-left_thick_T1w", "S05_decubitus-right_thick_T1w", "S09_T1w",
                           "S09_T2w", "S11_child-3y_oblique_T1w", "S17_cropped_T1w", "S17_cropped_PDw"}) {
    INFO(name);
    const TempFolder folder;
    const Refaced refaced = refaced_of(head_image(name));
    REQUIRE(write_nifti(folder.path() / "refaced.nii", refaced.whole, Compression::none).ok());
    CHECK(verdict_on(folder.path() / "refaced.nii") == FaceVerdict::no_face);
    REQUIRE(write_nifti(folder.path() / "eye.nii", refaced.one_eye, Compression::none).ok());
    CHECK(verdict_on(folder.path() / "eye.nii") == FaceVerdict::face);
    write_turned(refaced.whole, 0.5, folder.path() / "turned.nii");
    CHECK(verdict_on(folder.path() / "turned.nii") == FaceVerdict::no_face);
  }
}

TEST_CASE("Images without a face pass: defaced by another program, of low resolution, a brain alone") {
  CHECK(verdict_on(head_image("already-defaced_T1w")) == FaceVerdict::no_face);
  CHECK(verdict_on(head_image("lowres_asl")) == FaceVerdict::no_face);
  CHECK(verdict_on("/usr/share/mricron/templates/ch2bet.nii.gz") == FaceVerdict::no_face);
}

TEST_CASE("A mask of the head has a face for its border, a mask of the brain has none") {
  const TempFolder folder;
  const fs::path mask = folder.path() / "mask.mgh";
  for (const char* name : {"S01_adult_T1w", "S05_supine_thick_T1w", "S09_T1w", "S11_child-3y_oblique_T1w"}) {
    INFO(name);
    REQUIRE(write_file(mask, mgh_of(tissue_of(read_nifti(head_image(name)).value()))).ok());
    CHECK(verdict_on(mask) == FaceVerdict::face);
    CHECK(verdict_on(test_data_or_skip() / "masks" / (std::string(name) + "_brain.nii.gz")) ==
          FaceVerdict::no_face);
  }
}

TEST_CASE("Turning the header hides no face, and makes none") {
  const TempFolder folder;
  const fs::path defaced = folder.path() / "defaced.nii";
  write_defaced(head_image("S01_adult_T1w"), defaced);
  for (const double angle : {-0.7, 0.7, 1.57, 3.14}) {
    INFO(angle);
    const fs::path turned = folder.path() / "turned.nii";
    write_turned(read_nifti(head_image("S01_adult_T1w")).value(), angle, turned);
    CHECK(verdict_on(turned) == FaceVerdict::face);
    write_turned(read_nifti(defaced).value(), angle, turned);
    CHECK(verdict_on(turned) == FaceVerdict::no_face);
  }
}

TEST_CASE("A face is seen in MGH, MGZ and Analyze as in NIfTI, and so is that it was removed") {
  const TempFolder folder;
  const fs::path defaced = folder.path() / "defaced.nii";
  write_defaced(head_image("S09_T1w"), defaced);
  for (const auto& [source, expected] :
       {std::pair{head_image("S09_T1w"), FaceVerdict::face}, std::pair{defaced, FaceVerdict::no_face}}) {
    const NiftiImage image = read_nifti(source).value();
    const std::string mgh = mgh_of(read_volume(image, {}, "image").value());
    REQUIRE(write_file(folder.path() / "a.mgh", mgh).ok());
    CHECK(verdict_on(folder.path() / "a.mgh") == expected);
    REQUIRE(write_file(folder.path() / "a.mgz", gzip(mgh)).ok());
    CHECK(verdict_on(folder.path() / "a.mgz") == expected);
    write_analyze(image, folder.path());
    CHECK(verdict_on(folder.path() / "a.img") == expected);
  }
}

TEST_CASE("The template head itself shows a face, though its field of view ends at the eyes") {
  test_data_or_skip();
  CHECK(verdict_on("/usr/share/mricron/templates/ch2.nii.gz") == FaceVerdict::face);
}

TEST_CASE("A second volume with a face is not hidden by a first without") {
  const TempFolder folder;
  NiftiImage image = read_nifti(head_image("S04_2mm_T1w")).value();
  const fs::path defaced = folder.path() / "defaced.nii";
  write_defaced(head_image("S04_2mm_T1w"), defaced);
  std::vector<std::uint8_t> bytes = read_nifti(defaced).value().bytes;
  const auto voxels = image.voxels();
  bytes.resize(image.header.vox_offset + image.header.data_bytes());
  bytes.insert(bytes.end(), voxels.begin(), voxels.end());
  const bool little = image.header.byte_order == std::endian::little;
  bytes[40 + (little ? 0 : 1)] = 4;  // dim[0]
  bytes[48 + (little ? 0 : 1)] = 2;  // dim[4]
  REQUIRE(write_file(defaced, std::span<const std::uint8_t>(bytes)).ok());
  CHECK(verdict_on(defaced) == FaceVerdict::face);
}
