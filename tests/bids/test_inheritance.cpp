#include <catch2/catch.hpp>

#include "bids/inheritance.hpp"
#include "tree.hpp"

using namespace shareready;

namespace {

std::vector<std::string> paths(const std::vector<const InventoryFile*>& files) {
  std::vector<std::string> result;
  for (const InventoryFile* file : files) result.push_back(file->path.generic_string());
  return result;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("the deepest sidecar wins, member by member") {
  const test::Tree tree;
  tree.put("task-a_bold.json", R"({"RepetitionTime": 2, "EchoTime": 0.03, "A": 1})");
  tree.put("sub-01/sub-01_task-a_bold.json", R"({"EchoTime": 0.04})");
  tree.put("sub-01/func/sub-01_task-a_run-1_bold.json", R"({"A": 2})");
  tree.put("sub-01/func/sub-01_task-a_run-2_bold.json", R"({"A": 3})");
  tree.put("task-b_bold.json", R"({"RepetitionTime": 9})");
  tree.put_image("sub-01/func/sub-01_task-a_run-1_bold.nii");
  const Inventory inventory = take_inventory(tree.root()).value();
  const InheritanceIndex index(inventory);
  const auto* image = find_file(inventory, "sub-01/func/sub-01_task-a_run-1_bold.nii");
  REQUIRE(image != nullptr);
  const Inherited sidecars = index.sidecars_of(*image);
  CHECK(paths(sidecars.files) == Paths{"task-a_bold.json", "sub-01/sub-01_task-a_bold.json",
                                       "sub-01/func/sub-01_task-a_run-1_bold.json"});
  CHECK(sidecars.ambiguous.empty());
  const Json merged = merged_metadata(sidecars).value();
  CHECK(merged.at("RepetitionTime").as_string() == "2");
  CHECK(merged.at("EchoTime").as_string() == "0.04");
  CHECK(merged.at("A").as_string() == "2");
}

TEST_CASE("two sidecars at one level are reported") {
  const test::Tree tree;
  tree.put("bold.json");
  tree.put("task-a_bold.json");
  tree.put_image("sub-01/func/sub-01_task-a_bold.nii");
  const Inventory inventory = take_inventory(tree.root()).value();
  const Inherited sidecars =
      InheritanceIndex(inventory).sidecars_of(*find_file(inventory, "sub-01/func/sub-01_task-a_bold.nii"));
  CHECK(paths(sidecars.files) == Paths{"bold.json", "task-a_bold.json"});
  CHECK(sidecars.ambiguous.size() == 2);
}

TEST_CASE("a withheld image takes with it what describes it alone") {
  const test::Tree tree;
  tree.put("task-a_bold.json");
  tree.put("task-b_bold.json");
  for (const char* run : {"1", "2"}) {
    const std::string stem = std::string("sub-01/func/sub-01_task-a_run-") + run;
    tree.put_image(stem + "_bold.nii");
    tree.put_image(stem + "_sbref.nii");
    tree.put(stem + "_bold.json");
    tree.put(stem + "_sbref.json");
    tree.put(stem + "_events.tsv", "onset\tduration\n");
    tree.put(stem + "_recording-card_physio.tsv.gz", "x");
  }
  tree.put_image("sub-01/func/sub-01_task-b_bold.nii");
  tree.put_image("sub-01/dwi/sub-01_dwi.nii");
  tree.put("sub-01/dwi/sub-01_dwi.bval", "0\n");
  const Inventory inventory = take_inventory(tree.root()).value();
  const InheritanceIndex index(inventory);
  const auto companions = [&](const char* path) {
    return paths(companions_of(inventory, index, {find_file(inventory, path)}));
  };
  CHECK(companions("sub-01/func/sub-01_task-a_run-1_bold.nii") ==
        Paths{"sub-01/func/sub-01_task-a_run-1_bold.json", "sub-01/func/sub-01_task-a_run-1_events.tsv",
              "sub-01/func/sub-01_task-a_run-1_recording-card_physio.tsv.gz"});
  CHECK(companions("sub-01/func/sub-01_task-a_run-1_sbref.nii") ==
        Paths{"sub-01/func/sub-01_task-a_run-1_sbref.json"});
  CHECK(companions("sub-01/func/sub-01_task-b_bold.nii") == Paths{"task-b_bold.json"});
  CHECK(companions("sub-01/dwi/sub-01_dwi.nii") == Paths{"sub-01/dwi/sub-01_dwi.bval"});
  const auto both =
      companions_of(inventory, index,
                    std::vector{find_file(inventory, "sub-01/func/sub-01_task-a_run-1_bold.nii"),
                                find_file(inventory, "sub-01/func/sub-01_task-a_run-2_bold.nii")});
  CHECK(paths(both).back() == "task-a_bold.json");
}
