#include "deid/cell_choice.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "risk/local_suppression.hpp"
#include "risk/loss.hpp"

namespace shareready {
namespace {

struct CellAnswer {
  risk::Levels levels;
  risk::LocalSuppression local;
  std::vector<double> losses = {};  // by profile
  double loss = 0.0;
};

// What is lost at these levels with these cells n/a: a cell that is n/a counts 1.
void measure(CellAnswer& answer, const risk::EncodedTable& table, const risk::LossTable& losses) {
  const auto persons = static_cast<double>(table.rows());
  for (std::size_t i = 0; i < table.attributes.size(); ++i) {
    const std::size_t level = answer.levels[i];
    const auto& up = table.attributes[i].hierarchy.up[level];
    double lost = 0.0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      lost += answer.local.cells[i][row] ? 1.0 : losses.code_loss(i, level, up[table.cells[i][row]]);
    }
    answer.losses.push_back(lost / persons);
    answer.loss += losses.weight(i) * answer.losses.back();
  }
}

// Levels in the order of what they cost at least, from the lowest up to a top.
class CheapestFirst {
 public:
  CheapestFirst(const risk::LossTable& losses, risk::Levels top)
      : losses_(losses), top_(std::move(top)), waiting_{{0.0, risk::Levels(top_.size(), 0)}} {}
  std::optional<std::pair<double, risk::Levels>> next() {
    if (waiting_.empty()) return std::nullopt;
    auto found = std::move(waiting_.extract(waiting_.begin()).value());
    for (std::size_t i = 0; i < top_.size(); ++i) {
      risk::Levels above = found.second;
      if (above[i]++ < top_[i]) waiting_.emplace(losses_.bound(above), std::move(above));
    }
    return found;
  }

 private:
  const risk::LossTable& losses_;
  risk::Levels top_;
  std::set<std::pair<double, risk::Levels>> waiting_;  // each once: its cost does not depend on the way to it
};

std::size_t most_tries(const risk::EncodedTable& table) {
  constexpr std::size_t k_most_steps = 200'000'000;  // about two seconds
  const std::size_t width = table.attributes.size();
  return std::max<std::size_t>(1, k_most_steps / (table.rows() * width * width * width + 1));
}

}  // namespace

bool suppress_best_cells(LevelChoice& choice, const risk::PrivacyModel& model, const risk::Levels& top,
                         double share) {
  const risk::EncodedTable& table = choice.table;
  const risk::LossTable losses(table, risk::LossModel::share);
  const double most_cells = share * static_cast<double>(table.rows() * table.attributes.size());
  std::optional<CellAnswer> best;
  const auto attempt = [&](const risk::Levels& levels) {
    CellAnswer answer{.levels = levels, .local = risk::suppress_locally(table, levels, model)};
    const bool fits = static_cast<double>(answer.local.suppressed_cells) <= most_cells;
    if (!answer.local.holds || !fits) return;
    measure(answer, table, losses);
    if (!best || answer.loss < best->loss) best = std::move(answer);
  };
  CheapestFirst nodes(losses, top);
  for (std::size_t left = most_tries(table); left > 0; --left) {
    const auto node = nodes.next();
    if (!node || (best && node->first >= best->loss)) break;
    attempt(node->second);
  }
  if (!best) attempt(top);
  if (!best) return false;
  choice.levels = best->levels;
  choice.masked = std::move(best->local.cells);
  choice.losses = std::move(best->losses);
  choice.loss = best->loss;
  return true;
}

}  // namespace shareready
