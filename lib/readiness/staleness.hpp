#pragma once

#include <string>

namespace shareready::readiness {

constexpr int k_months_of_facts = 18;  // facts of law and of repositories change

// 'YYYY-MM' or 'YYYY-MM-DD' plus whole months, as YYYY-MM or YYYY-MM-DD; days past the end of a month stay,
// so that texts sort by time. Empty for other texts.
std::string months_after(const std::string& day, int months);

// Whether a fact of that month or day is older than k_months_of_facts; one without a date is. `today`:
// YYYY-MM-DD, empty where no clock was given: then nothing is stale.
bool is_stale(const std::string& checked, const std::string& today);

}  // namespace shareready::readiness
