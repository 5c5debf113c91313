#pragma once

#include <string>

namespace shareready {

// The manual that `--help` prints; README.md repeats it between markers.
std::string help_text();

// Two lines for a wrong command line.
std::string usage_text();

}  // namespace shareready
