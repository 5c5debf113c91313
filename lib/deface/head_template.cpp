#include <cstdlib>

#include "base/share.hpp"
#include "deface/deface.hpp"
#include "deface/template_data.hpp"
#include "image/grid.hpp"
#include "image/mask.hpp"
#include "image/nifti.hpp"

namespace shareready {
namespace {

// Debian's mricron-data: Colin27 (Holmes 1998, doi:10.1097/00004728-199803000-00032) and its brain.
constexpr const char* k_template_folder = "/usr/share/mricron/templates";
constexpr const char* k_head_file = "ch2.nii.gz";
constexpr const char* k_brain_file = "ch2bet.nii.gz";
constexpr const char* k_folder_variable = "SHAREREADY_HEAD_TEMPLATE_DIR";
constexpr float k_template_air = 20;  // of ch2's 0..254; its scalp starts at about 60

constexpr double k_cavity_grid_mm = 2;
constexpr double k_sulcus_mm = 10;  // closing that fills the sulci and the gap between the hemispheres
constexpr double k_whole_reach_mm = 1000;
constexpr std::size_t k_whole_thinning = 3, k_vault_thinning = 2;

Result<NiftiImage> read_template_file(const std::filesystem::path& path) {
  auto image = read_nifti(path);
  if (!image) {
    Error error = std::move(image).error();
    error.what +=
        "; the template head comes with Debian's package mricron-data (apt-get install mricron-data), or "
        "name its folder in SHAREREADY_HEAD_TEMPLATE_DIR";
    return error;
  }
  return std::move(image).value();
}

Volume signed_distance(const Volume& mask) {
  Volume outside = distance_mm(mask), inverse = mask;
  for (float& x : inverse.values) x = 1 - x;
  const Volume inside = distance_mm(inverse);
  for (std::size_t i = 0; i < outside.values.size(); ++i) outside.values[i] -= inside.values[i];
  return outside;
}

Volume cavity_distance(const Volume& brain) {
  Volume coarse = block_mean(brain, steps_towards(brain, k_cavity_grid_mm));
  for (float& x : coarse.values) x = x >= k_mask_level ? 1.0F : 0.0F;
  return signed_distance(closed(coarse, k_sulcus_mm));
}

// `image` on a grid of `spacing_mm`.
SamplePoints points_at(const Volume& image, const Volume& distance, double spacing_mm, double reach_mm) {
  const Volume reach = block_mean(distance, steps_towards(distance, spacing_mm));
  PointRequest request{.image = image, .cavity_distance = reach, .air_level = k_template_air};
  if (reach_mm > request.reach_mm) request.reach_mm = request.base_reach_mm = reach_mm;
  return sample_points(request, Affine{});
}

}  // namespace

Result<HeadTemplate> load_head_template() {
  const char* folder = std::getenv(k_folder_variable);
  return load_head_template(folder != nullptr && *folder != '\0' ? folder : k_template_folder);
}

Result<HeadTemplate> load_head_template(const std::filesystem::path& folder) {
  const std::filesystem::path head_path = folder / k_head_file, brain_path = folder / k_brain_file;
  SR_TRY(const NiftiImage head, read_template_file(head_path));
  SR_TRY(const NiftiImage brain_image, read_template_file(brain_path));
  SR_TRY(Volume brain, read_volume(brain_image, {}, brain_path.string()));
  if (head.header.size != brain_image.header.size) {
    return Error{ErrorCode::bad_data,
                 folder.string(),
                 "expected head and brain of the template on one grid; reinstall mricron-data",
                 {}};
  }
  for (float& x : brain.values) x = x > 0 ? 1.0F : 0.0F;
  SR_TRY(const Volume head_8mm, read_volume(head, {.coarse_mm = 8}, head_path.string()));
  SR_TRY(const Volume head_4mm, read_volume(head, {.coarse_mm = 4}, head_path.string()));
  auto data = std::make_shared<TemplateData>();
  data->cavity_distance = cavity_distance(brain);
  const Volume& distance = data->cavity_distance;
  data->whole_head = thinned(points_at(head_8mm, distance, 8, k_whole_reach_mm), k_whole_thinning);
  data->vault_8mm = points_at(head_8mm, distance, 8, 0);
  data->vault_4mm = thinned(points_at(head_4mm, distance, 4, 0), k_vault_thinning);
  return HeadTemplate{.data = std::move(data)};
}

}  // namespace shareready
