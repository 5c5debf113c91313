#include "risk/node_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "risk/wildcard.hpp"

namespace shareready::risk {
namespace {

// Distinct rows of the quasi-identifiers at level 0 and the sensitive columns.
std::vector<std::uint64_t> entry_keys(const EncodedTable& table, const PrivacyModel& model) {
  std::vector<const std::vector<Code>*> columns;
  std::vector<std::size_t> values;
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    columns.push_back(&table.cells[i]);
    values.push_back(table.attributes[i].hierarchy.values());
  }
  for (const SensitiveRule& rule : model.sensitive) {
    columns.push_back(&rule.column.codes);
    values.push_back(rule.column.values);
  }
  return row_keys(columns, values);
}

// How many different values a class needs at least; entropy l and recursive l imply l of them.
double least_values(const SensitiveRule& rule) {
  switch (rule.model) {
    case SensitiveModel::distinct_l:
    case SensitiveModel::entropy_l:
    case SensitiveModel::recursive_cl:
      return rule.threshold;
    case SensitiveModel::t_equal_distance:
    case SensitiveModel::t_ordered_distance:
      return 1.0;
  }
  return 1.0;
}

}  // namespace

NodeChecker::NodeChecker(const EncodedTable& table, const PrivacyModel& model, const LossTable& losses,
                         std::uint32_t suppression_limit)
    : table_(table),
      model_(model),
      losses_(losses),
      limit_(suppression_limit),
      width_(table.attributes.size()),
      sensitive_(model.sensitive.size()),
      index_(table.rows()) {
  for (const SensitiveRule& rule : model.sensitive) {
    whole_.push_back(distribution_of(rule.column));
    least_rows_ = std::max(least_rows_, static_cast<std::uint32_t>(std::ceil(least_values(rule))));
  }
  const std::vector<std::uint64_t> keys = entry_keys(table, model);
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const std::uint32_t entry = index_.find_or_add(keys[row]);
    entry_of_row_.push_back(entry);
    if (entry == counts_.size()) {
      counts_.push_back(0);
      for (std::size_t i = 0; i < width_; ++i) entries_.push_back(table.cells[i][row]);
      for (std::size_t r = 0; r < sensitive_.size(); ++r) {
        sensitive_[r].push_back(model.sensitive[r].column.codes[row]);
      }
    }
    ++counts_[entry];
  }
  class_of_entry_.resize(counts_.size());
  for (std::size_t i = 0; i < width_; ++i) {
    const auto& missing = table.attributes[i].missing;
    const auto& cells = table.cells[i];
    wildcards_ = wildcards_ || (missing && std::find(cells.begin(), cells.end(), *missing) != cells.end());
  }
}

// Keys are sums of one step per column; where their range passes 64 bits, the general way is taken.
void NodeChecker::group(const Levels& levels) {
  index_.clear();
  classes_.clear();
  steps_.clear();
  step_at_.clear();
  std::uint64_t range = 1;
  std::vector<std::size_t> active;
  for (std::size_t i = 0; i < width_; ++i) {
    const Hierarchy& hierarchy = table_.attributes[i].hierarchy;
    const std::uint64_t values = hierarchy.names[levels[i]].size();
    if (values <= 1) continue;
    if (range > std::numeric_limits<std::uint64_t>::max() / values) range = 0;
    if (range == 0) break;
    active.push_back(i);
    step_at_.push_back(steps_.size());
    for (const Code code : hierarchy.up[levels[i]]) steps_.push_back(code * range);
    range *= values;
  }
  const std::vector<std::uint64_t> wide =
      range == 0 ? row_keys(table_, levels) : std::vector<std::uint64_t>();
  std::vector<std::uint64_t> wide_of_entry(wide.empty() ? 0 : counts_.size());
  for (std::size_t row = 0; row < wide.size(); ++row) wide_of_entry[entry_of_row_[row]] = wide[row];
  for (std::uint32_t entry = 0; entry < counts_.size(); ++entry) {
    std::uint64_t key = 0;
    if (range == 0) {
      key = wide_of_entry[entry];
    } else {
      const Code* cells = entries_.data() + entry * width_;
      for (std::size_t a = 0; a < active.size(); ++a) key += steps_[step_at_[a] + cells[active[a]]];
    }
    const std::uint32_t found = index_.find_or_add(key);
    class_of_entry_[entry] = found;
    if (found == classes_.size()) classes_.push_back({.rows = 0, .first = entry});
    classes_[found].rows += counts_[entry];
  }
}

void NodeChecker::match(const Levels& levels) {
  if (!wildcards_) {
    for (Class& own : classes_) own.matches = own.rows;
    return;
  }
  WeightedItems items;
  for (std::size_t i = 0; i < width_; ++i) {
    const Hierarchy& hierarchy = table_.attributes[i].hierarchy;
    auto& codes = items.codes.emplace_back();
    for (const Class& own : classes_)
      codes.push_back(hierarchy.up[levels[i]][entries_[own.first * width_ + i]]);
    items.values.push_back(hierarchy.names[levels[i]].size());
    items.missing.push_back(missing_at(table_.attributes[i], levels[i]));
  }
  for (const Class& own : classes_) items.rows.push_back(own.rows);
  const std::vector<std::uint32_t> matches = count_matches(items);
  for (std::size_t c = 0; c < classes_.size(); ++c) classes_[c].matches = matches[c];
}

void NodeChecker::judge_sensitive(std::size_t rule) {
  begins_.assign(classes_.size() + 1, 0);
  for (const std::uint32_t own : class_of_entry_) ++begins_[own + 1];
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  order_.resize(counts_.size());
  std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
  for (std::uint32_t entry = 0; entry < counts_.size(); ++entry)
    order_[next[class_of_entry_[entry]]++] = entry;
  tally_.assign(whole_[rule].size(), 0);
  std::vector<std::pair<Code, std::uint32_t>> counts;
  for (std::size_t c = 0; c < classes_.size(); ++c) {
    if (classes_[c].surely) continue;
    counts.clear();
    for (std::uint32_t at = begins_[c]; at < begins_[c + 1]; ++at) {
      const Code code = sensitive_[rule][order_[at]];
      if (tally_[code] == 0) counts.emplace_back(code, 0);
      tally_[code] += counts_[order_[at]];
    }
    std::sort(counts.begin(), counts.end());  // sums in one order, whatever the order of the rows
    for (auto& [code, count] : counts) {
      count = tally_[code];
      tally_[code] = 0;
    }
    classes_[c].surely = static_cast<double>(counts.size()) < least_values(model_.sensitive[rule]);
    classes_[c].fails = classes_[c].fails || !satisfies(model_.sensitive[rule], counts, whole_[rule]);
  }
}

// What a row of a class loses at these levels while it is kept (LossModel::share; else nothing is told
// apart).
double NodeChecker::kept_loss(const Class& own, const Levels& levels) const {
  if (losses_.model() != LossModel::share) return 0.0;
  double loss = 0.0;
  for (std::size_t i = 0; i < width_; ++i) {
    const Code code = table_.attributes[i].hierarchy.up[levels[i]][entries_[own.first * width_ + i]];
    loss += losses_.weight(i) * losses_.code_loss(i, levels[i], code);
  }
  return loss;
}

// Whether the values of a class are the smaller ones.
bool NodeChecker::comes_before(std::uint32_t one, std::uint32_t other, const Levels& levels) const {
  const auto value = [&](std::uint32_t c, std::size_t i) {
    return table_.attributes[i].hierarchy.up[levels[i]][entries_[classes_[c].first * width_ + i]];
  };
  for (std::size_t i = 0; i < width_; ++i) {
    if (value(one, i) != value(other, i)) return value(one, i) < value(other, i);
  }
  return false;
}

// Suppresses the smallest classes until there is at most one class for so many rows. Of equal classes the one
// goes first that loses most as it is, so that least is lost in the end, then the one with the smaller
// values, whatever the order of the rows.
void NodeChecker::judge_average_risk(const Levels& levels) {
  std::vector<std::uint32_t> kept;
  std::vector<double> lost(classes_.size(), 0.0);
  double rows = 0.0;
  for (std::uint32_t c = 0; c < classes_.size(); ++c) {
    if (classes_[c].fails) continue;
    kept.push_back(c);
    lost[c] = kept_loss(classes_[c], levels);
    rows += classes_[c].rows;
  }
  std::sort(kept.begin(), kept.end(), [&](std::uint32_t one, std::uint32_t other) {
    if (classes_[one].rows != classes_[other].rows) return classes_[one].rows < classes_[other].rows;
    if (lost[one] != lost[other]) return lost[one] > lost[other];
    return comes_before(one, other, levels);
  });
  constexpr double k_rounding = 1e-9;  // 0.29 of 100 rows are 29 classes
  const bool pooled = model_.suppressed_are_class;
  bool any_suppressed = kept.size() < classes_.size();
  if (pooled) rows = static_cast<double>(table_.rows());
  auto n = static_cast<double>(kept.size() + (pooled && any_suppressed ? 1 : 0));
  for (const std::uint32_t c : kept) {
    if (n <= *model_.average_risk * rows + k_rounding) return;
    classes_[c].fails = true;
    if (!pooled) rows -= classes_[c].rows;
    if (!pooled || any_suppressed) n -= 1.0;  // the first becomes the class of the suppressed
    any_suppressed = true;
  }
}

void NodeChecker::take_in(Pool& pool, std::uint32_t taken) const {
  pool.rows += classes_[taken].rows;
  for (std::size_t rule = 0; rule < sensitive_.size(); ++rule) {
    for (std::uint32_t at = begins_[taken]; at < begins_[taken + 1]; ++at)
      pool.tallies[rule][sensitive_[rule][order_[at]]] += counts_[order_[at]];
  }
}

bool NodeChecker::is_class(const Pool& pool) const {
  if (pool.rows < std::max(model_.k, least_rows_)) return false;
  for (std::size_t rule = 0; rule < sensitive_.size(); ++rule) {
    std::vector<std::pair<Code, std::uint32_t>> counts;
    for (std::size_t code = 0; code < pool.tallies[rule].size(); ++code) {
      if (pool.tallies[rule][code] > 0)
        counts.emplace_back(static_cast<Code>(code), pool.tallies[rule][code]);
    }
    if (!satisfies(model_.sensitive[rule], counts, whole_[rule])) return false;
  }
  return true;
}

// Suppresses the class beside which the suppressed are class enough and least is lost; where no single one
// will do, one after another. False where that passes the limit.
bool NodeChecker::complete_suppressed(const Levels& levels) {
  Pool pool{.rows = 0, .tallies = {}};
  for (const auto& whole : whole_) pool.tallies.emplace_back(whole.size(), 0);
  std::vector<std::uint32_t> kept;
  std::vector<double> lost(classes_.size(), 0.0);
  for (std::uint32_t c = 0; c < classes_.size(); ++c) {
    if (classes_[c].fails) {
      take_in(pool, c);
    } else {
      kept.push_back(c);
      lost[c] = classes_[c].rows * (1.0 - kept_loss(classes_[c], levels));
    }
  }
  if (pool.rows == 0 || is_class(pool)) return true;
  std::erase_if(kept, [&](std::uint32_t c) { return pool.rows + classes_[c].rows > limit_; });
  std::sort(kept.begin(), kept.end(), [&](std::uint32_t one, std::uint32_t other) {
    return lost[one] != lost[other] ? lost[one] < lost[other] : comes_before(one, other, levels);
  });
  for (const std::uint32_t c : kept) {
    Pool with = pool;
    take_in(with, c);
    if (!is_class(with)) continue;
    classes_[c].fails = true;
    return true;
  }
  for (const std::uint32_t c : kept) {
    if (pool.rows + classes_[c].rows > limit_) continue;
    take_in(pool, c);
    classes_[c].fails = true;
    if (is_class(pool)) return true;
  }
  return false;
}

double NodeChecker::suppression_loss(const Levels& levels, std::uint32_t suppressed) const {
  if (suppressed == 0 || losses_.model() == LossModel::entropy_of_levels) return 0.0;
  double extra = 0.0;
  for (std::size_t i = 0; i < width_; ++i) {
    const Hierarchy& hierarchy = table_.attributes[i].hierarchy;
    std::vector<double> counts(hierarchy.names[levels[i]].size(), 0.0);
    for (const Class& own : classes_) {
      if (own.fails) counts[hierarchy.up[levels[i]][entries_[own.first * width_ + i]]] += own.rows;
    }
    double sum = 0.0;
    for (std::size_t code = 0; code < counts.size(); ++code) {
      if (counts[code] <= 0.0) continue;
      sum += losses_.model() == LossModel::share
                 ? counts[code] * (1.0 - losses_.code_loss(i, levels[i], static_cast<Code>(code)))
                 : -counts[code] * std::log2(counts[code] / suppressed);
    }
    extra += losses_.model() == LossModel::share
                 ? sum * losses_.weight(i) / static_cast<double>(table_.rows())
                 : sum;
  }
  return extra;
}

std::uint32_t NodeChecker::count_surely() const {
  std::uint32_t rows = 0;
  for (const Class& own : classes_) rows += own.surely ? own.rows : 0;
  return rows;
}

std::uint32_t NodeChecker::count_failing() const {
  std::uint32_t rows = 0;
  for (const Class& own : classes_) rows += own.fails ? own.rows : 0;
  return rows;
}

NodeFigures NodeChecker::check(const Levels& levels) {
  group(levels);
  match(levels);
  for (Class& own : classes_) own.surely = own.fails = own.matches < model_.k || own.rows < least_rows_;
  NodeFigures figures;
  figures.surely = figures.failing = figures.suppressed = count_surely();
  if (figures.surely > limit_) return figures;
  for (std::size_t rule = 0; rule < sensitive_.size(); ++rule) judge_sensitive(rule);
  figures.surely = count_surely();
  if (model_.average_risk) judge_average_risk(levels);
  figures.failing = figures.suppressed = count_failing();
  if (figures.failing > limit_) return figures;
  figures.within_limit = !model_.suppressed_are_class || complete_suppressed(levels);
  figures.suppressed = count_failing();
  if (figures.within_limit) {
    figures.loss = losses_.bound(levels) + suppression_loss(levels, figures.suppressed);
  }
  return figures;
}

std::vector<bool> NodeChecker::suppressed_rows(const Levels& levels) {
  check(levels);
  std::vector<bool> suppressed;
  suppressed.reserve(entry_of_row_.size());
  for (const std::uint32_t entry : entry_of_row_)
    suppressed.push_back(classes_[class_of_entry_[entry]].fails);
  return suppressed;
}

}  // namespace shareready::risk
