// What follows from all that is told of persons who are alone by tables, by files and by both.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/known_numbers.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/partitions.hpp"
#include "readiness/told_joint.hpp"
#include "readiness/told_steps.hpp"

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

// By the tables, and who is alone by the files and by both.
struct World {
  Parts tables;
  bool files_alike = false;
  std::uint64_t files = 0, both = 0;
  friend bool operator<(const World& one, const World& other) {
    return std::tie(one.tables, one.files_alike, one.files, one.both) <
           std::tie(other.tables, other.files_alike, other.files, other.both);
  }
};

std::set<World> all_worlds(std::size_t persons) {
  std::set<World> worlds;
  for (const Cells& cells : all_cells(persons)) {
    const Parts files = sums_of(turned(cells));
    worlds.insert(
        {sums_of(cells), files.size() == 1, in_parts(files, 1, 1), in_parts(filled_in(cells), 1, 1)});
  }
  return worlds;
}

struct ToldWorld {
  ToldFigures tables;
  ToldCount files, both;
  std::vector<Json> also_files,
      also_both;  // the same numbers, told again of images and keys that are left out
};

// What is told of each of these, in every row.
std::vector<Json> said_in(const Json& rows, const std::vector<const char*>& members) {
  std::vector<Json> said;
  for (const Json& row : rows.as_array()) {
    for (const char* member : members) said.push_back(row.at(member));
  }
  return said;
}

// Whether none is told as a number of few persons, whatever other number it follows from.
bool are_masked(const std::vector<Json>& counts, std::uint64_t k) {
  return std::none_of(counts.begin(), counts.end(), [k](const Json& count) {
    const auto persons = static_cast<std::uint64_t>(count.is_number() ? count.as_int() : 0);
    return persons > 0 && persons < fewest_told(k);
  });
}

bool fit_all(std::uint64_t persons, const std::vector<Json>& counts) {
  return std::all_of(counts.begin(), counts.end(),
                     [persons](const Json& count) { return count_fits(persons, count); });
}

// The tables hold nothing but the details that k persons share.
ToldWorld told_in(const World& world, std::uint64_t k) {
  ReadinessInputs inputs;
  inputs.policy.k = k;
  RiskFacts& risk = inputs.risk;
  risk.persons = in_parts(world.tables, 1, 1000);
  risk.after = risk.whole = figures_in(world.tables, k);
  const RiskFigures both{.uniques = world.both},
      files{.uniques = world.files, .groups = world.files_alike ? 1U : 2U};
  risk.joint = {.files = files, .details = both, .described = both, .columns = both, .all = both};
  inputs.contents = {{.kind = ContentKind::sidecars, .alone = world.files}};
  risk.without_kinds = {{.kinds = {"x"}, .details = world.both, .columns = world.both, .all = world.both}};
  risk.without_keys = {{.keys = {"X"}, .sidecars = world.files, .described = world.both, .all = world.both}};
  const ToldJoint told = *told_joint(inputs);
  ToldWorld all{told_whole(risk, k), told.files, told.columns, {}, {}};
  const Json keys = without_keys_json(inputs);
  all.also_files = said_in(keys, {"sidecars"});
  all.also_both = said_in(keys, {"described", "all"});
  for (Json& said : said_in(without_images_json(inputs), {"details", "columns", "all"}))
    all.also_both.push_back(std::move(said));
  return all;
}

constexpr unsigned k_tables = 1, k_files = 2, k_both = 4;

// In which respects a world is as it is told, for somebody who knows the steps.
unsigned fits(const World& world, const ToldWorld& told) {
  const bool tables =
      count_fits(in_parts(world.tables, 1, 1), told.tables.uniques) && chance_fits(world.tables, told.tables);
  const auto within = [](std::uint64_t alone, const ToldCount& count) {
    return alone >= count.range.least && alone <= count.range.most && count_fits(alone, count.words);
  };
  const bool files = within(world.files, told.files) && fit_all(world.files, told.also_files);
  const bool both = within(world.both, told.both) && fit_all(world.both, told.also_both);
  return (tables ? k_tables : 0) | (files ? k_files : 0) | (both ? k_both : 0);
}

// Those alone by each, those who are not, and those alone by more.
std::vector<std::uint64_t> numbers_of(const World& world) {
  const std::uint64_t persons = in_parts(world.tables, 1, 1000), tables = in_parts(world.tables, 1, 1);
  return {tables,
          world.files,
          world.both,
          persons - tables,
          persons - world.files,
          persons - world.both,
          world.both - tables,
          world.both - world.files};
}

}  // namespace

TEST_CASE(
    "no number of few persons follows from what is told of tables, of files and of both, two or three") {
  std::size_t told_something = 0;
  for (const std::size_t persons : k_few_persons) {
    const std::set<World> worlds = all_worlds(persons);
    for (const std::uint64_t k : {2U, 3U, 5U}) {
      std::map<std::string, ToldWorld> said;
      for (const World& world : worlds) {
        ToldWorld told = told_in(world, k);
        CHECK(fits(world, told) == (k_tables | k_files | k_both));
        CHECK(are_masked(told.also_files, k));
        CHECK(are_masked(told.also_both, k));
        told_something += told.both.words.as_string() == "0+" ? 0 : 1;
        said.emplace(words_in({told.tables}) + "; " + told.files.words.as_string() + "; " +
                         told.both.words.as_string(),
                     told);
      }
      for (const auto& [words, told] : said) {
        std::map<unsigned, KnownNumbers> known;  // by what somebody looks at
        for (const World& world : worlds) {
          const unsigned fit = fits(world, told);
          for (const unsigned looked_at :
               {k_tables | k_files, k_tables | k_both, k_files | k_both, k_tables | k_files | k_both})
            if ((fit & looked_at) == looked_at) known[looked_at].take(numbers_of(world));
        }
        for (const auto& [looked_at, by_it] : known) {
          for (std::size_t i = 0; i < by_it.ranges.size(); ++i) {
            INFO(persons << " persons, k " << k << ", looking at " << looked_at << ", number " << i << ": "
                         << words);
            CHECK(by_it.only(i, k) == 0);
          }
        }
      }
    }
  }
  CHECK(told_something > 300);
}

namespace {

// Rows joined by a column left out, in every way: the number of its row for each.
std::vector<std::vector<std::size_t>> all_joinings(std::size_t rows) {
  std::vector<std::vector<std::size_t>> all{{}};
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<std::vector<std::size_t>> longer;
    for (const std::vector<std::size_t>& begun : all) {
      const std::size_t next = begun.empty() ? 0 : *std::max_element(begun.begin(), begun.end()) + 1;
      for (std::size_t row = 0; row <= next; ++row) {
        longer.push_back(begun);
        longer.back().push_back(row);
      }
    }
    all = std::move(longer);
  }
  return all;
}

Cells joined_rows(const Cells& cells, const std::vector<std::size_t>& joining) {
  Cells joined(*std::max_element(joining.begin(), joining.end()) + 1,
               std::vector<std::uint64_t>(cells.front().size()));
  for (std::size_t row = 0; row < cells.size(); ++row) {
    for (std::size_t column = 0; column < cells[row].size(); ++column)
      joined[joining[row]][column] += cells[row][column];
  }
  return joined;
}

// The tables, those with a column left out, the files, and both with either of them.
struct MeasuredWorld {
  World now, then;
  friend bool operator<(const MeasuredWorld& one, const MeasuredWorld& other) {
    return std::tie(one.now, one.then) < std::tie(other.now, other.then);
  }
};

std::set<MeasuredWorld> all_measured_worlds(std::size_t persons) {
  std::set<MeasuredWorld> worlds;
  std::vector<std::vector<std::vector<std::size_t>>> joinings;  // by the number of rows
  for (std::size_t rows = 0; rows <= persons; ++rows) joinings.push_back(all_joinings(rows));
  for (const Cells& cells : all_cells(persons)) {
    const Parts files = sums_of(turned(cells));
    const World now{sums_of(cells), files.size() == 1, in_parts(files, 1, 1),
                    in_parts(filled_in(cells), 1, 1)};
    World then = now;
    for (const std::vector<std::size_t>& joining : joinings[cells.size()]) {
      const Cells joined = joined_rows(cells, joining);
      then.tables = sums_of(joined);
      then.both = 0;
      for (const std::vector<std::uint64_t>& row : joined)
        then.both += static_cast<std::uint64_t>(std::count(row.begin(), row.end(), 1U));
      worlds.insert({now, then});
    }
  }
  return worlds;
}

struct ToldMeasured {
  ToldWorld now;
  ToldFigures then;
  ToldCount both_then;
};

ToldMeasured told_in(const MeasuredWorld& world, const ToldWorld& now, std::uint64_t k) {
  ReadinessInputs inputs;
  inputs.policy.k = k;
  RiskFacts& risk = inputs.risk;
  risk.persons = in_parts(world.now.tables, 1, 1000);
  risk.after = risk.whole = figures_in(world.now.tables, k);
  const RiskFigures both{.uniques = world.now.both}, then{.uniques = world.then.both};
  risk.joint = {.files = {.uniques = world.now.files, .groups = world.now.files_alike ? 1U : 2U},
                .details = both,
                .described = both,
                .columns = both,
                .all = both};
  risk.measures = {{.limits = {},
                    .columns = {"iq"},
                    .policy_columns = {},
                    .whole = figures_in(world.then.tables, k),
                    .with_files = then,
                    .with_all = then}};
  return {now, told_measures(risk, k).front(), told_measures_with_files(inputs).front().files};
}

bool is_within(std::uint64_t alone, const CountRange& range) {
  return alone >= range.least && alone <= range.most;
}

bool fits(const MeasuredWorld& world, const ToldMeasured& told) {
  const World& then = world.then;
  const bool steps = is_within(then.both, told.both_then.range) &&
                     is_within(world.now.both, told.now.both.range) &&
                     is_within(world.now.files, told.now.files.range);
  return steps && chance_fits(then.tables, told.then) &&  // what takes least time first
         count_fits(in_parts(then.tables, 1, 1), told.then.uniques) &&
         fits(world.now, told.now) == (k_tables | k_files | k_both);
}

std::vector<std::uint64_t> numbers_of(const MeasuredWorld& world) {
  std::vector<std::uint64_t> numbers = numbers_of(world.now);
  const std::uint64_t persons = in_parts(world.now.tables, 1, 1000), then = in_parts(world.then.tables, 1, 1);
  numbers.insert(numbers.end(), {then, world.then.both, persons - then, persons - world.then.both});
  return numbers;
}

}  // namespace

TEST_CASE("nor from what a column left out would give to somebody who knows the files too") {
  for (const std::size_t persons : k_fewer_persons) {
    const std::set<MeasuredWorld> worlds = all_measured_worlds(persons);
    for (const std::uint64_t k : {2U, 5U}) {
      std::map<std::string, ToldMeasured> said;
      const World* last = nullptr;
      ToldWorld now;
      for (const MeasuredWorld& world : worlds) {  // those of one release after one another
        if (last == nullptr || *last < world.now) now = told_in(world.now, k);
        last = &world.now;
        ToldMeasured told = told_in(world, now, k);
        CHECK(fits(world, told));
        const std::string words = words_in({told.now.tables, told.then}) + told.now.files.words.as_string() +
                                  "; " + told.now.both.words.as_string() + "; " +
                                  told.both_then.words.as_string();
        said.emplace(words, std::move(told));
      }
      for (const auto& [words, told] : said) {
        KnownNumbers known;
        for (const MeasuredWorld& world : worlds) {
          if (fits(world, told)) known.take(numbers_of(world));
        }
        for (std::size_t i = 0; i < known.ranges.size(); ++i) {
          INFO(persons << " persons, k " << k << ", number " << i << ": " << words);
          CHECK(known.only(i, k) == 0);
        }
      }
    }
  }
}

TEST_CASE("a bound that leaves less than three numbers of a step makes it one with the next") {
  for (const std::uint64_t fewest : {5U, 7U}) {
    for (std::uint64_t persons = 2 * fewest - 1; persons <= 40; ++persons) {
      for (std::uint64_t bound = 0; bound <= persons; ++bound) {
        std::map<std::string, std::set<std::uint64_t>> can_be;
        for (std::uint64_t alone = bound; alone <= persons; ++alone) {
          const ToldCount told = told_in_steps(alone, {.persons = persons, .fewest = fewest}, {bound});
          INFO(alone << " of " << persons << ", at least " << bound << ": " << told.words.as_string());
          CHECK((told.range.least <= alone && alone <= told.range.most && told.range.least >= bound));
          CHECK(count_fits(alone, told.words));
          can_be[std::to_string(told.range.least) + "-" + std::to_string(told.range.most)].insert(alone);
        }
        const std::uint64_t nearly_all = step_of(persons, persons, fewest).least;
        for (const auto& [range, numbers] : can_be) {
          INFO(range << " of " << persons << ", at least " << bound);
          CHECK((numbers.size() >= 3 || *numbers.begin() == 0 || bound > nearly_all));
        }
      }
    }
  }
}

TEST_CASE("of nearly all persons alone no mask says that they are few, and how many are not stays open") {
  constexpr std::uint64_t k_persons = 24;
  std::size_t masked = 0, in_steps = 0;
  const std::vector<Parts> all = all_parts(k_persons, k_persons);
  for (const std::uint64_t k : {3U, 5U}) {
    const auto told_of = [&](const Parts& parts) {
      RiskFacts risk;
      risk.persons = k_persons;
      risk.whole = figures_in(parts, k);
      return told_whole(risk, k);
    };
    for (const Parts& parts : all) {
      const ToldFigures told = told_of(parts);
      const std::uint64_t alone = in_parts(parts, 1, 1), fewest = fewest_told(k);
      if (told.uniques.is_number() || alone < fewest) continue;
      const CountRange step = step_of(alone, k_persons, fewest);
      ++masked;
      if (range_of_words(told.uniques, k_persons).least < step.least) continue;
      ++in_steps;
      // Somebody who knows the steps as well.
      std::set<std::uint64_t> left;
      for (const Parts& other : all) {
        const std::uint64_t count = in_parts(other, 1, 1);
        const bool same = count >= step.least && count <= step.most && count_fits(count, told.uniques) &&
                          count_fits(in_parts(other, 1, k - 1), told.below_k) && chance_fits(other, told);
        if (same) left.insert(k_persons - count);
      }
      INFO(alone << " alone, k " << k << ": " << words_in({told}));
      CHECK((left.size() > 1 || *left.begin() == 0 || *left.begin() >= fewest));
    }
    Parts nearly(22, 1);
    nearly.push_back(2);
    CHECK(told_of(nearly).uniques.as_string() == "20+");
  }
  CHECK(masked > 10);
  CHECK(in_steps * 10 > masked * 8);
}

TEST_CASE("whatever is told of more knowledge is no less than what is told of less") {
  for (const std::size_t persons : k_few_persons) {
    for (const World& world : all_worlds(persons)) {
      for (const std::uint64_t k : {2U, 5U}) {
        const ToldWorld told = told_in(world, k);
        const std::uint64_t both = told.both.range.least;
        INFO(words_in({told.tables}) << "; " << told.files.words.as_string() << "; "
                                     << told.both.words.as_string());
        CHECK(both >= range_of_words(told.tables.uniques, persons).least);
        CHECK(both >= told.files.range.least);
      }
    }
  }
}

TEST_CASE("numbers in steps stay open in each, for any that are among one another") {
  for (const std::uint64_t fewest : {5U, 7U}) {
    for (std::uint64_t persons = fewest; persons <= 40; ++persons) {
      // One may be told as it is; one person cannot be left over alone.
      const auto can_be = [&](std::uint64_t alone) { return alone <= persons && alone + 1 != persons; };
      const auto all_of = [&](std::uint64_t alone) {
        const CountRange step = step_of(alone, persons, fewest);
        std::vector<std::uint64_t> numbers;
        for (std::uint64_t one = step.least; one <= step.most; ++one)
          if (can_be(one)) numbers.push_back(one);
        return numbers;
      };
      for (std::uint64_t less = 0; less <= persons; ++less) {
        if (!can_be(less)) continue;
        for (std::uint64_t more = less; more <= persons; ++more) {
          if (!can_be(more)) continue;
          CHECK(step_of(less, persons, fewest).least <= step_of(more, persons, fewest).least);
          std::set<std::uint64_t> found_less, found_more, beyond, beyond_told;
          for (const std::uint64_t two : all_of(more)) {
            if (two >= less) beyond_told.insert(two - less);
            for (const std::uint64_t one : all_of(less)) {
              if (one > two) continue;
              found_less.insert(one);
              found_more.insert(two);
              beyond.insert(two - one);
            }
          }
          const auto tells = [&](const std::set<std::uint64_t>& numbers) {
            return numbers.size() == 1 && *numbers.begin() > 0 && *numbers.begin() < fewest;
          };
          INFO(less << " and " << more << " of " << persons << ", fewest " << fewest);
          CHECK_FALSE((tells(found_less) || tells(found_more) || tells(beyond)));
          CHECK_FALSE((less >= fewest && tells(beyond_told)));
          CHECK((found_less.size() == all_of(less).size() && found_more.size() == all_of(more).size()));
        }
      }
    }
  }
}
