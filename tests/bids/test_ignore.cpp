#include <catch2/catch.hpp>

#include "bids/ignore.hpp"

using namespace shareready;

namespace {

bool hides(std::string_view pattern, std::string_view path, bool folder = false) {
  return IgnorePatterns::parse(pattern).is_ignored(path, folder);
}

}  // namespace

TEST_CASE("a pattern without a slash hides that name at any depth") {
  CHECK(hides("*_FLASH.nii.gz", "sub-01/anat/sub-01_FLASH.nii.gz"));
  CHECK(hides("figures", "sub-01/figures/a.svg"));
  CHECK_FALSE(hides("*.svg", "sub-01/figures/a.svgz"));
  CHECK_FALSE(hides("*_bold.nii", "sub-01/func_bold.niix"));
}

TEST_CASE("a pattern with a slash is matched from the top folder") {
  CHECK(hides("sub-*/figures", "sub-01/figures/a.svg"));
  CHECK_FALSE(hides("sub-*/figures", "derivatives/sub-01/figures/a.svg"));
  CHECK_FALSE(hides("sub-*/a.svg", "sub-01/figures/a.svg"));
  CHECK(hides("/README.md", "README.md"));
  CHECK_FALSE(hides("/README.md", "code/README.md"));
}

TEST_CASE("two stars span any number of folders") {
  CHECK(hides("**/sub-*_ses-mri_run-*_echo-*_FLASH.nii.gz",
              "sub-01/ses-mri/anat/sub-01_ses-mri_run-1_echo-2_FLASH.nii.gz"));
  CHECK(hides("**/a", "a"));
  CHECK(hides("sub-01/**", "sub-01/anat/x.nii"));
  CHECK(hides("sub-01/**/x.nii", "sub-01/x.nii"));
  CHECK(hides("sub-01/**/x.nii", "sub-01/a/b/x.nii"));
  CHECK_FALSE(hides("sub-01/**/x.nii", "sub-02/x.nii"));
}

TEST_CASE("later patterns overrule earlier ones, and folders hide what is in them") {
  CHECK_FALSE(hides("*.json\n!T1w.json", "T1w.json"));
  CHECK(hides("extra/\n!extra/keep.txt", "extra/keep.txt"));
  CHECK_FALSE(hides("extra/", "extra"));
  CHECK(hides("extra/", "extra", true));
}

TEST_CASE("comments, blanks, escapes and brackets are read as gitignore does") {
  CHECK_FALSE(hides("# *\n\n   \r\n", "a"));
  CHECK(hides("\\#a", "#a"));
  CHECK(hides("[ab]?.txt\r", "ax.txt"));
  CHECK(hides("[!ab].txt", "c.txt"));
  CHECK(hides("[a-c].txt  ", "b.txt"));
  CHECK_FALSE(hides("[!ab].txt", "a.txt"));
  CHECK(hides("[", "["));
}

TEST_CASE("a hostile pattern ends soon") {
  std::string pattern = "**";
  for (int i = 0; i < 40; ++i) pattern += "/*a*b";
  CHECK_FALSE(hides(pattern, std::string(3000, 'a') + "/" + std::string(3000, 'a')));
}
