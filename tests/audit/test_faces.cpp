#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <mutex>
#include <random>
#include <string>

#include "audited.hpp"
#include "bytes.hpp"
#include "image/nifti.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

Findings judged(FaceVerdict verdict, const std::string& path) {
  AuditedTree tree;
  tree.options.face_detector = [=](const HeadFile&) { return FaceFinding{verdict, "a reason"}; };
  tree.add(path, gzip(nifti()));
  return tree.findings();
}

// What reads a file with explicit lengths, little endian (PS3.5 section 7.1.2).
std::string element(std::uint16_t group, std::uint16_t number, const std::string& vr, std::string value) {
  if (value.size() % 2 == 1) value += vr == "UI" ? '\0' : ' ';
  std::string bytes;
  const auto put = [&](std::uint64_t what, int width) {
    for (int i = 0; i < width; ++i) bytes += static_cast<char>(what >> (8 * i) & 255U);
  };
  put(group, 2), put(number, 2);
  bytes += vr;
  if (vr == "OW") put(0, 2);
  put(value.size(), vr == "OW" ? 4 : 2);
  return bytes + value;
}

// One slice of a series, with pixels that differ.
std::string dicom_slice(int number, std::uint8_t side) {
  const std::string word{static_cast<char>(side), '\0'}, sixteen{'\20', '\0'}, one{'\1', '\0'};
  std::string pixels(std::size_t{side} * side * 2, '\0');
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<char>(i * i + 7);
  return std::string(128, '\0') + "DICM" + element(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1") +
         element(0x0020, 0x000e, "UI", "2.25.329800735698586629295641978511506172918") +
         element(0x0020, 0x0032, "DS", "0\\0\\" + std::to_string(number)) +
         element(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0") + element(0x0028, 0x0002, "US", one) +
         element(0x0028, 0x0010, "US", word) + element(0x0028, 0x0011, "US", word) +
         element(0x0028, 0x0030, "DS", "1\\1") + element(0x0028, 0x0100, "US", sixteen) +
         element(0x0028, 0x0101, "US", sixteen) + element(0x7fe0, 0x0010, "OW", pixels);
}

// What this process has read so far, by all its threads (proc(5)).
std::uint64_t bytes_read() {
  std::ifstream file("/proc/self/io");
  std::string name;
  std::uint64_t count = 0;
  file >> name >> count;
  REQUIRE(name == "rchar:");
  return count;
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

TEST_CASE("A DICOM series is judged as one volume, in which its files lie by place and not by name") {
  AuditedTree tree;
  std::vector<std::string> seen;
  tree.options.face_detector = [&](const HeadFile& image) {
    seen.push_back(image.path.lexically_relative(tree.path()).generic_string());
    CHECK(parse_nifti(image.decoded, "").value().header.size[2] == 3);
    return FaceFinding{FaceVerdict::face, ""};
  };
  tree.add("sourcedata/sub-a/series-1/1.dcm", dicom_slice(2, 8));
  tree.add("sourcedata/sub-a/series-1/2.dcm", dicom_slice(0, 8));
  tree.add("sourcedata/sub-a/series-1/3.dcm", dicom_slice(1, 8));
  const Findings findings = tree.findings();
  CHECK(seen == std::vector<std::string>{"sourcedata/sub-a/series-1"});
  CHECK(std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.path == "sourcedata/sub-a/series-1" && finding.kind == FindingKind::undefaced_image;
  }));
  tree.add("sourcedata/sub-a/series-1/4.dcm", dicom_slice(3, 8).substr(0, 400));
  CHECK(stops_by(tree.findings(), FindingKind::unreadable));
}

TEST_CASE("Each byte is read once: of images in one file and in two, DICOM series, archives and texts") {
  std::mt19937 random(5);
  std::string noise(3 << 19, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  const std::vector<std::pair<std::string, std::string>> members{{"a.bin", noise}, {"b.txt", "text"}};
  const std::string image = nifti() + noise;
  const std::vector<std::pair<std::string, std::string>> files{
      {"sub-a/anat/sub-a_T1w.nii", image},
      {"sub-a/anat/sub-a_T2w.nii.gz", gzip(image)},
      {"sub-a/anat/scan.hdr", nifti().substr(0, 352)},
      {"sub-a/anat/scan.img", noise},
      {"sourcedata/sub-a/series-1/1.dcm", dicom_slice(0, 255) + element(0xfffc, 0xfffc, "OW", noise)},
      {"sourcedata/sub-a/series-1/2.dcm", dicom_slice(1, 255) + element(0xfffc, 0xfffc, "OW", noise)},
      {"all.zip", archive("zip", members)},
      {"all.7z", archive("7zip", members)},
      {"all.tar", archive("tar", members)},
      {"sub-a/sub-a_scans.tsv", std::string(1 << 20, 'x')}};
  const AuditedTree empty;
  std::uint64_t before = bytes_read();
  (void)empty.findings();
  const std::uint64_t set_up = bytes_read() - before;
  for (const auto& [path, content] : files) {
    INFO(path);
    AuditedTree tree;
    tree.add(path, content);
    before = bytes_read();
    (void)tree.findings();
    const auto read = static_cast<double>(bytes_read() - before - set_up);
    CHECK(read >= static_cast<double>(content.size()));
    // A zip file is opened at its end, where its directory stands: two blocks of reading are read again.
    const double directory = path == "all.zip" ? 2.0 * 65536 : 0;
    CHECK(read <= 1.05 * static_cast<double>(content.size()) + 5000 + directory);
  }
}
