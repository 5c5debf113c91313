#include "demo/demo_people.hpp"

#include <cmath>

namespace shareready::demo {
namespace {

// A grid that covers the whole head, made-up chin included.
Grid head_grid(const std::string& axes, const Point& spacing_ras_mm, const Point& oblique_degrees = {}) {
  constexpr Point k_extent_mm{192, 236, 246};
  Grid grid{.axes = axes, .oblique_degrees = oblique_degrees, .centre_mm = {0, -12, -14}};
  for (std::size_t a = 0; a < 3; ++a) {
    const std::size_t world = axes[a] == 'R' || axes[a] == 'L' ? 0 : axes[a] == 'A' || axes[a] == 'P' ? 1 : 2;
    grid.spacing_mm[a] = spacing_ras_mm[world];
    grid.size[a] = static_cast<int>(std::lround(k_extent_mm[world] / spacing_ras_mm[world]));
  }
  return grid;
}

DemoImage t1w(Grid grid, ImageFormat format, const std::string& extension = ".nii.gz") {
  return {.suffix = "T1w",
          .extension = extension,
          .contrast = Contrast::t1w,
          .grid = std::move(grid),
          .format = format};
}

DemoPerson anna() {
  const Point scale{1.02, 0.98, 1.0};
  const auto image = t1w(head_grid("RAS", {1.2, 1.2, 1.2}), {.type = VoxelType::int16});
  return {
      .label = "AMC0412",
      .given_name = "Annabel",
      .family_name = "Vermeulen",
      .birth_date = "1958-03-14",
      .sex = "F",
      .postcode = "1071XZ",
      .email = "annabel58@example.org",
      .hospital_number = "MRN-77120412",
      .mmse = "27.31416",
      .sessions = {{.label = "20191123",
                    .day = "2019-11-23",
                    .pose = {.seed = 11, .scale = scale, .tilt_degrees = {4, -2, 3}, .shift_mm = {2, 3, -4}},
                    .anat = {image},
                    .has_bold = true},
                   {.label = "20201204",
                    .day = "2020-12-04",
                    .pose = {.seed = 11, .scale = scale, .tilt_degrees = {-9, 3, -4}, .shift_mm = {-4, 6, 2}},
                    .anat = {image}}}};
}

DemoPerson bram() {
  return {.label = "AMC0413",
          .given_name = "Bramwell",
          .family_name = "Koekkoek",
          .birth_date = "1927-08-30",
          .sex = "M",
          .postcode = "3011AB",
          .email = "opa.koekkoek@example.org",
          .hospital_number = "MRN-77120413",
          .mmse = "19.55171",
          .sessions = {{.day = "2019-12-02",
                        .pose = {.seed = 23,
                                 .scale = {0.97, 1.04, 1.03},
                                 .warp_mm = 4,
                                 .tilt_degrees = {7, 0, -5},
                                 .shift_mm = {0, -5, 3}},
                        .anat = {t1w(head_grid("LAS", {1.3, 1.2, 1.3}), {.type = VoxelType::int16}),
                                 {.suffix = "T2w",
                                  .extension = ".nii.gz",
                                  .contrast = Contrast::t2w,
                                  .grid = head_grid("LPS", {0.9, 0.9, 3.6}),
                                  .format = {.type = VoxelType::int16}}}}}};
}

DemoPerson carolien() {
  return {.label = "AMC0519",
          .given_name = "Carolien",
          .family_name = "Oosterhuis",
          .birth_date = "1985-01-27",
          .sex = "F",
          .postcode = "9712CP",
          .email = "c.oosterhuis@example.org",
          .hospital_number = "MRN-77120519",
          .mmse = "29.86402",
          .sessions = {{.day = "2020-01-17",
                        .pose = {.seed = 37,
                                 .scale = {0.98, 0.97, 0.96},
                                 .warp_mm = 4,
                                 .tilt_degrees = {-6, 4, 8},
                                 .shift_mm = {5, 0, -6}},
                        .anat = {t1w(head_grid("PSR", {1.4, 1.2, 1.2}), {.type = VoxelType::int16}, ".nii")},
                        .has_dwi = true}}};
}

DemoPerson daan() {
  return {.label = "AMC0627",
          .given_name = "Diederik",
          .family_name = "Zwartjes",
          .birth_date = "2011-10-05",
          .sex = "M",
          .postcode = "6221BT",
          .email = "fam.zwartjes@example.org",
          .hospital_number = "MRN-77120627",
          .mmse = "30.12987",
          .sessions = {
              {.day = "2020-02-11",
               .pose = {.seed = 51,
                        .scale = {0.9, 0.89, 0.88},
                        .warp_mm = 3,
                        .tilt_degrees = {12, -3, 2},
                        .shift_mm = {-3, 4, 5}},
               .anat = {t1w(head_grid("PIR", {1.3, 1.3, 1.3}, {10, 0, 4}), {.type = VoxelType::float32})}}}};
}

}  // namespace

std::vector<DemoPerson> demo_people() { return {anna(), bram(), carolien(), daan()}; }

}  // namespace shareready::demo
