#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "image/geometry.hpp"
#include "image/picture.hpp"

namespace shareready {

// Where one frame lies and how its stored numbers are meant (PS3.3 sections C.7.6.2, C.7.6.16, C.11.1).
struct FramePlace {
  Vec3 position_lps_mm{};  // centre of the first pixel
  Vec3 along_row{};        // direction in which the column index grows
  Vec3 along_column{};
  double row_spacing_mm = 0;     // between the centres of neighbouring rows
  double column_spacing_mm = 0;  // and of neighbouring columns
  double slope = 1, intercept = 0;
  bool is_magnitude = true;  // false for phase, real and imaginary parts
  double echo_ms = 0;
};

// How the pixel data of one object are laid out.
struct FrameLayout {
  std::size_t rows = 0, columns = 0;
  unsigned bits_allocated = 0, bits_stored = 0, high_bit = 0;
  bool is_signed = false;
  bool is_grey = true;       // one number a pixel
  bool is_inverted = false;  // larger is darker (MONOCHROME1): the complements of its bits are meant
  bool is_mosaic = false;    // slices side by side in one frame
  std::int64_t acquisition = 0, instance = 0;
  std::vector<FramePlace> frames{};  // empty where the object does not say where its frames lie
};

// A frame of a series: which object of the series, and which of its frames.
struct FrameId {
  std::size_t object = 0, frame = 0;
};

// The frames of a series as one grid: the first volume is made of the first frame at every slice.
struct SeriesStack {
  std::array<std::size_t, 3> size{};  // columns, rows, slices
  Affine voxel_to_ras{};
  std::vector<std::vector<FrameId>> slices{};  // by echo, acquisition and instance at each place
};

// Puts the frames of a series in their places. Errors: unsupported, where they are not one stack of parallel,
// equally spaced slices of one size: mosaics, localisers, single slices, objects that do not say where they
// lie.
Result<SeriesStack> stack_frames(std::span<const FrameLayout> objects);

// Consecutive pixels of a frame, in the order in which they are stored.
struct PixelRun {
  std::size_t start = 0, count = 0;
};

// A frame's numbers, larger ones brighter, with slope and intercept applied. `pixels` are those of the whole
// object, as decoded_pixels() gives them; `out` holds rows x columns.
void read_frame(const FrameLayout& layout, std::size_t frame, std::span<const std::uint8_t> pixels,
                std::span<float> out);

enum class BlankWith { nearest_zero, minimum };

// Overwrites runs of a frame with the stored value whose meaning is nearest to 0, or with the frame's
// minimum, both of brightness; every other pixel stays as it is.
void blank_frame(const FrameLayout& layout, std::size_t frame, std::span<const PixelRun> runs, BlankWith with,
                 std::span<std::uint8_t> pixels);

// The pixel data of an object uncompressed, little endian. JPEG, JPEG-LS, RLE and JPEG 2000 are decoded.
// Errors: bad_data, unsupported (another compression, frames that cannot be told apart).
Result<std::vector<std::uint8_t>> decoded_pixels(std::span<const std::uint8_t> file);

// All frames of a captured screen, one below the other, in grey: what a person is to look at. Errors:
// bad_data, unsupported (pixels that are not read, more of them than can be looked at).
Result<Picture> screen_picture(std::span<const std::uint8_t> file);

// The cleaned object with these pixels, uncompressed, saying that a face was removed (CID 7050 113102,
// RecognizableVisualFeatures NO). Errors: bad_data.
Result<std::vector<std::uint8_t>> with_defaced_pixels(std::span<const std::uint8_t> cleaned,
                                                      std::span<const std::uint8_t> pixels);

}  // namespace shareready
