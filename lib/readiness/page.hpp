#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "readiness/markup.hpp"

namespace shareready::readiness {

struct PageSection {
  std::string id;
  std::string title;
  Html content;
  std::string count;  // small figure beside the title in the contents, may be empty
};

struct Page {
  std::string language = "en";
  std::string title;
  std::string subtitle;
  std::string other_language = {};  // the same page in the other language, empty: there is none
  Html opening;                     // between the title and the first section
  std::vector<PageSection> sections;
  Html closing;
  std::string_view style = {};   // more than page_style, where the page needs it
  std::string_view script = {};  // instead of page_script
  bool pictures = false;         // may show pictures that lie beside it
};

// One self-contained HTML file: a policy that forbids any request, styles for light, dark, narrow and print,
// a skip link, contents, landmarks.
std::string format_page(const Page& page);

// A table with caption and column headers, in a box that scrolls by itself where it is too wide.
struct Column {
  std::string title;
  std::string kind;  // CSS class of the cells: num, path, empty
};
Html data_table(std::string_view caption, const std::vector<Column>& columns,
                const std::vector<std::vector<Html>>& rows);

// A closed part that opens without JavaScript.
Html folded(std::string_view summary, const Html& content);

Html paragraph(std::string_view content);
Html note(std::string_view content);
// A note that is printed, and not shown on a screen.
Html paper_note(std::string_view content);
// A word of state: its symbol, its words, and its colour, so that colour is never alone.
Html badge(std::string_view state, std::string_view symbol, std::string_view words);

std::string human_bytes(double bytes);  // 1.2 GB, powers of 1000

}  // namespace shareready::readiness
