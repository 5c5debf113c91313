#include "readiness/told_joint.hpp"

#include <algorithm>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/told_counts.hpp"

namespace shareready::readiness {
namespace {

std::optional<std::uint64_t> alone_by(const ReadinessInputs& inputs, ContentKind kind) {
  for (const ContentAlone& content : inputs.contents) {
    if (content.kind == kind) return content.alone;
  }
  return std::nullopt;
}

std::uint64_t least_of(const std::optional<ToldCount>& told) { return told ? told->range.least : 0; }

std::uint64_t least_told(const ToldFigures& told, std::uint64_t persons) {
  return range_of_words(told.uniques, persons).least;
}

}  // namespace

// Of three groups with fewer than five alone, one or two are: more can be alone by both together than two who
// are alone let be.
bool are_few_groups(const ToldFigures& told, std::uint64_t persons) {
  constexpr std::int64_t k_few_groups = 3;
  return told.groups.is_number() && told.groups.as_int() <= k_few_groups &&
         range_of_words(told.uniques, persons).most > 0;
}

// Nobody alone by both is nobody alone by the tables: where these leave open whether any are, so does this.
ToldCount told_beside_tables(std::uint64_t alone, const ReadinessInputs& inputs, const ToldFigures& tables,
                             std::initializer_list<std::uint64_t> least_within) {
  const std::uint64_t persons = inputs.risk.persons, fewest = fewest_told(inputs.policy.k);
  if (are_few_groups(tables, persons)) return told_openly(persons, fewest, least_within);
  const CountRange range = range_of_words(tables.uniques, persons);
  return told_in_steps(
      alone, {.persons = persons, .fewest = fewest, .few_open = range.least < fewest && range.most >= fewest},
      least_within);
}

// No measure says anything of the release: with other ages, or a column less, details and bands are chosen
// anew and can part persons who are alike now.
std::optional<ToldJoint> told_joint(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  if (!risk.joint || has_few_persons(risk, k)) return std::nullopt;
  const JointFacts& joint = *risk.joint;
  const auto tell = [&](std::uint64_t alone, std::initializer_list<std::uint64_t> least_within) {
    return told_in_steps(alone, {.persons = risk.persons, .fewest = fewest_told(k)}, least_within);
  };
  ToldJoint told;
  if (const auto known = alone_by(inputs, ContentKind::events)) told.events = tell(*known, {});
  if (const auto known = alone_by(inputs, ContentKind::devices)) told.devices = tell(*known, {});
  if (const auto known = alone_by(inputs, ContentKind::sidecars))
    told.sidecars = tell(*known, {least_of(told.devices)});
  const ToldFigures after = told_after(risk, k), whole = told_whole(risk, k);
  told.files = tell(joint.files.uniques, {});
  const auto beside = [&](std::uint64_t alone, std::initializer_list<std::uint64_t> least_within) {
    return told_beside_tables(alone, inputs, are_few_groups(after, risk.persons) ? after : whole,
                              least_within);
  };
  told.details = beside(joint.details.uniques, {told.files.range.least, least_told(after, risk.persons)});
  told.columns = beside(joint.columns.uniques, {told.details.range.least, least_told(whole, risk.persons)});
  told.described = beside(joint.described.uniques, {told.details.range.least, least_of(told.sidecars)});
  told.all = beside(joint.all.uniques,
                    {told.columns.range.least, told.described.range.least, least_of(told.events)});
  return told;
}

std::vector<ToldWithFiles> told_measures_with_files(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::optional<ToldJoint> now = told_joint(inputs);
  const bool counted = std::all_of(risk.measures.begin(), risk.measures.end(), [](const MeasureFacts& one) {
    return one.with_files.has_value() && one.with_all.has_value();
  });
  if (!now || !counted) return {};
  const std::vector<ToldFigures> tables = told_measures(risk, inputs.policy.k);
  std::vector<ToldWithFiles> told;
  for (std::size_t i = 0; i < risk.measures.size(); ++i) {
    const MeasureFacts& measure = risk.measures[i];
    const auto tell = [&](std::uint64_t alone, std::initializer_list<std::uint64_t> least_within) {
      return told_beside_tables(alone, inputs, tables[i], least_within);
    };
    const ToldCount files =
        tell(measure.with_files->uniques, {least_told(tables[i], risk.persons), now->files.range.least});
    const ToldCount all =
        tell(measure.with_all->uniques, {files.range.least, least_of(now->sidecars), least_of(now->events)});
    told.push_back({files, all});
  }
  return told;
}

Json joint_json(const ReadinessInputs& inputs) {
  const std::optional<ToldJoint> told = told_joint(inputs);
  if (!told) return {};
  const auto row = [](const ToldCount& count) { return object({{"uniques", count.words}}); };
  return object({{"files", row(told->files)},
                 {"details", row(told->details)},
                 {"described", row(told->described)},
                 {"columns", row(told->columns)},
                 {"all", row(told->all)}});
}

}  // namespace shareready::readiness
