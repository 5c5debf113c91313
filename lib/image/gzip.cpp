#include "image/gzip.hpp"

#include <fmt/format.h>
#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "image/byte_order.hpp"

namespace shareready {
namespace {

// RFC 1952, section 2.3.1.
constexpr std::uint8_t k_flag_header_crc = 0x02, k_flag_extra = 0x04, k_flag_name = 0x08,
                       k_flag_comment = 0x10, k_flag_reserved = 0xe0;
constexpr std::size_t k_fixed_header = 10;
constexpr std::size_t k_trailer = 8;
constexpr std::uint8_t k_method_deflate = 8;
constexpr std::uint8_t k_system_unknown = 255;
constexpr std::uint64_t k_deflate_max_ratio = 1032;  // zlib's manual: deflate cannot do better

using Bytes = std::span<const std::uint8_t>;

Error damaged(std::string_view subject, std::string what) {
  return Error{ErrorCode::bad_data, std::string(subject), std::move(what), {}};
}

Error truncated(std::string_view subject) {
  return damaged(subject,
                 "the gzip file ends too early, its content is incomplete; get a complete copy of the file");
}

std::uint32_t little_u32(Bytes bytes, std::size_t at) {
  return load_number<std::uint32_t>(bytes.data() + at, std::endian::little);
}

// Reads one zero-terminated text at `at` and moves past it.
Result<std::string> read_text_field(Bytes bytes, std::size_t& at, std::string_view subject) {
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  const auto end = std::find(begin, bytes.end(), std::uint8_t{0});
  if (end == bytes.end()) return truncated(subject);
  at = static_cast<std::size_t>(end - bytes.begin()) + 1;
  return std::string(begin, end);
}

struct MemberHeader {
  GzipMember member;
  std::size_t length = 0;
};

Result<MemberHeader> read_member_header(Bytes bytes, std::string_view subject) {
  if (bytes.size() < k_fixed_header) return truncated(subject);
  const std::uint8_t flags = bytes[3];
  if (bytes[2] != k_method_deflate || (flags & k_flag_reserved) != 0) {
    return damaged(subject, "the gzip header is damaged or of an unknown kind");
  }
  MemberHeader out;
  out.member.modified = little_u32(bytes, 4);
  out.member.system = bytes[9];
  std::size_t at = k_fixed_header;
  if ((flags & k_flag_extra) != 0) {
    if (bytes.size() < at + 2) return truncated(subject);
    const std::size_t length = load_number<std::uint16_t>(bytes.data() + at, std::endian::little);
    at += 2;
    if (bytes.size() - at < length) return truncated(subject);
    const Bytes extra = bytes.subspan(at, length);
    out.member.extra.assign(extra.begin(), extra.end());
    at += length;
  }
  if ((flags & k_flag_name) != 0) {
    SR_TRY(out.member.name, read_text_field(bytes, at, subject));
  }
  if ((flags & k_flag_comment) != 0) {
    SR_TRY(out.member.comment, read_text_field(bytes, at, subject));
  }
  if ((flags & k_flag_header_crc) != 0) at += 2;
  if (at > bytes.size()) return truncated(subject);
  out.length = at;
  return out;
}

using Decompressor = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;

// Inflates one deflate stream to the end of `output`, growing it as needed; returns the bytes consumed.
Result<std::size_t> inflate_member(libdeflate_decompressor* engine, Bytes compressed, std::size_t& filled,
                                   std::vector<std::uint8_t>& output, std::uint64_t limit,
                                   std::string_view subject) {
  while (true) {
    std::size_t consumed = 0, produced = 0;
    const libdeflate_result result =
        libdeflate_deflate_decompress_ex(engine, compressed.data(), compressed.size(), output.data() + filled,
                                         output.size() - filled, &consumed, &produced);
    if (result == LIBDEFLATE_SUCCESS) {
      filled += produced;
      return consumed;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) {
      return damaged(subject, "the compressed data is damaged or ends too early; get a complete copy");
    }
    if (output.size() >= limit) {
      return Error{ErrorCode::unsupported,
                   std::string(subject),
                   fmt::format("the compressed file holds more than {} MiB, the limit", limit >> 20U),
                   {}};
    }
    output.resize(static_cast<std::size_t>(std::min<std::uint64_t>(limit, output.size() * 2 + 65536)));
  }
}

Status check_trailer(Bytes trailer, Bytes content, std::string_view subject) {
  if (trailer.size() < k_trailer) return truncated(subject);
  const std::uint32_t crc = libdeflate_crc32(0, content.data(), content.size());
  if (crc != little_u32(trailer, 0) || static_cast<std::uint32_t>(content.size()) != little_u32(trailer, 4)) {
    return damaged(subject, "the checksum of the compressed data is wrong; get an intact copy of the file");
  }
  return Done{};
}

// What the last trailer promises, but never more than deflate can pack nor than the limit.
std::size_t first_guess(Bytes bytes, std::uint64_t limit) {
  const std::uint64_t promised = bytes.size() < k_trailer ? 0 : little_u32(bytes, bytes.size() - 4);
  return static_cast<std::size_t>(std::min({promised, bytes.size() * k_deflate_max_ratio, limit}));
}

Result<Inflated> inflate_members(Bytes bytes, std::string_view subject, std::uint64_t limit) {
  const Decompressor engine(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  if (!engine) return Error{ErrorCode::internal, std::string(subject), "no memory to decompress it", {}};
  Inflated out;
  out.bytes.resize(first_guess(bytes, limit));
  std::size_t filled = 0;
  while (!bytes.empty()) {
    if (!is_gzip(bytes)) {
      return damaged(subject, fmt::format("{} bytes that are not gzip follow the compressed data; "
                                          "expected the end of the file",
                                          bytes.size()));
    }
    SR_TRY(MemberHeader header, read_member_header(bytes, subject));
    bytes = bytes.subspan(header.length);
    const std::size_t begin = filled;
    SR_TRY(const std::size_t consumed,
           inflate_member(engine.get(), bytes, filled, out.bytes, limit, subject));
    bytes = bytes.subspan(consumed);
    SR_CHECK(check_trailer(bytes, Bytes(out.bytes).subspan(begin, filled - begin), subject));
    bytes = bytes.subspan(k_trailer);
    header.member.size = filled - begin;
    out.members.push_back(std::move(header.member));
  }
  out.bytes.resize(filled);
  return out;
}

Error out_of_memory(std::string_view subject) {
  return Error{
      ErrorCode::unsupported, std::string(subject), "there is not enough memory for its content", {}};
}

}  // namespace

bool is_gzip(Bytes bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

Result<Inflated> inflate_gzip(Bytes bytes, std::string_view subject, std::uint64_t limit) {
  if (bytes.empty()) return damaged(subject, "the file is empty (0 bytes); expected gzip data");
  if (!is_gzip(bytes)) return damaged(subject, "the file is not gzip; expected it to begin with 1f 8b");
  try {
    return inflate_members(bytes, subject, limit);
  } catch (const std::bad_alloc&) {
    return out_of_memory(subject);
  }
}

Result<std::vector<std::uint8_t>> inflate_gzip_start(Bytes bytes, std::string_view subject,
                                                     std::size_t count) {
  if (!is_gzip(bytes)) return damaged(subject, "the file is not gzip; expected it to begin with 1f 8b");
  z_stream stream{};
  constexpr int k_gzip_window = 15 + 16;  // zlib.h, inflateInit2: 16 more for gzip decoding
  if (inflateInit2(&stream, k_gzip_window) != Z_OK) return out_of_memory(subject);
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, &inflateEnd);
  std::vector<std::uint8_t> out(count);
  constexpr std::size_t k_most = 1U << 30U;  // zlib counts in 32 bits
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(std::min(bytes.size(), k_most));
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(std::min(count, k_most));
  const int status = inflate(&stream, Z_SYNC_FLUSH);
  if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
    return damaged(subject, "the compressed data is damaged; get an intact copy of the file");
  }
  out.resize(stream.total_out);
  return out;
}

Result<PackedBytes> pack_gzip(Bytes bytes, int level) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> engine(
      libdeflate_alloc_compressor(level), &libdeflate_free_compressor);
  if (!engine) return Error{ErrorCode::internal, "gzip", fmt::format("no compressor of level {}", level), {}};
  try {
    // Left uninitialised: a zeroed buffer of the bound's size would double the memory of a large image.
    const std::size_t bound = libdeflate_deflate_compress_bound(engine.get(), bytes.size());
    PackedBytes out{std::unique_ptr<std::uint8_t[]>(new std::uint8_t[k_fixed_header + bound + k_trailer]), 0};
    constexpr std::array<std::uint8_t, k_fixed_header> k_header{0x1f, 0x8b, k_method_deflate, 0, 0, 0, 0,
                                                                0,    0,    k_system_unknown};
    std::copy(k_header.begin(), k_header.end(), out.buffer.get());
    const std::size_t packed = libdeflate_deflate_compress(engine.get(), bytes.data(), bytes.size(),
                                                           out.buffer.get() + k_fixed_header, bound);
    std::uint8_t* const trailer = out.buffer.get() + k_fixed_header + packed;
    store_number(trailer, libdeflate_crc32(0, bytes.data(), bytes.size()), std::endian::little);
    store_number(trailer + 4, static_cast<std::uint32_t>(bytes.size()), std::endian::little);
    out.size = k_fixed_header + packed + k_trailer;
    return out;
  } catch (const std::bad_alloc&) {
    return out_of_memory("gzip");
  }
}

Result<std::vector<std::uint8_t>> deflate_gzip(Bytes bytes, int level) {
  SR_TRY(const PackedBytes packed, pack_gzip(bytes, level));
  return std::vector<std::uint8_t>(packed.bytes().begin(), packed.bytes().end());
}

}  // namespace shareready
