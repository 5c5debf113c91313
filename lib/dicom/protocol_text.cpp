#include "dicom/protocol_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/text.hpp"
#include "deid/dates.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_begin = "### ASCCONV BEGIN";
constexpr std::string_view k_protocol_end = "### ASCCONV END ###";

// Keys (lower case, anywhere in the name) whose numbers belong to a person, a device or one visit. Those of
// one visit go because sidecars lose them too (share/sidecar_keys.tsv: shim, frequency, table, reference
// amplitude). Sorted.
constexpr std::array<std::string_view, 28> k_personal_keys{"adjdata",
                                                           "asgpadata",
                                                           "birth",
                                                           "consistency",
                                                           "creation",
                                                           "date",
                                                           "gender",
                                                           "gpadata",
                                                           "height",
                                                           "institution",
                                                           "lastmodified",
                                                           "lfrequency",
                                                           "operator",
                                                           "patient",
                                                           "physician",
                                                           "protid",
                                                           "ptababs",
                                                           "refampl",
                                                           "referenceamplitude",
                                                           "scanregionpos",
                                                           "sequenceid",
                                                           "serial",
                                                           "shim",
                                                           "tableposition",
                                                           "tales",
                                                           "time_t",
                                                           "uuid",
                                                           "weight"};

// Where the parts with each first letter begin among them: protocols have thousands of lines.
constexpr std::array<std::uint8_t, 27> k_parts_by_letter = [] {
  std::array<std::uint8_t, 27> begin{};
  for (std::size_t letter = 0; letter < begin.size(); ++letter) {
    while (begin[letter] < k_personal_keys.size() &&
           static_cast<std::size_t>(k_personal_keys[begin[letter]][0] - 'a') < letter) {
      ++begin[letter];
    }
  }
  return begin;
}();

// Texts that may stay, by the end of their key.
constexpr std::array<std::string_view, 4> k_text_keys{".tnucleus", ".tcoilid", ".telement",
                                                      ".scoilstringforconversion"};

constexpr std::size_t k_longest_key = 160;

// Of a key of at most that length.
bool is_personal(std::string_view key) {
  std::array<char, k_longest_key> lower{};
  std::transform(key.begin(), key.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  for (std::string_view rest(lower.data(), key.size()); rest.size() > 1; rest.remove_prefix(1)) {
    if (rest[0] < 'a' || rest[0] > 'z') continue;
    const auto letter = static_cast<std::size_t>(rest[0] - 'a');
    for (std::size_t i = k_parts_by_letter[letter]; i < k_parts_by_letter[letter + 1]; ++i) {
      const std::string_view part = k_personal_keys[i];
      if (rest[1] == part[1] && rest.starts_with(part)) return true;
    }
  }
  return false;
}

std::string_view unquoted(std::string_view value) {
  while (value.starts_with('"')) value.remove_prefix(1);
  while (value.ends_with('"')) value.remove_suffix(1);
  return value;
}

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_short_code(std::string_view text) {
  constexpr std::size_t k_longest = 32;
  return text.size() <= k_longest && std::all_of(text.begin(), text.end(), [](char c) {
           return is_alnum(c) || c == '_' || c == '-' || c == ';' || c == '+' || c == '/' || c == ',';
         });
}

// Sequences that many sites run and converters know by name; others may be named after their author or site.
bool is_public_sequence(std::string_view name) {
  constexpr std::array<std::string_view, 10> k_names{
      "cmrr_mbep2d_bold", "cmrr_mbep2d_diff", "cmrr_mbep2d_se", "ep2d_fairest", "ep2d_pasl",
      "ep2d_pcasl",       "jw_tgse_VEPCASL",  "tgse_pasl",      "tgse_pcasl",   "to_ep2d_VEPCASL"};
  return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

bool is_kept_text(std::string_view key, std::string_view value, const TokenSet& tokens) {
  const std::string lower = to_lower(key);
  if (tokens.find_in(value) || contains_date(value)) return false;
  if (lower == "tsequencefilename") {
    constexpr std::string_view k_maker = "%SiemensSeq%\\";
    constexpr std::string_view k_customer = "%CustomerSeq%\\";
    if (value.starts_with(k_customer)) return is_public_sequence(value.substr(k_customer.size()));
    return value.starts_with(k_maker) && is_short_code(value.substr(k_maker.size()));
  }
  return is_short_code(value) && std::any_of(k_text_keys.begin(), k_text_keys.end(),
                                             [&](std::string_view end) { return lower.ends_with(end); });
}

// Of a line without the comment behind it.
bool is_kept_line(std::string_view line, const TokenSet& tokens) {
  const std::size_t sign = line.find('=');
  if (sign == std::string_view::npos) return false;
  const std::string_view key = trim(line.substr(0, sign));
  const std::string_view value = trim(line.substr(sign + 1));
  const bool is_key =
      !key.empty() && key.size() <= k_longest_key && std::all_of(key.begin(), key.end(), [](char c) {
        return is_alnum(c) || c == '_' || c == '.' || c == '[' || c == ']';
      });
  if (!is_key || is_personal(key)) return false;
  const bool kept = value.starts_with('"') ? is_kept_text(key, unquoted(value), tokens)
                                           : is_plain_number(value) && !tokens.find_in(value);
  return kept && !tokens.find_in(key) && !contains_date(key);
}

}  // namespace

bool is_plain_number(std::string_view text) {
  const std::string_view number = trim(text);
  if (number.empty() || number.size() > 24 || contains_date(number)) return false;
  if (number.starts_with("0x")) {
    return number.size() <= 10 && std::all_of(number.begin() + 2, number.end(),
                                              [](unsigned char c) { return std::isxdigit(c) != 0; });
  }
  double value = 0;
  const std::string_view digits = number.starts_with('+') ? number.substr(1) : number;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return false;
  // Seconds since 1970 of this century, and whatever has as many whole digits as a citizen number.
  constexpr double k_too_large = 1.0e8;
  return !std::isfinite(value) || std::fabs(value) < k_too_large || std::fabs(value) > 1.0e20;
}

bool is_relative_time(std::string_view text) {
  constexpr double k_hour_ms = 3.6e6;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::fabs(value) < k_hour_ms;
}

std::string clean_siemens_protocol(std::string_view text, const TokenSet& tokens) {
  const std::size_t begin = text.find(k_begin);
  if (begin == std::string_view::npos) return "";
  const std::size_t end = text.find(k_protocol_end, begin);
  if (end == std::string_view::npos) return "";
  const std::string_view body = text.substr(begin, end - begin);
  // dcm2niix takes a protocol of XA for one by its first letters.
  std::string cleaned = "<XProtocol>\n{\n" + std::string(k_begin) + " ###\n";
  for (std::size_t at = body.find('\n'); at != std::string_view::npos;) {
    const std::size_t next = body.find('\n', at + 1);
    std::string_view line = body.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
    line = trim(line.substr(0, line.find('#')));
    if (is_kept_line(line, tokens)) cleaned.append(line) += '\n';
    at = next;
  }
  return cleaned + std::string(k_protocol_end) + "\n";
}

std::string clean_ge_protocol(std::string_view text, const DicomRules& rules, const TokenSet& tokens) {
  // What dcm2niix reads of it: order of slices and views, phase polarity, acceleration, delays and options.
  constexpr std::array<std::string_view, 12> k_keys{"DELACQ", "DELACQNOAV", "GRADMODE",   "IMODE",
                                                    "IOPT",   "MBACCEL",    "NOSLC",      "PHASEPOLARITY",
                                                    "PLANE",  "PSEQ",       "SLICEORDER", "VIEWORDER"};
  std::string cleaned;
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> words = split(trim(line), ' ');
    if (words.size() < 3 || words[0] != "set") continue;
    if (std::find(k_keys.begin(), k_keys.end(), words[1]) == k_keys.end()) continue;
    const std::size_t quote = line.find('"');
    if (quote == std::string::npos) continue;
    const std::string_view value = unquoted(trim(std::string_view(line).substr(quote)));
    const bool kept = is_plain_number(value) || rules.is_technical(value);
    if (kept && !tokens.find_in(value)) cleaned += std::string(trim(line)) + "\n";
  }
  return cleaned;
}

}  // namespace shareready
