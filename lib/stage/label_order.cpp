#include "stage/label_order.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "deid/cells.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
using ByLabel = std::map<std::string, std::string>;  // source label -> what orders

std::string padded(std::uint64_t number) { return fmt::format("{:020}", number); }

constexpr const char* k_participants = "participants.tsv";

// The row of everybody in participants.tsv; the first, where it has several.
std::map<std::string, std::size_t> rows_of_participants(const RootTables& tables) {
  std::map<std::string, std::size_t> rows;
  for (const auto& [label, by_path] : tables.rows_by_label) {
    const auto found = by_path.find(k_participants);
    if (found != by_path.end()) rows.emplace(label, found->second.front());
  }
  return rows;
}

// Everybody's cells in the columns of sites, by the order of their texts: site 1 before site 2.
ByLabel sites_of(const RootTables& tables, const ColumnRules& rules) {
  ByLabel sites;
  const auto table = tables.by_path.find(k_participants);
  if (table == tables.by_path.end()) return sites;
  for (std::size_t column = 0; column < table->second.columns.size(); ++column) {
    const ColumnRule* rule = rules.find(TableKind::participants, table->second.columns[column]);
    if (rule == nullptr || rule->action != ColumnAction::site) continue;
    for (const auto& [label, row] : rows_of_participants(tables)) {
      const std::string& cell = table->second.rows[row][column];
      if (!is_missing(cell)) sites[label] += natural_order(cell) + '\t';
    }
  }
  return sites;
}

std::string first_day_of(const Outcome& outcome) {
  std::string first;
  for (const SessionDate& session : outcome.sessions) {
    if (!session.date.empty() && (first.empty() || session.date < first)) first = session.date;
  }
  return first;
}

std::string earliest_time_of(const Outcome& outcome) {
  std::uint64_t earliest = 0;
  for (const FileOutcome& file : outcome.files) {
    const auto time = static_cast<std::uint64_t>(std::max<std::int64_t>(file.input.mtime_ns, 0));
    if (time > 0 && (earliest == 0 || time < earliest)) earliest = time;
  }
  return earliest == 0 ? "" : padded(earliest);
}

std::string bytes_of(const Outcome& outcome) {
  std::uint64_t bytes = 0;
  for (const FileOutcome& file : outcome.files) bytes += file.input.size;
  return padded(bytes);
}

// What orders the persons in the source.
struct SourceOrders {
  ByLabel spelling, rows, first_scans, file_times, amounts;
};

SourceOrders orders_of(const OrderSources& source) {
  SourceOrders orders;
  for (const auto& [label, row] : rows_of_participants(source.tables))
    orders.rows.emplace(label, padded(row));
  for (const Outcome& outcome : source.inputs.outcomes) {
    orders.spelling.emplace(outcome.participant, natural_order(outcome.participant));
    orders.first_scans.emplace(outcome.participant, first_day_of(outcome));
    orders.file_times.emplace(outcome.participant, earliest_time_of(outcome));
    orders.amounts.emplace(outcome.participant, bytes_of(outcome));
  }
  return orders;
}

OrderLeakage compare(std::string against, const std::vector<std::string>& in_order, const ByLabel& values) {
  std::vector<std::string> ordered;
  ordered.reserve(in_order.size());
  for (const std::string& label : in_order) {
    const auto value = values.find(label);
    ordered.push_back(value == values.end() ? std::string() : value->second);
  }
  return order_leakage(std::move(against), ordered);
}

// Source labels in the order in which the file system lists the folders: whoever packs them sees it.
std::vector<std::string> as_listed(const LabelMap& labels, const fs::path& release) {
  std::map<std::string, std::string> old_of;
  for (const std::string& label : labels.old_participants_by_new())
    old_of[*labels.participant(label)] = label;
  std::vector<std::string> listed;
  std::error_code status;
  for (const fs::directory_entry& entry : fs::directory_iterator(release, status)) {
    const std::string name = entry.path().filename().string();
    const auto found = old_of.find(std::string(strip_prefix(name, "sub-")));
    if (found != old_of.end()) listed.push_back(found->second);
  }
  return listed;
}

// Source labels by the lowest number that one of their files has on the disk; tables are written anew.
std::vector<std::string> by_disk(const std::vector<ReleasedFile>& files) {
  std::map<std::string, std::uint64_t> lowest;
  for (const ReleasedFile& file : files) {
    if (file.participant.empty() || file.staged.extension() == ".tsv") continue;
    struct stat facts {};
    if (::stat(file.staged.c_str(), &facts) != 0) continue;
    const std::uint64_t number = facts.st_ino;
    const auto found = lowest.emplace(file.participant, number).first;
    found->second = std::min(found->second, number);
  }
  std::vector<std::pair<std::uint64_t, std::string>> ordered;
  ordered.reserve(lowest.size());
  for (const auto& [label, number] : lowest) ordered.emplace_back(number, label);
  std::sort(ordered.begin(), ordered.end());
  std::vector<std::string> labels;
  labels.reserve(ordered.size());
  for (auto& [number, label] : ordered) labels.push_back(std::move(label));
  return labels;
}

}  // namespace

bool disk_order_tells(const OrderSources& source, const std::vector<ReleasedFile>& files) {
  constexpr std::size_t k_fewest = 7;  // in the order of the source: p = 2 / 7! = 0.0004; of 5, 0.017
  const std::vector<std::string> ordered = by_disk(files);
  if (ordered.size() < k_fewest) return true;
  const SourceOrders orders = orders_of(source);
  return is_beyond_chance({compare("labels of the source", ordered, orders.spelling),
                           compare("rows of participants.tsv", ordered, orders.rows),
                           compare("first scans", ordered, orders.first_scans)});
}

std::vector<OrderLeakage> compare_orders(const OrderSources& source, const LabelMap& labels,
                                         const fs::path& release) {
  const SourceOrders orders = orders_of(source);
  const std::vector<std::string> by_new = labels.old_participants_by_new();
  return {compare("labels of the source", by_new, orders.spelling),
          compare("rows of participants.tsv", by_new, orders.rows),
          compare("sites", by_new, sites_of(source.tables, source.rules)),
          compare("first scans", by_new, orders.first_scans),
          compare("times of source files", by_new, orders.file_times),
          compare("amount of data", by_new, orders.amounts),
          compare("labels of the source, by the folders as the file system lists them",
                  as_listed(labels, release), orders.spelling)};
}

std::string format_orders(const std::vector<OrderLeakage>& orders) {
  std::string text = fmt::format(
      "The order of the new labels against {} orders of the source: {} (with so many tried, a p below {:.4f} "
      "would be beyond it)\n",
      orders_told(orders), is_beyond_chance(orders) ? "beyond chance" : "within chance",
      p_beyond_chance(orders_told(orders)));
  for (const OrderLeakage& order : orders) {
    if (order.participants == 0) continue;  // the source tells no such order
    text += fmt::format("{}: {} participants, rank correlation {:.3f}, p {:.4f}\n", order.against,
                        order.participants, order.correlation, order.p_value);
  }
  return text;
}

}  // namespace shareready
