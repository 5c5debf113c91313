#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>
#include <random>
#include <set>

#include "bids/inventory.hpp"
#include "tree.hpp"

using namespace shareready;

namespace {

FileKind kind_of(const Inventory& inventory, std::string_view path) {
  const InventoryFile* file = find_file(inventory, path);
  REQUIRE(file != nullptr);
  return file->kind;
}

Inventory inventory_of(const test::Tree& tree, const InventoryFilter& filter = {}) {
  auto inventory = take_inventory(tree.root(), filter);
  if (!inventory.ok()) FAIL(describe(inventory.error()));
  return std::move(*inventory);
}

ErrorCode refusal_of(const test::Tree& tree, const InventoryFilter& filter = {}) {
  const auto inventory = take_inventory(tree.root(), filter);
  REQUIRE_FALSE(inventory.ok());
  CHECK_FALSE(inventory.error().what.empty());
  return inventory.error().code;
}

std::vector<std::string> paths(const Inventory& inventory) {
  std::vector<std::string> result;
  for (const InventoryFile& file : inventory.files) result.push_back(file.path.generic_string());
  return result;
}

}  // namespace

TEST_CASE("every file is listed once, sorted, whatever its name") {
  const test::Tree tree;
  for (const char* path : {"README", "sub-02/anat/sub-02_T1w.nii", "sub-01/ses-b/func/odd name.txt",
                           "sub-01/ses-b/sub-01_ses-b_scans.tsv", "sub-01/anat/\n.nii", "notes/x"}) {
    tree.put(path, "x");
  }
  const Inventory inventory = inventory_of(tree);
  const auto listed = paths(inventory);
  CHECK(std::is_sorted(listed.begin(), listed.end()));
  CHECK(listed == std::vector<std::string>{"README", "dataset_description.json", "notes",
                                           "sub-01/anat/\n.nii", "sub-01/ses-b/func/odd name.txt",
                                           "sub-01/ses-b/sub-01_ses-b_scans.tsv",
                                           "sub-02/anat/sub-02_T1w.nii"});
  CHECK(inventory.participants == std::vector<std::string>{"01", "02"});
  CHECK(find_file(inventory, "sub-02/anat/sub-02_T1w.nii")->place ==
        Place{.participant = "02", .session = "", .datatype = "anat"});
}

TEST_CASE("folders that are never released are one entry with all that is in them") {
  const test::Tree tree;
  for (const char* path :
       {".git/config", ".git/objects/a/b", "code/a.py", "sourcedata/sub-01/x.dcm", "logs/a",
        "derivatives/fmriprep/sub-01/a", "derivatives/fmriprep/b", "derivatives/loose.txt",
        "sub-01/.heudiconv/x", "sub-01/meg/sub-01_meg.ds/a", "tmp_dcm2bids/x", "stimuli/a.png"}) {
    tree.put(path, "12345");
  }
  const Inventory inventory = inventory_of(tree);
  CHECK(paths(inventory) == std::vector<std::string>{".git", "code", "dataset_description.json",
                                                     "derivatives/fmriprep", "derivatives/loose.txt", "logs",
                                                     "sourcedata", "stimuli/a.png", "sub-01/.heudiconv",
                                                     "sub-01/meg/sub-01_meg.ds", "tmp_dcm2bids"});
  const InventoryFile* git = find_file(inventory, ".git");
  CHECK(git->folder);
  CHECK(git->file_count == 2);
  CHECK(git->size == 10);
  CHECK(kind_of(inventory, ".git") == FileKind::vcs);
  CHECK(kind_of(inventory, "derivatives/fmriprep") == FileKind::derivative);
  CHECK(kind_of(inventory, "sub-01/.heudiconv") == FileKind::hidden);
  CHECK(kind_of(inventory, "sub-01/meg/sub-01_meg.ds") == FileKind::meg);
  CHECK(kind_of(inventory, "tmp_dcm2bids") == FileKind::other_folder);
  CHECK(kind_of(inventory, "stimuli/a.png") == FileKind::stimulus);
}

TEST_CASE("content of git-annex is found, and what was not fetched is named") {
  const test::Tree tree;
  tree.put_image(".git/annex/objects/aa/KEY/KEY");
  tree.link("sub-01/anat/sub-01_T1w.nii", "../../.git/annex/objects/aa/KEY/KEY");
  tree.link("sub-01/anat/sub-01_T2w.nii", "../../.git/annex/objects/bb/GONE/GONE");
  tree.put("sub-01/anat/sub-01_PDw.nii", "/annex/objects/MD5E-s12--00.nii\n");
  const Inventory inventory = inventory_of(tree);
  const InventoryFile* here = find_file(inventory, "sub-01/anat/sub-01_T1w.nii");
  CHECK(here->kind == FileKind::nifti);
  CHECK(here->link);
  CHECK(here->size == 352);
  CHECK(here->target == std::filesystem::canonical(tree.root() / ".git/annex/objects/aa/KEY/KEY"));
  for (const char* path : {"sub-01/anat/sub-01_T2w.nii", "sub-01/anat/sub-01_PDw.nii"}) {
    CHECK(kind_of(inventory, path) == FileKind::missing_content);
    CHECK(find_file(inventory, path)->problem.find("datalad get") != std::string::npos);
  }
}

TEST_CASE("a sub-dataset finds its annex in the dataset above it") {
  const test::Tree tree;
  const auto above = tree.root() / "..";
  std::filesystem::create_directories(above / "modules/ds/annex/objects");
  std::ofstream(above / "modules/ds/annex/objects/KEY", std::ios::binary) << test::Tree::nifti_bytes();
  tree.link("sub-01/anat/sub-01_T1w.nii", "../../.git/annex/objects/KEY");
  SECTION("through a link") { tree.link(".git", "../modules/ds"); }
  CHECK(kind_of(inventory_of(tree), "sub-01/anat/sub-01_T1w.nii") ==
        (std::filesystem::exists(tree.root() / ".git") ? FileKind::nifti : FileKind::missing_content));
}

TEST_CASE("links inside the dataset are followed, links out of it are not") {
  const test::Tree tree;
  tree.put_image("sourcedata/raw.nii");
  tree.put_image("sourcedata/anat/sub-03_T1w.nii");
  tree.put_image("sub-01/anat/sub-01_T1w.nii");
  std::filesystem::create_directories(tree.root() / "../elsewhere");
  std::ofstream(tree.root() / "../elsewhere/x.nii") << "x";
  tree.link("sub-02/anat/sub-02_T1w.nii", "../../sourcedata/raw.nii");
  tree.link("sub-02/anat/sub-02_T2w.nii", "../../../elsewhere/x.nii");
  tree.link("sub-02/anat/sub-02_PDw.nii", "/dev/null");
  tree.link("sub-02/func", "../../elsewhere");
  tree.link("sub-03/anat", "../sourcedata/anat");
  tree.link("sub-03/again", "../sub-01/anat");
  const Inventory inventory = inventory_of(tree);
  CHECK(kind_of(inventory, "sub-02/anat/sub-02_T1w.nii") == FileKind::nifti);
  CHECK(kind_of(inventory, "sub-02/anat/sub-02_T2w.nii") == FileKind::outside_link);
  CHECK(kind_of(inventory, "sub-02/anat/sub-02_PDw.nii") == FileKind::outside_link);
  CHECK(kind_of(inventory, "sub-02/func") == FileKind::outside_link);
  CHECK(kind_of(inventory, "sub-03/anat/sub-03_T1w.nii") == FileKind::nifti);
  CHECK(kind_of(inventory, "sub-03/again") == FileKind::linked_folder);
  CHECK(find_file(inventory, "sub-02/anat/sub-02_T2w.nii")->target.empty());
}

TEST_CASE("loops of links end") {
  const test::Tree tree;
  tree.link("sub-01/up", "..");
  tree.link("sub-01/here", ".");
  tree.link("sub-01/a", "b");
  tree.link("sub-01/b", "a");
  tree.link("sub-01/src", "../sourcedata");
  tree.link("sourcedata/deep/loop", "..");
  const Inventory inventory = inventory_of(tree);
  CHECK(kind_of(inventory, "sub-01/up") == FileKind::linked_folder);
  CHECK(kind_of(inventory, "sub-01/here") == FileKind::linked_folder);
  CHECK(kind_of(inventory, "sub-01/a") == FileKind::broken_link);
  CHECK(inventory.files.size() < 20);
}

TEST_CASE("pipes and other special files are listed, never opened") {
  const test::Tree tree;
  tree.put("sub-01/anat/sub-01_T1w.json");
  REQUIRE(mkfifo((tree.root() / "sub-01/anat/sub-01_T1w.nii").c_str(), 0600) == 0);
  CHECK(kind_of(inventory_of(tree), "sub-01/anat/sub-01_T1w.nii") == FileKind::special);
}

TEST_CASE("a .bidsignore that cannot be read stops everything, since it may hide something") {
  const test::Tree tree;
  tree.put("sub-01/anat/sub-01_T1w.json");
  SECTION("a pipe") { REQUIRE(mkfifo((tree.root() / ".bidsignore").c_str(), 0600) == 0); }
  SECTION("a folder") { tree.put(".bidsignore/x"); }
  SECTION("content that was not fetched") { tree.link(".bidsignore", ".git/annex/objects/GONE"); }
  SECTION("a pointer") { tree.put(".bidsignore", "/annex/objects/GONE\n"); }
  CHECK(refusal_of(tree) == ErrorCode::bad_data);
}

TEST_CASE("a read-only dataset can be listed and stays as it is") {
  const test::Tree tree;
  tree.put("sub-01/anat/sub-01_T1w.json");
  namespace fs = std::filesystem;
  const auto before = fs::last_write_time(tree.root());
  fs::permissions(tree.root(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(inventory_of(tree).files.size() == 2);
  CHECK(fs::last_write_time(tree.root()) == before);
  fs::permissions(tree.root(), fs::perms::owner_all);
}

TEST_CASE("files hidden by .bidsignore are marked") {
  const test::Tree tree;
  tree.put(".bidsignore", "*_FLASH.*\nsub-*/extra/\n");
  tree.put("sub-01/anat/sub-01_FLASH.nii", "x");
  tree.put("sub-01/anat/sub-01_T1w.nii", "x");
  tree.put("sub-01/extra/a/b.txt", "x");
  const Inventory inventory = inventory_of(tree);
  CHECK(find_file(inventory, "sub-01/anat/sub-01_FLASH.nii")->bidsignored);
  CHECK_FALSE(find_file(inventory, "sub-01/anat/sub-01_T1w.nii")->bidsignored);
  CHECK(find_file(inventory, "sub-01/extra")->bidsignored);
  CHECK(find_file(inventory, "sub-01/extra/a/b.txt") == nullptr);
}

TEST_CASE("what is not a BIDS dataset is refused with the next step") {
  const test::Tree tree;
  CHECK(refusal_of(tree) == ErrorCode::not_bids);  // no participant
  tree.put("sub-01/anat/sub-01_T1w.json");
  CHECK(take_inventory(tree.root()).ok());
  for (const char* text : {"", "no json", "[]", R"({"Name": "t"})", R"({"BIDSVersion": "1"})",
                           R"({"Name": 1, "BIDSVersion": "1"})"}) {
    tree.put("dataset_description.json", text);
    CHECK(refusal_of(tree) == ErrorCode::not_bids);
  }
  std::filesystem::remove(tree.root() / "dataset_description.json");
  CHECK(refusal_of(tree) == ErrorCode::not_bids);
  const auto missing = take_inventory(tree.root() / "nowhere");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == ErrorCode::no_input);
  CHECK(take_inventory(tree.root() / "sub-01/anat/sub-01_T1w.json").error().code == ErrorCode::no_input);
}

TEST_CASE("filters leave out other participants and sessions, and say what does not exist") {
  const test::Tree tree;
  for (const char* path :
       {"sub-01/ses-a/anat/x", "sub-01/ses-b/anat/x", "sub-01/anat/x", "sub-01/sub-01_sessions.tsv",
        "sub-02/ses-a/anat/x", "T1w.json", "sub-02_T1w.json"}) {
    tree.put(path);
  }
  const Inventory one = inventory_of(tree, {.participants = {"sub-01"}, .sessions = {"a"}, .queries = {}});
  CHECK(paths(one) == std::vector<std::string>{"T1w.json", "dataset_description.json", "sub-01/ses-a/anat/x",
                                               "sub-01/sub-01_sessions.tsv", "sub-02_T1w.json"});
  CHECK(one.participants == std::vector<std::string>{"01"});
  CHECK(one.all_participants == std::vector<std::string>{"01", "02"});
  CHECK(refusal_of(tree, {.participants = {"01", "9"}, .sessions = {}, .queries = {}}) ==
        ErrorCode::no_match);
  CHECK(refusal_of(tree, {.participants = {"02"}, .sessions = {"b"}, .queries = {}}) == ErrorCode::no_match);
  const auto message =
      take_inventory(tree.root(), {.participants = {"9"}, .sessions = {}, .queries = {}}).error().what;
  CHECK(message.find("9") != std::string::npos);
  CHECK(message.find("01, 02") != std::string::npos);
}

TEST_CASE("excluded participants are left out, and a label that nobody has is refused") {
  const test::Tree tree;
  for (const char* path : {"sub-01/anat/x", "sub-02/anat/x", "sub-03/anat/x", "participants.tsv"}) {
    tree.put(path);
  }
  const auto without = [](std::vector<std::string> participants, std::vector<std::string> excluded) {
    return InventoryFilter{.participants = std::move(participants),
                           .sessions = {},
                           .queries = {},
                           .excluded = std::move(excluded)};
  };
  const Inventory two = inventory_of(tree, without({}, {"sub-02"}));
  CHECK(two.participants == std::vector<std::string>{"01", "03"});
  CHECK(two.all_participants.size() == 3);
  CHECK(paths(two) == std::vector<std::string>{"dataset_description.json", "participants.tsv",
                                               "sub-01/anat/x", "sub-03/anat/x"});
  CHECK(inventory_of(tree, without({"01", "02"}, {"02"})).participants == std::vector<std::string>{"01"});
  CHECK(refusal_of(tree, without({}, {"2"})) == ErrorCode::no_match);
  CHECK(refusal_of(tree, without({"02"}, {"02"})) == ErrorCode::no_match);
}

TEST_CASE("a bids filter file marks what it does not select and refuses to select nothing") {
  const test::Tree tree;
  tree.put_image("sub-01/ses-a/anat/sub-01_ses-a_T1w.nii");
  tree.put_image("sub-01/ses-b/anat/sub-01_ses-b_T1w.nii");
  const auto queries = [](std::string_view text) {
    return parse_filter_queries(parse_json(text, "f").value(), "f").value();
  };
  const Inventory inventory = inventory_of(
      tree, {.participants = {}, .sessions = {}, .queries = queries(R"({"t1w": {"session": "a"}})")});
  CHECK_FALSE(find_file(inventory, "sub-01/ses-a/anat/sub-01_ses-a_T1w.nii")->filtered);
  CHECK(find_file(inventory, "sub-01/ses-b/anat/sub-01_ses-b_T1w.nii")->filtered);
  CHECK(refusal_of(
            tree, {.participants = {}, .sessions = {}, .queries = queries(R"({"t1w": {"session": "c"}})")}) ==
        ErrorCode::no_match);
}

TEST_CASE("any tree is listed the same whatever the order its files came in, each entry once") {
  std::mt19937 random(GENERATE(range(0, 40)));
  const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  const std::vector<std::string> names = {
      "sub-01",   "ses-a", "anat",    ".git",    "code", "derivatives",      "x y",
      "\xC3\xA9", "a\nb",  "meg.ds",  "*",       "[",    "sub-01_T1w.nii",   "T1w.json",
      "_",        "-",     "stimuli", "y_x.nii", "sub-", "sub-01_scans.tsv", "\xFF"};
  std::set<std::string> wanted = {"sub-01/anat/sub-01_T1w.json"};
  for (int i = 0; i < 40; ++i) {
    std::string path = pick(names);
    while (random() % 3 != 0) path += "/" + pick(names);
    wanted.insert(path);
  }
  // A path that is a folder of another one is no file.
  std::vector<std::string> files;
  for (const std::string& path : wanted) {
    const auto next = wanted.lower_bound(path + "/");
    if (next == wanted.end() || !next->starts_with(path + "/")) files.push_back(path);
  }
  const test::Tree one(test::Tree::memory());
  const test::Tree other(test::Tree::memory());
  for (const std::string& path : files) one.put(path, "x");
  std::shuffle(files.begin(), files.end(), random);
  for (const std::string& path : files) other.put(path, "x");
  const Inventory inventory = inventory_of(one);
  const auto listed = paths(inventory);
  CHECK(listed == paths(inventory_of(other)));
  CHECK(std::set(listed.begin(), listed.end()).size() == listed.size());
  std::uint64_t covered = 0;
  for (const InventoryFile& file : inventory.files) covered += file.file_count;
  CHECK(covered == files.size() + 1);  // and dataset_description.json
}

TEST_CASE("ten thousand files take less than a second of the processor") {
  const test::Tree tree(test::Tree::memory());
  tree.put("sub-0/func/sub-0_run-0_bold.json");
  for (int participant = 0; participant < 100; ++participant) {
    const std::string label = "sub-" + std::to_string(participant);
    std::filesystem::create_directories(tree.root() / label / "func");
    for (int run = participant == 0 ? 1 : 0; run < 100; ++run) {
      std::filesystem::create_hard_link(
          tree.root() / "sub-0/func/sub-0_run-0_bold.json",
          tree.root() / label / "func" / (label + "_run-" + std::to_string(run) + "_bold.json"));
    }
  }
  const std::clock_t start = std::clock();
  CHECK(inventory_of(tree).files.size() == 10001);
  CHECK(std::clock() - start < CLOCKS_PER_SEC);
}
