#include "readiness/html_measures.hpp"

#include <fmt/format.h>

#include "readiness/age_recipes.hpp"
#include "readiness/contents.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/page.hpp"
#include "readiness/policy_file.hpp"

namespace shareready::readiness {

std::string percent(const Json& share) {
  constexpr double k_smallest_shown = 0.0005;
  const double value = share.as_double();
  return value > 0.0 && value < k_smallest_shown ? fmt::format("1 in {:.0f}", 1.0 / value)
                                                 : fmt::format("{:.1f} %", 100.0 * value);
}

Html chance(const Json& row, const char* average, const char* at_most) {
  if (row.at(at_most).as_bool() && row.at(average).as_double() >= 1.0) return text("–");
  const std::string words = percent(row.at(average));
  return text(row.at(at_most).as_bool() ? "at most " + words : words);
}

std::string listed(const Json& names) {
  std::string words;
  for (const Json& name : names.as_array()) words += (words.empty() ? "" : ", ") + name.as_string();
  return words.empty() ? "–" : words;
}

namespace {

Html policy_cell(const Json& policy) {
  return policy.is_string() ? element("code", policy.as_string()) : text("–");
}

// Ages and columns of one measure.
Html measure_cell(const Json& row) {
  Html cell = row.at("ages").is_string() ? text(row.at("ages").as_string()) : Html();
  for (const Json& name : row.at("columns").as_array()) {
    if (!cell.empty()) cell += text(" + ");
    cell += element("code", name.as_string());
  }
  return cell;
}

// A count that is told, or that none is.
Html count_cell(const Json& count) { return text(count.is_null() ? std::string("–") : said_count(count)); }

Html alone_cell(const Json& joint, const char* by) { return count_cell(joint.at(by).at("uniques")); }

}  // namespace

// What leaving out each released column gives, the most helpful first, then two measures together.
Html without_table(const Json& risk) {
  constexpr std::size_t k_most_rows = 12;
  const Json::Array& columns = risk.at("without").as_array();
  if (columns.empty()) return {};
  const Json& whole = risk.at("whole");
  const Json& joint = risk.at("joint");
  std::vector<std::vector<Html>> rows{{text("none, as now"), text(said_count(whole.at("uniques"))),
                                       chance(whole), alone_cell(joint, "columns"), alone_cell(joint, "all"),
                                       text("–")}};
  const auto add = [&rows](Html what, const Json& row) {
    rows.push_back({std::move(what), text(said_count(row.at("uniques"))), chance(row),
                    count_cell(row.at("with_files")), count_cell(row.at("with_all")),
                    policy_cell(row.at("policy"))});
  };
  for (const Json& column : columns) {
    if (rows.size() <= k_most_rows) add(element("code", column.at("name").as_string()), column);
  }
  for (const Json& row : risk.at("measures").as_array()) add(measure_cell(row), row);
  Html table = data_table(
      "Leaving out columns and wider ages, against somebody who knows every column of the tables of "
      "persons",
      {{"Column left out, or ages", ""},
       {"Persons alone", "num"},
       {"Average chance of a right link", "num"},
       {"Alone where images are known too", "num"},
       {"By all of this together", "num"},
       {"In the policy file", ""}},
      rows);
  if (columns.size() > k_most_rows)
    table += note(
        fmt::format("Columns that help less: {}; readiness.json has them.", columns.size() - k_most_rows));
  return table +
         note(
             "Of two measures together those are shown that help most, and more than each alone. Each is "
             "counted as the release made again with its policy; 'at most' stands before a chance that was "
             "rounded up so that it tells of no few persons.");
}

// Wider ages worked out for this release, beside the release as it is.
Html recipes_table(const Json& risk, const Json& recipes, const std::string& k) {
  if (recipes.as_array().empty()) return {};
  std::vector<std::vector<Html>> rows{
      {text("as now"), text("–"), text(said_count(risk.at("after").at("below_k"))), chance(risk.at("after")),
       chance(risk.at("whole")), text("–"), text("–")}};
  const std::vector<ShownAgeRecipe> shown = age_recipes_of(recipes);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Json& row = recipes.as_array()[i];
    rows.push_back({policy_cell(row.at("policy")), text(shown[i].ages), text(said_count(row.at("below_k"))),
                    chance(row), chance(row, "average_whole", "whole_at_most"),
                    text(listed(row.at("dropped"))), text(listed(row.at("returned")))});
  }
  return data_table("Wider ages for this release, by a policy file",
                    {{"In the policy file", ""},
                     {"Ages then", ""},
                     {"Persons in groups smaller than k = " + k, "num"},
                     {"By these details", "num"},
                     {"Every column of the tables known", "num"},
                     {"Would go besides", ""},
                     {"Would come back", ""}},
                    rows) +
         note(
             "Limits were tried at every 10 years (at every 20 for more than 2,000 persons), or those of the "
             "policy. First stand ages of which none tells anything by itself, at the least loss of detail, "
             "then "
             "those that lose least in groups of k persons.");
}

// What the policies of the tables above do with the policy of this release.
Html policy_note(const Json& readiness) {
  const std::string words = told_of_whole_policies(readiness.at("policy").at("file"));
  return words.empty() ? Html() : note(words);
}

// Who is like nobody else in one sort of what is released, and in several together.
Html known_table(const Json& risk) {
  std::vector<std::vector<Html>> rows;
  for (const KnownRow& row : known_rows(risk)) {
    rows.push_back({row.code ? element("code", row.known) : text(row.known), text(said_count(row.alone)),
                    row.chance.is_object() ? chance(row.chance) : text("–")});
  }
  if (rows.empty()) return {};
  return data_table(
      "Persons alone by what is known of them, each sort by itself and together",
      {{"Known of a person", "wide"}, {"Persons alone", "num"}, {"Average chance of a right link", "num"}},
      rows);
}

// What leaving out kinds of image gives.
Html images_table(const Json& risk) {
  const Json::Array& measures = risk.at("without_images").as_array();
  if (measures.empty()) return {};
  const Json& joint = risk.at("joint");
  std::vector<std::vector<Html>> rows{{text("none, as now"), alone_cell(joint, "details"),
                                       alone_cell(joint, "columns"), alone_cell(joint, "all")}};
  for (const Json& row : measures)
    rows.push_back({policy_cell(row.at("policy")), count_cell(row.at("details")),
                    count_cell(row.at("columns")), count_cell(row.at("all"))});
  return data_table("Persons alone where kinds of image are left out, and which each person has is known",
                    {{"In the policy file", "wide"},
                     {"By the details that k persons share, and images", "num"},
                     {"By every column of the tables, and images", "num"},
                     {"By all of this together", "num"}},
                    rows);
}

// What leaving out keys of sidecars gives.
Html keys_table(const Json& risk) {
  const Json::Array& measures = risk.at("without_keys").as_array();
  if (measures.empty()) return {};
  const Json& joint = risk.at("joint");
  Json now;
  for (const Json& content : risk.at("contents").as_array()) {
    if (content.at("kind").as_string() == "sidecars") now = content.at("alone");
  }
  std::vector<std::vector<Html>> rows{
      {text("none, as now"), count_cell(now), alone_cell(joint, "described"), alone_cell(joint, "all")}};
  for (const Json& row : measures)
    rows.push_back({policy_cell(row.at("policy")), count_cell(row.at("sidecars")),
                    count_cell(row.at("described")), count_cell(row.at("all"))});
  return data_table("Persons alone where keys of sidecars are left out",
                    {{"In the policy file", "wide"},
                     {"By all that sidecars say", "num"},
                     {"By the details that k persons share, images and sidecars", "num"},
                     {"By all of this together", "num"}},
                    rows);
}

Html persons_note(const Json& risk) {
  const std::string words = told_of_without_persons(risk);
  return words.empty() ? Html() : note(words.substr(1));
}

}  // namespace shareready::readiness
