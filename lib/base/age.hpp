#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// Encryption in the age v1 format (https://age-encryption.org/v1) by the program `age`, through pipes: the
// plaintext is never on disk, in an argument list or in the environment.

// That `age` is there and takes each of these public keys ("age1..."). Errors: cannot_create (no `age`),
// usage (a key it does not take; it is named by its place, since it might be a secret one).
Status check_age_recipients(const std::vector<std::string>& recipients);

// Errors: cannot_create.
Result<std::vector<std::uint8_t>> age_encrypt(std::string_view plaintext,
                                              const std::vector<std::string>& recipients);

// Errors: no_input (no `age`, no identity file), bad_data (none of the identities opens it).
Result<std::string> age_decrypt(std::span<const std::uint8_t> ciphertext,
                                const std::filesystem::path& identity);

// Overwrites a text that must not stay in memory.
void wipe(std::string& text);

}  // namespace shareready
