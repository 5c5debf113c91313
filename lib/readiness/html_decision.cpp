#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

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
  if (none && state == "needs_answers") return badge("none", "·", "Depends on the others");
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

// What both readings say, once where they agree.
Html said_by_both(const Html& strict, const Html& liberal) {
  if (strict.markup() == liberal.markup()) return strict;
  return element("div", text("Strict: ") + element("span", strict)) +
         element("div", text("Liberal: ") + element("span", liberal));
}

// What a way of sharing hangs on, said once for all rules and readings that say it.
struct Matter {
  std::string kind, sentence;
  Html rules;
  bool strict = false, liberal = false;
};

constexpr std::array<std::pair<const char*, const char*>, 3> k_matters{
    {{"closed_by", "Closed because:"},
     {"missing", "To be answered or arranged:"},
     {"conditions", "Conditions:"}}};

void add_matters(const Json& route, bool strict, std::vector<Matter>& matters) {
  for (const auto& entry : k_matters) {
    const char* const kind = entry.first;  // lambdas take no part of a structured binding in C++20 (P1091)
    for (const Json& point : route.at(kind).as_array()) {
      const std::string& sentence = point.at("sentence").as_string();
      auto known = std::find_if(matters.begin(), matters.end(), [&](const Matter& one) {
        return one.kind == kind && one.sentence == sentence;
      });
      if (known == matters.end()) known = matters.insert(matters.end(), Matter{kind, sentence, {}});
      const Html link = text(" ") + requirement_link(point.at("requirement").as_string());
      if (known->rules.markup().find(link.markup()) == std::string::npos) known->rules += link;
      (strict ? known->strict : known->liberal) = true;
    }
  }
}

Html matter_lists(const std::vector<Matter>& matters) {
  Html lists;
  for (const auto& [kind, lead] : k_matters) {
    Html items;
    for (const Matter& matter : matters) {
      if (matter.kind != kind) continue;
      Html item = text(matter.sentence) + matter.rules;
      if (matter.strict != matter.liberal) {
        item += text(" ") + element("em", matter.strict ? "in the strict reading" : "in the liberal reading");
      }
      items += element("li", item);
    }
    if (!items.empty()) lists += element("p", lead) + element("ul", items);
  }
  return lists;
}

struct Way {
  Html head;
  bool raw = false;
  std::vector<Matter> matters;
};

std::vector<Way> ways_of(const Json& readings) {
  const auto& strict = readings.as_array().front().at("routes").as_array();
  const auto& liberal = readings.as_array().back().at("routes").as_array();
  std::vector<Way> ways;
  for (std::size_t i = 0; i < strict.size() && i < liberal.size(); ++i) {
    const std::string& route = strict[i].at("route").as_string();
    if (route == "none") continue;
    Way way{element("h4", route_words(route)), route != "derived" && route != "federated", {}};
    way.head += said_by_both(route_badge(strict[i]), route_badge(liberal[i]));
    add_matters(strict[i], true, way.matters);
    add_matters(liberal[i], false, way.matters);
    ways.push_back(std::move(way));
  }
  return ways;
}

bool is_same(const Matter& one, const Matter& other) {
  return one.kind == other.kind && one.sentence == other.sentence && one.strict == other.strict &&
         one.liberal == other.liberal;
}

// Takes out of the ways of sharing raw data what all of them hang on.
std::vector<Matter> take_common(std::vector<Way>& ways) {
  std::vector<Matter> common;
  const auto in_way = [](const Way& way, const Matter& matter) {
    return std::any_of(way.matters.begin(), way.matters.end(),
                       [&](const Matter& own) { return is_same(own, matter); });
  };
  for (const Matter& matter : ways.front().matters) {
    if (std::all_of(ways.begin(), ways.end(),
                    [&](const Way& way) { return !way.raw || in_way(way, matter); })) {
      common.push_back(matter);
    }
  }
  for (Way& way : ways) {
    if (!way.raw) continue;
    std::erase_if(way.matters, [&](const Matter& own) {
      return std::any_of(common.begin(), common.end(), [&](const Matter& one) { return is_same(one, own); });
    });
  }
  return common;
}

Html ways_part(const Json& readings) {
  const auto part = [](const Html& content) { return element("div", {{"class", "way"}}, content); };
  std::vector<Way> ways = ways_of(readings);
  if (ways.empty()) return {};
  const Html common = matter_lists(take_common(ways));
  Html parts;
  if (!common.empty()) parts += part(element("h4", "Every way of sharing raw data") + common);
  for (const Way& way : ways) {
    const Html own = matter_lists(way.matters);
    parts += part(way.head + (own.empty() ? note("Nothing beside what is said above.") : own));
  }
  return folded(
      "What each way hangs on",
      paper_note("On paper, what each way hangs on; every branch of the decision, which says it again, "
                 "stands on the page on a screen.") +
          element("div", {{"class", "ways"}}, parts));
}

// A step of the decision; both readings take the same steps.
std::vector<Html> trace_row(const Json& strict, const Json& liberal) {
  const std::string& stop = strict.at("stop").as_string();
  const Html one = effect_badge(strict.at("effect").as_string());
  const Html two = effect_badge(liberal.at("effect").as_string());
  const Html why = text(strict.at("sentence").as_string()), other = text(liberal.at("sentence").as_string());
  return {requirement_link(strict.at("requirement").as_string()) + text(stop.empty() ? "" : " " + stop),
          text(strict.at("question").as_string()), said_by_both(one, two), said_by_both(why, other),
          said_by_both(text(bears_on(strict.at("routes"))), text(bears_on(liberal.at("routes"))))};
}

Html trace_part(const Json& readings) {
  const auto& strict = readings.as_array().front().at("trace").as_array();
  const auto& liberal = readings.as_array().back().at("trace").as_array();
  std::vector<std::vector<Html>> rows;
  for (std::size_t i = 0; i < strict.size() && i < liberal.size(); ++i) {
    rows.push_back(trace_row(strict[i], liberal[i]));
  }
  return folded(
      "Every branch of the decision",
      data_table(
          "Every branch of the decision, under both readings",
          {{"Rule", "tight"}, {"Asked", "wide"}, {"Result", ""}, {"Because", "wide"}, {"Bears on", ""}},
          rows));
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
    return paragraph(
        fmt::format("Advice of the privacy officer: in favour, {} on {}, for this release by its hash.",
                    sign.at("name").as_string(), sign.at("date").as_string()));
  }
  if (state == "refused") return paragraph("Advice of the privacy officer: against sharing.");
  if (state == "other_release") {
    return paragraph("Advice of the privacy officer: given on another release. This one needs its own.");
  }
  return paragraph(
      "Advice of the privacy officer: missing. It holds for one release by its hash: ask for it once this "
      "release needs no further run.");
}

// Who decides, and whether a person has looked.
Html decision_of_people(const Json& signs) {
  const Json& controller = signs.at("controller");
  const std::string& state = controller.at("state").as_string();
  std::string words = "Decision of the controller: missing.";
  if (state == "approved")
    words = fmt::format("Decision of the controller: to share, by {} on {}, for this release by its hash.",
                        controller.at("represented_by").as_string(), controller.at("date").as_string());
  if (state == "refused") words = "Decision of the controller: not to share.";
  if (state == "other_release")
    words = "Decision of the controller: on another release. This one needs its own.";
  const Json& faces = signs.at("faces");
  const std::string& looked = faces.at("looked_at_by").as_string();
  const std::string look =
      looked.empty() ? std::string("The images before and after: nobody is named who looked at them.")
                     : fmt::format("The images before and after: looked at by {} on {}, as declared.", looked,
                                   faces.at("date").as_string());
  return paragraph(words) + paragraph(look);
}

}  // namespace

PageSection decision_section(const Json& readiness) {
  const Json& decision = readiness.at("decision");
  const Json& readings = decision.at("readings");
  Html content = paragraph(
      "The rules disagree in places, so this report reads them twice. Strict: data are personal while "
      "anybody "
      "holds a key, children and patients never go to all who register, storage stays inside the EEA. "
      "Liberal: a key kept apart does not count, and extra agreements can cover more. Your institution "
      "chooses which one counts (the answer interpretation; ask the privacy officer); until it has, go by "
      "the strict one.");
  content += paragraph(decision.at("sentence").as_string());
  content += sign_off(readiness) + decision_of_people(readiness.at("sign_off"));
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
