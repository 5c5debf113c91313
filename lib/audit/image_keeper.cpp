#include "audit/image_keeper.hpp"

#include <algorithm>

namespace shareready {
namespace {

// A header may claim more than memory holds: room is made for so much at once, and more as it comes.
constexpr std::uint64_t k_most_room = std::uint64_t{1} << 26U;

}  // namespace

bool ImageKeeper::wants(ContentKind kind) const {
  if (kind == ContentKind::gzip) return false;  // its content is asked for in turn
  const bool is_image = kind == ContentKind::nifti || kind == ContentKind::freesurfer;
  return wish_ == Wish::content || (wish_ == Wish::images && is_image);
}

void ImageKeeper::expect(std::uint64_t bytes) {
  most_ = bytes;
  bytes_.reserve(static_cast<std::size_t>(std::min(most_, k_most_room)));
}

void ImageKeeper::feed(std::span<const std::uint8_t> bytes) {
  const std::uint64_t room = most_ - std::min<std::uint64_t>(most_, bytes_.size());
  const auto kept = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size())));
  bytes_.insert(bytes_.end(), kept.begin(), kept.end());
}

ByteSource kept_source(ImageKeeper& keeper, ByteSource source) {
  return [&keeper, source = std::move(source)](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
    auto count = source(buffer);
    if (count.ok()) keeper.feed(buffer.first(*count));
    return count;
  };
}

}  // namespace shareready
