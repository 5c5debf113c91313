#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "base/files.hpp"

namespace shareready::test {

// A small BIDS dataset in a folder of its own, gone afterwards.
class Tree {
 public:
  explicit Tree(const std::filesystem::path& parent = std::filesystem::temp_directory_path())
      : folder_(StagedFolder::make(parent, "shareready-test").value()) {
    put("dataset_description.json", R"({"Name": "t", "BIDSVersion": "1.11.0"})");
  }

  [[nodiscard]] std::filesystem::path root() const { return folder_.path() / "ds"; }
  void put(const std::filesystem::path& path, std::string_view content = "{}") const {
    std::filesystem::create_directories((root() / path).parent_path());
    std::ofstream(root() / path, std::ios::binary) << content;
  }
  void put_image(const std::filesystem::path& path) const { put(path, nifti_bytes()); }
  void link(const std::filesystem::path& path, const std::filesystem::path& target) const {
    std::filesystem::create_directories((root() / path).parent_path());
    std::filesystem::create_symlink(target, root() / path);
  }

  // Where many small files are made quickly.
  static std::filesystem::path memory() {
    const std::filesystem::path folder = "/dev/shm";
    std::error_code status;
    return std::filesystem::is_directory(folder, status) ? folder : std::filesystem::temp_directory_path();
  }
  // The header of an empty NIfTI-1 file (nifti1.h): what an inventory looks at.
  static std::string nifti_bytes() {
    std::string bytes(352, '\0');
    bytes[0] = '\x5C';
    bytes[1] = '\x01';
    bytes.replace(344, 3, "n+1");
    return bytes;
  }

 private:
  StagedFolder folder_;
};

}  // namespace shareready::test
