#include <catch2/catch.hpp>
#include <string>

#include "deid/derived.hpp"
#include "image/make_nifti.hpp"

using namespace shareready;

namespace {

const TemplateSpaces& spaces() {
  static const TemplateSpaces k_spaces = load_template_spaces().value();
  return k_spaces;
}

DerivedKind kind_of(const char* path) { return claim_of(path, spaces()).kind; }

// A 4 mm grid over the template's brain, every voxel a value of `value_at`.
template <typename ValueAt>
NiftiImage map_of(ValueAt value_at, int code = 4, int intent = 3, double origin = -92) {
  test::MadeNifti made;
  made.datatype = Datatype::float32;
  made.size = {46, 54, 46};
  made.pixdim = {4, 4, 4};
  made.sform_code = code;
  made.srow.rows = {{{4, 0, 0, origin}, {0, 4, 0, -128}, {0, 0, 4, -74}}};
  test::NiftiBytes bytes(made);
  bytes.put<std::int16_t>(nifti1_at::intent_code, static_cast<std::int16_t>(intent));
  std::size_t at = bytes.data_offset();
  for (int k = 0; k < 46; ++k) {
    for (int j = 0; j < 54; ++j) {
      for (int i = 0; i < 46; ++i, at += 4) bytes.put<float>(at, static_cast<float>(value_at(i, j, k)));
    }
  }
  return parse_nifti(bytes.bytes(), "made").value();
}

double smooth(int i, int j, int k) { return 0.01 + 0.1 * i - 0.05 * j + 0.02 * k; }

std::string refuted(const NiftiImage& image, DerivedKind kind = DerivedKind::group_map) {
  return refute_image(kind, image, "made").value();
}

}  // namespace

TEST_CASE("a derived file is what its name says, or stays out with a reason") {
  using enum DerivedKind;
  CHECK(kind_of("dataset_description.json") == description);
  CHECK(kind_of("sub-01/anat/sub-01_space-MNI152NLin2009cAsym_desc-preproc_T1w.nii.gz") == normalised_image);
  CHECK(kind_of("sub-01/anat/sub-01_desc-preproc_T1w.nii.gz") == refused);
  CHECK(kind_of("sub-01/func/sub-01_task-x_space-T1w_bold.nii.gz") == refused);
  CHECK(kind_of("sub-01/anat/sub-01_from-T1w_to-MNI152NLin2009cAsym_mode-image_xfm.h5") == refused);
  CHECK(kind_of("sub-01/mri/transforms/talairach.xfm") == refused);
  CHECK(kind_of("sub-01/figures/sub-01_T1w.svg") == refused);
  CHECK(kind_of("group/task-x_contrast-a_stat-t_space-MNI152NLin6Asym_statmap.nii.gz") == group_map);
  CHECK(kind_of("group/task-x_stat-t_statmap.nii.gz") == refused);
  CHECK(kind_of("group/mean_T1w.nii.gz") == refused);
  CHECK(kind_of("sub-01/func/task-x_stat-t_space-MNI152NLin6Asym_statmap.nii.gz") ==
        normalised_image);  // of a person
  CHECK(kind_of("sub-01/stats/aseg.stats") == region_table);
  CHECK(kind_of("sub-01/anat/sub-01_hemi-L_morph.tsv") == region_table);
  CHECK(kind_of("sub-01/func/sub-01_task-x_desc-confounds_timeseries.tsv") == refused);
  CHECK(kind_of("sub-01.html") == refused);
  for (const char* path : {"sub-01/func/sub-01_bold.nii.gz", "logs/CITATION.md", "x.mgz"}) {
    CHECK_FALSE(claim_of(path, spaces()).refusal.empty());
  }
}

TEST_CASE("an unthresholded map in a template space passes") { CHECK(refuted(map_of(smooth)).empty()); }

TEST_CASE("a thresholded map is refused, with its share of zeros") {
  const auto cut = [](int i, int j, int k) { return smooth(i, j, k) > 1.5 ? smooth(i, j, k) : 0.0; };
  CHECK(refuted(map_of(cut)).find("thresholded") != std::string::npos);
}

TEST_CASE("a mask is no statistic") {
  CHECK(refuted(map_of([](int, int, int) { return 1.0; })).find("two values") != std::string::npos);
}

TEST_CASE("an image whose header says scanner coordinates is not in a template space, whatever its name") {
  CHECK(refuted(map_of(smooth, 1)).find("scanner") != std::string::npos);
  CHECK(refuted(map_of(smooth, 1), DerivedKind::normalised_image).find("scanner") != std::string::npos);
  CHECK(refuted(map_of(smooth, 4, 3, 40)).find("origin") != std::string::npos);
}

TEST_CASE("an intent that is no statistic refutes a map, and says nothing of a normalised image") {
  CHECK(refuted(map_of(smooth, 4, 1002)).find("intent") != std::string::npos);  // labels
  CHECK(refuted(map_of(smooth, 4, 1002), DerivedKind::normalised_image).empty());
  CHECK(refuted(map_of(smooth, 4, 0)).empty());
}

TEST_CASE("a map cut at a value other than 0 is thresholded too, and several maps in one are refused") {
  const auto cut = [](int i, int j, int k) { return smooth(i, j, k) > 1.5 ? smooth(i, j, k) : 1.5; };
  CHECK(refuted(map_of(cut)).find("one and the same value") != std::string::npos);
  NiftiImage several = map_of(smooth);
  several.header.dimensions = 4;
  several.header.size[3] = 2;
  CHECK(refuted(several).find("several maps") != std::string::npos);
}

TEST_CASE("an image of a head under the name of a statistic has no value below 0") {
  const NiftiImage head = map_of([](int i, int j, int k) { return 100 + 5 * i + j + 3 * k; });
  CHECK(refute_image(DerivedKind::group_map, head, "made", true).value().find("below 0") !=
        std::string::npos);
  CHECK(refute_image(DerivedKind::group_map, head, "made", false).value().empty());  // F, p, variance
  CHECK(refute_image(DerivedKind::group_map, map_of(smooth), "made", true).value().empty());
}

TEST_CASE("a scan whose header leads to the template is told by its position, whatever code it has") {
  using enum DerivedKind;
  NiftiImage turned = map_of(smooth);
  turned.header.geometry.srow.rows[0][1] = 0.2;
  CHECK(refuted(turned, normalised_image).find("turned") != std::string::npos);
  NiftiImage scaled = map_of(smooth);
  scaled.header.pixdim[2] = 3.7;
  CHECK(refuted(scaled, normalised_image).find("two sizes") != std::string::npos);
  NiftiImage twice = map_of(smooth);
  twice.header.geometry.qform_code = 1;
  twice.header.geometry.qoffset = {-92, -128, -60};
  CHECK(refuted(twice, normalised_image).find("two positions") != std::string::npos);
  twice.header.geometry.qoffset = {-92, -128, -74};
  CHECK(refuted(twice, normalised_image).empty());
  NiftiImage field = map_of(smooth);
  field.header.size[4] = 3;
  CHECK(refuted(field, normalised_image).find("field of vectors") != std::string::npos);
}

TEST_CASE("statistics of FreeSurfer lose every comment but measures and column titles") {
  const std::string text =
      "# Title Segmentation Statistics\n# subjectname planted_name\n# hostname planted_host\n"
      "# SUBJECTS_DIR /home/planted\n# Measure BrainSeg, BrainSegVol, Brain, 1243340.0, mm^3\n"
      "# ColHeaders Index SegId NVoxels\n  1   4  6563 Left-Thalamus\n bankssts 1200 800\n";
  const std::string cleaned = clean_region_statistics(text, "x").value();
  CHECK(cleaned.find("planted") == std::string::npos);
  CHECK(cleaned ==
        "# Measure BrainSeg, BrainSegVol, Brain, 1243340.0, mm^3\n# ColHeaders Index SegId NVoxels\n"
        "1   4  6563 Left-Thalamus\nbankssts 1200 800\n");
  CHECK(clean_region_statistics(cleaned, "x").value() == cleaned);
  CHECK_FALSE(clean_region_statistics("\x01\x02 binary", "x").ok());
  CHECK_FALSE(clean_region_statistics("1 0 0 2.5\n0 1 0 3\n0 0 1 4\n0 0 0 1\n", "x").ok());  // a matrix
  CHECK_FALSE(clean_region_statistics("seen by somebody 12 3\n", "x").ok());
  CHECK(clean_region_statistics("# Measure of somebody, 12\n", "x").value().empty());
}
