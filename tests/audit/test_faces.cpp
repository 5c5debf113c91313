#include <algorithm>
#include <catch2/catch.hpp>
#include <mutex>
#include <string>

#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

Findings judged(FaceVerdict verdict, const std::string& path) {
  AuditedTree tree;
  tree.options.face_detector = [=](const HeadFile&) { return FaceFinding{verdict, "a reason"}; };
  tree.add(path, gzip(nifti()));
  return tree.findings();
}

}  // namespace

TEST_CASE("An anatomical image passes only where no face was seen") {
  const std::string path = "sub-a/anat/sub-a_T1w.nii.gz";
  CHECK_FALSE(has_kind(judged(FaceVerdict::no_face, path), FindingKind::undefaced_image));
  CHECK(stops_by(judged(FaceVerdict::face, path), FindingKind::undefaced_image));
  CHECK(stops_by(judged(FaceVerdict::cannot_judge, path), FindingKind::undefaced_image));
  CHECK(has_kind(judged(FaceVerdict::no_image_data, path), FindingKind::undefaced_image));
  CHECK_FALSE(blocks_publishing(judged(FaceVerdict::no_image_data, path)));
}

TEST_CASE("An image is judged by the bytes that the audit has read, without what follows its voxels") {
  for (const std::string path : {"sub-a/anat/sub-a_T1w.nii", "sub-a/anat/sub-a_T1w.nii.gz"}) {
    INFO(path);
    AuditedTree tree;
    std::string seen;
    tree.options.face_detector = [&](const HeadFile& image) {
      seen.assign(image.decoded.begin(), image.decoded.end());
      return FaceFinding{FaceVerdict::no_face, ""};
    };
    const std::string content = nifti() + "trailing";
    tree.add(path, path.ends_with(".gz") ? gzip(content) : content);
    (void)tree.findings();
    CHECK(seen == nifti());
  }
}

TEST_CASE("An image is judged in an archive too, and under a name that is none of an image") {
  const std::string member = gzip(nifti());
  AuditedTree tree;
  std::vector<std::string> seen;
  std::mutex mutex;
  tree.options.face_detector = [&](const HeadFile& image) {
    const std::lock_guard guard(mutex);
    CHECK(std::string(image.decoded.begin(), image.decoded.end()) == nifti());
    seen.push_back(image.path.filename().string());
    return FaceFinding{FaceVerdict::face, ""};
  };
  tree.add("all.tar", archive("tar", {{"data/sub-a/anat/sub-a_T1w.nii.gz", member}}));
  tree.add("heads.zip", archive("zip", {{"sub-a_T2w.nii.gz", member}}));
  tree.add("sub-a/anat/sub-a_T1w.nii.gz.bak", member);
  tree.add("sub-a/anat/sub-a_T1w_orig", nifti());
  tree.add("maps.tar", archive("tar", {{"data/sub-a/anat/sub-a_stat-t_statmap.nii.gz", member}}));
  const Findings findings = tree.findings();
  std::sort(seen.begin(), seen.end());
  CHECK(seen == std::vector<std::string>{"sub-a_T1w.nii.gz", "sub-a_T1w.nii.gz.bak", "sub-a_T1w_orig",
                                         "sub-a_T2w.nii.gz"});
  CHECK(count_of(findings, FindingKind::undefaced_image) >= 4);
}

TEST_CASE("An image in which no head is found stops publishing, an empty one does not") {
  AuditedTree tree;
  tree.options.face_detector = {};
  std::string stripes = nifti();
  for (std::size_t i = 352; i < stripes.size(); ++i) stripes[i] = static_cast<char>(i * 7);
  tree.add("sub-a/anat/sub-a_T1w.nii.gz", gzip(stripes));
  CHECK(stops_by(tree.findings(), FindingKind::undefaced_image));
  tree.add("sub-a/anat/sub-a_T1w.nii.gz", "");
  CHECK(has_kind(tree.findings(), FindingKind::undefaced_image));
  CHECK_FALSE(blocks_publishing(tree.findings()));
  tree.add("sub-a/anat/sub-a_T1w.nii.gz", gzip(nifti().substr(0, 352)));
  CHECK_FALSE(blocks_publishing(tree.findings()));
  for (const std::string& no_image : {std::string("\xff\xfe"), std::string("<html>"), gzip("text")}) {
    tree.add("sub-a/anat/sub-a_T1w.nii.gz", no_image);
    CHECK(stops_by(tree.findings(), FindingKind::undefaced_image));
  }
}

TEST_CASE(
    "Volumes of other formats and of derivatives are judged; what by its kind shows no face, only where it "
    "does") {
  for (const char* path : {"derivatives/fs/sub-a/mri/norm.mgz", "sub-a/anat/scan.img"}) {
    INFO(path);
    CHECK(stops_by(judged(FaceVerdict::face, path), FindingKind::undefaced_image));
    CHECK(stops_by(judged(FaceVerdict::cannot_judge, path), FindingKind::undefaced_image));
    CHECK_FALSE(blocks_publishing(judged(FaceVerdict::no_face, path)));
  }
  for (const char* path :
       {"derivatives/x/sub-a/func/sub-a_task-rest_boldref.nii.gz", "derivatives/fs/sub-a/mri/aseg.mgz",
        "derivatives/x/sub-a/anat/sub-a_desc-head_mask.nii.gz",
        "derivatives/x/sub-a/anat/sub-a_label-ST_probseg.nii.gz",
        "derivatives/x/sub-a/anat/sub-a_dseg.nii.gz"}) {
    INFO(path);
    CHECK(stops_by(judged(FaceVerdict::face, path), FindingKind::undefaced_image));
    CHECK_FALSE(stops_by(judged(FaceVerdict::cannot_judge, path), FindingKind::undefaced_image));
  }
}

TEST_CASE("Images that show no face by their kind are not judged") {
  for (const char* path : {"sub-a/func/sub-a_task-rest_bold.nii.gz", "sub-a/dwi/sub-a_dwi.nii.gz",
                           "sub-a/anat/sub-a_mod-T1w_defacemask.nii.gz",
                           "derivatives/x/group/contrast-go_stat-t_statmap.nii.gz"}) {
    INFO(path);
    CHECK_FALSE(has_kind(judged(FaceVerdict::face, path), FindingKind::undefaced_image));
  }
  for (const char* path : {"sub-a/anat/sub-a_T2w.nii.gz", "sub-a/fmap/sub-a_magnitude1.nii.gz", "lost.nii.gz",
                           "derivatives/x/sub-a/anat/sub-a_desc-preproc_T1w.nii.gz"}) {
    INFO(path);
    CHECK(stops_by(judged(FaceVerdict::face, path), FindingKind::undefaced_image));
  }
}
