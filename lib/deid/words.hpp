#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// The words of a text in lower case: runs of letters and digits (UTF-8 letters included; Latin-1 letters lose
// their case too), everything else separates. "De_Vries^Jan" is {"de", "vries", "jan"}.
std::vector<std::string> words_of(std::string_view text);

// The words joined: "Date of Birth", "date_of_birth" and "DateOfBirth" are all "dateofbirth".
std::string bare_name(std::string_view text);

}  // namespace shareready
