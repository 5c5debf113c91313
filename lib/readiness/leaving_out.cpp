#include "readiness/leaving_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "readiness/age_recipes.hpp"
#include "readiness/contents.hpp"
#include "readiness/document_release.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/told_joint.hpp"

namespace shareready::readiness {
namespace {

constexpr double k_shown_alike = 0.0005;  // of a chance with one decimal in percent

// How many persons may be alone, by what is told.
struct AloneRange {
  std::uint64_t least = 0, most = 0;
};

AloneRange range_of(const Json& told) {
  if (told.is_number()) {
    const auto persons = static_cast<std::uint64_t>(told.as_int());
    return {persons, persons};
  }
  const std::string& words = told.as_string();
  if (words.front() == '<') return {1, std::stoull(words.substr(1)) - 1};
  return {std::stoull(words), std::numeric_limits<std::uint64_t>::max()};
}

// What the policy file holds for it; nothing where no policy was counted so.
Json policy_of(const MeasureFacts& measure) {
  if (!measure.promised) return {};
  return new_policy(measure.present, members_of(measure.limits, measure.policy_columns));
}

// A measure with what is told of it.
struct Told {
  const MeasureFacts* measure = nullptr;
  ToldFigures figures;
  std::optional<ToldWithFiles> with_files = {};  // to somebody who knows more than tables
};

bool is_single(const MeasureFacts& measure) { return measure.limits.empty() && measure.columns.size() == 1; }

// What helps most first, by what is told alone.
std::vector<Told> sorted_measures(const ReadinessInputs& inputs) {
  const RiskFacts& risk = inputs.risk;
  std::vector<ToldFigures> figures = told_measures(risk, inputs.policy.k);
  std::vector<ToldWithFiles> with_files = told_measures_with_files(inputs);
  std::vector<Told> told;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    told.push_back({&risk.measures[i], std::move(figures[i])});
    if (i < with_files.size()) told.back().with_files = std::move(with_files[i]);
  }
  std::stable_sort(told.begin(), told.end(), [](const Told& one, const Told& other) {
    if (one.figures.average != other.figures.average) return one.figures.average < other.figures.average;
    return range_of(one.figures.uniques).most < range_of(other.figures.uniques).most;
  });
  return told;
}

// Whether it helps more than each measure that it is made of, by what is told.
bool helps_more(const Told& one, const std::vector<Told>& all, double now) {
  if (now - one.figures.average < k_shown_alike) return false;
  return std::none_of(all.begin(), all.end(), [&](const Told& part) {
    const MeasureFacts& whole = *one.measure;
    const auto& columns = whole.columns;
    const bool smaller =
        part.measure->columns.size() + part.measure->limits.size() < columns.size() + whole.limits.size();
    const bool inside =
        (part.measure->limits.empty() || part.measure->limits == whole.limits) &&
        std::all_of(part.measure->columns.begin(), part.measure->columns.end(), [&](const std::string& name) {
          return std::find(columns.begin(), columns.end(), name) != columns.end();
        });
    return smaller && inside && part.figures.average - one.figures.average < k_shown_alike;
  });
}

Json row_of(const Told& told) {
  const MeasureFacts& measure = *told.measure;
  return object({{"ages", measure.limits.empty() ? Json() : Json(ages_between(measure.limits))},
                 {"columns", list_json(measure.columns)},
                 {"uniques", told.figures.uniques},
                 {"average", told.figures.average},
                 {"at_most", told.figures.at_most},
                 {"with_files", told.with_files ? told.with_files->files.words : Json()},
                 {"with_all", told.with_files ? told.with_files->all.words : Json()},
                 {"policy", policy_of(measure)}});
}

}  // namespace

Json without_json(const ReadinessInputs& inputs) {
  Json rows{Json::Array{}};
  for (const Told& told : sorted_measures(inputs)) {
    if (!is_single(*told.measure)) continue;
    rows.push_back(object({{"name", told.measure->columns.front()},
                           {"uniques", told.figures.uniques},
                           {"average", told.figures.average},
                           {"at_most", told.figures.at_most},
                           {"with_files", told.with_files ? told.with_files->files.words : Json()},
                           {"with_all", told.with_files ? told.with_files->all.words : Json()},
                           {"policy", policy_of(*told.measure)}}));
  }
  return rows;
}

Json measures_json(const ReadinessInputs& inputs) {
  constexpr std::size_t k_most_of_a_kind = 3;
  const std::vector<Told> all = sorted_measures(inputs);
  const double now = told_whole(inputs.risk, inputs.policy.k).average;
  std::size_t with_ages = 0, without = 0;
  Json rows{Json::Array{}};
  for (const Told& told : all) {
    if (is_single(*told.measure)) continue;
    const bool ages_alone = told.measure->columns.empty();
    std::size_t& of_kind = told.measure->limits.empty() ? without : with_ages;
    if (!ages_alone && (of_kind >= k_most_of_a_kind || !helps_more(told, all, now))) continue;
    if (!ages_alone) ++of_kind;
    rows.push_back(row_of(told));
  }
  return rows;
}

Json best_measures_json(const ReadinessInputs& inputs) {
  const std::vector<Told> all = sorted_measures(inputs);
  const ToldFigures told_now = told_whole(inputs.risk, inputs.policy.k);
  const AloneRange whole = range_of(told_now.uniques);
  const double now = told_now.average;
  Json rows{Json::Array{}};
  if (all.empty() || whole.most == 0) return rows;
  std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
  for (const Told& told : all) fewest = std::min(fewest, range_of(told.figures.uniques).most);
  const bool sure = whole.least > fewest && std::all_of(all.begin(), all.end(), [&](const Told& told) {
                      const AloneRange range = range_of(told.figures.uniques);
                      return range.most == fewest || range.least >= fewest;
                    });
  // With wider ages, and without; of each the one with the least chance: what an analysis needs is not for
  // the program to say.
  for (const bool with_ages : {true, false}) {
    const auto best = std::find_if(all.begin(), all.end(), [&](const Told& told) {
      const bool of_kind = !sure || told.measure->limits.empty() != with_ages;
      return of_kind && (!sure || range_of(told.figures.uniques).most == fewest);
    });
    if (best == all.end() || !best->measure->promised || now - best->figures.average < k_shown_alike)
      continue;
    Json row = row_of(*best);
    row.set("fewest", sure);
    rows.push_back(std::move(row));
    if (!sure) break;
  }
  return rows;
}

std::string told_of_leaving_out(const Json& rows, double now) {
  if (rows.as_array().empty()) return {};
  const Json& best = rows.as_array().front();
  const double average = best.at("average").as_double();
  if (now - average < k_shown_alike) return " Leaving out one column alone does not help against that.";
  std::vector<std::string> names;
  for (const Json& row : rows.as_array()) {
    if (row.at("average").as_double() - average < k_shown_alike) names.push_back(row.at("name").as_string());
  }
  return fmt::format(
      " Leaving out one column helps most with: {} (average chance of a right link then {} %{}).",
      join(names, ", "), said_percent(average, best.at("at_most").as_bool()),
      names.size() > 1 ? " each" : "");
}

namespace {

// What images and sidecars add to what a measure leaves.
std::string told_of_files_besides(const Json& row) {
  if (row.at("with_files").is_null()) return {};
  return fmt::format("; alone where the images of each are known too: {}, by all that is known together: {}",
                     said_count(row.at("with_files")), said_count(row.at("with_all")));
}

std::string told_of_measure(const Json& best) {
  const std::string& policy = best.at("policy").as_string();
  const std::string chance = said_percent(best.at("average").as_double(), best.at("at_most").as_bool());
  const std::string besides = told_of_files_besides(best);
  if (!best.at("fewest").as_bool())
    return fmt::format(" By the tables of persons the chance falls most with {}: {} %{}.", policy, chance,
                       besides);
  if (best.at("uniques").as_string() == "0")
    return fmt::format(
        " Nobody is alone any more by the tables of persons with {} (average chance of a right link then {} "
        "%){}.",
        policy, chance, besides);
  return fmt::format(
      " Fewest persons are alone by the tables of persons with {}: {} (average chance of a right link then "
      "{} %){}.",
      policy, best.at("uniques").as_string(), chance, besides);
}

}  // namespace

std::string told_of_best_measures(const Json& best) {
  std::string words;
  for (const Json& measure : best.as_array()) words += told_of_measure(measure);
  return words;
}

std::string told_of_those_alone(const Json& risk) {
  const Json& alone = risk.at("whole").at("uniques");
  if (!risk.at("persons").is_number() || risk.at("persons").as_int() == 0 || alone.is_null()) return {};
  const std::string persons = risk.at("persons").as_string();
  const Json& whole = risk.at("whole");
  const std::string columns =
      alone.as_string() == "0" && whole.at("average").is_number()
          ? fmt::format(
                "Nobody is alone for whoever knows every released column of the tables of persons; the "
                "average chance to point at the right person by them is {} %.",
                said_percent(whole.at("average").as_double(), whole.at("at_most").as_bool()))
          : told_of_alone(alone.as_string(), persons,
                          "for whoever knows every released column of the tables of persons");
  return joined_sentences({columns, told_of_joint(risk, persons),
                           told_of_contents(risk.at("contents"), persons), told_of_all(risk, persons)});
}

std::string said_count(const Json& count) {
  const std::string& words = count.as_string();
  if (words == "0+") return "–";
  return words.ends_with('+') ? "at least " + words.substr(0, words.size() - 1) : words;
}

std::string said_percent(double share, bool at_most) {
  return fmt::format("{}{:.1f}", at_most ? "at most " : "", 100.0 * share);
}

std::string said_percent(const ToldChance& chance) { return said_percent(chance.average, chance.at_most); }

}  // namespace shareready::readiness
