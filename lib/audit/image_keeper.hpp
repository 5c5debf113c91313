#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audit/content_kind.hpp"
#include "base/byte_source.hpp"

namespace shareready {

// Keeps the unpacked bytes of an image while the audit reads them, so that its face is judged without reading
// it again. No more than its header tells is kept: what follows the voxels is no image, and may be a bomb.
class ImageKeeper {
 public:
  enum class Wish {
    nothing,
    images,  // of what is an image by its content, whatever it is called
    content  // of whatever stands where an image should
  };
  explicit ImageKeeper(Wish wish) : wish_(wish) {}

  [[nodiscard]] bool wants(ContentKind kind) const;
  // Before the first bytes are fed: as many as the image takes.
  void expect(std::uint64_t bytes);
  void feed(std::span<const std::uint8_t> bytes);
  [[nodiscard]] bool is_asked() const { return wish_ == Wish::content || !bytes_.empty(); }
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  Wish wish_;
  std::vector<std::uint8_t> bytes_;
  std::uint64_t most_ = 0;
};

// The same bytes, which the keeper sees as well. The keeper must outlive the source.
ByteSource kept_source(ImageKeeper& keeper, ByteSource source);

}  // namespace shareready
