#include "audit/encoded_runs.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "audit/armours.hpp"
#include "audit/base85.hpp"
#include "audit/hex_dump.hpp"
#include "audit/label_hashes.hpp"
#include "audit/number_lists.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_fewest_base64_characters = 8;
constexpr std::size_t k_fewest_hex_digits = 8;
constexpr std::size_t k_fewest_base32_characters = 10;
constexpr std::size_t k_fewest_to_join_lines = 60;  // PEM has 64 a line, MIME 76
constexpr std::size_t k_longest_of_unsure_start = 256;
constexpr std::size_t k_fewest_of_a_file = 86;  // 64 bytes; shorter decoded stretches are words, not files
constexpr std::size_t k_fewest_bytes_of_a_file = 64;
// Of gzip, zip, bzip2, xz, zstd and zlib in base64.
constexpr std::array<std::string_view, 8> k_packed_beginnings = {"H4sI",  "UEsDB", "QlpoO", "/Td6W",
                                                                 "KLUv/", "eJ",    "eN",    "eA"};

bool is_packed(std::string_view characters) {
  return std::any_of(k_packed_beginnings.begin(), k_packed_beginnings.end(),
                     [&](std::string_view beginning) { return characters.starts_with(beginning); });
}

// Of gzip, zip and zlib.
bool is_packed_hex(std::string_view digits) {
  const std::string beginning = to_lower(digits.substr(0, 6));
  return beginning == "1f8b08" || beginning == "504b03" || beginning.starts_with("789c") ||
         beginning.starts_with("78da") || beginning.starts_with("7801");
}

// Beginnings of gzip, zip, bzip2, xz, zstd and zlib: what is no certain code is a file only where it has one.
bool begins_packed(const std::vector<std::uint8_t>& bytes) {
  constexpr std::array<std::string_view, 8> k_beginnings = {
      "\x1f\x8b\x08", "PK\3\4", "BZh", "\xfd\x37zXZ", "\x28\xb5\x2f\xfd", "\x78\x01", "\x78\x9c", "\x78\xda"};
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return std::any_of(k_beginnings.begin(), k_beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

// What a byte can be in a stretch.
enum : std::uint8_t {
  k_base64 = 1,
  k_hex = 2,
  k_number = 4,
  k_base32 = 8,
  k_base32_small = 16,
  k_base32hex = 32,
  k_base32hex_small = 64
};

constexpr std::array<std::uint8_t, 256> k_classes = [] {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = k_base64;
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = k_base64;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = k_base64 | k_hex | k_number;
  for (int c = 'a'; c <= 'f'; ++c) classes[static_cast<std::size_t>(c)] = k_base64 | k_hex;
  for (int c = 'A'; c <= 'F'; ++c) classes[static_cast<std::size_t>(c)] = k_base64 | k_hex;
  const auto add = [&](std::string_view characters, std::uint8_t kind) {
    for (const char c : characters) classes[static_cast<unsigned char>(c)] |= kind;
  };
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k_base32);
  add("abcdefghijklmnopqrstuvwxyz234567", k_base32_small);
  add("0123456789ABCDEFGHIJKLMNOPQRSTUV", k_base32hex);
  add("0123456789abcdefghijklmnopqrstuv", k_base32hex_small);
  for (const char c : std::string_view("+-/_")) classes[static_cast<unsigned char>(c)] = k_base64;
  for (const char c : std::string_view("eE+-")) classes[static_cast<unsigned char>(c)] |= k_number;
  return classes;
}();

std::uint8_t class_of(char c) { return k_classes[static_cast<std::uint8_t>(c)]; }

void append_base64(std::string_view characters, std::string& bytes) {
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : characters) {
    bits = (bits << 6U) | static_cast<std::uint32_t>(base64_value(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(static_cast<unsigned char>((bits >> count) & 0xffU));
  }
}

void append_hex(std::string_view digits, std::string& bytes) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes += static_cast<char>(static_cast<unsigned char>(value(digits[i]) * 16 + value(digits[i + 1])));
  }
}

// How many characters of a line end, of the indentation behind it or of a JSON escape stand at `at`.
std::size_t interruption_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, 2);
  if (rest == "\r\n" || rest == "\\n" || rest == "\\r") return 2;
  return !rest.empty() && std::string_view("\n\r \t").find(rest[0]) != std::string_view::npos ? 1 : 0;
}

std::size_t end_of_line_of_base64(std::string_view text, std::size_t at) {
  while (at < text.size() && (class_of(text[at]) & k_base64) != 0) ++at;
  return at;
}

// One stretch from `at` on with its line breaks and escapes taken out; moves `at` behind it.
std::string joined_stretch(std::string_view text, std::size_t& at) {
  std::string characters;
  while (true) {
    const std::size_t end = end_of_line_of_base64(text, at);
    const std::size_t line = end - at;
    characters += text.substr(at, line);
    at = end;
    const bool escaped_slash = text.substr(at, 2) == "\\/";
    std::size_t gap = escaped_slash ? 1 : 0;
    while (!escaped_slash && interruption_at(text, at + gap) > 0) gap += interruption_at(text, at + gap);
    const bool goes_on = gap > 0 && (escaped_slash || line >= k_fewest_to_join_lines) &&
                         at + gap < text.size() && (class_of(text[at + gap]) & k_base64) != 0;
    if (!goes_on) return characters;
    at += gap;
  }
}

class RunCollector {
 public:
  void add(std::string_view characters, std::size_t begin) {
    std::uint8_t common = k_base64 | k_number;
    for (const char c : characters) common &= class_of(c);
    add_hex_stretches(characters, begin);
    if ((common & k_number) != 0) return;  // tables are full of long numbers, which decode to no text
    if (characters.size() >= k_fewest_of_a_file || is_packed(characters)) {
      std::string bytes;
      append_base64(characters, bytes);
      runs.long_runs.push_back({begin, {bytes.begin(), bytes.end()}});
    }
    for (const std::uint8_t alphabet : {k_base32, k_base32_small, k_base32hex, k_base32hex_small})
      add_base32_stretches(characters, begin, alphabet);
    if (characters.size() >= k_longest_of_unsure_start) return;
    for (std::size_t start = 0; start < 4; ++start) {
      runs.places.push_back({runs.short_runs.size(), begin, "base64"});
      append_base64(characters.substr(start), runs.short_runs);
      runs.short_runs += '\0';
    }
  }

  void add_words(std::string_view characters) {
    for (std::size_t at = 0; at < characters.size();) {
      runs.words.push_back(characters.substr(at));
      at = std::min(characters.find_first_of("-_/", at), characters.size() - 1) + 1;
    }
  }

  void add_file(std::vector<std::uint8_t> bytes, std::size_t begin, std::string_view how) {
    runs.long_runs.push_back({begin, std::move(bytes), false, how});
  }

  void add_short(const std::vector<std::uint8_t>& bytes, std::size_t begin, std::string_view how) {
    runs.places.push_back({runs.short_runs.size(), begin, how});
    runs.short_runs.append(bytes.begin(), bytes.end());
    runs.short_runs += '\0';
  }

  // Bytes that stood there in hex.
  void add_bytes(const std::vector<std::uint8_t>& bytes, std::size_t begin) {
    add_short(bytes, begin, "hex");
    if (bytes.size() >= k_fewest_bytes_of_a_file) runs.long_runs.push_back({begin, bytes, true});
  }

  EncodedRuns runs;

 private:
  // "0x", a name or a colon may stand before the digits.
  void add_hex_stretches(std::string_view characters, std::size_t begin) {
    for (std::size_t at = 0; at < characters.size();) {
      std::size_t end = at;
      while (end < characters.size() && (class_of(characters[end]) & k_hex) != 0) ++end;
      if (end - at >= k_fewest_hex_digits) add_hex(characters.substr(at, end - at), begin + at);
      at = end + 1;
    }
  }

  // Numbers alone are no base32, as in base64.
  void add_base32_stretches(std::string_view characters, std::size_t begin, std::uint8_t alphabet) {
    const bool extended_hex = alphabet == k_base32hex || alphabet == k_base32hex_small;
    for (std::size_t at = 0; at < characters.size();) {
      std::size_t end = at;
      while (end < characters.size() && (class_of(characters[end]) & alphabet) != 0) ++end;
      if (end - at >= k_fewest_base32_characters && !is_digits(characters.substr(at, end - at))) {
        std::vector<std::uint8_t> bytes = from_base32(characters.substr(at, end - at), extended_hex);
        if (says_something(bytes)) add_short(bytes, begin + at, "base32");
        if (bytes.size() >= k_fewest_bytes_of_a_file) add_file(std::move(bytes), begin + at, "base32");
      }
      at = end + 1;
    }
  }

  void add_hex(std::string_view digits, std::size_t begin) {
    if (digits.size() >= 2 * k_fewest_bytes_of_a_file || is_packed_hex(digits)) {
      std::string bytes;
      append_hex(digits, bytes);
      runs.long_runs.push_back({begin, {bytes.begin(), bytes.end()}, true});
    }
    for (std::size_t start = 0; start < 2; ++start) {
      runs.places.push_back({runs.short_runs.size(), begin, "hex"});
      append_hex(digits.substr(start), runs.short_runs);
      runs.short_runs += '\0';
    }
  }
};

}  // namespace

const EncodedRuns::Place& EncodedRuns::place_of(std::size_t decoded) const {
  const auto after = std::upper_bound(places.begin(), places.end(), decoded,
                                      [](std::size_t at, const Place& place) { return at < place.decoded; });
  return *std::prev(after);
}

EncodedRuns find_encoded_runs(std::string_view text) {
  RunCollector collector;
  visit_hex_dumps(text, [&](const auto& bytes, std::size_t begin) { collector.add_bytes(bytes, begin); });
  visit_armoured(text, [&](auto bytes, std::size_t begin, std::string_view how) {
    collector.add_file(std::move(bytes), begin, how);
  });
  visit_number_lists(text, [&](const auto& bytes, std::size_t begin, std::string_view how) {
    collector.add_short(bytes, begin, how);
    if (begins_packed(bytes)) collector.add_file(bytes, begin, how);
  });
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::size_t end = end_of_line_of_base64(text, at);
    const bool may_go_on = text.substr(end, 2) == "\\/" || end - begin >= k_fewest_to_join_lines;
    if (!may_go_on) {
      at = end + 1;
      if (end - begin < k_fewest_base64_characters) continue;
      const std::string_view characters = text.substr(begin, end - begin);
      collector.add(characters, begin);
      collector.add_words(characters);
      continue;
    }
    const std::string characters = joined_stretch(text, at);
    at = std::max(at, begin + 1);
    if (characters.size() >= k_fewest_base64_characters) collector.add(characters, begin);
  }
  return std::move(collector.runs);
}

EncodedRuns find_base85_runs(std::string_view text) {
  RunCollector collector;
  visit_base85(text, [&](const auto& bytes, std::size_t begin, std::string_view how, bool is_first) {
    if (says_something(bytes)) collector.add_short(bytes, begin, how);
    if (is_first && begins_packed(bytes)) collector.add_file(bytes, begin, how);
  });
  return std::move(collector.runs);
}

}  // namespace shareready
