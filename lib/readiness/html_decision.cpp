#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/html_sections.hpp"

namespace shareready::readiness {
namespace {

std::string route_words(std::string_view route) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> k_words{{
      {"public", "Public: anyone can download"},
      {"registered", "Registered: after logging in and accepting terms"},
      {"restricted", "Restricted: after signing a data use agreement"},
      {"case_by_case", "Case by case: you decide on each request"},
      {"derived", "Derived data instead of raw images"},
      {"federated", "Federated: the analysis comes to the data"},
      {"none", "None: keep the data, describe them only"},
  }};
  for (const auto& [name, words] : k_words) {
    if (name == route) return std::string(words);
  }
  return std::string(route);
}

Html route_badge(const Json& route) {
  const std::string& state = route.at("state").as_string();
  const bool none = route.at("route").as_string() == "none";
  if (none && state == "closed") return badge("none", "·", "Not needed");
  if (state == "possible") return badge("good", "✓", "Possible");
  if (state == "closed") return badge("bad", "✕", "Closed");
  return badge("ask", "?", "Needs answers");
}

Html effect_badge(std::string_view effect) {
  if (effect == "passes") return badge("good", "✓", "No objection");
  if (effect == "does_not_apply") return badge("none", "·", "Does not apply");
  if (effect == "condition") return badge("look", "!", "Condition");
  if (effect == "needs_answer") return badge("ask", "?", "Needs answer");
  if (effect == "contradiction") return badge("bad", "✕", "Contradiction");
  return badge("bad", "✕", "Closes");
}

Html point_list(const Json& points, std::string_view lead) {
  std::vector<std::pair<std::string, Html>> lines;  // a sentence and the rules that say it, each once
  for (const Json& point : points.as_array()) {
    const std::string& sentence = point.at("sentence").as_string();
    auto line =
        std::find_if(lines.begin(), lines.end(), [&](const auto& one) { return one.first == sentence; });
    if (line == lines.end()) line = lines.insert(lines.end(), {sentence, {}});
    const Html link = text(" ") + requirement_link(point.at("requirement").as_string());
    if (!line->second.markup().ends_with(link.markup())) line->second += link;
  }
  Html items;
  for (const auto& [sentence, links] : lines) items += element("li", text(sentence) + links);
  return items.empty() ? Html() : element("p", lead) + element("ul", items);
}

// One way of sharing under one reading: its state, and what it hangs on.
Html route_cell(const Json& route) {
  const std::string& state = route.at("state").as_string();
  Html cell = route_badge(route);
  const std::size_t missing = route.at("missing").as_array().size();
  const auto& closed = route.at("closed_by").as_array();
  if (state == "closed" && !closed.empty()) {
    cell += element("div", {{"class", "more"}},
                    element("span", closed.front().at("sentence").as_string()) + text(" ") +
                        requirement_link(closed.front().at("requirement").as_string()));
  } else if (missing > 0) {
    cell += element("div", {{"class", "more"}},
                    text(counted(static_cast<std::int64_t>(missing), "open matter", "open matters")));
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

Html route_details(const Json& reading) {
  Html parts;
  for (const Json& route : reading.at("routes").as_array()) {
    if (route.at("route").as_string() == "none") continue;
    const Html points = point_list(route.at("closed_by"), "Closed because:") +
                        point_list(route.at("missing"), "To be answered or arranged:") +
                        point_list(route.at("conditions"), "Conditions:");
    if (points.empty()) continue;
    parts +=
        element("h4", route_words(route.at("route").as_string())) + element("p", route_badge(route)) + points;
  }
  return parts;
}

// The ways in words, many of them in few: 'raw data' are the four that hand out images.
std::string bears_on(const Json& routes) {
  constexpr std::size_t k_raw = 4;
  const auto& list = routes.as_array();
  const auto has = [&](std::string_view word) {
    return std::any_of(list.begin(), list.end(),
                       [&](const Json& route) { return route.as_string() == word; });
  };
  if (list.size() == k_raw + 2) return "every way";
  std::vector<std::string> words;
  const bool raw = has("public") && has("registered") && has("restricted") && has("case_by_case");
  if (raw) words.emplace_back("raw data");
  for (const Json& route : list) {
    const std::string& word = route.as_string();
    const bool told = raw && word != "derived" && word != "federated";
    if (!told) words.push_back(word == "case_by_case" ? "case by case" : word);
  }
  return join(words, ", ");
}

Html trace_table(const Json& reading) {
  std::vector<std::vector<Html>> rows;
  for (const Json& step : reading.at("trace").as_array()) {
    const std::string routes = bears_on(step.at("routes"));
    const std::string& stop = step.at("stop").as_string();
    rows.push_back(
        {requirement_link(step.at("requirement").as_string()) + text(stop.empty() ? "" : " " + stop),
         text(step.at("question").as_string()), effect_badge(step.at("effect").as_string()),
         text(step.at("sentence").as_string()), text(routes)});
  }
  return data_table(
      "Every branch of the decision, " + reading.at("interpretation").as_string() + " reading",
      {{"Rule", "tight"}, {"Asked", "wide"}, {"Result", ""}, {"Because", "wide"}, {"Bears on", ""}}, rows);
}

Html reading_part(const Json& reading) {
  const bool strict = reading.at("interpretation").as_string() == "strict";
  Html content = route_details(reading);
  content += folded("Every branch of the decision", trace_table(reading));
  return folded(strict ? "Strict reading: what each way hangs on" : "Liberal reading: what each way hangs on",
                content);
}

Html contradictions(const Json& decision) {
  Html items;
  for (const Json& row : decision.at("contradictions").as_array()) {
    items += element("li", text(row.at("sentence").as_string() + " ") +
                               requirement_link(row.at("requirement").as_string()));
  }
  if (items.empty()) return {};
  return element("h3", "Answers that disagree with the data") +
         paragraph("Correct the answer or the data, then run the group level again.") + element("ul", items);
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

Html sign_off(const Json& readiness) {
  const Json& sign = readiness.at("sign_off");
  const std::string& state = sign.at("state").as_string();
  if (state == "valid") {
    return paragraph(fmt::format("Sign-off: {} on {}, for this release by its hash.",
                                 sign.at("name").as_string(), sign.at("date").as_string()));
  }
  if (state == "refused") return paragraph("Sign-off: the privacy officer refused.");
  if (state == "other_release") {
    return paragraph("Sign-off: given for another release. This one needs its own.");
  }
  return paragraph(
      "Sign-off: missing. The privacy officer judges this very release; its hash stands at the top of this "
      "page.");
}

}  // namespace

PageSection decision_section(const Json& readiness) {
  const Json& decision = readiness.at("decision");
  const Json& readings = decision.at("readings");
  Html content = paragraph(decision.at("sentence").as_string());
  content += sign_off(readiness);
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
  for (const Json& reading : readings.as_array()) content += reading_part(reading);
  content += tensions(decision);
  content += note(
      "'Possible' means: no rule known to this program objects, by what was measured and "
      "declared. People decide. This is no legal advice.");
  return {"decision", "Ways to share it", content, ""};
}

}  // namespace shareready::readiness
