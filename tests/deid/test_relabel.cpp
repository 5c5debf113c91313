#include "deid/relabel.hpp"
#include "tables_of_share.hpp"

using namespace shareready;

namespace {

LabelMap two_people() {
  LabelMap map;
  map.add_participant("01", "xk3f9abc");
  map.add_participant("jan", "b7qq2wzz");
  map.add_session("01", "20190304", "01");
  map.add_session("01", "pre", "pre");
  return map;
}

PathMap released_by(const LabelMap& map) {
  return [&map](std::string_view path) { return relabel_path(path, map); };
}

}  // namespace

TEST_CASE("paths bear the new labels in every folder and file name") {
  const LabelMap map = two_people();
  CHECK(relabel_path("sub-01/ses-20190304/anat/sub-01_ses-20190304_acq-x_T1w.nii.gz", map) ==
        "sub-xk3f9abc/ses-01/anat/sub-xk3f9abc_ses-01_acq-x_T1w.nii.gz");
  CHECK(relabel_path("sub-jan/anat/sub-jan_T1w.json", map) == "sub-b7qq2wzz/anat/sub-b7qq2wzz_T1w.json");
  CHECK(relabel_path("sub-01/sub-01_sessions.tsv", map) == "sub-xk3f9abc/sub-xk3f9abc_sessions.tsv");
  CHECK(relabel_path("task-rest_bold.json", map) == "task-rest_bold.json");
  CHECK(relabel_path("phenotype/moca.tsv", map) == "phenotype/moca.tsv");
}

TEST_CASE("a path that names anybody without a new label has no new name") {
  const LabelMap map = two_people();
  for (const char* path :
       {"sub-02/anat/sub-02_T1w.nii.gz", "sub-01/anat/sub-02_T1w.nii.gz", "sub-01/anat/sub-jan_T1w.nii.gz",
        "sub-01/ses-x/anat/sub-01_ses-x_T1w.nii.gz", "sub-01/anat/sub-01_desc-sub-01_T1w.nii.gz",
        "sub-01/anat/SUB-01_T1w.nii.gz", "notes sub-01.txt", "sub-01/anat/sub-01_T1w.sub-01.nii.gz",
        "ses-20190304_task-rest_bold.json"}) {
    INFO(path);
    CHECK_FALSE(relabel_path(path, map));
  }
}

TEST_CASE("defaced images of the derivative layout say so in their names") {
  CHECK(defaced_path("sub-01/anat/sub-01_run-1_T1w.nii.gz") ==
        "sub-01/anat/sub-01_run-1_desc-defaced_T1w.nii.gz");
  CHECK_FALSE(defaced_path("sub-01/anat/sub-01_desc-x_T1w.nii.gz"));
  CHECK(defaced_path("sub-01/anat/sub-01_T1w.json", "refaced") == "sub-01/anat/sub-01_desc-refaced_T1w.json");
  CHECK_FALSE(defaced_path("README"));
}

TEST_CASE(
    "tables list participants by new label, in the order of the new labels, without those who stay behind") {
  const LabelMap map = two_people();
  const auto relabelled =
      relabel_table(test::table_of("participant_id\tage\nsub-01\t34\nsub-02\t35\nsub-jan\t36\n"),
                    {.path = "participants.tsv"}, map, released_by(map));
  REQUIRE(relabelled.ok());
  CHECK(format_table(relabelled->table) == "participant_id\tage\nsub-b7qq2wzz\t36\nsub-xk3f9abc\t34\n");
  CHECK(relabelled->removed == std::vector<std::string>{"sub-02"});
}

TEST_CASE("the order of rows in the source leaves no trace") {
  const LabelMap map = two_people();
  const auto one = relabel_table(test::table_of("participant_id\tage\nsub-01\t34\nsub-jan\t36\n"),
                                 {.path = "participants.tsv"}, map, released_by(map));
  const auto other = relabel_table(test::table_of("participant_id\tage\nsub-jan\t36\nsub-01\t34\n"),
                                   {.path = "participants.tsv"}, map, released_by(map));
  REQUIRE(one.ok());
  REQUIRE(other.ok());
  CHECK(one->table == other->table);
}

TEST_CASE("sessions and scans tables follow the participant in whose folder they stand") {
  const LabelMap map = two_people();
  const auto sessions =
      relabel_table(test::table_of("session_id\tage\nses-pre\t34\nses-20190304\t34\nses-gone\t35\n"),
                    {.path = "sub-01/sub-01_sessions.tsv"}, map, released_by(map));
  REQUIRE(sessions.ok());
  CHECK(sessions->removed == std::vector<std::string>{"ses-gone"});
  CHECK(format_table(sessions->table) == "session_id\tage\nses-01\t34\nses-pre\t34\n");

  const auto scans =
      relabel_table(test::table_of("filename\nanat/sub-01_ses-pre_T1w.nii.gz\nanat/sub-02_T1w.nii.gz\n"),
                    {.path = "sub-01/ses-pre/sub-01_ses-pre_scans.tsv"}, map, released_by(map));
  REQUIRE(scans.ok());
  CHECK(format_table(scans->table) == "filename\nanat/sub-xk3f9abc_ses-pre_T1w.nii.gz\n");
  CHECK(scans->removed == std::vector<std::string>{"sub-01/ses-pre/anat/sub-02_T1w.nii.gz"});
}

TEST_CASE("a name that tells a date or a token beside its labels is not harmless") {
  TokenSet tokens;
  tokens.add("Vermeer", TokenKind::name);
  CHECK(
      is_harmless_path("sub-01/ses-20190304/anat/sub-01_ses-20190304_acq-mprage_run-01_T1w.nii.gz", tokens));
  CHECK_FALSE(is_harmless_path("sub-01/anat/sub-01_acq-20190304_T1w.nii.gz", tokens));
  CHECK_FALSE(is_harmless_path("sub-01/anat/sub-01_acq-vermeer_T1w.nii.gz", tokens));
  CHECK_FALSE(is_harmless_path("phenotype/vermeer.tsv", tokens));
}
