#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bids/table.hpp"
#include "deid/dates.hpp"

namespace shareready {

// What single cells and whole columns of a table are, by their content.

inline constexpr std::string_view k_missing =
    "n/a";                               // BIDS 1.11, Tabular files: how a missing value is written
bool is_missing(std::string_view cell);  // "n/a", empty, NaN
bool is_number(std::string_view cell);   // decimal, with or without an exponent
bool is_sex(std::string_view cell);      // BIDS's words and their usual translations, or a code of one digit
bool is_handedness(std::string_view cell);  // BIDS's words, or a laterality quotient of -100 to 100

bool is_year(std::string_view cell);  // 1900 to 2100

// An age as BIDS wants it: whole years, 89 for 89 and above. Understands "34", "34.5", "34 years", "14 jaar
// en 6 maanden", "14;6" (years and months), "89+", ">89", "045Y", "18M"; nothing for the rest.
std::optional<std::string> plain_age(std::string_view cell);

// The unit of ages that a text ends with, the name of a column or what a sidecar says under Units: "months",
// "weeks" or "days"; empty where it tells none of these. Only of texts that are known to be of ages.
std::string_view age_unit_of(std::string_view text);

// plain_age of a number in such a unit; a cell with a unit of its own is in that one.
std::optional<std::string> age_in(std::string_view unit, std::string_view cell);

// The age on a day, in whole years, 89 for 89 and above; nothing where it is below 0 or above 130.
std::optional<std::string> age_on(const CalendarDate& day, const CalendarDate& birth);

std::vector<std::string_view> cells_of(const Table& table, std::size_t column);

// Every cell a number or missing.
bool is_numeric(const std::vector<std::string_view>& cells);

// True where numbers can only be moments: all of them dates of eight digits, seconds, milliseconds or
// microseconds since 1970 that lie between 1990 and 2100, or day numbers of MATLAB between those years.
bool is_absolute_time(const std::vector<std::string_view>& cells);

// True where whole numbers can only be the number of a person: all of five digits and more and all the same,
// or all with the check digit of a citizen number.
bool is_identifier_number(const std::vector<std::string_view>& cells);

// True where nearly every cell differs from the others, so that a cell points at its row.
bool tells_rows_apart(const std::vector<std::string_view>& cells);

}  // namespace shareready
