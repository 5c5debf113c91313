#include "image/gzip_splice.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "base/file_writer.hpp"
#include "image/byte_order.hpp"
#include "image/gzip_stream.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
using Bytes = std::span<const std::uint8_t>;

constexpr std::uint64_t k_window = 32768;              // RFC 1951, section 2
constexpr std::uint64_t k_longest_prefix = 8U << 20U;  // zlib's longest block: 16383 matches of 258 bytes
constexpr std::uint64_t k_most_cut = 64U << 20U;
constexpr std::size_t k_piece = std::size_t{1} << 17U;
constexpr std::size_t k_trailer_bytes = 8;

// RFC 1952: deflate, no flags, no time, OS unknown.
constexpr std::array<std::uint8_t, 10> k_anonymous_header{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};

struct CrcOf {
  std::uint32_t value = 0;
  std::uint64_t length = 0;
};

std::uint32_t crc_of(Bytes bytes, std::uint32_t before = 0) {
  return static_cast<std::uint32_t>(crc32_z(before, bytes.data(), bytes.size()));
}

// The checksum of one part behind another; with 0 for the second, what the first contributes.
std::uint32_t joined_crc(std::uint32_t first, std::uint32_t second, std::uint64_t second_length) {
  return static_cast<std::uint32_t>(crc32_combine(first, second, static_cast<z_off_t>(second_length)));
}

std::array<std::uint8_t, k_trailer_bytes> trailer_of(const CrcOf& crc) {
  std::array<std::uint8_t, k_trailer_bytes> trailer{};
  store_number(trailer.data(), crc.value, std::endian::little);
  store_number(trailer.data() + 4, static_cast<std::uint32_t>(crc.length), std::endian::little);
  return trailer;
}

// Deflates into a file, without any wrapper.
class Deflater {
 public:
  explicit Deflater(FileWriter& to) : to_(&to) {
    constexpr int k_raw = -15;
    open_ = deflateInit2(&stream_, Z_DEFAULT_COMPRESSION, Z_DEFLATED, k_raw, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() {
    if (open_) deflateEnd(&stream_);
  }

  // `flush`: Z_NO_FLUSH, Z_SYNC_FLUSH (ends on a byte), Z_FINISH.
  Status put(Bytes bytes, int flush) {
    if (!open_) return Error{ErrorCode::unsupported, "gzip", "there is not enough memory to compress it", {}};
    do {
      const Bytes piece = bytes.first(std::min<std::size_t>(bytes.size(), std::size_t{1} << 30U));
      bytes = bytes.subspan(piece.size());
      SR_CHECK(put_piece(piece, bytes.empty() ? flush : Z_NO_FLUSH));
    } while (!bytes.empty());
    return Done{};
  }

 private:
  Status put_piece(Bytes piece, int flush) {
    stream_.next_in =
        const_cast<Bytef*>(piece.data());  // zlib's interface is not const-correct; it only reads
    stream_.avail_in = static_cast<uInt>(piece.size());
    do {
      stream_.next_out = packed_.data();
      stream_.avail_out = static_cast<uInt>(packed_.size());
      deflate(&stream_, flush);
      SR_CHECK(to_->append(std::span(packed_).first(packed_.size() - stream_.avail_out)));
    } while (stream_.avail_out == 0);
    return Done{};
  }

  FileWriter* to_;
  z_stream stream_{};
  std::vector<std::uint8_t> packed_ = std::vector<std::uint8_t>(k_piece);
  bool open_ = false;
};

// Bits in the order of RFC 1951, section 3.1.1: from the lowest of each byte on.
struct BitString {
  std::vector<std::uint8_t> bytes;
  int used = 0;  // bits of the last byte; 0: it is full

  void add(unsigned value, int count) {
    for (int i = 0; i < count; ++i) {
      if (used == 0) bytes.push_back(0);
      bytes.back() = static_cast<std::uint8_t>(bytes.back() | ((value >> i) & 1U) << used);
      used = (used + 1) % 8;
    }
  }
};

// An empty block of fixed codes: 10 bits (section 3.2.6).
void add_fixed_block(BitString& bits) {
  bits.add(0, 1);
  bits.add(1, 2);
  bits.add(0, 7);
}

// An empty block of 99 bits with codes of its own (section 3.2.7), all of them complete, as strict readers
// ask: literals 0 and 256 (its end) and distances 0 and 1 of one bit each. Lengths are told by the code
// lengths 1 (code 0), 17 (10) and 18 (11).
void add_odd_block(BitString& bits) {
  constexpr unsigned k_ten = 0b01, k_eleven = 0b11;  // Huffman codes go from their highest bit on
  bits.add(0, 1);
  bits.add(2, 2);
  bits.add(0, 5);   // 257 literals and lengths
  bits.add(1, 5);   // 2 distances
  bits.add(14, 4);  // 18 of the code lengths, in their order 16 17 18 0 ... 14 1
  for (int i = 0; i < 18; ++i) bits.add(i == 1 || i == 2 ? 2U : (i == 17 ? 1U : 0U), 3);
  bits.add(0, 1);  // literal 0: length 1
  bits.add(k_eleven, 2);
  bits.add(138 - 11, 7);
  bits.add(k_eleven, 2);
  bits.add(107 - 11, 7);
  bits.add(k_ten, 2);
  bits.add(10 - 3, 3);  // 255 lengths of 0
  bits.add(0, 3);       // 256 and both distances: length 1
  bits.add(1, 1);       // the end
}

// Blocks without content that begin on a byte and end `phase` bits into one, its other bits from `high`.
std::vector<std::uint8_t> bridge_to(int phase, std::uint8_t high) {
  BitString bits;
  if (phase == 0) return bits.bytes;
  if (phase % 2 == 1) add_odd_block(bits);
  while (bits.used != phase) add_fixed_block(bits);
  bits.bytes.back() = static_cast<std::uint8_t>(bits.bytes.back() | (high & (0xffU << phase)));
  return bits.bytes;
}

// The content up to a block from which on nothing refers to the replaced bytes.
struct Prefix {
  std::vector<std::uint8_t> content;
  int phase = 0;            // how many bits of `shared` belong to the prefix; 0: none of it
  std::uint8_t shared = 0;  // the byte in which the next block begins
};

// Nothing where there is no such place: all within one block, or cut there.
Result<std::optional<Prefix>> read_prefix(GzipStream& from, const NewStart& start) {
  const std::uint64_t least = start.replaced + k_window;
  const std::uint64_t most = std::min(start.replaced + k_longest_prefix, start.length);
  Prefix prefix;
  while (prefix.content.size() < most) {
    const std::size_t filled = prefix.content.size();
    prefix.content.resize(static_cast<std::size_t>(std::min<std::uint64_t>(filled + k_piece, most)));
    SR_TRY(const GzipStep step, from.read(std::span(prefix.content).subspan(filled), ReadTo::block_end));
    prefix.content.resize(filled + step.produced);
    if (!step.taken.empty()) prefix.shared = step.taken.back();
    if (step.member_ended) break;
    if (!step.between_blocks || prefix.content.size() < least) continue;
    prefix.phase = (8 - step.unused_bits) % 8;
    return std::optional(std::move(prefix));
  }
  return std::optional<Prefix>();
}

// Copies the compressed bytes of a stream as they are read, but for the trailer at their end.
class StreamCopy {
 public:
  explicit StreamCopy(FileWriter& to) : to_(&to) {}
  Status take(Bytes taken) {
    if (taken.size() >= k_trailer_bytes) {
      SR_CHECK(to_->append(held_));
      held_.assign(taken.end() - k_trailer_bytes, taken.end());
      return to_->append(taken.first(taken.size() - k_trailer_bytes));
    }
    held_.insert(held_.end(), taken.begin(), taken.end());
    const std::size_t ready = held_.size() - std::min(held_.size(), k_trailer_bytes);
    SR_CHECK(to_->append(Bytes(held_).first(ready)));
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(ready));
    return Done{};
  }

 private:
  FileWriter* to_;
  std::vector<std::uint8_t> held_;  // the last bytes, which may be the trailer's
};

Error too_short(const fs::path& from, std::uint64_t got, std::uint64_t expected) {
  return Error{
      ErrorCode::bad_data,
      from.string(),
      fmt::format("its content is cut off: got {} bytes, expected {}; get a complete copy of the file", got,
                  expected),
      {}};
}

// The length of a member's rest. `copy` gets its compressed bytes.
Result<std::uint64_t> read_rest_of_member(GzipStream& from, StreamCopy& copy) {
  std::vector<std::uint8_t> piece(k_piece);
  std::uint64_t length = 0;
  while (true) {
    SR_TRY(const GzipStep step, from.read(piece));
    SR_CHECK(copy.take(step.taken));
    length += step.produced;
    if (step.member_ended) return length;
  }
}

Result<bool> has_ended(GzipStream& from) {
  std::array<std::uint8_t, 1> piece{};
  SR_TRY(const GzipStep step, from.read(piece));
  return step.file_ended;
}

// Nothing where the stream cannot be taken over.
Result<std::optional<ReplacedStart>> try_splice(const fs::path& from, const fs::path& to,
                                                const NewStart& start) {
  SR_TRY(GzipStream source, GzipStream::open(from));
  SR_TRY(const std::optional<Prefix> prefix, read_prefix(source, start));
  if (!prefix) return std::optional<ReplacedStart>();
  std::vector<std::uint8_t> fresh = start.bytes;
  fresh.insert(fresh.end(), prefix->content.begin() + static_cast<std::ptrdiff_t>(start.replaced),
               prefix->content.end());

  SR_TRY(FileWriter file, FileWriter::create(to));
  SR_CHECK(file.append(k_anonymous_header));
  SR_CHECK(Deflater(file).put(fresh, Z_SYNC_FLUSH));
  SR_CHECK(file.append(bridge_to(prefix->phase, prefix->shared)));
  StreamCopy copy(file);
  SR_TRY(const std::uint64_t rest, read_rest_of_member(source, copy));
  const std::uint32_t rest_crc = source.checksum() ^ joined_crc(crc_of(prefix->content), 0, rest);
  SR_TRY(const bool single, has_ended(source));
  const std::uint64_t length = prefix->content.size() + rest;
  if (!single || length > start.length) return std::optional<ReplacedStart>();
  if (length < start.length) return too_short(from, length, start.length);
  SR_CHECK(file.append(
      trailer_of({.value = joined_crc(crc_of(fresh), rest_crc, rest), .length = fresh.size() + rest})));
  SR_CHECK(file.commit());
  return std::optional(ReplacedStart{.members = source.members(), .cut = 0, .spliced = true});
}

Result<ReplacedStart> encode_again(const fs::path& from, const fs::path& to, const NewStart& start) {
  SR_TRY(GzipStream source, GzipStream::open(from));
  SR_TRY(FileWriter file, FileWriter::create(to));
  SR_CHECK(file.append(k_anonymous_header));
  Deflater deflater(file);
  SR_CHECK(deflater.put(start.bytes, Z_NO_FLUSH));
  CrcOf crc{.value = crc_of(start.bytes), .length = start.bytes.size()};
  std::vector<std::uint8_t> piece(k_piece);
  std::uint64_t at = 0;
  while (true) {
    SR_TRY(const GzipStep step, source.read(piece));
    if (step.file_ended) break;
    const std::uint64_t end = std::min(at + step.produced, start.length);
    const std::uint64_t begin = std::min(std::max(at, start.replaced), end);
    if (begin < end) {
      const Bytes kept =
          Bytes(piece).subspan(static_cast<std::size_t>(begin - at), static_cast<std::size_t>(end - begin));
      crc = {.value = crc_of(kept, crc.value), .length = crc.length + kept.size()};
      SR_CHECK(deflater.put(kept, Z_NO_FLUSH));
    }
    at += step.produced;
    if (at > start.length + k_most_cut) {
      return Error{
          ErrorCode::unsupported,
          from.string(),
          fmt::format("more than {} MiB follow the content that its header describes", k_most_cut >> 20U),
          {}};
    }
  }
  if (at < start.length) return too_short(from, at, start.length);
  SR_CHECK(deflater.put({}, Z_FINISH));
  SR_CHECK(file.append(trailer_of(crc)));
  SR_CHECK(file.commit());
  return ReplacedStart{.members = source.members(), .cut = at - start.length, .spliced = false};
}

}  // namespace

Result<ReplacedStart> replace_gzip_start(const fs::path& from, const fs::path& to, const NewStart& start) {
  SR_TRY(std::optional<ReplacedStart> spliced, try_splice(from, to, start));
  if (spliced) return std::move(*spliced);
  return encode_again(from, to, start);
}

Result<std::vector<std::uint8_t>> read_gzip_start(const fs::path& from, std::size_t count) {
  SR_TRY(GzipStream source, GzipStream::open(from));
  std::vector<std::uint8_t> content;
  while (content.size() < count) {
    const std::size_t filled = content.size();
    content.resize(std::min(filled + k_piece, count));
    SR_TRY(const GzipStep step, source.read(std::span(content).subspan(filled)));
    content.resize(filled + step.produced);
    if (step.file_ended) break;
  }
  return content;
}

}  // namespace shareready
