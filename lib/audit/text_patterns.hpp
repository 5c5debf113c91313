#pragma once

#include <string_view>
#include <vector>

namespace shareready {

// What a stretch of text looks like by its form alone.
enum class TextPattern {
  date,  // a calendar date from 1926 on: later than any that BIDS lets a shifted date have
  uid,   // a DICOM unique identifier other than those the standard itself defines
  email,
  phone,       // international with + or 00, Dutch or North American national
  postcode,    // Dutch, four digits and two letters
  iban,        // bank account number, ISO 13616, check digits right
  bsn,         // Dutch citizen number: nine digits that pass the 11-test
  named_bsn,   // the same behind its name ("BSN: 111.222.333"), and numbers of other citizens and of patients
  ip_address,  // version 4
  home_path,   // /home/x, /Users/x, C:\Users\x
  file_url     // file:// or a share on a server
};

std::string_view token_of(TextPattern pattern);  // "[date]", "[e-mail]", ...

struct TextMatch {
  TextPattern pattern;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The patterns that stand in running text, by their place. Postcodes outside an address, citizen numbers
// without a name and dates without separators are not looked for: in running text they are mostly something
// else.
std::vector<TextMatch> find_patterns(std::string_view text);

// The same for a text that is one value, as a cell or a JSON string: also what only the whole value can tell.
std::vector<TextMatch> find_patterns_in_value(std::string_view value);

// Year, month and day written as 8 digits ("20190304"), the year from 1926 on.
bool is_compact_date(std::string_view text);
// The same alone, or with the time of day behind it: hours and minutes ("201903041011"), or seconds too and
// whatever a scanner counts behind these.
bool is_compact_stamp(std::string_view digits);
bool passes_bsn_test(std::string_view digits);
// A UID that tells nothing of a scanner: of the standard itself, or made of a random number (2.25).
bool is_replaced_uid(std::string_view uid);
// A code that stands for a device: "dev-" and twelve characters of Crockford's base 32.
bool is_device_code(std::string_view text);

}  // namespace shareready
