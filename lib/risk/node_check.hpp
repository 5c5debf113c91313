#pragma once

#include <cstdint>
#include <vector>

#include "risk/grouping.hpp"
#include "risk/loss.hpp"
#include "risk/privacy_model.hpp"

namespace shareready::risk {

// What the classes of one node look like.
struct NodeFigures {
  std::uint32_t suppressed = 0;  // rows; at least, where not within the limit
  std::uint32_t failing = 0;     // of these, rows of classes that fail the model by what they are
  std::uint32_t surely = 0;      // of these, rows that every node below suppresses too
  bool within_limit = false;     // suppressed rows stay within the limit, and are class enough
  double loss = 0.0;             // with the suppressed rows; only where within the limit
};

// Checks nodes of the lattice of one table: groups its distinct rows by their values at the node's levels.
// What a table needs only once is done once; a check costs one pass over the distinct rows.
class NodeChecker {
 public:
  NodeChecker(const EncodedTable& table, const PrivacyModel& model, const LossTable& losses,
              std::uint32_t suppression_limit);
  NodeFigures check(const Levels& levels);
  // The rows that the last check would suppress.
  [[nodiscard]] std::vector<bool> suppressed_rows(const Levels& levels);

 private:
  struct Class {
    std::uint32_t rows = 0;
    std::uint32_t first = 0;    // entry
    std::uint32_t matches = 0;  // rows that may be the same person: its own, or more by missing values
    bool fails = false;
    bool surely = false;  // whatever part of it: too few rows or values
  };
  void group(const Levels& levels);
  void match(const Levels& levels);
  std::uint32_t count_surely() const;
  std::uint32_t count_failing() const;
  bool comes_before(std::uint32_t one, std::uint32_t other, const Levels& levels) const;
  struct Pool {  // the suppressed rows as a class
    std::uint32_t rows = 0;
    std::vector<std::vector<std::uint32_t>> tallies;  // by rule, by code
  };
  void take_in(Pool& pool, std::uint32_t taken) const;
  bool is_class(const Pool& pool) const;
  bool complete_suppressed(const Levels& levels);
  void judge_sensitive(std::size_t rule);
  double kept_loss(const Class& own, const Levels& levels) const;
  void judge_average_risk(const Levels& levels);
  double suppression_loss(const Levels& levels, std::uint32_t suppressed) const;

  const EncodedTable& table_;
  const PrivacyModel& model_;
  const LossTable& losses_;
  std::uint32_t limit_ = 0;
  std::uint32_t least_rows_ = 1;  // that any class needs: l
  bool wildcards_ = false;        // there are missing values that agree with any
  std::size_t width_ = 0;
  std::vector<std::uint32_t> entry_of_row_;
  std::vector<Code> entries_;                 // distinct rows, row by row, codes of level 0
  std::vector<std::uint32_t> counts_;         // rows of each entry
  std::vector<std::vector<Code>> sensitive_;  // by rule, by entry
  std::vector<std::vector<double>> whole_;    // by rule: the distribution of the column
  KeyIndex index_;
  std::vector<std::uint32_t> class_of_entry_;
  std::vector<Class> classes_;
  std::vector<std::uint64_t> steps_;  // of the columns' codes towards the key, at the present node
  std::vector<std::size_t> step_at_;
  std::vector<std::uint32_t> order_, begins_;  // entries by class, for sensitive rules
  std::vector<std::uint32_t> tally_;
};

}  // namespace shareready::risk
