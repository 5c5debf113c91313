#include "readiness/draft_tables.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "readiness/contents.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/leaving_out.hpp"
#include "readiness/policy_file.hpp"

namespace shareready::readiness {
namespace {

using Row = std::vector<std::string>;

std::string line_of(const Row& cells) { return "| " + join(cells, " | ") + " |\n"; }

// A list item stands before it: blank lines part the two.
std::string table_of(const Row& heads, const std::vector<Row>& rows) {
  std::string table = "\n\n" + line_of(heads) + line_of(Row(heads.size(), "---"));
  for (const Row& row : rows) table += line_of(row);
  return table;
}

std::string chance_in(const Json& row, const char* average, const char* at_most, const Translate& say) {
  const Json& share = row.at(average);
  const bool open = share.is_number() && row.at(at_most).as_bool() && share.as_double() >= 1.0;
  if (!share.is_number() || open) return "–";
  return say(said_percent(share.as_double(), row.at(at_most).as_bool()) + " %");
}

std::string count_in(const Json& count, const Translate& say) {
  return count.is_null() ? "–" : say(said_count(count));
}

std::string alone_in(const Json& joint, const char* by, const Translate& say) {
  return joint.is_object() ? count_in(joint.at(by).at("uniques"), say) : "–";
}

std::string as_code(const Json& words) {
  return words.is_string() ? fmt::format("`{}`", words.as_string()) : std::string("–");
}

Row recipe_row(const Json& recipe, const Translate& say) {
  return {as_code(recipe.at("policy")), recipe.at("ages").as_string(), count_in(recipe.at("below_k"), say),
          chance_in(recipe, "average", "at_most", say),
          chance_in(recipe, "average_whole", "whole_at_most", say)};
}

// "0-39, 40+; without IQ, MMSE"
std::string what_of(const Json& measure, const Translate& say) {
  Row names;
  for (const Json& name : measure.at("columns").as_array()) names.push_back(name.as_string());
  std::string ages = measure.at("ages").is_string() ? measure.at("ages").as_string() : std::string();
  if (names.empty()) return ages;
  return (ages.empty() ? "" : ages + "; ") + say("without") + " " + join(names, ", ");
}

}  // namespace

std::string draft_of_policy_file(const Json& document, const Translate& say) {
  const Json& policy = document.at("policy").at("file");
  if (!policy.is_object()) return say("stands in private/report/policies.txt, and is not told here");
  return policy.as_object().empty() ? say("nothing") : "`" + policy_text(policy) + "`";
}

std::string draft_of_wider_ages(const Json& document, const Translate& say) {
  const Json& recipes = document.at("evidence").at("age_recipes");
  const Json& risk = document.at("risk");
  if (recipes.as_array().empty()) return say("none was needed, or none was found");
  const std::string below =
      fmt::format("Persons in groups smaller than k = {}", document.at("policy").at("k").as_string());
  std::vector<Row> rows{{say("as now"), "–", count_in(risk.at("after").at("below_k"), say),
                         chance_in(risk.at("after"), "average", "at_most", say),
                         chance_in(risk.at("whole"), "average", "at_most", say)}};
  for (const Json& recipe : recipes.as_array()) rows.push_back(recipe_row(recipe, say));
  return table_of({say("In the policy file"), say("Ages then"), say(below), say("By these details"),
                   say("Every column of the tables known")},
                  rows);
}

std::string draft_of_measures(const Json& document, const Translate& say) {
  const Json& risk = document.at("risk");
  if (risk.at("without").as_array().empty()) return say("no figure is told");
  const Json& whole = risk.at("whole");
  std::vector<Row> rows{
      {say("none, as now"), count_in(whole.at("uniques"), say), chance_in(whole, "average", "at_most", say),
       alone_in(risk.at("joint"), "columns", say), alone_in(risk.at("joint"), "all", say), "–"}};
  const auto add = [&](std::string what, const Json& row) {
    rows.push_back({std::move(what), count_in(row.at("uniques"), say),
                    chance_in(row, "average", "at_most", say), count_in(row.at("with_files"), say),
                    count_in(row.at("with_all"), say), as_code(row.at("policy"))});
  };
  for (const Json& row : risk.at("without").as_array()) add(row.at("name").as_string(), row);
  const std::string whole_files = told_of_whole_policies(document.at("policy").at("file"));
  for (const Json& row : risk.at("measures").as_array()) add(what_of(row, say), row);
  return table_of({say("Column left out, or ages"), say("Persons alone"),
                   say("Average chance of a right link"), say("Alone where images are known too"),
                   say("By all of this together"), say("In the policy file")},
                  rows) +
         (whole_files.empty() ? "" : "\n" + say(whole_files) + "\n");
}

std::string draft_of_images(const Json& document, const Translate& say) {
  const Json& risk = document.at("risk");
  const Json& joint = risk.at("joint");
  if (risk.at("without_images").as_array().empty()) return say("none was needed, or none was found");
  std::vector<Row> rows{{say("none, as now"), alone_in(joint, "details", say),
                         alone_in(joint, "columns", say), alone_in(joint, "all", say)}};
  for (const Json& row : risk.at("without_images").as_array())
    rows.push_back({as_code(row.at("policy")), count_in(row.at("details"), say),
                    count_in(row.at("columns"), say), count_in(row.at("all"), say)});
  return table_of({say("In the policy file"), say("By the details that k persons share, and images"),
                   say("By every column of the tables, and images"), say("By all of this together")},
                  rows);
}

std::string draft_of_keys(const Json& document, const Translate& say) {
  std::vector<Row> rows;
  for (const Json& row : document.at("risk").at("without_keys").as_array())
    rows.push_back({as_code(row.at("policy")), count_in(row.at("sidecars"), say),
                    count_in(row.at("described"), say), count_in(row.at("all"), say)});
  if (rows.empty()) return say("none was needed, or none was found");
  return table_of(
      {say("In the policy file"), say("By all that sidecars say"),
       say("By the details that k persons share, images and sidecars"), say("By all of this together")},
      rows);
}

std::string draft_of_persons(const Json& document, const Translate& say) {
  const std::string words = told_of_without_persons(document.at("risk"));
  return say(words.empty() ? "nobody is alone by details, images and sidecars" : words.substr(1));
}

std::string draft_of_those_alone(const Json& document, const Translate& say) {
  std::vector<Row> rows;
  for (const KnownRow& row : known_rows(document.at("risk"))) {
    rows.push_back({row.code ? as_code(Json(row.known)) : say(row.known), count_in(row.alone, say),
                    row.chance.is_object() ? chance_in(row.chance, "average", "at_most", say) : "–"});
  }
  if (rows.empty()) return say("no figure is told");
  return table_of({say("Known of a person"), say("Persons alone"), say("Average chance of a right link")},
                  rows);
}

}  // namespace shareready::readiness
