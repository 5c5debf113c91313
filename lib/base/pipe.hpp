#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// What a program did with what it was fed.
struct Piped {
  std::vector<std::uint8_t> output;
  std::string complaint;  // its standard error, the first kilobytes
  int exit_code = 0;      // 128 and the signal where one ended it
};

// Runs a program found in PATH, feeds the input through a pipe and collects what it prints; nothing touches
// the disk and nothing but `words` stands in its argument list. Errors: no_input (there is no such program),
// io.
Result<Piped> pipe_through(const std::vector<std::string>& words, std::span<const std::uint8_t> input);

}  // namespace shareready
