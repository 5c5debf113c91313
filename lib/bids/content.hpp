#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace shareready {

// What the first bytes of a file say it is. gzip_* look through the gzip layer.
enum class ContentType {
  empty,
  nifti,         // one file, version 1 or 2, either byte order
  nifti_header,  // the header of a .hdr/.img pair, or Analyze 7.5
  gzip_nifti,
  gzip_text,
  gzip_freesurfer,
  gzip_other,
  gzip_damaged,  // starts like gzip, but its first block cannot be inflated
  json,
  html,
  xml,
  text,
  par,  // Philips PAR
  png,
  jpeg,
  tiff,
  gif,
  pdf,
  zip,  // also xlsx, docx, snirf is hdf5
  ole,  // old office files
  hdf5,
  matlab,
  dicom,
  freesurfer,  // .mgh
  fif,
  edf,  // EDF and BDF
  minc,
  nrrd,
  tar,
  annex_pointer,
  lfs_pointer,
  binary
};

std::string_view to_string(ContentType type);

// Judges from the first bytes of a file (4 KiB are enough; fewer are fine when the file ends there).
ContentType judge_content(std::span<const std::uint8_t> head);

// Reads the head of a regular file. Errors: no_input, io.
Result<ContentType> read_content_type(const std::filesystem::path& file);

}  // namespace shareready
