#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace shareready {

// What bytes are, by their beginning; names play no part.
enum class ContentKind {
  empty,
  gzip,
  compressed,  // bzip2, xz, lzma, lzip, zstd, lz4, compress
  archive,     // tar, zip (also office files), 7z, rar, cpio, ar
  nifti,       // one file, either version and byte order
  utf16,       // or UTF-32
  text,
  dicom,
  picture,    // JPEG, PNG, GIF, BMP, TIFF, WebP, HEIC
  recording,  // audio and video
  document,   // PDF, RTF, old office files
  matlab,     // MAT-file version 5
  hdf5,
  edf,   // EDF and BDF
  fiff,  // Neuromag and MEGIN
  core_dump,
  freesurfer,  // MGH volumes
  database,    // SQLite
  pointer,     // of git-annex or Git LFS: the content is elsewhere
  binary
};

// Judges from the first bytes: 4 KiB, or all if there are fewer.
ContentKind judge_kind_of(std::span<const std::uint8_t> head);

// Whether text is UTF-32 of either byte order, with a mark or without.
bool is_utf32(std::string_view bytes);

// True for what has other content packed in it.
bool is_packed(ContentKind kind);

}  // namespace shareready
