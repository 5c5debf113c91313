#pragma once

#include <span>
#include <string>

#include "audit/content_audit.hpp"

namespace shareready {

// Searches what is packed somewhere within other bytes (texts of a PNG, pages of a PDF, values of a database
// or of DICOM elements): zlib streams and gzip members that end well, and zip archives.
void audit_embedded(std::span<const std::uint8_t> bytes, const Layer& layer, FileReport& report);

// Bytes with three zero bytes between them are characters of UTF-32, as NumPy writes its texts. Takes blocks
// in order and gives their characters as single bytes, with a zero byte where a stretch ends.
class WideLetters {
 public:
  // What of this block and the end of those before it is known now; valid until the next call.
  std::span<const std::uint8_t> narrowed(std::span<const std::uint8_t> block);
  // What was still open.
  std::span<const std::uint8_t> rest();

 private:
  void settle();
  [[nodiscard]] std::span<const std::uint8_t> bytes() const;

  std::string letters_;
  int zeros_ = 0;             // since the last other byte
  std::uint8_t pending_ = 0;  // that byte, as long as its place is not known; 0: none
  bool in_stretch_ = false;
};

}  // namespace shareready
