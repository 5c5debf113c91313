#include <string>

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

}  // namespace

Html people_list(const Json& readiness) {
  const Json& decision = readiness.at("decision");
  if (decision.at("readings").as_array().empty()) return {};
  Html items;
  for (const Json& step : own_reading(decision).at("trace").as_array()) {
    const bool asked =
        step.at("owner").as_string() != "nobody" && step.at("effect").as_string() != "does_not_apply";
    if (asked) items += said_item(step);
  }
  return items.empty() ? Html()
                       : element("p", "Who has declared what on this release, by its hash:") +
                             element("ul", {{"class", "failed"}}, items);
}

}  // namespace shareready::readiness
