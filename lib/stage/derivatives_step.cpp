#include "stage/derivatives_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "deid/relabel.hpp"
#include "policy/plan.hpp"
#include "stage/derived_content.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

// Regular files and links to them, in order of their names; links that leave the dataset have no target.
Result<std::vector<FoundFile>> list_files(const fs::path& folder, const fs::path& bids_dir) {
  std::error_code status;
  if (!fs::is_directory(folder, status)) {
    return Error{
        ErrorCode::no_input,
        folder.string(),
        "got no such folder, expected a derivative dataset; --derivatives takes the names of folders "
        "in derivatives/",
        {}};
  }
  std::vector<FoundFile> files;
  const fs::path root = fs::canonical(bids_dir, status);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, status)) {
    if (entry.is_directory(status) && !entry.is_symlink(status)) continue;
    const fs::path target = fs::canonical(entry.path(), status);
    const bool usable = !status && is_below(target, root) && fs::is_regular_file(target, status);
    files.push_back({entry.path().lexically_relative(folder), usable ? target : fs::path()});
    status.clear();
  }
  std::sort(files.begin(), files.end(),
            [](const FoundFile& one, const FoundFile& other) { return one.inner < other.inner; });
  return files;
}

std::string kind_word(DerivedKind kind) {
  switch (kind) {
    case DerivedKind::normalised_image:
      return "normalised image";
    case DerivedKind::group_map:
      return "group map";
    case DerivedKind::region_table:
      return "region table";
    case DerivedKind::sidecar:
      return "derivative sidecar";
    case DerivedKind::description:
      return "derivative description";
    case DerivedKind::refused:
      return "derivative file";
  }
  return "derivative file";
}

// Where a file goes; a reason instead where it cannot go under new labels.
void name_file(const FoundFile& found, DerivedFile& file, const Derivation& run) {
  file.participant = place_of(found.inner).participant;
  const auto path = relabel_path(found.inner.generic_string(), *run.request.labels);
  if (!path)
    return stay_out(file, FileStatus::excluded, "belongs to a participant or session that is not released");
  if (!is_harmless_path(run.dataset + "/" + *path, *run.request.texts->tokens))
    return stay_out(file, FileStatus::withheld, "its name holds a date or a personal detail");
  file.new_path = run.dataset + "/" + *path;
}

Result<DerivedFile> stage_file(const FoundFile& found, const Derivation& run) {
  const DerivedClaim claim = claim_of(found.inner, run.spaces);
  DerivedFile file;
  file.kind = claim.kind;
  file.outcome = {.path = run.dataset + "/" + found.inner.generic_string(),
                  .kind = kind_word(claim.kind),
                  .action = std::string(
                      to_string(claim.kind == DerivedKind::refused ? Action::exclude : Action::rewrite))};
  if (!claim.refusal.empty()) {
    stay_out(file, FileStatus::excluded, claim.refusal);
  } else if (found.target.empty()) {
    stay_out(file, FileStatus::withheld, "a link that leads out of the dataset, or to nothing");
  } else {
    name_file(found, file, run);
    if (file.outcome.status == FileStatus::done) SR_CHECK(stage_derived_content(found, file, run));
  }
  if (file.outcome.status != FileStatus::done) file.new_path.clear();
  file.outcome.staged = file.outcome.status == FileStatus::done ? file.outcome.path : std::string();
  return file;
}

std::string stem(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;
  return path.substr(0, path.find('.', name));
}

void leave_out(DerivedFile& file, std::string_view reason) {
  file.new_path.clear();
  file.outcome.staged.clear();
  stay_out(file, FileStatus::excluded, std::string(reason));
}

bool is_description(const DerivedFile& file) { return file.kind == DerivedKind::description; }

// Nothing stays of a derivative of which nothing but its description would.
void drop_lone_description(std::vector<DerivedFile>& files) {
  const bool lone = std::none_of(files.begin(), files.end(), [](const DerivedFile& file) {
    return !is_description(file) && !file.new_path.empty();
  });
  for (DerivedFile& file : files) {
    if (lone && is_description(file) && !file.new_path.empty()) {
      leave_out(file, "nothing of this derivative is released");
    }
  }
}

// A sidecar stays only with what it describes.
void drop_lone_sidecars(std::vector<DerivedFile>& files) {
  std::set<std::string> kept;
  for (const DerivedFile& file : files) {
    if (file.kind != DerivedKind::sidecar && !file.new_path.empty()) kept.insert(stem(file.outcome.path));
  }
  for (DerivedFile& file : files) {
    if (file.kind != DerivedKind::sidecar || file.new_path.empty() || kept.contains(stem(file.outcome.path)))
      continue;
    leave_out(file, "describes nothing that is released");
  }
}

}  // namespace

Result<std::vector<DerivedFile>> stage_derivatives(const DerivativesRequest& request) {
  std::vector<DerivedFile> all;
  for (const std::string& name : request.names) {
    Derivation run{.request = request, .spaces = {}, .faces = {}, .dataset = "derivatives/" + name};
    SR_TRY(run.spaces, load_template_spaces());
    SR_TRY(run.faces, load_face_table());
    SR_TRY(const auto files, list_files(request.bids_dir / run.dataset, request.bids_dir));
    std::vector<DerivedFile> own;
    for (const FoundFile& found : files) {
      SR_TRY(DerivedFile file, stage_file(found, run));
      own.push_back(std::move(file));
    }
    drop_lone_sidecars(own);
    drop_lone_description(own);
    std::move(own.begin(), own.end(), std::back_inserter(all));
  }
  return all;
}

Result<std::string> describe_derivatives(const fs::path& bids_dir, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    SR_TRY(const auto files, list_files(bids_dir / "derivatives" / name, bids_dir));
    for (const FoundFile& found : files) {
      if (found.target.empty()) continue;
      SR_TRY(const Fingerprint facts, examine_file(found.target, false));
      text += fmt::format("{} {} {} {}\n", name, found.inner.generic_string(), facts.size, facts.mtime_ns);
    }
  }
  return text;
}

std::string format_left_out(const std::vector<DerivedFile>& files) {
  std::string text;
  for (const DerivedFile& file : files) {
    if (file.outcome.status != FileStatus::done)
      text += fmt::format("{}: {}\n", file.outcome.path, file.outcome.reason);
  }
  return text;
}

std::size_t count_other_derivatives(const fs::path& bids_dir, const std::vector<std::string>& names) {
  std::size_t n = 0;
  std::error_code status;
  for (const fs::directory_entry& entry : fs::directory_iterator(bids_dir / "derivatives", status)) {
    const std::string name = entry.path().filename().string();
    const bool asked = std::find(names.begin(), names.end(), name) != names.end();
    if (entry.is_directory(status) && !asked && !name.starts_with('.')) ++n;
  }
  return n;
}

}  // namespace shareready
