#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace shareready {

// The code of a device in a release, made of its serial number or the name of its station: the same in every
// file of every kind and person, in any order, and of no use to who lacks the secret. 16 characters, as the
// shortest attribute of DICOM holds (VR SH); empty for an empty text.
std::string device_code(std::string_view device, std::span<const std::uint8_t> secret);

}  // namespace shareready
