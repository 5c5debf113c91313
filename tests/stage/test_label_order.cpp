#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "deid/tables_of_share.hpp"
#include "stage/label_order.hpp"

using namespace shareready;

namespace {

namespace fs = std::filesystem;
constexpr int k_persons = 31;

// A scattered order that has nothing to do with 0, 1, 2 ...
int scattered(int i) { return i * 5 % k_persons; }

// New labels in this order of the persons.
LabelMap labels_by(const std::function<int(int)>& place) {
  LabelMap labels;
  for (int i = 0; i < k_persons; ++i) {
    labels.add_participant(fmt::format("S{}", i), fmt::format("new{:03}", place(i)));
  }
  return labels;
}

// Persons whose labels, dates, file times and amounts of data are in four different orders.
GroupInputs inputs_in_order() {
  GroupInputs inputs;
  for (int i = 0; i < k_persons; ++i) {
    Outcome outcome{.participant = fmt::format("S{}", i)};
    outcome.sessions.push_back({.session = "", .date = fmt::format("2019-01-{:02}", i * 6 % k_persons + 1)});
    FileOutcome file{.path = "x"};
    file.input = {.size = static_cast<std::uint64_t>(1000 + i * 22 % k_persons),
                  .mtime_ns = 1 + i * 27 % k_persons,
                  .ctime_ns = 0,
                  .sha256 = {}};
    outcome.files.push_back(file);
    inputs.outcomes.push_back(outcome);
  }
  return inputs;
}

std::vector<std::string> seen(const std::vector<OrderLeakage>& orders) {
  std::vector<std::string> names;
  for (const OrderLeakage& order : orders) {
    std::vector<OrderLeakage> tried(7, OrderLeakage{.against = "another", .participants = k_persons});
    tried.push_back(order);
    if (is_beyond_chance(tried)) names.push_back(order.against);
  }
  return names;
}

// participants.tsv in an order of its own, with three sites in another.
RootTables tables_in_order() {
  RootTables tables;
  Table& table = tables.by_path["participants.tsv"];
  table.columns = {"participant_id", "site", "age"};
  for (int row = 0; row < k_persons; ++row) {
    const int i = row * 3 % k_persons;
    tables.rows_by_label[fmt::format("S{}", i)]["participants.tsv"] = {static_cast<std::size_t>(row)};
    table.rows.push_back(
        {fmt::format("sub-S{}", i), fmt::format("Site {}", i * 12 % k_persons / 11 + 9), "30"});
  }
  return tables;
}

std::vector<OrderLeakage> compare(const LabelMap& labels) {
  return compare_orders(
      {.inputs = inputs_in_order(), .tables = tables_in_order(), .rules = test::shipped_columns()}, labels,
      "/nonexistent");
}

}  // namespace

TEST_CASE("a planted labelling that keeps an order of the source is caught, whichever order it is") {
  CHECK(seen(compare(labels_by([](int i) { return i; }))) ==
        std::vector<std::string>{"labels of the source"});
  CHECK(seen(compare(labels_by([](int i) { return k_persons - i; }))) ==
        std::vector<std::string>{"labels of the source"});
  CHECK(seen(compare(labels_by([](int i) { return i * 6 % k_persons; }))) ==
        std::vector<std::string>{"first scans"});
  CHECK(seen(compare(labels_by([](int i) { return i * 22 % k_persons; }))) ==
        std::vector<std::string>{"amount of data"});
  CHECK(seen(compare(labels_by([](int i) { return i * 27 % k_persons; }))) ==
        std::vector<std::string>{"times of source files"});
  CHECK(seen(compare(labels_by([](int i) { return i * 12 % k_persons; }))) ==
        std::vector<std::string>{"sites"});
  CHECK(seen(compare(labels_by([](int i) { return i * 21 % k_persons; }))) ==
        std::vector<std::string>{"rows of participants.tsv"});  // 21 * 3 is 1 more than twice 31
}

TEST_CASE("a labelling that keeps none of them is not") {
  CHECK(seen(compare(labels_by(scattered))).empty());
}

TEST_CASE("the private list holds a figure for each order and no label") {
  const std::string text = format_orders(compare(labels_by([](int i) { return i; })));
  CHECK(text.find("beyond chance") != std::string::npos);
  CHECK(text.find("first scans: 31 participants, rank correlation") != std::string::npos);
  CHECK(text.find("new0") == std::string::npos);
}

namespace {

// A file of each person, whose numbers on the disk grow as `place` says; those of `persons` alone.
bool tells_by_numbers(const std::function<int(int)>& place, int persons = k_persons) {
  const test::TempFolder folder;
  std::vector<std::pair<ino_t, fs::path>> made;
  for (int i = 0; i < k_persons; ++i) {
    fs::path path = folder.path() / fmt::format("image{}.nii.gz", i);
    REQUIRE(write_file(path, "voxels").ok());
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    made.emplace_back(facts.st_ino, std::move(path));
  }
  std::sort(made.begin(), made.end());
  std::vector<ReleasedFile> files;
  for (int i = 0; i < persons; ++i) {
    files.push_back({.path = {},
                     .new_path = {},
                     .staged = made[static_cast<std::size_t>(place(i))].second,
                     .outcome = nullptr,
                     .participant = fmt::format("S{}", i)});
  }
  return disk_order_tells(
      {.inputs = inputs_in_order(), .tables = tables_in_order(), .rules = test::shipped_columns()}, files);
}

}  // namespace

TEST_CASE("the numbers of files on the disk tell where they follow the source, or where persons are few") {
  CHECK(tells_by_numbers([](int i) { return i; }));
  CHECK(tells_by_numbers([](int i) { return k_persons - 1 - i; }));
  CHECK(tells_by_numbers([](int i) { return i * 6 % k_persons; }));   // first scans
  CHECK(tells_by_numbers([](int i) { return i * 21 % k_persons; }));  // rows of participants.tsv
  CHECK_FALSE(tells_by_numbers(scattered));
  CHECK(tells_by_numbers(scattered, 6));
}
