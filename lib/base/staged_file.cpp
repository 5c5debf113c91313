#include "base/staged_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// 0, or why it could not be written.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// Asking is cheaper than setting, which writes the inode again.
bool has_mode(int descriptor, mode_t mode) {
  struct stat facts {};
  return ::fstat(descriptor, &facts) == 0 && (facts.st_mode & 07777U) == mode;
}

}  // namespace

Status write_staged(const fs::path& path, std::string_view text) {
  constexpr mode_t k_shareable = 0644;
  constexpr int k_flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  int descriptor = ::open(path.c_str(), k_flags, k_shareable);
  if (descriptor < 0 && errno == EEXIST && ::unlink(path.c_str()) == 0)
    descriptor = ::open(path.c_str(), k_flags, k_shareable);
  if (descriptor < 0 && errno == ENOENT) {  // rarer than a folder that is there: not asked before
    SR_CHECK(make_folder(path.parent_path()));
    descriptor = ::open(path.c_str(), k_flags, k_shareable);
  }
  if (descriptor < 0) return system_failure(ErrorCode::cannot_create, path, "cannot be created", errno);
  int number = write_all(descriptor, text);
  if (number == 0 && !has_mode(descriptor, k_shareable) && ::fchmod(descriptor, k_shareable) != 0)
    number = errno;  // whatever the umask is
  if (::close(descriptor) != 0 && number == 0) number = errno;
  if (number != 0) return system_failure(ErrorCode::io, path, "cannot be written", number);
  return Done{};
}

Status write_staged(const fs::path& path, std::span<const std::uint8_t> bytes) {
  return write_staged(path, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Status sync_file_system(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return system_failure(ErrorCode::io, folder, "cannot be opened", errno);
  const int number = ::syncfs(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (number != 0) return system_failure(ErrorCode::io, folder, "cannot be written to disk", number);
  return Done{};
}

}  // namespace shareready
