#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

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
    if (!told) words.push_back(access_words(word));
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

}  // namespace

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

}  // namespace shareready::readiness
