#include "policy/plan.hpp"

#include <algorithm>

#include "policy/file_reason.hpp"
#include "policy/reasons.hpp"
#include "policy/unused.hpp"

namespace shareready {
namespace {

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
          .problem = {},
          .place = file.place,
          .size = file.size,
          .folder = file.folder,
          .file_count = file.file_count};
}

bool is_left_out_kind(const InventoryFile& file, const Policy& policy) {
  const auto& kinds = policy.leave_out_images;
  return !kinds.empty() && !file.place.participant.empty() &&
         std::find(kinds.begin(), kinds.end(), kind_of_file(file.place, file.name)) != kinds.end();
}

PlannedFile decide_alone(const InventoryFile& file, const Policy& policy, const FaceTable& faces) {
  if (file.bidsignored && (!file.folder || file.kind == FileKind::other_folder))
    return decide(file, "bidsignored");
  if (file.filtered) return decide(file, "filtered");
  if (is_left_out_kind(file, policy)) return decide(file, "left_out_kind");
  if (!is_unusable(file.kind)) {
    PlannedFile planned = decide(file, file_reason(file, file.kind, policy, faces));
    planned.problem = file.problem;
    return planned;
  }
  // What would have been left out anyway is not missed; what would have been released is withheld.
  PlannedFile by_name = decide(file, file_reason(file, file.named_kind, policy, faces));
  const bool unreadable_folder = file.folder;
  if (by_name.action == Action::exclude && !unreadable_folder && file.named_kind != FileKind::unknown)
    return by_name;
  PlannedFile planned = decide(file, file_reason(file, file.kind, policy, faces));
  planned.problem = file.problem;
  planned.withheld = by_name.action != Action::exclude || unreadable_folder;
  return planned;
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
  for (const std::size_t index : find_unused(inventory, plan)) {
    plan.files[index] = decide(inventory.files[index], "no_use");
  }
  return plan;
}

}  // namespace shareready
