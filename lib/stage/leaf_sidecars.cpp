#include "stage/leaf_sidecars.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/staged_file.hpp"
#include "bids/bids_name.hpp"
#include "deid/sidecar.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_defaced(const FileOutcome& outcome) { return outcome.action == to_string(Action::deface); }
bool has_leaf(const FileOutcome& outcome) {
  return is_defaced(outcome) || outcome.action == to_string(Action::scrub);
}

std::string leaf_path(const std::string& image) {
  BidsName name = parse_bids_name(fs::path(image).filename().string());
  name.extension = ".json";
  return (fs::path(image).parent_path() / format_bids_name(name)).generic_string();
}

Result<Json> read_staged(const fs::path& path) {
  SR_TRY(const std::string text, read_text(path));
  return parse_json(text, path.string());
}

// The record of the sidecar at this path; a new one where the image has none, or one that was withheld for
// its content.
FileOutcome& leaf_record(std::vector<FileOutcome>& outcomes, const FileOutcome& image) {
  const std::string path = leaf_path(image.path);
  const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](const FileOutcome& outcome) {
    return outcome.path == path && !outcome.staged.empty();
  });
  if (found != outcomes.end()) return *found;
  const bool stays = image.status == FileStatus::done;
  outcomes.push_back({.path = path,
                      .kind = std::string(to_string(FileKind::sidecar)),
                      .action = std::string(k_action_generate),
                      .reason = std::string(stays ? "says what was done to the image" : k_reason_companion),
                      .status = image.status,
                      .belongs_to = companion_of(image),
                      .staged = path});
  return outcomes.back();
}

std::string_view words_for(std::string_view method) {
  if (method == k_method_reface) return "face replaced by a generic one that belongs to nobody";
  if (method == k_method_skullstrip) return "everything outside of the intracranial volume removed";
  return method == k_method_own_mask ? "face removed with a mask of the dataset's authors, applied"
                                     : "face removed";
}

Status note_in_leaf(const FileOutcome& image, const Policy& policy, std::string_view version,
                    const StepFolders& folders, std::vector<FileOutcome>& outcomes) {
  const bool derivative = policy.layout == Layout::derivative;
  if (!is_defaced(image) && !derivative) return Done{};
  const FileOutcome& leaf = leaf_record(outcomes, image);
  SR_TRY(const fs::path path, staged_path(folders, leaf.staged));
  std::error_code status;
  Json json = Json::Object{};
  if (fs::exists(path, status)) {
    SR_TRY(json, read_staged(path));
  }
  if (is_defaced(image)) {
    add_deidentification_method(json, fmt::format("{} by shareready {}", words_for(image.method), version));
  }
  const bool stripped = is_defaced(image) && image.method == k_method_skullstrip;
  if (stripped) json.set("SkullStripped", true);
  if (derivative && json.find("SkullStripped") == nullptr) json.set("SkullStripped", false);
  return write_staged(path, format_json(json));
}

}  // namespace

Status note_deidentification(const Policy& policy, std::string_view version, const StepFolders& folders,
                             std::vector<FileOutcome>& outcomes) {
  std::vector<FileOutcome> images;
  std::copy_if(outcomes.begin(), outcomes.end(), std::back_inserter(images),
               [](const FileOutcome& outcome) { return has_leaf(outcome) && !outcome.staged.empty(); });
  for (const FileOutcome& image : images) {
    SR_CHECK(note_in_leaf(image, policy, version, folders, outcomes));
  }
  return Done{};
}

}  // namespace shareready
