#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "deid/link_key.hpp"
#include "stage/places.hpp"

namespace shareready {

// A key file that was asked for.
struct KeyWish {
  std::filesystem::path path;           // empty: none
  std::vector<std::string> recipients;  // age public keys
  [[nodiscard]] bool given() const { return !path.empty(); }
};

// The key file of an earlier release; `sha256` is of its encrypted bytes.
struct PreviousKey {
  LinkKey key;
  std::string sha256;
};

// Where the key file would stand, free of symlinks. Errors: usage (inside the input, dataset/, report/, the
// private folder or a git repository, whether by its own path or through a symlink; no folder), cannot_create
// (it cannot be written there, or not kept from other users).
Result<std::filesystem::path> check_key_place(const std::filesystem::path& given, const Places& places);

// Errors: cannot_create: something has that name, and a key file is never overwritten.
Status refuse_overwriting(const std::filesystem::path& path);

// Errors: no_input, bad_data, unsupported.
Result<PreviousKey> read_previous_key(const std::filesystem::path& path,
                                      const std::filesystem::path& identity);

// An encrypted key file that has not reached the disk.
struct SealedKey {
  std::filesystem::path path;
  std::vector<std::uint8_t> ciphertext;
  std::string sha256;
};

// Encrypts the key to its recipients; the plaintext is wiped. Errors: cannot_create.
Result<SealedKey> seal(const LinkKey& key, const KeyWish& wish);

}  // namespace shareready
