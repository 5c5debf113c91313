#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "readiness/html_sections.hpp"

namespace shareready::readiness {
namespace {

// What nobody could hold against its source says so by a badge.
Html source_line(const Json& entry) {
  const std::string& confidence = entry.at("confidence").as_string();
  const std::string words = fmt::format("Source: {} ({}, {})", address(entry.at("source")), confidence,
                                        entry.at("checked").as_string());
  const Html doubt = confidence == "not verified" ? badge("look", "!", "Not verified") + text(" ") : Html();
  return element("div", {{"class", "more source"}}, doubt + element("span", words));
}

constexpr std::array<std::pair<const char*, const char*>, 4> k_facts{
    {{"location: ", "location"}, {"access: ", "access"}, {"limit: ", "storage_limit"}, {"cost: ", "cost"}}};

// The points of one kind, those with the same sentence on one line.
Html reason_lines(const Json& points, const std::string& fit) {
  std::vector<std::pair<std::string, Html>> lines;
  for (const Json& point : points.as_array()) {
    if (point.at("fit").as_string() != fit) continue;
    const std::string& sentence = point.at("sentence").as_string();
    const Html what = element("span", point.at("what").as_string());
    auto line =
        std::find_if(lines.begin(), lines.end(), [&](const auto& one) { return one.first == sentence; });
    if (line == lines.end()) {
      lines.emplace_back(sentence, what);
    } else {
      line->second += text(", ") + what;
    }
  }
  Html reasons;
  for (const auto& [sentence, what] : lines) {
    reasons += element("div", what + text(": ") + element("span", sentence));
  }
  return reasons;
}

// What decides: the reasons against it, or else what has to be asked.
std::vector<Html> repository_row(const Json& entry) {
  const std::string& fit = entry.at("fit").as_string();
  const Html reasons = fit == "fits" ? Html() : reason_lines(entry.at("points"), fit);
  Html name = element("strong", entry.at("name").as_string()) + text(" ") +
              requirement_link(entry.at("requirement").as_string());
  name += element("div", {{"class", "more"}}, text(entry.at("purpose").as_string()));
  Html facts;
  for (const auto& [words, key] : k_facts) facts += element("div", words + entry.at(key).as_string());
  facts += element("div", entry.at("note").as_string()) + source_line(entry);
  return {name, fit_badge(fit), reasons.empty() ? text("by every fact in the table") : reasons, facts};
}

// The files of a deposit, each with what a person has to fill in.
Html file_items(const Json& deposit) {
  Html items;
  for (const Json& file : deposit.at("files").as_array()) {
    const std::string& path = file.at("file").as_string();
    Html item = element("a", {{"href", path}}, element("code", path)) + text(" ") +
                element("span", {{"class", "more"}}, text(file.at("standard").as_string()));
    Html missing;
    for (const Json& row : file.at("missing").as_array()) {
      missing += element("li", element("code", row.at("field").as_string()) + text(" ") +
                                   element("span", row.at("meaning").as_string()));
    }
    item += missing.empty() ? note("Complete as far as the program can tell.")
                            : element("p", "To be filled in by you:") + element("ul", missing);
    items += element("li", item);
  }
  return items;
}

Html step_items(const Json& deposit) {
  Html items;
  for (const Json& step : deposit.at("steps").as_array()) {
    items += element(
        "li", element("span", {{"class", "badge ask"}}, text(owner_words(step.at("owner").as_string()))) +
                  text(" ") + element("span", step.at("text").as_string()) + source_line(step));
  }
  return items;
}

Html meaning_of_confidence() {
  return note(
      "'Not verified' means that its source could not be read when this version was made, 'partly confirmed' "
      "that the source says only a part of it: ask before you rely on it.");
}

Html deposit_part(const Json& deposit) {
  const Html steps = step_items(deposit), files = file_items(deposit);
  Html content;
  if (!steps.empty()) content += element("h4", "Steps") + element("ol", {{"class", "roomy"}}, steps);
  if (!files.empty()) content += element("h4", "Metadata files") + element("ul", {{"class", "roomy"}}, files);
  const Html summary = element("strong", deposit.at("name").as_string()) + text(" ") +
                       fit_badge(deposit.at("fit").as_string());
  return element("details", {{"class", "deposit"}},
                 element("summary", summary) + element("div", {{"class", "in"}}, content));
}

Html deposits(const Json& readiness) {
  Html parts;
  for (const Json& deposit : readiness.at("deposits").as_array()) parts += deposit_part(deposit);
  if (parts.empty()) return {};
  return element("h3", "How to deposit it") +
         paragraph(
             "For each repository that may take this release: the steps, who takes them, and the metadata "
             "file to start from. Nothing in these files was invented: what the program cannot know is "
             "marked there and listed here.") +
         meaning_of_confidence() +
         paper_note(
             "On paper, the steps of the first three; those of the others stand on the page on a screen.") +
         element("div", parts);
}

std::vector<Html> alternative_row(const Json& entry) {
  Html name = element("strong", entry.at("name").as_string()) + text(" ") +
              requirement_link(entry.at("requirement").as_string()) +
              element("div", {{"class", "more"}}, text(entry.at("what").as_string()));
  name += source_line(entry);
  const Html suits = fit_badge(entry.at("suits").as_string()) + element("div", entry.at("why").as_string());
  const Html needs =
      element("div", entry.at("needs").as_string()) +
      element("div", {{"class", "more"}}, text("To hand over: " + entry.at("hand_over").as_string()));
  return {name, suits, needs, text(entry.at("next_step").as_string())};
}

Html alternatives_table(const Json& readiness, std::string_view kind, std::string_view caption) {
  std::vector<std::vector<Html>> rows;
  for (const Json& entry : readiness.at("alternatives").as_array()) {
    if (entry.at("kind").as_string() == kind) rows.push_back(alternative_row(entry));
  }
  if (rows.empty()) return {};
  return data_table(
      caption, {{"Way", "wide"}, {"Suits?", ""}, {"What it needs", "wide"}, {"First step", "wide"}}, rows);
}

Html derived_list(const Json& evidence) {
  const auto item = [&](const char* key, const char* words) {
    return element("li", fmt::format("{}: {}", words, evidence.at(key).as_string()));
  };
  return element("ul",
                 item("group_maps", "Unthresholded maps of groups in the release") +
                     item("other_maps", "Maps of one person, thresholded, or in no template space") +
                     item("normalised_images", "Normalised images of single persons") +
                     item("region_tables", "Tables of region statistics") +
                     item("derivatives_offered", "Derivative datasets in the input that were not asked for"));
}

}  // namespace

PageSection repositories_section(const Json& readiness) {
  std::vector<std::vector<Html>> first, together, closed, rejected;
  for (const Json& entry : readiness.at("repositories").as_array()) {
    const bool rejects = entry.at("fit").as_string() == "rejects";
    const std::string& use = entry.at("use").as_string();
    (rejects            ? rejected
     : use == "archive" ? first
     : use == "moved"   ? closed
                        : together)
        .push_back(repository_row(entry));
  }
  Html content = paragraph(
      "Every repository of the table against this release, your answers, and the way of sharing images that "
      "it was prepared for or, where that is closed and a narrower one is not, the narrower one. Facts carry "
      "their date: check them at the source before you rely on them.");
  const std::vector<Column> columns{
      {"Repository", "wide"}, {"Fits?", ""}, {"Why", "wide"}, {"Facts", "wide"}};
  content +=
      first.empty()
          ? note("None fits. Search a registry of research data repositories, such as re3data.")
          : data_table(fmt::format("May take this release, best first ({})", first.size()), columns, first);
  const auto add = [&](std::string_view title, std::string_view caption, const auto& rows) {
    if (!rows.empty())
      content += folded(fmt::format("{} ({})", title, rows.size()), data_table(caption, columns, rows));
  };
  add("To work with named partners, no place to deposit", "Places to work together, case by case", together);
  add("Said to be closed", "Repositories that are said to be closed", closed);
  add("Do not fit, with the reason", "Repositories that do not fit", rejected);
  content += deposits(readiness);
  return {"repositories", "Repositories", content, std::to_string(first.size())};
}

PageSection alternatives_section(const Json& readiness) {
  Html content = paragraph(
      "Where raw images cannot be shared, results often can: maps of groups, statistics of regions, "
      "simulated "
      "data, or an analysis that comes to the data.");
  content +=
      element("h3", "Derived data") + derived_list(readiness.at("evidence")) +
      note(
          "Bring derivatives in by --derivatives NAME: what is not what it claims to be is left out and "
          "listed.");
  content += element("h3", "Synthetic data and federated analysis") +
             alternatives_table(readiness, "synthetic", "Synthetic data") +
             alternatives_table(readiness, "federated", "Federated analysis");
  return {"alternatives", "Ways without raw data", content, ""};
}

}  // namespace shareready::readiness
