// What is told of persons who are alone by several sorts of knowledge together.
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/contents.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/levers.hpp"
#include "readiness/partitions.hpp"
#include "readiness/told_joint.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

// Persons by their group in the tables (row) and in the files (column).
using Cells = std::vector<std::vector<std::uint64_t>>;

Cells turned(const Cells& cells) {
  Cells other(cells.front().size(), std::vector<std::uint64_t>(cells.size()));
  for (std::size_t row = 0; row < cells.size(); ++row) {
    for (std::size_t column = 0; column < cells[row].size(); ++column)
      other[column][row] = cells[row][column];
  }
  return other;
}

// Rows and columns in one order, nearly: what is left twice costs time alone.
Cells ordered(Cells cells) {
  for (int i = 0; i < 4; ++i) {
    std::sort(cells.rbegin(), cells.rend());
    cells = turned(cells);
  }
  return cells;
}

// Every way in which both can part so many persons.
std::set<Cells> all_cells(std::size_t persons) {
  std::set<Cells> all{{{1}}};
  for (std::size_t i = 1; i < persons; ++i) {
    std::set<Cells> more;
    for (const Cells& cells : all) {
      Cells wider = cells;
      wider.emplace_back(cells.front().size());
      for (std::vector<std::uint64_t>& row : wider) row.push_back(0);
      for (std::size_t row = 0; row < wider.size(); ++row) {
        for (std::size_t column = 0; column < wider.front().size(); ++column) {
          Cells next = wider;
          ++next[row][column];
          if (row + 1 < wider.size()) next.pop_back();
          if (column + 1 < wider.front().size()) {
            for (std::vector<std::uint64_t>& cut : next) cut.pop_back();
          }
          more.insert(ordered(std::move(next)));
        }
      }
    }
    all = std::move(more);
  }
  return all;
}

Parts sums_of(const Cells& cells) {
  Parts parts;
  for (const std::vector<std::uint64_t>& row : cells) {
    parts.push_back(std::accumulate(row.begin(), row.end(), std::uint64_t{0}));
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

Parts filled_in(const Cells& cells) {
  Parts parts;
  for (const std::vector<std::uint64_t>& row : cells) {
    std::copy_if(row.begin(), row.end(), std::back_inserter(parts),
                 [](std::uint64_t cell) { return cell > 0; });
  }
  std::sort(parts.begin(), parts.end());
  return parts;
}

// By the tables, by the files, by both.
struct World {
  Parts whole, files, both;
  friend bool operator<(const World& one, const World& other) {
    return std::tie(one.whole, one.files, one.both) < std::tie(other.whole, other.files, other.both);
  }
};

std::set<World> all_worlds(std::size_t persons) {
  std::set<World> worlds;
  for (const Cells& cells : all_cells(persons))
    worlds.insert({sums_of(cells), sums_of(turned(cells)), filled_in(cells)});
  return worlds;
}

// The tables hold nothing but the details that k persons share.
std::vector<ToldFigures> told_in(const World& world, std::uint64_t k) {
  ReadinessInputs inputs;
  inputs.policy.k = k;
  RiskFacts& risk = inputs.risk;
  risk.persons = in_parts(world.whole, 1, 1000);
  risk.after = risk.whole = figures_in(world.whole, k);
  const RiskFigures both = figures_in(world.both, k);
  risk.joint = {.files = figures_in(world.files, k), .details = both, .columns = both, .all = both};
  const ToldJoint told = *told_joint(inputs);
  return {told_whole(risk, k), told.files, told.columns};
}

// Whether a world is as it is told of the groups by tables (0), by files (1) or by both (2).
bool fits(const World& world, const std::vector<ToldFigures>& told, std::size_t level) {
  const Parts& parts = level == 0 ? world.whole : level == 1 ? world.files : world.both;
  return count_fits(in_parts(parts, 1, 1), told[level].uniques) && chance_fits(parts, told[level]);
}

// Those alone by one, by both, and by both alone.
Parts alone_in(const World& world, std::size_t level) {
  const std::uint64_t one = in_parts(level == 0 ? world.whole : world.files, 1, 1),
                      both = in_parts(world.both, 1, 1);
  return {one, both, both - one};
}

}  // namespace

TEST_CASE("no number of few persons alone follows from what is told of tables and files, each and together") {
  std::size_t told_something = 0;
  for (const std::size_t persons : {5U, 6U, 8U}) {
    const std::set<World> worlds = all_worlds(persons);
    for (const std::uint64_t k : {2U, 3U, 5U}) {
      std::map<std::string, std::vector<ToldFigures>> said;
      for (const World& world : worlds) {
        std::vector<ToldFigures> told = told_in(world, k);
        for (const std::size_t level : {0U, 1U, 2U}) CHECK(fits(world, told, level));
        const std::string words = words_in(told);
        told_something += told[2].uniques.as_string() == "0+" ? 0 : 1;
        said.emplace(words, std::move(told));
      }
      for (const auto& [words, told] : said) {
        for (const std::size_t level : {0U, 1U}) {
          std::vector<Parts> fitting;
          for (const World& world : worlds) {
            if (fits(world, told, level) && fits(world, told, 2)) fitting.push_back(alone_in(world, level));
          }
          for (std::size_t i = 0; i < fitting.front().size(); ++i) {
            const std::uint64_t first = fitting.front()[i];
            const bool open = std::any_of(fitting.begin(), fitting.end(),
                                          [&](const Parts& way) { return way[i] != first; });
            INFO(persons << " persons, k " << k << ", level " << level << ", number " << i << " is " << first
                         << ": " << words);
            CHECK((open || first == 0 || first >= fewest_told(k)));
          }
        }
      }
    }
  }
  CHECK(told_something > 300);
}

namespace {

ReadinessInputs joint_inputs() {
  ReadinessInputs inputs = inputs_with_population();
  inputs.demographics.age_recipes.front().limits = {40};
  inputs.answers.dpo = {};
  add_measures(inputs);
  inputs.contents = {{.kind = ContentKind::files, .alone = inputs.risk.joint->files.uniques}};
  return inputs;
}

std::string draft(const ReadinessInputs& inputs, const char* path) {
  for (const ReportFile& file :
       draft_files(document(inputs), inputs.answers, shipped_sources().drafts, shipped_sources().dutch)) {
    if (file.path == path) return file.content;
  }
  return {};
}

}  // namespace

TEST_CASE("who is alone by tables and images together is told wherever the tables alone are") {
  const ReadinessInputs inputs = joint_inputs();
  const Json readiness = document(inputs);
  CHECK(
      contains(readiness.at("verdict").at("alone").as_string(),
               "160 of 240 persons are alone for whoever knows these columns and which images, tables and "
               "recordings each has. 30 of 240 persons are alone for whoever knows the details that k "
               "persons share, and which images, tables and recordings each has. 6 of 240 persons are alone "
               "by which images, tables and recordings they have. 240 of 240 persons are alone for whoever "
               "knows all of this together."));
  CHECK(contains(readiness.at("risk").at("sentence").as_string(),
                 "by the details in the tables, 30; by every column of the tables of persons, 160; by their "
                 "events tables and sidecars too, 240."));
  CHECK(
      contains(document_check(readiness, "R55").at("observed").as_string(),
               "for whoever also knows which images, tables and recordings each person has: 33.3 % (alone: "
               "30) by these details, 83.3 % (alone: 160) with every column of the tables of persons, 100 % "
               "(alone: 240) with events tables and sidecars besides"));
  CHECK(contains(readiness.at("risk").at("sentence").as_string(),
                 "; alone where the images of each are known too: 40 (chance 37.5 %)."));
  const std::string page = page_of(readiness);
  CHECK(contains(page, "Persons alone by what is known of them, each sort by itself and together"));
  CHECK(contains(page, "Alone where images are known too"));
  const std::string english = draft(inputs, "drafts/impact_assessment.en.md");
  CHECK(
      contains(english,
               "| every column of the tables of persons, and which images, tables and recordings there are | "
               "160 | 83.3 % |"));
  CHECK(contains(english, "| none, as now | 120 | 70.8 % | 160 | – |"));
  CHECK(contains(draft(inputs, "drafts/impact_assessment.nl.md"), "| 160 | 83,3 % |"));
}

TEST_CASE("kinds of image that few have are a step, with what leaving them out gives") {
  ReadinessInputs inputs = joint_inputs();
  const auto steps = [&] {
    const Json readiness = document(inputs);
    std::string texts;
    for (const Json& step : readiness.at("next_steps").as_array()) texts += step.at("text").as_string();
    return texts;
  };
  const std::string first =
      R"(With {"leave_out_images": ["func/task-rare_bold"]}: persons alone by the details that k persons )"
      "share and their images: 18 (now 30), by every column of the tables of persons and their images: 130 "
      "(now 160).";
  const std::string second =
      R"(With {"leave_out_images": ["anat/T2w", "func/task-rare_bold"]}: persons alone by the details that )"
      "k persons share and their images: 0 (now 30), by every column of the tables of persons and their "
      "images: 120 (now 160).";
  INFO(steps());
  CHECK(contains(steps(), first));
  CHECK(contains(steps(), second));
  CHECK(contains(page_of(document(inputs)), "Persons alone where kinds of image are left out"));
  CHECK(contains(draft(inputs, "drafts/impact_assessment.en.md"),
                 R"(| `{"leave_out_images": ["func/task-rare_bold"]}` | 18 | 130 |)"));
  inputs.risk.without_kinds.clear();
  CHECK_FALSE(contains(steps(), "leave_out_images"));
  CHECK(contains(draft(inputs, "drafts/impact_assessment.en.md"),
                 "Kinds of image left out, persons alone then: none was needed, or none was found"));
}

TEST_CASE("nothing that counts the tables of persons alone speaks of every released column") {
  const ReadinessInputs inputs = joint_inputs();
  const std::string all = format_json(document(inputs)) + page_of(document(inputs)) +
                          draft(inputs, "drafts/impact_assessment.en.md");
  CHECK_FALSE(contains(all, "every released column known"));
  CHECK_FALSE(contains(all, "knows every released column."));
  CHECK_FALSE(contains(all, "Every column known"));
}

TEST_CASE("without files, and of few persons, nothing is told of tables and images together") {
  ReadinessInputs inputs = joint_inputs();
  inputs.risk.joint.reset();
  CHECK(document(inputs).at("risk").at("joint").is_null());
  CHECK_FALSE(contains(document(inputs).at("verdict").at("alone").as_string(), "these columns"));
  inputs = joint_inputs();
  inputs.risk.persons = 4;
  CHECK(document(inputs).at("risk").at("joint").is_null());
}
