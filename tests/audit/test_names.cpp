#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "audit/audit_tables.hpp"
#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

struct Named {
  std::string path;
  FindingKind kind;
};

Severity severity_of_name(const std::string& path, bool is_folder = false) {
  static const AuditTables k_tables = load_audit_tables().value();
  const NameRule* rule = find_name_rule(k_tables.names, path, is_folder);
  return rule == nullptr ? Severity::info : rule->severity;
}

}  // namespace

TEST_CASE("Each kind of leftover is known by its name") {
  const std::vector<Named> named = {
      {"code/linking_table.csv", FindingKind::key_file},
      {"participant_key.xlsx", FindingKind::key_file},
      {"participants_redcap.csv", FindingKind::key_file},
      {"code/bidscoin/bidscoiner.tsv", FindingKind::converter_leftover},
      {"sourcedata/x/scan.dicom.tgz", FindingKind::converter_leftover},
      {"derivatives/x/sub-a_from-T1w_to-MNI_xfm.h5", FindingKind::transform},
      {"derivatives/fsl/sub-a_T1w_flirt.mat", FindingKind::transform},
      {"derivatives/ants/sub-a_0GenericAffine.mat", FindingKind::transform},
      {"derivatives/fs/sub-a/mri/transforms.lta", FindingKind::transform},
      {"derivatives/fs/sub-a/mri/rawavg.mgz", FindingKind::undefaced_image},
      {"sub-a/anat/sub-a_T1w.nii.gz.bak", FindingKind::undefaced_image},
      {"derivatives/fmriprep/sub-a.html", FindingKind::report_or_log},
      {"derivatives/fmriprep/logs/fmriprep.toml", FindingKind::report_or_log},
      {".gitmodules", FindingKind::version_control},
      {"sub-a/anat/scan.par", FindingKind::foreign_format},
      {"consent_sub-a.pdf", FindingKind::personal_file},
      {"sub-a/eeg/sub-a_photo.jpg", FindingKind::personal_file},
      {"interview.mp4", FindingKind::personal_file},
      {"README~", FindingKind::metadata},
  };
  for (const Named& item : named) {
    AuditedTree tree;
    tree.add(item.path, "x\n");
    INFO(item.path << "\n" << format_findings(tree.findings()));
    CHECK(stops_by(tree.findings(), item.kind));
  }
}

TEST_CASE("Folders of version control and converters are known, and not entered") {
  AuditedTree tree;
  tree.add(".git/objects/00/aa", "x");
  tree.add(".heudiconv/a/info/dicominfo.tsv", "patient_id\n");
  CHECK(count_of(tree.findings(), FindingKind::version_control) == 1);
  CHECK(stops_by(tree.findings(), FindingKind::version_control));
  CHECK(stops_by(tree.findings(), FindingKind::converter_leftover));
}

TEST_CASE("Names that BIDS asks for meet no rule that stops publishing") {
  for (const char* path : {"dataset_description.json",
                           "participants.tsv",
                           "participants.json",
                           "README",
                           "README.md",
                           "CHANGES",
                           "LICENSE",
                           "CITATION.cff",
                           "sub-01/anat/sub-01_T1w.nii.gz",
                           "sub-01/anat/sub-01_T1w.json",
                           "sub-01/func/sub-01_task-key_events.tsv",
                           "sub-01/func/sub-01_task-monkey_bold.nii.gz",
                           "sub-01/dwi/sub-01_dwi.bvec",
                           "sub-01/sub-01_scans.tsv",
                           "sub-01/fmap/sub-01_phasediff.nii.gz",
                           "phenotype/bdi.tsv",
                           "sub-01/anat/sub-01_desc-defaced_T1w.nii.gz",
                           "sub-01/func/sub-01_task-rest_physio.tsv.gz",
                           "task-rest_bold.json",
                           ".bidsignore",
                           "sub-01/meg/sub-01_task-x_meg.fif",
                           "sub-01/anat/sub-01_mod-T1w_defacemask.nii.gz",
                           "sub-01/perf/sub-01_aslcontext.tsv"}) {
    INFO(path);
    CHECK(severity_of_name(path) > Severity::major);
  }
  for (const char* folder : {"sub-01", "sub-01/ses-1/anat", "derivatives", "phenotype", "stimuli"}) {
    CHECK(severity_of_name(folder, true) > Severity::major);
  }
}

TEST_CASE("The table of names is sorted by kind and severity, and no pattern stands twice") {
  const AuditTables tables = load_audit_tables().value();
  std::set<std::string> patterns;
  for (const NameRule& rule : tables.names) {
    INFO(rule.pattern);
    CHECK(patterns.insert(rule.pattern_in_lower_case).second);
    CHECK(rule.requirement.front() == 'R');
    CHECK_FALSE(rule.remedy.empty());
  }
  CHECK(patterns.size() > 300);
}

TEST_CASE("A pattern fits as a whole, with stars for any text and # for a digit") {
  CHECK(fits_pattern("*_key.*", "my_key.csv"));
  CHECK(fits_pattern("core.#*", "core.123"));
  CHECK_FALSE(fits_pattern("core.#*", "core.json"));
  CHECK_FALSE(fits_pattern("*_key.*", "monkey.csv"));
  CHECK(fits_pattern("a*b*c", "aXbXbXc"));
  CHECK_FALSE(fits_pattern("a*b", "abc"));
}

TEST_CASE("A transform is known by its content whatever its name") {
  for (const char* content :
       {"1 0 0 2\n0 1 0 3\n0 0 1 4\n0 0 0 1\n", "#Insight Transform File V1.0\nTransform: AffineTransform\n",
        "MNI Transform File\n", "type = 1\nnxforms = 1\nmean = 0 0 0\nsigma = 1\n",
        "(Transform \"AffineTransform\")\n(NumberOfParameters 12)\n"}) {
    AuditedTree tree;
    tree.add("notes.txt", content);
    INFO(content);
    CHECK(stops_by(tree.findings(), FindingKind::transform));
  }
  AuditedTree numbers;
  numbers.add("sub-a/dwi/sub-a_dwi.bvec", "1 0 0 1\n0 1 0 0\n0 0 1 0\n");
  numbers.add("a.txt", "1 0 0 2\n0 1 0 3\n0 0 1 4\n0 0 0 2\n");
  CHECK_FALSE(has_kind(numbers.findings(), FindingKind::transform));
}

TEST_CASE("A displacement field is known by its intent") {
  AuditedTree tree;
  tree.add("a.nii", nifti({.intent_code = 2006}));
  CHECK(stops_by(tree.findings(), FindingKind::transform));
}

TEST_CASE("In FreeSurfer's average subject names stop nothing, contents do") {
  const std::string folder = "derivatives/freesurfer/fsaverage/";
  AuditedTree tree;
  tree.add(folder + "mri/T1.mgz", "x");
  tree.add(folder + "mri/transforms/talairach.xfm", "x");
  tree.add(folder + "scripts/recon-all.log", "x");
  CHECK_FALSE(blocks_publishing(tree.findings()));
  CHECK(has_kind(tree.findings(), FindingKind::transform));
  for (const char* elsewhere :
       {"derivatives/freesurfer/fsaverage_jansen/mri/transforms/a.xfm", "fsaverage/scripts/recon-all.log"}) {
    AuditedTree other;
    other.add(elsewhere, "x");
    CHECK(blocks_publishing(other.findings()));
  }
  tree.add(folder + "mri/transforms/talairach.xfm", "MNI Transform File\n");
  CHECK(stops_by(tree.findings(), FindingKind::transform));
  tree.options.face_detector = [](const HeadFile&) { return FaceFinding{FaceVerdict::face, ""}; };
  CHECK(stops_by(tree.findings(), FindingKind::undefaced_image));
}

TEST_CASE("Links that leave the dataset or lead to nothing stop publishing, others pass") {
  AuditedTree outside;
  outside.add("secret.txt", "sub-Zq81canary");
  AuditedTree tree;
  tree.add("a.txt", "x");
  std::filesystem::create_symlink("a.txt", tree.path() / "b.txt");
  CHECK_FALSE(blocks_publishing(tree.findings()));
  tree.needles.participants = {"Zq81canary"};
  std::filesystem::create_symlink(outside.path() / "secret.txt", tree.path() / "out.txt");
  CHECK(stops_by(tree.findings(), FindingKind::metadata));
  CHECK(stops_by(tree.findings(), FindingKind::original_label));
  AuditedTree dangling;
  std::filesystem::create_symlink("nowhere", dangling.path() / "c.txt");
  CHECK(stops_by(dangling.findings(), FindingKind::metadata));
}

TEST_CASE("A picture, a document or a recording is known by its bytes whatever its name") {
  for (const std::string& content :
       {std::string("\xff\xd8\xff\xe0 jpeg"), std::string("%PDF-1.7\n"), std::string("ID3\x03 mp3")}) {
    AuditedTree tree;
    tree.add("data.txt", content);
    CHECK(stops_by(tree.findings(), FindingKind::personal_file));
  }
}

TEST_CASE("Copies, histories and lists of who took part are known by their names, also in German") {
  const AuditTables tables = load_audit_tables().value();
  for (const char* path :
       {"participants (copy).tsv", "participants - Copy.tsv", "participants (2).tsv", "participants.tsv.orig",
        ".~lock.participants.ods#", ".sqlite_history", ".viminfo", "x/y.trashinfo", "enrollment_log.csv",
        "Zuordnung_Probanden.csv", "einwilligung.txt"}) {
    INFO(path);
    const NameRule* rule = find_name_rule(tables.names, path, false);
    REQUIRE(rule != nullptr);
    CHECK(rule->severity <= Severity::major);
  }
  const NameRule* surface = find_name_rule(tables.names, "derivatives/fs/sub-a/surf/lh.orig", false);
  CHECK((surface == nullptr || surface->severity > Severity::major));
}
