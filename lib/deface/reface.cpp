#include "deface/reface.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "deface/face_region.hpp"
#include "deface/generic_face.hpp"
#include "deface/head_texture.hpp"
#include "image/grid.hpp"
#include "image/parallel.hpp"

namespace shareready {
namespace {

constexpr double k_field_mm = 2;           // the skin is interpolated between nodes this far apart
constexpr double k_skin_reach_mm = 8;      // beyond what is removed
constexpr double k_far_from_face_mm = 50;  // stands for 'far from the face'

// mm to the generic skin on a grid over the image, negative inside.
struct SkinField {
  Volume distance{};
  std::array<std::size_t, 3> steps{};
};

Result<SkinField> skin_field(const NiftiImage& image, const PlacedHead& placed, double scale, int threads) {
  Volume fine;
  SR_TRY(fine.voxel_to_ras, voxel_to_ras(image.header, "image"));
  for (std::size_t axis = 0; axis < 3; ++axis)
    fine.size[axis] = static_cast<std::size_t>(image.header.size[axis]);
  SkinField field{.steps = steps_towards(fine, k_field_mm)};
  field.distance = blocks_of(fine, field.steps);
  Volume& out = field.distance;
  const Affine to_template = compose(inverse(placed.template_to_image).value_or(Affine{}), out.voxel_to_ras);
  for_each_index(out.size[2], threads, [&](std::size_t k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        const Vec3 p = to_template({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        const bool near = std::max(face_depth(p), ear_depth(p)) > -k_skin_reach_mm;
        out.values[offset_of(out, i, j, k)] =
            static_cast<float>(near ? scale * generic_face_distance(p) : k_far_from_face_mm);
      }
    }
  });
  return field;
}

// A number that only the voxel's place decides (splitmix64, Steele 2014, doi:10.1145/2714064.2660195): the
// same for any number of threads, and no secret.
std::uint64_t scrambled(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

// Mean 0, standard deviation 1: the sum of four numbers of 16 bits.
float normal_of(std::uint64_t random) {
  float sum = 0;
  for (unsigned part = 0; part < 4; ++part)
    sum += static_cast<float>((random >> (16 * part)) & 0xFFFFU) / 65535.0F;
  return (sum - 2) * std::sqrt(3.0F);
}

class Painter {
 public:
  Painter(const HeadTexture& texture, const SkinField& skin, const Affine& voxel_to_template)
      : texture_(texture), skin_(skin), voxel_to_template_(voxel_to_template) {}

  [[nodiscard]] float value_at(const Vec3& voxel, std::uint64_t random) const {
    Vec3 node{};
    for (std::size_t r = 0; r < 3; ++r) {
      const auto step = static_cast<double>(skin_.steps[r]);
      node[r] = (voxel[r] - (step - 1) / 2) / step;
    }
    const double depth = -static_cast<double>(sample(skin_.distance, node));
    if (depth <= HeadTexture::k_first_mm) return air(random);
    const float noise = texture_.noise * normal_of(random);
    if (depth < k_skin_mm) return std::max(layer_at(texture_, depth) + noise, texture_.lowest);
    return inside(voxel_to_template_(voxel), depth, random, noise);
  }

 private:
  static constexpr double k_skin_mm = 3;

  [[nodiscard]] float air(std::uint64_t random) const {
    return texture_.air[static_cast<std::size_t>(random % texture_.air.size())];
  }
  [[nodiscard]] float inside(const Vec3& point, double depth, std::uint64_t random, float noise) const {
    switch (generic_face_tissue(point)) {
      case FaceTissue::airway:
        return air(random);
      case FaceTissue::eye:
        return std::max(texture_.fluid + noise, texture_.lowest);
      case FaceTissue::orbit_fat:
        return std::max(texture_.fat + noise, texture_.lowest);
      case FaceTissue::soft:
        return std::max(layer_at(texture_, depth) + noise, texture_.lowest);
    }
    return 0;
  }

  const HeadTexture& texture_;
  const SkinField& skin_;
  Affine voxel_to_template_;
};

void paint(NiftiImage& image, std::size_t volume, const std::vector<Span>& spans, const Painter& painter,
           int threads) {
  const std::size_t width = bytes_per_voxel(image.header.datatype);
  const std::uint64_t voxels = image.header.voxels_per_volume();
  const auto nx = static_cast<std::uint64_t>(image.header.size[0]);
  const auto ny = static_cast<std::uint64_t>(image.header.size[1]);
  std::uint8_t* first = image.voxels().data() + volume * voxels * width;
  constexpr std::size_t k_chunk = 512;  // spans for one thread at a time
  for_each_index((spans.size() + k_chunk - 1) / k_chunk, threads, [&](std::size_t chunk) {
    const std::size_t end = std::min(spans.size(), (chunk + 1) * k_chunk);
    for (std::size_t s = chunk * k_chunk; s < end; ++s) {
      for (std::uint64_t at = spans[s].start; at < spans[s].start + spans[s].count; ++at) {
        const Vec3 voxel{static_cast<double>(at % nx), static_cast<double>(at / nx % ny),
                         static_cast<double>(at / nx / ny)};
        const float value = painter.value_at(voxel, scrambled(at + volume * voxels));
        store_scaled(image.header, static_cast<double>(value), first + at * width);
      }
    }
  });
}

Defaced without_scalp(const PlacedHead& placed) {
  return {.verdict = Verdict::failed,
          .reason = "too little of the scalp is in view to give a generic face its intensities",
          .figures = placed.figures,
          .removed = {}};
}

}  // namespace

Result<Defaced> replace_face(NiftiImage& image, const ImageTraits& traits, const PlacedHead& placed,
                             const HeadTemplate& head_template, int threads) try {
  if (is_complex(image.header.datatype) || is_colour(image.header.datatype)) {
    return Error{
        ErrorCode::unsupported, "image", "got complex or colour voxels, expected one number each", {}};
  }
  std::vector<HeadTexture> textures;
  for (std::size_t volume = 0; placed.face && volume < image.header.volumes(); ++volume) {
    SR_TRY(auto texture, sample_texture(image, volume, placed, *head_template.data));
    if (!texture) return without_scalp(placed);
    textures.push_back(std::move(*texture));
  }
  SR_TRY(Defaced out, remove_face(image, traits, placed, head_template, threads));
  if (out.verdict == Verdict::failed) return out;
  const double scale = std::cbrt(std::abs(determinant(placed.template_to_image)));
  SR_TRY(const SkinField skin, skin_field(image, placed, scale, threads));
  SR_TRY(const Affine to_ras, voxel_to_ras(image.header, "image"));
  const Affine to_template = compose(inverse(placed.template_to_image).value_or(Affine{}), to_ras);
  for (std::size_t volume = 0; volume < textures.size(); ++volume) {
    paint(image, volume, out.removed, Painter(textures[volume], skin, to_template), threads);
  }
  return out;
} catch (const std::exception& failure) {
  return Error{ErrorCode::internal, "image", fmt::format("refacing stopped: {}", failure.what()), {}};
}

}  // namespace shareready
