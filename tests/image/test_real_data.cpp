#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "image/nifti.hpp"
#include "image/render.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

// The folder of real data; ends the test program as skipped where there is none.
fs::path data_folder() {
  const char* folder = std::getenv("SHAREREADY_TEST_DATA");
  if (folder == nullptr || *folder == '\0') {
    std::cerr << "skipped: SHAREREADY_TEST_DATA is not set\n";
    std::exit(77);
  }
  return folder;
}

std::vector<fs::path> images_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && (name.ends_with(".nii") || name.ends_with(".nii.gz")))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  return files;
}

double share_of_lit(const Picture& picture) {
  const auto dark = std::count(picture.grey.begin(), picture.grey.end(), std::uint8_t{0});
  return 1 - static_cast<double>(dark) / static_cast<double>(picture.grey.size());
}

}  // namespace

TEST_CASE("every real series is read whole, placed in space and fills its picture") {
  for (const fs::path& path : images_in(data_folder() / "heads")) {
    INFO(path.filename().string());
    const auto image = read_nifti(path);
    REQUIRE(image.ok());
    CHECK(image->trailing_bytes() == 0);
    CHECK(read_nifti_header(path)->size == image->header.size);
    CHECK(voxel_to_ras(image->header, "a").ok());
    const auto look = render_first(*image, "a");
    REQUIRE(look.ok());
    CHECK(share_of_lit(look->picture) > 0.2);
    CHECK(share_of_lit(look->picture) < 0.9);
  }
}

TEST_CASE(
    "of the images of the BIDS examples, none is taken for whole that is not, and each refusal has a "
    "reason") {
  std::map<std::string, int> reasons;
  for (const fs::path& path : images_in(data_folder() / "bids-examples")) {
    INFO(path.string());
    const auto image = read_nifti(path);
    if (image.ok()) {
      CHECK(image->bytes.size() >= image->header.vox_offset + image->header.data_bytes());
      continue;
    }
    const ErrorCode code = image.error().code;
    CHECK((code == ErrorCode::bad_data || code == ErrorCode::unsupported));
    const std::string& what = image.error().what;
    for (const char* kind : {"empty", "web page", "only a header", "not gzip", "not a NIfTI", "cut off"}) {
      if (what.find(kind) != std::string::npos) ++reasons[kind];
    }
  }
  CHECK(reasons["empty"] > 1000);
  CHECK(reasons["web page"] >= 1);
}
