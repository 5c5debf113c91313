#include "readiness/leaving_out.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "readiness/contents.hpp"

namespace shareready::readiness {

std::string told_of_leaving_out(const Json& rows, double now) {
  constexpr double k_shown = 0.0005;  // of a chance with one decimal in percent
  if (rows.as_array().empty()) return {};
  const Json& best = rows.as_array().front();
  const double average = best.at("average").as_double();
  if (now - average < k_shown) return " Leaving out one column alone does not help against that.";
  std::vector<std::string> names;
  for (const Json& row : rows.as_array()) {
    if (row.at("average").as_double() - average < k_shown) names.push_back(row.at("name").as_string());
  }
  return fmt::format(
      " Leaving out one column helps most with: {} (average chance of a right link then {:.1f} %, now {:.1f} "
      "%).",
      join(names, ", "), 100.0 * average, 100.0 * now);
}

std::string told_of_those_alone(const Json& risk) {
  const Json& alone = risk.at("whole").at("uniques");
  if (!risk.at("persons").is_number() || risk.at("persons").as_int() == 0 || alone.is_null()) return {};
  const std::string persons = risk.at("persons").as_string();
  const std::string columns = told_of_alone(
      alone.as_string(), persons, "for whoever knows every released column of the tables of persons");
  const std::string contents = told_of_contents(risk.at("contents"), persons);
  return columns + (columns.empty() || contents.empty() ? "" : " ") + contents;
}

}  // namespace shareready::readiness
