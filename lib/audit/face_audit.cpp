#include "audit/face_audit.hpp"

#include <algorithm>

#include "audit/head_image.hpp"
#include "base/files.hpp"
#include "base/share.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Maps of statistics hold no surface of a head.
bool is_statistic(const std::string& suffix) {
  constexpr std::array<std::string_view, 7> k_suffixes = {"defacemask", "statmap", "zstat", "tstat",
                                                          "cope",       "varcope", "roi"};
  return std::find(k_suffixes.begin(), k_suffixes.end(), suffix) != k_suffixes.end();
}

// Most are of the brain; a mask of the head, or a class of soft tissue, has a face for its border.
bool is_segmentation(const std::string& suffix) {
  return suffix == "mask" || suffix == "dseg" || suffix == "probseg";
}

// Segmentations, and values on surfaces, that FreeSurfer writes as volumes.
bool is_freesurfer_map(const std::string& filename) {
  constexpr std::array<std::string_view, 12> k_beginnings = {
      "aseg", "aparc", "ribbon", "filled", "wmparc", "wm.", "wm-", "lh.", "rh.", "ctrl_", "lh-", "rh-"};
  const std::string lower = to_lower(filename);
  if (!lower.ends_with(".mgz") && !lower.ends_with(".mgh")) return false;
  const bool is_map = std::any_of(k_beginnings.begin(), k_beginnings.end(),
                                  [&](std::string_view beginning) { return lower.starts_with(beginning); });
  return is_map || lower.find("mask") != std::string::npos;
}

// The references that pipelines keep of functional images: too coarse for most faces, not for all.
bool is_reference(const std::string& path, const std::string& suffix) {
  return path.starts_with("derivatives/") && (suffix == "boldref" || suffix == "sbref");
}

}  // namespace

Result<FaceBearing> FaceBearing::load() {
  SR_TRY(const auto path, find_share_file("face_bearing.tsv"));
  SR_TRY(const std::string text, read_text(path));
  FaceBearing table;
  for (const std::string& line : split(text, '\n')) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() < 3 || cells[0] == "datatype") continue;
    table.rules_.push_back({cells[0], cells[1], cells[2] == "recognisable"});
  }
  if (table.rules_.empty()) {
    return Error{ErrorCode::bad_data, path.string(), "no row was found; install shareready again", {}};
  }
  return table;
}

bool FaceBearing::is_recognisable(const std::string& datatype, const std::string& suffix) const {
  int best = -1;
  bool recognisable = true;  // what no row names
  for (const Rule& rule : rules_) {
    const bool met =
        (rule.datatype == "*" || rule.datatype == datatype) && (rule.suffix == "*" || rule.suffix == suffix);
    const int rank = (rule.datatype == "*" ? 0 : 2) + (rule.suffix == "*" ? 0 : 1);
    if (!met || rank <= best) continue;
    best = rank;
    recognisable = rule.recognisable;
  }
  return recognisable;
}

bool may_show_face(const std::string& path, const FaceBearing& table) {
  const fs::path file(path);
  const std::string filename = file.filename().string();
  if (!is_head_image_name(filename)) return false;
  const BidsName name = parse_bids_name(filename);
  if (is_statistic(name.suffix)) return false;
  return is_segmentation(name.suffix) || is_reference(path, name.suffix) ||
         table.is_recognisable(file.parent_path().filename().string(), name.suffix);
}

ImageKeeper::Wish image_to_keep(const std::string& path, const FaceBearing& table) {
  const std::string name = to_lower(fs::path(path).filename().string());
  const bool is_half = name.ends_with(".hdr") || name.ends_with(".hdr.gz");  // its voxels stand in the .img
  if (may_show_face(path, table)) return ImageKeeper::Wish::content;
  return is_half || is_head_image_name(name) ? ImageKeeper::Wish::nothing : ImageKeeper::Wish::images;
}

void report_face(const FaceFinding& found, const std::string& path, const std::string& where,
                 FileReport& report) {
  const std::string name = fs::path(path).filename().string();
  const std::string suffix = parse_bids_name(name).suffix;
  // A face in one of these is told; that no head is found in one tells nothing.
  const bool is_weak = is_reference(path, suffix) || is_segmentation(suffix) || is_freesurfer_map(name);
  const auto note = [&](Severity severity, std::string excerpt) {
    report.add({.kind = FindingKind::undefaced_image,
                .severity = severity,
                .requirement = "R34",
                .locator = where + "image",
                .excerpt = std::move(excerpt),
                .remedy = {}});
  };
  switch (found.verdict) {
    case FaceVerdict::no_face:
      return;
    case FaceVerdict::face:
      return note(Severity::critical, "a face is left");
    case FaceVerdict::cannot_judge:
      if (is_weak) return;  // by its kind it shows none
      return note(Severity::critical, "not judged: " + found.reason);
    case FaceVerdict::no_image_data:
      return note(Severity::minor, "no image data to judge");
  }
}

void audit_face(HeadFile file, const std::string& path, const std::string& where, FileReport& report) {
  report_face(report.context().options.face_detector(std::move(file)), path, where, report);
}

}  // namespace shareready
