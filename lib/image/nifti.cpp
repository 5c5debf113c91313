#include "image/nifti.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <new>

#include "base/byte_source.hpp"
#include "base/file_writer.hpp"
#include "base/files.hpp"
#include "image/byte_order.hpp"
#include "image/gzip_splice.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
using Bytes = std::span<const std::uint8_t>;

struct DatatypeRow {
  Datatype type;
  std::string_view name;
  std::size_t bytes;
};
// nifti1.h, DT_*; sorted by number.
constexpr std::array<DatatypeRow, 17> k_datatypes{{{Datatype::binary, "binary", 0},
                                                   {Datatype::uint8, "uint8", 1},
                                                   {Datatype::int16, "int16", 2},
                                                   {Datatype::int32, "int32", 4},
                                                   {Datatype::float32, "float32", 4},
                                                   {Datatype::complex64, "complex64", 8},
                                                   {Datatype::float64, "float64", 8},
                                                   {Datatype::rgb24, "rgb24", 3},
                                                   {Datatype::int8, "int8", 1},
                                                   {Datatype::uint16, "uint16", 2},
                                                   {Datatype::uint32, "uint32", 4},
                                                   {Datatype::int64, "int64", 8},
                                                   {Datatype::uint64, "uint64", 8},
                                                   {Datatype::float128, "float128", 16},
                                                   {Datatype::complex128, "complex128", 16},
                                                   {Datatype::complex256, "complex256", 32},
                                                   {Datatype::rgba32, "rgba32", 4}}};

const DatatypeRow* find_row(int code) {
  for (const DatatypeRow& row : k_datatypes) {
    if (static_cast<int>(row.type) == code) return &row;
  }
  return nullptr;
}

// The extensions between header and data (nifti1.h, "EXTENDED HEADER"), as far as they are well-formed;
// what lies behind is a gap that a scrubber removes all the same.
std::vector<NiftiExtension> find_extensions(Bytes bytes, const NiftiHeader& header) {
  const std::size_t extender = header.version == NiftiVersion::one ? nifti1_at::end : nifti2_at::end;
  std::vector<NiftiExtension> found;
  if (bytes[extender] == 0) return found;
  std::size_t at = extender + 4;
  while (at + 8 <= header.vox_offset) {
    const auto size = load_number<std::int32_t>(bytes.data() + at, header.byte_order);
    const auto code = load_number<std::int32_t>(bytes.data() + at + 4, header.byte_order);
    if (size < 8 || static_cast<std::size_t>(size) > header.vox_offset - at) break;
    found.push_back({.code = code, .offset = at, .size = static_cast<std::size_t>(size)});
    at += static_cast<std::size_t>(size);
  }
  return found;
}

Status check_complete(std::uint64_t size, const NiftiHeader& header, std::string_view subject) {
  const std::uint64_t expected = header.vox_offset + header.data_bytes();
  if (size >= expected) return Done{};
  const std::string what =
      size <= header.vox_offset
          ? fmt::format("the file holds only a header, none of the {} bytes of image data it describes",
                        header.data_bytes())
          : fmt::format(
                "the image data is cut off: got {} bytes, expected {}; get a complete copy of the file", size,
                expected);
  return Error{ErrorCode::bad_data, std::string(subject), what, {}};
}

Result<std::vector<std::uint8_t>> read_start(const std::filesystem::path& path, std::size_t count) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::no_input, path.string(), "cannot be opened", {}};
  std::vector<std::uint8_t> bytes(count);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
  if (file.bad()) return Error{ErrorCode::io, path.string(), "cannot be read", {}};
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

// How much a compressed image may hold at most: what its header says and some trailing bytes. So a file that
// is no image fails at its first bytes, and one that never ends does not fill the memory.
Result<std::uint64_t> content_limit(Bytes compressed, std::string_view subject) {
  constexpr std::uint64_t k_trailing = 64U << 20U;
  SR_TRY(const std::vector<std::uint8_t> start,
         inflate_gzip_start(compressed, subject, k_nifti2_data_offset));
  if (start.size() < k_nifti2_data_offset) return k_inflate_limit;  // short or cut: the whole will tell
  SR_TRY(const NiftiHeader header, parse_nifti_header(start, subject));
  return std::min(k_inflate_limit, header.vox_offset + header.data_bytes() + k_trailing);
}

Status copy_rest(const ByteSource& from, std::uint64_t count, FileWriter& to) {
  std::vector<std::uint8_t> piece(1U << 18U);
  while (count > 0) {
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(count, piece.size()));
    SR_TRY(const std::size_t got, read_fully(from, std::span(piece).first(wanted)));
    if (got == 0) return Error{ErrorCode::io, "", "became shorter while it was read", {}};
    SR_CHECK(to.append(Bytes(piece).first(got)));
    count -= got;
  }
  return Done{};
}

Result<CopiedNifti> copy_plain(const fs::path& from, const fs::path& to, const NiftiHeader& header,
                               const NiftiImage& start) {
  std::error_code status;
  const std::uint64_t size = fs::file_size(from, status);
  if (status) return Error{ErrorCode::no_input, from.string(), "cannot be examined", {}};
  SR_CHECK(check_complete(size, header, from.string()));
  SR_TRY(const ByteSource source, open_source(from));
  std::vector<std::uint8_t> replaced(header.vox_offset);
  SR_CHECK(read_fully(source, replaced));
  SR_TRY(FileWriter file, FileWriter::create(to));
  SR_CHECK(file.append(start.bytes));
  SR_CHECK(copy_rest(source, header.data_bytes(), file));
  SR_CHECK(file.commit());
  return CopiedNifti{.gzip_members = {}, .trailing_bytes = size - header.vox_offset - header.data_bytes()};
}

}  // namespace

std::optional<Datatype> datatype_of(int code) {
  const DatatypeRow* row = find_row(code);
  return row ? std::optional(row->type) : std::nullopt;
}

std::string_view to_string(Datatype type) { return find_row(static_cast<int>(type))->name; }

std::size_t bytes_per_voxel(Datatype type) { return find_row(static_cast<int>(type))->bytes; }

bool is_complex(Datatype type) {
  return type == Datatype::complex64 || type == Datatype::complex128 || type == Datatype::complex256;
}

bool is_colour(Datatype type) { return type == Datatype::rgb24 || type == Datatype::rgba32; }

Result<NiftiImage> parse_nifti(std::vector<std::uint8_t> bytes, std::string_view subject) {
  NiftiImage image;
  SR_TRY(image.header, parse_nifti_header(bytes, subject));
  SR_CHECK(check_complete(bytes.size(), image.header, subject));
  image.extensions = find_extensions(bytes, image.header);
  image.bytes = std::move(bytes);
  return image;
}

Result<NiftiImage> read_nifti(const std::filesystem::path& path) {
  SR_TRY(std::vector<std::uint8_t> bytes, read_bytes(path));
  if (!is_gzip(bytes)) return parse_nifti(std::move(bytes), path.string());
  SR_TRY(const std::uint64_t limit, content_limit(bytes, path.string()));
  SR_TRY(Inflated inflated, inflate_gzip(bytes, path.string(), limit));
  bytes = {};
  SR_TRY(NiftiImage image, parse_nifti(std::move(inflated.bytes), path.string()));
  image.gzip_members = std::move(inflated.members);
  return image;
}

Result<NiftiHeader> read_nifti_header(const std::filesystem::path& path) {
  constexpr std::size_t k_start =
      65536 + 4096;  // a gzip header with a full extra field, and the NIfTI header
  SR_TRY(std::vector<std::uint8_t> bytes, read_start(path, k_start));
  if (is_gzip(bytes)) {
    SR_TRY(bytes, inflate_gzip_start(bytes, path.string(), k_nifti2_data_offset));
  }
  return parse_nifti_header(bytes, path.string());
}

Result<NiftiImage> read_nifti_start(const fs::path& path) {
  NiftiImage image;
  SR_TRY(image.header, read_nifti_header(path));
  if (image.header.vox_offset > k_longest_start) {
    return Error{ErrorCode::unsupported,
                 path.string(),
                 fmt::format("more than {} MiB stand before its data", k_longest_start >> 20U),
                 {}};
  }
  SR_TRY(const std::vector<std::uint8_t> magic, read_start(path, 2));
  const auto length = static_cast<std::size_t>(image.header.vox_offset);
  SR_TRY(image.bytes, is_gzip(magic) ? read_gzip_start(path, length) : read_start(path, length));
  if (image.bytes.size() < length) SR_CHECK(check_complete(image.bytes.size(), image.header, path.string()));
  image.extensions = find_extensions(image.bytes, image.header);
  return image;
}

Result<CopiedNifti> copy_nifti(const fs::path& from, const fs::path& to, const NiftiHeader& header,
                               const NiftiImage& start) {
  SR_TRY(const std::vector<std::uint8_t> magic, read_start(from, 2));
  if (!is_gzip(magic)) return copy_plain(from, to, header, start);
  SR_TRY(ReplacedStart copied, replace_gzip_start(from, to,
                                                  {.bytes = start.bytes,
                                                   .replaced = header.vox_offset,
                                                   .length = header.vox_offset + header.data_bytes()}));
  return CopiedNifti{.gzip_members = std::move(copied.members), .trailing_bytes = copied.cut};
}

Compression compression_for(const std::filesystem::path& path) {
  const bool packed = path.extension() == ".gz" || path.extension() == ".mgz";
  return packed ? Compression::gzip : Compression::none;
}

Status write_nifti(const std::filesystem::path& path, const NiftiImage& image, Compression compression) {
  if (compression == Compression::none) return write_file(path, image.bytes);
  SR_TRY(const PackedBytes packed, pack_gzip(image.bytes));
  return write_file(path, packed.bytes());
}

}  // namespace shareready
