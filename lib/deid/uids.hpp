#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace shareready {

// Digits in groups with points between them, as DICOM PS3.5 section 9.1 has it.
bool is_dicom_uid(std::string_view text);

// The new UID: 2.25 and a UUID of version 8 made of HMAC-SHA-256(secret, uid) (PS3.5 section B.2), so that a
// UID is the same in every file of every kind. UIDs that the standard registers stay.
std::string new_uid(std::string_view uid, std::span<const std::uint8_t> secret);

}  // namespace shareready
