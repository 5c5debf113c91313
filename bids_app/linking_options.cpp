#include "linking_options.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/age.hpp"
#include "base/files.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_shortest_secret =
    32;  // bytes: as long as the output of SHA-256 (RFC 2104, section 3)

LabelMode label_mode_of(const Arguments& arguments) {
  if (arguments.label_mode == "permute") return LabelMode::permute;
  if (arguments.label_mode == "keyed") return LabelMode::keyed;
  return LabelMode::random;
}

Error unfit(const fs::path& path, std::string what) {
  return Error{ErrorCode::usage, path.string(), std::move(what), {}};
}

Result<std::vector<std::uint8_t>> read_label_secret(const fs::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077U) != 0) {
    return unfit(path,
                 "other users can read the label secret; chmod 600 it, or make a new one if they may have");
  }
  SR_TRY(std::vector<std::uint8_t> secret, read_bytes(path));
  if (secret.size() >= k_shortest_secret) return secret;
  return unfit(path,
               fmt::format("holds {} bytes, a label secret needs at least {}: head -c 32 /dev/urandom > FILE",
                           secret.size(), k_shortest_secret));
}

// A misspelt label must not let somebody stay who withdrew.
Status check_known(const std::string& label, const Linking& linking, const Places& places) {
  const bool before = linking.previous && linking.previous->key.find(label) != nullptr;
  const bool withdrawn_before =
      linking.previous && std::binary_search(linking.previous->key.withdrawn.begin(),
                                             linking.previous->key.withdrawn.end(), label);
  if (before || withdrawn_before || is_in_dataset(places, label)) return Done{};
  return Error{
      ErrorCode::no_match,
      "--withdraw",
      fmt::format("sub-{} is neither in the dataset nor in the earlier release; check its spelling", label),
      {}};
}

Status take_withdrawn(const Arguments& arguments, const Places& places, Linking& linking) {
  linking.withdrawn = arguments.withdrawn;
  for (const std::string& label : linking.withdrawn) SR_CHECK(check_known(label, linking, places));
  if (linking.previous) {
    const std::vector<std::string>& before = linking.previous->key.withdrawn;
    linking.withdrawn.insert(linking.withdrawn.end(), before.begin(), before.end());
  }
  std::sort(linking.withdrawn.begin(), linking.withdrawn.end());
  linking.withdrawn.erase(std::unique(linking.withdrawn.begin(), linking.withdrawn.end()),
                          linking.withdrawn.end());
  return Done{};
}

}  // namespace

bool is_in_dataset(const Places& places, const std::string& label) {
  std::error_code status;
  return fs::is_directory(places.bids_dir / ("sub-" + label), status);
}

Result<Linking> linking_of(const Arguments& arguments, const Places& places) {
  Linking linking;
  linking.label_mode = label_mode_of(arguments);
  if (!arguments.label_secret_file.empty()) {
    SR_TRY(linking.label_secret, read_label_secret(arguments.label_secret_file));
  }
  if (!arguments.key_file.empty() && arguments.level == Level::group) {
    linking.key.recipients = arguments.key_recipients;
    SR_TRY(linking.key.path, check_key_place(arguments.key_file, places));
    SR_CHECK(check_age_recipients(linking.key.recipients));
  }
  if (!arguments.previous_key.empty()) {
    SR_TRY(linking.previous, read_previous_key(arguments.previous_key, arguments.identity_file));
  }
  SR_CHECK(take_withdrawn(arguments, places, linking));
  return linking;
}

}  // namespace shareready
