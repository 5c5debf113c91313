#include "deid/device_code.hpp"

#include "base/text.hpp"
#include "deid/labels.hpp"

namespace shareready {

std::string device_code(std::string_view device, std::span<const std::uint8_t> secret) {
  const std::string_view text = trim(device);
  return text.empty() ? "" : "dev-" + keyed_label(secret, "device\x1f" + std::string(text));
}

}  // namespace shareready
