// What private/report/index.html says of a release: what to read in this folder, and whom to tell.
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "stage/group_audit.hpp"

using namespace shareready;

namespace {

struct PrivatePages {
  std::string page, dutch, plain;
};

PrivatePages private_pages(const PrivateReportFacts& facts) {
  const test::TempFolder folder;
  const PrivateFolder kept = open_private_folder(folder.path() / "private").value();
  REQUIRE(write_private_report(kept, {}, facts).ok());
  return {read_text(kept.report() / "index.html").value(), read_text(kept.report() / "index.nl.html").value(),
          read_text(kept.report() / "findings.txt").value()};
}

bool has_words(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

}  // namespace

TEST_CASE(
    "where released ages tell something, the private page names the file that says which, and whom to tell") {
  const PrivatePages pages = private_pages({.version = "1.0", .telling_ages = true});
  CHECK(has_words(pages.page, R"(<a href="persons-at-risk.txt">)"));
  CHECK(has_words(pages.page, "Tell the privacy officer which they are"));
  CHECK_FALSE(has_words(pages.page, "Nothing.</p>"));
  CHECK(has_words(pages.dutch, "Zeg de functionaris welke dat zijn"));
  CHECK(has_words(pages.plain, "persons-at-risk.txt: released ages"));
  CHECK_FALSE(has_words(pages.plain, "\n  nothing\n"));
}

TEST_CASE("the private page of any release says where it goes on, and links what is there") {
  const PrivatePages plain = private_pages({.version = "1.0"});
  CHECK(has_words(plain.page, "report/index.html in the output folder"));
  CHECK_FALSE(has_words(plain.page, "Tell the privacy officer"));
  CHECK_FALSE(has_words(plain.page, "renderings/index.html"));
  const PrivatePages drawn = private_pages({.version = "1.0", .special_columns = true, .drawn = true});
  CHECK(has_words(drawn.page, R"(<a href="../renderings/index.html">)"));
  CHECK(has_words(drawn.page, "columns left out as special categories"));
}

TEST_CASE("the page on a dataset of others links no file of a release") {
  const PrivatePages pages = private_pages({.version = "1.0", .foreign = true});
  CHECK_FALSE(has_words(pages.page, "persons-at-risk.txt"));
  CHECK(has_words(pages.plain, "\n  nothing\n"));
}
