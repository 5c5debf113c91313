#include <catch2/catch.hpp>
#include <filesystem>

#include "base/temp_folder.hpp"
#include "stage/outcome.hpp"

using namespace shareready;

namespace {

Outcome sample() {
  return {.participant = "01",
          .filters = "none",
          .policy = "abc",
          .version = "1.2.3",
          .build = "b0",
          .secret = "feed",
          .context = "c0",
          .sessions = {{.session = "pre", .date = "2019-03-04"}},
          .files = {FileOutcome{
              .path = "sub-01/anat/sub-01_T1w.nii.gz",
              .kind = "nifti",
              .action = "deface",
              .reason = "a face may be in it",
              .status = FileStatus::done,
              .verdict = "good",
              .figures = Json::Object{{"overlap", Json::Number{"0.90"}}},
              .parts = {{.name = "descrip", .kept = false, .known = true, .reason = "text"}},
              .input = {.size = 12, .mtime_ns = 1763900000123456789, .ctime_ns = 5, .sha256 = "aa"},
              .staged = "anat/sub-01_T1w.nii.gz",
              .output = {.size = 9, .mtime_ns = 3, .ctime_ns = 4, .sha256 = "bb"}}}};
}

}  // namespace

TEST_CASE("an outcome record survives writing and reading, nanoseconds and number spelling included") {
  const test::TempFolder folder;
  const auto path = folder.path() / "01.json";
  REQUIRE(write_outcome(path, sample()).ok());
  const auto read = read_outcome(path);
  REQUIRE(read.ok());
  CHECK(outcome_to_json(*read) == outcome_to_json(sample()));
  CHECK(read->files.front().input.mtime_ns == 1763900000123456789);
}

TEST_CASE("an outcome record of another format is refused, and one that lacks a member too") {
  Json json = outcome_to_json(sample());
  json.set("format", k_outcome_format + 1);
  CHECK(outcome_from_json(json, "x").error().code == ErrorCode::unsupported);
  json.set("format", k_outcome_format);
  json.erase("policy");
  CHECK(outcome_from_json(json, "x").error().code == ErrorCode::bad_data);
}

TEST_CASE("a participant is as bad as the worst of its files") {
  Outcome outcome = sample();
  CHECK(status_of(outcome) == FileStatus::done);
  outcome.files.push_back({.path = "a", .status = FileStatus::excluded});
  CHECK(status_of(outcome) == FileStatus::done);
  outcome.files.push_back({.path = "b", .status = FileStatus::withheld});
  CHECK(status_of(outcome) == FileStatus::withheld);
  outcome.files.push_back({.path = "c", .status = FileStatus::failed});
  CHECK(status_of(outcome) == FileStatus::failed);
}

TEST_CASE("a touched file is unchanged, an edited one is not") {
  const test::TempFolder folder;
  const auto path = folder.path() / "file";
  REQUIRE(write_file(path, "content").ok());
  const auto before = examine_file(path, true);
  REQUIRE(before.ok());
  CHECK(*is_unchanged(path, *before));
  REQUIRE(write_file(path, "content").ok());  // another inode and other times, the same bytes
  CHECK(*is_unchanged(path, *before));
  REQUIRE(write_file(path, "Content").ok());
  CHECK_FALSE(*is_unchanged(path, *before));
}

// Tools that copy keep the time of the last change; the time of the inode tells.
TEST_CASE("an edited file whose time was set back is still told by its bytes") {
  const test::TempFolder folder;
  const auto path = folder.path() / "file";
  REQUIRE(write_file(path, "content").ok());
  const auto time = std::filesystem::last_write_time(path);
  const auto before = examine_file(path, true);
  REQUIRE(before.ok());
  REQUIRE(write_file(path, "Content").ok());
  std::filesystem::last_write_time(path, time);
  CHECK_FALSE(*is_unchanged(path, *before));
}

TEST_CASE("what goes with an image goes only where the image does not stay") {
  FileOutcome image = sample().files.front();
  CHECK(companion_of(image).empty());
  for (const FileStatus status : {FileStatus::excluded, FileStatus::withheld, FileStatus::failed}) {
    image.status = status;
    CHECK(companion_of(image) == std::vector<std::string>{image.path});
  }
}
