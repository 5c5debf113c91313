#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "readiness/answer_rules.hpp"
#include "readiness/check_rules.hpp"
#include "readiness/facts.hpp"
#include "readiness/said_of_release.hpp"
#include "readiness/words.hpp"

// R41: ages are capped, of other columns the program counts what it can, and a person judges the rest.
namespace shareready::readiness {
namespace {

// Handedness and the condition of a trial, by the policy's words: a category has no ends to look at.
bool is_category(const ReportedColumn& column) {
  return column.reason == "condition" || column.reason == "handedness";
}

// What can be said of a column by its place and its values.
enum class Ends { same, of_task, own_of_task, words, far, near, not_counted };

// Times and conditions of a task, and what tells of a recording, are no values of a person.
bool is_of_task(const ReportedColumn& column) {
  if (column.table == "channels" || column.table == "aslcontext") return true;
  return column.table == "events" &&
         (column.name == "onset" || column.name == "duration" || column.name == "trial_type" ||
          column.name == "sample" || column.name == "stim_file");
}

Ends ends_of(const ReportedColumn& column, const ReadinessInputs& inputs) {
  const auto found = std::find_if(
      inputs.column_ends.begin(), inputs.column_ends.end(),
      [&](const ColumnEnds& one) { return one.table == column.table && one.name == column.name; });
  if (found != inputs.column_ends.end() && found->values == ColumnValues::same) return Ends::same;
  if (is_of_task(column)) {
    // What fewer than k persons share is theirs: whoever has a log of the task finds the row by it.
    const bool own = found != inputs.column_ends.end() && found->fewest_alike > 0 &&
                     found->fewest_alike < std::max<std::uint64_t>(inputs.policy.k, 2);
    return own ? Ends::own_of_task : Ends::of_task;
  }
  if (found == inputs.column_ends.end()) return Ends::not_counted;
  if (found->values == ColumnValues::numbers) return Ends::near;
  if (found->values == ColumnValues::numbers_far) return Ends::far;
  // R20 counts rare words in these tables alone.
  return column.table == "participants" || column.table == "phenotype" ? Ends::words : Ends::not_counted;
}

// Released columns that may hold extremes: those with standard names by table and name, the others counted.
class NamesByEnds {
 public:
  explicit NamesByEnds(const ReadinessInputs& inputs) {
    for (const ReportedColumn& column : inputs.columns) {
      using enum ColumnRole;
      const bool open = column.role == clinical_score || column.role == other || column.role == unknown;
      const bool stays =
          column.decision == ColumnDecision::kept || column.decision == ColumnDecision::shifted;
      if (!open || !stays || is_category(column)) continue;
      Names& names = by_ends_[ends_of(column, inputs)];
      if (column.standard) names.shown.push_back(column.table + "." + column.name);
      if (!column.standard) ++names.others;
    }
  }
  // Empty where there is no such column.
  [[nodiscard]] std::string told(Ends ends) const {
    const auto found = by_ends_.find(ends);
    if (found == by_ends_.end()) return {};
    std::vector<std::string> names = found->second.shown;
    if (found->second.others > 0)
      names.push_back(fmt::format("with names of their own: {}", found->second.others));
    return join(names, ", ");
  }

 private:
  struct Names {
    std::vector<std::string> shown;
    std::size_t others = 0;
  };
  std::map<Ends, Names> by_ends_;
};

std::string told_of_ages(const ReadinessInputs& inputs) {
  const bool released = std::any_of(inputs.columns.begin(), inputs.columns.end(), [](const auto& column) {
    return column.role == ColumnRole::age && column.decision != ColumnDecision::dropped;
  });
  return released ? "ages are capped at 89" : "no age is released";
}

}  // namespace

CheckOutcome extreme_values(const ReadinessInputs& inputs) {
  if (inputs.columns.empty())
    return {CheckStatus::not_applicable, "no table with details of persons was found", {}, {}};
  const NamesByEnds names(inputs);
  std::vector<std::string> parts{told_of_ages(inputs)};
  const auto add = [&](Ends ends, const char* words) {
    const std::string told = names.told(ends);
    if (!told.empty()) parts.push_back(fmt::format("{}: {}", words, told));
  };
  add(Ends::same, "the same for everybody");
  add(Ends::of_task, "of the task or the recording, not of a person");
  add(Ends::own_of_task, "of the task, not the same for all, so that a log of the task tells whose they are");
  add(Ends::words, "words, the rare ones are counted (R20)");
  add(Ends::far, "numbers, some far from the others, to be judged");
  add(Ends::near, "numbers, none far from the others, to be judged");
  add(Ends::not_counted, "not counted, to be judged");
  const bool open = !names.told(Ends::far).empty() || !names.told(Ends::near).empty() ||
                    !names.told(Ends::not_counted).empty();
  return {open ? CheckStatus::needs_answer : CheckStatus::pass,
          join(parts, "; "),
          "ages at most 89; a person judges the lowest and highest numbers of other columns",
          {}};
}

bool is_extremes_open(const DatasetFacts& facts) {
  return facts.extremes.status == to_word(CheckStatus::needs_answer);
}

bool is_extremes_settled(const DecisionCase& situation) {
  const Answers::Extremes& said = situation.answers.extremes;
  if (!is_extremes_open(situation.facts)) return true;
  return said.judged_by && is_dated_since_release(said.date, situation) && *said.date <= situation.today &&
         said.release == situation.facts.manifest_sha256 && said.outcome &&
         (*said.outcome != "some_stay" || said.reasons);
}

CheckOutcome extremes_judged(const AnswerView& view) {
  const Measured& measured = view.situation.facts.extremes;
  const Answers::Extremes& said = view.situation.answers.extremes;
  CheckOutcome found = unanswered(
      measured.observed, "ages at most 89; a person judges the lowest and highest numbers of other columns");
  if (measured.status == to_word(CheckStatus::not_applicable)) {
    found.status = CheckStatus::not_applicable;
    found.threshold = {};
    return found;
  }
  if (!is_extremes_open(view.situation.facts)) {
    found.status = CheckStatus::pass;
    return found;
  }
  const auto add = [&](std::string part) {
    found.observed += "; " + std::move(part);
    return found;
  };
  if (!said.judged_by || !said.date || *said.date > view.situation.today)
    return add("nobody is named who judged them");
  if (said.release != view.situation.facts.manifest_sha256)
    return add("they were judged in another release, or it is not said in which");
  if (!is_dated_since_release(said.date, view.situation))
    return add("they are said to be judged on a day before this release was made");
  if (!said.outcome) return add("not said whether some tell of a person");
  const std::string who =
      fmt::format("judged by {} on {} for this release, as declared", *said.judged_by, *said.date);
  if (*said.outcome == "none_tells_of_a_person") {
    found.status = CheckStatus::pass;
    return add(who + ": no value tells of a person");
  }
  if (!said.reasons) return add(who + ": values that tell of a person stay, and not said why");
  found.status = CheckStatus::warn;
  return add(who + ": values that tell of a person stay, because: " + *said.reasons);
}

}  // namespace shareready::readiness
