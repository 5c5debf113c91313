#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shareready {

// Seconds since midnight of a time as DICOM spells it (VR TM, or what follows the day in DT): "143050.123456".
// A zone is not read. Nothing where it is no time.
std::optional<double> seconds_of_time(std::string_view text);

// The same time counted from `start`, as a time of day that begins at noon: a measurement lasts less than half
// a day, and frames that began a little before `start` keep their order. Spelled with six decimals.
std::string time_since(double seconds, double start);

}  // namespace shareready
