#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shareready {

// The whole file. Errors: no_input (cannot be opened), io.
Result<std::vector<std::uint8_t>> read_bytes(const std::filesystem::path& path);
Result<std::string> read_text(const std::filesystem::path& path);

enum class Mode { shareable = 0644, secret = 0600 };

// Writes a file whole or not at all: a temporary name beside it, fsync, rename over the old one. Creates no
// folders. Errors: cannot_create, io (a full disk included); the temporary file is gone then.
Status write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes,
                  Mode mode = Mode::shareable);
Status write_file(const std::filesystem::path& path, std::string_view text, Mode mode = Mode::shareable);

// Makes the folder and its parents; `private_folder` ones get mode 0700. Fine if it exists. Errors:
// cannot_create.
Status make_folder(const std::filesystem::path& path, bool private_folder = false);

// A folder that vanishes with the object unless it was committed (renamed to its final name).
class StagedFolder {
 public:
  // Makes an empty folder with a unique name (".NAME.tmp-XXXXXX") inside `parent`, mode 0700. Errors:
  // cannot_create.
  static Result<StagedFolder> make(const std::filesystem::path& parent, std::string_view name);
  StagedFolder(StagedFolder&& other) noexcept;
  StagedFolder& operator=(StagedFolder&& other) noexcept;
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;
  ~StagedFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Makes its content durable and renames it to `target` (same file system) in one step; a folder already
  // there is exchanged and then removed.
  Status commit(const std::filesystem::path& target);

 private:
  explicit StagedFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

// Swaps two existing paths of one file system in one step (renameat2 RENAME_EXCHANGE).
// Errors: unsupported where the file system cannot, else io.
Status exchange_paths(const std::filesystem::path& one, const std::filesystem::path& other);

// Makes a rename in this folder durable. Errors: io.
Status sync_folder(const std::filesystem::path& folder);

}  // namespace shareready
