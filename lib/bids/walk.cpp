#include "bids/walk.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "bids/links.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, FileKind>, 5> k_closed_root_folders = {{
    {"code", FileKind::code},
    {"docs", FileKind::other_folder},
    {"log", FileKind::logs},
    {"logs", FileKind::logs},
    {"sourcedata", FileKind::sourcedata},
}};

// Folders that one recording consists of: CTF, MEF3, Zarr.
constexpr std::array<std::pair<std::string_view, FileKind>, 3> k_recording_folders = {{
    {".ds", FileKind::meg},
    {".mefd", FileKind::ieeg},
    {".zarr", FileKind::microscopy},
}};

// The kind of a folder that is listed as one entry; nothing for a folder to go into.
std::optional<FileKind> closed_folder_kind(const fs::path& relative) {
  const std::string name = relative.filename().string();
  const std::string parent = relative.parent_path().generic_string();
  if (name == ".git" || name == ".datalad" || name == ".svn" || name == ".hg") return FileKind::vcs;
  if (name.starts_with(".")) return FileKind::hidden;
  if (parent == "derivatives") return FileKind::derivative;
  for (const auto& [ending, kind] : k_recording_folders) {
    if (name.ends_with(ending)) return kind;
  }
  if (!parent.empty()) return {};
  for (const auto& [known, kind] : k_closed_root_folders) {
    if (known == name) return kind;
  }
  const bool open =
      name.starts_with("sub-") || name == "phenotype" || name == "stimuli" || name == "derivatives";
  return open ? std::nullopt : std::optional(FileKind::other_folder);
}

// Counts what lies in a folder without following links; a folder that cannot be read counts as it is.
void count_inside(const fs::path& folder, InventoryFile& entry) {
  entry.size = 0;
  entry.file_count = 0;
  std::error_code status;
  fs::recursive_directory_iterator files(folder, fs::directory_options::skip_permission_denied, status);
  for (; !status && files != fs::recursive_directory_iterator(); files.increment(status)) {
    std::error_code unreadable;
    if (files->is_directory(unreadable) && !files->is_symlink(unreadable)) continue;
    ++entry.file_count;
    if (!files->is_symlink(unreadable) && files->is_regular_file(unreadable))
      entry.size += files->file_size(unreadable);
  }
}

class Walk {
 public:
  Walk(const fs::path& root, const IgnorePatterns& ignored, const WalkLimits& limits)
      : bounds_(link_bounds(root)), ignored_(ignored), limits_(limits) {}

  Status list_folder(const fs::path& folder, const fs::path& relative) {
    std::error_code status;
    std::vector<fs::path> names;
    for (fs::directory_iterator entry(folder, status); !status && entry != fs::directory_iterator();
         entry.increment(status)) {
      names.push_back(entry->path().filename());
    }
    if (status) return Error{ErrorCode::io, folder.string(), "cannot be listed: " + status.message(), {}};
    std::sort(names.begin(), names.end());  // so that of two links to one folder always the same is followed
    for (const fs::path& name : names) add_entry(folder / name, relative / name);
    return Done{};
  }

  std::vector<InventoryFile> take() && {
    std::sort(files_.begin(), files_.end(), [](const InventoryFile& a, const InventoryFile& b) {
      return a.path.native() < b.path.native();
    });
    return std::move(files_);
  }

 private:
  void add_entry(const fs::path& path, const fs::path& relative) {
    std::error_code status;
    const fs::file_status type = fs::symlink_status(path, status);
    if (fs::is_symlink(type)) {
      add_link(path, relative);
    } else if (fs::is_directory(type)) {
      add_folder(path, relative, false);
    } else if (fs::is_regular_file(type)) {
      add_file(path, relative, false);
    } else {
      add_unusable(relative, FileKind::special, "it is no ordinary file (a pipe, socket or device)");
    }
  }

  void add_link(const fs::path& path, const fs::path& relative) {
    const LinkTarget target = resolve_link(path, bounds_);
    if (target.state == LinkTarget::State::file) {
      add_file(target.path, relative, true);
    } else if (target.state == LinkTarget::State::folder && followed_.insert(target.path).second &&
               !is_listed_anyway(target.path)) {
      add_folder(target.path, relative, true);
    } else if (!is_left_out(relative, target.kind == FileKind::linked_folder)) {
      const std::string problem = target.state == LinkTarget::State::folder
                                      ? "a link to a folder that is listed elsewhere in the dataset"
                                      : target.problem;
      add_unusable(relative, target.kind, problem).link = true;
    }
  }

  // A folder of participants' data is listed where it really is: following a link to it as well would list
  // files twice, and a link upwards would never end.
  [[nodiscard]] bool is_listed_anyway(const fs::path& target) const {
    const fs::path relative = target.lexically_relative(bounds_.root);
    if (relative == ".") return true;
    fs::path folder;
    for (const fs::path& part : relative) {
      folder /= part;
      if (closed_folder_kind(folder)) return false;
    }
    return true;
  }

  void add_folder(const fs::path& path, const fs::path& relative, bool link) {
    if (is_left_out(relative, true)) return;
    const auto closed = closed_folder_kind(relative);
    const bool ignored = ignored_.is_ignored(relative.generic_string(), true);
    if (!closed && !ignored && list_folder(path, relative).ok()) return;
    InventoryFile& entry =
        add(relative, closed.value_or(ignored ? FileKind::other_folder : FileKind::unreadable));
    entry.folder = true;
    entry.link = link;
    entry.bidsignored = ignored;
    if (entry.kind == FileKind::unreadable)
      entry.problem = "the folder cannot be listed; check its permissions";
    count_inside(path, entry);
  }

  void add_file(const fs::path& target, const fs::path& relative, bool link) {
    if (is_left_out(relative, false)) return;
    InventoryFile& entry = add(relative, FileKind::unknown);
    std::error_code status;
    entry.target = target;
    entry.link = link;
    entry.bidsignored = ignored_.is_ignored(relative.generic_string(), false);
    entry.size = fs::file_size(target, status);
    if (status) entry.size = 0;
    judge(entry);
  }

  static void judge(InventoryFile& entry) {
    const std::string path = entry.path.generic_string();
    if (path.starts_with("derivatives/")) {
      entry.kind = FileKind::derivative;
    } else if (path.starts_with("stimuli/")) {
      entry.kind = FileKind::stimulus;
    } else if (entry.path.filename().string().starts_with(".") && path != ".bidsignore") {
      entry.kind = entry.path.filename() == ".git" ? FileKind::vcs : FileKind::hidden;
    } else if (const auto content = read_content_type(entry.target); content.ok()) {
      JudgedKind judged = judge_kind(entry.path, entry.name, *content);
      entry.kind = judged.kind;
      entry.problem = std::move(judged.problem);
    } else {
      entry.kind = FileKind::unreadable;
      entry.problem = "it cannot be read (" + content.error().what + "); check its permissions";
    }
  }

  InventoryFile& add_unusable(const fs::path& relative, FileKind kind, std::string problem) {
    InventoryFile& entry = add(relative, kind);
    entry.bidsignored = ignored_.is_ignored(relative.generic_string(), false);
    entry.problem = std::move(problem);
    return entry;
  }

  InventoryFile& add(const fs::path& relative, FileKind kind) {
    InventoryFile entry;
    entry.path = relative;
    entry.kind = kind;
    entry.name = parse_bids_name(relative.filename().string());
    entry.named_kind = kind_by_name(relative, entry.name);
    entry.place = place_of(relative);
    files_.push_back(std::move(entry));
    return files_.back();
  }

  // Whether the limits leave an entry out: another participant's or session's, or with a limit on sessions,
  // data that belong to none.
  [[nodiscard]] bool is_left_out(const fs::path& relative, bool folder) const {
    const Place inside = place_of(folder ? relative / "x" : relative);
    const auto is_other = [](const std::vector<std::string>& wanted, const std::string& label) {
      return !wanted.empty() && !label.empty() && !std::binary_search(wanted.begin(), wanted.end(), label);
    };
    if (is_other(limits_.participants, inside.participant) || is_other(limits_.sessions, inside.session))
      return true;
    return !limits_.sessions.empty() && inside.session.empty() && !inside.datatype.empty();
  }

  LinkBounds bounds_;
  const IgnorePatterns& ignored_;
  const WalkLimits& limits_;
  std::set<fs::path> followed_;
  std::vector<InventoryFile> files_;
};

}  // namespace

Result<std::vector<InventoryFile>> walk_dataset(const fs::path& root, const IgnorePatterns& ignored,
                                                const WalkLimits& limits) {
  Walk walk(root, ignored, limits);
  SR_CHECK(walk.list_folder(root, {}));
  return std::move(walk).take();
}

}  // namespace shareready
