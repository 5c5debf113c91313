#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// The words of a text in lower case: runs of letters and digits (UTF-8 letters included; Latin-1 letters lose
// their case too), everything else separates. "De_Vries^Jan" is {"de", "vries", "jan"}.
std::vector<std::string> words_of(std::string_view text);

// A text in the case in which words are compared.
std::string lower_latin(std::string_view text);

// The next word of a text of lower_latin() from `at` on, which moves behind it; "" where there is none.
std::string_view next_word(std::string_view lower, std::size_t& at);

// The words joined: "Date of Birth", "date_of_birth" and "DateOfBirth" are all "dateofbirth".
std::string bare_name(std::string_view text);

}  // namespace shareready
