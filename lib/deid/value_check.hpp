#pragma once

#include <string>
#include <string_view>

namespace shareready {

// What makes a text unfit to be shared, told by its shape alone.
enum class Concern {
  none,
  control_characters,
  long_text,
  email,
  web_address,
  path,
  uid,
  label,
  date,
  clock_time,
  phone,
  ip_address,
  bank_account,
  national_number
};

// A word or two for reports ("e-mail address"); never the value.
std::string_view to_string(Concern concern);

// Texts longer than this are prose: a sidecar's own vocabulary never is.
inline constexpr std::size_t k_longest_value = 120;
// Descriptions of columns and tasks.
inline constexpr std::size_t k_longest_description = 2000;

struct ValueLimits {
  std::size_t longest = k_longest_value;
  bool dates_allowed = false;  // versions of software hold their date of release
  bool web_allowed = false;    // addresses of public vocabularies
};

// The first concern in a text: e-mail, web address, path of a file system, DICOM UID or GUID, `sub-` and
// `ses-` labels, date, time of day, telephone number, IP address, IBAN (ISO 13616, mod 97) or Dutch BSN
// (11-test).
Concern find_concern(std::string_view text, const ValueLimits& limits = {});

bool is_email(std::string_view text);
bool is_dutch_postcode(std::string_view text);
bool is_bsn(std::string_view text);
bool is_iban(std::string_view text);

}  // namespace shareready
