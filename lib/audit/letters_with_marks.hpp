#pragma once

#include <optional>

namespace shareready {

struct Decomposed {
  char32_t base = 0;
  char32_t mark = 0;
};

// A Latin, Greek or Cyrillic letter taken apart into the letter below and one combining mark; nothing for
// those without marks. The letter below may have marks itself (Vietnamese).
std::optional<Decomposed> decomposed(char32_t letter);

}  // namespace shareready
