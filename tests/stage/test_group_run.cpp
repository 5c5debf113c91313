#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "stage/group_run.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

// A run over one participant and one root file, and what may differ in another.
struct Course {
  test::TempFolder folder;
  Places places{.bids_dir = folder.path(), .output_dir = {}, .private_dir = {}};
  GroupOptions options;
  PlannedFile root_file;
  GroupRun run;

  Course() {
    run.places = &places;
    run.options = &options;
    run.inputs.outcomes.push_back({.participant = "alpha"});
    root_file.path = "participants.tsv";
    root_file.target = folder.path() / "participants.tsv";
    REQUIRE(write_file(root_file.target, "participant_id\nsub-alpha\n").ok());
    REQUIRE(make_folder(folder.path() / "derivatives/fmriprep").ok());
    REQUIRE(write_file(folder.path() / "derivatives/fmriprep/a.txt", "x").ok());
  }

  [[nodiscard]] std::string key() const {
    const auto key = release_key(run, {&root_file});
    REQUIRE(key.ok());
    return *key;
  }
};

PreviousKey earlier_key(const std::string& sha256) {
  PreviousKey previous;
  previous.key.participants.push_back({"earlier", "x1", {}, {}});
  previous.sha256 = sha256;
  return previous;
}

}  // namespace

TEST_CASE("a release is the same only where everything that decides it is the same") {
  const std::string same = Course().key();
  CHECK(same == Course().key());
  struct Change {
    const char* what;
    std::function<void(Course&)> make;
  };
  std::set<std::string> keys{same};
  for (const Change& change : std::vector<Change>{
           {"policy",
            [](Course& other) { other.options.policy.face_masks = !other.options.policy.face_masks; }},
           {"build", [](Course& other) { other.options.build = "another"; }},
           {"labels", [](Course& other) { other.options.label_mode = LabelMode::permute; }},
           {"README", [](Course& other) { other.options.readme = "of ours"; }},
           {"key file",
            [](Course& other) { other.options.key = {.path = "/x/key.age", .recipients = {"age1one"}}; }},
           {"its recipients",
            [](Course& other) { other.options.key = {.path = "/x/key.age", .recipients = {"age1two"}}; }},
           {"earlier release", [](Course& other) { other.options.previous = earlier_key("one"); }},
           {"another earlier release", [](Course& other) { other.options.previous = earlier_key("two"); }},
           {"secret of labels",
            [](Course& other) { other.options.label_secret = std::vector<std::uint8_t>(32, 1); }},
           {"who withdrew", [](Course& other) { other.options.withdrawn = {"beta"}; }},
           {"a participant's outcome",
            [](Course& other) { other.run.inputs.outcomes[0].policy = "another"; }},
           {"no participant", [](Course& other) { other.run.inputs.outcomes.clear(); }},
           {"a root file's content",
            [](Course& other) { REQUIRE(write_file(other.root_file.target, "participant_id\n").ok()); }},
           {"a root file's name", [](Course& other) { other.root_file.path = "samples.tsv"; }},
           {"derivatives", [](Course& other) { other.options.derivatives = {"fmriprep"}; }}}) {
    Course other;
    change.make(other);
    INFO(change.what);
    CHECK(keys.insert(other.key()).second);
  }
}

TEST_CASE("where the key file stands does not make another release") {
  Course one, other;
  one.options.key = {.path = "/x/key.age", .recipients = {"age1one"}};
  other.options.key = {.path = "/y/key.age", .recipients = {"age1one"}};
  CHECK(one.key() == other.key());
}

TEST_CASE("a root file that is gone is told of, not left out of what stands for the release") {
  Course course;
  fs::remove(course.root_file.target);
  CHECK_FALSE(release_key(course.run, {&course.root_file}).ok());
}

TEST_CASE("nobody's old label returns: of the input, of those withdrawn, and of earlier releases") {
  Course course;
  Inventory inventory;
  inventory.all_participants = {"alpha", "beta"};
  Preparation preparation;
  preparation.inventory = std::make_unique<const Inventory>(inventory);
  course.run.preparation = &preparation;
  CHECK(known_participants(course.run) == std::set<std::string>{"alpha", "beta"});
  course.options.withdrawn = {"gamma"};
  course.options.previous = earlier_key("one");
  CHECK(known_participants(course.run) == std::set<std::string>{"alpha", "beta", "earlier", "gamma"});
}
