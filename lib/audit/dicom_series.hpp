#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "audit/tree_listing.hpp"
#include "image/nifti.hpp"

namespace shareready {

// A series of DICOM files in one folder, as far as its face is to be judged.
struct DicomVolume {
  std::optional<NiftiImage> image{};  // its first volume
  std::string problem{};              // why there is none
};

// The DICOM files of one folder, by path.
using DicomFiles = std::map<std::string, std::vector<std::uint8_t>>;

// The series among them that may show a face, put together by positions and directions of their slices from
// uncompressed pixels. Left out are those that are echo planar, coarser than 1.2 mm and measured five times
// or more at every place. Read without the library that cleaned them.
std::vector<DicomVolume> volumes_with_faces(DicomFiles files);

// Holds the DICOM files under sourcedata/ from when each is read until the last file of its folder is, so
// that none is read twice. Several threads may ask at once.
class SeriesFolders {
 public:
  explicit SeriesFolders(const std::vector<TreeEntry>& entries);

  void keep(const std::string& path, std::vector<std::uint8_t> bytes);
  // Notes that an entry is done with. Of the last file in a folder: the DICOM files of that folder; else
  // none.
  DicomFiles finish(const TreeEntry& entry);

 private:
  struct Folder {
    std::size_t unread = 0;
    DicomFiles files{};
  };
  std::mutex mutex_;
  std::map<std::string, Folder> folders_;
};

}  // namespace shareready
