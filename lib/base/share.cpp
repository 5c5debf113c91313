#include "base/share.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/hash.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> share_folders() {
  std::vector<fs::path> folders;
  if (const char* folder = std::getenv("SHAREREADY_SHARE_DIR"); folder != nullptr && *folder != '\0') {
    folders.emplace_back(folder);
  }
  std::error_code status;
  const fs::path executable = fs::read_symlink("/proc/self/exe", status);
  if (!status) folders.push_back(executable.parent_path().parent_path() / "share" / "shareready");
  folders.emplace_back(SHAREREADY_INSTALL_SHARE_DIR);
  folders.emplace_back(SHAREREADY_SOURCE_SHARE_DIR);
  return folders;
}

}  // namespace

Result<fs::path> find_share_file(std::string_view name) {
  std::string places;
  for (const fs::path& folder : share_folders()) {
    std::error_code status;
    const fs::path candidate = folder / name;
    if (fs::is_regular_file(candidate, status)) return candidate;
    places += (places.empty() ? "" : ", ") + folder.string();
  }
  return Error{ErrorCode::no_input,
               std::string(name),
               "this data table of the program was not found in " + places +
                   "; install shareready again or set SHAREREADY_SHARE_DIR to its share folder",
               {}};
}

Result<std::string> program_fingerprint() {
  SR_TRY(const fs::path any_table, find_share_file("policy.json"));
  std::error_code status;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(any_table.parent_path(), status)) {
    if (entry.is_regular_file(status)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::string text;
  if (const fs::path executable = "/proc/self/exe"; fs::exists(executable, status)) {
    SR_TRY(text, sha256_file(executable));
  }
  for (const fs::path& file : files) {
    SR_TRY(const std::string hash, sha256_file(file));
    text += "\n" + file.filename().string() + " " + hash;
  }
  return sha256_hex(text);
}

}  // namespace shareready
