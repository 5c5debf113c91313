#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "readiness/clearance.hpp"
#include "readiness/decision_gates.hpp"
#include "readiness/html_sections.hpp"

namespace shareready::readiness {
namespace {

// The reading that counts: the institution's, or else the strict one.
const Json& own_reading(const Json& decision) {
  const Json::Array& readings = decision.at("readings").as_array();
  const bool liberal =
      decision.at("interpretation").is_string() && decision.at("interpretation").as_string() == "liberal";
  return liberal ? readings.back() : readings.front();
}

Html said_item(const Json& step) {
  return element("li", effect_badge(step.at("effect").as_string()) + text(" ") +
                           element("strong", owner_words(step.at("owner").as_string())) + text(" ") +
                           element("span", step.at("question").as_string()) +
                           element("div", {{"class", "more"}}, text(step.at("sentence").as_string())));
}

// The rules that are not asked for where the release counts as outside the GDPR, in their order.
std::string set_aside(const Json& reading) {
  std::vector<std::string> rules;
  std::set<std::string> told;
  for (const Json& step : reading.at("trace").as_array()) {
    const std::string& rule = step.at("requirement").as_string();
    if (step.at("sentence").as_string() != k_outside_gdpr || !told.insert(rule).second) continue;
    if (rule == "R22") rules.emplace_back("R7");
    rules.push_back(rule == "R12" ? "impact assessment (R12)" : rule);
  }
  return join(rules, ", ");
}

}  // namespace

// Whoever decides has to know what the opinion takes away before reading what is left.
Html told_of_opinion(const Json& readiness) {
  if (readiness.at("decision").at("readings").as_array().empty()) return {};
  const Json& reading = own_reading(readiness.at("decision"));
  if (reading.at("personal_data").as_bool()) return {};
  const Json& advice = readiness.at("sign_off");
  return paragraph(
      fmt::format("{} regards this release as outside the GDPR ({}). For that reason alone these are not "
                  "asked for: {}.",
                  advice.at("name").as_string(), advice.at("reference").as_string(), set_aside(reading)));
}

Html bounds_of_way(const Json& readiness) {
  const WayBounds bounds = bounds_of(readiness);
  const auto list = [](const char* title, const std::vector<const Json*>& points, std::size_t lead) {
    Html items;
    for (const Json* point : points) {
      items += element("li", element("span", point->at("sentence").as_string().substr(lead)) + text(" ") +
                                 requirement_link(point->at("requirement").as_string()));
    }
    return items.empty() ? Html() : element("p", title) + element("ul", {{"class", "failed"}}, items);
  };
  return list("Possible only on these conditions:", bounds.to_keep, 0) +
         list(
             "To be known by whoever signs, as the participants were told otherwise: the legal basis is not "
             "consent, so the form binds nobody here, and the advice has to cover it:",
             bounds.to_know, k_beside_the_basis.size());
}

Html people_list(const Json& readiness) {
  const Json& decision = readiness.at("decision");
  if (decision.at("readings").as_array().empty()) return {};
  Html items;
  for (const Json& step : own_reading(decision).at("trace").as_array()) {
    const bool asked =
        step.at("owner").as_string() != "nobody" && step.at("effect").as_string() != "does_not_apply";
    if (asked) items += said_item(step);
  }
  return items.empty()
             ? Html()
             : element("p", "Who has declared what on this release and these answers, by their hashes:") +
                   element("ul", {{"class", "failed"}}, items);
}

}  // namespace shareready::readiness
