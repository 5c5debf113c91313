#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "base/share.hpp"
#include "base/temp_folder.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("a written file reads back whole, with its mode, and leaves nothing beside it") {
  const test::TempFolder folder;
  const fs::path path = folder.path() / "file";
  REQUIRE(write_file(path, std::string(100000, 'x'), Mode::secret).ok());
  REQUIRE(write_file(path, "second", Mode::secret).ok());
  CHECK(read_text(path).value() == "second");
  CHECK((fs::status(path).permissions() & fs::perms::all) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(entries(folder.path()) == 1);
}

TEST_CASE("reading says which file is missing") {
  const auto result = read_bytes("/nonexistent/file");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().code == ErrorCode::no_input);
  CHECK(describe(result.error()).find("/nonexistent/file") != std::string::npos);
}

TEST_CASE("a staged folder vanishes unless it is committed") {
  const test::TempFolder parent;
  { const auto staged = StagedFolder::make(parent.path(), "work").value(); }
  CHECK(entries(parent.path()) == 0);
  auto staged = StagedFolder::make(parent.path(), "work").value();
  REQUIRE(write_file(staged.path() / "a", "1").ok());
  REQUIRE(staged.commit(parent.path() / "final").ok());
  CHECK(read_text(parent.path() / "final" / "a").value() == "1");
}

TEST_CASE("a commit over an older folder replaces it whole") {
  const test::TempFolder parent;
  REQUIRE(make_folder(parent.path() / "final" / "old").ok());
  {
    auto staged = StagedFolder::make(parent.path(), "work").value();
    REQUIRE(write_file(staged.path() / "new", "1").ok());
    REQUIRE(staged.commit(parent.path() / "final").ok());
  }
  CHECK(fs::exists(parent.path() / "final" / "new"));
  CHECK_FALSE(fs::exists(parent.path() / "final" / "old"));
  CHECK(entries(parent.path()) == 1);
}

TEST_CASE("the program's fingerprint is the same in every call and another one with another table") {
  const auto fingerprint = program_fingerprint();
  REQUIRE(fingerprint.ok());
  CHECK(program_fingerprint().value() == *fingerprint);
  const test::TempFolder tables;
  for (const auto& entry : fs::directory_iterator(find_share_file("policy.json").value().parent_path())) {
    if (entry.is_regular_file()) fs::copy(entry.path(), tables.path());
  }
  REQUIRE(setenv("SHAREREADY_SHARE_DIR", tables.path().c_str(), 1) == 0);
  const std::string copied = program_fingerprint().value();
  REQUIRE(write_file(tables.path() / "policy.json", "{}").ok());
  const std::string edited = program_fingerprint().value();
  REQUIRE(unsetenv("SHAREREADY_SHARE_DIR") == 0);
  CHECK(copied == *fingerprint);  // wherever the tables lie
  CHECK(edited != *fingerprint);
}
