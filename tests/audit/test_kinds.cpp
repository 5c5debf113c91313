// One planted item at least for each group A to I of what occurs in datasets, and for each content by which a
// file is known whatever its name. Encodings are the table of test_canaries.cpp.
#include <catch2/catch.hpp>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

struct Planted {
  char group;
  std::string path;
  std::string content;
  FindingKind kind;
};

std::string edf(const std::string& patient, const std::string& date) {
  std::string bytes = "0       " + patient;
  bytes.resize(88, ' ');
  bytes += "Startdate X X X X";
  bytes.resize(168, ' ');
  bytes += date + "10.11.12";
  bytes.resize(256, ' ');
  return bytes;
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>((number >> shift) & 255U);
  return bytes;
}

std::string fiff_tag(std::uint32_t kind, std::uint32_t type, const std::string& data) {
  return big_endian(kind) + big_endian(type) + big_endian(static_cast<std::uint32_t>(data.size())) +
         big_endian(0) + data;
}

std::string fiff(std::uint32_t kind, const std::string& data) {
  return fiff_tag(100, 31, std::string(20, '\1')) + fiff_tag(105, 3, big_endian(0)) +
         fiff_tag(kind, 10, data) + fiff_tag(300, 4, std::string(300, '\2'));
}

std::string core_dump() {
  std::string bytes("\x7f\x45LF\2\1\1", 7);
  bytes.resize(16, '\0');
  bytes += std::string("\4\0", 2);
  bytes.resize(500, '\0');
  return bytes;
}

const std::string k_mail =
    "From: somebody\nTo: somebody else\nSubject: scan of today\nMessage-ID: <1>\n\nThe consent form is ...\n";
const std::string k_notebook =
    R"({"cells": [{"cell_type": "code", "outputs": [{"output_type": "stream", "text": ["..."]}]}]})";
const std::string k_register = "subject\n1.0\n1.0\n0.15\n1 0 0 2\n0 1 0 3\n0 0 1 4\n0 0 0 1\nround\n";
const std::string k_par =
    "# === DATA DESCRIPTION FILE ===\n.    Patient name                       :   Jansen\n.    Examination "
    "name  : x\n";

std::vector<Planted> planted() {
  return {
      {'A', "x/id_map.txt", "a b\n", FindingKind::key_file},
      {'A', "x/pseudonyms.csv", "a,b\n", FindingKind::key_file},
      {'A', "participants_2019.csv", "a,b\n", FindingKind::key_file},
      {'A', "participants.sav", "$FL2", FindingKind::key_file},
      {'A', "x/REDCap_export.csv", "a,b\n", FindingKind::key_file},
      {'A', "phenotype/x.tsv", "participant_id\tnda_guid\nsub-1\tNDARAB123CDE\n",
       FindingKind::identifying_column},
      {'B', ".heudiconv/1/info/filegroup_ses-1.json", "{}", FindingKind::converter_leftover},
      {'B', ".heudiconv/1/info/dicominfo.tsv", "patient_id\n", FindingKind::converter_leftover},
      {'B', "sourcedata/sub-1/anat.dicom.tgz", gzip("x"), FindingKind::converter_leftover},
      {'B', "code/bidscoin/bidscoiner.tsv", "source\ttarget\n", FindingKind::converter_leftover},
      {'B', "code/bidscoin/bidsmap.yaml", "a: b\n", FindingKind::converter_leftover},
      {'B', "tmp_dcm2bids/sub-1/x.json", "{}", FindingKind::converter_leftover},
      {'B', "sub-1/sub-1_scans.tsv", "filename\tsource\nx\t/home/jansen/dicom/1\n",
       FindingKind::computer_trace},
      {'B', "sourcedata/bidsonym/sub-1/sub-1_T1w_no_deid.nii.gz", "x", FindingKind::converter_leftover},
      {'C', "derivatives/x/sub-1/anat/sub-1_from-T1w_to-MNI_mode-image_xfm.txt", "1\n",
       FindingKind::transform},
      {'C', "derivatives/x/sub-1_warp.nii.gz", gzip(nifti({.intent_code = 2006})), FindingKind::transform},
      {'C', "derivatives/ants/sub-1_1InverseWarp.nii.gz", "x", FindingKind::transform},
      {'C', "derivatives/fs/sub-1/mri/transforms/a.txt", "x", FindingKind::transform},
      {'C', "derivatives/spm/y_sub-1.nii", nifti(), FindingKind::transform},
      {'C', "derivatives/afni/sub-1.aff12.1D", "1\n", FindingKind::transform},
      {'C', "derivatives/elastix/TransformParameters.0.txt", "x\n", FindingKind::transform},
      {'C', "notes1.txt", k_register, FindingKind::transform},
      {'C', "notes2.txt", "# 3dAllineate matrices (DICOM-to-DICOM, row-by-row):\n1 0 0 0 0 1 0 0 0 0 1 0\n",
       FindingKind::transform},
      {'C', "notes3.bin", std::string("\0\0\0\0\x0c\0\0\0\1\0\0\0", 12) + "AffineTransform_double_3_3",
       FindingKind::transform},
      {'C', "notes4.h5", hdf5("/TransformGroup/0/TransformType", Hdf5Place::plain), FindingKind::transform},
      {'C', "notes5.nii.gz", gzip(nifti({.intent_code = 2009})), FindingKind::transform},
      {'D', "derivatives/fs/sub-1/mri/orig/001.mgz", "x", FindingKind::undefaced_image},
      {'D', "derivatives/fs/sub-1/mri/rawavg.mgz", "x", FindingKind::undefaced_image},
      {'D', "sub-1/anat/sub-1_T1w.nii.gz~", "x", FindingKind::undefaced_image},
      {'D', "sub-1/anat/sub-1_T1w_orig.nii.gz", "x", FindingKind::undefaced_image},
      {'D', "sourcedata/pre-deface/sub-1.nii.gz", "x", FindingKind::undefaced_image},
      {'E', "derivatives/fmriprep/sub-1.html", "<html></html>", FindingKind::report_or_log},
      {'E', "derivatives/fmriprep/sub-1/figures/sub-1_T1w.svg", "<svg/>", FindingKind::report_or_log},
      {'E', "derivatives/fmriprep/logs/crash-20190304-x.txt", "x", FindingKind::report_or_log},
      {'E', "derivatives/fs/sub-1/scripts/recon-all.log", "x", FindingKind::report_or_log},
      {'E', "code/plots.ipynb", k_notebook, FindingKind::report_or_log},
      {'E', "code/.Rhistory", "x", FindingKind::report_or_log},
      {'E', "data.bin", core_dump(), FindingKind::report_or_log},
      {'F', ".git/config", "[core]\n", FindingKind::version_control},
      {'F', ".datalad/config", "x\n", FindingKind::version_control},
      {'F', ".gitmodules", "x\n", FindingKind::version_control},
      {'F', "sub-1/anat/sub-1_T1w.nii.gz", "/annex/objects/MD5E-s1--0123456789abcdef.nii.gz\n",
       FindingKind::unreadable},
      {'G', "sub-1/eeg/sub-1_eeg.edf", edf("P07 F 12-MAR-1970 Jansen", "04.03.19"),
       FindingKind::identifying_key},
      {'G', "sub-1/eeg/sub-1_eeg.edf", edf("P07 F 12-MAR-1970 Jansen", "04.03.19"), FindingKind::date},
      {'G', "sub-1/eeg/sub-1_eeg.vmrk", "Mk1=New Segment,,1,1,0,20130131162000123456\n", FindingKind::date},
      {'G', "sub-1/meg/sub-1_meg.fif", fiff(403, "Jansen"), FindingKind::identifying_key},
      {'G', "sub-1/meg/sub-1_meg.fif", fiff(204, big_endian(1'551'700'000)), FindingKind::date},
      {'G', "sub-1/x/scan.txt", k_par, FindingKind::identifying_key},
      {'G', "sub-1/mrs/sub-1.txt", "PatientID: 1234567\n", FindingKind::identifying_key},
      {'G', "sub-1/sub-1_scans.tsv", "filename\tseen\nx\t1.2.840.10008.5.1.4471.19850312\n",
       FindingKind::identifying_key},
      {'G', "dump.txt", "(0010,0010) PN [JANSEN^A]     #  8, 1 PatientName\n", FindingKind::identifying_key},
      {'H', "consent.pdf", "%PDF-1.7\n", FindingKind::personal_file},
      {'H', "x/face.dat", "\xff\xd8\xff\xe0 jpeg", FindingKind::personal_file},
      {'H', "x/voice.wav", "RIFF....WAVE", FindingKind::personal_file},
      {'H', "x/session.mp4", "....ftypisom", FindingKind::personal_file},
      {'H', "x/letter.txt", k_mail, FindingKind::personal_file},
      {'H', "x/protocol_notes.docx", archive("zip", {{"word/document.xml", "x"}}),
       FindingKind::personal_file},
      {'I', "README~", "x", FindingKind::metadata},
  };
}

}  // namespace

TEST_CASE("One planted item of each kind stops publishing, and each kind has one") {
  std::map<char, int> counted;
  for (const Planted& item : planted()) {
    AuditedTree tree;
    tree.add(item.path, item.content);
    const Findings findings = tree.findings();
    INFO(item.group << ": " << item.path << "\n" << format_findings(findings));
    CHECK(stops_by(findings, item.kind));
    ++counted[item.group];
  }
  for (char group = 'A'; group <= 'I'; ++group) CHECK(counted[group] > 0);
}

TEST_CASE("The same formats without personal fields pass") {
  const std::vector<std::pair<std::string, std::string>> clean = {
      {"sub-1/eeg/sub-1_eeg.edf", edf("X X X X", "01.01.85")},
      {"sub-1/eeg/sub-1_eeg.vmrk", "Mk1=New Segment,,1,1,0,00000000000000000000\n"},
      {"sub-1/meg/sub-1_meg.fif", fiff(403, "mne_anonymize")},
      {"notes.txt", "Patient name: anonymous\nPatientID: n/a\n"},
      {"sub-1/dwi/sub-1_dwi.bvec", "1 0 0 1\n0 1 0 0\n0 0 1 0\n"},
      {"code/plots.ipynb", R"({"cells": [{"cell_type": "code", "outputs": []}]})"},
      {"data.h5", hdf5("nothing to see", Hdf5Place::deflated)},
  };
  for (const auto& [path, content] : clean) {
    AuditedTree tree;
    tree.add(path, content);
    INFO(path << "\n" << format_findings(tree.findings()));
    CHECK_FALSE(blocks_publishing(tree.findings()));
  }
}

TEST_CASE(
    "Bytes of an unknown format stop publishing under any name and in any packing, until somebody says what "
    "they are") {
  std::string voxels;
  for (int i = 0; i < 5000; ++i) voxels += {static_cast<char>(i % 251), static_cast<char>(i / 251)};
  const auto stops = [&](const std::string& path, const std::string& content) {
    AuditedTree tree;
    tree.add(path, content);
    return stops_by(tree.findings(), FindingKind::foreign_format);
  };
  for (const char* path :
       {"sub-a/anat/sub-a_T1w.bin", "sub-a/anat/brik", "sub-a/x.dat", "derivatives/p/x.vol", "sub-a/x.tmp",
        "sub-a/x.pkl", "sub-a/.x.tsv.swp", ".cache/x"}) {
    INFO(path);
    CHECK(stops(path, voxels));
  }
  CHECK(stops("sub-a/x.gz", gzip(voxels)));
  CHECK_FALSE(stops("sub-a/x.txt", "plain text\n"));
  const std::string two(4, '\1'), none(4, '\0'), one("\0\0\0\1", 4), vertices("\0\2\0\0", 4);
  CHECK_FALSE(stops("derivatives/fs/sub-a/surf/lh.white",
                    "\xff\xff\xfe"
                    "created by somebody\n\n" +
                        voxels));
  CHECK_FALSE(stops("derivatives/fs/sub-a/surf/lh.curv", "\xff\xff\xff" + vertices + two + one + voxels));
  CHECK_FALSE(stops("derivatives/fs/sub-a/label/lh.x.annot", vertices + none + two + one + two + voxels));
  // The mark or the name alone is none of these.
  CHECK(stops("derivatives/fs/sub-a/surf/lh.white", "\xff\xff\xfe" + voxels));
  CHECK(stops("derivatives/fs/sub-a/surf/lh.curv", "\xff\xff\xff" + voxels));
  CHECK(stops("derivatives/fs/sub-a/label/lh.x.annot", voxels));

  AuditedTree recording;
  recording.add("sub-a/eeg/sub-a_eeg.eeg", voxels);
  CHECK(stops_by(recording.findings(), FindingKind::foreign_format));  // samples without a header
  recording.add("sub-a/eeg/sub-a_eeg.vhdr", "Brain Vision Data Exchange Header File Version 1.0\n");
  CHECK_FALSE(stops_by(recording.findings(), FindingKind::foreign_format));
}

TEST_CASE("UTF-16 without a mark is told from other bytes by four characters") {
  const auto is_unknown = [](const std::string& content) {
    AuditedTree tree;
    tree.add("code/a.x", content);
    return has_kind(tree.findings(), FindingKind::foreign_format);
  };
  CHECK_FALSE(is_unknown(utf16("abcd", false, false)));
  CHECK(is_unknown(utf16("abc", false, false)));
  CHECK_FALSE(is_unknown(utf16("a", false, true)));
}

TEST_CASE("An offset of image data that cannot be does not move it") {
  const auto says = [](float offset) {
    std::string image = nifti({.voxels = std::string(100, 'v')});
    std::memcpy(image.data() + 108, &offset, sizeof offset);
    AuditedTree tree;
    tree.add("sub-a/func/sub-a_task-x_bold.nii", image);
    const std::string text = format_findings(tree.findings());
    return std::pair(text.find("between header and image data") != std::string::npos,
                     text.find("unreadable") != std::string::npos);
  };
  for (const float offset : {352.0F, 0.0F, 351.0F, -1.0F, 1e13F, std::numeric_limits<float>::quiet_NaN()})
    CHECK(says(offset) == std::pair(false, false));
  CHECK(says(368.0F).first);  // bytes of voxels before it
  CHECK(says(1e9F).second);
}
