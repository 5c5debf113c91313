#include "audit/text_patterns.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "audit/text_scan.hpp"
#include "base/standard_uids.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

using namespace text_scan;

std::optional<TextMatch> match_at_digit(std::string_view text, std::size_t at) {
  if (const auto match = date_at(text, at)) return match;
  if (const auto match = named_bsn_at(text, at)) return match;
  if (const auto match = uid_or_ip_address_at(text, at)) return match;
  if (const auto match = addressed_postcode_at(text, at)) return match;
  if (const auto match = american_phone_at(text, at)) return match;
  if (text[at] != '0') return std::nullopt;
  const auto match = phone_by_zeros_at(text, at);
  return match ? match : dutch_phone_at(text, at);
}

std::optional<TextMatch> match_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (is_digit(c)) {
    const char previous = before(text, at);
    const bool starts =
        !is_digit(previous) && !is_alpha(previous) && !(previous == '.' && at > 1 && is_digit(text[at - 2]));
    return starts ? match_at_digit(text, at) : std::nullopt;
  }
  switch (c) {
    case '@':
      return email_around(text, at);
    case '(':
    case '[':
      return spelled_email_at(text, at);
    case '+':
      return international_phone_at(text, at);
    case '/':
    case '\\':
      return home_path_at(text, at);
    case 'f':
    case 'F':
      return file_url_at(text, at);
    default:
      return is_upper(c) && is_upper(at_or_zero(text, at + 1)) ? iban_at(text, at) : std::nullopt;
  }
}

// "\\\\server\\share", alone or as a word of a value.
bool is_server_share(std::string_view value) {
  for (std::size_t at = value.find("\\\\"); at != std::string_view::npos; at = value.find("\\\\", at + 2)) {
    const std::string_view share = value.substr(at, value.find(' ', at) - at);
    if (at > 0 && value[at - 1] != ' ') continue;
    if (share.size() > 4 && is_alpha(share[2]) && share.find('\\', 3) != std::string_view::npos) return true;
  }
  return false;
}

// 20190304 or 20190304101112.5, as DICOM writes dates and times.
bool starts_compact_date(std::string_view value) {
  const std::size_t digits = digits_end(value, 0);
  const bool whole =
      digits == value.size() || (value[digits] == '.' && digits_end(value, digits + 1) == value.size());
  return whole && (digits == 8 || digits == 14) && is_compact_date(value.substr(0, 8));
}

// Days and times in eight digits and more that stand as words of a value: "20190304_101112", "20190304T1011",
// "MR 20190304". Not behind a point, where versions have them.
void add_compact_stamps(std::string_view value, std::vector<TextMatch>& matches) {
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (!is_digit(value[at])) continue;
    const std::size_t end = digits_end(value, at);
    const char previous = before(value, at), next = at_or_zero(value, end);
    const bool begins = !is_alpha(previous) && previous != '.' && previous != '+';
    const bool has_time = (next == 'T' || next == 't') && is_digit(at_or_zero(value, end + 1));
    const bool ends = has_time || (!is_alpha(next) && !(next == '.' && end - at == 8));
    if (begins && ends && is_compact_stamp(value.substr(at, end - at)))
      matches.push_back({TextPattern::date, at, end});
    at = end;
  }
}

// 2.25 and a UUID as one decimal number (PS3.5 section B.2): 128 bits are 39 digits, and of a thousand
// million random ones not one has fewer than 30. A shorter number may be somebody's.
bool is_random_uid(std::string_view uid) {
  constexpr std::string_view k_root = "2.25.";
  constexpr std::size_t k_fewest_digits = 30, k_most_digits = 39;
  if (!uid.starts_with(k_root)) return false;
  const std::string_view uuid = uid.substr(k_root.size());
  return is_digits(uuid) && uuid.size() >= k_fewest_digits && uuid.size() <= k_most_digits;
}

}  // namespace

std::string_view token_of(TextPattern pattern) {
  switch (pattern) {
    case TextPattern::date:
      return "[date]";
    case TextPattern::uid:
      return "[UID]";
    case TextPattern::email:
      return "[e-mail]";
    case TextPattern::phone:
      return "[telephone]";
    case TextPattern::postcode:
      return "[postcode]";
    case TextPattern::iban:
      return "[bank account]";
    case TextPattern::bsn:
    case TextPattern::named_bsn:
      return "[citizen number]";
    case TextPattern::ip_address:
      return "[IP address]";
    case TextPattern::home_path:
      return "[home folder]";
    case TextPattern::file_url:
      return "[file address]";
  }
  return "[value]";
}

// The weights are 9 to 2, and -1 for the last digit; the sum is a multiple of 11.
bool passes_bsn_test(std::string_view digits) {
  if (digits.size() != 9 || !is_digits(digits) || digits == "000000000") return false;
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (9 - static_cast<int>(i)) * (digits[i] - '0');
  return (sum - (digits[8] - '0')) % 11 == 0;
}

bool is_replaced_uid(std::string_view uid) { return is_standard_uid(uid) || is_random_uid(uid); }

bool is_device_code(std::string_view text) {
  constexpr std::string_view k_base_32 = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr std::size_t k_length = 16;
  return text.size() == k_length && text.starts_with("dev-") &&
         text.find_first_not_of(k_base_32, 4) == std::string_view::npos;
}

std::vector<TextMatch> find_patterns(std::string_view text) {
  std::vector<TextMatch> matches;
  for (std::size_t at = 0; at < text.size();) {
    const auto match = match_at(text, at);
    if (match) matches.push_back(*match);
    at = match ? std::max(match->end, at + 1) : at + 1;
  }
  return matches;
}

std::vector<TextMatch> find_patterns_in_value(std::string_view value) {
  const std::string_view whole = trim(value);
  std::vector<TextMatch> matches = find_patterns(whole);
  const auto add_whole = [&](TextPattern pattern) { matches.push_back({pattern, 0, whole.size()}); };
  if (starts_compact_date(whole))
    add_whole(TextPattern::date);
  else
    add_compact_stamps(whole, matches);
  if (is_postcode(whole)) add_whole(TextPattern::postcode);
  if (passes_bsn_test(whole)) add_whole(TextPattern::bsn);
  if (is_server_share(whole)) add_whole(TextPattern::file_url);
  const bool is_bare_mobile = whole.size() == 10 && whole.substr(0, 2) == "06" && is_digits(whole);
  if (is_bare_mobile) add_whole(TextPattern::phone);
  return matches;
}

}  // namespace shareready
