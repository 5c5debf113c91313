#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shareready {

// Seconds since midnight of a time as DICOM spells it (VR TM, or what follows the day in DT):
// "143050.123456". A zone is not read. Nothing where it is no time.
std::optional<double> seconds_of_time(std::string_view text);

// The same time counted from the whole second in which `start` lies, as a time of day that begins at 04:00,
// 09:00 or 18:00: in that part of the day (until 06:55:36, until 13:10:72 as a number, later) in which
// converters that read HHMMSS.ffffff as a 32-bit number round as they do for the true time, so that they make
// the same times of slices of it. Spelled with six decimals.
std::string time_since(double seconds, double start);

}  // namespace shareready
