#include "audit/armours.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace shareready {
namespace {

// "begin 644 NAME": where the line behind it starts; npos where it is none.
std::size_t first_line(std::string_view text, std::size_t begin) {
  constexpr std::size_t k_lead = 6;  // "begin "
  const std::size_t end = text.find('\n', begin);
  if (end == std::string_view::npos) return end;
  const std::string_view mode = text.substr(begin + k_lead, end - begin - k_lead);
  const std::size_t digits = std::min(mode.find(' '), mode.size());
  const bool is_mode = (digits == 3 || digits == 4) && is_digits(mode.substr(0, digits));
  return is_mode ? end + 1 : std::string_view::npos;
}

std::uint32_t uu_value(char c) { return static_cast<std::uint32_t>(c - ' ') & 63U; }

// One line: how many bytes, then four characters for three of them. Spaces at its end may be lost.
void append_uu_line(std::string line, std::vector<std::uint8_t>& bytes) {
  const std::size_t count = uu_value(line[0]);
  line.resize(1 + (count + 2) / 3 * 4, ' ');
  const std::size_t end = bytes.size() + count;
  for (std::size_t i = 1; i + 3 < line.size(); i += 4) {
    const std::uint32_t bits = uu_value(line[i]) << 18U | uu_value(line[i + 1]) << 12U |
                               uu_value(line[i + 2]) << 6U | uu_value(line[i + 3]);
    for (const unsigned shift : {16U, 8U, 0U}) bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  bytes.resize(end);
}

std::vector<std::uint8_t> from_uu_lines(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const bool is_last = line.empty() || line.starts_with("end") || line[0] < ' ' || line[0] > '`';
    if (is_last) break;
    append_uu_line(std::string(line.substr(0, line.find('\r'))), bytes);
  }
  return bytes;
}

// What a byte can be in UTF-8, one bit each.
enum : unsigned { k_ascii, k_follows, k_leads, k_beyond_ascii };

constexpr std::array<std::uint8_t, 256> k_kinds = [] {
  std::array<std::uint8_t, 256> kinds{};
  for (unsigned byte = 0; byte < kinds.size(); ++byte) {
    const bool ascii = byte == 0 || (byte >= 0x20 && byte < 0x7f);
    const bool follows = byte >= 0x80 && byte < 0xc0, leads = byte >= 0xc2 && byte < 0xf5;
    kinds[byte] =
        static_cast<std::uint8_t>((ascii ? 1U << k_ascii : 0U) | (follows ? 1U << k_follows : 0U) |
                                  (leads ? 1U << k_leads : 0U) | (byte >= 0x80 ? 1U << k_beyond_ascii : 0U));
  }
  return kinds;
}();

}  // namespace

std::vector<std::uint8_t> from_base32(std::string_view characters, bool extended_hex) {
  const int first_letter = extended_hex ? 10 : 0;
  const int first_digit = extended_hex ? 0 : 24;  // "2" is 26
  std::vector<std::uint8_t> bytes;
  bytes.reserve(characters.size() * 5 / 8 + 1);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : characters) {
    const bool is_digit = c >= '0' && c <= '9';
    const int value = is_digit ? c - '0' + first_digit : (c | 0x20) - 'a' + first_letter;
    bits = bits << 5U | static_cast<std::uint32_t>(value);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> count));
  }
  return bytes;
}

std::vector<std::uint8_t> from_ascii85(std::string_view characters) {
  std::vector<std::uint8_t> bytes;
  std::uint32_t number = 0;
  std::size_t count = 0;
  const auto add = [&](std::uint32_t digit, std::size_t kept) {
    number = number * 85 + digit;
    if (++count < 5) return;
    for (std::size_t i = 0; i < kept; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> (24 - 8 * i)));
    number = 0;
    count = 0;
  };
  for (const char c : characters) {
    if (c == 'z' && count == 0) bytes.insert(bytes.end(), 4, 0);
    if (c >= '!' && c <= 'u') add(static_cast<std::uint32_t>(c - '!'), 4);
  }
  const std::size_t left = count;
  while (count > 0 && left > 1) add(84, left - 1);  // a group that is not full
  return bytes;
}

// Without a branch at each byte: most of what is asked is bytes by chance, of which nothing can be foretold.
bool says_something(const std::vector<std::uint8_t>& bytes) {
  constexpr unsigned k_fewest = 5;
  unsigned run = 0, longest = 0, previous = 0;
  unsigned kind = bytes.empty() ? 0U : k_kinds[bytes.front()];
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const unsigned next = at + 1 < bytes.size() ? k_kinds[bytes[at + 1]] : 0U;
    const unsigned follows = (kind >> k_follows) & (previous >> k_beyond_ascii) & (run > 0 ? 1U : 0U);
    const unsigned leads = (kind >> k_leads) & (next >> k_follows);
    const unsigned is_text = ((kind >> k_ascii) | follows | leads) & 1U;
    run = (run + 1) * is_text;
    longest = std::max(longest, run);
    previous = std::exchange(kind, next);
  }
  return longest >= k_fewest;
}

void visit_armoured(std::string_view text, const ArmouredVisitor& visit) {
  for (std::size_t at = text.find("begin "); at != std::string_view::npos; at = text.find("begin ", at + 1)) {
    const std::size_t lines = first_line(text, at);
    if (lines != std::string_view::npos) visit(from_uu_lines(text.substr(lines)), at, "uuencode");
  }
  for (std::size_t at = text.find("<~"); at != std::string_view::npos; at = text.find("<~", at + 1)) {
    const std::size_t end = text.find("~>", at + 2);
    if (end == std::string_view::npos) break;
    visit(from_ascii85(text.substr(at + 2, end - at - 2)), at, "Ascii85");
  }
}

}  // namespace shareready
