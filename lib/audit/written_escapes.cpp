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
  if (name == "amp") return Escape{'&', end + 2};
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

// What stands in a word and is not seen: a line of mail that goes on in the next one, a soft hyphen, spaces
// without width (U+200B to U+200D).
std::size_t unseen_at(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  if (three.starts_with("=\n") || three.starts_with("\xc2\xad")) return 2;
  const bool no_width = three == "\xe2\x80\x8b" || three == "\xe2\x80\x8c" || three == "\xe2\x80\x8d";
  return no_width || three == "=\r\n" ? 3 : 0;
}

// U+2010 and U+2011, which look like the hyphen of a label.
std::optional<Escape> hyphen_at(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  if (three != "\xe2\x80\x90" && three != "\xe2\x80\x91") return std::nullopt;
  return Escape{'-', 3};
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
      return hyphen_at(text, at);
    default:
      return std::nullopt;
  }
}

constexpr std::array<bool, 256> k_is_lead = [] {
  std::array<bool, 256> leads{};
  for (const char c : std::string_view("&%=\\\xc2\xe2")) leads[static_cast<unsigned char>(c)] = true;
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
