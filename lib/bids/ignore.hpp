#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// Patterns of a .bidsignore file: those of gitignore(5), "!" and "**" included.
class IgnorePatterns {
 public:
  static IgnorePatterns parse(std::string_view text);

  // Whether a path (relative to the root) is hidden, by itself or by a folder above it.
  [[nodiscard]] bool is_ignored(std::string_view path, bool is_folder) const;

 private:
  struct Pattern {
    std::string glob;
    bool negated = false;
    bool folders_only = false;
    bool anchored = false;  // has a slash: matched against the whole path
  };
  [[nodiscard]] bool matches_last(std::string_view path, bool is_folder) const;
  std::vector<Pattern> patterns_;
};

}  // namespace shareready
