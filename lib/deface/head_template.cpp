#include <cstdlib>

#include "base/share.hpp"
#include "deface/deface.hpp"
#include "deface/template_data.hpp"
#include "image/grid.hpp"
#include "image/mask.hpp"
#include "image/nifti.hpp"
#include "image/parallel.hpp"

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

using GridSize = std::array<std::int64_t, 7>;

// What is used of the head's file and of its brain's.
struct Head {
  GridSize size{};
  Volume grid_8mm{}, grid_4mm{};
};
struct Cavity {
  GridSize size{};
  Volume distance{};
};

Result<Head> read_head(const std::filesystem::path& path) {
  SR_TRY(const NiftiImage image, read_template_file(path));
  Head head{.size = image.header.size};
  SR_TRY(head.grid_8mm, read_volume(image, {.coarse_mm = 8}, path.string()));
  SR_TRY(head.grid_4mm, read_volume(image, {.coarse_mm = 4}, path.string()));
  return head;
}

Result<Cavity> read_cavity(const std::filesystem::path& path, int threads) {
  SR_TRY(const NiftiImage image, read_template_file(path));
  SR_TRY(Volume brain, read_volume(image, {}, path.string()));
  for (float& x : brain.values) x = x > 0 ? 1.0F : 0.0F;
  Volume coarse = block_mean(brain, steps_towards(brain, k_cavity_grid_mm));
  for (float& x : coarse.values) x = x >= k_mask_level ? 1.0F : 0.0F;
  return Cavity{image.header.size, signed_distance_mm(closed(coarse, k_sulcus_mm, threads), threads)};
}

// `image` on a grid of `spacing_mm`.
SamplePoints points_at(const Volume& image, const Volume& distance, double spacing_mm, double reach_mm) {
  const Volume reach = block_mean(distance, steps_towards(distance, spacing_mm));
  PointRequest request{.image = image, .cavity_distance = reach, .air_level = k_template_air};
  if (reach_mm > request.reach_mm) request.reach_mm = request.base_reach_mm = reach_mm;
  return sample_points(request, Affine{});
}

}  // namespace

Result<HeadTemplate> load_head_template(int threads) {
  const char* folder = std::getenv(k_folder_variable);
  return load_head_template(folder != nullptr && *folder != '\0' ? folder : k_template_folder, threads);
}

Result<HeadTemplate> load_head_template(const std::filesystem::path& folder, int threads) {
  Result<Head> head = Head{};
  Result<Cavity> cavity = Cavity{};
  for_each_index(2, threads, [&](std::size_t file) {
    file == 0 ? void(cavity = read_cavity(folder / k_brain_file, threads))
              : void(head = read_head(folder / k_head_file));
  });
  if (!head) return std::move(head).error();
  if (!cavity) return std::move(cavity).error();
  if (head->size != cavity->size) {
    return Error{ErrorCode::bad_data,
                 folder.string(),
                 "expected head and brain of the template on one grid; reinstall mricron-data",
                 {}};
  }
  auto data = std::make_shared<TemplateData>();
  data->cavity_distance = std::move(cavity->distance);
  const Volume& distance = data->cavity_distance;
  data->whole_head = thinned(points_at(head->grid_8mm, distance, 8, k_whole_reach_mm), k_whole_thinning);
  data->vault_8mm = points_at(head->grid_8mm, distance, 8, 0);
  data->vault_4mm = thinned(points_at(head->grid_4mm, distance, 4, 0), k_vault_thinning);
  return HeadTemplate{.data = std::move(data)};
}

}  // namespace shareready
