#include "audit/label_hashes.hpp"

#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace shareready {
namespace {

constexpr std::size_t k_fewest_hex_digits = 8;
constexpr std::size_t k_fewest_digits_without_letter = 12;  // shorter ones are dates and counts
constexpr std::size_t k_fewest_base64 = 10;
constexpr std::uint64_t k_mixer = 0x9e3779b97f4a7c15;

std::uint64_t filter_key(std::uint64_t first) { return (first >> 32U) * k_mixer; }

// Fetched once: asking OpenSSL by name for each digest takes longer than the digest.
const std::array<const EVP_MD*, 3>& algorithms() {
  static const std::array<const EVP_MD*, 3> k_fetched = {EVP_MD_fetch(nullptr, "MD5", nullptr),
                                                         EVP_MD_fetch(nullptr, "SHA1", nullptr),
                                                         EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  return k_fetched;
}

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

void LabelHashes::add_digests(std::string_view text, std::uint32_t needle) {
  thread_local const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> k_context(EVP_MD_CTX_new(),
                                                                                  EVP_MD_CTX_free);
  for (const EVP_MD* algorithm : algorithms()) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    const bool made = EVP_DigestInit_ex(k_context.get(), algorithm, nullptr) == 1 &&
                      EVP_DigestUpdate(k_context.get(), text.data(), text.size()) == 1 &&
                      EVP_DigestFinal_ex(k_context.get(), digest.data(), nullptr) == 1;
    if (!made) continue;
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < 8; ++i) first = (first << 8U) | digest[i];
    digests_.push_back({first, needle});
  }
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  sums_.push_back({std::uint64_t{sum} << 32U, needle});
}

void LabelHashes::add(std::string_view label, std::uint32_t needle) {
  for (const std::string& text : {std::string(label), "sub-" + std::string(label)}) {
    add_digests(text, needle);
    add_digests(text + "\n", needle);
  }
}

void LabelHashes::finish() {
  std::sort(digests_.begin(), digests_.end());
  std::sort(sums_.begin(), sums_.end());
  filter_ = HashFilter(digests_.size() + sums_.size());
  for (const auto* list : {&digests_, &sums_}) {
    for (const Digest& digest : *list) filter_.add(filter_key(digest.first));
  }
}

std::optional<std::uint32_t> LabelHashes::find(const std::vector<Digest>& among, std::uint64_t first,
                                               unsigned bits) const {
  const std::uint64_t low = first << (64 - bits);
  if (!filter_.may_have(filter_key(low))) return std::nullopt;
  const auto found = std::lower_bound(among.begin(), among.end(), Digest{low, 0});
  if (found == among.end() || found->first >> (64 - bits) != first) return std::nullopt;
  return found->needle;
}

std::optional<std::uint32_t> LabelHashes::find_hex(std::string_view word) const {
  if (word.size() < k_fewest_hex_digits) return std::nullopt;
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
  const auto digest = find(digests_, first, bits);
  return digest || word.size() != 8 ? digest : find(sums_, first, bits);
}

std::optional<std::uint32_t> LabelHashes::find_base64(std::string_view word) const {
  if (word.size() < k_fewest_base64) return std::nullopt;
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < k_fewest_base64; ++i) {
    const int value = base64_value(word[i]);
    if (value < 0) return std::nullopt;
    first = (first << 6U) | static_cast<std::uint64_t>(value);
  }
  return find(digests_, first, 6 * k_fewest_base64);
}

}  // namespace shareready
