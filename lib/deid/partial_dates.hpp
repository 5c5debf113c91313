#pragma once

#include <string_view>

namespace shareready {

// A month (or its first three or four letters) in English, Dutch, German, French or Spanish, in lower case.
bool is_month_name(std::string_view word);

// True where a part of a date of 1990 to 2049 stands in the text, enough to tell by how many days, give or
// take a month, dates moved: year and month ("2019-07", "07/2019"), year and week or day of the year
// ("2019-185"), a day with the name of its month ("04Jul", "4-jul-19"). So is any day of a year of two digits
// ("190704"): people are coded by their birth date ("660304").
bool contains_partial_date(std::string_view text);

}  // namespace shareready
