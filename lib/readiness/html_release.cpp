#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/counted.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/plots.hpp"

namespace shareready::readiness {
namespace {

Html face_badge(std::string_view face) {
  if (face == "defaced") return badge("good", "✓", "Face removed");
  if (face == "refaced") return badge("good", "✓", "Face replaced by a generic one");
  if (face == "accepted") return badge("look", "!", "Accepted after a look");
  if (face == "skull_stripped") return badge("good", "✓", "Only brain left");
  if (face == "no_face") return badge("none", "·", "Shows no face");
  return badge("bad", "✕", "No verdict");
}

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

std::string describe_figure(const Json& figure) {
  const std::string& unit = figure.at("unit").as_string();
  return fmt::format("{} {:.3g}{}", figure.at("name").as_string(), figure.at("value").as_double(),
                     unit.empty() ? "" : " " + unit);
}

Html figures_cell(const Json& image) {
  Html lines;
  for (const Json& figure : image.at("figures").as_array()) {
    lines += element("div", describe_figure(figure));
  }
  return lines.empty() ? text("–") : lines;
}

// A face that a person has to look at again.
bool wants_a_look(const std::string& face) { return face == "accepted" || face == "not_assessed"; }

Html participant_part(const Json& participant) {
  std::vector<std::vector<Html>> rows;
  for (const Json& image : participant.at("images").as_array()) {
    rows.push_back({text(image.at("path").as_string()), text(action_words(image.at("action").as_string())),
                    face_badge(image.at("face").as_string()), figures_cell(image)});
  }
  const std::string label = "sub-" + participant.at("label").as_string();
  const std::string count = counted(static_cast<std::int64_t>(rows.size()), "image", "images");
  Html summary = element("strong", label) + text(" ") + element("span", {{"class", "more"}}, text(count));
  std::set<std::string> shown;
  for (const Json& image : participant.at("images").as_array()) {
    const std::string& face = image.at("face").as_string();
    if (wants_a_look(face) && shown.insert(face).second) summary += text(" ") + face_badge(face);
  }
  const Html table =
      data_table("Images of " + label,
                 {{"Image", "path"}, {"What was done", ""}, {"Face", ""}, {"Figures", "wide"}}, rows);
  return element("details", element("summary", summary) + element("div", {{"class", "in"}}, table));
}

bool participant_wants_a_look(const Json& participant) {
  const auto& images = participant.at("images").as_array();
  return std::any_of(images.begin(), images.end(),
                     [](const Json& image) { return wants_a_look(image.at("face").as_string()); });
}

// Those to be looked at stand first and open to view; of many others, the list is folded.
Html participant_list(const Json& participants) {
  constexpr std::size_t k_few = 12;
  Html urgent, others;
  std::size_t n_others = 0;
  for (const Json& participant : participants.as_array()) {
    if (participant_wants_a_look(participant)) {
      urgent += participant_part(participant);
    } else {
      others += participant_part(participant);
      ++n_others;
    }
  }
  if (n_others <= k_few) return urgent + others;
  return urgent + folded(fmt::format("{} participants without anything to look at again", n_others), others);
}

// One plot for each figure of the defaced images, in the order of their first occurrence.
Html figure_plots(const Json& participants) {
  std::vector<StripPlot> plots;
  for (const Json& participant : participants.as_array()) {
    for (const Json& image : participant.at("images").as_array()) {
      for (const Json& figure : image.at("figures").as_array()) {
        const std::string& name = figure.at("name").as_string();
        auto plot =
            std::find_if(plots.begin(), plots.end(), [&](const StripPlot& p) { return p.title == name; });
        if (plot == plots.end())
          plot = plots.insert(plots.end(),
                              StripPlot{.title = name, .unit = figure.at("unit").as_string(), .values = {}});
        plot->values.push_back(figure.at("value").as_double());
        if (figure.at("low").is_number()) plot->low = figure.at("low").as_double(), plot->has_low = true;
        if (figure.at("high").is_number()) plot->high = figure.at("high").as_double(), plot->has_high = true;
      }
    }
  }
  Html all;
  for (const StripPlot& plot : plots) {
    const auto [least, most] = std::minmax_element(plot.values.begin(), plot.values.end());
    if (*least < *most) all += strip_plot(plot);  // one value for all says nothing as a drawing
  }
  return all.empty() ? Html() : element("div", {{"class", "plots"}}, all);
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
  const std::int64_t others = keys.at("others").as_int();
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

PageSection participants_section(const Json& readiness) {
  const Json& participants = readiness.at("participants");
  Html content = paragraph(
      "Participants under their new labels. Nothing in this report or in dataset/ links them to the labels "
      "of "
      "the source.");
  const Html parts = participant_list(participants);
  if (parts.empty()) {
    content += note("No image was released.");
  } else {
    content += parts;
    const Html plots = figure_plots(participants);
    if (!plots.empty()) {
      content += element("h3", "Figures of the face removal") +
                 note(
                     "One dot for each image. Where a range is shaded, the program regards values inside it "
                     "as good. Look "
                     "at the renderings of images that lie far from the others.") +
                 plots;
    }
  }
  return {"participants", "Participants and their images", content,
          std::to_string(participants.as_array().size())};
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

PageSection tables_section(const Json& readiness) {
  std::vector<std::vector<Html>> rows;
  for (const Json& column : readiness.at("columns").as_array()) {
    const bool named = column.at("name").is_string();
    rows.push_back({text(column.at("table").as_string()),
                    named ? element("code", column.at("name").as_string())
                          : element("em", "a column with a name of its own"),
                    text(column.at("decision").as_string()), text(column.at("reason").as_string())});
  }
  Html content;
  content += rows.empty()
                 ? note("No table with details of persons was found.")
                 : data_table("Columns of the tables",
                              {{"Table", ""}, {"Column", ""}, {"Decision", ""}, {"Reason", "wide"}}, rows);
  const Html keys = key_list(readiness.at("sidecar_keys"));
  content += keys.empty() ? Html() : element("h3", "Metadata keys") + keys;
  return {"tables", "Columns and metadata keys", content, ""};
}

}  // namespace shareready::readiness
