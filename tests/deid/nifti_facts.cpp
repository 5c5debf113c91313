// nifti_facts OUT_DIR IMAGE... : for each image one JSON line with what the library reads of it, and a
// scrubbed copy in OUT_DIR under the same name. For comparison with nibabel (nibabel_agrees.py).
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "base/json.hpp"
#include "deid/nifti_header.hpp"
#include "image/volume.hpp"

using namespace shareready;

namespace {

template <typename Numbers>
Json numbers(const Numbers& values) {
  Json list = Json::Array{};
  for (const auto value : values) list.push_back(static_cast<double>(value));
  return list;
}

Result<Json> facts_of(const std::filesystem::path& path, const std::filesystem::path& scrubbed) {
  SR_TRY(NiftiImage image, read_nifti(path));
  SR_TRY(const Affine affine, voxel_to_ras(image.header, path.string()));
  SR_TRY(const Volume volume,
         read_volume(image, {.index = image.header.volumes() - 1, .coarse_mm = 0}, path.string()));
  Json rows = Json::Array{};
  for (const auto& row : affine.rows) rows.push_back(numbers(row));
  SR_TRY(const ScrubbedHeader removed, scrub_nifti_header(image, path.string()));
  SR_CHECK(write_nifti(scrubbed, image, compression_for(scrubbed)));
  Json names = Json::Array{};
  for (const std::string& name : removed.removed) names.push_back(name);
  return Json(Json::Object{{"path", path.string()},
                           {"affine", rows},
                           {"axes", axis_codes(affine)},
                           {"spacing", numbers(spacing_mm(affine))},
                           {"type", to_string(image.header.datatype)},
                           {"values", numbers(volume.values)},
                           {"removed", names}});
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 2; i < count; ++i) {
    const std::filesystem::path path = arguments[i];
    const Result<Json> facts = facts_of(path, std::filesystem::path(arguments[1]) / path.filename());
    if (!facts.ok()) {
      fmt::print(stderr, "{}\n", describe(facts.error()));
      return 1;
    }
    fmt::print("{}\n", format_json_line(*facts));
  }
  return 0;
}
