#include <catch2/catch.hpp>
#include <filesystem>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/temp_folder.hpp"
#include "stage/clearance_notice.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

// What of a report says whether it clears the release.
Json report(const std::string& hash, const std::string& state) {
  const Json route = Json::Object{
      {"route", "open"}, {"state", state}, {"closed_by", Json::Array{}}, {"missing", Json::Array{}}};
  const Json reading = Json::Object{{"interpretation", "strict"}, {"routes", Json::Array{route}}};
  return Json::Object{
      {"release", Json::Object{{"manifest_sha256", hash}}},
      {"verdict", Json::Object{{"state", "published"}}},
      {"decision",
       Json::Object{{"interpretation", "strict"}, {"wanted", "open"}, {"readings", Json::Array{reading}}}},
      {"checks", Json::Array{}}};
}

void write_report(const fs::path& folder, const Json& json) {
  REQUIRE(make_folder(folder).ok());
  REQUIRE(write_file(folder / "readiness.json", format_json(json)).ok());
}

}  // namespace

TEST_CASE("the notice stands beside dataset/ as long as the report does not clear the release") {
  const test::TempFolder folder;
  const fs::path notice = folder.path() / k_clearance_notice;
  const fs::path fresh = folder.path() / "fresh";
  const fs::path published = folder.path() / "report";

  write_report(fresh, report("one", "possible"));
  REQUIRE(warn_beside(folder.path(), fresh).ok());
  CHECK_FALSE(fs::exists(notice));

  write_report(fresh, report("one", "unknown"));
  REQUIRE(warn_beside(folder.path(), fresh).ok());
  CHECK(read_text(notice).value().find("sha256 one") != std::string::npos);
  write_report(fresh, report("two", "unknown"));
  REQUIRE(warn_beside(folder.path(), fresh).ok());
  CHECK(read_text(notice).value().find("sha256 two") != std::string::npos);

  // A fresh report that clears does not take it away before that report is in place.
  write_report(fresh, report("two", "possible"));
  REQUIRE(warn_beside(folder.path(), fresh).ok());
  CHECK(fs::exists(notice));

  write_report(published, report("two", "unknown"));
  fs::remove(notice);
  REQUIRE(settle_notice(folder.path()).ok());
  CHECK(fs::exists(notice));
  write_report(published, report("two", "possible"));
  REQUIRE(settle_notice(folder.path()).ok());
  CHECK_FALSE(fs::exists(notice));
  REQUIRE(settle_notice(folder.path()).ok());
}

TEST_CASE("a notice that cannot be taken away is told of") {
  const test::TempFolder folder;
  write_report(folder.path() / "report", report("one", "possible"));
  REQUIRE(make_folder(folder.path() / k_clearance_notice / "full").ok());
  CHECK(settle_notice(folder.path()).error().code == ErrorCode::io);
}

TEST_CASE(
    "a package says what the report says of its release, and of another release never that it is cleared") {
  const test::TempFolder folder;
  const std::string list = "the list of one release", hash = sha256_hex(std::string_view(list));
  const fs::path own = folder.path() / "package" / "own", other = folder.path() / "package" / "other";
  for (const auto& [place, text] : {std::pair{own, list}, std::pair{other, std::string("another list")}}) {
    REQUIRE(make_folder(place).ok());
    REQUIRE(write_file(place / "manifest.sha256", text).ok());
  }
  REQUIRE(make_folder(folder.path() / "package" / "of somebody else").ok());
  const auto warned = [&](const fs::path& place) { return fs::exists(place / k_clearance_notice); };
  const fs::path published = folder.path() / "report";
  write_report(published, report(hash, "unknown"));
  REQUIRE(settle_notice(folder.path()).ok());
  CHECK(warned(own));
  CHECK(warned(other));
  CHECK(read_text(own / k_clearance_notice).value() == read_text(folder.path() / k_clearance_notice).value());
  CHECK(read_text(other / k_clearance_notice).value().find("another release") != std::string::npos);
  CHECK_FALSE(warned(folder.path() / "package" / "of somebody else"));
  write_report(published, report(hash, "possible"));
  REQUIRE(settle_notice(folder.path()).ok());
  CHECK_FALSE(warned(own));
  CHECK(warned(other));
  CHECK_FALSE(warned(folder.path()));
  // a fresh report that does not clear warns before it is in place
  write_report(folder.path() / "fresh", report(hash, "unknown"));
  REQUIRE(warn_beside(folder.path(), folder.path() / "fresh").ok());
  CHECK(warned(own));
  const std::vector<WrittenPackage> packages = written_packages(folder.path(), hash);
  REQUIRE(packages.size() == 2);
  CHECK(packages[0].folder == other);
  CHECK_FALSE(packages[0].of_release);
  CHECK(packages[1].of_release);
  CHECK(packages[1].warned);
}
