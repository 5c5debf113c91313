#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"
#include "readiness/check_rules.hpp"

namespace shareready::readiness {
namespace {

std::uint64_t count_face(const std::vector<ReportedImage>& images, FaceVerdict verdict) {
  return static_cast<std::uint64_t>(std::count_if(
      images.begin(), images.end(), [&](const ReportedImage& image) { return image.face == verdict; }));
}

CheckOutcome no_images() { return {CheckStatus::not_applicable, "no image was released", {}, {}}; }

std::string describe_faces(const std::vector<ReportedImage>& images) {
  std::vector<std::string> parts;
  const auto add = [&](FaceVerdict verdict, const char* words) {
    if (const auto n = count_face(images, verdict); n > 0) parts.push_back(fmt::format("{} {}", n, words));
  };
  add(FaceVerdict::defaced, "defaced");
  add(FaceVerdict::refaced, "with a generic face in place of their own");
  add(FaceVerdict::accepted, "doubtful but accepted by a person");
  add(FaceVerdict::skull_stripped, "skull-stripped");
  add(FaceVerdict::no_face, "not defaced and not measured: a kind of image with little detail of the face");
  add(FaceVerdict::not_assessed, "without a verdict");
  return join(parts, ", ");
}

// What a person can look at, before and after.
std::string describe_drawn(const std::vector<ReportedImage>& images) {
  const auto drawn =
      std::count_if(images.begin(), images.end(), [](const auto& image) { return image.drawn; });
  return fmt::format("drawn before and after: {} of {} images", drawn, images.size());
}

CheckOutcome face_outcome(const ReadinessInputs& inputs) {
  if (inputs.images.empty()) return no_images();
  CheckOutcome outcome{CheckStatus::pass,
                       describe_faces(inputs.images) + "; " + describe_drawn(inputs.images),
                       "a verdict for every image, none in doubt",
                       {}};
  if (count_face(inputs.images, FaceVerdict::accepted) > 0) outcome.status = CheckStatus::warn;
  for (const ReportedImage& image : inputs.images) {
    if (image.face != FaceVerdict::not_assessed) continue;
    outcome.status = CheckStatus::fail;
    outcome.evidence.push_back({{}, image.path, {}, "no verdict"});
  }
  return outcome;
}

}  // namespace

CheckOutcome faces_measured(const ReadinessInputs& inputs) {
  CheckOutcome outcome = face_outcome(inputs);
  outcome.threshold = "a verdict for every image, none in doubt; and a person looked at every one";
  return joined_with_audit(std::move(outcome), "R14", inputs);
}

CheckOutcome faces_seen(const ReadinessInputs& inputs) {
  CheckOutcome outcome = faces_measured(inputs);
  if (outcome.status == CheckStatus::pass) outcome.status = CheckStatus::warn;  // no program sees as a person
  return outcome;
}

CheckOutcome faces_removed(const ReadinessInputs& inputs) {
  CheckOutcome outcome = face_outcome(inputs);
  if (outcome.status == CheckStatus::pass)
    outcome.observed += "; by the program's own measure, whether a person looked stands at R14";
  return joined_with_audit(std::move(outcome), "R34", inputs);
}

CheckOutcome headers_scrubbed(const ReadinessInputs& inputs) {
  if (inputs.images.empty()) return joined_with_audit(no_images(), "R33", inputs);
  CheckOutcome outcome{CheckStatus::pass,
                       fmt::format("headers of {} images scrubbed", inputs.images.size()),
                       "every released image",
                       {}};
  for (const ReportedImage& image : inputs.images) {
    if (image.action == "deface" || image.action == "scrub") continue;
    outcome.status = CheckStatus::fail;
    outcome.evidence.push_back({{}, image.path, {}, "header not scrubbed"});
  }
  if (!outcome.evidence.empty()) {
    outcome.observed = fmt::format("images with the header as it was: {}", outcome.evidence.size());
  }
  return joined_with_audit(std::move(outcome), "R33", inputs);
}

}  // namespace shareready::readiness
