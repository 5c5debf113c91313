#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "image/geometry.hpp"
#include "image/gzip.hpp"

namespace shareready {

enum class NiftiVersion { one = 1, two = 2 };

// The numbers are those of nifti1.h, DT_*.
enum class Datatype : std::int16_t {
  binary = 1,
  uint8 = 2,
  int16 = 4,
  int32 = 8,
  float32 = 16,
  complex64 = 32,
  float64 = 64,
  rgb24 = 128,
  int8 = 256,
  uint16 = 512,
  uint32 = 768,
  int64 = 1024,
  uint64 = 1280,
  float128 = 1536,
  complex128 = 1792,
  complex256 = 2048,
  rgba32 = 2304
};

std::optional<Datatype> datatype_of(int code);
std::string_view to_string(Datatype type);
std::size_t bytes_per_voxel(Datatype type);  // 0 for binary, whose voxels are bits
bool is_complex(Datatype type);
bool is_colour(Datatype type);

// One header extension as it lies in the file: its code and the place of the whole (size and code included).
struct NiftiExtension {
  int code = 0;
  std::size_t offset = 0;
  std::size_t size = 0;
};

// What conversion and analysis read of a header; texts are left in the bytes.
struct NiftiHeader {
  NiftiVersion version = NiftiVersion::one;
  std::endian byte_order = std::endian::little;
  Datatype datatype = Datatype::uint8;
  int dimensions = 3;                                     // dim[0]
  std::array<std::int64_t, 7> size{1, 1, 1, 1, 1, 1, 1};  // dim[1..7]; 1 beyond `dimensions`
  std::array<double, 8> pixdim{1, 1, 1, 1, 1, 1, 1, 1};
  std::uint64_t vox_offset = 352;
  double scl_slope = 0, scl_inter = 0;
  double cal_min = 0, cal_max = 0;
  int intent_code = 0;
  int xyzt_units = 0;
  int dim_info = 0;
  NiftiGeometry geometry;

  [[nodiscard]] std::uint64_t voxels_per_volume() const;  // of the first three dimensions
  [[nodiscard]] std::uint64_t volumes() const;            // of all the others
  [[nodiscard]] std::uint64_t data_bytes() const;
};

// A whole single-file NIfTI image as its uncompressed bytes, with the header parsed. The bytes rule: whoever
// changes header bytes parses again.
struct NiftiImage {
  NiftiHeader header;
  std::vector<std::uint8_t> bytes;
  std::vector<NiftiExtension> extensions;
  std::vector<GzipMember> gzip_members;  // empty where the file was not compressed

  [[nodiscard]] std::span<const std::uint8_t> voxels() const {
    return std::span(bytes).subspan(header.vox_offset, header.data_bytes());
  }
  [[nodiscard]] std::span<std::uint8_t> voxels() {
    return std::span(bytes).subspan(header.vox_offset, header.data_bytes());
  }
  [[nodiscard]] std::size_t trailing_bytes() const {
    const std::uint64_t end = header.vox_offset + header.data_bytes();
    return bytes.size() > end ? bytes.size() - end : 0;
  }
};

// Reads a single-file NIfTI-1 or NIfTI-2, either byte order, gzip-compressed or not (told by content).
// Errors: no_input, io; bad_data (empty, not NIfTI, truncated, header only, sizes that cannot be);
// unsupported (.hdr/.img pairs, Analyze 7.5, files beyond the gzip limit).
Result<NiftiImage> read_nifti(const std::filesystem::path& path);
// The same from uncompressed bytes; `subject` names the file in errors.
Result<NiftiImage> parse_nifti(std::vector<std::uint8_t> bytes, std::string_view subject);

// Only the header, from the first bytes of the file; says nothing of whether the data is whole. Errors as
// above.
Result<NiftiHeader> read_nifti_header(const std::filesystem::path& path);
Result<NiftiHeader> parse_nifti_header(std::span<const std::uint8_t> bytes, std::string_view subject);

// What lies before the voxels: header, extensions, gap; `bytes` end where the data begins. Says nothing of
// whether the data is whole. Errors: as for read_nifti(); unsupported where it is longer than
// k_longest_start.
Result<NiftiImage> read_nifti_start(const std::filesystem::path& path);
constexpr std::uint64_t k_longest_start = 16U << 20U;

struct CopiedNifti {
  std::vector<GzipMember> gzip_members;  // of the source
  std::uint64_t trailing_bytes = 0;      // behind its data, which went
};
// Copies an image with another start (read_nifti_start(), then changed): the voxels are taken over without
// unpacking them where that can be, and memory does not depend on their number. `header` is that of the
// source. Errors: bad_data (the source's data is not whole), no_input, io, cannot_create.
Result<CopiedNifti> copy_nifti(const std::filesystem::path& from, const std::filesystem::path& to,
                               const NiftiHeader& header, const NiftiImage& start);

enum class Compression { none, gzip };
// By the name: .gz and .mgz are compressed.
Compression compression_for(const std::filesystem::path& path);
// Writes the bytes as they are, whole or not at all. Errors: cannot_create, io.
Status write_nifti(const std::filesystem::path& path, const NiftiImage& image, Compression compression);

// Where voxels lie, by nibabel's rule (see effective_affine). Errors: bad_data where the header's matrix is
// singular or not finite.
Result<Affine> voxel_to_ras(const NiftiHeader& header, std::string_view subject);

}  // namespace shareready
