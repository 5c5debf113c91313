#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/nifti_header.hpp"

namespace shareready {

// The header of an image in two files, cleaned, and where its voxels lie in the other file.
struct ScrubbedPair {
  std::vector<std::uint8_t> header;
  std::uint64_t data_offset = 0;
  std::uint64_t data_bytes = 0;
  std::vector<std::string> removed;  // names of fields, never their values
};

// Cleans the header (.hdr) of a NIfTI pair by the rules of scrub_nifti_header(), or writes that of
// Analyze 7.5 anew from sizes, type, spacing, display range, orientation, and the scaling and origin that SPM
// keeps in it; the voxels then begin at byte 0 of their file. Cleaning twice is cleaning once. Errors:
// bad_data (none of these, cut off, sizes that cannot be, a text where the scaling should stand); unsupported
// (an MRS image, whose extension is a part of the data).
Result<ScrubbedPair> scrub_pair_header(std::span<const std::uint8_t> header, std::string_view subject);

struct PairPaths {
  std::filesystem::path header;  // .hdr
  std::filesystem::path voxels;  // .img
};

// The same for both files; what stands before and behind the voxels goes. Errors: as above; bad_data (less
// data than the header tells), no_input, io, cannot_create.
Result<ScrubbedHeader> scrub_pair_files(const PairPaths& from, const PairPaths& to, std::string_view subject);

}  // namespace shareready
