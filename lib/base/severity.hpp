#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace shareready {

// How bad a finding or a failed requirement is, worst first.
enum class Severity { blocker, critical, major, minor, info };

inline constexpr std::array k_severities = {Severity::blocker, Severity::critical, Severity::major,
                                            Severity::minor, Severity::info};

std::string_view to_string(Severity severity);
std::optional<Severity> severity_of(std::string_view word);

}  // namespace shareready
