#pragma once

#include <string_view>

namespace shareready::readiness {

// Whether two entries may name one person, however each is written: "Gevers, F." and "Dr. Frank Gevers, head"
// may, "F. Gevers" and "M. Gevers" may not. Titles, roles behind a comma or in brackets, accents and case do
// not count; a surname alone may be anybody of that name. Nothing and blanks name nobody.
bool may_be_one_person(std::string_view one, std::string_view other);

}  // namespace shareready::readiness
