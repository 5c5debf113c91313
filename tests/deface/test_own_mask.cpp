#include <algorithm>
#include <catch2/catch.hpp>

#include "deface/face_region.hpp"
#include "deface/own_mask.hpp"
#include "deface/placed_head.hpp"
#include "deface/template_head.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

// A mask on the head's grid that marks what `is_marked` says of template points.
NiftiImage mask_where(const Volume& head, const auto& is_marked, const Affine& moved = {}) {
  Volume mask = head;
  for (std::size_t at = 0; at < head.values.size(); ++at) {
    const Vec3 p = head.voxel_to_ras({static_cast<double>(at % head.size[0]),
                                      static_cast<double>(at / head.size[0] % head.size[1]),
                                      static_cast<double>(at / head.size[0] / head.size[1])});
    mask.values[at] = is_marked(p) ? 1.0F : 0.0F;
  }
  return as_image(mask, moved);
}

bool is_face(const Vec3& p) {
  return std::max(face_depth(p), ear_depth(p)) > 0 && cavity_distance_at(*shared_template().data, p) > 6;
}

}  // namespace

TEST_CASE("The user's own mask removes what it marks and nothing else, and is judged like any other") {
  const Volume head = template_head();
  const NiftiImage before = as_image(head);
  const SessionFace face = find_face(before, shared_template(), 2).value();
  const PlacedHead placed = place_head(before, face, true, shared_template(), 2).value();
  const auto verdict_of = [&](const NiftiImage& mask) {
    NiftiImage after = before;
    const Defaced defaced = remove_by_mask(after, {}, mask, placed, shared_template(), 2).value();
    for (std::size_t at = 0; at < head.values.size(); ++at) {
      const bool marked = stored(mask, at) != 0;
      REQUIRE(stored(after, at) == (marked ? 0 : stored(before, at)));
    }
    return defaced;
  };
  const Defaced good = verdict_of(mask_where(head, is_face));
  for (const Figure& figure : good.figures) UNSCOPED_INFO(figure.name << " " << figure.value);
  CHECK(good.reason == "");
  CHECK(good.verdict == Verdict::done);
  const auto takes_brain = [](const Vec3& p) { return is_face(p) || (p[1] > 50 && p[2] < 30); };
  CHECK(verdict_of(mask_where(head, takes_brain)).verdict == Verdict::doubtful);
  const auto leaves_ears = [](const Vec3& p) { return is_face(p) && face_depth(p) > 0; };
  CHECK(verdict_of(mask_where(head, leaves_ears)).verdict == Verdict::doubtful);
  CHECK(verdict_of(mask_where(head, [](const Vec3&) { return false; })).verdict == Verdict::doubtful);
}

TEST_CASE("A mask of another geometry is refused, and one that nothing can check is doubtful") {
  const Volume head = template_head();
  const NiftiImage before = as_image(head);
  NiftiImage after = before;
  const auto refused = [&](const NiftiImage& mask) {
    return remove_by_mask(after, {}, mask, {}, shared_template(), 2).error().what;
  };
  Affine beside;
  beside.rows[0][3] = 1;
  CHECK(refused(mask_where(head, is_face, beside)).find("voxels beside the image") != std::string::npos);
  Volume smaller = head;
  smaller.size[2] -= 1;
  smaller.values.resize(smaller.size[0] * smaller.size[1] * smaller.size[2]);
  CHECK(refused(mask_where(smaller, is_face)).find("expected") != std::string::npos);
  CHECK(refused(as_image(head, {}, 2)).find("2 volumes") != std::string::npos);
  CHECK((after.bytes == before.bytes));
  const Defaced unchecked =
      remove_by_mask(after, {}, mask_where(head, is_face), {}, shared_template(), 2).value();
  CHECK(unchecked.verdict == Verdict::doubtful);
}
