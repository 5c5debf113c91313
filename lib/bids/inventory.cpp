#include "bids/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"
#include "bids/links.hpp"
#include "bids/walk.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Error refusal(ErrorCode code, const fs::path& subject, std::string what) {
  return {code, subject.string(), std::move(what), {}};
}

Result<fs::path> resolve_root(const fs::path& bids_dir) {
  std::error_code status;
  const fs::path root = fs::canonical(bids_dir, status);
  if (status) {
    return refusal(ErrorCode::no_input, bids_dir,
                   "cannot be opened (" + status.message() + "); give the folder of a BIDS dataset");
  }
  if (!fs::is_directory(root, status)) {
    return refusal(ErrorCode::no_input, bids_dir, "is not a folder; give the folder of a BIDS dataset");
  }
  return root;
}

// The text of an ordinary file: a pipe would block.
Result<std::string> read_ordinary(const fs::path& path) {
  std::error_code status;
  if (fs::is_regular_file(path, status)) return read_text(path);
  return refusal(ErrorCode::no_input, path, "is no ordinary file");
}

Result<Json> read_description(const fs::path& root) {
  const fs::path path = root / "dataset_description.json";
  const auto text = read_ordinary(path);
  if (!text.ok()) {
    return refusal(
        ErrorCode::not_bids, root,
        "holds no dataset_description.json that can be read; give the top folder of the dataset, or add "
        "that file with \"Name\" and \"BIDSVersion\"");
  }
  auto description = parse_json(*text, path.string());
  if (!description.ok()) return refusal(ErrorCode::not_bids, path, description.error().what);
  for (const char* key : {"Name", "BIDSVersion"}) {
    if (!description->at(key).is_string()) {
      return refusal(ErrorCode::not_bids, path,
                     fmt::format("expected a text \"{}\", got none; add it (BIDS requires it)", key));
    }
  }
  return std::move(*description);
}

Result<IgnorePatterns> read_ignore_patterns(const fs::path& root) {
  const fs::path path = root / ".bidsignore";
  std::error_code status;
  if (fs::symlink_status(path, status).type() == fs::file_type::not_found) return IgnorePatterns{};
  const auto text = read_ordinary(path);
  if (!text.ok() || text->starts_with("/annex/objects/")) {
    return refusal(ErrorCode::bad_data, path,
                   "cannot be read, so it is unknown what it hides; make it an ordinary file (`datalad get` "
                   "fetches it)");
  }
  return IgnorePatterns::parse(*text);
}

// Labels of sub-folders that start with `prefix`, links to folders of the dataset included.
std::vector<std::string> labels_in(const fs::path& folder, std::string_view prefix,
                                   const LinkBounds& bounds) {
  std::vector<std::string> labels;
  std::error_code status;
  for (fs::directory_iterator entry(folder, status); !status && entry != fs::directory_iterator();
       entry.increment(status)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(prefix) || name.size() == prefix.size()) continue;
    std::error_code ignored;
    const bool link = entry->is_symlink(ignored);
    const bool is_folder = link ? resolve_link(entry->path(), bounds).state == LinkTarget::State::folder
                                : entry->is_directory(ignored);
    if (is_folder) labels.push_back(name.substr(prefix.size()));
  }
  std::sort(labels.begin(), labels.end());
  return labels;
}

std::vector<std::string> bare_labels(const std::vector<std::string>& typed, std::string_view prefix) {
  std::set<std::string> labels;
  for (const std::string& label : typed) labels.insert(std::string(strip_prefix(label, prefix)));
  return {labels.begin(), labels.end()};
}

std::string some_of(const std::vector<std::string>& labels) {
  constexpr std::size_t k_shown = 10;
  if (labels.size() <= k_shown) return join(labels, ", ");
  const std::vector<std::string> first(labels.begin(), labels.begin() + k_shown);
  return fmt::format("{} and {} more", join(first, ", "), labels.size() - k_shown);
}

Status check_all_exist(const std::vector<std::string>& wanted, const std::vector<std::string>& existing,
                       std::string_view what, const fs::path& root) {
  std::vector<std::string> missing;
  std::set_difference(wanted.begin(), wanted.end(), existing.begin(), existing.end(),
                      std::back_inserter(missing));
  if (missing.empty()) return Done{};
  return refusal(ErrorCode::no_match, root,
                 fmt::format("no {} {}; there are: {}", what, some_of(missing),
                             existing.empty() ? "none" : some_of(existing)));
}

// Who is left of the selected participants. An excluded label that does not exist is refused: a slip of the
// pen must not share somebody. Errors: no_match.
Result<std::vector<std::string>> without_excluded(const std::vector<std::string>& selected,
                                                  const Inventory& inventory) {
  const std::vector<std::string> excluded = bare_labels(inventory.filter.excluded, "sub-");
  SR_CHECK(check_all_exist(excluded, inventory.all_participants, "participant", inventory.root));
  std::vector<std::string> left;
  std::set_difference(selected.begin(), selected.end(), excluded.begin(), excluded.end(),
                      std::back_inserter(left));
  if (!left.empty()) return left;
  return refusal(ErrorCode::no_match, inventory.root, "every participant that was asked for is excluded");
}

Status check_sessions(const std::vector<std::string>& wanted, const std::vector<std::string>& participants,
                      const fs::path& root) {
  if (wanted.empty()) return Done{};
  const LinkBounds bounds = link_bounds(root);
  std::set<std::string> existing;
  for (const std::string& participant : participants) {
    const auto labels = labels_in(root / ("sub-" + participant), "ses-", bounds);
    existing.insert(labels.begin(), labels.end());
  }
  return check_all_exist(wanted, {existing.begin(), existing.end()}, "session", root);
}

Status apply_queries(Inventory& inventory) {
  if (inventory.filter.queries.empty()) return Done{};
  bool any_image = false;
  for (InventoryFile& file : inventory.files) {
    if (file.place.participant.empty() || !file.name.well_formed || file.folder) continue;
    file.filtered = !passes_queries(inventory.filter.queries, file.name, file.place);
    any_image = any_image || (!file.filtered && is_open_image(file.named_kind, file.name.extension));
  }
  if (any_image) return Done{};
  return refusal(ErrorCode::no_match, inventory.root,
                 "the bids filter file leaves no image; check its queries against "
                 "the names of the dataset");
}

}  // namespace

Result<Inventory> take_inventory(const fs::path& bids_dir, const InventoryFilter& filter) {
  Inventory inventory;
  SR_TRY(inventory.root, resolve_root(bids_dir));
  SR_TRY(inventory.description, read_description(inventory.root));
  inventory.filter = filter;
  inventory.all_participants = labels_in(inventory.root, "sub-", link_bounds(inventory.root));
  if (inventory.all_participants.empty()) {
    return refusal(
        ErrorCode::not_bids, inventory.root,
        "holds no participant's folder (sub-LABEL) that lies in the dataset; give the top folder of the "
        "dataset, and replace links out of it by what they lead to");
  }
  WalkLimits limits{.participants = bare_labels(filter.participants, "sub-"),
                    .sessions = bare_labels(filter.sessions, "ses-")};
  SR_CHECK(check_all_exist(limits.participants, inventory.all_participants, "participant", inventory.root));
  inventory.participants = limits.participants.empty() ? inventory.all_participants : limits.participants;
  if (!filter.excluded.empty()) {
    SR_TRY(inventory.participants, without_excluded(inventory.participants, inventory));
    limits.participants = inventory.participants;
  }
  SR_CHECK(check_sessions(limits.sessions, inventory.participants, inventory.root));
  SR_TRY(const IgnorePatterns ignored, read_ignore_patterns(inventory.root));
  SR_TRY(inventory.files, walk_dataset(inventory.root, ignored, limits));
  SR_CHECK(apply_queries(inventory));
  return inventory;
}

const InventoryFile* find_file(const Inventory& inventory, std::string_view path) {
  const auto found = std::lower_bound(
      inventory.files.begin(), inventory.files.end(), path,
      [](const InventoryFile& file, std::string_view wanted) { return file.path.native() < wanted; });
  return found != inventory.files.end() && found->path.native() == path ? &*found : nullptr;
}

std::vector<const InventoryFile*> files_of(const Inventory& inventory, std::string_view participant) {
  std::vector<const InventoryFile*> files;
  for (const InventoryFile& file : inventory.files) {
    if (file.place.participant == participant) files.push_back(&file);
  }
  return files;
}

}  // namespace shareready
