#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// done: the face is gone and the brain is whole, by every measure. doubtful: a measure is outside what was
// seen on heads that came out right; look before sharing. failed: the image was left as it was.
enum class Verdict { done, doubtful, failed };

std::string_view to_string(Verdict verdict);

// One measure for the outcome record: snake_case name with its unit, never a value that identifies.
struct Figure {
  std::string name;
  double value = 0;
};

using DefaceFigures = std::vector<Figure>;

}  // namespace shareready
