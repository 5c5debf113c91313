#include "deid/uids.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/hash.hpp"
#include "base/standard_uids.hpp"

namespace shareready {

bool is_dicom_uid(std::string_view text) {
  constexpr std::size_t k_longest = 64;
  const bool shape = text.find_first_not_of("0123456789.") == std::string_view::npos;
  return shape && !text.empty() && text.size() <= k_longest && text.front() != '.' && text.back() != '.' &&
         text.find('.') != std::string_view::npos && text.find("..") == std::string_view::npos;
}

std::string new_uid(std::string_view uid, std::span<const std::uint8_t> secret) {
  if (uid.empty() || is_standard_uid(uid)) return std::string(uid);
  const std::vector<std::uint8_t> bytes_of_mac = hmac_sha256(secret, "uid:" + std::string(uid));
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(bytes_of_mac.begin(), bytes.size(), bytes.begin());
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x80);  // version 8: made by the maker's own rule
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // variant of RFC 9562
  unsigned __int128 number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  std::string digits;
  for (; number > 0; number /= 10) digits += static_cast<char>('0' + static_cast<int>(number % 10));
  std::reverse(digits.begin(), digits.end());
  return "2.25." + digits;
}

}  // namespace shareready
