#include "readiness/markup.hpp"

#include <fmt/format.h>

#include <cmath>

#include "readiness/valid_text.hpp"

namespace shareready::readiness {
namespace {

std::string escape(std::string_view content) {
  std::string escaped;
  escaped.reserve(content.size());
  for (const char c : valid_text(content)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace

Html trusted(std::string_view markup) {
  Html html;
  html.markup_ = markup;
  return html;
}

std::string figure_text(double value) {
  constexpr double k_whole_from = 999.5;  // below it three digits need no exponent
  return std::abs(value) < k_whole_from ? fmt::format("{:.3g}", value) : fmt::format("{:.0f}", value);
}

Html text(std::string_view content) { return trusted(escape(content)); }

Html element(std::string_view name, const std::vector<Attribute>& attributes, const Html& content) {
  std::string markup = "<" + std::string(name);
  for (const auto& [key, value] : attributes) {
    if (!value.empty()) markup += " " + std::string(key) + "=\"" + escape(value) + "\"";
  }
  markup += ">" + content.markup() + "</" + std::string(name) + ">";
  return trusted(markup);
}

Html element(std::string_view name, const Html& content) { return element(name, {}, content); }

Html element(std::string_view name, std::string_view content) { return element(name, {}, text(content)); }

}  // namespace shareready::readiness
