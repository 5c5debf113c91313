#include <catch2/catch.hpp>
#include <filesystem>

#include "base/temp_folder.hpp"
#include "stage/key_file.hpp"

using namespace shareready;
namespace fs = std::filesystem;

TEST_CASE("a key file is kept out of the input, of what is shared, of private/ and of git, by any path") {
  const test::TempFolder folder;
  const fs::path root = fs::canonical(folder.path());
  const Places places{.bids_dir = root / "bids", .output_dir = root / "out", .private_dir = root / "private"};
  for (const char* name : {"bids/code", "out/dataset", "out/report", "private", "work/.git", "work/deep",
                           "bare/refs", "bare/objects", "refs only/refs", "keys"}) {
    REQUIRE(make_folder(root / name).ok());
  }
  REQUIRE(write_file(root / "bare/HEAD", "x").ok());
  fs::create_directory_symlink(root / "bids", root / "keys/to-input");
  fs::create_directory_symlink(root / "keys", root / "work/to-keys");
  for (const char* refused :
       {"bids/k", "bids/code/k", "out/dataset/k", "out/report/k", "private/k", "work/k", "work/deep/k",
        "bare/k", "keys/to-input/k", "work/to-keys/k", "keys", "none/k"}) {
    INFO(refused);
    CHECK(check_key_place(root / refused, places).error().code == ErrorCode::usage);
  }
  CHECK(check_key_place(root / "keys/k", places).value() == root / "keys/k");
  CHECK(check_key_place(root / "out/k", places).ok());
  CHECK(check_key_place(root / "refs only/k", places).ok());
  // The trial leaves nothing behind.
  CHECK(std::distance(fs::directory_iterator(root / "keys"), {}) == 1);
}

TEST_CASE("nothing is overwritten by a key file, a link to nothing neither") {
  const test::TempFolder folder;
  CHECK(refuse_overwriting(folder.path() / "k").ok());
  REQUIRE(write_file(folder.path() / "k", "x").ok());
  CHECK(refuse_overwriting(folder.path() / "k").error().code == ErrorCode::cannot_create);
  fs::create_symlink("nowhere", folder.path() / "link");
  CHECK(refuse_overwriting(folder.path() / "link").error().code == ErrorCode::cannot_create);
}
