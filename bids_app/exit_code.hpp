#pragma once

#include "base/error.hpp"

namespace shareready {

constexpr int k_exit_done = 0;
constexpr int k_exit_withheld = 20;
constexpr int k_exit_audit_findings = 21;
constexpr int k_exit_usage = 64;
constexpr int k_exit_participant_failed = 65;

// The exit code an error ends the program with; meanings stand in exit_code_table().
int exit_code_of(ErrorCode code);

}  // namespace shareready
