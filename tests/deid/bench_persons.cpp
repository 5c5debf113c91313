// bench_persons: the tabular part of a group run for 100,000 participants with 10 columns, in processor
// seconds: reading, typing and scrubbing, tokens for the audit, generalisation with all figures, writing.
// Prints "name value limit" lines; exit code 1 where a limit is passed.
#include <fmt/format.h>
#include <sys/resource.h>

#include <ctime>
#include <random>

#include "base/share.hpp"
#include "deid/generalise.hpp"

using namespace shareready;

namespace {

constexpr int k_persons = 100000;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string participants() {
  std::mt19937_64 random(1);
  const auto draw = [&random](std::uint64_t below) { return random() % below; };
  std::string text =
      "participant_id\tage\tsex\thandedness\tgroup\tpostcode\tmmse\ttotal_score\temail\tremarks\tsite\n";
  for (int i = 0; i < k_persons; ++i) {
    text += fmt::format("sub-{:06}\t{}\t{}\t{}\t{}\t{}AB\t{}\t{:.3f}\tperson{}@example.org\tremark {}\t{}\n",
                        i, 18 + draw(72), draw(2) == 0 ? "F" : "M", draw(10) == 0 ? "left" : "right",
                        draw(3) == 0 ? "patient" : "control", 1011 + draw(8900), draw(31),
                        static_cast<double>(draw(60000)) / 1000.0, i, draw(1000000), draw(4));
  }
  return text;
}

bool show(const std::string& name, double value, double limit) {
  fmt::print("{:<58} {:>9.3f}  (limit {})\n", name, value, limit);
  return value <= limit;
}

Result<Generalised> tabular_part(const std::string& text, const ColumnRules& rules) {
  SR_TRY(const Table source, parse_table(text, "participants.tsv"));
  TokenSet tokens;
  collect_tokens(source, TableKind::participants, rules, tokens);
  double start = processor_seconds();
  SR_TRY(ScrubbedTable scrubbed,
         scrub_table(source, TableKind::participants, {.rules = &rules, .tokens = &tokens}));
  fmt::print("  of these, scrubbing: {:.2f} s\n", processor_seconds() - start);
  GeneraliseRequest request{.data = {}, .persons = {}, .rules = &rules, .k = 5};
  for (const auto& row : scrubbed.table.rows) request.persons.push_back(row.front().substr(4));
  request.data.tables.push_back(
      {.path = "participants.tsv", .person = "", .table = std::move(scrubbed.table)});
  start = processor_seconds();
  SR_TRY(Generalised result, generalise(std::move(request)));
  fmt::print("  of these, generalising: {:.2f} s\n", processor_seconds() - start);
  if (format_table(result.data.tables.front().table).empty()) fmt::print("nothing was written\n");
  return result;
}

}  // namespace

int main() {
  Result<ColumnRules> rules = load_column_rules();
  if (!rules.ok()) return 1;
  const std::string text = participants();
  const double start = processor_seconds();
  const Result<Generalised> result = tabular_part(text, with_policy(std::move(rules).value(), {"site"}, {}));
  if (!result.ok()) return 1;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("100,000 participants, 10 columns: k reached {}, smallest group {}, loss {:.3f}\n",
             result->reached, result->after.smallest_class, result->loss);
  bool good = show("  tabular part, processor seconds", processor_seconds() - start, 10.0);
  good &= show("  peak memory, MB", static_cast<double>(usage.ru_maxrss) / 1024.0, 500.0);
  return good ? 0 : 1;
}
