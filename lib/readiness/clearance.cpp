#include "readiness/clearance.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "readiness/decision_gates.hpp"

namespace shareready::readiness {
namespace {

// The way wanted, in the reading that the institution chose; the strict one where it chose none.
const Json& wanted_way(const Json& readiness) {
  static const Json k_none;
  const Json& decision = readiness.at("decision");
  const Json& own = decision.at("interpretation");
  const std::string_view name = own.is_string() ? std::string_view(own.as_string()) : "strict";
  for (const Json& reading : decision.at("readings").as_array()) {
    if (reading.at("interpretation").as_string() != name) continue;
    for (const Json& route : reading.at("routes").as_array()) {
      if (route.at("route").as_string() == decision.at("wanted").as_string()) return route;
    }
  }
  return k_none;
}

// The report says that they are needed before sharing.
bool is_pressing(const Json& check) {
  const std::string& severity = check.at("severity").as_string();
  return severity != "minor" && severity != "info";
}

// What keeps the release here, by the numbers of the rules, in their order: what failed, what the way wanted
// hangs on, and what the report says is to be answered before sharing.
std::vector<std::string> obstacles(const Json& readiness) {
  std::set<std::string> in_the_way;
  const Json& way = wanted_way(readiness);
  for (const char* list : {"closed_by", "missing"}) {
    for (const Json& point : way.at(list).as_array()) in_the_way.insert(point.at("requirement").as_string());
  }
  // The report asks for it before sharing, though the strict reading counts meanwhile.
  if (!readiness.at("decision").at("interpretation").is_string()) in_the_way.insert("R6");
  std::vector<std::string> rules;
  for (const Json& check : readiness.at("checks").as_array()) {
    const std::string& id = check.at("id").as_string();
    const std::string& status = check.at("status").as_string();
    const bool asked = status == "NEEDS-ANSWER" && is_pressing(check);
    if (status == "FAIL" || asked || in_the_way.contains(id)) rules.push_back(id);
  }
  return rules;
}

}  // namespace

bool is_cleared(const Json& readiness) {
  return readiness.at("verdict").at("state").as_string() != "not_published" && obstacles(readiness).empty() &&
         wanted_way(readiness).at("state").as_string() == "possible";
}

WayBounds bounds_of(const Json& readiness) {
  WayBounds bounds;
  std::set<std::string_view> told;
  for (const Json& point : wanted_way(readiness).at("conditions").as_array()) {
    const std::string& rule = point.at("requirement").as_string();
    const std::string& sentence = point.at("sentence").as_string();
    const bool elsewhere = rule == "R12" || rule == "R21";
    if (elsewhere || !told.insert(sentence).second) continue;
    (sentence.starts_with(k_beside_the_basis) ? bounds.to_know : bounds.to_keep).push_back(&point);
  }
  return bounds;
}

std::string clearance_notice(const Json& readiness) {
  const std::string& hash = readiness.at("release").at("manifest_sha256").as_string();
  const std::string rules = join(obstacles(readiness), ", ");
  return fmt::format(
      "NOT CLEARED FOR SHARING - NOG NIET DELEN\n\n"
      "The release here (sha256 {0}), as dataset/ or in archives, must not be uploaded, sent or shared yet.\n"
      "Rules that are not met or not answered: {1}.\n"
      "report/index.html says what to do next, and by whom. The group level with --answers takes this file\n"
      "away once nothing that it knows stands in the way; do not delete it by hand. No file is no\n"
      "permission: the controller decides.\n\n"
      "De vrijgave hier (sha256 {0}), als dataset/ of in archieven, mag nog niet worden geupload, verstuurd "
      "of\n"
      "gedeeld.\n"
      "Regels waaraan niet is voldaan of die niet zijn beantwoord: {1}.\n"
      "report/index.nl.html zegt wat te doen staat, en door wie. Het groepsniveau met --answers haalt dit\n"
      "bestand weg zodra niets wat het kent in de weg staat; wis het niet met de hand. Geen bestand is\n"
      "geen vrijbrief: de verwerkingsverantwoordelijke beslist.\n",
      hash, rules);
}

}  // namespace shareready::readiness
