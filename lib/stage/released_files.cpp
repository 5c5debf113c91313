#include "stage/released_files.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/files.hpp"
#include "deid/relabel.hpp"
#include "stage/leaf_sidecars.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_image(const FileOutcome& file) {
  return file.action == to_string(Action::deface) || file.action == to_string(Action::scrub);
}

// What others describe, as against what describes: sidecars, gradients, lists of scans and sessions.
bool is_data(const ReleasedFile& file) {
  return is_image(*file.outcome) || file.outcome->kind == to_string(FileKind::recording) ||
         file.outcome->kind == to_string(FileKind::eeg) || file.outcome->kind == to_string(FileKind::ieeg) ||
         file.outcome->kind == to_string(FileKind::table);
}

bool is_description(const std::string& kind) {
  return kind == to_string(FileKind::sidecar) || kind == to_string(FileKind::bval) ||
         kind == to_string(FileKind::bvec);
}

// The paths of all sidecars and gradients that apply to one of these files.
std::set<std::string> applying_files(const std::vector<ReleasedFile>& files, const Preparation& preparation) {
  std::set<std::string> applying;
  for (const ReleasedFile& file : files) {
    const InventoryFile* source = find_file(*preparation.inventory, file.path);
    if (source == nullptr || is_description(file.outcome->kind)) continue;
    for (const char* extension : {".json", ".bval", ".bvec"}) {
      for (const InventoryFile* other : preparation.index->inherited(*source, extension).files) {
        applying.insert(other->path.generic_string());
      }
    }
  }
  return applying;
}

std::string stem_of(const std::string& path) {
  BidsName name = parse_bids_name(fs::path(path).filename().string());
  name.extension.clear();
  return (fs::path(path).parent_path() / format_bids_name(name)).generic_string();
}

bool is_released(const FileOutcome& file) { return file.status == FileStatus::done && !file.staged.empty(); }

// An M0 scan must say what it is for (BIDS: IntendedFor is required); true where none of that is released.
Result<bool> has_lost_purpose(const FileOutcome& sidecar, const fs::path& staged,
                              const std::set<std::string>& paths) {
  const BidsName name = parse_bids_name(fs::path(sidecar.path).filename().string());
  if (name.suffix != "m0scan" || name.extension != ".json") return false;
  SR_TRY(const std::string text, read_text(staged));
  SR_TRY(const Json json, parse_json(text, sidecar.path));
  if (json.find("IntendedFor") == nullptr) return false;
  const std::vector<std::string> references = find_references(json, sidecar.path);
  return std::none_of(references.begin(), references.end(),
                      [&](const std::string& path) { return paths.contains(path); });
}

void drop_orphans(std::vector<ReleasedFile>& released, const Preparation& preparation) {
  const std::set<std::string> applying = applying_files(released, preparation);
  std::erase_if(released, [&](const ReleasedFile& file) {
    return is_description(file.outcome->kind) && file.outcome->action != k_action_generate &&
           !applying.contains(file.path);
  });
}

void drop_empty_participants(std::vector<ReleasedFile>& released) {
  std::set<std::string> with_data;
  for (const ReleasedFile& file : released) {
    if (is_data(file)) with_data.insert(file.participant);
  }
  std::erase_if(released, [&](const ReleasedFile& file) { return !with_data.contains(file.participant); });
}

}  // namespace

Status withhold_purposeless(GroupInputs& inputs, const PrivateFolder& folder) {
  std::set<std::string> paths;
  for (const Outcome& outcome : inputs.outcomes) {
    for (const FileOutcome& file : outcome.files) {
      if (is_released(file)) paths.insert(file.path);
    }
  }
  for (Outcome& outcome : inputs.outcomes) {
    std::set<std::string> stems;
    for (const FileOutcome& file : outcome.files) {
      if (!is_released(file)) continue;
      SR_TRY(const bool lost,
             has_lost_purpose(file, folder.staging(outcome.participant) / file.staged, paths));
      if (lost) stems.insert(stem_of(file.path));
    }
    for (FileOutcome& file : outcome.files) {
      if (!is_released(file) || !stems.contains(stem_of(file.path))) continue;
      file.status = FileStatus::withheld;
      file.reason = "must say which images it is for (IntendedFor), and none of them is released";
    }
  }
  return Done{};
}

std::vector<ReleasedFile> select_released(const GroupInputs& inputs, const Preparation& preparation,
                                          const PrivateFolder& folder) {
  std::vector<ReleasedFile> released;
  for (const Outcome& outcome : inputs.outcomes) {
    for (const FileOutcome& file : outcome.files) {
      if (!is_released(file)) continue;
      released.push_back({.path = file.path,
                          .new_path = {},
                          .staged = folder.staging(outcome.participant) / file.staged,
                          .outcome = &file,
                          .participant = outcome.participant});
    }
  }
  drop_orphans(released, preparation);
  drop_empty_participants(released);
  return released;
}

std::vector<const PlannedFile*> select_root_files(const std::vector<ReleasedFile>& released,
                                                  const Preparation& preparation) {
  const std::set<std::string> applying = applying_files(released, preparation);
  std::vector<const PlannedFile*> files;
  for (const PlannedFile& file : preparation.plan.files) {
    if (!file.place.participant.empty() || file.action == Action::exclude) continue;
    const bool of_images = is_description(std::string(to_string(file.kind))) &&
                           !file.path.has_parent_path() && file.path.filename() != "participants.json";
    if (!of_images || applying.contains(file.path.generic_string())) files.push_back(&file);
  }
  return files;
}

std::string_view description_for(std::string_view method) {
  if (method == k_method_reface) return "refaced";
  return method == k_method_skullstrip ? "brain" : "defaced";
}

Status name_released(std::vector<ReleasedFile>& released, const LabelMap& labels, Layout layout) {
  std::map<std::string, std::string_view> defaced_stems;  // and the word for how; of the derivative layout
  for (const ReleasedFile& file : released) {
    const bool named = layout == Layout::derivative && file.outcome->action == to_string(Action::deface);
    if (named) defaced_stems.emplace(stem_of(file.path), description_for(file.outcome->method));
  }
  for (ReleasedFile& file : released) {
    // Files of scanners lose their names, which are made of dates and UIDs: the stage gave them others.
    const bool renamed =
        file.outcome->kind == to_string(FileKind::dicom) || file.outcome->kind == to_string(FileKind::parrec);
    auto path = relabel_path(renamed ? file.outcome->staged : file.path, labels);
    if (path && !defaced_stems.empty()) {
      const auto word = defaced_stems.find(stem_of(file.path));
      if (word != defaced_stems.end()) path = defaced_path(*path, word->second);
    }
    if (!path) return Error{ErrorCode::internal, file.path, "got a path that cannot be given new labels", {}};
    file.new_path = std::move(*path);
  }
  return Done{};
}

}  // namespace shareready
