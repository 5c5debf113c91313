#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace shareready {

// SHA-256 (FIPS 180-4) in lower-case hex.
std::string sha256_hex(std::span<const std::uint8_t> bytes);
std::string sha256_hex(std::string_view text);
// Of a file's content, read in blocks. Errors: io.
Result<std::string> sha256_file(const std::filesystem::path& path);

// HMAC-SHA-256 (RFC 2104) in lower-case hex.
std::string hmac_sha256_hex(std::span<const std::uint8_t> key, std::string_view text);

}  // namespace shareready
