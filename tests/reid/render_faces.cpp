// render_faces HEADS_FOLDER OUTPUT_FOLDER: pictures for a face recogniser, grey PGM files of 150 pixels,
// named PERSON.IMAGE.KNOWN_BY.KIND.ROLE.N.pgm. KIND: original; defaced, refaced or stripped (by this
// program); bent (a real head warped smoothly into another person); ROLE: gallery or probe, which differ in
// the head's turn and in the light.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <random>
#include <vector>

#include "base/files.hpp"
#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/placed_head.hpp"
#include "deface/reface.hpp"
#include "deface/skullstrip.hpp"
#include "image/grid.hpp"
#include "image/parallel.hpp"
#include "image/specks.hpp"
#include "image/surface.hpp"

using namespace shareready;

namespace {

struct Head {
  const char* image;
  const char* person;
  const char* known_by;  // another image of the person, or the same
  int bent_copies = 3;  // each another person; more where few share the way in which the field of view is cut
};
constexpr std::array<Head, 11> k_heads{{{"S01_adult_T1w", "S01", "S01_adult_T1w"},
                                        {"S04_2mm_T1w", "S04", "S04_2mm_T1w"},
                                        {"S05_supine_thick_T1w", "S05", "S05_prone_thick_T1w"},
                                        {"S05_prone_thick_T1w", "S05", "S05_supine_thick_T1w"},
                                        {"S05_decubitus-left_thick_T1w", "S05", "S05_supine_thick_T1w", 8},
                                        {"S05_decubitus-right_thick_T1w", "S05", "S05_supine_thick_T1w", 8},
                                        {"S09_T1w", "S09", "S09_T2w"},
                                        {"S09_T2w", "S09", "S09_T1w"},
                                        {"S11_child-3y_oblique_T1w", "S11", "S11_child-3y_oblique_T1w"},
                                        {"S17_cropped_T1w", "S17", "S17_cropped_PDw", 8},
                                        {"S17_cropped_PDw", "S17", "S17_cropped_T1w", 8}}};

// The head's own frame: axes of template space, mm of the scanner, origin at the template's.
constexpr Vec3 k_low{-80, -20, -154}, k_high{80, 112, 4};  // what is kept of it
constexpr double k_pixel_side_mm = 1;
// Of the template, mm: between the lids, between the lips (share/face_parts.tsv), and the axis of the turns.
constexpr double k_eye_x = 33, k_eye_z = -52, k_mouth_z = -121, k_turn_y = 30, k_turn_z = -60;
constexpr std::size_t k_pixels = 150, k_speck_voxels = 500;

struct Turn {
  double pitch = 0, yaw = 0;  // degrees
  Light light{};
};
struct Views {
  const char* role;
  std::array<Turn, 2> turns;
};
constexpr float k_fade = 0.25F;
constexpr Light k_gallery_light{{0.10F, -0.45F, 0.89F}, k_fade},
    k_probe_light{{-0.20F, -0.40F, 0.89F}, k_fade};
constexpr Views k_gallery{"gallery", {{{-7, -9, k_gallery_light}, {7, 9, k_gallery_light}}}};
constexpr Views k_probe{"probe", {{{0, 0, k_probe_light}, {4, 3, k_probe_light}}}};

// A smooth displacement, the same on both sides of the face: a sum of bumps after a change of size.
struct Warp {
  struct Bump {
    Vec3 centre{}, way_mm{};
    double reach_mm = 1;
  };
  Vec3 size{1, 1, 1};
  std::vector<Bump> bumps{};

  [[nodiscard]] Vec3 operator()(const Vec3& p) const {
    Vec3 out{p[0] * size[0], p[1] * size[1], p[2] * size[2]};
    for (const Bump& bump : bumps) {
      for (const double side : {1.0, -1.0}) {
        const double x = p[0] - side * bump.centre[0], y = p[1] - bump.centre[1], z = p[2] - bump.centre[2];
        const double inside = 1 - (x * x + y * y + z * z) / (bump.reach_mm * bump.reach_mm);
        if (inside <= 0) continue;
        const double share = inside * inside;
        out[0] += share * side * bump.way_mm[0];
        out[1] += share * bump.way_mm[1];
        out[2] += share * bump.way_mm[2];
      }
    }
    return out;
  }
};

Warp make_warp(unsigned seed) {
  std::mt19937 random(seed);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random()) / static_cast<double>(std::mt19937::max());
  };
  Warp warp;
  for (double& s : warp.size) s = uniform(0.93, 1.07);
  for (int i = 0; i < 14; ++i) {
    warp.bumps.push_back({.centre = {uniform(0, 50), uniform(50, 90), uniform(-130, -20)},
                          .way_mm = {uniform(-5, 5), uniform(-5, 5), uniform(-5, 5)},
                          .reach_mm = uniform(25, 55)});
  }
  return warp;
}

Volume frame_grid() {
  Volume grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    grid.size[axis] = static_cast<std::size_t>((k_high[axis] - k_low[axis]) / k_pixel_side_mm) + 1;
    grid.voxel_to_ras.rows[axis][axis] = k_pixel_side_mm;
    grid.voxel_to_ras.rows[axis][3] = k_low[axis];
  }
  grid.values.resize(grid.size[0] * grid.size[1] * grid.size[2]);
  return grid;
}

// A grid of the head's frame filled from `from`; `place` maps the frame's mm to voxels of `from`. 0 outside
// of it.
template <typename Place>
Volume filled(const Volume& from, const Place& place) {
  Volume out = frame_grid();
  std::size_t at = 0;
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i, ++at) {
        const Vec3 v =
            place(out.voxel_to_ras({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)}));
        bool inside = true;
        for (std::size_t axis = 0; axis < 3; ++axis)
          inside = inside && v[axis] >= 0 && v[axis] <= static_cast<double>(from.size[axis] - 1);
        out.values[at] = inside ? sample(from, v) : 0.0F;
      }
    }
  }
  return out;
}

// From the head's frame to the scanner's: the rotation of the template's place, without its scales.
Affine frame_to_ras(const Affine& template_to_ras) {
  std::array<Vec3, 3> axes{};
  for (std::size_t r = 0; r < 3; ++r)
    axes[1][r] = template_to_ras.rows[r][1], axes[2][r] = template_to_ras.rows[r][2];
  const auto dot = [](const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; };
  const auto scaled = [](const Vec3& a, double s) { return Vec3{a[0] * s, a[1] * s, a[2] * s}; };
  axes[1] = scaled(axes[1], 1 / std::sqrt(dot(axes[1], axes[1])));
  const double along = dot(axes[1], axes[2]);
  for (std::size_t r = 0; r < 3; ++r) axes[2][r] -= along * axes[1][r];
  axes[2] = scaled(axes[2], 1 / std::sqrt(dot(axes[2], axes[2])));
  const Vec3 &y = axes[1], &z = axes[2];
  axes[0] = {y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]};
  Affine out;
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) out.rows[r][c] = axes[c][r];
    out.rows[r][3] = template_to_ras.rows[r][3];
  }
  return out;
}

Affine turned(const Turn& turn, double scale) {
  const double a = turn.pitch * M_PI / 180, b = turn.yaw * M_PI / 180;
  const Vec3 centre{0, k_turn_y * scale, k_turn_z * scale};
  const Affine there{{{{1, 0, 0, centre[0]}, {0, 1, 0, centre[1]}, {0, 0, 1, centre[2]}}}};
  const Affine back{{{{1, 0, 0, -centre[0]}, {0, 1, 0, -centre[1]}, {0, 0, 1, -centre[2]}}}};
  const Affine pitch{{{{1, 0, 0, 0}, {0, std::cos(a), -std::sin(a), 0}, {0, std::sin(a), std::cos(a), 0}}}};
  const Affine yaw{{{{std::cos(b), -std::sin(b), 0, 0}, {std::sin(b), std::cos(b), 0, 0}, {0, 0, 1, 0}}}};
  return compose(there, compose(compose(pitch, yaw), back));
}

// The square that recognisers of this kind are trained on: its side is the way from the eyes to the mouth /
// 0.45, the mean of eyes and mouth lies at 0.43 of its height (face-api, FaceLandmarks.align).
Viewpoint face_square(double scale, float threshold) {
  const double side = scale * std::hypot(k_eye_x, k_eye_z - k_mouth_z) / 0.45;
  const double middle = scale * (2 * k_eye_z + k_mouth_z) / 3;
  return {
      .centre = {}, .frame_centre = {0, 0, middle - 0.07 * side}, .side_mm = side, .threshold = threshold};
}

struct Model {
  Volume volume{};  // in the head's frame
  double scale = 1;
  float threshold = 0;
};

Model make_model(const NiftiImage& image, const FaceData& face, const Model* original) {
  const Volume fine = read_volume(image, {}, "image").value();
  const Affine to_voxel = compose(inverse(fine.voxel_to_ras).value(), frame_to_ras(face.template_to_ras));
  Model model{.volume = filled(fine, to_voxel), .scale = face.scale};
  const Vec3 spacing = spacing_mm(fine.voxel_to_ras);
  smooth(model.volume, std::max(0.8, 0.4 * std::max({spacing[0], spacing[1], spacing[2]})));
  model.threshold = original == nullptr ? head_threshold(model.volume) : original->threshold;
  remove_specks(model.volume, model.threshold, k_speck_voxels, 0);
  return model;
}

Status write_views(const Model& model, const Views& views, const Warp& warp,
                   const std::filesystem::path& stem) {
  const Affine to_voxel = inverse(model.volume.voxel_to_ras).value();
  for (std::size_t n = 0; n < views.turns.size(); ++n) {
    const Affine back = inverse(turned(views.turns[n], model.scale)).value();
    HeadGrid head{.volume = filled(model.volume, [&](const Vec3& p) { return to_voxel(warp(back(p))); }),
                  .spacing_mm = k_pixel_side_mm};
    const Picture picture = render_surface(head, face_square(model.scale, model.threshold),
                                           SurfaceView::front, k_pixels, views.turns[n].light);
    std::string bytes = fmt::format("P5\n{} {}\n255\n", picture.width, picture.height);
    bytes.append(picture.grey.begin(), picture.grey.end());
    SR_CHECK(write_file(stem.string() + fmt::format(".{}.{}.pgm", views.role, n), bytes));
  }
  return Done{};
}

struct Method {
  const char* kind;
  Result<Defaced> (*run)(NiftiImage&, const PlacedHead&, const HeadTemplate&);
};
constexpr std::array<Method, 3> k_methods{
    {{"defaced", [](NiftiImage& image, const PlacedHead& placed,
                    const HeadTemplate& head) { return remove_face(image, {}, placed, head, 1); }},
     {"refaced", [](NiftiImage& image, const PlacedHead& placed,
                    const HeadTemplate& head) { return replace_face(image, {}, placed, head, 1); }},
     {"stripped", [](NiftiImage& image, const PlacedHead& placed, const HeadTemplate& head) {
        return strip_skull(image, {}, placed, nullptr, head, 1);
      }}}};

Status render_head(const Head& head, const std::filesystem::path& heads, const std::filesystem::path& to,
                   const HeadTemplate& head_template) {
  SR_TRY(const NiftiImage image, read_nifti(heads / (std::string(head.image) + ".nii.gz")));
  SR_TRY(const SessionFace face, find_face(image, head_template, 1));
  if (!face.data) return Error{ErrorCode::internal, head.image, "no head was found", {}};
  const Model original = make_model(image, *face.data, nullptr);
  const std::string name = fmt::format("{}.{}.{}", head.person, head.image, head.known_by);
  for (const Views& views : {k_gallery, k_probe}) {
    SR_CHECK(write_views(original, views, {}, to / (name + ".original")));
  }
  for (int i = 0; i < head.bent_copies; ++i) {
    const auto seed = static_cast<unsigned>(10 * (&head - k_heads.data()) + i + 1);
    const std::string stem = fmt::format("bent{}.{}.bent.bent", seed, head.image);
    SR_CHECK(write_views(original, k_gallery, make_warp(seed), to / stem));
  }
  SR_TRY(const PlacedHead placed, place_head(image, face, true, head_template, 1));
  for (const Method& method : k_methods) {
    NiftiImage output = image;
    SR_TRY(const Defaced made, method.run(output, placed, head_template));
    if (made.removed.empty()) return Error{ErrorCode::internal, head.image, made.reason, {}};
    const Model model = make_model(output, *face.data, &original);
    SR_CHECK(write_views(model, k_probe, {}, to / fmt::format("{}.{}", name, method.kind)));
  }
  return Done{};
}

Status run(const std::filesystem::path& heads, const std::filesystem::path& to) {
  SR_TRY(const HeadTemplate head_template, load_head_template());
  std::vector<Status> results(k_heads.size(), Done{});
  for_each_index(k_heads.size(), 2,
                 [&](std::size_t i) { results[i] = render_head(k_heads[i], heads, to, head_template); });
  for (Status& result : results) SR_CHECK(std::move(result));
  return Done{};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  const Status status = run(argv[1], argv[2]);
  if (!status) fmt::print(stderr, "{}\n", describe(status.error()));
  return status ? 0 : 1;
}
