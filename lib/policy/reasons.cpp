#include "policy/reasons.hpp"

#include <algorithm>

namespace shareready {
namespace {

constexpr bool is_before(const Reason& a, const Reason& b) { return a.id < b.id; }
static_assert(std::is_sorted(k_reasons.begin(), k_reasons.end(), is_before));
static_assert(std::adjacent_find(k_reasons.begin(), k_reasons.end(), [](const Reason& a, const Reason& b) {
                return a.id == b.id;
              }) == k_reasons.end());

constexpr Reason k_unknown = {"unknown", Action::exclude, "not understood"};

}  // namespace

const Reason& reason_of(std::string_view id) {
  const auto found =
      std::find_if(k_reasons.begin(), k_reasons.end(), [&](const Reason& r) { return r.id == id; });
  return found != k_reasons.end() ? *found : k_unknown;
}

}  // namespace shareready
