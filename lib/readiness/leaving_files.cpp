#include "readiness/leaving_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "readiness/checks.hpp"
#include "readiness/document_release.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/told_counts.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness {
namespace {

// The whole policy file with more names in one of its lists.
std::string policy_with(const ReadinessInputs& inputs, const char* member,
                        const std::vector<std::string>& names) {
  Json all = inputs.policy.file.at(member);
  if (!all.is_array()) all = Json(Json::Array{});
  for (const std::string& name : names) all.push_back(name);
  Json added{Json::Object{}};
  added.set(member, std::move(all));
  return new_policy(present_policy(inputs), added);
}

// By more than the tables, which stay as they are.
ToldCount tell_beside(const ReadinessInputs& inputs, std::uint64_t alone,
                      std::initializer_list<std::uint64_t> least_within) {
  const ToldFigures after = told_after(inputs.risk, inputs.policy.k);
  const ToldFigures whole = told_whole(inputs.risk, inputs.policy.k);
  return told_beside_tables(alone, inputs, are_few_groups(after, inputs.risk.persons) ? after : whole,
                            least_within);
}

std::uint64_t least_told(const ReadinessInputs& inputs, const ToldFigures& told) {
  return range_of_words(told.uniques, inputs.risk.persons).least;
}

}  // namespace

Json without_images_json(const ReadinessInputs& inputs) {
  Json rows{Json::Array{}};
  if (!told_joint(inputs)) return rows;
  const RiskFacts& risk = inputs.risk;
  const std::uint64_t k = inputs.policy.k;
  for (const KindsFacts& kinds : risk.without_kinds) {
    const ToldCount details = tell_beside(inputs, kinds.details, {least_told(inputs, told_after(risk, k))});
    const ToldCount columns =
        tell_beside(inputs, kinds.columns, {details.range.least, least_told(inputs, told_whole(risk, k))});
    const ToldCount all = tell_beside(inputs, kinds.all, {columns.range.least});
    rows.push_back(object({{"kinds", list_json(kinds.kinds)},
                           {"details", details.words},
                           {"columns", columns.words},
                           {"all", all.words},
                           {"policy", policy_with(inputs, "leave_out_images", kinds.kinds)}}));
  }
  return rows;
}

Json without_keys_json(const ReadinessInputs& inputs) {
  const std::optional<ToldJoint> now = told_joint(inputs);
  Json rows{Json::Array{}};
  if (!now || !now->sidecars) return rows;
  for (const KeysFacts& keys : inputs.risk.without_keys) {
    const ToldCount sidecars = told_in_steps(
        keys.sidecars, {.persons = inputs.risk.persons, .fewest = fewest_told(inputs.policy.k)});
    const ToldCount described =
        tell_beside(inputs, keys.described, {sidecars.range.least, now->details.range.least});
    const ToldCount all = tell_beside(inputs, keys.all, {described.range.least, now->columns.range.least});
    rows.push_back(object({{"keys", list_json(keys.keys)},
                           {"sidecars", sidecars.words},
                           {"described", described.words},
                           {"all", all.words},
                           {"policy", policy_with(inputs, "leave_out_keys", keys.keys)}}));
  }
  return rows;
}

// Whoever is alone by details, images and sidecars is alone by everything, and whoever is not stays as alike
// with somebody: how many are left alone follows from what is told of both, and nothing else is told.
Json without_persons_json(const ReadinessInputs& inputs) {
  const std::optional<ToldJoint> now = told_joint(inputs);
  if (!now || inputs.risk.joint->described.uniques == 0) return {};
  const CountRange gone = now->described.range, all = now->all.range;
  const CountRange left{.least = all.least - std::min(all.least, gone.most),
                        .most = all.most - std::min(all.most, gone.least)};
  return object({{"persons", now->described.words},
                 {"described", 0},
                 {"all", words_of(left, fewest_told(inputs.policy.k))}});
}

namespace {

// A measure with what is told of it, and what is told now.
using ToldPairs = std::initializer_list<std::pair<const Json*, const Json*>>;

bool says_as_now(ToldPairs pairs) {
  return std::all_of(pairs.begin(), pairs.end(),
                     [](const auto& pair) { return said_count(*pair.first) == said_count(*pair.second); });
}

std::string no_figure_changes(const Json& row) {
  return fmt::format(" With {}: no figure that is told here falls.", row.at("policy").as_string());
}

}  // namespace

std::string told_of_without_images(const Json& risk) {
  std::string words;
  const Json& now = risk.at("joint");
  const auto said_now = [&](const char* by) { return said_count(now.at(by).at("uniques")); };
  for (const Json& row : risk.at("without_images").as_array()) {
    if (says_as_now({{&row.at("details"), &now.at("details").at("uniques")},
                     {&row.at("columns"), &now.at("columns").at("uniques")},
                     {&row.at("all"), &now.at("all").at("uniques")}})) {
      words += no_figure_changes(row);
      continue;
    }
    words += fmt::format(
        " With {}: persons alone by the details that k persons share and their images: {} (now {}), by every "
        "column of the tables of persons and their images: {} (now {}), by all that is known together: {} "
        "(now {}).",
        row.at("policy").as_string(), said_count(row.at("details")), said_now("details"),
        said_count(row.at("columns")), said_now("columns"), said_count(row.at("all")), said_now("all"));
  }
  return words;
}

std::string told_of_without_keys(const Json& risk) {
  std::string words;
  Json now;
  for (const Json& content : risk.at("contents").as_array()) {
    if (content.at("kind").as_string() == "sidecars") now = content.at("alone");
  }
  const Json &described = risk.at("joint").at("described").at("uniques"),
             &all = risk.at("joint").at("all").at("uniques");
  for (const Json& row : risk.at("without_keys").as_array()) {
    if (says_as_now(
            {{&row.at("sidecars"), &now}, {&row.at("described"), &described}, {&row.at("all"), &all}})) {
      words += no_figure_changes(row);
      continue;
    }
    words += fmt::format(
        " With {}: persons alone by all that their sidecars say: {} (now {}), by the details that k persons "
        "share, their images and sidecars: {} (now {}), by all that is known together: {} (now {}).",
        row.at("policy").as_string(), said_count(row.at("sidecars")), said_count(now),
        said_count(row.at("described")), said_count(described), said_count(row.at("all")), said_count(all));
  }
  return words;
}

std::string told_of_without_persons(const Json& risk) {
  const Json& row = risk.at("without_persons");
  if (!row.is_object()) return {};
  return fmt::format(
      " Without the persons who are alone by details, images and sidecars ({}): nobody is alone by these, by "
      "all that is known together: {} (now {}), with the details as they stand now. Their labels stand in "
      "private/report/persons-at-risk.txt.",
      said_count(row.at("persons")), said_count(row.at("all")),
      said_count(risk.at("joint").at("all").at("uniques")));
}

}  // namespace shareready::readiness
