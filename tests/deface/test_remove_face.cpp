#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "deface/face_data.hpp"
#include "deface/face_region.hpp"
#include "deface/placed_head.hpp"
#include "deface/reface.hpp"
#include "deface/removal.hpp"
#include "deface/template_head.hpp"
#include "deface/voxel_removal.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

// The same head with its voxels stored in another order, its place in the scanner unchanged.
Volume restored(const Volume& v, std::array<std::size_t, 3> axes, std::array<bool, 3> flipped) {
  Volume out{.size = {v.size[axes[0]], v.size[axes[1]], v.size[axes[2]]}};
  Affine from_new;  // new voxel to old voxel
  from_new.rows = {};
  for (std::size_t a = 0; a < 3; ++a) {
    from_new.rows[axes[a]][a] = flipped[a] ? -1 : 1;
    if (flipped[a]) from_new.rows[axes[a]][3] = static_cast<double>(out.size[a] - 1);
  }
  out.voxel_to_ras = compose(v.voxel_to_ras, from_new);
  for (std::size_t k = 0; k < out.size[2]; ++k) {
    for (std::size_t j = 0; j < out.size[1]; ++j) {
      for (std::size_t i = 0; i < out.size[0]; ++i) {
        const Vec3 p = from_new({static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)});
        out.values.push_back(v.at(static_cast<std::size_t>(p[0]), static_cast<std::size_t>(p[1]),
                                  static_cast<std::size_t>(p[2])));
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Header and kept voxels stay bit for bit, removed voxels get the background, the brain is kept") {
  const Volume head = template_head();
  const NiftiImage before = as_image(head);
  NiftiImage after = before;
  const Defaced defaced = deface(after);
  REQUIRE(defaced.verdict == Verdict::done);
  REQUIRE(after.bytes.size() == before.bytes.size());
  const auto data = static_cast<std::ptrdiff_t>(before.header.vox_offset);
  REQUIRE(std::equal(before.bytes.begin(), before.bytes.begin() + data, after.bytes.begin()));
  std::size_t removed = 0;
  for (std::size_t at = 0; at < head.values.size(); ++at) {
    if (stored(after, at) == stored(before, at)) continue;
    ++removed;
    REQUIRE(stored(after, at) == 0);
    const Vec3 p = head.voxel_to_ras({static_cast<double>(at % head.size[0]),
                                      static_cast<double>(at / head.size[0] % head.size[1]),
                                      static_cast<double>(at / head.size[0] / head.size[1])});
    REQUIRE(cavity_distance_at(*shared_template().data, p) > 0);
  }
  REQUIRE(removed > head.values.size() / 50);
}

TEST_CASE("The eyes, the bridge of the nose and the outer ears are removed") {
  const Volume head = template_head();
  NiftiImage image = as_image(head);
  REQUIRE(deface(image).verdict == Verdict::done);
  const Affine to_voxel = *inverse(head.voxel_to_ras);
  for (const Vec3& p :
       {Vec3{32, 66, -40}, Vec3{-32, 66, -40}, Vec3{0, 80, -40}, Vec3{0, 82, -60}, Vec3{84, -25, -60}}) {
    const Vec3 v = to_voxel(p);
    const std::size_t at =
        offset_of(head, static_cast<std::size_t>(std::lround(v[0])),
                  static_cast<std::size_t>(std::lround(v[1])), static_cast<std::size_t>(std::lround(v[2])));
    REQUIRE(stored(image, at) == 0);
  }
}

TEST_CASE("The order in which voxels are stored does not change which are removed") {
  const Volume head = template_head();
  NiftiImage plain = as_image(head);
  REQUIRE(deface(plain).verdict == Verdict::done);
  const std::array<std::size_t, 3> axes{2, 0, 1};
  const std::array<bool, 3> flips{true, false, true};
  const NiftiImage unchanged = as_image(restored(head, axes, flips));
  NiftiImage other = unchanged;
  REQUIRE(deface(other).verdict == Verdict::done);
  Volume result = head;
  for (std::size_t at = 0; at < head.values.size(); ++at)
    result.values[at] = static_cast<float>(stored(plain, at)) / 10;
  const NiftiImage expected = as_image(restored(result, axes, flips));
  std::size_t removed = 0, differ = 0;
  for (std::size_t at = 0; at < head.values.size(); ++at) {
    removed += stored(expected, at) != stored(unchanged, at) ? 1 : 0;
    differ += stored(expected, at) != stored(other, at) ? 1 : 0;
  }
  // blocks of the coarse grids begin at the other end of flipped axes: the border moves by less than a voxel
  REQUIRE(static_cast<double>(differ) < 0.06 * static_cast<double>(removed));
}

TEST_CASE("Removing a face twice is removing it once") {
  NiftiImage image = as_image(template_head());
  const SessionFace face = find_face(image, shared_template(), 2).value();
  REQUIRE(remove_face(image, {}, face, true, shared_template(), 2).ok());
  const auto once = image.bytes;
  REQUIRE(remove_face(image, {}, face, true, shared_template(), 2).ok());
  REQUIRE(image.bytes == once);
}

TEST_CASE("What was defaced already is recognised and left as it is") {
  NiftiImage image = as_image(template_head());
  REQUIRE(deface(image).verdict == Verdict::done);
  const auto once = image.bytes;
  const Defaced again = deface(image);
  REQUIRE(again.verdict == Verdict::done);
  REQUIRE(again.reason.find("already defaced") != std::string::npos);
  REQUIRE(image.bytes == once);
}

TEST_CASE("A brain without a skull is recognised and left as it is") {
  Volume v = template_head();
  const Volume brain =
      read_volume(read_nifti("/usr/share/mricron/templates/ch2bet.nii.gz").value(), {.coarse_mm = 3}, "brain")
          .value();
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    if (brain.values[at] <= 0) v.values[at] = 0;
  }
  NiftiImage image = as_image(v);
  const auto before = image.bytes;
  const Defaced defaced = deface(image);
  REQUIRE(defaced.verdict == Verdict::done);
  REQUIRE(defaced.reason.find("skull-stripped") != std::string::npos);
  REQUIRE(image.bytes == before);
}

TEST_CASE("A head in noisy air that was placed where there is no face keeps its own and is doubtful") {
  const NiftiImage before = as_image(in_noise(with_air_in_front(template_head(), 40)));
  const SessionFace face = find_face(before, shared_template(), 2).value();
  PlacedHead placed = place_head(before, face, true, shared_template(), 2).value();
  NiftiImage image = before;
  REQUIRE(remove_face(image, {}, placed, shared_template(), 2).value().verdict == Verdict::done);
  const Affine forward = turned(0, 0, 1, {0, 120, 0});
  placed.template_to_image = compose(forward, placed.template_to_image);
  placed.image_to_anchor = inverse(forward).value();
  image = before;
  const Defaced defaced = remove_face(image, {}, placed, shared_template(), 2).value();
  CHECK(defaced.verdict == Verdict::doubtful);
  CHECK(defaced.reason == "neither a face nor its removal is to be seen where the head was found");
}

TEST_CASE("Noise in the air as bright as the head does not hide it") {
  const Volume v = in_noise(template_head());
  NiftiImage image = as_image(v);
  REQUIRE(deface(image).verdict == Verdict::done);
  const auto found = find_face(as_image(v), shared_template(), 2);
  const Vec3 nasion = found->data->template_to_ras({0, 84, -38});
  REQUIRE(std::hypot(nasion[0], nasion[1] - 84, nasion[2] + 38) < 8);
  // nor does what tells it from the head take the scalp for air
  REQUIRE(found->data->air_was_noise);
  REQUIRE(found->data->scalp_level > 0.5);
}

TEST_CASE("Ears that the field of view cuts off are removed as deep as ears beside air") {
  const Volume whole = template_head();
  const Affine to_voxel = inverse(whole.voxel_to_ras).value();
  const auto first = static_cast<std::size_t>(std::lround(to_voxel({-80, 0, 0})[0]));
  const auto last = static_cast<std::size_t>(std::lround(to_voxel({80, 0, 0})[0]));
  Volume cut{.size = {last - first + 1, whole.size[1], whole.size[2]}, .voxel_to_ras = whole.voxel_to_ras};
  cut.voxel_to_ras.rows[0][3] = whole.voxel_to_ras({static_cast<double>(first), 0, 0})[0];
  for (std::size_t row = 0; row < whole.values.size(); row += whole.size[0]) {
    const auto from = whole.values.begin() + static_cast<std::ptrdiff_t>(row);
    cut.values.insert(cut.values.end(), from + static_cast<std::ptrdiff_t>(first),
                      from + static_cast<std::ptrdiff_t>(last + 1));
  }
  const auto in_whole = find_face(as_image(whole), shared_template(), 2).value();
  const auto in_cut = find_face(as_image(cut), shared_template(), 2).value();
  const TemplateData& head = *shared_template().data;
  for (const double side : {-1.0, 1.0}) {
    for (const double z : {-20.0, -28.0, -36.0}) {
      const Vec3 skin{side * 79, -20, z};
      const double beside_air = removal_depth(*in_whole.data, head, skin);
      INFO(skin[0] << " " << z << " " << beside_air);
      CHECK(removal_depth(*in_cut.data, head, skin) > std::min(beside_air, 3.0) - 1);
    }
  }
}

TEST_CASE("A head much darker in front loses no brain") {
  Volume v = template_head();
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    const auto j = static_cast<float>(at / v.size[0] % v.size[1]) / static_cast<float>(v.size[1]);
    v.values[at] *= 8 * std::exp(-3.0F * j);
  }
  const NiftiImage before = as_image(v);
  NiftiImage after = before;
  (void)deface(after);
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    if (stored(after, at) == stored(before, at)) continue;
    const Vec3 p =
        v.voxel_to_ras({static_cast<double>(at % v.size[0]), static_cast<double>(at / v.size[0] % v.size[1]),
                        static_cast<double>(at / v.size[0] / v.size[1])});
    REQUIRE(cavity_distance_at(*shared_template().data, p) > 0);
  }
}

TEST_CASE("All volumes of a series lose the same voxels") {
  const Volume head = template_head();
  NiftiImage series = as_image(head, {}, 3), single = as_image(head);
  const SessionFace face = find_face(single, shared_template(), 2).value();
  REQUIRE(remove_face(single, {}, face, true, shared_template(), 2).ok());
  REQUIRE(remove_face(series, {}, face, true, shared_template(), 2).ok());
  for (std::size_t n = 0; n < 3; ++n) {
    for (std::size_t at = 0; at < head.values.size(); ++at) {
      const bool removed = stored(single, at) == 0 && head.values[at] >= 0.1F;
      if (removed) REQUIRE(stored(series, n * head.values.size() + at) == 0);
    }
  }
}

TEST_CASE("Another image of the session, moved a little, is aligned to the anchor") {
  const Volume head = template_head();
  const SessionFace face = find_face(as_image(head), shared_template(), 2).value();
  NiftiImage other = as_image(head, turned(4, 3, 1, {3, -4, 2}));
  const auto defaced = remove_face(other, {}, face, false, shared_template(), 2);
  REQUIRE(defaced.ok());
  REQUIRE(defaced->verdict == Verdict::done);
  NiftiImage anchor = as_image(head);
  REQUIRE(remove_face(anchor, {}, face, true, shared_template(), 2).ok());
  std::size_t removed = 0, differ = 0;
  for (std::size_t at = 0; at < head.values.size(); ++at) {
    removed += stored(anchor, at) == 0 && head.values[at] >= 0.1F ? 1 : 0;
    differ += (stored(anchor, at) == 0) != (stored(other, at) == 0) ? 1 : 0;
  }
  REQUIRE(static_cast<double>(differ) < 0.1 * static_cast<double>(removed));
}

TEST_CASE(
    "Another image of the session under a header that turns it back to front loses its face, not its brain") {
  const Volume head = template_head();
  const SessionFace face = find_face(as_image(head), shared_template(), 2).value();
  NiftiImage other = as_image(head, turned(0, 180, 1, {0, -36, 0}));
  const Defaced defaced = remove_face(other, {}, face, false, shared_template(), 2).value();
  REQUIRE(defaced.verdict == Verdict::done);
  const Affine to_voxel = inverse(head.voxel_to_ras).value();
  const auto at = [&](const Vec3& p) {
    const Vec3 v = to_voxel(p);
    return stored(other, offset_of(head, static_cast<std::size_t>(std::lround(v[0])),
                                   static_cast<std::size_t>(std::lround(v[1])),
                                   static_cast<std::size_t>(std::lround(v[2]))));
  };
  CHECK(at({0, 84, -38}) == 0);     // the bridge of the nose
  CHECK(at({20, -90, -10}) > 100);  // the occipital lobe
}

TEST_CASE(
    "A generic face takes the place of the face, and nothing in it depends on the face that was there") {
  const Volume head = template_head();
  Volume other = head;  // somebody with another face
  for (std::size_t at = 0; at < head.values.size(); ++at) {
    const Vec3 p = head.voxel_to_ras({static_cast<double>(at % head.size[0]),
                                      static_cast<double>(at / head.size[0] % head.size[1]),
                                      static_cast<double>(at / head.size[0] / head.size[1])});
    const bool well_inside = face_depth(p) > 8 && cavity_distance_at(*shared_template().data, p) > 20;
    if (well_inside) other.values[at] = 100;
  }
  const NiftiImage before = as_image(head);
  const SessionFace face = find_face(before, shared_template(), 2).value();
  const PlacedHead placed = place_head(before, face, true, shared_template(), 2).value();
  NiftiImage one = before, two = as_image(other), empty = before;
  REQUIRE(one.bytes != two.bytes);
  const Defaced refaced = replace_face(one, {}, placed, shared_template(), 2).value();
  REQUIRE(refaced.verdict == Verdict::done);
  REQUIRE(replace_face(two, {}, placed, shared_template(), 1).ok());
  REQUIRE(remove_face(empty, {}, placed, shared_template(), 2).ok());
  std::vector<bool> removed(head.values.size());
  for (const Span& span : refaced.removed)
    std::fill_n(removed.begin() + static_cast<std::ptrdiff_t>(span.start), span.count, true);
  std::size_t tissue = 0;
  for (std::size_t at = 0; at < removed.size(); ++at) {
    if (!removed[at]) REQUIRE(stored(one, at) == stored(before, at));
    if (removed[at]) REQUIRE(stored(one, at) == stored(two, at));
    if (removed[at] && stored(one, at) > 500) ++tissue;
  }
  CHECK(tissue > count_of(refaced.removed) / 5);
}

TEST_CASE("Parts of a scan follow the image that guides it, on its grid alone, and share its doubts") {
  const NiftiImage whole = as_image(template_head());
  const SessionFace face = find_face(whole, shared_template(), 2).value();
  const PlacedHead guide = place_head(whole, face, true, shared_template(), 2).value();
  const auto verdict_of = [&](const NiftiImage& part, Verdict guided) {
    const PlacedHead placed = place_part(part, guide, guided).value();
    CHECK(placed.by == PlacedBy::same_scan);
    CHECK(placed.reason.empty() == (placed.verdict == Verdict::done));
    return placed.verdict;
  };
  for (const Verdict guided : {Verdict::done, Verdict::doubtful, Verdict::failed})
    CHECK(verdict_of(whole, guided) == guided);
  CHECK(verdict_of(as_image(template_head(), turned(0, 0, 1, {0, 12, 0})), Verdict::done) ==
        Verdict::doubtful);
}

TEST_CASE("A removal whose new surface follows the skin of ears or forehead is doubtful") {
  const SurfaceFigures gone{.face_rays = 400,
                            .ear_rays = 200,
                            .front_moved_mm = 30,
                            .forehead_rays = 140,
                            .ear_skin_rays = 200,
                            .forehead_skin_left = 0.15,
                            .ear_skin_left = 0.04};
  const auto verdict_of = [](const SurfaceFigures& figures) {
    Defaced out{.verdict = Verdict::done};
    judge_surface(figures, out);
    return out.verdict;
  };
  REQUIRE(verdict_of(gone) == Verdict::done);
  struct Case {
    const char* what;
    std::function<void(SurfaceFigures&)> change;
    Verdict verdict;
  };
  // Each limit of docs/adr/0003 and 0005 from both sides, and what is too small in view to be measured.
  using enum Verdict;
  for (const Case& one : {
           Case{"8 % of the face", [](auto& figures) { figures.face_left = 0.08; }, done},
           Case{"more", [](auto& figures) { figures.face_left = 0.081; }, doubtful},
           Case{"a front moved by 8 mm", [](auto& figures) { figures.front_moved_mm = 8; }, done},
           Case{"less", [](auto& figures) { figures.front_moved_mm = 7.9; }, doubtful},
           Case{"12 % of the ears", [](auto& figures) { figures.ear_left = 0.12; }, done},
           Case{"more of them", [](auto& figures) { figures.ear_left = 0.121; }, doubtful},
           Case{"more than 4 % of the ears' skin", [](auto& figures) { figures.ear_skin_left = 0.041; },
                doubtful},
           Case{"more than 4 %, and 3 % beside noise",
                [](auto& figures) { figures.ear_skin_left = 0.2, figures.ear_skin_left_in_noise = 0.03; },
                done},
           Case{"more than 3 % beside noise",
                [](auto& figures) { figures.ear_skin_left = 0.2, figures.ear_skin_left_in_noise = 0.031; },
                doubtful},
           Case{"bright air and a poor match", [](auto& figures) { figures.is_place_unsure = true; },
                doubtful},
           Case{"20 % of the forehead's skin", [](auto& figures) { figures.forehead_skin_left = 0.2; }, done},
           Case{"more of it", [](auto& figures) { figures.forehead_skin_left = 0.21; }, doubtful},
           Case{"a whole face in 20 rays",
                [](auto& figures) { figures.face_left = 1, figures.face_rays = 20; }, doubtful},
           Case{"in 19", [](auto& figures) { figures.face_left = 1, figures.face_rays = 19; }, done},
           Case{"ears in 20 rays", [](auto& figures) { figures.ear_left = 1, figures.ear_rays = 20; },
                doubtful},
           Case{"in fewer", [](auto& figures) { figures.ear_left = 1, figures.ear_rays = 19; }, done},
           Case{"skin in 20 rays",
                [](auto& figures) { figures.ear_skin_left = 1, figures.ear_skin_rays = 20; }, doubtful},
           Case{"skin in fewer", [](auto& figures) { figures.ear_skin_left = 1, figures.ear_skin_rays = 19; },
                done},
           Case{"a forehead in 40 rays",
                [](auto& figures) { figures.forehead_skin_left = 1, figures.forehead_rays = 40; }, doubtful},
           Case{"a sliver of it",
                [](auto& figures) { figures.forehead_skin_left = 1, figures.forehead_rays = 39; }, done},
       }) {
    SurfaceFigures figures = gone;
    one.change(figures);
    INFO(one.what);
    CHECK(verdict_of(figures) == one.verdict);
  }
  Defaced already{.verdict = failed, .reason = "another"};
  judge_surface(gone, already);
  CHECK((already.verdict == failed && already.reason == "another"));
}

TEST_CASE("What is left of a head does not follow the skin of its forehead and ears") {
  NiftiImage image = as_image(template_head());
  const Defaced defaced = deface(image);
  const auto figure = [&](std::string_view name) { return figure_of(defaced, name); };
  REQUIRE(figure("forehead_rays") > 100);
  REQUIRE(figure("ear_skin_rays") > 100);
  REQUIRE(figure("forehead_skin_left") < 0.02);
  REQUIRE(figure("ear_skin_left") < 0.02);
}

TEST_CASE("Noise in the air does not make the skin of ears lie deeper than it does") {
  const NiftiImage own = read_nifti("/usr/share/mricron/templates/ch2.nii.gz").value();
  const Volume head = in_wide_view(read_volume(own, {.coarse_mm = 2}, "template").value(), 10);
  const auto defaced_in_noise = [&](float sd) {
    NiftiImage image = as_image(with_noise(head, sd));
    return deface(image);
  };
  const Defaced quiet = defaced_in_noise(1), noisy = defaced_in_noise(40), drowned = defaced_in_noise(60);
  CHECK_THROWS(figure_of(quiet, "ear_skin_left_in_noise"));
  CHECK(figure_of(noisy, "ear_skin_left_in_noise") < figure_of(noisy, "ear_skin_left"));
  CHECK_THROWS(figure_of(drowned, "ear_skin_left_in_noise"));  // its place is not sure
  CHECK(figure_of(quiet, "air_share") < 0.1);
  CHECK(figure_of(noisy, "air_share") < figure_of(drowned, "air_share"));
}
