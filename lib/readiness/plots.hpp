#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "readiness/markup.hpp"

namespace shareready::readiness {

struct Bar {
  std::string label;
  double value = 0.0;
  bool off = false;  // drawn as an outline: what was left out
  bool own = false;  // the label is a name of the data: never translated
};

// Horizontal bars with their values. `description` is read out instead of the drawing.
Html bar_plot(std::string_view title, std::string_view description, const std::vector<Bar>& bars);

struct StripPlot {
  std::string title;
  std::string unit;
  std::vector<double> values;
  double low = 0.0;  // bounds of good values; draw_low and draw_high say which exist
  double high = 0.0;
  bool has_low = false;
  bool has_high = false;
};

// One dot a value on a line, the good range shaded.
Html strip_plot(const StripPlot& plot);

// Persons in groups of some sizes, in the source and in the release.
struct SizeBars {
  std::string label;  // '1', '2 to 4', '100 and more'
  double before = 0.0, after = 0.0;
  std::string before_shown, after_shown;  // '<5' where a count is masked
  bool below_k = false;
};

// Two columns for each range of sizes, and the line at k.
Html size_plot(std::string_view title, const std::vector<SizeBars>& bars, const std::string& k);

struct TradeOff {
  std::string label;
  double detail_percent = 0.0, chance_percent = 0.0;
  double whole_percent = 0.0;  // the chance with every column known
};

// Detail that is left against the chance of a right link, for each choice a dot, and a ring with every column
// known.
Html trade_off_plot(std::string_view title, const std::vector<TradeOff>& points);

}  // namespace shareready::readiness
