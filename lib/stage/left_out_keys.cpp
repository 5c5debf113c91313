#include "stage/left_out_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "policy/left_out_keys.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

void take_away_keys_in(const Json& json, std::set<std::string>& asked) {
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.as_object()) {
    asked.erase(key);
    take_away_keys_in(value, asked);
  }
}

// Those of which the participants' outcomes say that they went.
void take_away_dropped(const GroupRun& run, std::set<std::string>& asked) {
  for (const Outcome& outcome : run.inputs.outcomes) {
    for (const FileOutcome& file : outcome.files) {
      if (file.path.ends_with(".tsv")) continue;  // its parts are columns
      for (const PartOutcome& part : file.parts) asked.erase(part.name.substr(part.name.rfind('.') + 1));
    }
  }
}

// Those that a sidecar of the input has, whoever was chosen. What cannot be read has none.
Status take_away_found(const fs::path& root, std::set<std::string>& asked) {
  std::error_code status;
  for (fs::recursive_directory_iterator it(root, status), end; !status && it != end && !asked.empty();
       it.increment(status)) {
    const std::string name = it->path().filename().string();
    const bool foreign = it.depth() == 0 && !name.starts_with("sub-");
    if (it->is_directory() && (foreign || name.starts_with('.'))) it.disable_recursion_pending();
    if (it->is_directory() || it->path().extension() != ".json") continue;
    if (name == "dataset_description.json") continue;
    const Result<std::string> text = read_text(it->path());
    if (!text.ok()) continue;
    const Result<Json> json = parse_json(*text, name);
    if (json.ok()) take_away_keys_in(*json, asked);
  }
  if (status) return Error{ErrorCode::io, root, "cannot be listed: " + status.message(), {}};
  return Done{};
}

}  // namespace

bool has_pet(const Inventory& inventory) {
  return std::any_of(inventory.files.begin(), inventory.files.end(),
                     [](const InventoryFile& file) { return file.name.suffix == "pet"; });
}

Status check_left_out_keys(const GroupRun& run) {
  const auto& keys = run.options->policy.leave_out_keys;
  const bool of_pet = has_pet(*run.preparation->inventory);
  for (const std::string& key : keys) {
    const std::string why = reason_to_stay(key, of_pet);
    if (!why.empty()) return Error{ErrorCode::usage, key, "it cannot be left out: " + why, {}};
  }
  std::set<std::string> asked(keys.begin(), keys.end());
  take_away_dropped(run, asked);
  if (!asked.empty()) SR_CHECK(take_away_found(run.preparation->inventory->root, asked));
  if (asked.empty()) return Done{};
  return Error{ErrorCode::usage,
               *asked.begin(),
               "the policy leaves out this key of sidecars, and no sidecar of the input has it. Nothing was "
               "published; write it in leave_out_keys as the input has it, and run both levels again",
               {}};
}

}  // namespace shareready
