#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shareready::test {

// Bytes of the formats that the audit looks into, made by the libraries of those formats.
std::string gzip(std::string_view content, std::string_view file_name = "", std::string_view comment = "",
                 std::uint32_t modified = 0);
// An archive with these members (name, content); `format` is "tar", "zip" or "7zip"; a member whose content
// begins with "->" is a symbolic link.
std::string archive(std::string_view format, const std::vector<std::pair<std::string, std::string>>& members);
// A stream compressed by "bzip2", "xz" or "zstd".
std::string compressed(std::string_view filter, std::string_view content);
std::string zlib(std::string_view content);  // a stream of RFC 1950
std::string base64(std::string_view content);
std::string utf16(std::string_view ascii, bool big_endian, bool with_mark);
std::string utf32(std::string_view ascii, bool big_endian);

std::string hex(std::string_view content);
// A MAT-file of level 5 with one compressed element that holds these bytes.
std::string matlab(std::string_view content);

// Where in an HDF5 file a text stands.
enum class Hdf5Place { plain, deflated, shuffled, utf16, columns, variable, attribute, unknown_filter };
std::string hdf5(std::string_view content, Hdf5Place place);

// A NIfTI-1 file of 4x4x4 16-bit voxels with these texts in it.
struct NiftiTexts {
  std::string descrip{};
  std::string aux_file{};
  std::string db_name{};
  std::string intent_name{};
  std::string extension{};  // with code 6 (comment)
  std::string trailing{};
  std::string voxels{};  // written over the first voxels
  std::int16_t intent_code = 0;
  std::int16_t vectors = 1;  // numbers a voxel
};
std::string nifti(const NiftiTexts& texts = {});

}  // namespace shareready::test
