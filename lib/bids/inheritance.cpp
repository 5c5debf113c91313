#include "bids/inheritance.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <span>

#include "base/files.hpp"

namespace shareready {
namespace {

const std::vector<const InventoryFile*> k_nothing;

std::string folder_of(const std::filesystem::path& path) { return path.parent_path().generic_string(); }

// "" , "sub-01", "sub-01/anat" for "sub-01/anat/x.nii": from the root down.
std::vector<std::string> folders_down_to(const std::filesystem::path& path) {
  std::vector<std::string> folders = {""};
  std::filesystem::path folder;
  for (const auto& part : path.parent_path()) {
    folder /= part;
    folders.push_back(folder.generic_string());
  }
  return folders;
}

bool applies(const InventoryFile& candidate, const InventoryFile& data, std::string_view extension) {
  return &candidate != &data && !candidate.folder && candidate.name.well_formed &&
         candidate.name.extension == extension && candidate.name.suffix == data.name.suffix &&
         is_entity_subset(candidate.name, data.name);
}

// What events and the like are recorded with.
bool is_image(const InventoryFile& file) {
  return !file.folder && (is_open_image(file.named_kind, file.name.extension) ||
                          is_open_recording(file.named_kind, file.name.extension));
}

constexpr std::array<std::string_view, 8> k_made_beside_images = {
    "aslcontext", "asllabeling", "blood", "channels", "events", "physio", "physioevents", "stim"};
// Images that are made beside a series and share its entities, but have no events of their own.
constexpr std::array<std::string_view, 2> k_reference_images = {"m0scan", "sbref"};

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether an image that stays, in the folder of the file or below, is described by it.
bool is_used(const Inventory& inventory, const InventoryFile& file, const std::string& folder,
             const std::set<const InventoryFile*>& leaving) {
  const std::string below = folder.empty() ? "" : folder + "/";
  const auto is_before = [](const InventoryFile& one, const std::string& prefix) {
    return one.path.native() < prefix;
  };
  auto image = std::lower_bound(inventory.files.begin(), inventory.files.end(), below, is_before);
  for (; image != inventory.files.end() && image->path.native().starts_with(below); ++image) {
    if (is_image(*image) && !leaving.contains(&*image) && is_described_by(*image, file)) return true;
  }
  return false;
}

}  // namespace

InheritanceIndex::InheritanceIndex(const Inventory& inventory) {
  for (const InventoryFile& file : inventory.files) by_folder_[folder_of(file.path)].push_back(&file);
}

const std::vector<const InventoryFile*>& InheritanceIndex::in_folder(std::string_view folder) const {
  const auto found = by_folder_.find(folder);
  return found == by_folder_.end() ? k_nothing : found->second;
}

Inherited InheritanceIndex::inherited(const InventoryFile& data, std::string_view extension) const {
  Inherited result;
  if (!data.name.well_formed) return result;
  for (const std::string& folder : folders_down_to(data.path)) {
    std::vector<const InventoryFile*> here;
    for (const InventoryFile* candidate : in_folder(folder)) {
      if (applies(*candidate, data, extension)) here.push_back(candidate);
    }
    // BIDS allows one a level. Of several, the more particular one wins, so that the answer is at least the
    // same every time.
    std::stable_sort(here.begin(), here.end(), [](const InventoryFile* a, const InventoryFile* b) {
      return a->name.entities.size() < b->name.entities.size();
    });
    if (here.size() > 1) {
      for (const InventoryFile* file : here) result.ambiguous.push_back(file->path);
    }
    result.files.insert(result.files.end(), here.begin(), here.end());
  }
  return result;
}

bool is_described_by(const InventoryFile& data, const InventoryFile& file) {
  const bool phenotypes = file.path.parent_path() == "phenotype" && data.path.parent_path() == "phenotype";
  if (phenotypes) return file.path.stem() == data.path.stem();  // any name is allowed there
  if (file.folder || !file.name.well_formed || !data.name.well_formed) return false;
  const bool same_suffix = file.name.suffix == data.name.suffix;
  const bool recorded_with = is_image(data) && is_one_of(k_made_beside_images, file.name.suffix) &&
                             !is_one_of(k_reference_images, data.name.suffix);
  if (!same_suffix && !recorded_with) return false;
  BidsName name = file.name;
  if (!same_suffix) name.erase("recording");  // "_recording-cardiac_physio" belongs to a run without it
  return is_entity_subset(name, data.name);
}

std::vector<const InventoryFile*> companions_of(const Inventory& inventory, const InheritanceIndex& index,
                                                const std::vector<const InventoryFile*>& withheld) {
  const bool whole_dataset = inventory.participants == inventory.all_participants;
  const std::set<const InventoryFile*> leaving(withheld.begin(), withheld.end());
  std::set<const InventoryFile*> seen;
  std::vector<const InventoryFile*> companions;
  for (const InventoryFile* image : withheld) {
    if (!image->name.well_formed) continue;
    for (const std::string& folder : folders_down_to(image->path)) {
      if (folder.empty() && !whole_dataset) continue;
      for (const InventoryFile* file : index.in_folder(folder)) {
        if (is_image(*file) || !is_described_by(*image, *file) || !seen.insert(file).second) continue;
        if (!is_used(inventory, *file, folder, leaving)) companions.push_back(file);
      }
    }
  }
  std::sort(companions.begin(), companions.end(),
            std::less<>());  // all point into one vector: inventory order
  return companions;
}

Result<Json> merged_metadata(const Inherited& sidecars) {
  Json merged{Json::Object{}};
  for (const InventoryFile* file : sidecars.files) {
    SR_TRY(const std::string text, read_text(file->target));
    SR_TRY(const Json layer, parse_json(text, file->path.generic_string()));
    if (!layer.is_object()) {
      return Error{ErrorCode::bad_data, file->path.generic_string(), "a sidecar must be a JSON object", {}};
    }
    for (const auto& [key, value] : layer.as_object()) merged.set(key, value);
  }
  return merged;
}

}  // namespace shareready
