#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/plots.hpp"

namespace shareready::readiness {
namespace {

Html left_out_badge(std::string_view status) {
  if (status == "withheld") return badge("look", "!", "Withheld");
  if (status == "failed") return badge("bad", "✕", "Failed");
  return badge("none", "·", "Excluded");
}

void add_to_bar(std::vector<Bar>& bars, const std::string& label, double files, bool off) {
  auto bar = std::find_if(bars.begin(), bars.end(), [&](const Bar& entry) { return entry.label == label; });
  if (bar == bars.end()) bar = bars.insert(bars.end(), {label, 0.0, off});
  bar->value += files;
}

// The actions in the order in which they first occur, then what was left out.
Html actions_plot(const Json& readiness) {
  std::vector<Bar> bars;
  for (const Json& kind : readiness.at("file_kinds").as_array()) {
    if (kind.at("action").as_string() == "exclude") continue;
    add_to_bar(bars, action_words(kind.at("action").as_string()), kind.at("files").as_double(), false);
  }
  for (const Json& entry : readiness.at("left_out").as_array()) {
    if (entry.at("kind").as_string() == "participant") continue;
    add_to_bar(bars, action_words("exclude"), entry.at("count").as_double(), true);
  }
  std::string description = "Files by what was done:";
  for (const Bar& bar : bars) description += fmt::format(" {} {:.0f};", bar.label, bar.value);
  return bars.empty() ? Html() : bar_plot("Files by what was done", description, bars);
}

Html key_list(const Json& keys) {
  std::vector<std::vector<Html>> rows;
  for (const Json& key : keys.at("standard").as_array()) {
    rows.push_back({text(key.at("key").as_string()), text(key.at("files").as_string())});
  }
  Html content;
  if (!rows.empty())
    content +=
        data_table("Keys that were dropped from sidecars", {{"Key", "path"}, {"Sidecars", "num"}}, rows);
  const auto others = static_cast<std::uint64_t>(keys.at("others").as_int());
  if (others > 0) {
    content += note(counted(others,
                            "other key was dropped. Its name is in no standard, so it could say something "
                            "itself; it is listed in the private folder only.",
                            "other keys were dropped. Their names are in no standard, so they could say "
                            "something themselves; they are listed in the private folder only."));
  }
  return content;
}

}  // namespace

PageSection kinds_section(const Json& readiness) {
  const Json& kinds = readiness.at("file_kinds");
  std::vector<std::vector<Html>> rows;
  for (const Json& kind : kinds.as_array()) {
    rows.push_back({text(kind_words(kind.at("kind").as_string())),
                    text(action_words(kind.at("action").as_string())), text(kind.at("what").as_string()),
                    text(kind.at("files").as_string())});
  }
  Html content = paragraph(
      "Every file of the input met exactly one of these actions. A file the program does not understand is "
      "left out, never copied.");
  content += actions_plot(readiness);
  content += data_table("What was done, by kind of file",
                        {{"Kind", ""}, {"Action", ""}, {"What that means", "wide"}, {"Files", "num"}}, rows);
  return {"kinds", "What was done to each kind of file", content, ""};
}

PageSection left_out_section(const Json& readiness) {
  std::vector<std::vector<Html>> rows;
  for (const Json& entry : readiness.at("left_out").as_array()) {
    rows.push_back(
        {left_out_badge(entry.at("status").as_string()), text(kind_words(entry.at("kind").as_string())),
         text(entry.at("count").as_string()), text(entry.at("reason").as_string()),
         entry.at("remedy").as_string().empty() ? text("–") : text(entry.at("remedy").as_string())});
  }
  Html content = paragraph(
      "Excluded: left out by policy, nothing is wrong. Withheld: could not be made safe. Failed: an error.");
  content +=
      rows.empty()
          ? note("Nothing was left out.")
          : data_table(
                "What was left out",
                {{"State", ""}, {"Kind", ""}, {"Count", "num"}, {"Reason", "wide"}, {"What can be done", ""}},
                rows);
  return {"left-out", "What was left out, and why", content, std::to_string(rows.size())};
}

// What whoever signs has to know: somebody chose to keep it.
Html kept_by_choice(const Json& kept) {
  Html items;
  for (const Json& choice : kept.as_array()) {
    std::vector<std::string> names;
    for (const Json& name : choice.at("names").as_array()) names.push_back(name.as_string());
    Html item =
        element("span", choice.at("what").as_string()) + text(": ") + element("code", join(names, ", "));
    if (names.empty()) item = element("span", choice.at("what").as_string()) + text(": ");
    if (const std::int64_t others = choice.at("others").as_int(); others > 0) {
      item += names.empty()
                  ? text(std::to_string(others))
                  : text(" ") + element("span", fmt::format("and in no released table: {}", others));
    }
    items += element("li", item);
  }
  return element("h3", "Kept because somebody decided so") +
         (items.empty()
              ? note("Nothing: the policy keeps no more than the preset, and no image in doubt was accepted.")
              : element("ul", items));
}

PageSection tables_section(const Json& readiness) {
  std::vector<std::vector<Html>> rows;
  for (const Json& column : readiness.at("columns").as_array()) {
    const bool named = column.at("name").is_string();
    rows.push_back({text(column.at("table").as_string()),
                    named ? element("code", column.at("name").as_string())
                          : element("em", "a column with a name of its own"),
                    text(column.at("decision").as_string()), text(column.at("reason").as_string())});
  }
  Html content = kept_by_choice(readiness.at("policy").at("kept_by_choice"));
  content += rows.empty()
                 ? note("No table with details of persons was found.")
                 : data_table("Columns of the tables",
                              {{"Table", ""}, {"Column", ""}, {"Decision", ""}, {"Reason", "wide"}}, rows);
  const Html keys = key_list(readiness.at("sidecar_keys"));
  content += keys.empty() ? Html() : element("h3", "Metadata keys") + keys;
  return {"tables", "Columns and metadata keys", content, ""};
}

}  // namespace shareready::readiness
