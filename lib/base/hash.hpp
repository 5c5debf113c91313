#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// Lower-case hex, and back; nothing where the text is no hex of whole bytes.
std::string to_hex(std::span<const std::uint8_t> bytes);
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

// SHA-256 (FIPS 180-4) in lower-case hex.
std::string sha256_hex(std::span<const std::uint8_t> bytes);
std::string sha256_hex(std::string_view text);
// Of a file's content, read in blocks. Errors: io.
Result<std::string> sha256_file(const std::filesystem::path& path);

// HMAC-SHA-256 (RFC 2104); in lower-case hex.
std::vector<std::uint8_t> hmac_sha256(std::span<const std::uint8_t> key, std::string_view text);
std::string hmac_sha256_hex(std::span<const std::uint8_t> key, std::string_view text);

}  // namespace shareready
