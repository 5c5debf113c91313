#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace shareready {

// A lock that other processes respect, on this node and on others that share the file system, and that dies
// with the process (open file description lock, fcntl(2)). Released with the object.
class FileLock {
 public:
  enum class Kind { shared, exclusive };
  // Does not wait. Errors: locked (another holds it), cannot_create (no lock file, or a file system without
  // locks).
  static Result<FileLock> take(const std::filesystem::path& path, Kind kind);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace shareready
