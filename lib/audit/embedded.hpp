#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/content_audit.hpp"
#include "audit/pdf_glyphs.hpp"

namespace shareready {

// Searches what is packed somewhere within other bytes (texts of a PNG, pages of a PDF, values of a database
// or of DICOM elements, objects of a git pack): zlib streams and gzip members, damaged ones as far as they
// go, and zip archives. Takes the bytes in order, in blocks of any size; holds those of a stream or archive
// that is not yet at its end, as far as 256 MiB.
class EmbeddedStreams {
 public:
  enum class Among { all, all_but_zlib };  // where bare zlib streams are the format's own, and read elsewhere
  EmbeddedStreams(const Layer& layer, FileReport& report, Among among = Among::all)
      : layer_(layer), report_(report), among_(among) {}
  void feed(std::span<const std::uint8_t> block);
  void finish();

 private:
  [[nodiscard]] std::size_t look(bool is_last);  // how many bytes are done with
  void look_at_held(bool is_last);
  [[nodiscard]] bool begins_in_held(std::uint8_t next) const;
  // How many bytes from `at` on are done with; 0: more have to be at hand first.
  [[nodiscard]] std::size_t look_at(std::size_t at, bool is_last);
  [[nodiscard]] std::size_t take_stream(std::size_t at, bool is_last);
  [[nodiscard]] std::size_t take_ascii85(std::size_t at, bool is_last);
  [[nodiscard]] std::size_t take_zip(std::size_t at, bool is_last);
  [[nodiscard]] std::size_t wait_for_more(std::size_t at, std::string_view what);
  void audit_unpacked(std::vector<std::uint8_t> bytes, std::size_t at);

  const Layer& layer_;
  FileReport& report_;
  Among among_;
  std::vector<std::uint8_t> held_;       // of earlier blocks
  std::span<const std::uint8_t> bytes_;  // looked at now: those held, or a block
  std::uint64_t held_from_ = 0;          // where in the content they begin
  std::size_t wanted_ = 0;               // so many have to be held before it is worth to look again
  PdfGlyphs glyphs_;
  bool broken_zip_ = false;  // which was judged with all that follows it
};

// Bytes with three zero bytes between them are characters of UTF-32, as NumPy writes its texts; with one,
// those of UTF-16, as MATLAB and office files do. Takes blocks in order and gives their characters as single
// bytes, with a zero byte where a stretch ends.
class WideLetters {
 public:
  explicit WideLetters(int width) : width_(width) {}  // bytes of a character: 2 or 4
  // What of this block and the end of those before it is known now; valid until the next call.
  std::span<const std::uint8_t> narrowed(std::span<const std::uint8_t> block);
  // What was still open.
  std::span<const std::uint8_t> rest();

 private:
  void settle();
  std::size_t last_before_zero(std::span<const std::uint8_t> block, std::size_t at);
  [[nodiscard]] std::span<const std::uint8_t> bytes() const;

  int width_;
  std::string letters_;
  int zeros_ = 0;             // since the last other byte
  std::uint8_t pending_ = 0;  // that byte, as long as its place is not known; 0: none
  bool in_stretch_ = false;
};

}  // namespace shareready
