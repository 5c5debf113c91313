#include <catch2/catch.hpp>

#include "bids/bids_name.hpp"

using namespace shareready;

TEST_CASE("every file name survives parsing and formatting") {
  const std::string name = GENERATE(
      "sub-01_T1w.nii.gz", "sub-01_ses-a_task-rest_run-02_bold.nii", "run-1_sub-01_T1w.json", "T1w.json",
      "README", "sub-01_sample-A_stain-LFB_chunk-01_SPIM.ome.tif", "x_space-fsLR_bold.dtseries.nii",
      ".bidsignore", "", "_", "-", "sub-01", "sub-01.nii.gz", "sub-_T1w.nii", "sub-01__T1w.nii",
      "sub-01_T1w_defacemask.nii.gz", "_T1w.nii.gz", "sub-01_sub-02_T1w.nii.gz",
      "sub-01_acq-1.5mm_T1w.nii.gz", "sub-a-b_T1w.nii.gz", "dataset_description.json", "sub-01_T1w.nii.gz~",
      "Kopie von sub-01.nii", "a\tb\nc", "sub-\xC3\xA9_T1w.nii");
  CHECK(format_bids_name(parse_bids_name(name)) == name);
}

TEST_CASE("a name is taken apart into entities in their order, suffix and whole extension") {
  const BidsName name = parse_bids_name("sub-01_foo-bar_run-2_space-fsLR_bold.dtseries.nii");
  REQUIRE(name.well_formed);
  CHECK(name.entities == std::vector<Entity>{{"sub", "01"}, {"foo", "bar"}, {"run", "2"}, {"space", "fsLR"}});
  CHECK(name.suffix == "bold");
  CHECK(name.extension == ".dtseries.nii");
  CHECK(parse_bids_name("sub-01_T1w.nii.gz").extension == ".nii.gz");
  CHECK(parse_bids_name("sub-01_SPIM.ome.tif").extension == ".ome.tif");
  CHECK(parse_bids_name("sub-01_acq-1.5mm_T1w.nii").label("acq") == "1.5mm");
}

TEST_CASE("names of another form have no entities") {
  for (const char* text :
       {"sub-01_T1w_defacemask.nii.gz", "sub-01__T1w.nii", "sub-01_sub-02_T1w.nii", "my scan.nii"}) {
    const BidsName name = parse_bids_name(text);
    CHECK_FALSE(name.well_formed);
    CHECK(name.entities.empty());
  }
}

TEST_CASE("entities can be set and erased without disturbing the others") {
  BidsName name = parse_bids_name("sub-01_ses-a_T1w.nii.gz");
  name.set("sub", "x9");
  name.set("desc", "defaced");
  name.erase("ses");
  CHECK(format_bids_name(name) == "sub-x9_desc-defaced_T1w.nii.gz");
}

TEST_CASE("a place is read from the folders, not from the file name") {
  CHECK(place_of("sub-01/ses-a/anat/x.nii") ==
        Place{.participant = "01", .session = "a", .datatype = "anat"});
  CHECK(place_of("sub-01/anat/x.nii") == Place{.participant = "01", .session = "", .datatype = "anat"});
  CHECK(place_of("sub-01/sub-01_scans.tsv") == Place{.participant = "01", .session = "", .datatype = ""});
  CHECK(place_of("sub-01/ses-a/sub-01_scans.tsv") ==
        Place{.participant = "01", .session = "a", .datatype = ""});
  CHECK(place_of("sub-01_T1w.json") == Place{});
  CHECK(place_of("derivatives/sub-01/x") == Place{});
}

TEST_CASE("a label has letters, digits and plus signs") {
  for (const char* label : {"01", "control7", "A", "1+2"}) CHECK(is_label(label));
  for (const char* other : {"", "P_01", "A-1", "Anna B", "01.", "Zo\xc3\xab"}) CHECK_FALSE(is_label(other));
}

TEST_CASE("a subset of entities applies to a name whatever the order") {
  const BidsName image = parse_bids_name("sub-01_task-rest_run-1_bold.nii");
  CHECK(is_entity_subset(parse_bids_name("run-1_task-rest_bold.json"), image));
  CHECK(is_entity_subset(parse_bids_name("bold.json"), image));
  CHECK_FALSE(is_entity_subset(parse_bids_name("task-rest_run-2_bold.json"), image));
  CHECK_FALSE(is_entity_subset(parse_bids_name("task-rest_acq-x_bold.json"), image));
}
