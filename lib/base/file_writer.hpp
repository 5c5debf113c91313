#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "base/files.hpp"
#include "base/result.hpp"

namespace shareready {

// A file that is written piece by piece and appears under its name whole, at commit(), or not at all: until
// then it has a temporary name beside it, and it vanishes with the object.
class FileWriter {
 public:
  // Creates no folders. Errors: cannot_create.
  static Result<FileWriter> create(const std::filesystem::path& path);
  FileWriter(FileWriter&& other) noexcept;
  FileWriter& operator=(FileWriter&& other) noexcept;
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  ~FileWriter();

  // Errors: io (a full disk included).
  Status append(std::span<const std::uint8_t> bytes);
  // Makes the content durable and gives the file its name. Errors: io, cannot_create.
  Status commit(Mode mode = Mode::shareable);

 private:
  FileWriter(std::filesystem::path path, std::string temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}
  std::filesystem::path path_;
  std::string temporary_;  // empty once committed
  int descriptor_ = -1;
};

// A copy in bounded memory, whole or not at all. Errors: no_input, io, cannot_create.
Status copy_whole(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace shareready
