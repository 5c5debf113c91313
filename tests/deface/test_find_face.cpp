#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <random>

#include "deface/face_data.hpp"
#include "deface/quality.hpp"
#include "deface/template_head.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

double gap_mm(const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

// Landmarks of Colin27 (mm): nasion, eyes, ear canals, vertex, and the back of the head.
constexpr std::array<Vec3, 6> k_landmarks{
    {{0, 84, -38}, {32, 62, -40}, {-32, 62, -40}, {-75, -20, -50}, {0, -20, 90}, {0, -110, 0}}};

}  // namespace

TEST_CASE("A head is found where it was moved, turned and scaled to") {
  const Volume head = template_head();
  const auto moved = GENERATE(turned(0, 0, 0.9, {5, -12, 30}), turned(40, 0, 0.93, {-8, 20, -25}),
                              turned(-40, 15, 0.87, {0, 0, 0}), turned(10, -25, 0.7, {30, 10, 40}));
  const auto face = find_face(as_image(head, moved), shared_template(), 2);
  REQUIRE(face.ok());
  REQUIRE(face->verdict == Verdict::done);
  for (const Vec3& p : k_landmarks) REQUIRE(gap_mm(face->data->template_to_ras(p), moved(p)) < 4);
}

TEST_CASE("A head whose header names the axes wrongly is found all the same") {
  const Volume head = template_head();
  const Affine wrong{{{{0, 0, 1, 0}, {-1, 0, 0, 0}, {0, -1, 0, 0}}}};
  const auto face = find_face(as_image(head, wrong), shared_template(), 2);
  REQUIRE(face.ok());
  for (const Vec3& p : k_landmarks) REQUIRE(gap_mm(face->data->template_to_ras(p), wrong(p)) < 5);
}

TEST_CASE("Registration does not depend on the number of threads") {
  const NiftiImage image = as_image(template_head(), turned(20, 0, 0.9, {0, 0, 0}));
  const auto one = find_face(image, shared_template(), 1), two = find_face(image, shared_template(), 2);
  REQUIRE(one->data->template_to_ras == two->data->template_to_ras);
  REQUIRE(one->data->brain.distance.values == two->data->brain.distance.values);
}

TEST_CASE("Each limit of a registration turns its verdict, from both sides") {
  const auto face = find_face(as_image(template_head()), shared_template(), 2);
  REQUIRE(face->verdict == Verdict::done);
  const TemplateData& head = *shared_template().data;
  struct Case {
    const char* what;
    std::function<void(FaceData&)> change;
    Verdict verdict;
  };
  const auto scaled = [](double x, double y, double z) {
    return [=](FaceData& data) {
      const std::array<double, 3> scales{x, y, z};
      for (std::size_t i = 0; i < 3; ++i) data.found.pose.parameters[6 + i] = std::log(scales[i]);
    };
  };
  const auto led_by = [](double lead) {
    return [=](FaceData& data) {
      data.found.searched_widely = true;
      data.found.rival_score = data.found.score_8mm - lead;
    };
  };
  const auto shaded = [](double by, double score) {
    return [=](FaceData& data) {
      data.shading = std::log(by);
      data.found.pose.score = score;
    };
  };
  using enum Verdict;
  for (const Case& one : {
           Case{"score 0.43", [](FaceData& data) { data.found.pose.score = 0.43; }, done},
           Case{"score 0.41", [](FaceData& data) { data.found.pose.score = 0.41; }, doubtful},
           Case{"score 0.31", [](FaceData& data) { data.found.pose.score = 0.31; }, doubtful},
           Case{"score 0.29", [](FaceData& data) { data.found.pose.score = 0.29; }, failed},
           Case{"score 0.59, air of noise",
                [](FaceData& data) { data.found.pose.score = 0.59, data.air_was_noise = true; }, doubtful},
           Case{"score 0.61, air of noise",
                [](FaceData& data) { data.found.pose.score = 0.61, data.air_was_noise = true; }, done},
           Case{"half the size", scaled(0.51, 0.51, 0.51), done},
           Case{"less than half", scaled(0.49, 0.6, 0.6), failed},
           Case{"a quarter larger", scaled(1.24, 1.24, 1.24), done},
           Case{"more than that", scaled(1, 1.26, 1.26), failed},
           Case{"a third longer than wide", scaled(0.9, 1.2, 0.9), done},
           Case{"more than a third", scaled(0.9, 1.22, 0.9), failed},
           Case{"sheared", [](FaceData& data) { data.found.pose.parameters[10] = -0.21; }, failed},
           Case{"sheared a little", [](FaceData& data) { data.found.pose.parameters[10] = -0.19; }, done},
           Case{"another place as good", led_by(0.02), doubtful},
           Case{"another place not as good", led_by(0.04), done},
           Case{"a newborn's size", [](FaceData& data) { data.scale = 0.61; }, doubtful},
           Case{"an infant's", [](FaceData& data) { data.scale = 0.63; }, done},
           Case{"shaded by 3.6, score 0.57", shaded(3.6, 0.57), doubtful},
           Case{"shaded by 3.6, score 0.59", shaded(3.6, 0.59), done},
           Case{"shaded by 4.1, score 0.60", shaded(4.1, 0.60), doubtful},
           Case{"shaded by 4.1, score 0.62", shaded(4.1, 0.62), done},
           Case{"shaded by 5.1", shaded(5.1, 0.9), doubtful},
           Case{"shaded by 3.4", [](FaceData& data) { data.shading = std::log(3.4); }, done},
           Case{"registered askew", [](FaceData& data) { data.vault = {}; }, failed},
       }) {
    FaceData data = *face->data;
    one.change(data);
    INFO(one.what);
    const Judgement judgement = judge_registration(data, head);
    CHECK(judgement.verdict == one.verdict);
    CHECK(judgement.reason.empty() == (one.verdict == done));
  }
}

TEST_CASE("Noise, a ball and an empty image are never called done, and stay as they are") {
  Volume v = template_head();
  std::mt19937 random(1);
  const int what = GENERATE(0, 1, 2);
  for (std::size_t at = 0; at < v.values.size(); ++at) {
    const double x = static_cast<double>(at % v.size[0]) - 30,
                 y = static_cast<double>(at / v.size[0] % v.size[1]) - 36,
                 z = static_cast<double>(at / v.size[0] / v.size[1]) - 30;
    const bool ball = std::hypot(x, y, z) < 26;
    v.values[at] = what == 0 ? static_cast<float>(random() % 200) : (what == 1 && ball ? 100.0F : 0.0F);
  }
  NiftiImage image = as_image(v);
  const auto before = image.bytes;
  const auto face = find_face(image, shared_template(), 2);
  REQUIRE(face.ok());
  REQUIRE(face->verdict != Verdict::done);
  REQUIRE_FALSE(face->reason.empty());
  const auto defaced = remove_face(image, {}, *face, true, shared_template(), 2);
  REQUIRE(defaced->verdict != Verdict::done);
  if (defaced->verdict == Verdict::failed) REQUIRE(image.bytes == before);
}

TEST_CASE("A missing template is an error that names the package") {
  const auto missing = load_head_template("/nonexistent");
  REQUIRE_FALSE(missing.ok());
  REQUIRE(missing.error().what.find("mricron-data") != std::string::npos);
}

TEST_CASE("An image of one slice is refused") {
  Volume v{.size = {8, 8, 1}, .values = std::vector<float>(64, 1.0F)};
  REQUIRE_FALSE(find_face(as_image(v), shared_template(), 1).ok());
}
