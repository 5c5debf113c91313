#pragma once

#include <filesystem>

#include "base/files.hpp"

namespace shareready::test {

// A folder of its own for one test, gone afterwards.
class TempFolder {
 public:
  TempFolder()
      : folder_(StagedFolder::make(std::filesystem::temp_directory_path(), "shareready-test").value()) {}
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  StagedFolder folder_;
};

}  // namespace shareready::test
