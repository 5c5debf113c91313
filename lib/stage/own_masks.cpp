#include "stage/own_masks.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "bids/bids_name.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

bool is_image_extension(std::string_view extension) { return extension == ".nii" || extension == ".nii.gz"; }

// The name without its extension; empty for what is no image.
std::string stem_of(const fs::path& path) {
  BidsName name = parse_bids_name(path.filename().string());
  if (!is_image_extension(name.extension)) return "";
  name.extension.clear();
  return format_bids_name(name);
}

Result<std::map<std::string, fs::path>> masks_below(const fs::path& folder, std::vector<fs::path>& unused) {
  std::map<std::string, fs::path> masks;
  std::error_code status;
  fs::recursive_directory_iterator entries(folder, status);
  for (; !status && entries != fs::recursive_directory_iterator(); entries.increment(status)) {
    std::error_code kind;
    if (!entries->is_regular_file(kind)) continue;
    const std::string stem = stem_of(entries->path());
    if (stem.empty()) {
      unused.push_back(entries->path());
      continue;
    }
    const auto [known, is_new] = masks.emplace(stem, entries->path());
    if (is_new) continue;
    return Error{
        ErrorCode::usage,
        entries->path().string(),
        fmt::format("is a second mask of one image beside '{}'; keep one of them", known->second.string()),
        {}};
  }
  if (!status) return masks;
  return Error{ErrorCode::no_input,
               folder.string(),
               fmt::format("the folder of masks cannot be read: {}", status.message()),
               {}};
}

}  // namespace

Result<OwnMasks> find_own_masks(const fs::path& folder, const Plan& plan) {
  OwnMasks own;
  SR_TRY(auto masks, masks_below(folder, own.unused));
  for (const PlannedFile& file : plan.files) {
    if (file.action != Action::deface) continue;
    const auto mask = masks.find(stem_of(file.path));
    if (mask == masks.end()) continue;
    own.by_image.emplace(file.path.generic_string(), mask->second);
  }
  for (const auto& [image, mask] : own.by_image) masks.erase(stem_of(mask));
  for (const auto& [stem, mask] : masks) own.unused.push_back(mask);
  return own;
}

std::string fingerprint_of(const OwnMasks& masks, std::string_view participant) {
  const std::string folder = fmt::format("sub-{}/", participant);
  std::string text;
  for (auto mask = masks.by_image.lower_bound(folder);
       mask != masks.by_image.end() && mask->first.starts_with(folder); ++mask) {
    const Result<std::string> content = sha256_file(mask->second);
    text += fmt::format("{} {}\n", mask->first, content.ok() ? *content : "unreadable");
  }
  return text.empty() ? "" : sha256_hex(text);
}

}  // namespace shareready
