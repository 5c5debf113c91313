#pragma once

#include <array>

#include "image/head_grid.hpp"
#include "image/picture.hpp"
#include "image/render.hpp"

namespace shareready {

enum class SurfaceView { front, left, right };

struct Light {
  // To the light: right, down, towards the viewer; the default is above, beside the viewer. Of length 1.
  std::array<float, 3> direction{-0.35F, -0.50F, 0.79F};
  float fade = 0.55F;  // how much darker what lies half a picture's side behind the nearest point is
};

// The head's surface (first crossing of the threshold) in parallel projection, darker with distance; black
// where there is none. The picture is square, `pixels` wide.
Picture render_surface(const HeadGrid& head, const Viewpoint& viewpoint, SurfaceView view, std::size_t pixels,
                       const Light& light = {});

}  // namespace shareready
