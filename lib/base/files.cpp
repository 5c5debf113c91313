#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/descriptor.hpp"
#include "base/file_writer.hpp"
#include "base/staged_file.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

template <typename Bytes>
Result<Bytes> read_whole(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return system_failure(ErrorCode::no_input, path, "cannot be opened", errno);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0)
    return system_failure(ErrorCode::io, path, "cannot be examined", errno);
  if (S_ISDIR(status.st_mode)) return system_failure(ErrorCode::no_input, path, "expected a file", EISDIR);
  // One more than there should be: the end is seen without growing.
  Bytes content(static_cast<std::size_t>(status.st_size) + 1, typename Bytes::value_type{});
  std::size_t filled = 0;
  while (true) {
    if (filled == content.size()) content.resize(filled + std::max<std::size_t>(filled / 2, 4096));
    const ssize_t got = ::read(file.number(), content.data() + filled, content.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(ErrorCode::io, path, "cannot be read", errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  content.resize(filled);
  return content;
}

}  // namespace

Result<std::vector<std::uint8_t>> read_bytes(const fs::path& path) {
  return read_whole<std::vector<std::uint8_t>>(path);
}

Result<std::string> read_text(const fs::path& path) { return read_whole<std::string>(path); }

Status write_file(const fs::path& path, std::span<const std::uint8_t> bytes, Mode mode) {
  SR_TRY(FileWriter file, FileWriter::create(path));
  SR_CHECK(file.append(bytes));
  return file.commit(mode);
}

Status write_file(const fs::path& path, std::string_view text, Mode mode) {
  return write_file(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), mode);
}

Status make_folder(const fs::path& path, bool private_folder) {
  std::error_code status;
  fs::create_directories(path, status);
  if (status)
    return system_failure(ErrorCode::cannot_create, path, "the folder cannot be created", status.value());
  if (private_folder) fs::permissions(path, fs::perms::owner_all, status);
  if (status)
    return system_failure(ErrorCode::cannot_create, path, "its mode cannot be set to 0700", status.value());
  return Done{};
}

Result<StagedFolder> StagedFolder::make(const fs::path& parent, std::string_view name) {
  std::string pattern = (parent / fmt::format(".{}.tmp-XXXXXX", name)).string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return system_failure(ErrorCode::cannot_create, parent, "no folder can be created in it", errno);
  }
  return StagedFolder(pattern);
}

StagedFolder::StagedFolder(StagedFolder&& other) noexcept : path_(std::exchange(other.path_, fs::path())) {}

StagedFolder& StagedFolder::operator=(StagedFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

StagedFolder::~StagedFolder() {
  std::error_code ignored;  // nothing can be done about it here, and the name says that it is a leftover
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Status StagedFolder::commit(const fs::path& target) {
  SR_CHECK(sync_file_system(path_));
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) {
    path_.clear();
    return sync_folder(target.parent_path());
  }
  if (errno != EEXIST && errno != EINVAL) {
    return system_failure(ErrorCode::cannot_create, target, "the finished folder cannot be put in place",
                          errno);
  }
  std::error_code status;
  if (!fs::exists(target, status)) {  // a file system without RENAME_NOREPLACE
    fs::rename(path_, target, status);
    if (status)
      return system_failure(ErrorCode::cannot_create, target, "cannot be put in place", status.value());
    path_.clear();
    return sync_folder(target.parent_path());
  }
  SR_CHECK(
      exchange_paths(path_, target));  // the old content now has the temporary name and goes with this object
  return sync_folder(target.parent_path());
}

Status exchange_paths(const fs::path& one, const fs::path& other) {
  if (::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0) return Done{};
  const ErrorCode code = errno == EINVAL || errno == ENOSYS ? ErrorCode::unsupported : ErrorCode::io;
  return system_failure(code, other, "cannot be exchanged in one step", errno);
}

Status sync_folder(const fs::path& folder) {
  const Descriptor handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open()) return system_failure(ErrorCode::io, folder, "cannot be opened", errno);
  if (::fsync(handle.number()) != 0 && errno != EINVAL) {
    return system_failure(ErrorCode::io, folder, "cannot be made durable", errno);
  }
  return Done{};
}

}  // namespace shareready
