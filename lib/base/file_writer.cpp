#include "base/file_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/byte_source.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace fs = std::filesystem;

Result<FileWriter> FileWriter::create(const fs::path& path) {
  std::string temporary =
      (path.parent_path() / fmt::format(".{}.tmp-XXXXXX", path.filename().string())).string();
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return system_failure(ErrorCode::cannot_create, path, "cannot be created", errno);
  return FileWriter(path, std::move(temporary), descriptor);
}

FileWriter::FileWriter(FileWriter&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, std::string())),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

FileWriter& FileWriter::operator=(FileWriter&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(temporary_, other.temporary_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileWriter::~FileWriter() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status FileWriter::append(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_failure(ErrorCode::io, path_, "cannot be written", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return Done{};
}

Status FileWriter::commit(Mode mode) {
  if (::fsync(descriptor_) != 0)
    return system_failure(ErrorCode::io, path_, "cannot be written to disk", errno);
  if (::fchmod(descriptor_, static_cast<mode_t>(mode)) != 0) {
    return system_failure(ErrorCode::cannot_create, path_, "its permissions cannot be set", errno);
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return system_failure(ErrorCode::cannot_create, path_, "cannot be put in place", errno);
  }
  temporary_.clear();
  return Done{};
}

Status copy_whole(const fs::path& from, const fs::path& to) {
  SR_TRY(const ByteSource source, open_source(from));
  SR_TRY(FileWriter file, FileWriter::create(to));
  std::vector<std::uint8_t> piece(1U << 18U);
  while (true) {
    SR_TRY(const std::size_t got, source(piece));
    if (got == 0) return file.commit();
    SR_CHECK(file.append(std::span(piece).first(got)));
  }
}

}  // namespace shareready
