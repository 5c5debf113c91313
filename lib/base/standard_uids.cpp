#include "base/standard_uids.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace shareready {
namespace {

// The first column of share/standard_uids.tsv, read when the program is built (cmake/StandardUids.cmake): the
// audit asks at every number with dots in it, and what was registered does not change between two runs.
constexpr std::array k_registered = std::to_array<std::string_view>({
#include "standard_uids.inc"
});

static_assert(std::is_sorted(k_registered.begin(), k_registered.end()));

}  // namespace

bool is_standard_uid(std::string_view uid) {
  return std::binary_search(k_registered.begin(), k_registered.end(), uid);
}

bool begins_standard_uid(std::string_view parts) {
  if (is_standard_uid(parts)) return true;
  const std::string and_more = std::string(parts) + ".";
  const auto* next = std::lower_bound(k_registered.begin(), k_registered.end(), and_more);
  return next != k_registered.end() && next->starts_with(and_more);
}

}  // namespace shareready
