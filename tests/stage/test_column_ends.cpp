#include <catch2/catch.hpp>
#include <map>
#include <optional>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "stage/column_ends.hpp"

using namespace shareready;
using readiness::ColumnValues;

namespace {

// participants.tsv with one column of these values.
ColumnValues values_of_column(const std::vector<std::string>& values) {
  const test::TempFolder folder;
  std::string table = "participant_id\tx\n";
  int number = 0;
  for (const std::string& value : values) table += "sub-p" + std::to_string(++number) + "\t" + value + "\n";
  REQUIRE(write_file(folder.path() / "participants.tsv", table).ok());
  const auto ends = find_column_ends(folder.path());
  REQUIRE(ends.ok());
  for (const auto& column : ends->ends) {
    if (column.table == "participants" && column.name == "x") return column.values;
  }
  FAIL("the column is not told");
  return ColumnValues::words;
}

}  // namespace

TEST_CASE("a column is the same for everybody, words, or numbers with or without one far from the others") {
  CHECK(values_of_column({"3", "3", "3"}) == ColumnValues::same);
  CHECK(values_of_column({"3", "3", "n/a", "3"}) == ColumnValues::numbers);  // one person has none
  CHECK(values_of_column({"n/a", "yes", "n/a"}) == ColumnValues::words);
  CHECK(values_of_column({"n/a", "n/a"}) == ColumnValues::same);
  CHECK(values_of_column({"a", "a"}) == ColumnValues::same);
  CHECK(values_of_column({"1", "2", "b"}) == ColumnValues::words);
  CHECK(values_of_column({"1", "1e999"}) == ColumnValues::words);  // no number that can be compared
  // Quartiles 2 and 4 of 1 to 5: the fences are -4 and 10.
  CHECK(values_of_column({"1", "2", "3", "4", "5"}) == ColumnValues::numbers);
  CHECK(values_of_column({"1", "2", "2", "3", "4", "4", "5"}) == ColumnValues::numbers);
  CHECK(values_of_column({"2", "2", "2", "3", "4", "4", "10"}) == ColumnValues::numbers);
  CHECK(values_of_column({"2", "2", "2", "3", "4", "4", "10.1"}) == ColumnValues::numbers_far);
  CHECK(values_of_column({"-4", "2", "2", "3", "4", "4", "4"}) == ColumnValues::numbers);
  CHECK(values_of_column({"-4.1", "2", "2", "3", "4", "4", "4"}) == ColumnValues::numbers_far);
}

TEST_CASE("of tables with many rows a person, the lowest and the highest number of each count") {
  const test::TempFolder folder;
  const auto write_events = [&](const std::string& label, const std::string& times) {
    const auto place = folder.path() / ("sub-" + label) / "func";
    std::filesystem::create_directories(place);
    REQUIRE(
        write_file(place / ("sub-" + label + "_task-a_events.tsv"), "onset\tresponse_time\n" + times).ok());
  };
  const auto told = [&] {
    std::map<std::string, ColumnValues> columns;
    const auto ends = find_column_ends(folder.path());
    REQUIRE(ends.ok());
    for (const auto& column : ends->ends) {
      CHECK(column.table == "events");
      columns[column.name] = column.values;
    }
    return columns;
  };
  // Everybody has one slow answer: no person stands out by it.
  for (int i = 0; i < 8; ++i)
    write_events("p" + std::to_string(i), "1\t0.5\n2\t0.6\n3\t" + std::to_string(9 + i % 3) + "\n");
  CHECK(told().at("response_time") == ColumnValues::numbers);
  write_events("p8", "1\t0.5\n2\t0.6\n3\t90\n");
  CHECK(told().at("response_time") == ColumnValues::numbers_far);
  CHECK(told().at("onset") == ColumnValues::numbers);
}

TEST_CASE("a table that cannot be read is an error, no table is none") {
  const test::TempFolder folder;
  CHECK(find_column_ends(folder.path())->ends.empty());
  REQUIRE(write_file(folder.path() / "participants.tsv", "participant_id\tx\nsub-1\n").ok());
  CHECK_FALSE(find_column_ends(folder.path()).ok());
  std::filesystem::remove(folder.path() / "participants.tsv");
  std::filesystem::create_directories(folder.path() / "stimuli");
  REQUIRE(write_file(folder.path() / "stimuli" / "words.tsv", "a\tb\n1\n").ok());
  CHECK(find_column_ends(folder.path())->ends.empty());  // no table of persons
}

namespace {

// So many persons are alone by it; none where it is not told.
std::optional<std::uint64_t> alone_by(const ReleasedContents& found, readiness::ContentKind kind,
                                      const std::string& column = "") {
  for (const auto& content : found.groups.alone()) {
    if (content.kind == kind && column.empty()) return content.alone;
    for (const auto& one : content.columns) {
      if (content.kind == kind && one.name == column) return one.alone;
    }
  }
  return std::nullopt;
}

void write_below(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  REQUIRE(write_file(path, text).ok());
}

}  // namespace

TEST_CASE("persons are alone by their events, by one column of these, by their files, device and sidecars") {
  using enum readiness::ContentKind;
  const test::TempFolder folder;
  for (int i = 0; i < 6; ++i) {
    const std::string label = "sub-x" + std::to_string(i);
    const auto func = folder.path() / label / "ses-1" / "func";
    const std::string begin = label + "_ses-1_task-a_";
    // Onsets of all, conditions of pairs, times of each.
    write_below(func / (begin + "events.tsv"), "onset\ttrial_type\tresponse_time\n1\t" +
                                                   std::string(1, static_cast<char>('a' + i / 2)) + "\t0." +
                                                   std::to_string(i + 1) + "\n");
    write_below(func / (begin + "bold.nii.gz"), "image");
    write_below(func / (begin + "bold.json"),
                "{\"ManufacturersModelName\": \"" + std::string(i == 5 ? "Other" : "One") +
                    "\", \"Sources\": \"" + label + "/x\", \"RepetitionTime\": " + (i < 2 ? "2" : "3") + "}");
  }
  write_below(folder.path() / "sub-x0" / "ses-1" / "anat" / "sub-x0_ses-1_T2w.nii.gz", "image");
  const auto found = find_column_ends(folder.path());
  REQUIRE(found.ok());
  CHECK(alone_by(*found, events) == 6);
  CHECK(alone_by(*found, events, "onset") == 0);
  CHECK(alone_by(*found, events, "trial_type") == 0);
  CHECK(alone_by(*found, events, "response_time") == 6);
  CHECK(alone_by(*found, files) == 1);
  CHECK(alone_by(*found, devices) == 1);
  CHECK(alone_by(*found, sidecars) == 1);
  std::map<std::string, std::uint64_t> alike;
  for (const auto& column : found->ends) alike[column.name] = column.fewest_alike;
  CHECK(alike == std::map<std::string, std::uint64_t>{{"onset", 6}, {"trial_type", 2}, {"response_time", 1}});
}

TEST_CASE("which session comes first tells nothing, and what nobody has is not told") {
  using enum readiness::ContentKind;
  const test::TempFolder folder;
  for (const char* begin : {"sub-a/ses-1/anat/sub-a_ses-1_", "sub-b/ses-9/anat/sub-b_ses-9_"})
    write_below(folder.path() / (std::string(begin) + "T1w.nii.gz"), "image");
  const auto found = find_column_ends(folder.path());
  REQUIRE(found.ok());
  CHECK(alone_by(*found, files) == 0);
  CHECK_FALSE(alone_by(*found, events));
  CHECK_FALSE(alone_by(*found, devices));
  CHECK_FALSE(alone_by(*found, sidecars));
}
