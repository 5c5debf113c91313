#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace shareready {

enum class Detail { result, file, figure };  // what a user sees without -v, with -v, with -vv

// Where a stage says how far it is. Both may be called from several threads at once.
struct Observer {
  std::function<void(Detail detail, std::string_view line)> say;
  std::function<void(std::size_t done, std::size_t total, std::string_view subject)> advance;
};

}  // namespace shareready
