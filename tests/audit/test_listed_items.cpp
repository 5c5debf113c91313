// Every item of the list of what occurs in datasets (docs/audit-datasets.md) that test_kinds.cpp and
// test_names.cpp do not plant already: by its name where the list gives a name, by its content under a name
// that says nothing where it gives one.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "audited.hpp"
#include "bytes.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

struct Item {
  std::string path;
  std::string content;
  FindingKind kind;
};

void each_stops(const std::vector<Item>& items) {
  for (const Item& item : items) {
    AuditedTree tree;
    tree.add(item.path, item.content);
    const Findings findings = tree.findings();
    INFO(item.path << "\n" << format_findings(findings));
    CHECK(stops_by(findings, item.kind));
  }
}

std::vector<Item> named(FindingKind kind, const std::vector<std::string>& paths) {
  std::vector<Item> items;
  for (const std::string& path : paths) items.push_back({path, "x\n", kind});
  return items;
}

}  // namespace

TEST_CASE("A: link tables and exports of participants stop under every name of the list") {
  each_stops(named(FindingKind::key_file,
                   {"code/subject_key.tsv", "code/link.csv", "mapping.txt", "id_mapping.json",
                    "x/pseudonym_list.csv", "id_map.csv", "participants_export.xlsx", "participants_2019.dta",
                    "participants_v2.rds", "redcap_data.csv", "ndar_subject01.csv"}));
}

TEST_CASE("B: what converters leave behind stops under every name of the list") {
  each_stops(named(FindingKind::converter_leftover,
                   {".heudiconv/01/info/01.auto.txt", "sourcedata/sub-1/ses-1/func.dicom.tgz",
                    "code/bidscoin/bidsmap.yaml", "tmp_dcm2bids/helper/001.json",
                    "helper/001_in_dicom.nii.gz", "sourcedata/bidsonym/sub-1_T1w_no_deid.nii.gz"}));
}

TEST_CASE("C: transforms of each program stop under their names") {
  each_stops(named(FindingKind::transform, {"derivatives/a/sub-1_from-T1w_to-x_mode-image_xfm.mat",
                                            "derivatives/a/sub-1_from-T1w_to-x_xfm.x5",
                                            "derivatives/a/sub-1_from-T1w_to-x_xfm.json",
                                            "derivatives/fsl/highres2standard.mat",
                                            "derivatives/fsl/highres2standard_warp.nii.gz",
                                            "derivatives/ants/sub-1_1Warp.nii.gz",
                                            "derivatives/ants/sub-1_Composite.h5",
                                            "derivatives/itk/sub-1.tfm",
                                            "derivatives/fs/sub-1/x/talairach.lta",
                                            "derivatives/fs/sub-1/x/talairach.m3z",
                                            "derivatives/fs/sub-1/x/talairach.xfm",
                                            "derivatives/fs/sub-1/x/register.dat",
                                            "derivatives/spm/iy_sub-1.nii",
                                            "derivatives/spm/sub-1_seg8.mat",
                                            "derivatives/spm/sub-1_sn.mat",
                                            "derivatives/spm/u_rc1sub-1.nii",
                                            "derivatives/afni/anat.un_WARP+tlrc.HEAD",
                                            "derivatives/minc/sub-1.xfm",
                                            "derivatives/nifty/sub-1_cpp.nii.gz",
                                            "derivatives/d/sub-1_pydeface.mat"}));
}

TEST_CASE("C: transforms stop by what they hold") {
  each_stops(
      {{"a.txt", "1 0 0 2\n0 1 0 3\n0 0 1 4\n0 0 0 1\n", FindingKind::transform},
       {"b.json", "{\"m\": [[1, 0, 0, 2], [0, 1, 0, 3], [0, 0, 1, 4], [0, 0, 0, 1]]}",
        FindingKind::transform},
       {"c.txt", "#Insight Transform File V1.0\n", FindingKind::transform},
       {"d.txt", "MNI Transform File\n", FindingKind::transform},
       {"e.txt", "type      = 1\nnxforms   = 1\n", FindingKind::transform},
       {"f.nii", nifti({.intent_code = 1006, .vectors = 3}), FindingKind::transform},
       {"g.nii.gz", gzip(nifti({.intent_code = 2006})), FindingKind::transform},
       {"h.nii", nifti({.intent_code = 2007}), FindingKind::transform},
       {"i.nii", nifti({.intent_code = 2008}), FindingKind::transform},
       {"j.zip", archive("zip", {{"a.txt", "#Insight Transform File V1.0\n"}}), FindingKind::transform},
       {"k.h5.gz", gzip(hdf5("/TransformGroup/0/TransformType", Hdf5Place::plain)), FindingKind::transform}});
}

TEST_CASE("D: images that may be undefaced stop under every name of the list, where a face is seen in them") {
  for (const char* path :
       {"derivatives/fs/sub-1/mri/orig.mgz", "derivatives/fs/sub-1/mri/nu.mgz",
        "derivatives/fs/sub-1/mri/T1.mgz", "derivatives/fmriprep/sub-1/anat/sub-1_desc-preproc_T1w.nii.gz",
        "derivatives/fmriprep/sub-1/func/sub-1_task-x_boldref.nii.gz", "sub-1/func/sub-1_task-x_sbref.nii.gz",
        "sub-1/anat/sub-1_T2w.nii.gz", "sub-1/anat/sub-1_FLAIR.nii.gz",
        "sub-1/anat/sub-1_inv-1_MP2RAGE.nii.gz", "sub-1/pet/sub-1_pet.nii.gz", "sub-1/ct/sub-1_ct.nii.gz",
        "sub-1/anat/sub-1_localizer.nii.gz", "sourcedata/pre-deface/sub-1_T1w.nii.gz",
        "sub-1/anat/sub-1_T1w.nii.gz.bak"}) {
    AuditedTree tree;
    tree.options.face_detector = [](const HeadFile&) { return FaceFinding{FaceVerdict::face, ""}; };
    tree.add(path, gzip(nifti()));
    INFO(path << "\n" << format_findings(tree.findings()));
    CHECK(stops_by(tree.findings(), FindingKind::undefaced_image));
  }
}

TEST_CASE(
    "D: images of formats that no face is looked for in stop by name and by content, with the way out") {
  const std::string nrrd = "NRRD0004\ntype: short\ndimension: 3\nencoding: raw\n\n";
  const std::string minc =
      std::string("CDF\x01", 4) + std::string(8, '\0') + "xspace yspace zspace" + std::string(99, '\0');
  const std::string afni =
      "\ntype  = integer-attribute\nname  = DATASET_DIMENSIONS\ncount = 5\n 64 64 30 0 0\n";
  const std::string metaimage = "ObjectType = Image\nNDims = 3\nElementType = MET_SHORT\n";
  const std::string mrtrix = "mrtrix image\ndim: 64,64,30\n";
  for (const auto& [path, content] :
       std::vector<std::pair<std::string, std::string>>{{"sub-1/anat/sub-1_T1w.mnc", "x"},
                                                        {"sub-1/anat/sub-1_T1w.nrrd", "x"},
                                                        {"sub-1/anat/sub-1_T1w.nhdr", "x"},
                                                        {"derivatives/afni/anat+tlrc.BRIK.gz", "x"},
                                                        {"derivatives/afni/anat+acpc.HEAD", "x"},
                                                        {"derivatives/mrtrix/T1.mif", "x"},
                                                        {"derivatives/itk/T1.mha", "x"},
                                                        {"sourcedata/sub-1/scan.PAR", "x"},
                                                        {"a.bin", nrrd},
                                                        {"b.gz", gzip(nrrd)},
                                                        {"c.zip", archive("zip", {{"x", minc}})},
                                                        {"d.bin", minc},
                                                        {"e.txt", afni},
                                                        {"f.dat", metaimage},
                                                        {"g.dat", mrtrix}}) {
    AuditedTree tree;
    tree.add(path, content);
    const std::string told = format_findings(tree.findings());
    INFO(path << "\n" << told);
    const bool is_philips = path.ends_with(".PAR");
    CHECK(stops_by(tree.findings(), is_philips ? FindingKind::foreign_format : FindingKind::undefaced_image));
    CHECK(told.find("convert it") != std::string::npos);
  }
  AuditedTree tree;
  tree.add("a.json", "{\"Note\": \"the NRRD0004 header says NDims = 3\"}");
  tree.add(".bidsignore", "*.HEAD\n");
  INFO(format_findings(tree.findings()));
  CHECK_FALSE(stops_by(tree.findings(), FindingKind::undefaced_image));
}

TEST_CASE("E, F: reports, logs and version control stop under every name of the list") {
  each_stops(
      named(FindingKind::report_or_log,
            {"derivatives/mriqc/sub-1_T1w.html", "derivatives/mriqc/sub-1/figures/sub-1_desc-zoomed_T1w.svg",
             "derivatives/fmriprep/logs/20190304/fmriprep.toml", "crash-20190304-101112-x.pklz",
             "derivatives/fs/sub-1/scripts/recon-all.env",
             "derivatives/fs/sub-1/scripts/recon-all-status.log", "code/.Rhistory", "core.4711"}));
  each_stops(named(FindingKind::version_control,
                   {".git/annex/objects/x", ".git/HEAD", ".datalad/.gitattributes", ".gitmodules"}));
}

TEST_CASE("G: headers of physiology and of spectroscopy that name a person stop") {
  each_stops(
      {{"sub-1/func/sub-1_task-x_physio.log",
        "ICE_AcquisitionInfo\nPatientName = Jansen\nPatientID = 1234567\n", FindingKind::identifying_key},
       {"sub-1/mrs/sub-1_svs.rda",
        ">>> Begin of header <<<\nPatientName: Jansen\nPatientBirthDate: 19700312\n",
        FindingKind::identifying_key},
       {"sub-1/mrs/sub-1_press.spar",
        "examination_name : x\npatient_name : \"Jansen\"\npatient_birth_date : 1970.03.12\n",
        FindingKind::identifying_key}});
}
