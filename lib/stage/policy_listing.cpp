#include "stage/policy_listing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/policy_changes.hpp"
#include "readiness/policy_file.hpp"

namespace shareready {
namespace {

std::vector<std::string> names_in(const std::map<std::string, bool>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const auto& [name, listed] : columns) names.push_back(name);
  return names;
}

}  // namespace

Result<Json> policy_file_of(const GroupOptions& options) {
  Json file{Json::Object{}};
  if (!readiness::has_option(options.run_options, "policy")) return file;
  SR_TRY(const Json own, own_members(options.policy));
  for (const auto& [member, value] : own.as_object()) {
    const std::string option = option_of_member(member);
    const bool with_method = member == "layout" && readiness::has_option(options.run_options, "method");
    const bool on_line = option != "policy" && readiness::has_option(options.run_options, option);
    if (!on_line && !with_method) file.set(member, value);
  }
  return file;
}

std::string policies_listing(const Json& file, const Generalised& generalised) {
  std::string text =
      "PRIVATE: whole policy files for a release made again, each on the line below what it gives.\n"
      "The names of columns are those of the source.\n\nThe policy file of this release\n" +
      readiness::policy_text(file) + "\n";
  const auto add = [&](const Json& members, const std::string& given) {
    text += fmt::format("\n{}\n{}\n", given, readiness::policy_text(readiness::with_members(file, members)));
  };
  for (const AgeRecipe& recipe : generalised.age_recipes) {
    add(readiness::members_of(recipe.limits, {}),
        fmt::format("Wider ages: persons in groups smaller than k: {}; average chance of a right link: "
                    "{:.1f} % by the "
                    "details in the tables, {:.1f} % with every column of the tables known",
                    recipe.after.rows_below_k, 100.0 * recipe.after.average, 100.0 * recipe.whole.average));
  }
  for (const Measure& measure : generalised.measures) {
    if (!measure.promised) continue;
    add(readiness::members_of(measure.limits, names_in(measure.policy_columns)),
        fmt::format(
            "Persons alone with every column of the tables known: {}; average chance of a right link: "
            "{:.1f} %",
            measure.whole.uniques, 100.0 * measure.whole.average));
  }
  return text;
}

}  // namespace shareready
