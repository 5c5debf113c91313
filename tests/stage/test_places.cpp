#include <catch2/catch.hpp>

#include "base/temp_folder.hpp"
#include "stage/places.hpp"

using namespace shareready;

TEST_CASE("a folder is inside itself and its parents, not inside a neighbour with a longer name") {
  CHECK(lies_in("/a/b", "/a"));
  CHECK(lies_in("/a", "/a"));
  CHECK_FALSE(lies_in("/ab", "/a"));
  CHECK_FALSE(lies_in("/a", "/a/b"));
}

TEST_CASE("input and output must be apart, also through links") {
  const test::TempFolder folder;
  const auto input = folder.path() / "in";
  REQUIRE(make_folder(input / "sub-01").ok());
  std::filesystem::create_directory_symlink(input, folder.path() / "link");
  const auto code = [&](const std::filesystem::path& output) {
    const auto places = check_places({.bids_dir = input, .output_dir = output, .private_dir = {}});
    return places.ok() ? std::string("fine") : std::string(to_string(places.error().code));
  };
  CHECK(code(folder.path() / "out") == "fine");
  CHECK(code(folder.path() / "in2") == "fine");
  CHECK(code(input / "out") == to_string(ErrorCode::usage));
  CHECK(code(folder.path() / "link" / "out") == to_string(ErrorCode::usage));
  CHECK(code(folder.path()) == to_string(ErrorCode::usage));
}

TEST_CASE("only an audit may read the dataset published in its own output folder") {
  const test::TempFolder folder;
  const auto dataset = folder.path() / "out" / "dataset";
  REQUIRE(make_folder(dataset).ok());
  PlacesRequest request{.bids_dir = dataset, .output_dir = folder.path() / "out", .private_dir = {}};
  CHECK_FALSE(check_places(request).ok());
  request.only_audit = true;
  CHECK(check_places(request).ok());
}
