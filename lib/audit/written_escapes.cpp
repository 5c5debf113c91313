#include "audit/written_escapes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "audit/needle_forms.hpp"

namespace shareready {
namespace {

// Names of the characters 0xC0 to 0xFF in order (HTML, section 13.5).
constexpr std::array<std::string_view, 64> k_letter_names = {{
    "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute",
    "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute",
    "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute",
    "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",    "ntilde",
    "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml",   "yacute", "thorn",  "yuml",
}};

struct Sign {
  std::string_view name;
  char32_t character;
};

// Others that stand in or beside words.
constexpr std::array<Sign, 12> k_signs = {{{"amp", '&'},
                                           {"apos", '\''},
                                           {"gt", '>'},
                                           {"hyphen", 0x2010},
                                           {"lt", '<'},
                                           {"nbsp", ' '},
                                           {"ndash", 0x2013},
                                           {"quot", '"'},
                                           {"rsquo", '\''},
                                           {"shy", 0xad},
                                           {"zwj", 0x200d},
                                           {"zwnj", 0x200c}}};

struct Escape {
  char32_t character = 0;
  std::size_t length = 0;  // of its spelling
  bool is_byte = false;    // of whatever encoding the text is in
};

std::optional<std::uint32_t> number_in(std::string_view digits, int base) {
  std::uint32_t number = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (digits.empty() || status != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// `digits` digits behind a lead of `lead` characters.
std::optional<Escape> fixed_at(std::string_view text, std::size_t at, std::size_t lead, std::size_t digits,
                               int base) {
  if (at + lead + digits > text.size()) return std::nullopt;
  const auto number = number_in(text.substr(at + lead, digits), base);
  if (!number || *number < 32) return std::nullopt;
  return Escape{*number, lead + digits, digits < 4 && *number < 256};
}

std::optional<Escape> numbered_reference_at(std::string_view text, std::size_t at) {
  const bool is_hex = text.substr(at + 2, 1) == "x" || text.substr(at + 2, 1) == "X";
  const std::size_t begin = at + (is_hex ? 3 : 2);
  const std::string_view digits = text.substr(std::min(begin, text.size()), 8);
  const std::size_t used =
      std::min(digits.find_first_not_of(is_hex ? "0123456789abcdefABCDEF" : "0123456789"), digits.size());
  const auto code = number_in(digits.substr(0, used), is_hex ? 16 : 10);
  if (!code || *code < 32 || *code > 0x10ffff) return std::nullopt;
  const bool is_closed = text.substr(begin + used, 1) == ";";
  return Escape{*code, begin + used + (is_closed ? 1 : 0) - at};
}

std::optional<Escape> named_reference_at(std::string_view text, std::size_t at) {
  constexpr std::size_t k_longest_name = 7;
  const std::size_t end = text.substr(at + 1, k_longest_name + 1).find(';');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(at + 1, end);
  const auto sign =
      std::find_if(k_signs.begin(), k_signs.end(), [&](const Sign& s) { return s.name == name; });
  if (sign != k_signs.end()) return Escape{sign->character, end + 2};
  const auto known = std::find(k_letter_names.begin(), k_letter_names.end(), name);
  if (known == k_letter_names.end()) return std::nullopt;
  return Escape{static_cast<char32_t>(0xc0 + (known - k_letter_names.begin())), end + 2};
}

std::optional<Escape> backslash_at(std::string_view text, std::size_t at) {
  const std::string_view kind = text.substr(at + 1, 1);
  if (kind == "\\") return Escape{'\\', 2};
  if (kind == "u") return fixed_at(text, at, 2, 4, 16);
  return kind == "x" ? fixed_at(text, at, 2, 2, 16) : fixed_at(text, at, 1, 3, 8);
}

// Of quoted-printable text: alone beyond ASCII only, since "x=12" stands in many a text.
std::optional<Escape> mail_byte_at(std::string_view text, std::size_t at) {
  const auto byte = fixed_at(text, at, 1, 2, 16);
  const bool in_chain = text.substr(at + 1, 3).ends_with('=') || (at >= 3 && text[at - 3] == '=');
  return byte && (byte->character >= 0x80 || in_chain) ? byte : std::nullopt;
}

// A terminal's colours: "\x1b[1;31m" (ECMA-48, 5.4).
std::size_t control_sequence_at(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\x1b[") return 0;
  const std::size_t end = text.find_first_not_of("0123456789:;<=>? !\"#$%&'()*+,-./", at + 2);
  return end < text.size() ? end + 1 - at : 0;
}

// The character of three bytes of UTF-8 that begins here; 0: none.
char32_t wide_at(std::string_view text, std::size_t at) {
  if (at + 3 > text.size() || (text[at] & 0xf0) != 0xe0) return 0;
  const auto bits = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  return static_cast<char32_t>((bits(0) & 0x0fU) << 12U | (bits(1) & 0x3fU) << 6U | (bits(2) & 0x3fU));
}

// What stands in a word and is not seen: a line of mail that goes on in the next one, a soft hyphen, colours
// of a terminal, spaces without width and marks of direction.
std::size_t unseen_at(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  if (three.starts_with("=\n") || three.starts_with("\xc2\xad")) return 2;
  if (three == "=\r\n") return 3;
  const char32_t wide = wide_at(text, at);
  const bool no_width = (wide >= 0x200b && wide <= 0x200f) || (wide >= 0x202a && wide <= 0x202e) ||
                        (wide >= 0x2060 && wide <= 0x2069) || wide == 0xfeff;
  return no_width ? 3 : control_sequence_at(text, at);
}

// What looks like a sign of ASCII: dashes as the hyphen of a label, and the wide letters of East Asia.
std::optional<Escape> lookalike_at(std::string_view text, std::size_t at) {
  const char32_t wide = wide_at(text, at);
  const bool is_dash =
      (wide >= 0x2010 && wide <= 0x2015) || wide == 0x2212 || wide == 0xfe58 || wide == 0xfe63;
  if (is_dash) return Escape{'-', 3};
  if (wide >= 0xff01 && wide <= 0xff5e) return Escape{wide - 0xff01 + '!', 3};
  return std::nullopt;
}

std::optional<Escape> escape_at(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '&':
      return text.substr(at, 2) == "&#" ? numbered_reference_at(text, at) : named_reference_at(text, at);
    case '%':
      return fixed_at(text, at, 1, 2, 16);
    case '=':
      return mail_byte_at(text, at);
    case '\\':
      return backslash_at(text, at);
    case '\xe2':
    case '\xef':
      return lookalike_at(text, at);
    default:
      return std::nullopt;
  }
}

constexpr std::array<bool, 256> k_is_lead = [] {
  std::array<bool, 256> leads{};
  for (const char c : std::string_view("&%=\\\x1b\xc2\xe2\xef")) leads[static_cast<unsigned char>(c)] = true;
  return leads;
}();

std::size_t next_lead(std::string_view text, std::size_t at) {
  while (at < text.size() && !k_is_lead[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

// One pass; false where nothing was written so.
bool resolve_once(std::string_view text, std::string& plain) {
  bool any = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t lead = next_lead(text, at);
    plain += text.substr(at, lead - at);
    at = lead;
    if (at == text.size()) break;
    const std::size_t unseen = unseen_at(text, at);
    const auto escape = unseen > 0 ? std::nullopt : escape_at(text, at);
    if (escape && escape->is_byte) {
      plain += static_cast<char>(static_cast<unsigned char>(escape->character));
    } else if (escape) {
      append_utf8(plain, escape->character);
    } else if (unseen == 0) {
      plain += text[at];
    }
    any = any || escape || unseen > 0;
    at += escape ? escape->length : std::max<std::size_t>(unseen, 1);
  }
  return any;
}

}  // namespace

std::string with_escapes_resolved(std::string_view text) {
  constexpr int k_deepest = 3;
  std::string resolved(text);
  if (next_lead(text, 0) == text.size()) return resolved;
  for (int depth = 0; depth < k_deepest; ++depth) {
    std::string plain;
    plain.reserve(resolved.size());
    if (!resolve_once(resolved, plain)) break;
    resolved = std::move(plain);
  }
  return resolved;
}

}  // namespace shareready
