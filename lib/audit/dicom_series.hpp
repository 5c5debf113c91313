#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "image/nifti.hpp"

namespace shareready {

// A series of DICOM files in one folder, as far as its face is to be judged.
struct DicomVolume {
  std::optional<NiftiImage> image{};  // its first volume
  std::string problem{};              // why there is none
};

// The series in a folder that may show a face, put together by positions and directions of their slices from
// uncompressed pixels. Left out are those that are echo planar, coarser than 1.2 mm and measured five times
// or more at every place. Read without the library that cleaned them.
std::vector<DicomVolume> volumes_with_faces(const std::filesystem::path& folder);

// True where a DICOM file lies directly in the folder.
bool holds_dicom(const std::filesystem::path& folder);

}  // namespace shareready
