#include <catch2/catch.hpp>
#include <string>

#include "base/temp_folder.hpp"
#include "stage/acceptance.hpp"

using namespace shareready;

namespace {

const std::string k_hash(64, 'a');

FileOutcome file(const std::string& path, FileStatus status, const std::string& staged,
                 std::vector<std::string> belongs_to = {}) {
  FileOutcome outcome{.path = path, .status = status, .belongs_to = std::move(belongs_to), .staged = staged};
  outcome.input.sha256 = k_hash;
  return outcome;
}

Result<Acceptances> acceptances(const std::string& lines) {
  const test::TempFolder folder;
  REQUIRE(write_file(folder.path() / "accept.txt", lines).ok());
  return Acceptances::read(folder.path() / "accept.txt");
}

}  // namespace

TEST_CASE("an acceptance names an image and the whole hash of its source") {
  const Acceptances read = acceptances("# looked at\n\na b.nii " + k_hash + "\n").value();
  CHECK(read.accepts("a b.nii", k_hash));
  CHECK_FALSE(read.accepts("a b.nii", std::string(64, 'b')));
  CHECK_FALSE(read.accepts("a b.nii", ""));
  CHECK(acceptances("a.nii " + k_hash.substr(1) + "\n").error().code == ErrorCode::usage);
  CHECK(acceptances("a.nii " + k_hash + "a\n").error().code == ErrorCode::usage);
  CHECK(acceptances(k_hash + "\n").error().code == ErrorCode::usage);
}

TEST_CASE("an accepted image comes back with what belongs to it, and nothing else does") {
  Outcome outcome;
  outcome.files = {
      file("a.nii", FileStatus::withheld, "a.nii"),
      file("a.json", FileStatus::withheld, "a.json", {"a.nii"}),
      file("a.tsv", FileStatus::failed, "", {"a.nii"}),
      file("a.txt", FileStatus::excluded, "", {"a.nii"}),
      file("b.nii", FileStatus::withheld, "b.nii"),
      file("c.nii", FileStatus::withheld, "")};  // cannot be made safe: there is nothing to accept
  const Acceptances both = acceptances("a.nii " + k_hash + "\nc.nii " + k_hash + "\n").value();
  const Outcome after = with_accepted(outcome, both);
  CHECK(after.files[0].status == FileStatus::done);
  CHECK(after.files[0].verdict == k_verdict_accepted);
  CHECK(after.files[1].status == FileStatus::done);
  CHECK(after.files[2].status == FileStatus::failed);
  CHECK(after.files[3].status == FileStatus::excluded);
  CHECK(after.files[4].status == FileStatus::withheld);
  CHECK(after.files[5].status == FileStatus::withheld);
  // What belongs to an image that stays is not accepted by itself.
  const Outcome alone = with_accepted(outcome, acceptances("a.json " + k_hash + "\n").value());
  CHECK(alone.files[1].status == FileStatus::withheld);
}
