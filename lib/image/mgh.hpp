#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "image/nifti.hpp"

namespace shareready {

// FreeSurfer's MGH (MGZ where it is compressed): a header of fixed size, the voxels, then up to five numbers
// of the sequence, then tags of any content; all numbers big-endian (FreeSurfer wiki, FsTutorial/MghFormat).
namespace mgh_at {
constexpr std::size_t version = 0, size = 4, type = 20, degrees_of_freedom = 24, is_placed = 28, spacing = 30,
                      directions = 42, centre = 78, end = 90, data = 284;
}

struct MghHeader {
  Datatype datatype = Datatype::uint8;
  std::array<std::int64_t, 4> size{1, 1, 1, 1};

  [[nodiscard]] std::uint64_t data_bytes() const;
};

// Whether a lower-case name ends as such a file's does.
bool is_mgh_name(std::string_view lower_name);

// Errors: bad_data (no MGH, sizes that cannot be, less data than they say).
Result<MghHeader> parse_mgh(std::span<const std::uint8_t> bytes, std::string_view subject);

// The bytes of the file, unpacked. Errors: no_input, io; bad_data, unsupported of inflate_gzip().
Result<std::vector<std::uint8_t>> read_mgh(const std::filesystem::path& path);

// The same voxels behind a NIfTI-1 header of the same byte order; texts and what follows the voxels are not
// kept. Errors: those of parse_mgh(); unsupported (a side longer than NIfTI-1 can say).
Result<NiftiImage> nifti_of_mgh(std::span<const std::uint8_t> bytes, std::string_view subject);

}  // namespace shareready
