#pragma once

#include <span>
#include <string_view>

namespace shareready {

// What the audit looks for on behalf of one requirement of share/requirements.json.
struct Coverage {
  std::string_view requirement;  // R3
  std::string_view looked_for;   // in words, fit for shared texts
};

// Everything the audit looks for, by the number of the requirement; each finding's requirement is among them.
std::span<const Coverage> audit_coverage();

}  // namespace shareready
