#include "risk/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "risk/lattice.hpp"
#include "risk/node_check.hpp"

namespace shareready::risk {
namespace {

constexpr std::size_t k_most_nodes = std::size_t{1} << 22;
constexpr double k_infinite = std::numeric_limits<double>::infinity();

std::uint32_t limit_of(const EncodedTable& table, double share) {
  constexpr double k_share_rounding = 1e-9;  // 0.3 * 10 rows are 3 rows
  return static_cast<std::uint32_t>(std::floor(share * static_cast<double>(table.rows()) + k_share_rounding));
}

Status check_inputs(const EncodedTable& table, const PrivacyModel& model, const SearchOptions& options) {
  if (table.rows() == 0)
    return Error{ErrorCode::bad_data, "table", "has no rows or no quasi-identifiers", {}};
  for (const SensitiveRule& rule : model.sensitive) {
    if (rule.column.codes.size() == table.rows()) continue;
    return Error{ErrorCode::bad_data,
                 "sensitive column",
                 fmt::format("got {} rows, expected {}", rule.column.codes.size(), table.rows()),
                 {}};
  }
  if (options.suppression_limit >= 0.0 && options.suppression_limit <= 1.0) return Done{};
  return Error{ErrorCode::usage,
               "suppression limit",
               fmt::format("got {}, expected a share of the rows from 0 to 1", options.suppression_limit),
               {}};
}

// The state of one search.
class Search {
 public:
  Search(const EncodedTable& table, const PrivacyModel& model, const SearchOptions& options)
      : options_(options),
        losses_(table, options.loss),
        checker_(table, model, losses_, limit_of(table, options.suppression_limit)),
        limit_(limit_of(table, options.suppression_limit)),
        rows_(static_cast<double>(table.rows())),
        top_(highest_levels(table)),
        monotone_(is_monotone(model, limit_ > 0)),
        pooled_(model.suppressed_are_class) {
    result_.nodes = lattice_size(table);
  }
  SearchResult run(const Lattice& lattice);
  SearchResult descend();

 private:
  // What fails by itself stays within the limit: whether the suppressed are class enough is another question.
  // Where the model is not monotone, this speaks of its monotone part: rows and different values enough.
  enum class Tag : std::uint8_t { unknown, fails, holds };
  bool is_better(double loss, const Levels& levels) const;
  NodeFigures check(const Levels& levels);
  NodeFigures check_node(const Lattice& lattice, NodeId node);
  void search_path(const Lattice& lattice, NodeId start);
  void tag_below(const Lattice& lattice, NodeId node);
  void tag_above(const Lattice& lattice, NodeId node);
  void raise_least_suppressed(const Lattice& lattice, NodeId node, std::uint32_t suppressed);
  double tight_bound(const Lattice& lattice, NodeId node) const;
  SearchResult finish();

  SearchOptions options_;
  LossTable losses_;
  NodeChecker checker_;
  std::uint32_t limit_;
  double rows_;
  Levels top_;
  bool monotone_;
  bool pooled_;
  bool cut_short_ = false;
  double best_ = k_infinite;
  SearchResult result_;
  std::vector<double> bounds_;
  std::vector<Tag> tags_;
  std::vector<bool> checked_;
  std::vector<std::uint32_t> least_suppressed_;  // by node, from checks of nodes above
  std::vector<NodeId> stack_;
};

// Of nodes that lose the same, the one with fewer steps up, then the one that is lower in later columns.
bool Search::is_better(double loss, const Levels& levels) const {
  if (loss != best_ || !result_.found) return loss < best_;
  const auto steps = [](const Levels& node) { return std::accumulate(node.begin(), node.end(), 0U); };
  if (steps(levels) != steps(result_.levels)) return steps(levels) < steps(result_.levels);
  return std::lexicographical_compare(levels.rbegin(), levels.rend(), result_.levels.rbegin(),
                                      result_.levels.rend());
}

NodeFigures Search::check(const Levels& levels) {
  ++result_.checks;
  const NodeFigures figures = checker_.check(levels);
  if (figures.within_limit) ++result_.satisfying;
  if (figures.within_limit && is_better(figures.loss, levels)) {
    best_ = figures.loss;
    result_.found = true;
    result_.levels = levels;
    result_.suppressed_rows = figures.suppressed;
  }
  return figures;
}

NodeFigures Search::check_node(const Lattice& lattice, NodeId node) {
  const NodeFigures figures = check(lattice.levels_of(node));
  checked_[node] = true;
  const std::uint32_t below = monotone_ ? figures.failing : figures.surely;
  const bool holds = below <= limit_;
  tags_[node] = holds ? Tag::holds : Tag::fails;
  if (options_.exhaustive) return figures;
  holds ? tag_above(lattice, node) : tag_below(lattice, node);
  if (below > 0) raise_least_suppressed(lattice, node, below);
  return figures;
}

// What is below a tagged node is tagged already: each node is passed once in the whole search.
void Search::tag_below(const Lattice& lattice, NodeId node) {
  stack_.assign(1, node);
  while (!stack_.empty()) {
    const NodeId here = stack_.back();
    stack_.pop_back();
    lattice.for_each_below(here, [this](NodeId below) {
      if (tags_[below] != Tag::unknown) return;
      tags_[below] = Tag::fails;
      stack_.push_back(below);
    });
  }
}

void Search::tag_above(const Lattice& lattice, NodeId node) {
  stack_.assign(1, node);
  while (!stack_.empty()) {
    const NodeId here = stack_.back();
    stack_.pop_back();
    lattice.for_each_above(here, [this](NodeId above) {
      if (tags_[above] != Tag::unknown) return;
      tags_[above] = Tag::holds;
      stack_.push_back(above);
    });
  }
}

// A node below suppresses at least what this one does.
void Search::raise_least_suppressed(const Lattice& lattice, NodeId node, std::uint32_t suppressed) {
  stack_.assign(1, node);
  while (!stack_.empty()) {
    const NodeId here = stack_.back();
    stack_.pop_back();
    lattice.for_each_below(here, [&](NodeId below) {
      if (least_suppressed_[below] >= suppressed || tags_[below] == Tag::fails) return;
      least_suppressed_[below] = suppressed;
      stack_.push_back(below);
    });
  }
}

double Search::tight_bound(const Lattice& lattice, NodeId node) const {
  if (options_.loss != LossModel::share || least_suppressed_[node] == 0) return bounds_[node];
  double most = 0.0;  // that a row of this node loses
  for (std::size_t i = 0; i < lattice.width(); ++i) {
    most += losses_.weight(i) * losses_.most(i, lattice.level(node, i));
  }
  return bounds_[node] + least_suppressed_[node] / rows_ * (1.0 - most);
}

// Walks upwards over nodes nothing is known of, then looks for the lowest that holds.
void Search::search_path(const Lattice& lattice, NodeId start) {
  std::vector<NodeId> path{start};
  while (true) {
    NodeId next = start;
    double least = k_infinite;
    lattice.for_each_above(path.back(), [&](NodeId above) {
      if (tags_[above] != Tag::unknown || bounds_[above] >= least) return;
      least = bounds_[above];
      next = above;
    });
    if (least == k_infinite) break;
    path.push_back(next);
  }
  std::size_t low = 0;
  std::size_t high = path.size();
  while (low < high && result_.checks < options_.most_checks) {
    const std::size_t middle = low + (high - low) / 2;
    check_node(lattice, path[middle]);
    if (tags_[path[middle]] == Tag::holds) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
}

SearchResult Search::run(const Lattice& lattice) {
  for (NodeId node = 0; node < lattice.size(); ++node)
    bounds_.push_back(losses_.bound(lattice.levels_of(node)));
  tags_.assign(lattice.size(), Tag::unknown);
  checked_.assign(lattice.size(), false);
  least_suppressed_.assign(lattice.size(), 0);
  std::vector<NodeId> order(lattice.size());
  std::iota(order.begin(), order.end(), NodeId{0});
  std::stable_sort(order.begin(), order.end(),
                   [this](NodeId one, NodeId other) { return bounds_[one] < bounds_[other]; });
  for (const NodeId node : order) {
    if (options_.exhaustive) {
      check_node(lattice, node);
      continue;
    }
    if (bounds_[node] > best_ && !options_.classify) break;
    if (bounds_[node] == best_ && !is_better(best_, lattice.levels_of(node)) && !options_.classify) continue;
    if (result_.checks >= options_.most_checks) {
      cut_short_ = true;
      break;
    }
    if (tags_[node] == Tag::unknown) search_path(lattice, node);
    const bool open = !checked_[node] && tags_[node] != Tag::fails &&
                      is_better(tight_bound(lattice, node), lattice.levels_of(node));
    if (open && result_.checks < options_.most_checks) check_node(lattice, node);
    cut_short_ = cut_short_ || (open && !checked_[node]);
  }
  return finish();
}

// From the top, always to the best node one level below that still holds.
SearchResult Search::descend() {
  Levels here = top_;
  check(here);
  cut_short_ = true;
  bool better = result_.found;
  while (better && result_.checks < options_.most_checks) {
    here = result_.levels;
    for (std::size_t i = 0; i < here.size(); ++i) {
      if (here[i] == 0) continue;
      --here[i];
      check(here);
      ++here[i];
    }
    better = here != result_.levels;
  }
  return finish();
}

SearchResult Search::finish() {
  result_.loss = result_.found ? best_ : 0.0;
  result_.proven = !cut_short_;
  if (options_.classify && monotone_ && (limit_ == 0 || !pooled_)) {
    result_.satisfying = static_cast<std::size_t>(std::count(tags_.begin(), tags_.end(), Tag::holds));
  }
  if (result_.found) result_.suppressed = checker_.suppressed_rows(result_.levels);
  return std::move(result_);
}

}  // namespace

Result<SearchResult> find_optimum(const EncodedTable& table, const PrivacyModel& model,
                                  const SearchOptions& options) {
  SR_CHECK(check_inputs(table, model, options));
  Search search(table, model, options);
  if (lattice_size(table) > k_most_nodes) return search.descend();
  return search.run(lattice_of(table));
}

}  // namespace shareready::risk
