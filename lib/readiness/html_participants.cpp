#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "base/counted.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/plots.hpp"

namespace shareready::readiness {
namespace {

// One page holds 5 MB; an image takes some 1,200 bytes of it, the rest of the report about 1 MB.
constexpr std::size_t k_images_on_main_page = 2500;
constexpr std::size_t k_images_on_a_page = 3000;

Html face_badge(std::string_view face) {
  if (face == "defaced") return badge("good", "✓", "Face removed");
  if (face == "refaced") return badge("good", "✓", "Face replaced by a generic one");
  if (face == "accepted") return badge("look", "!", "Accepted after a look");
  if (face == "skull_stripped") return badge("good", "✓", "Only brain left");
  if (face == "no_face") return badge("none", "·", "Not measured: a kind with little detail of the face");
  return badge("bad", "✕", "No verdict");
}

std::string describe_figure(const Json& figure) {
  const std::string& unit = figure.at("unit").as_string();
  return fmt::format("{} {}{}", figure.at("name").as_string(), figure_text(figure.at("value").as_double()),
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

bool participant_wants_a_look(const Json& participant) {
  const auto& images = participant.at("images").as_array();
  return std::any_of(images.begin(), images.end(),
                     [](const Json& image) { return wants_a_look(image.at("face").as_string()); });
}

Html participant_part(const Json& participant) {
  std::vector<std::vector<Html>> rows;
  for (const Json& image : participant.at("images").as_array()) {
    rows.push_back({text(image.at("path").as_string()), text(action_words(image.at("action").as_string())),
                    face_badge(image.at("face").as_string()), figures_cell(image)});
  }
  const std::string label = "sub-" + participant.at("label").as_string();
  const std::string count = counted(rows.size(), "image", "images");
  Html summary = element("strong", label) + text(" ") + element("span", {{"class", "more"}}, text(count));
  std::set<std::string> shown;
  for (const Json& image : participant.at("images").as_array()) {
    const std::string& face = image.at("face").as_string();
    if (wants_a_look(face) && shown.insert(face).second) summary += text(" ") + face_badge(face);
  }
  const Html table =
      data_table("Images of " + label,
                 {{"Image", "path"}, {"What was done", ""}, {"Face", ""}, {"Figures", "wide"}}, rows);
  return element(
      "details",
      {{"class", participant_wants_a_look(participant) ? "person look" : "person"}, {"data-label", label}},
      element("summary", summary) + element("div", {{"class", "in"}}, table));
}

// Those to be looked at stand first and open to view; of many others, the list is folded.
Html participant_list(std::span<const Json> participants) {
  constexpr std::size_t k_few = 12;
  Html urgent, others;
  std::size_t n_others = 0;
  for (const Json& participant : participants) {
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

// Hidden until the script shows it: without JavaScript nothing is filtered.
Html participant_filter() {
  return trusted("<div class=\"filters\" id=\"person-filter\" hidden>") +
         element("label", text("Participant") + trusted("<input id=\"filter-person\" type=\"search\">")) +
         element("span",
                 {{"class", "note"},
                  {"id", "person-count"},
                  {"role", "status"},
                  {"data-said", "{} of {} participants"}},
                 {}) +
         trusted("</div>");
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

std::size_t images_of(const Json& participant) { return participant.at("images").as_array().size(); }

std::size_t count_images(const Json& participants) {
  std::size_t n = 0;
  for (const Json& participant : participants.as_array()) n += images_of(participant);
  return n;
}

// Neighbours in the list until their images fill a page.
std::vector<std::span<const Json>> page_parts(const Json& participants) {
  const auto& all = participants.as_array();
  std::vector<std::span<const Json>> parts;
  std::size_t begin = 0, images = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > begin && images + images_of(all[i]) > k_images_on_a_page) {
      parts.push_back(std::span(all).subspan(begin, i - begin));
      begin = i;
      images = 0;
    }
    images += images_of(all[i]);
  }
  if (begin < all.size()) parts.push_back(std::span(all).subspan(begin));
  return parts;
}

std::string label_of(const Json& participant) { return "sub-" + participant.at("label").as_string(); }

// Links to the pages, and on this page those whose images have to be looked at again.
Html page_links(const Json& participants) {
  Html items, urgent;
  const auto parts = page_parts(participants);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string words = fmt::format("{} to {} ({} participants)", label_of(parts[i].front()),
                                          label_of(parts[i].back()), parts[i].size());
    items += element("li", element("a", {{"href", participant_page_name(i)}}, text(words)));
    for (const Json& participant : parts[i]) {
      if (participant_wants_a_look(participant)) urgent += participant_part(participant);
    }
  }
  return urgent + element("ul", items);
}

// How many images got which verdict on their face.
Html face_counts(const Json& participants) {
  std::map<std::string, std::int64_t> counts;
  for (const Json& participant : participants.as_array()) {
    for (const Json& image : participant.at("images").as_array()) ++counts[image.at("face").as_string()];
  }
  Html items;
  for (const auto& [face, n] : counts)
    items += element("li", face_badge(face) + text(" " + std::to_string(n)));
  return element("ul", {{"class", "tally"}, {"aria-label", "Images by what became of their face"}}, items);
}

Html plots_part(const Json& participants) {
  const Html plots = figure_plots(participants);
  if (plots.empty()) return {};
  return element("h3", "Figures of the face removal") +
         note(
             "One dot for each image. Where a range is shaded, the program regards values inside it as good. "
             "Look at the renderings of images that lie far from the others.") +
         plots;
}

}  // namespace

bool participants_need_pages(const Json& readiness) {
  return count_images(readiness.at("participants")) > k_images_on_main_page;
}

std::string participant_page_name(std::size_t number) {
  return fmt::format("participants-{}.html", number + 1);
}

PageSection participants_section(const Json& readiness, bool beside) {
  const Json& participants = readiness.at("participants");
  const auto& all = participants.as_array();
  Html content = paragraph(
      "Participants under their new labels. Nothing in this report or in dataset/ links them to the labels "
      "of the "
      "source.");
  if (all.empty()) {
    content += note("No image was released.");
  } else {
    content += face_counts(participants);
    content += paper_note(
        "On paper, the images of the first participants to be looked at again; every image stands on the "
        "page on a "
        "screen.");
    content += beside ? page_links(participants) : participant_filter() + participant_list(all);
    content += plots_part(participants);
  }
  return {"participants", "Participants and their images", content, std::to_string(all.size())};
}

std::vector<PageSection> participant_pages(const Json& readiness) {
  std::vector<PageSection> pages;
  for (const std::span<const Json> part : page_parts(readiness.at("participants"))) {
    Html list = participant_filter();
    for (const Json& participant : part) list += participant_part(participant);
    pages.push_back({"participants", fmt::format("{} to {}", label_of(part.front()), label_of(part.back())),
                     list, std::to_string(part.size())});
  }
  return pages;
}

}  // namespace shareready::readiness
