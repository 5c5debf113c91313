#include "stage/rare_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "bids/inventory.hpp"
#include "deid/wider_ages.hpp"
#include "policy/plan.hpp"
#include "stage/content_groups.hpp"
#include "stage/joint_groups.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
using Kinds = std::set<std::string>;

constexpr std::uint64_t k_fewest_told = 5;  // as in the report

// Persons by kind of image.
std::map<std::string, std::set<std::string>> persons_by_kind(const ReportFacts& facts) {
  std::map<std::string, std::set<std::string>> persons;
  for (const ReleasedFile& file : *facts.files) {
    if (file.participant.empty() || !is_volume(*file.outcome)) continue;
    const fs::path path(file.path);
    persons[kind_of_file(place_of(path), parse_bids_name(path.filename().string()))].insert(file.participant);
  }
  return persons;
}

// Without what stands behind the first dot of its name.
std::string stem_of(const std::string& path) { return path.substr(0, path.find('.', path.rfind('/') + 1)); }

class RareKinds {
 public:
  RareKinds(const ReportFacts& facts, const FaceTable& faces, readiness::RiskFacts& risk)
      : facts_(facts), faces_(faces), risk_(risk) {}

  void count() {
    const auto persons = persons_by_kind(facts_);
    const std::uint64_t everybody = risk_.persons;
    const std::uint64_t few =
        std::max<std::uint64_t>(static_cast<std::uint64_t>(facts_.options->policy.k), k_fewest_told);
    Kinds rare, uneven;
    for (const auto& [kind, those] : persons) {
      if (those.size() < few) rare.insert(kind);
      if (those.size() < everybody) uneven.insert(kind);
    }
    add(rare);
    if (uneven != rare) add(uneven);
  }

 private:
  // The files that the plan would leave out besides.
  [[nodiscard]] std::set<std::string> left_out_with(const Kinds& kinds) const {
    Policy policy = facts_.options->policy;
    policy.leave_out_images.insert(policy.leave_out_images.end(), kinds.begin(), kinds.end());
    std::set<std::string> paths;
    for (const PlannedFile& file : make_plan(*facts_.preparation->inventory, policy, faces_).files) {
      if (file.action == Action::exclude) paths.insert(file.path.generic_string());
    }
    return paths;
  }

  void add(const Kinds& kinds) {
    if (kinds.empty()) return;
    const std::set<std::string> left_out = left_out_with(kinds);
    ContentGroups::LeftOut gone;
    std::set<std::string> with_images, images_gone;
    for (const ReleasedFile& file : *facts_.files) {
      if (!file.new_path.starts_with("sub-")) continue;
      if (left_out.contains(file.path)) {
        gone.paths.insert(file.new_path);
        if (is_volume(*file.outcome)) images_gone.insert(stem_of(file.new_path));
      } else if (is_volume(*file.outcome)) {
        with_images.insert(file.participant);
      }
    }
    if (with_images.size() < risk_.persons) return;
    // A sidecar that was made for an image has no place in the plan.
    for (const ReleasedFile& file : *facts_.files) {
      if (file.new_path.ends_with(".json") && images_gone.contains(stem_of(file.new_path)))
        gone.paths.insert(file.new_path);
    }
    const JointKnowledge known{
        .contents = &facts_.contents->groups, .labels = facts_.labels, .generalised = facts_.generalised};
    const auto made = joint_without(known, gone, static_cast<std::uint32_t>(facts_.options->policy.k));
    if (!made) return;
    risk_.without_kinds.push_back({.kinds = {kinds.begin(), kinds.end()},
                                   .details = made->details.uniques,
                                   .columns = made->columns.uniques,
                                   .all = made->all.uniques});
  }

  const ReportFacts& facts_;
  const FaceTable& faces_;
  readiness::RiskFacts& risk_;
};

// Kinds of file that participants have in the input, whoever was chosen.
Result<Kinds> kinds_in(const Inventory& inventory) {
  Kinds kinds;
  for (const std::string& label : inventory.all_participants) {
    std::error_code status;
    const fs::path folder = inventory.root / ("sub-" + label);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, status)) {
      if (!entry.is_regular_file(status) || !entry.path().filename().string().starts_with("sub-")) continue;
      const fs::path path = entry.path().lexically_relative(inventory.root);
      kinds.insert(kind_of_file(place_of(path), parse_bids_name(path.filename().string())));
    }
    if (status) return Error{ErrorCode::io, folder, "cannot be listed: " + status.message(), {}};
  }
  return kinds;
}

}  // namespace

Status check_left_out_kinds(const GroupRun& run) {
  const auto& asked = run.options->policy.leave_out_images;
  if (asked.empty()) return Done{};
  const Inventory& inventory = *run.preparation->inventory;
  SR_TRY(Kinds kinds, kinds_in(inventory));
  for (const InventoryFile& file : inventory.files) {
    if (!file.place.participant.empty()) kinds.insert(kind_of_file(file.place, file.name));
  }
  for (const std::string& kind : asked) {
    if (kinds.contains(kind)) continue;
    return Error{
        ErrorCode::usage,
        kind,
        fmt::format("the policy leaves out images of this kind, and no participant of the input has one. "
                    "Nothing was published; write it in leave_out_images as the input has it, and run "
                    "both levels again. There are: {}",
                    join(std::vector<std::string>(kinds.begin(), kinds.end()), ", ")),
        {}};
  }
  return Done{};
}

Status count_rare_kinds(const ReportFacts& facts, readiness::RiskFacts& risk) {
  if (risk.persons > k_most_persons_finely) return Done{};
  SR_TRY(const FaceTable faces, load_face_table());
  RareKinds(facts, faces, risk).count();
  return Done{};
}

}  // namespace shareready
