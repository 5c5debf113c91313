// bench_search: the search for the optimal generalisation on Adult against checking every node, in processor
// seconds of one run, and a large table. Prints "name value limit" lines; exit code 1 where a limit is
// passed.
#include <fmt/format.h>
#include <sys/resource.h>

#include <ctime>
#include <random>

#include "adult.hpp"
#include "risk/search.hpp"

using namespace shareready;
using namespace shareready::risk;

namespace {

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Timed {
  SearchResult result;
  double seconds = 0.0;
};

Timed timed_search(const EncodedTable& table, const SearchOptions& options, int runs) {
  Timed best{.result = {}, .seconds = 1e9};
  for (int i = 0; i < runs; ++i) {
    const double start = processor_seconds();
    SearchResult result = find_optimum(table, {.k = 5, .average_risk = {}, .sensitive = {}}, options).value();
    best.seconds = std::min(best.seconds, processor_seconds() - start);
    best.result = std::move(result);
  }
  return best;
}

bool show(const std::string& name, double value, double limit) {
  fmt::print("{:<58} {:>9.4f}  (limit {})\n", name, value, limit);
  return value <= limit;
}

bool compare(const EncodedTable& table, double suppression, double most_seconds, double most_ratio) {
  const Timed quick = timed_search(table, {.suppression_limit = suppression}, 3);
  const Timed all = timed_search(table, {.suppression_limit = suppression, .exhaustive = true}, 1);
  fmt::print("k=5, suppression {}: {} checks of {}, loss {:.12f}, exhaustive loss {:.12f}, {:.3f} s\n",
             suppression, quick.result.checks, quick.result.nodes, quick.result.loss, all.result.loss,
             all.seconds);
  const bool in_time = show("  search, processor seconds", quick.seconds, most_seconds);
  const bool in_ratio = show("  search / exhaustive", quick.seconds / all.seconds, most_ratio);
  return quick.result.loss == all.result.loss && in_time && in_ratio;
}

Hierarchy bands(int values, std::initializer_list<int> widths) {
  std::vector<std::vector<std::string>> rows;
  for (int value = 0; value < values; ++value) {
    rows.push_back({std::to_string(value)});
    for (const int width : widths) rows.back().push_back(std::to_string(value / width));
    rows.back().emplace_back("*");
  }
  return make_hierarchy(rows, "bands").value();
}

// 100,000 rows: an age, a place, eight columns of few values.
EncodedTable large_table() {
  constexpr std::size_t k_rows = 100000;
  std::mt19937_64 random(1);
  std::vector<Attribute> attributes{{.name = "age", .hierarchy = bands(72, {5, 10, 20})},
                                    {.name = "place", .hierarchy = bands(90, {10})}};
  for (int i = 0; i < 8; ++i)
    attributes.push_back({.name = std::to_string(i), .hierarchy = bands(2 + i % 4, {})});
  std::vector<std::vector<std::string>> columns;
  for (const Attribute& attribute : attributes) {
    std::uniform_int_distribution<std::size_t> value(0, attribute.hierarchy.values() - 1);
    auto& column = columns.emplace_back();
    for (std::size_t row = 0; row < k_rows; ++row) column.push_back(std::to_string(value(random)));
  }
  return encode_table(std::move(attributes), columns).value();
}

}  // namespace

int main() {
  const EncodedTable adult = test::adult_table();
  bool good = compare(adult, 0.0, 0.050, 1.0 / 50.0);
  good &= compare(adult, 0.04, 1.0, 1.0 / 3.0);
  const double start = processor_seconds();
  const EncodedTable large = large_table();
  const SearchResult result =
      find_optimum(large, {.k = 5, .average_risk = {}, .sensitive = {}}, {.suppression_limit = 0.05}).value();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("100,000 rows, 10 columns: {} checks of {}, proven: {}\n", result.checks, result.nodes,
             result.proven);
  good &= show("  encoding and search, processor seconds", processor_seconds() - start, 10.0);
  good &= show("  peak memory, MB", static_cast<double>(usage.ru_maxrss) / 1024.0, 500.0);
  return good ? 0 : 1;
}
