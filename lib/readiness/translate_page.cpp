#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.hpp"
#include "readiness/texts.hpp"

namespace shareready::readiness {
namespace {

std::string unescaped(std::string_view markup) {
  std::string text = replace_all(std::string(markup), "&lt;", "<");
  text = replace_all(std::move(text), "&gt;", ">");
  text = replace_all(std::move(text), "&quot;", "\"");
  text = replace_all(std::move(text), "&#39;", "'");
  return replace_all(std::move(text), "&amp;", "&");
}

std::string escaped(std::string text) {
  text = replace_all(std::move(text), "&", "&amp;");
  text = replace_all(std::move(text), "<", "&lt;");
  text = replace_all(std::move(text), ">", "&gt;");
  text = replace_all(std::move(text), "\"", "&quot;");
  return replace_all(std::move(text), "'", "&#39;");
}

// Translates the texts of a page, each different one once.
class PageTranslator {
 public:
  PageTranslator(const Texts& texts, std::set<std::string>* unknown) : texts_(texts), unknown_(unknown) {}

  std::string say(std::string_view markup) {
    if (trim(markup).empty()) return std::string(markup);
    const std::string key(markup);
    const auto known = said_.find(key);
    if (known != said_.end()) return known->second;
    return said_[key] = escaped(texts_.translate(unescaped(markup), unknown_));
  }

  // A tag with its attributes that are read out, and with links to pages in this language.
  std::string tag(std::string_view markup) {
    constexpr std::array<std::string_view, 5> k_read{" aria-label=\"", " data-title=\"", " data-said=\"",
                                                     " placeholder=\"", " alt=\""};
    std::string out = markup.starts_with("<a ") ? linked(markup) : std::string(markup);
    for (const std::string_view name : k_read) {
      const std::size_t at = out.find(name);
      if (at == std::string::npos) continue;
      const std::size_t begin = at + name.size(), end = out.find('"', begin);
      out = out.substr(0, begin) + say(std::string_view(out).substr(begin, end - begin)) + out.substr(end);
    }
    return out;
  }

 private:
  // The link to the other language leads back; pages and drafts have a name for each language.
  static std::string linked(std::string_view markup) {
    std::string out(markup);
    if (out.find("hreflang=\"nl\"") != std::string::npos) {
      return replace_all(replace_all(std::move(out), "hreflang=\"nl\"", "hreflang=\"en\""), ".nl.html",
                         ".html");
    }
    return replace_all(replace_all(std::move(out), ".html", ".nl.html"), ".en.md", ".nl.md");
  }

  const Texts& texts_;
  std::set<std::string>* unknown_;
  std::unordered_map<std::string, std::string> said_;
};

// Elements whose text is code or belongs to the data.
bool is_kept(std::string_view tag) {
  constexpr std::array<std::string_view, 5> k_kept{"<style", "<script", "<code", "<span class=\"own\"",
                                                   "<td role=\"cell\" class=\"path"};
  const bool label = tag.starts_with("<text") && tag.ends_with("class=\"own\">");  // in a plot
  return label || std::any_of(k_kept.begin(), k_kept.end(),
                              [&](std::string_view start) { return tag.starts_with(start); });
}

std::string_view closing_of(std::string_view tag) {
  if (tag.starts_with("<style")) return "</style>";
  if (tag.starts_with("<script")) return "</script>";
  if (tag.starts_with("<span")) return "</span>";
  if (tag.starts_with("<text")) return "</text>";
  return tag.starts_with("<code") ? "</code>" : "</td>";
}

}  // namespace

std::string translate_page(std::string_view markup, std::string_view language, const Texts& texts,
                           std::set<std::string>* unknown) {
  PageTranslator translator(texts, unknown);
  std::string out;
  out.reserve(markup.size() + markup.size() / 8);
  std::size_t at = 0;
  while (at < markup.size()) {
    const std::size_t open = std::min(markup.find('<', at), markup.size());
    out += translator.say(markup.substr(at, open - at));
    if (open == markup.size()) break;
    const std::size_t end = std::min(markup.find('>', open), markup.size() - 1);
    const std::string_view tag = markup.substr(open, end - open + 1);
    out += tag.starts_with("<html") ? fmt::format("<html lang=\"{}\">", language) : translator.tag(tag);
    at = end + 1;
    if (!is_kept(tag)) continue;
    const std::size_t close = std::min(markup.find(closing_of(tag), at), markup.size());
    out += markup.substr(at, close - at);
    at = close;
  }
  return out;
}

}  // namespace shareready::readiness
