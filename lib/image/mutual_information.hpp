#pragma once

#include <cstdint>
#include <vector>

#include "image/volume.hpp"

namespace shareready {

// Mutual information between the kinds of tissue at points of a reference and the intensities an image shows
// there (Viola & Wells 1997, doi:10.1023/A:1007958904918; Maes et al. 1997, doi:10.1109/42.563664). Kinds
// instead of raw intensities let the reference say more than its intensity does: a dark voxel is fluid
// inside the skull, bone, or air.

// Points in the reference's frame (mm) with the kind at each, 0 .. kinds - 1.
struct SamplePoints {
  std::vector<float> x{}, y{}, z{};
  std::vector<std::uint8_t> kind{};
  std::size_t kinds = 0;

  [[nodiscard]] std::size_t count() const { return x.size(); }
};

// Every `step`-th point.
SamplePoints thinned(const SamplePoints& points, std::size_t step);

constexpr std::size_t k_histogram_bins = 32;

// The image with each value replaced by its position in a histogram of k_histogram_bins bins: air in the
// lowest, what is above `air_level` in bins between equal widths and equal shares.
Volume binned(const Volume& image, float air_level);

struct Match {
  double information = 0;  // nats
  double overlap = 0;      // share of the points inside the image
};

// `to_voxel` maps the points' frame to voxel positions of `bins`.
Match match(const SamplePoints& points, const Volume& bins, const Affine& to_voxel);

// The intensity that separates air from head: Otsu's threshold (1979, doi:10.1109/TSMC.1979.4310076) on
// square roots, since a head spreads over a far wider range than air.
float air_level(const Volume& image);

}  // namespace shareready
