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

}  // namespace shareready::readiness
