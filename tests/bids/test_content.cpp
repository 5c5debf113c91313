#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "bids/content.hpp"
#include "bids/file_kind.hpp"
#include "bids/file_kind_table.hpp"
#include "tree.hpp"

using namespace shareready;

namespace {

ContentType judge(std::string_view bytes) {
  return judge_content({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::string gzip(std::string_view plain) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string packed(plain.size() + 200, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

FileKind kind(const std::string& path, ContentType content) {
  const std::filesystem::path relative = path;
  return judge_kind(relative, parse_bids_name(relative.filename().string()), content).kind;
}

}  // namespace

TEST_CASE("content is known by its bytes, through gzip too") {
  const std::string image = test::Tree::nifti_bytes();
  CHECK(judge("") == ContentType::empty);
  CHECK(judge(image) == ContentType::nifti);
  CHECK(judge(gzip(image)) == ContentType::gzip_nifti);
  CHECK(judge(gzip("1.0\t2.0\n")) == ContentType::gzip_text);
  CHECK(judge(gzip(image).substr(0, 12)) == ContentType::gzip_damaged);
  CHECK(judge("\x1F\x8B\x08 no gzip after all") == ContentType::gzip_damaged);
  CHECK(judge(" {\"a\": 1}") == ContentType::json);
  CHECK(judge("\xEF\xBB\xBF{}") == ContentType::json);
  CHECK(judge("\n<!DOCTYPE html><html>") == ContentType::html);
  CHECK(judge("participant_id\tage\n") == ContentType::text);
  CHECK(judge(std::string(128, '\0') + "DICM\x02\0\0\0") == ContentType::dicom);
  CHECK(judge("# === DATA DESCRIPTION FILE ====") == ContentType::par);
  CHECK(judge("%PDF-1.4") == ContentType::pdf);
  CHECK(judge("/annex/objects/MD5E-s12--00.nii.gz\n") == ContentType::annex_pointer);
  CHECK(judge(std::string("\0\0\0\x64\0\0\0\x1F", 8)) == ContentType::fif);
}

TEST_CASE("both byte orders and both versions of NIfTI are known") {
  std::string big(352, '\0');
  big[2] = '\x01';
  big[3] = '\x5C';
  big.replace(344, 3, "n+1");
  CHECK(judge(big) == ContentType::nifti);
  std::string second(544, '\0');
  second[0] = '\x1C';
  second[1] = '\x02';
  second.replace(4, 3, "n+2");
  CHECK(judge(second) == ContentType::nifti);
  big.replace(344, 3, "ni1");
  CHECK(judge(big) == ContentType::nifti_header);
}

TEST_CASE("a kind needs name and content to agree") {
  CHECK(kind("sub-01/anat/sub-01_T1w.nii", ContentType::nifti) == FileKind::nifti);
  CHECK(kind("sub-01/anat/sub-01_T1w.nii", ContentType::html) == FileKind::mismatched);
  CHECK(kind("sub-01/anat/sub-01_T1w.nii.gz", ContentType::nifti) == FileKind::mismatched);
  CHECK(kind("sub-01/anat/sub-01_T1w.nii.gz", ContentType::empty) == FileKind::empty);
  CHECK(kind("sub-01/anat/sub-01_T1w.nii.gz", ContentType::annex_pointer) == FileKind::missing_content);
  CHECK(kind("sub-01/anat/sub-01_T1w.json", ContentType::text) == FileKind::mismatched);
  CHECK(kind("participants.tsv", ContentType::zip) == FileKind::mismatched);
  CHECK(kind("participants.tsv", ContentType::text) == FileKind::participants);
}

TEST_CASE("names that say nothing are judged by their content") {
  CHECK(kind("sub-01/anat/IM0001", ContentType::dicom) == FileKind::dicom);
  CHECK(kind("sub-01/anat/sub-01_T1w.nii.gz.bak", ContentType::gzip_nifti) == FileKind::other_image);
  CHECK(kind("consent", ContentType::pdf) == FileKind::document);
}

TEST_CASE("transforms are known by name before their ending is looked at") {
  for (const char* name :
       {"sub-01_from-T1w_to-MNI_xfm.h5", "sub-01_T1w_pydeface.mat", "T1w_0GenericAffine.mat", "y_T1w.nii",
        "anat1Warp.nii.gz", "talairach.xfm", "register.dat", "x.lta"}) {
    CHECK(kind(std::string("sub-01/anat/") + name, ContentType::binary) == FileKind::transform);
  }
}

TEST_CASE("the table of file endings is sorted and unique") {
  CHECK(std::is_sorted(k_by_ending.begin(), k_by_ending.end()));
  CHECK(std::adjacent_find(k_by_ending.begin(), k_by_ending.end(), [](const auto& a, const auto& b) {
          return a.first == b.first;
        }) == k_by_ending.end());
}

TEST_CASE("photographs beside recordings are pictures") {
  CHECK(kind("sub-01/meg/sub-01_acq-LPA_photo.jpg", ContentType::jpeg) == FileKind::picture);
  CHECK(kind("sub-01/micr/sub-01_sample-A_photo.tif", ContentType::tiff) == FileKind::picture);
  CHECK(kind("sub-01/micr/sub-01_sample-A_SPIM.png", ContentType::png) == FileKind::microscopy);
}

TEST_CASE("kinds of BIDS are told apart by place and suffix") {
  CHECK(kind("sub-01/sub-01_scans.tsv", ContentType::text) == FileKind::scans);
  CHECK(kind("sub-01/sub-01_sessions.tsv", ContentType::text) == FileKind::sessions);
  CHECK(kind("task-rest_events.tsv", ContentType::text) == FileKind::events);
  CHECK(kind("phenotype/a_measure.tsv", ContentType::text) == FileKind::phenotype);
  CHECK(kind("phenotype/a_measure.json", ContentType::json) == FileKind::sidecar);
  CHECK(kind("sub-01/func/sub-01_task-a_physio.tsv.gz", ContentType::gzip_text) == FileKind::recording);
  CHECK(kind("sub-01/dwi/sub-01_dwi.bval", ContentType::text) == FileKind::bval);
  CHECK(kind("sub-01/meg/sub-01_headshape.pos", ContentType::text) == FileKind::meg);
  CHECK(kind("sub-01/anat/my_table.tsv", ContentType::text) == FileKind::unknown);
  CHECK(kind("x_space-fsLR_bold.dtseries.nii", ContentType::nifti) == FileKind::surface);
}
