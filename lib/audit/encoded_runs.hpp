#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// A long stretch of base64, hex or the like in a text, decoded: it may be a file of its own.
struct LongRun {
  std::size_t begin = 0;  // in the text
  std::vector<std::uint8_t> bytes;
  bool is_hex = false;
  std::string_view how = "base64";
};

// What is written as base64 or hex in a text. Short stretches stand decoded behind each other, with a zero
// byte between them; where base64 begins inside a word cannot be told, so there is one for each of four
// beginnings.
struct EncodedRuns {
  struct Place {
    std::size_t decoded = 0;  // where it begins in `short_runs`
    std::size_t begin = 0;    // where it begins in the text
    std::string_view how = "base64";
  };
  std::string short_runs;
  std::vector<Place> places;  // ascending
  std::vector<LongRun> long_runs;
  std::vector<std::string_view> words;  // candidates for a digest in base64

  [[nodiscard]] const Place& place_of(std::size_t decoded) const;
};

// Stretches of at least 8 characters of base64 (RFC 4648, both alphabets, line breaks and JSON escapes in
// long ones), hex digits, a dump of bytes in hex, base32 of at least 10 characters (both alphabets of RFC
// 4648, in capitals or small letters), and what armours.hpp knows. Numbers alone are read as hex only.
EncodedRuns find_encoded_runs(std::string_view text);
// What base85.hpp knows alone.
EncodedRuns find_base85_runs(std::string_view text);

}  // namespace shareready
