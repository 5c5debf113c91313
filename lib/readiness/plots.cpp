#include "readiness/plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace shareready::readiness {
namespace {

std::string number(double value) { return fmt::format("{:.6g}", value); }

Html shape(std::string_view name, const std::vector<Attribute>& attributes) {
  return element(name, attributes, {});
}

Html words(double x, double y, std::string_view anchor, std::string_view kind, std::string_view content) {
  return element("text",
                 {{"x", number(x)},
                  {"y", number(y)},
                  {"text-anchor", std::string(anchor)},
                  {"class", std::string(kind)}},
                 text(content));
}

Html drawing(double width, double height, std::string_view description, const Html& shapes) {
  return element("svg",
                 {{"viewBox", fmt::format("0 0 {} {}", number(width), number(height))},
                  {"role", "img"},
                  {"aria-label", std::string(description)},
                  {"xmlns", "http://www.w3.org/2000/svg"}},
                 shapes);
}

Html figure(std::string_view caption, const Html& content) {
  return element("figure", element("figcaption", caption) + content);
}

struct Range {
  double low, high;
  [[nodiscard]] double position(double value, double from, double width) const {
    return from + width * (value - low) / (high - low);
  }
};

// Of values and bounds, with a margin of one twelfth; never empty.
Range range_of(const StripPlot& plot) {
  constexpr double k_margin = 1.0 / 12.0;
  const auto [least, most] = std::minmax_element(plot.values.begin(), plot.values.end());
  Range range{*least, *most};
  if (plot.has_low) range = {std::min(range.low, plot.low), std::max(range.high, plot.low)};
  if (plot.has_high) range = {std::min(range.low, plot.high), std::max(range.high, plot.high)};
  const double width = range.high - range.low;
  const double margin = width > 0.0 ? width * k_margin : 0.5;
  return {range.low - margin, range.high + margin};
}

std::string describe_bounds(const StripPlot& plot) {
  const std::string unit = plot.unit.empty() ? "" : " " + plot.unit;
  if (plot.has_low && plot.has_high)
    return fmt::format("good: {} to {}{}", number(plot.low), number(plot.high), unit);
  if (plot.has_low) return fmt::format("good: {}{} or more", number(plot.low), unit);
  if (plot.has_high) return fmt::format("good: {}{} or less", number(plot.high), unit);
  return plot.unit;
}

}  // namespace

Html bar_plot(std::string_view title, std::string_view description, const std::vector<Bar>& bars) {
  constexpr double k_width = 420, k_row = 26, k_label = 130, k_value = 60, k_bar = 16;
  double largest = 1.0;
  for (const Bar& bar : bars) largest = std::max(largest, bar.value);
  Html shapes;
  double y = 0.0;
  for (const Bar& bar : bars) {
    const double length = std::max(2.0, (k_width - k_label - k_value) * bar.value / largest);
    shapes += words(k_label - 10, y + 17, "end", bar.own ? "own" : "", bar.label);
    shapes += shape("rect", {{"x", number(k_label)},
                             {"y", number(y + 5)},
                             {"width", number(length)},
                             {"height", number(k_bar)},
                             {"rx", "2"},
                             {"class", bar.off ? "off" : "bar"}});
    shapes +=
        words(k_label + length + 8, y + 17, "start", "soft", number(std::round(10.0 * bar.value) / 10.0));
    y += k_row;
  }
  return figure(title, drawing(k_width, y, description, shapes));
}

Html strip_plot(const StripPlot& plot) {
  if (plot.values.empty()) return {};
  constexpr double k_width = 420, k_height = 58, k_left = 10, k_axis = 34, k_radius = 5;
  const Range range = range_of(plot);
  const double inner = k_width - 2 * k_left;
  const double from = plot.has_low ? range.position(plot.low, k_left, inner) : k_left;
  const double to = plot.has_high ? range.position(plot.high, k_left, inner) : k_width - k_left;
  Html shapes;
  if (plot.has_low || plot.has_high) {
    shapes += shape(
        "rect",
        {{"x", number(from)}, {"y", "8"}, {"width", number(to - from)}, {"height", "26"}, {"class", "band"}});
  }
  shapes += shape("line", {{"x1", number(k_left)},
                           {"x2", number(k_width - k_left)},
                           {"y1", number(k_axis)},
                           {"y2", number(k_axis)},
                           {"class", "axis"}});
  std::set<std::string> drawn;  // of many images, equal places are drawn once
  for (const double value : plot.values) {
    const std::string x = fmt::format("{:.0f}", range.position(value, k_left, inner));
    if (!drawn.insert(x).second) continue;
    shapes += shape("circle", {{"cx", x}, {"cy", "21"}, {"r", number(k_radius)}, {"class", "dot"}});
  }
  const auto [least, most] = std::minmax_element(plot.values.begin(), plot.values.end());
  const std::string low = "lowest " + figure_text(*least), high = "highest " + figure_text(*most);
  shapes += words(k_left, 52, "start", "soft", low) + words(k_width - k_left, 52, "end", "soft", high);
  const std::string bounds = describe_bounds(plot);
  const std::string caption = plot.title + (bounds.empty() ? "" : " (" + bounds + ")");
  return figure(
      caption, drawing(k_width, k_height,
                       fmt::format("{}: {} images, {}, {}", caption, plot.values.size(), low, high), shapes));
}

Html size_plot(std::string_view title, const std::vector<SizeBars>& bars, const std::string& k) {
  constexpr double k_width = 420, k_height = 190, k_base = 140, k_top = 22, k_left = 12;
  if (bars.empty()) return {};
  double most = 1.0;
  for (const SizeBars& bar : bars) most = std::max({most, bar.before, bar.after});
  const double step = (k_width - 2 * k_left) / static_cast<double>(bars.size()), wide = step * 0.36;
  Html shapes;
  std::string description = std::string(title) + ":";
  double k_line = k_left;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const SizeBars& bar = bars[i];
    const double x = k_left + step * static_cast<double>(i) + step * 0.12;
    const auto column = [&](double from, double value, const std::string& shown, const char* look) {
      const double tall = value <= 0.0 ? 0.0 : std::max(2.0, (k_base - k_top) * value / most);
      shapes += shape("rect", {{"x", number(from)},
                               {"y", number(k_base - tall)},
                               {"width", number(wide)},
                               {"height", number(tall)},
                               {"class", look}});
      shapes += words(from + wide / 2, k_base - tall - 4, "middle", "small", shown);
    };
    column(x, bar.before, bar.before_shown, "off");
    column(x + wide + 2, bar.after, bar.after_shown, "bar");
    shapes += words(x + wide, k_base + 16, "middle", "small", bar.label);
    if (bar.below_k) k_line = k_left + step * static_cast<double>(i + 1);
    description += fmt::format(" {}: {}, {};", bar.label, bar.before_shown, bar.after_shown);
  }
  shapes += shape("line", {{"x1", number(k_left)},
                           {"x2", number(k_width - k_left)},
                           {"y1", number(k_base)},
                           {"y2", number(k_base)},
                           {"class", "axis"}});
  shapes += shape("line", {{"x1", number(k_line)},
                           {"x2", number(k_line)},
                           {"y1", "14"},
                           {"y2", number(k_base)},
                           {"class", "limit"}});
  shapes += words(k_line + 4, 12, "start", "small", "k = " + k);
  shapes += words(k_width / 2, k_height - 8, "middle", "soft",
                  "persons in the group; outline: source, filled: release");
  return figure(title, drawing(k_width, k_height, description, shapes));
}

Html trade_off_plot(std::string_view title, const std::vector<TradeOff>& points) {
  constexpr double k_width = 420, k_height = 218, k_left = 40, k_base = 160, k_top = 14;
  if (points.size() < 2) return {};
  double most = 1.0;
  for (const TradeOff& point : points) most = std::max({most, point.chance_percent, point.whole_percent});
  Html shapes;
  std::string description = std::string(title) + ":";
  constexpr double k_word = 50, k_line = 14;  // where the word at the last point would cover this one's
  double last_x = -k_width, last_y = -k_height;
  for (const TradeOff& point : points) {
    const double x = k_left + (k_width - k_left - 40) * point.detail_percent / 100.0;
    const double y = k_base - (k_base - k_top) * point.chance_percent / most;
    const double whole_y = k_base - (k_base - k_top) * point.whole_percent / most;
    shapes += shape("circle", {{"cx", number(x)}, {"cy", number(whole_y)}, {"r", "5"}, {"class", "off"}});
    shapes += shape("circle", {{"cx", number(x)}, {"cy", number(y)}, {"r", "5"}, {"class", "dot"}});
    const bool covered = std::abs(x - last_x) < k_word && std::abs(y - last_y) < k_line;
    shapes += covered ? words(x - 8, y + 4, "end", "small", point.label)
                      : words(x + 8, y + 4, "start", "small", point.label);
    last_x = x;
    last_y = y;
    description += fmt::format(" {}: {:.0f} %, {:.1f} %, {:.1f} %;", point.label, point.detail_percent,
                               point.chance_percent, point.whole_percent);
  }
  shapes += shape("line", {{"x1", number(k_left)},
                           {"x2", number(k_width - 20)},
                           {"y1", number(k_base)},
                           {"y2", number(k_base)},
                           {"class", "axis"}});
  shapes += shape("line", {{"x1", number(k_left)},
                           {"x2", number(k_left)},
                           {"y1", number(k_top)},
                           {"y2", number(k_base)},
                           {"class", "axis"}});
  shapes += words(k_left - 6, k_top + 6, "end", "soft", fmt::format("{:.0f} %", most));
  shapes += words(k_left - 6, k_base, "end", "soft", "0 %");
  shapes += words(k_left, k_base + 18, "middle", "soft", "0 %");
  shapes += words(k_width - 40, k_base + 18, "middle", "soft", "100 %");
  shapes += words(k_width / 2, k_height - 24, "middle", "soft", "detail that is left");
  shapes += words(k_width / 2, k_height - 6, "middle", "soft",
                  "filled: by these details; outline: every column of the tables known");
  return figure(title, drawing(k_width, k_height, description, shapes));
}

}  // namespace shareready::readiness
