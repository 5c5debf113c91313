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
#include "base/system_failure.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Error taken_name(const fs::path& place) {
  return system_failure(ErrorCode::cannot_create, place, "two files would get this name", EEXIST);
}

std::array<timespec, 2> both_times(std::int64_t seconds_since_1970) {
  return {timespec{seconds_since_1970, 0}, timespec{seconds_since_1970, 0}};
}

// Of a path relative to an open folder.
Status set_times(int folder, const char* name, std::int64_t time, const fs::path& place) {
  if (::utimensat(folder, name, both_times(time).data(), AT_SYMLINK_NOFOLLOW) == 0) return Done{};
  return system_failure(ErrorCode::io, place, "its times cannot be set", errno);
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Mode 0644 whatever the umask was; asked first, since a change of mode costs more than the question.
bool open_to_all(int file) {
  struct stat facts {};
  if (::fstat(file, &facts) != 0) return false;
  return (facts.st_mode & 0777U) == 0644U || ::fchmod(file, 0644) == 0;
}

// A new file in an open folder, filled by `fill`; `place` is for messages.
template <typename Fill>
Status make_new(int folder, const char* name, const Fill& fill, std::int64_t time, const fs::path& place) {
  Descriptor file(::openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file.is_open() && errno == EEXIST) return taken_name(place);
  if (!file.is_open()) return system_failure(ErrorCode::cannot_create, place, "cannot be created", errno);
  const bool written = fill(file.number()) && open_to_all(file.number()) &&
                       ::futimens(file.number(), both_times(time).data()) == 0 && file.close();
  if (written) return Done{};
  return system_failure(ErrorCode::io, place, "cannot be written", errno);
}

// To the end of the source; by the file system itself where it can, which may share the bytes.
bool copy_bytes(int source, int copy) {
  constexpr std::size_t k_at_once = std::size_t{1} << 30U;
  ssize_t copied = 0;
  do {
    copied = ::copy_file_range(source, nullptr, copy, nullptr, k_at_once, 0);
  } while (copied > 0 || (copied < 0 && errno == EINTR));
  if (copied == 0) return true;
  if (errno != EXDEV && errno != ENOSYS && errno != EINVAL && errno != EOPNOTSUPP) return false;
  std::vector<char> buffer(std::size_t{1} << 20U);
  while (true) {
    const ssize_t got = ::read(source, buffer.data(), buffer.size());
    if (got == 0) return true;
    if (got < 0 && errno != EINTR) return false;
    if (got > 0 && !write_all(copy, {buffer.data(), static_cast<std::size_t>(got)})) return false;
  }
}

// Some file systems end a copy early, and say that it is complete.
bool copy_all(int source, int copy) {
  struct stat wanted {
  }, made{};
  return copy_bytes(source, copy) && ::fstat(source, &wanted) == 0 && ::fstat(copy, &made) == 0 &&
         wanted.st_size == made.st_size;
}

std::string_view folder_of(std::string_view relative) {
  const std::size_t slash = relative.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : relative.substr(0, slash);
}

// Text up to its end, as the name that the system wants.
const char* name_in(const std::string& relative) {
  const std::size_t slash = relative.rfind('/');
  return relative.c_str() + (slash == std::string::npos ? 0 : slash + 1);
}

}  // namespace

Status TreeBuilder::make_folder(std::string_view folder) {
  if (!made_.emplace(folder).second) return Done{};
  const fs::path place = root_ / folder;
  if (::mkdir(place.c_str(), 0755) != 0 && errno != EEXIST) {
    return system_failure(ErrorCode::cannot_create, place, "cannot be created", errno);
  }
  struct stat facts {};
  const bool open = ::stat(place.c_str(), &facts) == 0 &&
                    ((facts.st_mode & 0777U) == 0755U || ::chmod(place.c_str(), 0755) == 0);
  if (!open) return system_failure(ErrorCode::cannot_create, place, "cannot be opened to all", errno);
  return Done{};
}

Status TreeBuilder::enter(std::string_view folder) {
  if (folder_.is_open() && folder == entered_) return Done{};
  for (std::size_t end = folder.find('/'); end != std::string_view::npos; end = folder.find('/', end + 1)) {
    SR_CHECK(make_folder(folder.substr(0, end)));
  }
  if (!folder.empty()) SR_CHECK(make_folder(folder));
  const fs::path place = folder.empty() ? root_ : root_ / folder;
  folder_ = Descriptor(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder_.is_open()) return system_failure(ErrorCode::cannot_create, place, "cannot be opened", errno);
  entered_ = folder;
  return Done{};
}

Status TreeBuilder::write(std::string_view relative, std::string_view content) {
  const std::string path(relative);
  SR_CHECK(enter(folder_of(path)));
  return make_new(
      folder_.number(), name_in(path), [&](int file) { return write_all(file, content); }, time_, path);
}

Status TreeBuilder::take_over(std::string_view relative, const fs::path& source) {
  const std::string path(relative);
  SR_CHECK(enter(folder_of(path)));
  if (takeover_ == Takeover::share) {
    if (::linkat(AT_FDCWD, source.c_str(), folder_.number(), name_in(path), 0) == 0) {
      return set_times(folder_.number(), name_in(path), time_, path);
    }
    if (errno == EEXIST) return taken_name(path);
  }
  const Descriptor original(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (!original.is_open()) return system_failure(ErrorCode::no_input, source, "cannot be opened", errno);
  return make_new(
      folder_.number(), name_in(path), [&](int file) { return copy_all(original.number(), file); }, time_,
      path);
}

Status TreeBuilder::finish() {
  folder_ = Descriptor();
  for (const std::string& folder : made_) {
    const fs::path place = root_ / folder;
    SR_CHECK(set_times(AT_FDCWD, place.c_str(), time_, place));
  }
  return set_times(AT_FDCWD, root_.c_str(), time_, root_);
}

Result<Manifest> take_manifest(const fs::path& tree) {
  std::vector<std::string> paths;
  std::error_code status;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree, status)) {
    if (entry.is_regular_file(status))
      paths.push_back(entry.path().lexically_relative(tree).generic_string());
  }
  if (status) return system_failure(ErrorCode::io, tree, "cannot be listed", status.value());
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
  const auto level = [&](const fs::path& path) {
    return set_times(AT_FDCWD, path.c_str(), seconds_since_1970, path);
  };
  std::error_code status;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(tree, status)) {
    SR_CHECK(level(entry.path()));
  }
  if (status) return system_failure(ErrorCode::io, tree, "cannot be listed", status.value());
  return level(tree);
}

}  // namespace shareready
