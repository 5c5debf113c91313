#include <sys/xattr.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/temp_folder.hpp"
#include "base/text.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/report_list.hpp"
#include "stage/report_renewal.hpp"
#include "stage/tree.hpp"
#include "stage/verify.hpp"

using namespace shareready;
namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

namespace {

constexpr const char* k_today = "2026-06-15";

// A release of three files with a report that clears it: everybody was asked, lately, of this release.
constexpr std::string_view k_report = R"({
  "release": {"manifest_sha256": "HASH"}, "answers": {"print": {"assessment": "ASSESSED", "advice": "ADVISED", "decision": "DECIDED"}}, "verdict": {"state": "published"}, "rules": {"checked": "2026-05"}, "checks": [],
  "decision": {"interpretation": "strict", "wanted": "open", "readings": [{"interpretation": "strict", "routes": [
    {"route": "open", "state": "possible", "closed_by": [], "missing": []}]}]},
  "repositories": [{"checked": "2026-05"}, {"checked": "2026-04"}], "alternatives": [{"checked": "2026-03"}],
  "deposits": [{"steps": [{"checked": "2026-02"}]}],
  "sign_off": {"state": "valid", "release": "HASH", "answers": "ADVISED", "date": "2026-06-01", "review_date": "2026-12-31",
    "controller": {"state": "approved", "release": "HASH", "answers": "DECIDED", "date": "2026-06-02"},
    "assessment": {"state": "done", "release": "HASH", "answers": "ASSESSED", "date": "2026-06-03"}}})";

// The hash of the answers that each of the three names in it, found by what it says.
std::string answers_named(std::string_view state) {
  return state == "valid" ? "ADVISED" : state == "approved" ? "DECIDED" : "ASSESSED";
}

// The head of an entry of the report.
std::string said_as(const std::string& state, const std::string& release, const std::string& answers) {
  return R"("state": ")" + state + R"(", "release": ")" + release + R"(", "answers": ")" + answers + "\"";
}

class Release {
 public:
  Release() {
    for (const char* file : {"a.txt", "sub-1/b.txt", "sub-1/c.txt"}) {
      REQUIRE(make_folder((dataset() / file).parent_path()).ok());
      REQUIRE(write_file(dataset() / file, std::string("of ") + file).ok());
    }
    const auto manifest = take_manifest(dataset());
    REQUIRE(manifest.ok());
    hash_ = manifest->sha256;
    REQUIRE(make_folder(root() / "report").ok());
    REQUIRE(write_file(root() / "report" / k_manifest_name, manifest->list).ok());
  }

  [[nodiscard]] const fs::path& root() const { return folder_.path(); }
  [[nodiscard]] fs::path dataset() const { return root() / "dataset"; }

  // What is found with these words of the report replaced.
  [[nodiscard]] Verification found(const std::vector<std::pair<std::string, std::string>>& changes = {},
                                   const std::string& today = k_today, const fs::path& key_file = {}) const {
    std::string text(k_report);
    for (const auto& [before, after] : changes) {
      REQUIRE(text.find(before) != std::string::npos);
      text = replace_all(std::move(text), before, after);
    }
    REQUIRE(
        write_file(root() / "report" / "readiness.json", replace_all(std::move(text), "HASH", hash_)).ok());
    fs::remove(root() / "report" / k_report_list_name);
    TreeBuilder report(root() / "report", 0);
    REQUIRE(finish_report(report).ok());
    return found_as_it_stands(today, key_file);
  }

  [[nodiscard]] Verification found_as_it_stands(const std::string& today = k_today,
                                                const fs::path& key_file = {}) const {
    auto verification = verify_release(root(), today, key_file);
    REQUIRE(verification.ok());
    return std::move(*verification);
  }

 private:
  test::TempFolder folder_;
  std::string hash_;
};

std::size_t stale_with(const Verification& found, std::string_view words) {
  std::size_t count = 0;
  for (const std::string& line : found.stale) count += line.find(words) != std::string::npos ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a release as it was published, asked of everybody, is the same, cleared and up to date") {
  const Release release;
  const Verification found = release.found();
  CHECK(found.files == 3);
  CHECK(found.same());
  CHECK(found.stale.empty());
  CHECK(found.cleared);
  CHECK(found.advice == Said::yes);
  CHECK(found.decision == Said::yes);
  CHECK(found.assessment == Said::yes);
}

TEST_CASE("files that were changed, deleted or added are named, each kind apart") {
  const Release release;
  REQUIRE(write_file(release.dataset() / "a.txt", "of another").ok());
  fs::remove(release.dataset() / "sub-1/b.txt");
  REQUIRE(write_file(release.dataset() / "sub-1/new.txt", "x").ok());
  fs::create_symlink("/etc/hostname", release.dataset() / "sub-1/link");
  fs::create_directories(release.dataset() / "sub-2/inner");
  const Verification found = release.found();
  CHECK(found.files == 3);
  CHECK(found.dataset.changed == Strings{"a.txt"});
  CHECK(found.dataset.missing == Strings{"sub-1/b.txt"});
  CHECK(found.dataset.added == Strings{"sub-1/link", "sub-1/new.txt", "sub-2/", "sub-2/inner/"});
  CHECK_FALSE(found.same());
}

TEST_CASE("one file alone that was changed, deleted, added or made a link makes another release") {
  const std::vector<std::function<void(const fs::path&)>> changes = {
      [](const fs::path& tree) { REQUIRE(write_file(tree / "a.txt", "of b.txt").ok()); },
      [](const fs::path& tree) { fs::remove(tree / "a.txt"); },
      [](const fs::path& tree) { REQUIRE(write_file(tree / "b.txt", "x").ok()); },
      [](const fs::path& tree) { fs::create_symlink("a.txt", tree / "link"); },
      [](const fs::path& tree) { fs::create_symlink("nowhere", tree / "link"); },
      [](const fs::path& tree) { fs::create_directory(tree / "folder"); },
      [](const fs::path& tree) { fs::create_directory(tree / "sub-1/folder"); },
      [](const fs::path& tree) {  // the same bytes, from outside
        fs::rename(tree / "a.txt", tree.parent_path() / "a.txt");
        fs::create_symlink(tree.parent_path() / "a.txt", tree / "a.txt");
      }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Release release;
    changes[i](release.dataset());
    INFO(i);
    CHECK_FALSE(release.found().same());
  }
}

TEST_CASE("a dataset or report that is a link to a folder is told") {
  for (const char* folder : {"dataset", "report"}) {
    const Release release;
    const test::TempFolder elsewhere;
    REQUIRE(release.found().links.empty());
    fs::rename(release.root() / folder, elsewhere.path() / folder);
    fs::create_directory_symlink(elsewhere.path() / folder, release.root() / folder);
    const Verification found = release.found();
    CHECK(found.links == Strings{folder});
    CHECK_FALSE(found.same());
  }
}

TEST_CASE(
    "extended attributes of the user are told by path, of files, of folders and of the dataset itself") {
  const Release release;
  const auto attribute = [&](const char* path) {
    return ::setxattr((release.dataset() / path).c_str(), "user.origin", "x", 1, 0) == 0;
  };
  if (!attribute("sub-1/b.txt")) return;  // no such thing on this file system
  REQUIRE((attribute("") && attribute("sub-1")));
  const Verification found = release.found();
  CHECK(found.dataset.attributed == Strings{"", "sub-1/", "sub-1/b.txt"});
  CHECK(found.dataset.added.empty());
  CHECK_FALSE(found.same());
}

TEST_CASE("a report of files that were not written together is none, whichever of them is of another day") {
  const auto report_of = [](const Release& release) { return release.root() / "report"; };
  const auto with_pages = [&](const Release& release) {
    for (const char* file : {"index.html", "drafts/agreement.md", "metadata/dans.json"}) {
      REQUIRE(make_folder((report_of(release) / file).parent_path()).ok());
      REQUIRE(write_file(report_of(release) / file, "x").ok());
    }
    CHECK(release.found().same());
  };
  struct Row {
    const char* name;
    std::function<void(const fs::path&)> change;
    Strings changed, missing, added;
  };
  const std::string document = "readiness.json";
  const std::vector<Row> rows = {
      {"an older document",
       [&](const fs::path& report) {
         const std::string text = read_text(report / document).value();
         REQUIRE(write_file(report / document, replace_all(text, "2026-06-01", "2026-05-01")).ok());
       },
       {document},
       {},
       {}},
      {"an older page",
       [](const fs::path& report) { REQUIRE(write_file(report / "index.html", "y").ok()); },
       {"index.html"},
       {},
       {}},
      {"no page", [](const fs::path& report) { fs::remove(report / "index.html"); }, {}, {"index.html"}, {}},
      {"a page of another report",
       [](const fs::path& report) { REQUIRE(write_file(report / "index.nl.html", "y").ok()); },
       {},
       {},
       {"index.nl.html"}},
      {"no list",
       [](const fs::path& report) { fs::remove(report / k_report_list_name); },
       {},
       {k_report_list_name},
       {}}};
  for (const Row& row : rows) {
    const Release release;
    with_pages(release);
    row.change(report_of(release));
    INFO(row.name);
    const Verification found = release.found_as_it_stands();
    CHECK(found.dataset.none());
    CHECK(found.report.changed == row.changed);
    CHECK(found.report.missing == row.missing);
    CHECK(found.report.added == row.added);
    CHECK_FALSE(found.same());
  }
  const Release filled;
  with_pages(filled);
  REQUIRE(write_file(report_of(filled) / "metadata/dans.json", "filled in").ok());
  fs::remove(report_of(filled) / "drafts/agreement.md");
  CHECK(filled.found_as_it_stands().same());
}

TEST_CASE("a manifest that is not the one the report names is no measure, and nothing to read is said") {
  const Release release;
  REQUIRE(release.found().same());
  REQUIRE(write_file(release.root() / "report" / k_manifest_name, "x").ok());
  CHECK(verify_release(release.root(), k_today).error().code == ErrorCode::bad_data);
  fs::remove(release.root() / "report" / k_manifest_name);
  CHECK(verify_release(release.root(), k_today).error().code == ErrorCode::no_input);
}

TEST_CASE("each word of a person counts for the release it was given for, and as what was said") {
  struct Row {
    const char *state, *changed;
    Said said;
  };
  const Release release;
  const auto check = [&](const char* given, const char* date, const std::vector<Row>& rows, auto member) {
    for (const Row& row : rows) {
      const std::string answers = answers_named(given), on = std::string(R"(, "date": ")") + date;
      const std::string before = said_as(given, "HASH", answers) + on;
      const std::string after = said_as(row.state, row.changed, answers) + on;
      INFO(given << " -> " << row.state << " of " << row.changed);
      CHECK(release.found({{before, after}}).*member == row.said);
    }
  };
  check("valid", "2026-06-01",
        {{"valid", "HASH", Said::yes},
         {"valid", "other", Said::of_another_release},
         {"refused", "HASH", Said::no},
         {"refused", "other", Said::no},
         {"conditional", "HASH", Said::on_conditions},
         {"conditional", "other", Said::of_another_release},
         {"other_release", "HASH", Said::of_another_release},
         {"other_answers", "HASH", Said::of_other_answers},
         {"missing", "HASH", Said::nothing},
         {"approved", "HASH", Said::nothing}},
        &Verification::advice);
  check("approved", "2026-06-02",
        {{"approved", "other", Said::of_another_release},
         {"refused", "HASH", Said::no},
         {"other_release", "HASH", Said::of_another_release},
         {"other_answers", "HASH", Said::of_other_answers},
         {"missing", "HASH", Said::nothing},
         {"valid", "HASH", Said::nothing}},
        &Verification::decision);
  check("done", "2026-06-03",
        {{"done", "other", Said::of_another_release},
         {"not_needed", "", Said::yes},
         {"high_risk", "HASH", Said::no},
         {"not_mandatory", "HASH", Said::yes},
         {"not_mandatory", "other", Said::of_another_release},
         {"other_answers", "HASH", Said::of_other_answers},
         {"in_progress", "HASH", Said::nothing}},
        &Verification::assessment);
}

TEST_CASE("what was said more than 18 months ago, or of another release, has to be said again") {
  const Release release;
  const auto stale = [&](const char* before, const char* after, const char* words) {
    const Verification found = release.found({{before, after}});
    INFO(words);
    CHECK(stale_with(found, words) == 1);
    CHECK(found.stale.size() == 1);
  };
  stale("2026-06-01", "2024-11-01", "the advice of 2024-11-01: ask the privacy officer again");
  stale("2026-06-02", "2024-11-01", "the decision of 2024-11-01: ask the controller again");
  stale("2026-06-03", "2024-11-01", "the impact assessment of 2024-11-01: ask the controller again");
  stale(R"("state": "valid", "release": "HASH")", R"("state": "valid", "release": "x")",
        "the advice: it was given for another release");
  stale(R"("state": "approved", "release": "HASH")", R"("state": "approved", "release": "x")",
        "the decision: it was given for another release");
  stale(R"("state": "done", "release": "HASH")", R"("state": "done", "release": "x")",
        "the impact assessment: it was given for another release");
  for (const auto& [given, what] : {std::pair{"valid", "the advice"}, std::pair{"approved", "the decision"},
                                    std::pair{"done", "the impact assessment"}}) {
    for (const char* other : {"ASSESSED", "ADVISED", "DECIDED", "others"}) {
      if (other == answers_named(given)) continue;  // what another rests on is not what this one does
      stale(said_as(given, "HASH", answers_named(given)).c_str(), said_as(given, "HASH", other).c_str(),
            (std::string(what) + ": the answers changed since, the report says which").c_str());
    }
  }
  stale("2026-12-31", "2026-06-14", "the look ahead: its review was due on 2026-06-14");
  stale("2026-05\"}, \"checks", "2024-11\"}, \"checks", "the rules were checked in 2024-11");
  CHECK(release.found({{"2026-12-31", ""}}).stale.empty());            // no day was set
  CHECK(release.found({{"2026-12-31", "2026-06-15"}}).stale.empty());  // due today
  CHECK(release.found({{"2026-06-01", "2024-12-15"}}).stale.empty());  // 18 months ago
}

TEST_CASE(
    "a way to find who withdraws ends on the day on which study key and source are destroyed, as declared") {
  const Release release;
  const auto with = [&](const char* by, const char* until, const std::string& today = k_today) {
    const std::string found_again =
        std::string(R"("found_again": {"by": ")") + by + R"(", "until": ")" + until + R"("}, "review_date")";
    return release.found({{R"("review_date")", found_again}}, today);
  };
  for (const char* by : {"release_key", "compare_images"}) {
    const Verification gone = with(by, "2026-06-15");
    REQUIRE(gone.stale.size() == 1);
    CHECK(stale_with(
              gone,
              "study key and source were to be destroyed by 2026-06-15, as declared, and the report says "
              "that who withdraws is found by them; answer 'key' and 'consent.withdrawal'") == 1);
    CHECK(with(by, "2026-06-16").stale.empty());
    CHECK(with(by, "").stale.empty());
    CHECK(with(by, "2026-06-15", "").stale.empty());  // no clock
  }
  const Verification nobody = with("", "2026-06-14");
  CHECK(stale_with(nobody, "were to be destroyed by 2026-06-14, as declared; answer") == 1);
  CHECK(stale_with(nobody, "who withdraws is found") == 0);
}

TEST_CASE("a release key is looked at where it is named, and told as not looked at where it is not") {
  const Release release;
  const test::TempFolder safe;
  const fs::path key = safe.path() / "key.age";
  REQUIRE(write_file(key, "sealed").ok());
  const auto with = [&](const char* by, const fs::path& file) {
    const std::string policy = R"("policy": {"key_sha256": ")" + sha256_hex(std::string_view("sealed")) +
                               R"("}, "sign_off": {"found_again": {"by": ")" + by + R"(", "until": ""}, )";
    return release.found({{R"("sign_off": {)", policy}}, k_today, file);
  };
  CHECK(with("release_key", "").key_unseen);
  CHECK(with("release_key", "").stale.empty());  // it may be kept anywhere
  CHECK_FALSE(with("not_possible", "").key_unseen);
  CHECK_FALSE(with("release_key", key).key_unseen);
  CHECK(with("release_key", key).stale.empty());
  const Verification away = with("release_key", safe.path() / "nothing.age");
  CHECK(away.stale.size() == 1);
  CHECK(stale_with(
            away,
            "the release key: the file named by --key-file is not there, or cannot be read, and the report "
            "says that who withdraws is found by it; put back") == 1);
  CHECK(stale_with(with("not_possible", safe.path() / "nothing.age"), "cannot be read; put back") == 1);
  REQUIRE(write_file(key, "of another release").ok());
  CHECK(stale_with(with("release_key", key), "is not the one of this release") == 1);
  CHECK_FALSE(release.found().key_unseen);  // a report without a release key
  CHECK(verify_release(release.root(), k_today, key).error().code == ErrorCode::usage);
}

TEST_CASE("a refusal or condition that is old is no stale consent") {
  const Release release;
  for (const char* state : {"refused", "conditional", "missing"}) {
    INFO(state);
    CHECK(release
              .found({{said_as("valid", "HASH", "ADVISED") + R"(, "date": "2026-06-01)",
                       said_as(state, "HASH", "ADVISED") + R"(, "date": "2020-01-01)"}})
              .stale.empty());
  }
}

TEST_CASE("facts about repositories, deposits and other ways are counted where they are old") {
  const Release release;
  CHECK(stale_with(release.found({{"2026-04", "2024-01"}}), "1 facts about") == 1);  // a repository
  CHECK(stale_with(release.found({{"2026-03", "2024-01"}}), "1 facts about") == 1);  // another way
  CHECK(stale_with(release.found({{"2026-02", "2024-01"}}), "1 facts about") == 1);  // a step of a deposit
  const Verification all =
      release.found({{"2026-04", "2024-01"}, {"2026-03", "2024-01"}, {"2026-02", "2024-01"}});
  CHECK(stale_with(all, "3 facts about") == 1);
  CHECK(all.stale.size() == 1);
}

TEST_CASE("the notice beside dataset/ says the opposite of a report that clears, and its word stands") {
  const Release release;
  const std::vector<std::pair<std::string, std::string>> open = {
      {R"("state": "possible")", R"("state": "closed")"}};
  const Verification gone = release.found(open);
  CHECK_FALSE(gone.cleared);
  CHECK(stale_with(gone, "it is gone, and the report does not clear this release") == 1);
  REQUIRE(write_file(release.root() / k_clearance_notice, "x").ok());
  const Verification warned = release.found(open);
  CHECK_FALSE(warned.cleared);
  CHECK(warned.stale.empty());
  const Verification left = release.found();
  CHECK(left.cleared);
  CHECK(stale_with(left, "the report clears this release, run the group level again") == 1);
}
