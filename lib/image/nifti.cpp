#include "image/nifti.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <new>

#include "base/files.hpp"
#include "image/byte_order.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

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

Status check_complete(Bytes bytes, const NiftiHeader& header, std::string_view subject) {
  const std::uint64_t expected = header.vox_offset + header.data_bytes();
  if (bytes.size() >= expected) return Done{};
  const std::string what =
      bytes.size() <= header.vox_offset
          ? fmt::format("the file holds only a header, none of the {} bytes of image data it describes",
                        header.data_bytes())
          : fmt::format(
                "the image data is cut off: got {} bytes, expected {}; get a complete copy of the file",
                bytes.size(), expected);
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
  SR_CHECK(check_complete(bytes, image.header, subject));
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

Compression compression_for(const std::filesystem::path& path) {
  return path.extension() == ".gz" ? Compression::gzip : Compression::none;
}

Status write_nifti(const std::filesystem::path& path, const NiftiImage& image, Compression compression) {
  if (compression == Compression::none) return write_file(path, image.bytes);
  SR_TRY(const PackedBytes packed, pack_gzip(image.bytes));
  return write_file(path, packed.bytes());
}

}  // namespace shareready
