#include "policy/unused.hpp"

#include <algorithm>
#include <optional>

#include "bids/inheritance.hpp"

namespace shareready {
namespace {

bool is_image_action(Action action) { return action == Action::deface || action == Action::scrub; }

// An image that is released, or a recording.
bool is_measured(const InventoryFile& file, Action action) {
  return is_image_action(action) ||
         (action == Action::rewrite && is_open_recording(file.kind, file.name.extension));
}

// Behavioural data stand alone: they belong to no image.
bool stands_alone(const InventoryFile& file) { return file.place.datatype == "beh"; }

// What a file may describe: images, for what is recorded with them; all data, for lists of scans and
// sessions; anything but another sidecar, for sidecars.
enum class Described { images, data, all };

// What this file describes; nothing for data and for files that stand for themselves.
std::optional<Described> describes(const InventoryFile& file) {
  switch (file.kind) {
    case FileKind::events:
    case FileKind::recording:
    case FileKind::table:
    case FileKind::bval:
    case FileKind::bvec:
      return stands_alone(file) ? std::nullopt : std::optional(Described::images);
    case FileKind::scans:
    case FileKind::sessions:
      return Described::data;
    case FileKind::sidecar:
      return Described::all;
    default:
      return {};
  }
}

// Whether an entry is data, not a description of data.
bool is_data(const InventoryFile& file, Action action) {
  return is_measured(file, action) ||
         (action != Action::exclude && stands_alone(file) && file.kind != FileKind::sidecar);
}

// Answers whether something that is released is described by a file. Holds the inventory and plan by
// reference.
class Uses {
 public:
  Uses(const Inventory& inventory, const Plan& plan) : inventory_(inventory) {
    for (const PlannedFile& file : plan.files) actions_.push_back(file.action);
  }

  [[nodiscard]] bool is_released(std::size_t index) const { return actions_[index] != Action::exclude; }
  void leave_out(std::size_t index) { actions_[index] = Action::exclude; }

  [[nodiscard]] bool is_used(std::size_t index, Described described) const {
    const InventoryFile& file = inventory_.files[index];
    const std::string folder = file.path.parent_path().native();
    const std::string below = folder.empty() ? "" : folder + "/";
    // What a file describes is nearly always its neighbour in the sorted list.
    for (std::size_t next = index - std::min(index, k_neighbours);
         next < std::min(index + k_neighbours, inventory_.files.size()); ++next) {
      if (inventory_.files[next].path.native().starts_with(below) && is_use(file, next, described))
        return true;
    }
    const auto first = std::lower_bound(
        inventory_.files.begin(), inventory_.files.end(), below,
        [](const InventoryFile& one, const std::string& prefix) { return one.path.native() < prefix; });
    for (auto next = static_cast<std::size_t>(first - inventory_.files.begin());
         next < inventory_.files.size() && inventory_.files[next].path.native().starts_with(below); ++next) {
      if (is_use(file, next, described)) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t k_neighbours = 4;

  [[nodiscard]] bool is_use(const InventoryFile& file, std::size_t next, Described described) const {
    const InventoryFile& data = inventory_.files[next];
    const Action action = actions_[next];
    if (&data == &file || action == Action::exclude) return false;
    switch (described) {
      case Described::images:
        return is_measured(data, action) && is_described_by(data, file);
      case Described::data:
        return is_data(data, action);
      case Described::all:
        return data.kind != FileKind::sidecar && is_described_by(data, file);
    }
    return false;
  }

  const Inventory& inventory_;
  std::vector<Action> actions_;
};

}  // namespace

std::vector<std::size_t> find_unused(const Inventory& inventory, const Plan& plan) {
  Uses uses(inventory, plan);
  std::vector<std::size_t> unused;
  // What belongs to images first, sidecars last: they describe the others too.
  for (const Described described : {Described::images, Described::data, Described::all}) {
    for (std::size_t i = 0; i < inventory.files.size(); ++i) {
      if (!uses.is_released(i) || describes(inventory.files[i]) != described) continue;
      if (uses.is_used(i, described)) continue;
      uses.leave_out(i);
      unused.push_back(i);
    }
  }
  return unused;
}

}  // namespace shareready
