#include "stage/tree.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "base/files.hpp"
#include "base/hash.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Error broken(ErrorCode code, const fs::path& path, std::string_view what, int number) {
  return Error{code, path.string(), fmt::format("{}: {}", what, std::generic_category().message(number)), {}};
}

Status open_folder(const fs::path& folder) {
  std::error_code status;
  fs::create_directory(folder, status);
  if (!status) fs::permissions(folder, fs::perms(0755), status);
  if (status) return broken(ErrorCode::cannot_create, folder, "cannot be created", status.value());
  return Done{};
}

Error taken_name(const fs::path& place) {
  return broken(ErrorCode::cannot_create, place, "two files would get this name", EEXIST);
}

// A file of mode 0644 whatever the umask.
Status write_new(const fs::path& place, std::string_view content) {
  const int file = ::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0 && errno == EEXIST) return taken_name(place);
  if (file < 0) return broken(ErrorCode::cannot_create, place, "cannot be created", errno);
  int failed = 0;
  while (!content.empty() && failed == 0) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written >= 0) content.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) failed = errno;
  }
  struct stat facts {};  // asked first: a change of mode costs more than the question
  if (failed == 0 && ::fstat(file, &facts) != 0) failed = errno;
  const bool masked = (facts.st_mode & 0777U) != 0644U;
  if (failed == 0 && masked && ::fchmod(file, 0644) != 0) failed = errno;
  if (::close(file) != 0 && failed == 0) failed = errno;
  if (failed != 0) return broken(ErrorCode::io, place, "cannot be written", failed);
  return Done{};
}

}  // namespace

Result<fs::path> TreeBuilder::place_for(std::string_view relative) {
  const fs::path part(relative);
  if (part.parent_path() != opened_) {
    fs::path folder = root_;
    for (const fs::path& name : part.parent_path()) {
      folder /= name;
      SR_CHECK(open_folder(folder));
    }
    opened_ = part.parent_path();
  }
  return root_ / part;
}

Status TreeBuilder::write(std::string_view relative, std::string_view content) {
  SR_TRY(const fs::path place, place_for(relative));
  return write_new(place, content);
}

Status TreeBuilder::take_over(std::string_view relative, const fs::path& source) {
  SR_TRY(const fs::path place, place_for(relative));
  if (::link(source.c_str(), place.c_str()) == 0) return Done{};
  if (errno == EEXIST) return taken_name(place);
  SR_TRY(const std::vector<std::uint8_t> content, read_bytes(source));
  return write_new(place, {reinterpret_cast<const char*>(content.data()), content.size()});
}

Result<Manifest> take_manifest(const fs::path& tree) {
  std::vector<std::string> paths;
  std::error_code status;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree, status)) {
    if (entry.is_regular_file(status))
      paths.push_back(entry.path().lexically_relative(tree).generic_string());
  }
  if (status) return broken(ErrorCode::io, tree, "cannot be listed", status.value());
  std::sort(paths.begin(), paths.end());
  Manifest manifest;
  for (const std::string& path : paths) {
    SR_TRY(const std::string hash, sha256_file(tree / path));
    const std::uint64_t size = fs::file_size(tree / path, status);
    manifest.list += fmt::format("{}  {}\n", hash, path);
    ++manifest.files;
    manifest.bytes += size;
    manifest.largest = std::max(manifest.largest, size);
  }
  manifest.sha256 = sha256_hex(manifest.list);
  return manifest;
}

Status level_times(const fs::path& tree, std::int64_t seconds_since_1970) {
  const std::array<timespec, 2> times{timespec{seconds_since_1970, 0}, timespec{seconds_since_1970, 0}};
  const auto level = [&](const fs::path& path) -> Status {
    if (::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0) return Done{};
    return broken(ErrorCode::io, path, "its times cannot be set", errno);
  };
  std::error_code status;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree, status)) {
    SR_CHECK(level(entry.path()));
  }
  if (status) return broken(ErrorCode::io, tree, "cannot be listed", status.value());
  return level(tree);
}

}  // namespace shareready
