#include "audit/face_detector.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "audit/head_image.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/face_surface.hpp"
#include "deface/generic_match.hpp"
#include "deface/rough_place.hpp"
#include "deface/session_alignment.hpp"
#include "image/nifti.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Measured on the test heads: 0.68-1.00 and 0.82-1.00 with a face (0.45 in a field map of 3 mm), 0.00 after
// defacing, 0.20 and 0.36 after defacing by another program.
constexpr double k_upper_face = 0.32, k_lower_face = 0.65;
constexpr std::size_t k_fewest_rays = 30;
// The generic face by the fine grid (docs/adr/0006): 0.99-1.00 of the rays and 0.09-0.22 mm; faces of people
// 0.43-0.72 and 0.73-1.55 mm.
constexpr double k_generic_share = 0.97, k_generic_middle_mm = 0.4;
constexpr std::size_t k_generic_rays = 150;
constexpr double k_removed_share = 0.3;  // of the face's space: 0.70-1.00 after a removal, mostly 0 before
constexpr double k_least_information = 0.2;  // nats, of an alignment to another image
constexpr double k_coarse_mm = 4, k_fine_mm = 1;
constexpr std::size_t k_most_volumes = 64;

FaceFinding cannot_judge(std::string reason) { return {FaceVerdict::cannot_judge, std::move(reason)}; }

bool is_blank(const NiftiImage& image) {
  const auto voxels = image.voxels();
  return std::all_of(voxels.begin(), voxels.end(), [](std::uint8_t byte) { return byte == 0; });
}

// The volumes to look at: all, or as many spread evenly.
std::vector<std::size_t> volumes_of(const NiftiImage& image) {
  const auto all = static_cast<std::size_t>(image.header.volumes());
  const std::size_t count = std::min(all, k_most_volumes);
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(i * all / count);
  return chosen;
}

// A volume shows the face that everybody gets who is refaced: it says nothing of anybody.
bool shows_generic_face(const NiftiImage& image, std::size_t index, const HeadPlace& place) {
  const auto fine = read_volume(image, {.index = index, .coarse_mm = k_fine_mm}, "image");
  if (!fine.ok()) return false;
  const GenericMatch match = match_generic_face(*fine, place);
  return match.rays >= k_generic_rays && match.near_share >= k_generic_share &&
         match.middle_mm <= k_generic_middle_mm;
}

FaceFinding face_seen() { return {FaceVerdict::face, "tissue where the face has its front surface"}; }

enum class Trust { sure, doubtful };

// No tissue in front of a head in view is believed only where something was removed there: else the head may
// lie elsewhere. A field of view without a face is believed only of a sure pose.
FaceFinding judge_surface(const FaceSurface& surface, Trust trust) {
  const bool sees_upper = surface.upper_rays >= k_fewest_rays;
  const bool sees_lower = surface.lower_rays >= k_fewest_rays;
  if ((sees_upper && surface.upper_share >= k_upper_face) ||
      (sees_lower && surface.lower_share >= k_lower_face)) {
    return face_seen();
  }
  const bool outside_view = !sees_upper && !sees_lower;
  const bool was_removed = surface.constant_share >= k_removed_share;
  if (was_removed || (outside_view && trust == Trust::sure)) return {FaceVerdict::no_face, ""};
  return cannot_judge("neither a face nor its removal is to be seen where the head was found");
}

// What a registration without the subject's own brain shows beyond doubt; else nothing. On the test heads,
// turned in nine ways: 0.89-1.00 of one of the windows with a face; after defacing at most 0.13 and 0.00, and
// a constant space of 0.83-0.95 (docs/adr/0014).
std::optional<FaceFinding> judge_clearly(const NiftiImage& image, const RoughPlace& rough) {
  constexpr double k_plain_upper = 0.75, k_plain_lower = 0.85;
  constexpr double k_no_upper = 0.15, k_no_lower = 0.1, k_plain_removal = 0.8;
  constexpr std::size_t k_many_rays = 100;
  if (!rough.head) return std::nullopt;
  for (const std::size_t index : volumes_of(image)) {
    const auto volume = read_volume(image, {.index = index, .coarse_mm = k_coarse_mm}, "image");
    if (!volume.ok()) return std::nullopt;
    const FaceSurface surface = measure_face_surface(*volume, rough.place());
    const bool upper = surface.upper_rays >= k_many_rays && surface.upper_share >= k_plain_upper;
    const bool lower = surface.lower_rays >= k_many_rays && surface.lower_share >= k_plain_lower;
    if (upper || lower) {
      if (shows_generic_face(image, index, rough.place())) continue;
      return face_seen();
    }
    const bool is_gone = rough.is_clear && surface.upper_rays >= k_many_rays &&
                         surface.constant_share >= k_plain_removal && surface.upper_share <= k_no_upper &&
                         surface.lower_share <= k_no_lower;
    if (!is_gone) return std::nullopt;
  }
  return FaceFinding{FaceVerdict::no_face, ""};
}

FaceFinding judge_volumes(const NiftiImage& image, const HeadPlace& place, Trust trust) {
  for (const std::size_t index : volumes_of(image)) {
    const auto volume = read_volume(image, {.index = index, .coarse_mm = k_coarse_mm}, "image");
    if (!volume.ok()) return cannot_judge("its numbers cannot be read");
    FaceFinding found = judge_surface(measure_face_surface(*volume, place), trust);
    if (found.verdict == FaceVerdict::face && shows_generic_face(image, index, place)) continue;
    if (found.verdict != FaceVerdict::no_face) return found;
  }
  return {FaceVerdict::no_face, ""};
}

Trust trust_of(Verdict verdict) { return verdict == Verdict::done ? Trust::sure : Trust::doubtful; }

// Of ".../sourcedata/sub-X/[ses-Y/]series-1": ".../sub-X/[ses-Y/]anat".
fs::path anat_of_source(const fs::path& series) {
  fs::path session, above = series.parent_path();
  if (above.filename().native().starts_with("ses-")) {
    session = above.filename();
    above = above.parent_path();
  }
  if (above.parent_path().filename() != "sourcedata") return {};
  return above.parent_path().parent_path() / above.filename() / session / "anat";
}

// The images beside this one that could say where the head lies, T1w first.
std::vector<fs::path> neighbours_of(const fs::path& image) {
  std::vector<fs::path> found;
  if (image.empty()) return found;  // in an archive, where nothing lies beside it
  std::error_code status;
  const fs::path session = image.parent_path().parent_path();
  for (const fs::path& folder : {image.parent_path(), session / "anat", anat_of_source(image)}) {
    for (const auto& entry : fs::directory_iterator(folder, status)) {
      const BidsName name = parse_bids_name(entry.path().filename().string());
      const bool is_image = name.extension == ".nii" || name.extension == ".nii.gz";
      const bool is_magnitude = name.suffix.substr(0, 9) == "magnitude";
      if (!is_image || entry.path() == image ||
          (name.suffix != "T1w" && name.suffix != "T2w" && !is_magnitude))
        continue;
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  std::stable_partition(found.begin(), found.end(), [](const fs::path& path) {
    return parse_bids_name(path.filename().string()).suffix == "T1w";
  });
  return found;
}

class HeadFaceDetector {
 public:
  explicit HeadFaceDetector(HeadTemplate head) : head_(std::move(head)) {}

  FaceFinding judge(HeadFile file) {
    const fs::path path = file.is_on_disk ? file.path : fs::path{};
    if (has_no_voxels(file)) return {FaceVerdict::no_image_data, "empty, or a header only"};
    const auto image = read_head_image(std::move(file));
    if (!image.ok()) return cannot_judge("it cannot be read as an image");
    return judge_image(path, *image);
  }

 private:
  FaceFinding judge_image(const fs::path& path, const NiftiImage& image) {
    if (is_blank(image)) return {FaceVerdict::no_image_data, "every voxel is 0"};
    const auto rough = place_roughly(image, head_, 1);
    if (!rough.ok()) return cannot_judge("it is not a three-dimensional image of numbers");
    if (const auto clear = judge_clearly(image, *rough)) return *clear;
    const auto own = find_face_from(*rough, image, head_, 1);
    if (!own.ok()) return cannot_judge("it is not a three-dimensional image of numbers");
    if (own->data && own->verdict != Verdict::failed) {
      const FaceData& face = *own->data;
      const HeadPlace place{face.template_to_ras, face.ras_to_brain_voxel, face.brain.distance};
      return judge_volumes(image, place, trust_of(own->verdict));
    }
    return judge_by_neighbour(path, image);
  }

  // A registration of one neighbour serves all images beside it.
  std::shared_ptr<const SessionFace> face_of(const fs::path& neighbour) {
    const std::lock_guard guard(mutex_);
    auto& known = faces_[neighbour];
    if (!known) {
      SessionFace located;
      if (const auto image = read_nifti(neighbour); image.ok()) {
        if (auto found = find_face(*image, head_, 1); found.ok()) located = std::move(*found);
      }
      known = std::make_shared<const SessionFace>(std::move(located));
    }
    return known;
  }

  FaceFinding judge_by_neighbour(const fs::path& path, const NiftiImage& image) {
    const auto coarse = read_volume(image, {.coarse_mm = k_coarse_mm}, "image");
    if (!coarse.ok()) return cannot_judge("its numbers cannot be read");
    for (const fs::path& neighbour : neighbours_of(path)) {
      const auto located = face_of(neighbour);
      if (!located->data || located->verdict != Verdict::done) continue;
      const FaceData& face = *located->data;
      const Alignment alignment = align_to_anchor(*coarse, face, 1);
      if (alignment.match.information < k_least_information) continue;
      const auto to_anchor = inverse(alignment.anchor_to_image);
      if (!to_anchor) continue;
      const HeadPlace place{compose(alignment.anchor_to_image, face.template_to_ras),
                            compose(face.ras_to_brain_voxel, *to_anchor), face.brain.distance};
      return judge_volumes(image, place, Trust::doubtful);
    }
    return cannot_judge("no head was found in it");
  }

  HeadTemplate head_;
  std::mutex mutex_;
  std::map<fs::path, std::shared_ptr<const SessionFace>> faces_;
};

}  // namespace

Result<FaceDetector> make_face_detector() {
  SR_TRY(HeadTemplate head, load_head_template());
  auto detector = std::make_shared<HeadFaceDetector>(std::move(head));
  return FaceDetector([detector](HeadFile image) { return detector->judge(std::move(image)); });
}

}  // namespace shareready
