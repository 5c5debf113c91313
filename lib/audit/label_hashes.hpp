#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "audit/pattern_search.hpp"

namespace shareready {

// Unkeyed digests of labels: MD5, SHA-1, SHA-256 and CRC-32 of a label, of it with `sub-`, and of either with
// a line end (as `echo label | md5sum` makes). Anybody can compute them from a list of labels.
class LabelHashes {
 public:
  void add(std::string_view label, std::uint32_t needle);
  void finish();  // after the last label, before the first question

  [[nodiscard]] bool empty() const { return digests_.empty(); }
  // The needle whose digest a word spells in hex: whole, or its first 8 digits or more.
  [[nodiscard]] std::optional<std::uint32_t> find_hex(std::string_view word) const;
  // In base64 of either alphabet: its first 10 characters or more.
  [[nodiscard]] std::optional<std::uint32_t> find_base64(std::string_view word) const;

 private:
  struct Digest {
    std::uint64_t first = 0;  // its first 8 bytes, the first one highest
    std::uint32_t needle = 0;
    friend auto operator<=>(const Digest&, const Digest&) = default;
  };
  void add_digests(std::string_view text, std::uint32_t needle);
  [[nodiscard]] std::optional<std::uint32_t> find(const std::vector<Digest>& among, std::uint64_t first,
                                                  unsigned bits) const;

  std::vector<Digest> digests_;
  std::vector<Digest> sums_;  // CRC-32, in the high half
  HashFilter filter_;         // of the first 32 bits of either
};

// The value of a base64 character of either alphabet (RFC 4648), -1 for others.
int base64_value(char c);

}  // namespace shareready
