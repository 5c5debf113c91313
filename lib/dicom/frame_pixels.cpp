#include <algorithm>
#include <cmath>
#include <cstring>

#include "dicom/frame_layout.hpp"

namespace shareready {
namespace {

std::size_t bytes_of_pixel(const FrameLayout& layout) { return layout.bits_allocated / 8; }

std::uint64_t mask_of(const FrameLayout& layout) { return (std::uint64_t{1} << layout.bits_stored) - 1; }
unsigned shift_of(const FrameLayout& layout) { return layout.high_bit + 1 - layout.bits_stored; }

// What turns stored bits into those that are meant, and back.
std::uint64_t complement_of(const FrameLayout& layout) { return layout.is_inverted ? mask_of(layout) : 0; }

std::int64_t stored_at(const FrameLayout& layout, const std::uint8_t* from) {
  std::uint64_t raw = 0;
  std::memcpy(&raw, from, bytes_of_pixel(layout));
  raw = (raw >> shift_of(layout) & mask_of(layout)) ^ complement_of(layout);
  const bool negative = layout.is_signed && (raw >> (layout.bits_stored - 1) & 1) != 0;
  return negative ? static_cast<std::int64_t>(raw) - (std::int64_t{1} << layout.bits_stored)
                  : static_cast<std::int64_t>(raw);
}

// Puts the number where its bits belong; what else the pixel's bytes hold goes.
void store(const FrameLayout& layout, std::int64_t value, std::uint8_t* to) {
  const std::uint64_t meant = static_cast<std::uint64_t>(value) & mask_of(layout);
  const std::uint64_t raw = (meant ^ complement_of(layout)) << shift_of(layout);
  std::memcpy(to, &raw, bytes_of_pixel(layout));
}

std::int64_t nearest_zero(const FrameLayout& layout, const FramePlace& place) {
  const std::int64_t half = std::int64_t{1} << (layout.bits_stored - 1);
  const std::int64_t low = layout.is_signed ? -half : 0;
  const std::int64_t high = layout.is_signed ? half - 1 : 2 * half - 1;
  const double wanted = place.slope == 0 ? 0 : std::round(-place.intercept / place.slope);
  if (!std::isfinite(wanted)) return std::clamp<std::int64_t>(0, low, high);
  return static_cast<std::int64_t>(std::clamp(wanted, static_cast<double>(low), static_cast<double>(high)));
}

std::int64_t minimum_of(const FrameLayout& layout, std::span<const std::uint8_t> frame) {
  const std::size_t width = bytes_of_pixel(layout);
  std::int64_t least = stored_at(layout, frame.data());
  for (std::size_t at = 0; at < frame.size(); at += width) {
    least = std::min(least, stored_at(layout, frame.data() + at));
  }
  return least;
}

}  // namespace

void read_frame(const FrameLayout& layout, std::size_t frame, std::span<const std::uint8_t> pixels,
                std::span<float> out) {
  const std::size_t width = bytes_of_pixel(layout);
  const FramePlace& place = layout.frames[frame];
  const std::uint8_t* from = pixels.data() + frame * out.size() * width;
  for (float& value : out) {
    value = static_cast<float>(static_cast<double>(stored_at(layout, from)) * place.slope + place.intercept);
    from += width;
  }
}

void blank_frame(const FrameLayout& layout, std::size_t frame, std::span<const PixelRun> runs, BlankWith with,
                 std::span<std::uint8_t> pixels) {
  const std::size_t width = bytes_of_pixel(layout);
  const std::size_t size = layout.rows * layout.columns * width;
  const std::span<std::uint8_t> own = pixels.subspan(frame * size, size);
  const std::int64_t value =
      with == BlankWith::minimum ? minimum_of(layout, own) : nearest_zero(layout, layout.frames[frame]);
  for (const PixelRun& run : runs) {
    for (std::size_t i = run.start; i < run.start + run.count; ++i)
      store(layout, value, own.data() + i * width);
  }
}

}  // namespace shareready
