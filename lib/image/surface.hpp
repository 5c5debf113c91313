#pragma once

#include "image/head_grid.hpp"
#include "image/picture.hpp"
#include "image/render.hpp"

namespace shareready {

enum class SurfaceView { front, left, right };

// The head's surface (first crossing of the threshold) in parallel projection, lit from above beside the
// viewer and darker with distance; black where there is none. The picture is square, `pixels` wide.
Picture render_surface(const HeadGrid& head, const Viewpoint& viewpoint, SurfaceView view,
                       std::size_t pixels);

}  // namespace shareready
