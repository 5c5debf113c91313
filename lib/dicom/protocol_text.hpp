#pragma once

#include <string>
#include <string_view>

#include "deid/tokens.hpp"
#include "dicom/dicom_rules.hpp"

namespace shareready {

// The technical part of a Siemens protocol (MrPhoenixProtocol, XA protocol): the lines between "### ASCCONV
// BEGIN" and "### ASCCONV END ###" whose value is a number, and the few texts that name nuclei, coil elements
// and the maker's own sequences. What tells weight, shim, frequency, table position, dates, serial numbers or
// UIDs goes, and so does the rest of the text. Empty where there is no such part. Cleaning twice is cleaning
// once.
std::string clean_siemens_protocol(std::string_view text, const TokenSet& tokens);

// The technical lines ("set KEY \"value\"") of the text in a GE protocol block.
std::string clean_ge_protocol(std::string_view text, const DicomRules& rules, const TokenSet& tokens);

// True for a number, decimal or hexadecimal, that can be no date, time since 1970 or serial number.
bool is_plain_number(std::string_view text);

// True for a number of milliseconds within an hour: later ones may be counted from midnight.
bool is_relative_time(std::string_view text);

}  // namespace shareready
