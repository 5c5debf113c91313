#include <algorithm>
#include <set>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/html_sections.hpp"

namespace shareready::readiness {
namespace {

// Whoever settles the first reason has to know of the others.
Html more_reasons(const Json::Array& closed) {
  std::set<std::string> rules;
  for (const Json& point : closed) rules.insert(point.at("requirement").as_string());
  rules.erase(closed.front().at("requirement").as_string());
  Html links;
  for (const std::string& rule : rules) links += text(" ") + requirement_link(rule);
  return links.empty() ? Html() : text(" ") + element("span", "and by:") + links;
}

// One way of sharing under one reading: its state, and what it hangs on.
Html route_cell(const Json& route) {
  const std::string& state = route.at("state").as_string();
  Html cell = route_badge(route);
  std::set<std::string> matters;  // rules that wait for the same are one
  for (const Json& point : route.at("missing").as_array()) matters.insert(point.at("sentence").as_string());
  const std::size_t missing = matters.size();
  const auto& closed = route.at("closed_by").as_array();
  if (state == "closed" && !closed.empty()) {
    cell +=
        element("div", {{"class", "more"}},
                element("span", closed.front().at("sentence").as_string()) + text(" ") +
                    requirement_link(closed.front().at("requirement").as_string()) + more_reasons(closed));
  }
  if (missing > 0) {
    cell += element("div", {{"class", "more"}}, text(counted(missing, "open matter", "open matters")));
  }
  return cell;
}

Html routes_table(const Json& readings, const std::string& wanted) {
  std::vector<std::vector<Html>> rows;
  const auto& strict = readings.as_array().front().at("routes").as_array();
  const auto& liberal = readings.as_array().back().at("routes").as_array();
  for (std::size_t i = 0; i < strict.size() && i < liberal.size(); ++i) {
    const std::string& route = strict[i].at("route").as_string();
    Html name = element("strong", route_words(route));
    if (route == wanted) name += element("div", {{"class", "more"}}, text("what this run prepared for"));
    if (route == "none")
      name += element("div", {{"class", "more"}}, text("only where every other way is closed"));
    rows.push_back({name, route_cell(strict[i]), route_cell(liberal[i])});
  }
  return data_table("Ways of sharing under two readings of the rules",
                    {{"Way", "wide"}, {"Strict", "wide"}, {"Liberal", "wide"}}, rows);
}

Html stops(const Json& reading) {
  Html items;
  for (const Json& stop : reading.at("stops").as_array()) {
    items += element("li", element("strong", stop.at("code").as_string()) +
                               text(": " + stop.at("sentence").as_string() + " ") +
                               requirement_link(stop.at("requirement").as_string()));
  }
  return items.empty() ? Html() : element("ul", items);
}

// Both readings have the same reasons to stop, but where an opinion outside the GDPR counts in one alone.
Html stop_list(const Json& readings) {
  Html items;
  for (const Json& reading : readings.as_array()) {
    const Html own = stops(reading);
    if (!own.empty())
      items += element("p", "In the " + reading.at("interpretation").as_string() + " reading:") + own;
  }
  return items.empty() ? Html() : element("h3", "Reasons not to share raw data") + items;
}

Html contradictions(const Json& decision) {
  Html items;
  for (const Json& row : decision.at("contradictions").as_array()) {
    items += element("li", text(row.at("sentence").as_string() + " ") +
                               requirement_link(row.at("requirement").as_string()));
  }
  if (items.empty()) return {};
  return element("h3", "Answers that disagree with the data") +
         paragraph(
             "Where the answer is true, change the data: leave out what disagrees. Change an answer only "
             "where it is wrong, with the words and page that show it. Then run the group level again.") +
         element("ul", items);
}

Html coverage(const Json& decision) {
  std::vector<std::vector<Html>> rows;
  for (const Json& row : decision.at("consent_coverage").as_array()) {
    const std::string& covered = row.at("covered").as_string();
    const Html state = covered == "yes"  ? badge("good", "✓", "Named")
                       : covered == "no" ? badge("bad", "✕", "Not named")
                                         : badge("ask", "?", "Needs answer");
    rows.push_back({text(row.at("what").as_string()), text(row.at("group").as_string()), state});
  }
  if (rows.empty()) return {};
  return folded("What the release holds, and whether the consent names it",
                data_table("What was recognised in the release against the consent",
                           {{"In the release", "wide"}, {"As", ""}, {"Consent", ""}}, rows));
}

Html tensions(const Json& decision) {
  Html parts;
  for (const Json& row : decision.at("tensions").as_array()) {
    parts += element("h4", row.at("title").as_string()) + paragraph(row.at("text").as_string());
  }
  return parts.empty() ? Html() : folded("Where the rules disagree with each other", parts);
}

}  // namespace

PageSection decision_section(const Json& readiness) {
  const Json& decision = readiness.at("decision");
  const Json& readings = decision.at("readings");
  Html content = paragraph(
      "The rules disagree in places, so this report reads them twice. Strict: data are personal while "
      "anybody "
      "holds a key, children and patients never go to all who register, storage stays inside the EEA. "
      "Liberal: a key kept apart does not count, extra agreements can cover more, and results of groups "
      "alone need no basis. Your institution "
      "chooses which one counts (the answer interpretation; ask the privacy officer); until it has, go by "
      "the strict one.");
  content += paragraph(decision.at("sentence").as_string());
  content += people_list(readiness);
  if (readiness.at("answers").at("sha256").as_string().empty()) {
    content += note(
        "No answers were given yet. 'shareready --print-answers' prints a form with every question "
        "explained; give it back with --answers at the group level. The release stays as it is, only this "
        "report is renewed.");
  }
  if (readings.as_array().size() == 2) {
    content += routes_table(readings, decision.at("wanted").as_string());
  }
  content += stop_list(readings) + contradictions(decision) + coverage(decision);
  if (!readings.as_array().empty()) content += ways_part(readings) + trace_part(readings);
  content += tensions(decision);
  content += note(
      "'Possible' means: no rule known to this program objects, by what was measured and "
      "declared. People decide. This is no legal advice.");
  return {"decision", "Ways to share it", content, ""};
}

}  // namespace shareready::readiness
