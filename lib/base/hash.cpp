#include "base/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <charconv>
#include <fstream>
#include <memory>
#include <new>
#include <vector>

namespace shareready {
namespace {

using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Digest start_sha256() {
  // Looked up once: initialising with EVP_sha256() does it at every call.
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
  Digest digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(digest.get(), sha256 ? sha256.get() : EVP_sha256(), nullptr);
  return digest;
}

std::string finish(const Digest& digest) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(digest.get(), value.data(), &size);
  return to_hex(std::span(value).first(size));
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    hex += k_digits[byte >> 4];
    hex += k_digits[byte & 15];
  }
  return hex;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* begin = text.data() + 2 * i;
    const auto [end, error] = std::from_chars(begin, begin + 2, bytes[i], 16);
    if (error != std::errc{} || end != begin + 2) return std::nullopt;
  }
  return bytes;
}

std::string sha256_hex(std::span<const std::uint8_t> bytes) {
  const Digest digest = start_sha256();
  EVP_DigestUpdate(digest.get(), bytes.data(), bytes.size());
  return finish(digest);
}

std::string sha256_hex(std::string_view text) {
  return sha256_hex(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Result<std::string> sha256_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const Digest digest = start_sha256();
  std::vector<char> block(1 << 16);  // small: it is zeroed for each of many small files
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    EVP_DigestUpdate(digest.get(), block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof()) {
    return Error{
        ErrorCode::io, path.string(), "cannot be read to its end; check the disk and the permissions", {}};
  }
  return finish(digest);
}

std::vector<std::uint8_t> hmac_sha256(std::span<const std::uint8_t> key, std::string_view text) {
  // Looked up once: HMAC() does it at every call, which takes longer than the short texts given here.
  static const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac(
      EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr), EVP_MAC_free);
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_new(hmac.get()),
                                                                          EVP_MAC_CTX_free);
  std::array<char, 7> digest{"SHA256"};
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()};
  const unsigned char none = 0;  // a key of no bytes is one, too
  const unsigned char* const bytes = key.empty() ? &none : key.data();
  std::vector<std::uint8_t> value(EVP_MAX_MD_SIZE);
  std::size_t size = 0;
  const bool made =
      EVP_MAC_init(context.get(), bytes, key.size(), parameters.data()) == 1 &&
      EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1 &&
      EVP_MAC_final(context.get(), value.data(), &size, value.size()) == 1;
  if (!made) throw std::bad_alloc();  // nothing else can be missing
  value.resize(size);
  return value;
}

std::string hmac_sha256_hex(std::span<const std::uint8_t> key, std::string_view text) {
  return to_hex(hmac_sha256(key, text));
}

}  // namespace shareready
