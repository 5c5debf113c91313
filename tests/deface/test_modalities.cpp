#include <catch2/catch.hpp>
#include <cmath>
#include <memory>

#include "deface/face_data.hpp"
#include "deface/placed_head.hpp"
#include "deface/telling_volume.hpp"
#include "deface/template_head.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

// CT numbers: air -1000, soft tissue around 40, and bone in the template's own dark skull. `add` is for what
// scanners store otherwise.
Volume as_ct(Volume head, float add = 0) {
  constexpr float k_template_air = 15;
  const TemplateData& data = *shared_template().data;
  for (std::size_t at = 0; at < head.values.size(); ++at) {
    const Vec3 p = head.voxel_to_ras({static_cast<double>(at % head.size[0]),
                                      static_cast<double>(at / head.size[0] % head.size[1]),
                                      static_cast<double>(at / head.size[0] / head.size[1])});
    const double from_cavity = cavity_distance_at(data, p);
    float& x = head.values[at];
    const bool is_bone = x < 60 && from_cavity > 1 && from_cavity < 9 && p[2] > -30;
    const float number = is_bone ? 1000 : x < k_template_air ? -1000 : 20 + x / 5;
    x = (number + add) / 10;  // as_image stores ten times as much
  }
  return head;
}

Defaced defaced_as(const Volume& head, std::string_view suffix) {
  NiftiImage image = as_image(head);
  const SessionFace face = find_face(image, shared_template(), 2).value();
  return remove_face(image, image_traits(suffix, ""), face, true, shared_template(), 2).value();
}

// One volume after another on the grid of the first.
NiftiImage series_of(const std::vector<Volume>& volumes) {
  NiftiImage series = as_image(volumes.front(), {}, static_cast<std::int64_t>(volumes.size()));
  const std::size_t bytes = 2 * series.header.voxels_per_volume();
  for (std::size_t n = 0; n < volumes.size(); ++n) {
    const NiftiImage one = as_image(volumes[n]);
    std::copy(one.voxels().begin(), one.voxels().end(),
              series.voxels().begin() + static_cast<std::ptrdiff_t>(n * bytes));
  }
  return series;
}

Volume constant(Volume v, float value) {
  v.values.assign(v.values.size(), value);
  return v;
}

struct Levels {
  double score, skull, scalp;
};

// The template's own head, as if it had been matched so well and shown so much of skull and scalp.
Defaced defaced_with(const Levels& levels, std::string_view suffix, PlacedBy by) {
  NiftiImage image = as_image(template_head());
  static const SessionFace face = find_face(image, shared_template(), 2).value();
  PlacedHead placed = place_head(image, face, true, shared_template(), 2).value();
  FaceData data = *placed.face;
  data.found.pose.score = levels.score;
  data.skull_level = levels.skull;
  data.scalp_level = levels.scalp;
  placed.face = std::make_shared<const FaceData>(data);
  placed.by = by;
  return remove_face(image, image_traits(suffix, ""), placed, shared_template(), 2).value();
}

}  // namespace

TEST_CASE("CT is judged by its CT numbers: bone and air dark, a face before and none after") {
  const Defaced ct = defaced_as(as_ct(template_head()), "ct");
  CHECK(ct.verdict == Verdict::done);
  CHECK(ct.reason.empty());
  CHECK(figure_of(ct, "upper_face_before") > 0.5);
  CHECK(figure_of(ct, "upper_face_after") < 0.05);
  CHECK(figure_of(ct, "skull_level") < 0.7);
}

TEST_CASE("CT whose values are no CT numbers is doubtful") {
  const Defaced ct = defaced_as(as_ct(template_head(), 1024), "ct");
  CHECK(ct.verdict == Verdict::doubtful);
  CHECK(ct.reason == "CT, but its values are no CT numbers: no such image was measured");
}

TEST_CASE("CT without a face in view is cut all the same, never left as it is") {
  const Defaced once = defaced_as(as_ct(template_head()), "ct");
  REQUIRE(!once.removed.empty());
  Volume head = as_ct(template_head());
  for (const Span& span : once.removed) {
    for (std::uint64_t i = 0; i < span.count; ++i) head.values[span.start + i] = -102.4F;
  }
  CHECK(!defaced_as(head, "ct").removed.empty());
  CHECK(!defaced_as(head, "pet").removed.empty());
  CHECK(defaced_as(head, "T1w").removed.empty());
}

TEST_CASE("A series whose first volumes are empty or noise is defaced by one that shows a head") {
  const Volume head = template_head();
  Volume noise = in_noise(constant(head, 0));
  for (float& x : noise.values) x *= 0.02F;
  NiftiImage image = series_of({constant(head, 0), noise, head, head});
  CHECK(telling_volume(image).value() >= 2);
  const Defaced defaced = deface(image);
  CHECK(defaced.verdict == Verdict::done);
  NiftiImage alone = as_image(head);
  CHECK(defaced.removed.size() == deface(alone).removed.size());
}

TEST_CASE("Where the first volume shows a head as well as the others it is the one that is looked at") {
  const Volume head = template_head();
  Volume darker = head;
  for (float& x : darker.values) x *= 0.3F;
  CHECK(telling_volume(series_of({darker, head, head})).value() == 0);
  CHECK(telling_volume(as_image(head)).value() == 0);
  CHECK(telling_volume(series_of({constant(head, 0), constant(head, 0)})).value() == 0);
}

TEST_CASE("A head whose scalp lies where the template has its skull is doubtful, where the match is poor") {
  const auto verdict_of = [](const Levels& levels) {
    return defaced_with(levels, "T1w", PlacedBy::itself).verdict;
  };
  CHECK(verdict_of({0.59, 2.3, 0.78}) == Verdict::doubtful);
  CHECK(verdict_of({0.59, 2.3, 0.80}) == Verdict::done);
  CHECK(verdict_of({0.61, 2.3, 0.78}) == Verdict::done);
  CHECK(verdict_of({0.59, 0.88, 0.28}) == Verdict::done);
}

TEST_CASE("PET alone is doubtful where it shows little of the skin, and not beside an image that does") {
  const auto verdict_of = [](double scalp, std::string_view suffix, PlacedBy by) {
    return defaced_with({0.8, 0.4, scalp}, suffix, by).verdict;
  };
  CHECK(verdict_of(0.21, "pet", PlacedBy::itself) == Verdict::doubtful);
  CHECK(verdict_of(0.23, "pet", PlacedBy::itself) == Verdict::done);
  CHECK(verdict_of(0.21, "pet", PlacedBy::anchor) == Verdict::done);
  CHECK(verdict_of(0.21, "T1w", PlacedBy::itself) == Verdict::done);
}
