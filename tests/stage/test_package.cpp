#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/archive_writer.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/temp_folder.hpp"
#include "stage/package.hpp"
#include "stage/package_check.hpp"
#include "stage/report_renewal.hpp"
#include "stage/tree.hpp"

using namespace shareready;
namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

namespace {

std::vector<PackedFile> three_participants() {
  std::vector<PackedFile> files{{"README.md", 100}, {"participants.tsv", 900}};
  for (const char* label : {"a", "b", "c"}) {
    const std::string stem = std::string("sub-") + label;
    files.push_back({stem + "/anat/" + stem + "_T1w.nii.gz", 400'000});
    files.push_back({stem + "/func/" + stem + "_bold.nii.gz", 500'000});
  }
  return files;
}

std::size_t participants_in(const std::vector<PackedFile>& part) {
  std::set<std::string> labels;
  for (const PackedFile& file : part) {
    if (file.path.starts_with("sub-")) labels.insert(file.path.substr(0, file.path.find('/')));
  }
  return labels.size();
}

}  // namespace

TEST_CASE(
    "archives hold every file once, no more bytes than allowed, and participants whole where they fit") {
  const auto files = three_participants();
  const auto parts = plan_package(files, {.archive_bytes = 1'000'000, .archives = {}}).value();
  REQUIRE(parts.size() == 3);
  std::vector<std::string> paths;
  for (const auto& part : parts) {
    std::uint64_t bytes = k_archive_end;
    for (const PackedFile& file : part) bytes += archived_size(file.size), paths.push_back(file.path);
    CHECK(bytes <= 1'000'000);
    CHECK(participants_in(part) == 1);
  }
  std::vector<std::string> wanted;
  for (const PackedFile& file : files) wanted.push_back(file.path);
  CHECK(paths == wanted);
}

TEST_CASE("a participant larger than an archive is split, a file larger than one is refused") {
  const auto parts = plan_package(three_participants(), {.archive_bytes = 600'000, .archives = {}}).value();
  CHECK(parts.size() == 6);
  const auto refused = plan_package(three_participants(), {.archive_bytes = 450'000, .archives = {}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().subject == "sub-a/func/sub-a_bold.nii.gz");
}

TEST_CASE("more archives than a deposit may hold are refused") {
  CHECK_FALSE(plan_package(three_participants(), {.archive_bytes = 1'000'000, .archives = 4}).ok());
  CHECK(plan_package(three_participants(), {.archive_bytes = 1'000'000, .archives = 5}).ok());
}

TEST_CASE("an archive depends on names and contents alone and reads back as it was written") {
  const test::TempFolder scratch;
  REQUIRE(write_file(scratch.path() / "one", std::string(70'000, 'x')).ok());
  REQUIRE(write_file(scratch.path() / "empty", std::string()).ok());
  const std::string deep = std::string(90, 'd') + "/" + std::string(90, 'n') + ".nii.gz";
  const std::vector<ArchiveMember> members{{deep, scratch.path() / "one"},
                                           {"dataset/empty", scratch.path() / "empty"}};
  REQUIRE(write_archive(scratch.path() / "first.tar", members).ok());
  fs::last_write_time(scratch.path() / "one", fs::file_time_type::clock::now() - std::chrono::hours(99));
  REQUIRE(write_archive(scratch.path() / "second.tar", members).ok());
  CHECK(sha256_file(scratch.path() / "first.tar").value() ==
        sha256_file(scratch.path() / "second.tar").value());
  CHECK(check_archive(scratch.path() / "first.tar", members).ok());
  const std::uint64_t promised = archived_size(70'000) + archived_size(0) + k_archive_end;
  CHECK(fs::file_size(scratch.path() / "first.tar") <= promised);
  const std::string bytes = read_text(scratch.path() / "first.tar").value();
  CHECK(bytes.find("root") == std::string::npos);
}

TEST_CASE("an archive that is not what was written is told") {
  const test::TempFolder scratch;
  REQUIRE(write_file(scratch.path() / "one", std::string("first content")).ok());
  REQUIRE(write_file(scratch.path() / "two", std::string("other content")).ok());
  const std::vector<ArchiveMember> members{{"a", scratch.path() / "one"}};
  REQUIRE(write_archive(scratch.path() / "x.tar", members).ok());
  CHECK_FALSE(check_archive(scratch.path() / "x.tar", {{"b", scratch.path() / "one"}}).ok());
  CHECK_FALSE(check_archive(scratch.path() / "x.tar", {{"a", scratch.path() / "two"}}).ok());
  CHECK_FALSE(check_archive(scratch.path() / "x.tar", {}).ok());
  CHECK_FALSE(check_archive(scratch.path() / "x.tar", {members[0], {"c", scratch.path() / "two"}}).ok());
}

TEST_CASE("an archive is that of its members only where every byte of it is") {
  const test::TempFolder scratch;
  const fs::path one = scratch.path() / "one", archive = scratch.path() / "a.tar";
  REQUIRE(write_file(one, std::string(70'000, 'x')).ok());
  const std::vector<ArchiveMember> members{{std::string(90, 'd') + "/" + std::string(90, 'n'), one},
                                           {"dataset/again", one}};
  REQUIRE(write_archive(archive, members).ok());
  const std::string bytes = read_text(archive).value();
  CHECK(is_archive_of(archive, members).value());
  CHECK(archive_names(archive).value() == std::vector<std::string>{members[0].name, members[1].name});
  CHECK_FALSE(is_archive_of(archive, {members[0]}).value());
  CHECK_FALSE(is_archive_of(archive, {members[1], members[0]}).value());
  // in a header, behind a content, in the end of the archive, behind it; and cut short
  for (const std::size_t at : {std::size_t{500}, std::size_t{70'600}, bytes.size() - 1}) {
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ 1);
    REQUIRE(write_file(archive, other).ok());
    INFO(at);
    CHECK_FALSE(is_archive_of(archive, members).value());
  }
  for (const std::string& other : {bytes + '\0', bytes.substr(0, bytes.size() - 1), std::string()}) {
    REQUIRE(write_file(archive, other).ok());
    CHECK_FALSE(is_archive_of(archive, members).value());
  }
}

TEST_CASE("a package of several archives holds the release, each file once and in order") {
  const test::TempFolder scratch;
  const fs::path place = scratch.path() / "package" / "zenodo";
  for (const fs::path& folder : {scratch.path() / "dataset", scratch.path() / "report", place})
    REQUIRE(make_folder(folder).ok());
  const auto member = [&](const std::string& name) {
    return ArchiveMember{"dataset/" + name, scratch.path() / "dataset" / name};
  };
  for (const char* name : {"a", "b", "c"})
    REQUIRE(write_file(scratch.path() / "dataset" / name, std::string("of ") + name).ok());
  const Manifest manifest = take_manifest(scratch.path() / "dataset").value();
  for (const fs::path& folder : {scratch.path() / "report", place})
    REQUIRE(write_file(folder / k_manifest_name, manifest.list).ok());
  // The package with these archives, listed as they are.
  const auto check = [&](const std::vector<std::vector<ArchiveMember>>& parts) {
    std::string list;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string name = archive_name(i + 1, parts.size());
      REQUIRE(write_archive(place / name, parts[i]).ok());
      list += sha256_file(place / name).value() + "  " + name + "\n";
    }
    REQUIRE(write_file(place / k_package_list, list).ok());
    PackageCheck found = check_packages(scratch.path()).value();
    for (std::size_t i = 0; i < parts.size(); ++i) fs::remove(place / archive_name(i + 1, parts.size()));
    return found;
  };
  const ArchiveMember a = member("a"), b = member("b"), c = member("c");
  const PackageCheck whole = check({{a, b}, {c}});
  CHECK(whole.same());
  CHECK(whole.packages == 1);
  CHECK(whole.files == 4);
  CHECK(check({{a}, {b}, {c}}).same());
  CHECK(check({{a, b}, {b, c}}).found.changed == Strings{"zenodo/dataset-2-of-2.tar"});
  CHECK(check({{a, c}, {b}}).found.changed == Strings{"zenodo/dataset-1-of-2.tar"});
  CHECK(check({{a, b, c}, {c}}).found.changed == Strings{"zenodo/dataset-2-of-2.tar"});
  CHECK(check({{a, b}}).found.changed == Strings{"zenodo/package.sha256"});
  REQUIRE(write_file(place / k_manifest_name, "of before").ok());
  const PackageCheck other = check({{a, b}, {c}});
  CHECK(other.other_release == Strings{"zenodo"});
  CHECK_FALSE(other.same());
}
