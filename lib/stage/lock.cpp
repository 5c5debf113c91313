#include "stage/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/files.hpp"
#include "base/system_failure.hpp"

namespace shareready {

Result<FileLock> FileLock::take(const std::filesystem::path& path, Kind kind) {
  const int descriptor =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, static_cast<mode_t>(Mode::secret));
  if (descriptor < 0) {
    return system_failure(ErrorCode::cannot_create, path, "the lock file cannot be opened", errno);
  }
  FileLock lock(descriptor);
  struct flock request {};
  request.l_type = static_cast<short>(kind == Kind::exclusive ? F_WRLCK : F_RDLCK);
  request.l_whence = SEEK_SET;
  if (::fcntl(descriptor, F_OFD_SETLK, &request) == 0) return lock;
  if (errno == EAGAIN || errno == EACCES) {
    return Error{
        ErrorCode::locked, path.string(), "another run is at work on it; try again when it has ended", {}};
  }
  return Error{ErrorCode::cannot_create,
               path.string(),
               fmt::format("cannot be locked: {}; put the private folder on a file system with locks",
                           std::generic_category().message(errno)),
               {}};
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace shareready
