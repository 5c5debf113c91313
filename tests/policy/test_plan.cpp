#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "../bids/tree.hpp"
#include "policy/plan.hpp"
#include "policy/reasons.hpp"

using namespace shareready;

namespace {

Plan plan_of(const std::filesystem::path& root, const Policy& policy = {},
             const InventoryFilter& filter = {}) {
  auto inventory = take_inventory(root, filter);
  if (!inventory.ok()) FAIL(describe(inventory.error()));
  return make_plan(*inventory, policy, load_face_table().value());
}

const PlannedFile& file_of(const Plan& plan, std::string_view path) {
  for (const PlannedFile& file : plan.files) {
    if (file.path == path) return file;
  }
  FAIL("not in the plan: " << path);
  return plan.files.front();
}

// Contents that are as their names say.
void fill(const test::Tree& tree) {
  tree.put("participants.tsv", "participant_id\nsub-01\n");
  tree.put("participants.json");
  tree.put("T1w.json");
  tree.put("task-a_bold.json");
  tree.put("task-nobody_bold.json");
  tree.put("sub-01/sub-01_scans.tsv", "filename\n");
  tree.put_image("sub-01/anat/sub-01_T1w.nii");
  tree.put("sub-01/anat/sub-01_T1w.json");
  tree.put_image("sub-01/func/sub-01_task-a_bold.nii");
  tree.put("sub-01/func/sub-01_task-a_events.tsv", "onset\tduration\n");
  tree.put_image("sub-01/fmap/sub-01_magnitude1.nii");
  tree.put_image("sub-01/dwi/sub-01_dwi.nii");
  tree.put("sub-01/dwi/sub-01_dwi.bval", "0 1\n");
}

}  // namespace

TEST_CASE("images that show a face are defaced, functional and diffusion images scrubbed") {
  const test::Tree tree;
  fill(tree);
  const Plan plan = plan_of(tree.root());
  CHECK(file_of(plan, "sub-01/anat/sub-01_T1w.nii").action == Action::deface);
  CHECK(file_of(plan, "sub-01/fmap/sub-01_magnitude1.nii").action == Action::deface);
  CHECK(file_of(plan, "sub-01/func/sub-01_task-a_bold.nii").action == Action::scrub);
  CHECK(file_of(plan, "sub-01/dwi/sub-01_dwi.nii").action == Action::scrub);
  Policy all;
  all.deface_scope = DefaceScope::all;
  CHECK(file_of(plan_of(tree.root(), all), "sub-01/func/sub-01_task-a_bold.nii").action == Action::deface);
}

TEST_CASE("what describes a released image is rewritten, what describes nothing is left out") {
  const test::Tree tree;
  fill(tree);
  const Plan plan = plan_of(tree.root());
  for (const char* path :
       {"participants.tsv", "participants.json", "T1w.json", "task-a_bold.json", "sub-01/sub-01_scans.tsv",
        "sub-01/anat/sub-01_T1w.json", "dataset_description.json", "sub-01/func/sub-01_task-a_events.tsv",
        "sub-01/dwi/sub-01_dwi.bval"}) {
    INFO(path);
    CHECK(file_of(plan, path).action == Action::rewrite);
  }
  CHECK(file_of(plan, "task-nobody_bold.json").reason_id == "no_use");
}

TEST_CASE("a damaged image is withheld and takes its companions with it") {
  const test::Tree tree;
  fill(tree);
  tree.put("sub-01/func/sub-01_task-a_bold.nii", "<html></html>");
  tree.put("sub-01/dwi/sub-01_dwi.nii", "");
  const Plan plan = plan_of(tree.root());
  CHECK(file_of(plan, "sub-01/func/sub-01_task-a_bold.nii").withheld);
  CHECK_FALSE(file_of(plan, "sub-01/func/sub-01_task-a_bold.nii").problem.empty());
  CHECK(file_of(plan, "sub-01/dwi/sub-01_dwi.nii").withheld);
  for (const char* path :
       {"sub-01/func/sub-01_task-a_events.tsv", "task-a_bold.json", "sub-01/dwi/sub-01_dwi.bval"}) {
    CHECK(file_of(plan, path).action == Action::exclude);
    CHECK_FALSE(file_of(plan, path).withheld);
  }
}

TEST_CASE("lists of scans and sessions go where no data are left") {
  const test::Tree tree;
  tree.put("sub-01/sub-01_sessions.tsv", "session_id\n");
  tree.put("sub-01/ses-a/sub-01_ses-a_scans.tsv", "filename\n");
  tree.put("sub-01/ses-a/sub-01_ses-a_scans.json");
  tree.put("sub-01/ses-a/meg/sub-01_ses-a_meg.fif", "x");
  tree.put("sub-01/ses-b/sub-01_ses-b_scans.tsv", "filename\n");
  tree.put("sub-01/ses-b/beh/sub-01_ses-b_task-x_beh.tsv", "a\n");
  const Plan plan = plan_of(tree.root());
  CHECK(file_of(plan, "sub-01/sub-01_sessions.tsv").action == Action::rewrite);
  CHECK(file_of(plan, "sub-01/ses-b/sub-01_ses-b_scans.tsv").action == Action::rewrite);
  CHECK(file_of(plan, "sub-01/ses-a/sub-01_ses-a_scans.tsv").reason_id == "no_use");
  CHECK(file_of(plan, "sub-01/ses-a/sub-01_ses-a_scans.json").reason_id == "no_use");
}

TEST_CASE("what people and tools leave behind is excluded wherever it lies") {
  const test::Tree tree;
  fill(tree);
  for (const char* path : {"README",
                           "CHANGES",
                           "LICENSE",
                           "key.xlsx",
                           "code/link.tsv",
                           "sub-01/anat/photo.jpg",
                           "sub-01/anat/consent.pdf",
                           "sub-01/anat/sub-01_T1w_pydeface.mat",
                           "sub-01/anat/sub-01_from-a_to-b_xfm.h5",
                           "sub-01/anat/T1.mgz",
                           "sub-01/anat/sub-01_T1w.nii.gz~",
                           "sub-01/anat/sub-01_T1w_orig.nii",
                           "sub-01/anat/IM1",
                           "sub-01/eeg/sub-01_eeg.edf",
                           ".bidsignore",
                           "derivatives/x/y",
                           "sourcedata/a",
                           "sub-01/meg/sub-01_channels.tsv",
                           "sub-01/anat/.DS_Store",
                           "sub-01/anat/sub-01_T1w.PAR",
                           "sub-01/anat/sub-01_T1w.hdr",
                           "stimuli/face.png",
                           "sub-01/func/table.csv",
                           "sub-01/anat/deep/sub-01_T1w.json",
                           "sub-01/anat/sub-02_T1w.json",
                           "sub-01/anat/sub-01_x y_T1w.json"}) {
    tree.put(path, "x");
  }
  tree.put_image("sub-01/anat/sub-02_T1w.nii");
  tree.put_image("sub-01/anat/sub-01_ses-x_T1w.nii");
  tree.put_image("sub-01_T1w.nii");
  tree.put_image("sub-01/spectra/sub-01_svs.nii");
  const Plan plan = plan_of(tree.root());
  std::set<std::string> kept;
  for (const PlannedFile& file : plan.files) {
    if (file.action != Action::exclude) kept.insert(file.path.generic_string());
  }
  CHECK(kept == std::set<std::string>{
                    "T1w.json", "dataset_description.json", "participants.json", "participants.tsv",
                    "sub-01/anat/sub-01_T1w.json", "sub-01/anat/sub-01_T1w.nii", "sub-01/dwi/sub-01_dwi.bval",
                    "sub-01/dwi/sub-01_dwi.nii", "sub-01/fmap/sub-01_magnitude1.nii",
                    "sub-01/func/sub-01_task-a_bold.nii", "sub-01/func/sub-01_task-a_events.tsv",
                    "sub-01/sub-01_scans.tsv", "task-a_bold.json"});
}

TEST_CASE("nothing the inventory lists is forgotten, and every reason is in the table") {
  const test::Tree tree;
  fill(tree);
  tree.link("sub-01/anat/sub-01_T2w.nii", "nowhere");
  tree.link("sub-01/up", "..");
  const Inventory inventory = take_inventory(tree.root()).value();
  const Plan plan = make_plan(inventory, {}, load_face_table().value());
  REQUIRE(plan.files.size() == inventory.files.size());
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    CHECK(plan.files[i].path == inventory.files[i].path);
    CHECK(reason_of(plan.files[i].reason_id).action == plan.files[i].action);
    CHECK(reason_of(plan.files[i].reason_id).id == plan.files[i].reason_id);
  }
  CHECK(file_of(plan, "sub-01/anat/sub-01_T2w.nii").withheld);
}

TEST_CASE("a dry run names every file, its reason and the counts") {
  const test::Tree tree;
  fill(tree);
  tree.put("sub-01/anat/\x1B[2Jx", "x");
  const std::string text = format_plan(plan_of(tree.root()));
  CHECK(text.find("sub-01/anat/sub-01_T1w.nii") != std::string::npos);
  CHECK(text.find("shows a face") != std::string::npos);
  CHECK(text.find("files: deface 2, scrub 2, rewrite 9") != std::string::npos);
  CHECK(text.find('\x1B') == std::string::npos);
}
