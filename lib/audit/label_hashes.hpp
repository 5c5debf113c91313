#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/pattern_search.hpp"

namespace shareready {

// Unkeyed digests of labels: MD5, SHA-1, SHA-256 and CRC-32 of a label, of it with `sub-`, and of either with
// a line end (as `echo label | md5sum` makes). Anybody can compute them from a list of labels. They are
// computed at the first question, which few datasets ask; questions may come from several threads.
class LabelHashes {
 public:
  void add(std::string_view label, std::uint32_t needle) { labels_.push_back({std::string(label), needle}); }

  [[nodiscard]] bool empty() const { return labels_.empty(); }
  // The needle whose digest a word spells in hex: whole, or its first 8 digits or more.
  [[nodiscard]] std::optional<std::uint32_t> find_hex(std::string_view word) const;
  // In base64 of either alphabet: its first 10 characters or more.
  [[nodiscard]] std::optional<std::uint32_t> find_base64(std::string_view word) const;

 private:
  struct Label {
    std::string text;
    std::uint32_t needle = 0;
  };
  struct Digest {
    std::uint64_t first = 0;  // its first 8 bytes, the first one highest
    std::uint32_t needle = 0;
    std::uint8_t bits = 0;  // that are known of it; 0: no digest
  };
  struct Table {
    std::once_flag once;
    std::vector<Digest> slots;  // by the first 32 bits, open addressing
    HashFilter filter;          // of the same
  };
  [[nodiscard]] const Table& table() const;
  void fill_table() const;
  void put(const Digest& digest) const;
  [[nodiscard]] std::size_t slot_of(std::uint64_t first) const;
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t first, unsigned bits) const;

  std::vector<Label> labels_;
  std::unique_ptr<Table> table_ = std::make_unique<Table>();
};

// The value of a base64 character of either alphabet (RFC 4648), -1 for others.
int base64_value(char c);

}  // namespace shareready
