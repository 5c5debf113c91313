#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "audit/face_detector.hpp"
#include "audited.hpp"
#include "deface/deface.hpp"
#include "image/nifti.hpp"
#include "test_data.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

namespace fs = std::filesystem;

fs::path head_image(const std::string& name) { return test_data_or_skip() / "heads" / (name + ".nii.gz"); }

FaceVerdict verdict_on(const fs::path& image) {
  static const FaceDetector k_detector = make_face_detector().value();
  return k_detector(image).verdict;
}

// The image with its face removed, in a folder of its own.
void write_defaced(const fs::path& source, const fs::path& target) {
  static const HeadTemplate k_template = load_head_template().value();
  NiftiImage image = read_nifti(source).value();
  const SessionFace face = find_face(image, k_template, 1).value();
  REQUIRE(remove_face(image, {}, face, true, k_template, 1).value().verdict != Verdict::failed);
  REQUIRE(write_nifti(target, image, Compression::none).ok());
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

TEST_CASE("Images without a face pass: defaced by another program, of low resolution, a brain alone") {
  CHECK(verdict_on(head_image("already-defaced_T1w")) == FaceVerdict::no_face);
  CHECK(verdict_on(head_image("lowres_asl")) == FaceVerdict::no_face);
  CHECK(verdict_on("/usr/share/mricron/templates/ch2bet.nii.gz") == FaceVerdict::no_face);
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
