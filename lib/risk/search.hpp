#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "risk/loss.hpp"
#include "risk/privacy_model.hpp"

namespace shareready::risk {

struct SearchOptions {
  double suppression_limit = 0.0;  // share of the rows that may be suppressed, 0 to 1
  LossModel loss = LossModel::share;
  std::size_t most_checks = std::numeric_limits<std::size_t>::max();
  bool exhaustive = false;  // checks every node: what the search is measured against
  bool classify = false;    // goes on until it is known of every node whether it satisfies a monotone model;
                            // with suppression only where the suppressed are no class
};

// The full-domain generalisation of least loss that satisfies the model; of equal losses the one with fewer
// steps up.
struct SearchResult {
  bool found = false;
  Levels levels;
  double loss = 0.0;             // of the levels with the suppressed rows
  std::vector<bool> suppressed;  // by row
  std::uint32_t suppressed_rows = 0;
  std::size_t nodes = 0;       // in the lattice
  std::size_t checks = 0;      // nodes whose classes were built
  std::size_t satisfying = 0;  // of the nodes checked; of all nodes after `classify` and `exhaustive`
  bool proven = false;         // no node is better; else `loss` is a bound from above only
};

// Searches the lattice in the order of what nodes cost at least. Where the model is monotone (is_monotone), a
// path upwards is cut in halves, and a node that fails stands for all below it (predictive tagging, after
// Kohlmayer et al. 2012, doi:10.1109/SocialCom-PASSAT.2012.52); elsewhere the same goes for its monotone part
// (rows and different values enough), and every node that could be better is checked. Where the rows that
// fail are too few to be a class, that class goes with them beside which least is lost (or several, one after
// another, where no single one makes them satisfy a sensitive rule). The answer does not depend on the order
// of the rows. Where missing values agree with any (Attribute::missing), k counts the rows that a row may be,
// suppressed ones (all of them missing then) included, which is monotone too; the other models are asked of
// classes. It is not proven where checks ran out or the lattice has more than 2^22 nodes: then it is the end
// of a descent from the top. Errors (bad_data): no rows, no columns, sensitive columns of another length.
Result<SearchResult> find_optimum(const EncodedTable& table, const PrivacyModel& model,
                                  const SearchOptions& options);

}  // namespace shareready::risk
