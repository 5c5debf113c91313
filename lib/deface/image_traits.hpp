#pragma once

#include <string_view>

namespace shareready {

// The stored value that takes the place of a removed voxel (DECISIONS.md, 'Removed voxels').
enum class Background {
  nearest_zero,  // the stored value whose scaled value is nearest 0, clamped to the type
  minimum,       // the image's minimum: CT
  zero,          // stored 0: phase and complex parts
  air_mode       // the most frequent value of the air around the head: UNIT1
};

// What the file name says about an image, as far as defacing needs it.
struct ImageTraits {
  Background background = Background::nearest_zero;
  // Without a face in view it may stay as it is. PET of a tracer that the skin takes up little of, in air
  // that the reconstruction cut off at 0, looks like a head without a face; of CT next to none was measured.
  bool may_be_left = true;
  // Its resolution blurs skin and skull into one (PET): an image that shows little of either does not tell
  // the size of its head.
  bool blurs_skin = false;
};

// `suffix` as in BIDS ("T1w", "UNIT1", "phase1"); `part` is the value of the part entity ("mag", "phase",
// "real", "imag"), empty where absent.
ImageTraits image_traits(std::string_view suffix, std::string_view part);

}  // namespace shareready
