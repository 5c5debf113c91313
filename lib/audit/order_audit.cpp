#include "audit/order_audit.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::int64_t k_a_day = 86'400;
constexpr std::size_t k_fewest_to_have_an_order = 3;

Finding remark(std::string path, std::string locator, std::string excerpt, std::string remedy) {
  Finding finding;
  finding.kind = FindingKind::metadata;
  finding.severity = Severity::minor;
  finding.requirement = "R44";
  finding.path = finding.source_path = std::move(path);
  finding.locator = std::move(locator);
  finding.excerpt = std::move(excerpt);
  finding.remedy = std::move(remedy);
  return finding;
}

bool is_sorted_as_counted(const std::vector<std::string>& labels) {
  return std::is_sorted(labels.begin(), labels.end(), comes_before) ||
         std::is_sorted(labels.begin(), labels.end());
}

std::vector<std::string> first_column(const std::string& table) {
  std::vector<std::string> cells;
  for (const std::string& line : split(table, '\n')) {
    if (!trim(line).empty()) cells.emplace_back(trim(line.substr(0, line.find('\t'))));
  }
  if (!cells.empty()) cells.erase(cells.begin());
  return cells;
}

void audit_rows(const std::filesystem::path& tree, Findings& findings) {
  constexpr std::size_t k_most_bytes = std::size_t{16} << 20U;
  std::error_code status;
  const std::filesystem::path path = tree / "participants.tsv";
  const auto size = std::filesystem::file_size(path, status);
  if (status || size > k_most_bytes) return;
  const auto text = read_text(path);
  if (!text.ok()) return;  // said where its content is examined
  const std::vector<std::string> labels = first_column(*text);
  if (labels.size() < k_fewest_to_have_an_order || is_sorted_as_counted(labels)) return;
  findings.push_back(remark("participants.tsv", "rows", "rows in another order than that of the labels",
                            "Sort the rows by label: their order may be that of recruitment."));
}

// The labels of participants that are numbers with the same text before them.
void audit_numbering(const std::set<std::string>& participants, Findings& findings) {
  std::map<std::string, std::set<long>> numbers;
  for (const std::string& label : participants) {
    const std::size_t digits = label.find_last_not_of("0123456789") + 1;
    if (digits >= label.size() || label.size() - digits > 9) return;  // not all are numbered
    numbers[label.substr(0, digits)].insert(std::strtol(label.c_str() + digits, nullptr, 10));
  }
  for (const auto& [prefix, used] : numbers) {
    const auto span = static_cast<std::size_t>(*used.rbegin() - *used.begin() + 1);
    const bool is_counted = used.size() >= k_fewest_to_have_an_order && used.size() * 2 > span;
    if (!is_counted || span == used.size()) continue;
    findings.push_back(remark(".", "labels", "gaps in the numbering of participants",
                              "Number the participants anew: gaps tell that somebody was left out."));
    return;
  }
}

void audit_times(const std::map<std::string, std::int64_t>& changed, Findings& findings) {
  if (changed.size() < k_fewest_to_have_an_order) return;
  std::vector<std::string> labels;
  for (const auto& entry : changed) labels.push_back(entry.first);
  std::sort(labels.begin(), labels.end(), comes_before);
  const auto by_time = [&](const std::string& a, const std::string& b) {
    return changed.at(a) < changed.at(b);
  };
  const auto [first, last] = std::minmax_element(labels.begin(), labels.end(), by_time);
  const bool at_once = changed.at(*last) - changed.at(*first) < k_a_day;
  if (at_once || std::is_sorted(labels.begin(), labels.end(), by_time)) return;
  findings.push_back(remark(".", "modification times",
                            "files of participants changed on different days, not in the order of labels",
                            "Copy the dataset without its times before sharing: they tell an order."));
}

}  // namespace

bool comes_before(std::string_view one, std::string_view other) {
  std::size_t i = 0;
  std::size_t k = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (i < one.size() && k < other.size()) {
    if (is_digit(one[i]) && is_digit(other[k])) {
      const long a = std::strtol(std::string(one.substr(i, 18)).c_str(), nullptr, 10);
      const long b = std::strtol(std::string(other.substr(k, 18)).c_str(), nullptr, 10);
      if (a != b) return a < b;
      while (i < one.size() && is_digit(one[i])) ++i;
      while (k < other.size() && is_digit(other[k])) ++k;
      continue;
    }
    if (one[i] != other[k]) return one[i] < other[k];
    ++i;
    ++k;
  }
  return one.size() - i < other.size() - k;
}

Findings audit_order(const std::filesystem::path& tree, const std::vector<TreeEntry>& entries) {
  Findings findings;
  std::set<std::string> participants;
  std::map<std::string, std::int64_t> changed;  // the latest of each participant's files
  for (const TreeEntry& entry : entries) {
    if (entry.path.substr(0, 4) != "sub-") continue;
    const std::string label = entry.path.substr(0, entry.path.find('/'));
    if (entry.type == EntryType::folder && label.size() == entry.path.size()) participants.insert(label);
    if (entry.type != EntryType::file) continue;
    auto& latest = changed[label];
    latest = std::max(latest, entry.modified);
  }
  audit_rows(tree, findings);
  audit_numbering(participants, findings);
  audit_times(changed, findings);
  return findings;
}

}  // namespace shareready
