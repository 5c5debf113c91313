#pragma once

#include <string_view>

namespace shareready {

// True for a UID that the standard itself gives out: a class, a transfer syntax, a frame of reference.
// Whatever else stands under its root may be somebody's number.
bool is_standard_uid(std::string_view uid);

}  // namespace shareready
