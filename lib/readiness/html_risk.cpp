#include <fmt/format.h>

#include <cstdlib>

#include "readiness/checks.hpp"
#include "readiness/html_measures.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/plots.hpp"

namespace shareready::readiness {
namespace {

Html risk_plot(const Json& risk) {
  const double before = 100.0 * risk.at("before").at("average").as_double();
  const double after = 100.0 * risk.at("after").at("average").as_double();
  return bar_plot("Average chance of linking a person rightly, in percent",
                  fmt::format("In the source {:.1f} percent, in the release {:.1f} percent.", before, after),
                  {{"source", before, false}, {"release", after, false}});
}

Html loss_plot(const Json& risk, const Json& special) {
  std::vector<Bar> bars;
  std::string description = "Detail that is left, in percent:";
  for (const Json& identifier : risk.at("identifiers").as_array()) {
    const double left = 100.0 * (1.0 - identifier.at("loss").as_double());
    bars.push_back({identifier.at("name").as_string(), left, left <= 0.0});
    description += fmt::format(" {} {:.0f};", bars.back().label, left);
  }
  for (const Json& column : special.as_array()) {
    const bool own = column.at("standard").as_bool();
    bars.push_back({own ? column.at("name").as_string() : "a column of its own name", 0.0, true, own});
    description += fmt::format(" {} 0;", bars.back().label);
  }
  return bar_plot("Detail that is left, in percent", description, bars);
}

// A count of persons, the middle of what '<k' hides, or the least of 'k+'.
double drawn(const Json& count) {
  if (count.is_number()) return count.as_double();
  const std::string& masked = count.as_string();
  if (masked.ends_with('+')) return std::atof(masked.c_str());
  return masked.size() < 2 ? 0.0 : std::atof(masked.c_str() + 1) / 2.0;
}

Html sizes_plot(const Json& risk, const std::string& k) {
  std::vector<SizeBars> bars;
  for (const Json& row : risk.at("group_sizes").as_array()) {
    const std::int64_t from = row.at("from").as_int(), to = row.at("to").as_int();
    const std::string label = !row.at("to").is_number() ? fmt::format("{}+", from)
                              : from == to              ? std::to_string(from)
                                                        : fmt::format("{}–{}", from, to);
    bars.push_back({label, drawn(row.at("before")), drawn(row.at("after")), row.at("before").as_string(),
                    row.at("after").as_string(), row.at("to").is_number() && to < std::atoll(k.c_str())});
  }
  return size_plot("Persons by the size of their group", bars, k);
}

Html choices_plot(const Json& risk) {
  std::vector<TradeOff> points;
  for (const Json& row : risk.at("trade_offs").as_array()) {
    points.push_back({"k = " + row.at("k").as_string(), 100.0 * (1.0 - row.at("loss").as_double()),
                      100.0 * row.at("average").as_double(), 100.0 * row.at("average_whole").as_double()});
  }
  return trade_off_plot(
      "Risk against utility: average chance of a right link for other k, the persons who have to share "
      "their details",
      points);
}

// The same in figures, with what each number k would cost.
Html choices_table(const Json& risk) {
  std::vector<std::vector<Html>> rows;
  for (const Json& row : risk.at("trade_offs").as_array()) {
    rows.push_back({text(row.at("k").as_string()),
                    text(fmt::format("{:.0f} %", 100.0 * (1.0 - row.at("loss").as_double()))), chance(row),
                    chance(row, "average_whole", "whole_at_most"), text(listed(row.at("dropped"))),
                    text(listed(row.at("returned"))),
                    text(row.at("ages").is_string() ? row.at("ages").as_string() : "–")});
  }
  if (rows.empty()) return {};
  return data_table("Average chance of a right link for other numbers k",
                    {{"k", "num"},
                     {"Detail that is left", "num"},
                     {"By these details", "num"},
                     {"Every column of the tables known", "num"},
                     {"Would go besides", ""},
                     {"Would come back", ""},
                     {"Wider ages", ""}},
                    rows);
}

// Columns left out as special categories: lost to the study, and what a policy that keeps one would give.
Html special_columns_table(const Json& special) {
  std::vector<std::vector<Html>> rows;
  for (const Json& column : special.as_array()) {
    const Json& kept = column.at("kept");
    const bool told = kept.is_object();
    const auto cell = [&](const std::string& words) { return text(told ? words : "–"); };
    const std::string& name = column.at("name").as_string();
    rows.push_back({column.at("standard").as_bool() ? element("code", name) : text(name),
                    cell(kept.at("reached").as_bool() ? "yes" : "no"), cell(kept.at("below_k").as_string()),
                    told ? chance(kept) : text("–"),
                    told ? chance(kept, "average_whole", "whole_at_most") : text("–"),
                    cell(fmt::format("Released: {}.", listed(kept.at("details")))),
                    text(told ? listed(kept.at("dropped")) : "–")});
  }
  if (rows.empty()) return {};
  return data_table("Columns left out as special categories, and what a policy that keeps one would give",
                    {{"Column", ""},
                     {"Groups of k persons", ""},
                     {"Persons in smaller groups", "num"},
                     {"By these details", "num"},
                     {"Every column of the tables known", "num"},
                     {"Details then", ""},
                     {"Would go besides", ""}},
                    rows);
}

Html contribution_plot(const Json& risk) {
  std::vector<Bar> bars;
  std::string description =
      "How often each detail is part of what singles a person out in the source, in percent:";
  for (const Json& identifier : risk.at("identifiers").as_array()) {
    if (identifier.at("special_share").is_null()) return {};
    bars.push_back(
        {identifier.at("name").as_string(), 100.0 * identifier.at("special_share").as_double(), false});
    description += fmt::format(" {} {:.0f};", bars.back().label, bars.back().value);
  }
  return bar_plot("How often each detail is part of what singles a person out in the source, in percent",
                  description, bars);
}

// What was counted, in the source and the release; then n/a agreeing with any, where a detail is missing, and
// every column known.
Html figure_table(const Json& risk, const std::string& k) {
  std::vector<const Json*> counted{&risk.at("before"), &risk.at("after")};
  std::vector<Column> heads{{"Figure", "wide"}, {"Source", "num"}, {"Release", "num"}};
  if (risk.at("matches").is_object()) {
    counted.push_back(&risk.at("matches"));
    heads.push_back({"n/a agrees with any", "num"});
  }
  counted.push_back(&risk.at("whole"));
  heads.push_back({"Every column of the tables known", "num"});
  const auto row = [&](const char* what, const char* key) {
    std::vector<Html> cells{text(what)};
    for (const Json* column : counted) {
      const bool told = column->is_object() && !column->at(key).is_null();
      const bool share = std::string_view(key) == "average";
      cells.push_back(!told ? text("–") : share ? chance(*column) : text(column->at(key).as_string()));
    }
    return cells;
  };
  const std::string below = "Persons in groups smaller than k = " + k;
  const std::vector<std::vector<Html>> rows{
      row("Persons alone with their details", "uniques"), row(below.c_str(), "below_k"),
      row("Persons in the smallest group", "smallest_group"), row("Groups", "groups"),
      row("Average chance of a right link", "average")};
  return data_table("Risk in the source and in the release", heads, rows);
}

// Estimates for everybody the participants were drawn from.
Html population_table(const Json& population) {
  if (!population.is_object()) return {};
  const auto row = [&](const char* what, const char* before, const char* after, bool share) {
    const auto cell = [&](const char* key) {
      return text(share ? percent(population.at(key)) : population.at(key).as_string());
    };
    return std::vector<Html>{text(what), cell(before), cell(after)};
  };
  return data_table(
      "Risk in the population, by the answers on its size",
      {{"Figure", "wide"}, {"Source", "num"}, {"Release", "num"}},
      {row("Unique in the population", "unique_before", "unique_after", true),
       row("Model of the estimate", "model_before", "model_after", false),
       row("Highest chance, not knowing who took part", "journalist_before", "journalist_after", true)});
}

// What the groups tell of columns that the policy calls sensitive.
Html sensitive_table(const Json& sensitive) {
  if (sensitive.as_array().empty()) return {};
  std::vector<std::vector<Html>> rows;
  for (const Json& column : sensitive.as_array()) {
    std::vector<Html> cells{element("code", column.at("name").as_string())};
    for (const char* key : {"distinct", "entropy_l", "t_equal", "t_ordered", "basic_beta"}) {
      cells.push_back(text(figure_text(column.at(key).as_double())));
    }
    rows.push_back(std::move(cells));
  }
  return data_table("Sensitive columns: the worst group in each respect",
                    {{"Column", ""},
                     {"Different values", "num"},
                     {"Entropy l", "num"},
                     {"t, equal distance", "num"},
                     {"t, ordered distance", "num"},
                     {"Basic beta", "num"}},
                    rows);
}

Html special_table(const Json& special) {
  std::vector<std::vector<Html>> rows;
  for (const Json& row : special.as_array()) {
    rows.push_back({text(row.at("details").as_string()), text(row.at("count").as_string())});
  }
  if (rows.empty()) return {};
  return data_table(
      "Combinations of details that single one person out in the source, none of them more than needed "
      "(SUDA2)",
      {{"Details in the combination", "wide"}, {"Combinations", "num"}}, rows);
}

Html identifier_table(const Json& risk) {
  std::vector<std::vector<Html>> rows;
  for (const Json& identifier : risk.at("identifiers").as_array()) {
    rows.push_back(
        {element("code", identifier.at("name").as_string()), text(identifier.at("level").as_string()),
         text(percent(identifier.at("loss"))), text(identifier.at("uniques_added").as_string()),
         text(identifier.at("special_share").is_null() ? std::string("–")
                                                       : percent(identifier.at("special_share")))});
  }
  return data_table("Details of persons",
                    {{"Detail", ""},
                     {"In the release", ""},
                     {"Detail lost", "num"},
                     {"Persons unique only with it", "num"},
                     {"Part in singling out", "num"}},
                    rows);
}

// What became of each detail, where no figure may be shown.
Html level_table(const Json& risk) {
  std::vector<std::vector<Html>> rows;
  for (const Json& identifier : risk.at("identifiers").as_array()) {
    rows.push_back(
        {element("code", identifier.at("name").as_string()), text(identifier.at("level").as_string())});
  }
  return data_table("Details of persons", {{"Detail", ""}, {"In the release", ""}}, rows);
}

}  // namespace

PageSection risk_section(const Json& readiness) {
  const Json& risk = readiness.at("risk");
  const Json& special = readiness.at("evidence").at("special_columns");
  const std::string k = readiness.at("policy").at("k").as_string();
  Html content = paragraph(risk.at("sentence").as_string());
  const bool left_out = risk.at("figures_left_out").as_bool();
  if (left_out && !risk.at("identifiers").as_array().empty()) content += level_table(risk);
  if (!left_out && !risk.at("identifiers").as_array().empty()) {
    content +=
        element("div", {{"class", "plots"}},
                sizes_plot(risk, k) + choices_plot(risk) + contribution_plot(risk) + risk_plot(risk) +
                    loss_plot(risk, special)) +
        figure_table(risk, k) + without_table(risk) + known_table(risk) + images_table(risk) +
        keys_table(risk) + persons_note(risk) + choices_table(risk) +
        recipes_table(risk, readiness.at("evidence").at("age_recipes"), k) + policy_note(readiness) +
        special_columns_table(special) + population_table(risk.at("population")) + identifier_table(risk) +
        sensitive_table(risk.at("sensitive")) + special_table(risk.at("special_uniques")) +
        note(
            "Counted over the released persons and all tables of persons together; persons whose details "
            "became n/a are a group. The chance is that of somebody who knows all these details and that the "
            "person took part. What events, files and sidecars tell is counted by itself and together with "
            "the tables; what the images themselves tell is not. A detail loses nothing where it still tells "
            "the same persons apart, however broad its "
            "bands "
            "are.");
  }
  return {"risk", "How far persons can be told apart", content, ""};
}

}  // namespace shareready::readiness
