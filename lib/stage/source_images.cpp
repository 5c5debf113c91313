#include "stage/source_images.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/byte_source.hpp"
#include "base/text.hpp"
#include "deid/philips_header.hpp"
#include "policy/reasons.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_dicom(const fs::path& path) {
  constexpr std::size_t k_preamble = 128;
  std::array<std::uint8_t, k_preamble + 4> head{};
  const auto source = open_source(path);
  if (!source.ok()) return false;
  const auto count = read_fully(*source, head);
  return count.ok() && *count == head.size() &&
         std::string_view(reinterpret_cast<const char*>(head.data()) + k_preamble, 4) == "DICM";
}

// A header of a Philips export, or the numbers that it describes. XML alone says little: it counts beside a
// REC.
bool is_philips(const fs::path& path) {
  const std::string ending = to_lower(path.extension().string());
  if (ending != ".xml") return philips_format(path) || ending == ".rec" || ending == ".sdat";
  const auto beside = [&path](const char* other) {
    std::error_code status;
    return fs::exists(fs::path(path).replace_extension(other), status);
  };
  return beside(".REC") || beside(".rec");
}

FileKind kind_of(const fs::path& path, const fs::path& target) {
  if (is_dicom(target)) return FileKind::dicom;
  return is_philips(path) ? FileKind::parrec : FileKind::sourcedata;
}

std::string_view reason_for(FileKind kind) {
  if (kind == FileKind::dicom) return "dicom_source";
  return kind == FileKind::parrec ? "philips_source" : "sourcedata_images";
}

// The session that a folder of the path names; empty where none does.
std::string session_of(const fs::path& relative) {
  for (const fs::path& part : relative.parent_path()) {
    if (part.native().starts_with("ses-")) return part.native().substr(4);
  }
  return "";
}

// The participant of the run whose folder the file lies in, at any depth of sourcedata/; empty where there is
// none, or more than one.
std::string participant_of(const fs::path& path, const Inventory& inventory) {
  std::string found;
  for (const fs::path& part : path.lexically_relative(inventory.root).parent_path()) {
    if (!part.native().starts_with("sub-")) continue;
    const std::string label = part.native().substr(4);
    if (!found.empty() && found != label) return "";
    found = label;
  }
  const bool known = std::binary_search(inventory.participants.begin(), inventory.participants.end(), found);
  return known ? found : "";
}

bool is_selected(const std::string& session, const InventoryFilter& filter) {
  if (filter.sessions.empty()) return true;
  return std::any_of(filter.sessions.begin(), filter.sessions.end(),
                     [&](const std::string& wanted) { return strip_prefix(wanted, "ses-") == session; });
}

// The real file, if it lies in the dataset: nothing for broken links and links that lead out of it.
fs::path target_of(const fs::path& path, const fs::path& root) {
  std::error_code status;
  const fs::path real = fs::canonical(path, status);
  if (status || !fs::is_regular_file(real, status)) return {};
  return real.native().starts_with(root.native() + "/") ? real : fs::path{};
}

PlannedFile planned(const fs::path& path, const Inventory& inventory, const std::string& participant) {
  PlannedFile file;
  file.path = fs::path(path.native().substr(inventory.root.native().size() + 1));
  file.target = target_of(path, inventory.root);
  file.place = {.participant = participant, .session = session_of(file.path), .datatype = {}};
  std::error_code status;
  file.size = file.target.empty() ? 0 : fs::file_size(file.target, status);
  file.kind = file.target.empty() ? FileKind::sourcedata : kind_of(path, file.target);
  const Reason& reason = reason_of(reason_for(file.kind));
  file.action = reason.action;
  file.reason_id = reason.id;
  file.reason = reason.text;
  return file;
}

}  // namespace

Status plan_source_images(const Inventory& inventory, Plan& plan) {
  const fs::path folder = inventory.root / "sourcedata";
  std::error_code status;
  if (!fs::is_directory(folder, status)) return Done{};
  std::vector<fs::path> paths;
  for (auto entry = fs::recursive_directory_iterator(folder, status);
       !status && entry != fs::recursive_directory_iterator(); entry.increment(status)) {
    if (!fs::is_directory(entry->symlink_status())) paths.push_back(entry->path());
  }
  if (status) return Error{ErrorCode::io, folder.string(), "cannot be listed; check its permissions", {}};
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    const std::string participant = participant_of(path, inventory);
    if (participant.empty()) continue;
    PlannedFile file = planned(path, inventory, participant);
    if (is_selected(file.place.session, inventory.filter)) plan.files.push_back(std::move(file));
  }
  return Done{};
}

}  // namespace shareready
