#pragma once

#include <fstream>
#include <set>
#include <string>
#include <utility>

namespace shareready::demo {

// Collects every string that must not survive de-identification, as the dataset is written. Strings are long
// enough (6 bytes and more) not to turn up by chance.
class Planted {
 public:
  // Notes the text and hands it back, so that planting and noting cannot drift apart.
  std::string operator()(const std::string& kind, const std::string& text) {
    found_.insert({kind, text});
    return text;
  }

  // One "kind<TAB>text" a line, for the test that searches the published bytes.
  void write(const std::string& path) const {
    std::ofstream out{path};
    for (const auto& [kind, text] : found_) out << kind << '\t' << text << '\n';
  }

 private:
  std::set<std::pair<std::string, std::string>> found_;
};

}  // namespace shareready::demo
