#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "deface/brain_shape.hpp"

namespace shareready {

// What an image shows along the lines that leave the registered cavity at right angles: one profile a surface
// point, samples half a millimetre apart.
constexpr double k_profile_step_mm = 0.5;
constexpr double k_profile_first_mm = -14;  // relative to the registered surface, negative inside
constexpr std::size_t k_profile_samples = 73;

struct BrainProfiles {
  std::vector<SurfacePoint> points{};
  std::vector<float> values{};          // in units of the brain's own level nearby
  std::vector<std::uint8_t> in_view{};  // 0 where the sample lies beyond the image
  [[nodiscard]] std::size_t count() const { return points.size(); }
  [[nodiscard]] float value(std::size_t point, std::size_t sample) const {
    return values[point * k_profile_samples + sample];
  }
  [[nodiscard]] bool sees(std::size_t point, std::size_t sample) const {
    return in_view[point * k_profile_samples + sample] != 0;
  }
};

// `image` on a grid of about 1 mm, its air near 0.
BrainProfiles brain_profiles(const Volume& image, const TemplateData& head, const Affine& template_to_ras,
                             int threads);

// For each point the others by distance, itself first.
constexpr std::size_t k_most_neighbours = 100;
std::vector<std::uint32_t> neighbours_of(const std::vector<SurfacePoint>& points, int threads);

// The middle value; the order of `values` changes. 0 where empty.
float middle_of(std::span<float> values);

}  // namespace shareready
