#include "stage/planned_image.hpp"

#include "image/mgh.hpp"

namespace shareready {

Result<NiftiImage> read_planned_image(const PlannedFile& file) {
  if (file.kind != FileKind::freesurfer_volume) return read_nifti(file.target);
  SR_TRY(const std::vector<std::uint8_t> bytes, read_mgh(file.target));
  return nifti_of_mgh(bytes, file.path.native());
}

Result<NiftiHeader> read_planned_header(const PlannedFile& file) {
  if (file.kind != FileKind::freesurfer_volume) return read_nifti_header(file.target);
  SR_TRY(const NiftiImage image, read_planned_image(file));
  return image.header;
}

}  // namespace shareready
