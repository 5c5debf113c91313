#include "readiness/review_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/page.hpp"
#include "readiness/review_style.hpp"

namespace shareready::readiness {
namespace {

Html figure(std::string_view side, std::string_view caption, const std::string& address) {
  const Html picture = address.empty()
                           ? element("div", {{"class", "none"}}, text("No picture"))
                           : trusted("<img loading=\"lazy\" width=\"660\" height=\"440\" alt=\"") +
                                 text(caption) + trusted("\" src=\"") + text(address) + trusted("\">");
  return element("figure", {{"class", std::string(side)}}, picture + element("figcaption", caption));
}

// The slider is hidden until the script shows it. `number` tells one slider from the others.
Html compare(const ReviewCard& card, std::size_t number) {
  Html content = figure("was", "Before", card.before) + figure("is", "After", card.after);
  if (!card.before.empty() && !card.after.empty()) {
    content += trusted(
                   "<input type=\"range\" min=\"0\" max=\"100\" step=\"2\" value=\"50\" hidden "
                   "aria-label=\"How much of the picture before is shown\" aria-describedby=\"image-") +
               text(std::to_string(number)) + trusted("\" data-said=\"{} percent before, the rest after\">");
  }
  return element("div", {{"class", "compare"}}, content);
}

Html measures(const ReviewCard& card, const std::vector<FigureWords>& words) {
  Html items;
  for (const auto& [name, value] : card.figures) {
    const auto known = std::find_if(words.begin(), words.end(),
                                    [&, &key = name](const FigureWords& row) { return row.name == key; });
    const bool in_words = known != words.end() && !known->words.empty();
    const Html number = text(figure_text(value));
    const Html unit = in_words && !known->unit.empty() ? text(" ") + element("span", known->unit) : Html();
    items += element("div", element("dt", in_words ? known->words : replace_all(name, "_", " ")) +
                                element("dd", number + unit));
  }
  return items.empty() ? Html() : element("dl", {{"class", "measures"}}, items);
}

Html verdict_badge(const std::string& verdict) {
  if (verdict == "done") return badge("good", "✓", "Done");
  if (verdict == "doubtful") return badge("look", "!", "Doubtful");
  return badge("bad", "✕", "Failed");
}

Html card_item(const ReviewCard& card, std::size_t number, const std::vector<FigureWords>& words) {
  Html content = verdict_badge(card.verdict) +
                 element("h3", {{"id", fmt::format("image-{}", number)}}, element("code", card.path));
  if (!card.reason.empty()) content += paragraph(card.reason);
  content += compare(card, number) + measures(card, words);
  if (!card.accept_line.empty()) {
    content += paragraph("If it is right as it is, add this to the file for --accept and run it again:") +
               element("p", {{"class", "accept"}}, element("code", card.accept_line));
  }
  return element("li", content);
}

PageSection section(std::string_view id, std::string_view title, const std::vector<const ReviewCard*>& cards,
                    std::size_t first_number, const std::vector<FigureWords>& words) {
  Html items;
  for (const ReviewCard* card : cards) items += card_item(*card, first_number++, words);
  const Html content = cards.empty() ? note("None.") : element("ul", {{"class", "pictures"}}, items);
  return {std::string(id), std::string(title), content, std::to_string(cards.size())};
}

Html choice_of_looks() {
  return trusted("<p id=\"looks\" hidden><label><input type=\"checkbox\" id=\"beside\"> ") +
         text("Show the two pictures side by side instead of a slider") + trusted("</label></p>");
}

// What was made of an image: the heading over such images, and what to look for in them.
struct MethodWords {
  std::string_view method, id, title, look;
};
constexpr MethodWords k_deface{"deface", "done", "Face removed",
                               "Where the face was removed, it (eyes, nose, mouth, chin, ears) must be gone "
                               "in the picture after, and the brain "
                               "untouched."};
constexpr std::array<MethodWords, 3> k_methods{
    {k_deface,
     {"reface", "refaced", "Face replaced",
      "Where the face was replaced, a generic one must stand in its place, the same on every head, nothing "
      "of the "
      "person's own face or ears may be left, and the brain must be untouched."},
     {"skullstrip", "stripped", "Skull-stripped",
      "Where the skull was stripped, only the brain and the fluid around it may be left in the picture "
      "after. Look along "
      "its edge whether brain is cut, and at the eyes' place whether anything of them is left."}}};

// Whatever is none of the others removed a face: masks of the user do.
const MethodWords& words_of(const ReviewCard& card) {
  const auto* found = std::find_if(k_methods.begin(), k_methods.end(),
                                   [&](const MethodWords& words) { return words.method == card.method; });
  return found == k_methods.end() ? k_deface : *found;
}

bool is_used(const MethodWords& words, const ReviewSheet& sheet) {
  return std::any_of(sheet.cards.begin(), sheet.cards.end(),
                     [&](const ReviewCard& card) { return words_of(card).method == words.method; });
}

Html opening(const ReviewSheet& sheet) {
  Html card = badge("bad", "✕", "Private: never share this page or its folder") +
              element("p", {{"class", "say"}}, text("Look at each image before anything is shared."));
  card += paragraph(fmt::format(
      "Shown here: {}. Images of a kind with little detail of the face (bold, dwi) are not drawn: open those "
      "in dataset/ with a viewer. The report says how many of how many are drawn.",
      counted(sheet.cards.size(), "image", "images")));
  for (const MethodWords& words : k_methods) {
    if (is_used(words, sheet)) card += paragraph(words.look);
  }
  card +=
      paragraph(
          "Above: sagittal, coronal and axial slice, the head's right on the right. Below: the surface from "
          "the front, from its left and from its right side.") +
      paragraph(
          "Images that are doubtful or failed are not in the release. Doubtful ones come in once you accept "
          "them.");
  if (!sheet.participant.empty())
    card += element("p", text("Participant ") + element("code", sheet.participant));
  for (const std::string& folder : sheet.unreadable) {
    card += element("p", text("The review of this participant cannot be read, run the participant again: ") +
                             element("code", folder));
  }
  return element("div", {{"class", "verdict bad"}}, card) + choice_of_looks();
}

}  // namespace

std::string render_review_html(const ReviewSheet& sheet, const std::vector<FigureWords>& figures) {
  std::vector<const ReviewCard*> urgent;
  for (const ReviewCard& card : sheet.cards) {
    if (card.verdict != "done") urgent.push_back(&card);
  }
  Page page{.language = "en",
            .title = "Pictures before and after",
            .subtitle = "Private edition, under the labels of the source",
            .other_language = "index.nl.html",
            .opening = opening(sheet),
            .sections = {section("doubtful", "Look at these first", urgent, 1, figures)},
            .closing = text("Private edition. Keep it in the private folder and delete it with it.")};
  std::size_t number = urgent.size() + 1;
  for (const MethodWords& words : k_methods) {
    std::vector<const ReviewCard*> done;
    for (const ReviewCard& card : sheet.cards) {
      if (card.verdict == "done" && words_of(card).method == words.method) done.push_back(&card);
    }
    if (!done.empty()) page.sections.push_back(section(words.id, words.title, done, number, figures));
    number += done.size();
  }
  page.style = review_style();
  page.script = review_script();
  page.pictures = true;
  return format_page(page);
}

}  // namespace shareready::readiness
