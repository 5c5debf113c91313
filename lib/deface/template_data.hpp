#pragma once

#include "image/mutual_information.hpp"
#include "image/volume.hpp"

namespace shareready {

// What the program needs to know of the template head. Frame: template space, the MNI mm of Colin27.
struct TemplateData {
  // mm to the border of the cranial cavity, negative inside; 2 mm grid.
  Volume cavity_distance;
  SamplePoints whole_head;  // 8 mm, everything the template shows
  SamplePoints vault_8mm;   // brain, skull and scalp above the face and neck
  SamplePoints vault_4mm;
};

// The distance at a point of template space, continued beyond the template's field of view.
double cavity_distance_at(const TemplateData& head, const Vec3& point);

// Samples `image` where `reach_mm` (a mm-valued volume of the same grid) is at most `limit_mm`, and where
// `accepts(point)`. Kinds: intensity classes inside the cavity, intensity classes of the rest of the head,
// air.
struct PointRequest {
  const Volume& image;
  const Volume& cavity_distance;  // same grid as image
  float air_level = 0;
  double reach_mm = 30;       // above the skull base
  double base_reach_mm = 12;  // below it: face and neck differ too much between heads
};
// The plane z = -30 of template space separates the two reaches; `to_template` maps the image's mm there.
SamplePoints sample_points(const PointRequest& request, const Affine& to_template);

}  // namespace shareready
