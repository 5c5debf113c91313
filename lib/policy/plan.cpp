#include "policy/plan.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "bids/inheritance.hpp"
#include "policy/reasons.hpp"

namespace shareready {
namespace {

constexpr std::array<std::string_view, 6> k_image_datatypes = {"anat", "dwi", "fmap", "func", "perf", "pet"};
// Tables whose columns the scrubbers know beside events, scans and sessions.
constexpr std::array<std::string_view, 3> k_known_tables = {"aslcontext", "beh", "blood"};

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

// Whether folders and name agree and have the depth that BIDS gives them.
bool is_well_placed(const InventoryFile& file) {
  const Place& place = file.place;
  const auto depth = std::distance(file.path.begin(), file.path.end());
  return file.name.well_formed && is_plain(file.path.native()) && !place.participant.empty() &&
         file.name.label("sub") == place.participant && file.name.label("ses") == place.session &&
         depth == (place.session.empty() ? 3 : 4);
}

// Whether a file at or above its data is where BIDS has it: at the root, in the participant's or session's
// folder, or with the data.
bool is_placed(const InventoryFile& file) {
  const bool inherited = file.place.participant.empty() && !file.path.has_parent_path();
  const bool own_folder = file.place.datatype.empty() && !file.place.participant.empty();
  const bool same_names = (!file.name.has("sub") || file.name.label("sub") == file.place.participant) &&
                          (!file.name.has("ses") || file.name.label("ses") == file.place.session);
  return file.name.well_formed && is_plain(file.path.native()) &&
         (inherited || (own_folder && same_names) || is_well_placed(file));
}

std::string_view image_reason(const InventoryFile& file, const Policy& policy, const FaceTable& faces) {
  if (!is_well_placed(file)) return "misplaced";
  if (!is_one_of(k_image_datatypes, file.place.datatype)) return "unsupported_data";
  switch (faces.risk_of(file.place.datatype, file.name.suffix)) {
    case FaceRisk::recognisable:
      return "deface";
    case FaceRisk::slight:
      return policy.deface_scope == DefaceScope::all ? "deface_all" : "scrub";
    case FaceRisk::none:
      return "scrub";
  }
  return "unknown";
}

bool is_in_understood_datatype(const InventoryFile& file) {
  return file.place.datatype.empty() || file.place.datatype == "beh" ||
         is_one_of(k_image_datatypes, file.place.datatype);
}

// The reason of a file that stands beside images: if it is what it should be, `kept`.
std::string_view beside_images(const InventoryFile& file, std::string_view kept) {
  if (!is_in_understood_datatype(file)) return "unsupported_data";
  return is_placed(file) ? kept : "unknown";
}

// The reason by kind alone. For entries whose content cannot be used, by the kind that their name says.
std::string_view kind_reason(const InventoryFile& file, FileKind kind, const Policy& policy,
                             const FaceTable& faces) {
  switch (kind) {
    case FileKind::dataset_description:
      return "dataset_description";
    case FileKind::readme:
      return "readme";
    case FileKind::changes:
      return "changes";
    case FileKind::license:
      return "license";
    case FileKind::citation:
      return "citation";
    case FileKind::participants:
      return "participants";
    case FileKind::samples:
    case FileKind::microscopy:
      return "microscopy";
    case FileKind::phenotype:
      return "phenotype";
    case FileKind::sidecar:
      return file.path.native().starts_with("phenotype/") ? "sidecar" : beside_images(file, "sidecar");
    case FileKind::scans:
      return beside_images(file, "scans");
    case FileKind::sessions:
      return beside_images(file, "sessions");
    case FileKind::events:
      return beside_images(file, "events");
    case FileKind::table:
      return is_one_of(k_known_tables, file.name.suffix) ? beside_images(file, "measurements") : "table_kind";
    case FileKind::recording:
      return beside_images(file, "recording");
    case FileKind::nifti:
      return image_reason(file, policy, faces);
    case FileKind::bval:
    case FileKind::bvec:
      return beside_images(file, "gradients");
    case FileKind::dicom:
      return "dicom";
    case FileKind::parrec:
      return "parrec";
    case FileKind::freesurfer_volume:
      return "freesurfer_volume";
    case FileKind::analyze:
      return "analyze";
    case FileKind::other_image:
      return "other_image";
    case FileKind::surface:
      return "surface";
    case FileKind::meg:
    case FileKind::eeg:
    case FileKind::ieeg:
    case FileKind::nirs:
      return "electrophysiology";
    case FileKind::transform:
      return "transform";
    case FileKind::picture:
      return "picture";
    case FileKind::media:
      return "media";
    case FileKind::document:
      return "document";
    case FileKind::spreadsheet:
      return "spreadsheet";
    case FileKind::archive:
      return "archive";
    case FileKind::web_page:
      return "web_page";
    case FileKind::log:
    case FileKind::logs:
      return "log";
    case FileKind::vcs:
      return "vcs";
    case FileKind::hidden:
      return "hidden";
    case FileKind::derivative:
      return "derivative";
    case FileKind::sourcedata:
      return "sourcedata";
    case FileKind::code:
      return "code";
    case FileKind::stimulus:
      return policy.stimuli ? "stimulus_kept" : "stimulus";
    case FileKind::other_folder:
      return "other_folder";
    case FileKind::ignore_file:
      return "ignore_file";
    case FileKind::missing_content:
      return "missing_content";
    case FileKind::broken_link:
    case FileKind::outside_link:
    case FileKind::linked_folder:
      return "link";
    case FileKind::special:
      return "special";
    case FileKind::unreadable:
      return "unreadable";
    case FileKind::empty:
    case FileKind::mismatched:
      return "damaged";
    case FileKind::matlab:
    case FileKind::hdf5:
    case FileKind::text:
    case FileKind::unknown:
      return "unknown";
  }
  return "unknown";
}

bool is_unusable(FileKind kind) {
  switch (kind) {
    case FileKind::empty:
    case FileKind::missing_content:
    case FileKind::broken_link:
    case FileKind::outside_link:
    case FileKind::unreadable:
    case FileKind::mismatched:
      return true;
    default:
      return false;
  }
}

PlannedFile decide(const InventoryFile& file, std::string_view reason_id) {
  const Reason& reason = reason_of(reason_id);
  return {.path = file.path,
          .target = file.target,
          .kind = file.kind,
          .action = reason.action,
          .reason_id = std::string(reason.id),
          .reason = std::string(reason.text),
          .withheld = false,
          .problem = file.problem,
          .place = file.place,
          .size = file.size,
          .file_count = file.file_count};
}

PlannedFile decide_alone(const InventoryFile& file, const Policy& policy, const FaceTable& faces) {
  if (file.bidsignored && (!file.folder || file.kind == FileKind::other_folder))
    return decide(file, "bidsignored");
  if (file.filtered) return decide(file, "filtered");
  if (!is_unusable(file.kind)) return decide(file, kind_reason(file, file.kind, policy, faces));
  // What would have been left out anyway is not missed; what would have been released is withheld.
  PlannedFile by_name = decide(file, kind_reason(file, file.named_kind, policy, faces));
  const bool unreadable_folder = file.folder;
  if (by_name.action == Action::exclude && !unreadable_folder && file.named_kind != FileKind::unknown)
    return by_name;
  PlannedFile planned = decide(file, kind_reason(file, file.kind, policy, faces));
  planned.withheld = by_name.action != Action::exclude || unreadable_folder;
  return planned;
}

bool is_of_image(FileKind kind) {
  return kind == FileKind::events || kind == FileKind::recording || kind == FileKind::table ||
         kind == FileKind::bval || kind == FileKind::bvec;
}

bool is_image_action(Action action) { return action == Action::deface || action == Action::scrub; }

// Answers whether something that is released is described by a file. Holds the inventory and plan by
// reference.
class Uses {
 public:
  Uses(const Inventory& inventory, const Plan& plan) : inventory_(inventory), plan_(plan) {}

  // `images_only`: whether tables and recordings count as described as well.
  [[nodiscard]] bool is_used(const InventoryFile& file, bool images_only) const {
    const std::string folder = file.path.parent_path().native();
    const std::string below = folder.empty() ? "" : folder + "/";
    const auto first = std::lower_bound(
        inventory_.files.begin(), inventory_.files.end(), below,
        [](const InventoryFile& one, const std::string& prefix) { return one.path.native() < prefix; });
    for (auto data = first; data != inventory_.files.end() && data->path.native().starts_with(below);
         ++data) {
      const Action action = plan_.files[static_cast<std::size_t>(data - inventory_.files.begin())].action;
      const bool counts = images_only ? is_image_action(action)
                                      : action != Action::exclude && data->kind != FileKind::sidecar;
      if (counts && &*data != &file && is_described_by(*data, file)) return true;
    }
    return false;
  }

 private:
  const Inventory& inventory_;
  const Plan& plan_;
};

// Behavioural data stand alone: they belong to no image.
bool stands_alone(const InventoryFile& file) { return file.place.datatype == "beh"; }

// Leaves out what describes nothing that is released: first what belongs to images, then sidecars.
void leave_out_unused(const Inventory& inventory, Plan& plan) {
  const Uses uses(inventory, plan);
  for (const bool sidecars : {false, true}) {
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
      const InventoryFile& file = inventory.files[i];
      PlannedFile& planned = plan.files[i];
      const bool concerned =
          sidecars ? file.kind == FileKind::sidecar : is_of_image(file.kind) && !stands_alone(file);
      if (!concerned || planned.action == Action::exclude) continue;
      if (!uses.is_used(file, !sidecars)) planned = decide(file, "no_use");
    }
  }
}

}  // namespace

std::string_view to_string(Action action) {
  switch (action) {
    case Action::deface:
      return "deface";
    case Action::scrub:
      return "scrub";
    case Action::rewrite:
      return "rewrite";
    case Action::copy:
      return "copy";
    case Action::exclude:
      return "exclude";
  }
  return "exclude";
}

Plan make_plan(const Inventory& inventory, const Policy& policy, const FaceTable& faces) {
  Plan plan;
  plan.files.reserve(inventory.files.size());
  for (const InventoryFile& file : inventory.files) plan.files.push_back(decide_alone(file, policy, faces));
  leave_out_unused(inventory, plan);
  return plan;
}

}  // namespace shareready
