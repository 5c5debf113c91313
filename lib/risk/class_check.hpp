#pragma once

#include <vector>

#include "risk/privacy_model.hpp"

namespace shareready::risk {

// The classes that fail what the model asks of each class by itself: k rows, and every sensitive rule. The
// average risk is no matter of single classes.
std::vector<bool> failing_classes(const PrivacyModel& model, const Classes& classes);

// The k that every class needs so that the average risk holds too, whatever the classes are: enough, not
// necessary.
std::uint32_t k_with_average(const PrivacyModel& model);

}  // namespace shareready::risk
