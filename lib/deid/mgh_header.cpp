#include "deid/mgh_header.hpp"

#include <algorithm>
#include <cmath>

#include "deid/clear_bytes.hpp"
#include "image/byte_order.hpp"
#include "image/mgh.hpp"

namespace shareready {
namespace {

using Bytes = std::span<std::uint8_t>;

// Repetition, echo and inversion time (ms), flip angle (radians), field of view (mm).
constexpr std::size_t k_most_numbers = 5;

// Digits and most letters, taken for a number, are smaller or larger.
bool is_plausible(float number) {
  return number == 0 || (std::isfinite(number) && number >= 1e-3F && number < 1e6F);
}

void clear_header(Bytes bytes, std::vector<std::string>& removed) {
  if (clear_bytes(bytes.subspan(mgh_at::end, mgh_at::data - mgh_at::end))) {
    removed.emplace_back("unused bytes of the header");
  }
  const bool is_placed = load_number<std::int16_t>(&bytes[mgh_at::is_placed], std::endian::big) > 0;
  store_number<std::int16_t>(&bytes[mgh_at::is_placed], is_placed ? 1 : 0, std::endian::big);
  if (is_placed) return;
  if (clear_bytes(bytes.subspan(mgh_at::spacing, mgh_at::end - mgh_at::spacing))) {
    removed.emplace_back("a position that is declared to be none");
  }
}

// Keeps the numbers behind the data that can be such, and says how many bytes they fill.
std::size_t clear_numbers(Bytes behind, std::vector<std::string>& removed) {
  const std::size_t count = std::min(behind.size() / sizeof(float), k_most_numbers);
  bool cleared = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Bytes stored = behind.subspan(i * sizeof(float), sizeof(float));
    if (!is_plausible(load_number<float>(stored.data(), std::endian::big)))
      cleared = clear_bytes(stored) || cleared;
  }
  if (cleared) removed.emplace_back("numbers of the sequence that cannot be such");
  return count * sizeof(float);
}

}  // namespace

Result<ScrubbedHeader> scrub_mgh(std::vector<std::uint8_t>& bytes, std::string_view subject) {
  SR_TRY(const MghHeader header, parse_mgh(bytes, subject));
  ScrubbedHeader out;
  clear_header(bytes, out.removed);
  const std::size_t end = mgh_at::data + header.data_bytes();
  const std::size_t kept = end + clear_numbers(Bytes(bytes).subspan(end), out.removed);
  if (bytes.size() > kept) out.removed.emplace_back("tags behind the data");
  bytes.resize(kept);
  return out;
}

}  // namespace shareready
