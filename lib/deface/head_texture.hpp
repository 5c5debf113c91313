#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "deface/placed_head.hpp"

namespace shareready {

// How one volume of a head looks where it stays: what a face that is put in its place is made of.
struct HeadTexture {
  static constexpr double k_first_mm = -3, k_step_mm = 0.5;
  std::vector<float> layers{};  // the scalp's median intensity from outside its surface inwards, to the fat
  float fat = 0;                // the last of them
  float deep = 0;               // muscle beside the temple
  float fluid = 0;              // of the ventricles
  float noise = 0;              // standard deviation in tissue
  float lowest = 0;             // no voxel seen was lower
  std::vector<float> air{};     // values of air around the head, to draw from
};

// Samples kept parts of the head alone: the vault's scalp above the forehead, the temples, the brain, the
// air. Nothing where too little of the vault is in view. Errors: as VoxelReader.
Result<std::optional<HeadTexture>> sample_texture(const NiftiImage& image, std::size_t volume,
                                                  const PlacedHead& placed, const TemplateData& head);

// The intensity at a depth below the skin (negative: outside), without noise.
float layer_at(const HeadTexture& texture, double depth_mm);

}  // namespace shareready
