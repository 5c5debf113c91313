#include "readiness/told_joint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/group_worlds.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/policy_file.hpp"

namespace shareready::readiness {
namespace {

// Groups that are told already; `within`: those alone in them are alone in the groups to be told too.
struct ToldBefore {
  RiskFigures figures;
  ToldFigures told;
  bool within = true;
};

ToldOf told_of_all(const RiskFacts& risk, std::uint64_t k) {
  return {.persons = risk.persons, .k = k, .alone_first = true};
}

std::uint64_t least_told(const Json& count) {
  if (count.is_number()) return static_cast<std::uint64_t>(count.as_int());
  const std::string& words = count.as_string();
  return words.ends_with('+') ? std::stoull(words) : 0;
}

// A chance that leaves open how many groups there are, from one more than are told of already.
double open_chance(const RiskFigures& figures, const std::vector<ToldBefore>& before, const ToldOf& of) {
  const auto persons = static_cast<double>(of.persons);
  for (const double step : {0.05, 0.1, 0.25, 0.5}) {
    const double chance = std::ceil(figures.average / step - 1e-9) * step;
    const auto open = [&](const ToldBefore& other) {
      const auto groups = static_cast<double>(other.figures.groups);
      return chance * persons >= groups + static_cast<double>(fewest_told(of.k)) &&
             (chance - step) * persons <= groups;
    };
    if (chance <= 1.0 && std::all_of(before.begin(), before.end(), open)) return chance;
  }
  return 1.0;
}

// Those alone beside those of other groups: the number, or no number from which one of few persons follows.
ToldFigures told_joined(const RiskFigures& figures, const std::vector<ToldBefore>& before, const ToldOf& of) {
  const std::uint64_t fewest = fewest_told(of.k);
  const bool tells = std::any_of(before.begin(), before.end(), [&](const ToldBefore& other) {
    return tells_beside(other.figures, figures, fewest);
  });
  const auto same = std::find_if(before.begin(), before.end(), [&](const ToldBefore& other) {
    return other.within && other.figures.groups == figures.groups;
  });
  if (same != before.end() && !tells) return same->told;
  ToldFigures told = told_figures(figures, of);
  if (!tells) return told;
  const bool few = figures.uniques < fewest;
  if (few || same != before.end()) {
    told.groups = Json();
    told.average = open_chance(figures, before, of);
    told.at_most = true;
  }
  if (few) return told;
  std::uint64_t least = told.groups.is_number() ? least_alone(of.persons, figures.groups) : fewest;
  for (const ToldBefore& other : before) {
    if (other.within) least = std::max(least, least_told(other.told.uniques));
  }
  told.uniques = fmt::format("{}+", std::max(least, fewest));
  return told;
}

// Those alone by all beside those who are so by one sort of contents, of whom nothing but the number is told.
bool tells_beside_contents(const ReadinessInputs& inputs, std::uint64_t alone) {
  const std::uint64_t fewest = fewest_told(inputs.policy.k);
  return std::any_of(inputs.contents.begin(), inputs.contents.end(), [&](const ContentAlone& content) {
    return content.alone < alone && alone - content.alone < fewest;
  });
}

}  // namespace

std::optional<ToldJoint> told_joint(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  if (!risk.joint || has_few_persons(risk, k)) return std::nullopt;
  const ToldOf of = told_of_all(risk, k);
  const JointFacts& joint = *risk.joint;
  const ToldFigures whole = told_whole(risk, k);
  std::vector<ToldBefore> before{{risk.after, told_after(risk, k)}, {risk.whole, whole, false}};
  ToldJoint told;
  told.files = told_joined(joint.files, {{risk.whole, whole, false}}, of);
  before.push_back({joint.files, told.files});
  told.details = told_joined(joint.details, before, of);
  before[1].within = true;
  before.push_back({joint.details, told.details});
  told.columns = told_joined(joint.columns, before, of);
  before.push_back({joint.columns, told.columns});
  told.all = told_joined(joint.all, before, of);
  if (told.all.uniques.is_number() && tells_beside_contents(inputs, joint.all.uniques)) {
    const std::uint64_t least = std::max(least_told(told.columns.uniques), fewest_told(k));
    told.all.uniques = fmt::format("{}+", least);
  }
  return told;
}

std::vector<ToldFigures> told_measures_with_files(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  const std::optional<ToldJoint> now = told_joint(inputs);
  const bool all = std::all_of(risk.measures.begin(), risk.measures.end(),
                               [](const MeasureFacts& one) { return one.with_files.has_value(); });
  if (!now || !all) return {};
  const std::vector<ToldFigures> alone = told_measures(risk, k);
  std::vector<ToldFigures> told(risk.measures.size());
  std::vector<std::size_t> done;
  for (const std::size_t i : order_of_parts(risk.measures)) {
    const MeasureFacts& measure = risk.measures[i];
    std::vector<ToldBefore> before{{risk.joint->files, now->files},
                                   {risk.joint->columns, now->columns, false},
                                   {measure.whole, alone[i]}};
    for (const std::size_t part : done) {
      if (contains_measure(measure, risk.measures[part]))
        before.push_back({*risk.measures[part].with_files, told[part], false});
    }
    told[i] = told_joined(*measure.with_files, before, told_of_all(risk, k));
    done.push_back(i);
  }
  return told;
}

namespace {

// The whole policy file for it.
std::string policy_of_kinds(const ReadinessInputs& inputs, const std::vector<std::string>& kinds) {
  Json all = inputs.policy.file.at("leave_out_images");
  if (!all.is_array()) all = Json(Json::Array{});
  for (const std::string& kind : kinds) all.push_back(kind);
  Json added{Json::Object{}};
  added.set("leave_out_images", std::move(all));
  return new_policy(present_policy(inputs), added);
}

}  // namespace

Json without_images_json(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  const std::optional<ToldJoint> now = told_joint(inputs);
  Json rows{Json::Array{}};
  if (!now) return rows;
  const ToldOf of = told_of_all(risk, k);
  std::vector<ToldBefore> details{{risk.after, told_after(risk, k)},
                                  {risk.joint->details, now->details, false}};
  std::vector<ToldBefore> columns{{risk.whole, told_whole(risk, k)},
                                  {risk.joint->columns, now->columns, false}};
  for (const KindsFacts& kinds : risk.without_kinds) {
    const ToldFigures by_details = told_joined(kinds.details, details, of);
    const ToldFigures by_columns = told_joined(kinds.columns, columns, of);
    details.push_back({kinds.details, by_details, false});
    columns.push_back({kinds.columns, by_columns, false});
    rows.push_back(object({{"kinds", list_json(kinds.kinds)},
                           {"details", alone_json(by_details)},
                           {"columns", alone_json(by_columns)},
                           {"policy", policy_of_kinds(inputs, kinds.kinds)}}));
  }
  return rows;
}

std::string told_of_without_images(const Json& risk) {
  std::string words;
  const Json& now = risk.at("joint");
  for (const Json& row : risk.at("without_images").as_array()) {
    words += fmt::format(
        " With {}: persons alone by the details that k persons share and their images: {} (now {}), by every "
        "column of the tables of persons and their images: {} (now {}).",
        row.at("policy").as_string(), said_count(row.at("details").at("uniques")),
        said_count(now.at("details").at("uniques")), said_count(row.at("columns").at("uniques")),
        said_count(now.at("columns").at("uniques")));
  }
  return words;
}

Json alone_json(const ToldFigures& told) {
  return object({{"uniques", told.uniques}, {"average", told.average}, {"at_most", told.at_most}});
}

Json joint_json(const ReadinessInputs& inputs) {
  const std::optional<ToldJoint> told = told_joint(inputs);
  if (!told) return {};
  return object({{"files", alone_json(told->files)},
                 {"details", alone_json(told->details)},
                 {"columns", alone_json(told->columns)},
                 {"all", alone_json(told->all)}});
}

}  // namespace shareready::readiness
