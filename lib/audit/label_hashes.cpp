#include "audit/label_hashes.hpp"

#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <string>

namespace shareready {
namespace {

constexpr std::size_t k_shortest_hash_digits = 8;
constexpr std::size_t k_fewest_digits_without_letter = 12;  // shorter ones are dates and counts
constexpr std::size_t k_fewest_base64 = 10;
constexpr std::uint64_t k_hash_mixer = 0x9e3779b97f4a7c15;

std::uint64_t key_of(std::uint64_t first) { return (first >> 32U) * k_hash_mixer; }

struct ContextCloser {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextCloser>;

// The first 64 bits of digests. A context goes on with its algorithm: asking OpenSSL for it by name each time
// takes longer than the digest.
class Digester {
 public:
  explicit Digester(const char* algorithm) : context_(EVP_MD_CTX_new()) {
    EVP_MD* const fetched = EVP_MD_fetch(nullptr, algorithm, nullptr);
    is_ready_ = fetched != nullptr && EVP_DigestInit_ex2(context_.get(), fetched, nullptr) == 1;
    EVP_MD_free(fetched);
  }

  std::optional<std::uint64_t> first_bits_of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    const bool made = is_ready_ && EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1 &&
                      EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1 &&
                      EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1;
    if (!made) return std::nullopt;
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < 8; ++i) first = (first << 8U) | digest[i];
    return first;
  }

 private:
  Context context_;
  bool is_ready_ = false;
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

const LabelHashes::Table& LabelHashes::table() const {
  std::call_once(table_->once, [this] { fill_table(); });
  return *table_;
}

void LabelHashes::fill_table() const {
  constexpr std::size_t k_spellings = 4;
  std::array<Digester, 4> digesters = {Digester("MD5"), Digester("SHA1"), Digester("SHA256"),
                                       Digester("SHA512")};
  std::vector<Label> labels = labels_;
  for (const Label& label : labels_) {  // people type them in other letters
    std::string small = label.text, capital = label.text;
    for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (char& c : capital) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (small != label.text) labels.push_back({std::move(small), label.needle});
    if (capital != label.text) labels.push_back({std::move(capital), label.needle});
  }
  const std::size_t members = labels.size() * k_spellings * (digesters.size() + 1);
  table_->slots.resize(std::bit_ceil(2 * members));
  table_->filter = HashFilter(members);
  for (const Label& label : labels) {
    const std::string prefixed = "sub-" + label.text;
    for (const std::string& text : {label.text, label.text + "\n", prefixed, prefixed + "\n"}) {
      for (Digester& digester : digesters) {
        if (const auto first = digester.first_bits_of(text)) put({*first, label.needle, 64});
      }
      const auto sum = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
      put({std::uint64_t{sum} << 32U, label.needle, 32});
    }
  }
}

void LabelHashes::put(const Digest& digest) const {
  std::vector<Digest>& slots = table_->slots;
  std::size_t slot = slot_of(digest.first);
  while (slots[slot].bits != 0) slot = (slot + 1) & (slots.size() - 1);
  slots[slot] = digest;
  table_->filter.add(key_of(digest.first));
}

std::size_t LabelHashes::slot_of(std::uint64_t first) const {
  return static_cast<std::size_t>(key_of(first) >> 32U) & (table_->slots.size() - 1);
}

std::optional<std::uint32_t> LabelHashes::find(std::uint64_t first, unsigned bits) const {
  if (empty()) return std::nullopt;
  const Table& known = table();
  const std::uint64_t low = first << (64 - bits);
  if (!known.filter.may_have(key_of(low))) return std::nullopt;
  for (std::size_t slot = slot_of(low); known.slots[slot].bits != 0;
       slot = (slot + 1) & (known.slots.size() - 1)) {
    const Digest& digest = known.slots[slot];
    if (digest.bits >= bits && digest.first >> (64 - bits) == first) return digest.needle;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> LabelHashes::find_hex(std::string_view word) const {
  if (word.size() < k_shortest_hash_digits) return std::nullopt;
  std::uint64_t first = 0;
  bool has_letter = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const int value = hex_value(word[i]);
    if (value < 0) return std::nullopt;
    has_letter = has_letter || word[i] > '9';
    if (i < 16) first = (first << 4U) | static_cast<std::uint64_t>(value);
  }
  if (!has_letter && word.size() < k_fewest_digits_without_letter) return std::nullopt;
  const auto bits = static_cast<unsigned>(4 * std::min<std::size_t>(word.size(), 16));
  return find(first, bits);
}

std::optional<std::uint32_t> LabelHashes::find_base64(std::string_view word) const {
  if (word.size() < k_fewest_base64) return std::nullopt;
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < k_fewest_base64; ++i) {
    const int value = base64_value(word[i]);
    if (value < 0) return std::nullopt;
    first = (first << 6U) | static_cast<std::uint64_t>(value);
  }
  return find(first, 6 * k_fewest_base64);
}

}  // namespace shareready
