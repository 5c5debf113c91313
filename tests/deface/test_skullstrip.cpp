#include <catch2/catch.hpp>
#include <cmath>

#include "deface/brain_shape.hpp"
#include "deface/brain_slices.hpp"
#include "deface/brain_surface.hpp"
#include "deface/face_data.hpp"
#include "deface/skullstrip.hpp"
#include "deface/template_head.hpp"
#include "image/mask.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

struct Stripped {
  NiftiImage image;
  Defaced defaced;
  SessionFace face;
};

Stripped stripped(const NiftiImage& before) {
  Stripped out{.image = before, .defaced = {}, .face = {}};
  out.face = find_face(before, shared_template(), 2).value();
  const PlacedHead placed = place_head(before, out.face, true, shared_template(), 2).value();
  out.defaced = strip_skull(out.image, {}, placed, nullptr, shared_template(), 2).value();
  return out;
}

std::vector<bool> marked(const std::vector<Span>& spans, std::size_t voxels) {
  std::vector<bool> out(voxels);
  for (const Span& span : spans) {
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(span.start), span.count, true);
  }
  return out;
}

// The template's own brain on the grid of `like`: voxels at least half filled by it (tissue is about 90).
Volume template_brain(const Volume& like) {
  const auto image = read_nifti("/usr/share/mricron/templates/ch2bet.nii.gz").value();
  Volume brain = read_volume(image, {.coarse_mm = 3}, "brain").value();
  REQUIRE(brain.size == like.size);
  for (float& x : brain.values) x = x > 45 ? 1.0F : 0.0F;
  return brain;
}

// The same head as another contrast shows it: bone and air stay dark, the order of the tissues is turned.
Volume inverted(Volume head) {
  constexpr float k_dark = 35, k_pivot = 130;
  for (float& x : head.values) {
    if (x > k_dark) x = k_pivot - 0.6F * x;
  }
  return head;
}

}  // namespace

TEST_CASE("Skull-stripping keeps the brain, but for its outermost voxels all of it, and little else") {
  const Volume head = template_head();
  const NiftiImage before = as_image(head, turned(8, -5, 1.04, {3, -4, 6}));
  const Stripped after = stripped(before);
  REQUIRE(after.defaced.verdict == Verdict::doubtful);
  CHECK(after.defaced.reason == k_brain_border_unproven);
  const std::vector<bool> removed = marked(after.defaced.removed, head.values.size());
  const Volume brain = template_brain(head), inner = eroded(brain, 3.1);  // one voxel
  std::size_t kept = 0, of_brain = 0, lost = 0;
  for (std::size_t at = 0; at < removed.size(); ++at) {
    if (brain.values[at] > k_mask_level) ++of_brain;
    if (inner.values[at] > k_mask_level && removed[at]) ++lost;
    if (removed[at]) REQUIRE(stored(after.image, at) == 0);
    if (removed[at]) continue;
    REQUIRE(stored(after.image, at) == stored(before, at));
    ++kept;
  }
  CHECK(lost == 0);
  CHECK(static_cast<double>(kept) < 1.35 * static_cast<double>(of_brain));  // fluid up to the bone goes along
}

TEST_CASE("Where bone lies is learned from the image: a turned contrast gives nearly the same volume") {
  const Volume head = template_head();
  const Stripped plain = stripped(as_image(head));
  const Stripped turned_over = stripped(as_image(inverted(head)));
  const std::vector<bool> a = marked(plain.defaced.removed, head.values.size());
  const std::vector<bool> b = marked(turned_over.defaced.removed, head.values.size());
  std::size_t both = 0, either = 0;
  for (std::size_t at = 0; at < a.size(); ++at) {
    if (!a[at] && !b[at]) ++both;
    either += (a[at] ? 0U : 1U) + (b[at] ? 0U : 1U);
  }
  CHECK(2.0 * static_cast<double>(both) / static_cast<double>(either) > 0.94);
}

TEST_CASE("All volumes of an image lose the same voxels, and the number of threads changes none") {
  const NiftiImage before = as_image(template_head(), {}, 2);
  const Stripped two = stripped(before);
  NiftiImage alone = before;
  const PlacedHead placed = place_head(before, two.face, true, shared_template(), 1).value();
  REQUIRE(strip_skull(alone, {}, placed, nullptr, shared_template(), 1).ok());
  CHECK(alone.bytes == two.image.bytes);
  const std::size_t voxels = before.header.voxels_per_volume();
  for (std::size_t at = 0; at < voxels; ++at) {
    REQUIRE((stored(two.image, at) == stored(before, at)) ==
            (stored(two.image, at + voxels) == stored(before, at + voxels) || stored(before, at) == 0));
  }
}

TEST_CASE("The surface of the session's anchor holds for its other images") {
  const NiftiImage before = as_image(template_head());
  const SessionFace face = find_face(before, shared_template(), 2).value();
  const PlacedHead placed = place_head(before, face, true, shared_template(), 2).value();
  BrainSurface surface = find_brain_surface(before, placed, shared_template(), 2).value();
  REQUIRE(surface.face == face.data);
  NiftiImage own = before, given = before;
  const Defaced by_itself = strip_skull(own, {}, placed, nullptr, shared_template(), 2).value();
  const Defaced by_anchor = strip_skull(given, {}, placed, &surface, shared_template(), 2).value();
  CHECK(own.bytes == given.bytes);
  surface.verdict = Verdict::doubtful;
  surface.reason = "made doubtful";
  given = before;
  CHECK(strip_skull(given, {}, placed, &surface, shared_template(), 2).value().reason == "made doubtful");
}

TEST_CASE("CT and a head that was not found are left as they are") {
  const NiftiImage before = as_image(template_head());
  const SessionFace face = find_face(before, shared_template(), 2).value();
  PlacedHead placed = place_head(before, face, true, shared_template(), 2).value();
  NiftiImage image = before;
  const ImageTraits ct{.background = Background::minimum};
  CHECK(strip_skull(image, ct, placed, nullptr, shared_template(), 2).value().verdict == Verdict::failed);
  placed.face.reset();
  CHECK(strip_skull(image, {}, placed, nullptr, shared_template(), 2).value().verdict == Verdict::failed);
  CHECK(image.bytes == before.bytes);
}

TEST_CASE("A head cut through its middle is no case for skull-stripping without a look") {
  Volume head = template_head();
  const std::size_t half = head.size[0] / 2;
  Volume cut{.size = {half, head.size[1], head.size[2]}, .voxel_to_ras = head.voxel_to_ras};
  for (std::size_t k = 0; k < head.size[2]; ++k) {
    for (std::size_t j = 0; j < head.size[1]; ++j) {
      for (std::size_t i = 0; i < half; ++i) cut.values.push_back(head.at(i, j, k));
    }
  }
  const Defaced result = stripped(as_image(cut)).defaced;
  CHECK(result.verdict != Verdict::done);
  CHECK(result.reason != k_brain_border_unproven);
}

TEST_CASE("The places on the template's surface lie on it and their normals lead out") {
  const TemplateData& data = *shared_template().data;
  const auto points = cavity_surface(data);
  REQUIRE(points.size() > 3000);
  for (const SurfacePoint& point : points) {
    Vec3 outside = point.place;
    for (std::size_t r = 0; r < 3; ++r) outside[r] += 4 * point.outward[r];
    REQUIRE(std::abs(cavity_distance_at(data, point.place)) < 2.5);  // the grid has 2 mm
    REQUIRE(cavity_distance_at(data, outside) > cavity_distance_at(data, point.place));
  }
}

TEST_CASE("Notches of thick slices are closed, and the edge of the field of view is none") {
  // A disc in one slice that the edge of the field of view cuts, far to the side, as bright as all around it.
  Volume image{.size = {80, 80, 1}, .voxel_to_ras = {}};
  image.values.assign(80UL * 80, 1);
  const Affine to_template{{{{1, 0, 0, 60}, {0, 1, 0, 0}, {0, 0, 1, 0}}}};
  const auto notches_of = [&](bool notched) {
    Volume outside = empty_like(image);
    for (std::size_t j = 0; j < 80; ++j) {
      for (std::size_t i = 0; i < 80; ++i) {
        const double x = static_cast<double>(i) - 15, y = static_cast<double>(j) - 40;
        const bool in_notch = notched && x > 10 && std::abs(y) < 5;
        outside.values[offset_of(outside, i, j, 0)] = std::hypot(x, y) < 30 && !in_notch ? -1.0F : 1.0F;
      }
    }
    return count_of(notches_in_slices({image, outside, to_template, 1, 2}, 1));
  };
  CHECK(notches_of(false) < 10);
  CHECK(notches_of(true) > 100);
}
