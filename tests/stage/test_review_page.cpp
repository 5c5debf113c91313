#include <array>
#include <catch2/catch.hpp>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "stage/review_page.hpp"

using namespace shareready;

namespace {

Picture grey_picture() {
  Picture picture(6, 4);
  picture.grey.assign(24, 128);
  return picture;
}

ReviewedImage image(const std::string& path, const std::string& verdict) {
  return {.path = path,
          .verdict = verdict,
          .reason = verdict == "done" ? "" : "the <mask> is small",
          .figures = {{"brain_removed_mm3", 0}},
          .before = grey_picture(),
          .after = grey_picture()};
}

bool holds(const std::string& text, std::string_view piece) { return text.find(piece) != std::string::npos; }

}  // namespace

TEST_CASE("the page of a participant shows each image before and after and says that it is private") {
  const test::TempFolder folder;
  REQUIRE(write_review_page(folder.path(), "01",
                            {image("sub-01/anat/sub-01_T1w.nii.gz", "done"),
                             image("sub-01/anat/sub-01_T2w.nii", "doubtful")})
              .ok());
  const std::string page = read_text(folder.path() / "index.html").value();
  CHECK(holds(page, "never share"));
  CHECK(holds(page, "src=\"sub-01_T1w_before.png\""));
  CHECK(holds(page, "src=\"sub-01_T2w_after.png\""));
  CHECK(holds(page, "the &lt;mask&gt; is small"));
  CHECK(holds(read_text(folder.path() / "index.nl.html").value(), "deel deze pagina en haar map nooit"));
  CHECK(page.find("sub-01_T2w.nii") < page.find("sub-01_T1w.nii.gz"));
  CHECK_FALSE(holds(page, "://"));
  for (const char* name : {"sub-01_T1w_before.png", "sub-01_T2w_after.png"}) {
    CHECK(std::filesystem::file_size(folder.path() / name) > 0);
  }
}

TEST_CASE("images of the same name in two folders keep pictures of their own") {
  const test::TempFolder folder;
  REQUIRE(write_review_page(folder.path(), "01", {image("a/x_T1w.nii", "done"), image("b/x_T1w.nii", "done")})
              .ok());
  CHECK(std::filesystem::exists(folder.path() / "x_T1w_after.png"));
  CHECK(std::filesystem::exists(folder.path() / "x_T1w_2_after.png"));
}

TEST_CASE("the page over all participants finds every one and names what it cannot read") {
  const test::TempFolder folder;
  for (const char* label : {"01", "02", "03"}) std::filesystem::create_directory(folder.path() / label);
  REQUIRE(
      write_review_page(folder.path() / "01", "01", {image("sub-01/anat/sub-01_T1w.nii.gz", "done")}).ok());
  ReviewedImage without = image("sub-02/anat/sub-02_T1w.nii.gz", "failed");
  without.after = {};
  REQUIRE(write_review_page(folder.path() / "02", "02", {without}).ok());
  REQUIRE(write_review_index(folder.path()).ok());
  const std::string page = read_text(folder.path() / "index.html").value();
  CHECK(holds(page, "Look at these first"));
  CHECK(holds(page, "src=\"01/sub-01_T1w_before.png\""));
  CHECK(holds(page, "src=\"02/sub-02_T1w_before.png\""));
  CHECK(holds(page, "No picture"));
  CHECK(holds(page, "<code>03</code>"));
}

TEST_CASE("what to look for, and the heading of what is done, follow the method of each image") {
  const test::TempFolder folder;
  const std::array<const char*, 3> titles{"Face removed", "Face replaced", "Skull-stripped"};
  const std::array<const char*, 3> looks{"Where the face was removed", "Where the face was replaced",
                                         "Where the skull was stripped"};
  const std::array<const char*, 3> methods{"own_mask", "reface", "skullstrip"};
  for (std::size_t chosen = 0; chosen < methods.size(); ++chosen) {
    INFO(methods[chosen]);
    std::filesystem::create_directory(folder.path() / methods[chosen]);
    ReviewedImage made = image("sub-01/anat/sub-01_T1w.nii.gz", "done");
    made.method = methods[chosen];
    REQUIRE(write_review_page(folder.path() / methods[chosen], "01", {made}).ok());
    const std::string page = read_text(folder.path() / methods[chosen] / "index.html").value();
    for (std::size_t i = 0; i < methods.size(); ++i) {
      CHECK(holds(page, titles[i]) == (i == chosen));
      CHECK(holds(page, looks[i]) == (i == chosen));
    }
  }
  REQUIRE(write_review_index(folder.path()).ok());
  const std::string dutch = read_text(folder.path() / "index.nl.html").value();
  for (const char* title : {"Gezicht verwijderd", "Gezicht vervangen", "Schedel verwijderd"}) {
    CHECK(holds(dutch, title));
  }
}

TEST_CASE("an image is drawn where its picture before and the one after are there") {
  const test::TempFolder folder;
  const auto own = folder.path() / "01";
  std::filesystem::create_directory(own);
  ReviewedImage half = image("sub-01/anat/sub-01_T2w.nii", "done");
  half.after = Picture();
  REQUIRE(write_review_page(own, "01",
                            {image("sub-01/anat/sub-01_T1w.nii.gz", "done"), half,
                             image("sub-01/anat/sub-01_FLAIR.nii", "doubtful")})
              .ok());
  using Paths = std::set<std::string>;
  CHECK(drawn_images(folder.path()) ==
        Paths{"sub-01/anat/sub-01_FLAIR.nii", "sub-01/anat/sub-01_T1w.nii.gz"});
  std::filesystem::remove(own / "sub-01_T1w_before.png");
  CHECK(drawn_images(folder.path()) == Paths{"sub-01/anat/sub-01_FLAIR.nii"});
  std::filesystem::remove(own / "review.json");
  CHECK(drawn_images(folder.path()).empty());
  CHECK(drawn_images(folder.path() / "nowhere").empty());
}
