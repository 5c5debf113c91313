#include "readiness/page.hpp"

#include <fmt/format.h>

#include <array>

#include "base/hash.hpp"
#include "readiness/page_style.hpp"

namespace shareready::readiness {
namespace {

int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

// The bytes of a lower-case hex text in base64 (RFC 4648), as Content-Security-Policy wants a hash.
std::string hex_to_base64(std::string_view hex) {
  constexpr std::string_view k_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 6) {  // three bytes
    unsigned group = 0;
    const std::size_t digits = std::min<std::size_t>(6, hex.size() - i);
    for (std::size_t j = 0; j < 6; ++j) {
      group = group * 16 + (j < digits ? static_cast<unsigned>(hex_digit(hex[i + j])) : 0U);
    }
    const std::size_t letters = digits == 6 ? 4 : digits == 4 ? 3 : 2;
    for (std::size_t j = 0; j < 4; ++j) {
      out += j < letters ? k_alphabet[(group >> (18 - 6 * j)) & 0x3FU] : '=';
    }
  }
  return out;
}

std::string_view script_of(const Page& page) { return page.script.empty() ? page_script() : page.script; }

// Nothing may be fetched but pictures beside a page that shows some; only our own script may run.
Html security_policy(const Page& page) {
  const std::string policy = fmt::format(
      "default-src 'none'; {}style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action "
      "'none'",
      page.pictures ? "img-src 'self' file:; " : "", hex_to_base64(sha256_hex(script_of(page))));
  return trusted("<meta http-equiv=\"Content-Security-Policy\" content=\"") + text(policy) + trusted("\">");
}

Html head(const Page& page) {
  Html content = trusted("<meta charset=\"utf-8\">") + security_policy(page) +
                 trusted(
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                     "<meta name=\"robots\" content=\"noindex\">"
                     "<meta name=\"referrer\" content=\"no-referrer\">");
  content += element("title", page.title);
  content += trusted("<style>") + trusted(page_style()) + trusted(page.style) + trusted("</style>");
  return element("head", content);
}

Html contents(const Page& page) {
  Html items;
  for (const PageSection& section : page.sections) {
    Html label = element("span", section.title);
    if (!section.count.empty()) label += text(" ") + element("span", {{"class", "n"}}, text(section.count));
    items += element("li", element("a", {{"href", "#" + section.id}}, label));
  }
  return element("nav", {{"aria-labelledby", "contents-title"}},
                 element("h2", {{"id", "contents-title"}}, text("On this page")) + element("ol", items));
}

Html sections(const Page& page) {
  Html all;
  for (const PageSection& section : page.sections) {
    const std::string title_id = section.id + "-title";
    all += element("section", {{"id", section.id}, {"aria-labelledby", title_id}},
                   element("h2", {{"id", title_id}}, text(section.title)) + section.content);
  }
  return element("div", {{"class", "body"}}, all);
}

}  // namespace

std::string format_page(const Page& page) {
  Html header = element("h1", page.title);
  if (!page.subtitle.empty()) header += element("p", {{"class", "sub"}}, text(page.subtitle));
  if (!page.other_language.empty()) {
    header += element("p", {{"class", "language"}},
                      element("a", {{"href", page.other_language}, {"hreflang", "nl"}}, text("Nederlands")));
  }
  const Html main = element("div", {{"class", "opening"}}, page.opening) + contents(page) + sections(page);
  const Html frame = element("header", header) +
                     element("main", {{"id", "content"}, {"tabindex", "-1"}}, main) +
                     element("footer", page.closing);
  const Html body = element("a", {{"class", "skip"}, {"href", "#content"}}, text("Skip to the content")) +
                    element("div", {{"class", "frame"}}, frame) + trusted("<script>") +
                    trusted(script_of(page)) + trusted("</script>");
  const Html html = element("html", {{"lang", page.language}}, head(page) + element("body", body));
  return "<!DOCTYPE html>\n" + html.markup() + "\n";
}

Html data_table(std::string_view caption, const std::vector<Column>& columns,
                const std::vector<std::vector<Html>>& rows) {
  Html titles;
  for (const Column& column : columns) {
    titles += element(
        "th", {{"scope", "col"}, {"role", "columnheader"}, {"class", column.kind == "num" ? "num" : ""}},
        text(column.title));
  }
  Html body;
  for (const auto& row : rows) {
    Html cells;
    for (std::size_t i = 0; i < row.size() && i < columns.size(); ++i) {
      cells += element("td", {{"role", "cell"}, {"class", columns[i].kind}, {"data-title", columns[i].title}},
                       element("div", row[i]));
    }
    body += element("tr", {{"role", "row"}}, cells);
  }
  const Html head_row = element("tr", {{"role", "row"}}, titles);
  const Html table =
      element("table", {{"role", "table"}},
              element("caption", caption) + element("thead", {{"role", "rowgroup"}}, head_row) +
                  element("tbody", {{"role", "rowgroup"}}, body));
  return element(
      "div",
      {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", std::string(caption)}},
      table);
}

Html folded(std::string_view summary, const Html& content) {
  return element("details", element("summary", summary) + element("div", {{"class", "in"}}, content));
}

Html paragraph(std::string_view content) { return element("p", content); }

Html note(std::string_view content) { return element("p", {{"class", "note"}}, text(content)); }

Html paper_note(std::string_view content) { return element("p", {{"class", "note paper"}}, text(content)); }

Html badge(std::string_view state, std::string_view symbol, std::string_view words) {
  return element("span", {{"class", "badge " + std::string(state)}},
                 element("span", {{"aria-hidden", "true"}}, text(symbol)) + text(" ") + text(words));
}

std::string human_bytes(double bytes) {
  constexpr std::array<std::string_view, 5> k_units{"bytes", "kB", "MB", "GB", "TB"};
  constexpr double k_step = 1000.0;
  std::size_t unit = 0;
  while (bytes >= k_step && unit + 1 < k_units.size()) {
    bytes /= k_step;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} {}", bytes, k_units[unit])
                   : fmt::format("{:.1f} {}", bytes, k_units[unit]);
}

}  // namespace shareready::readiness
