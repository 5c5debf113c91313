#include "stage/scan_guides.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "bids/bids_name.hpp"
#include "deface/image_traits.hpp"

namespace shareready {
namespace {

// Suffixes of images of one scan, and which of them guides first.
struct ScanSuffix {
  std::string_view suffix, scan;
  int rank;
};
constexpr std::array<ScanSuffix, 10> k_suffixes{{{"MP2RAGE", "MP2RAGE", 0},
                                                 {"UNIT1", "MP2RAGE", 1},
                                                 {"bold", "bold", 0},
                                                 {"fieldmap", "fieldmap", 2},
                                                 {"magnitude", "fieldmap", 0},
                                                 {"magnitude1", "fieldmap", 0},
                                                 {"magnitude2", "fieldmap", 1},
                                                 {"phase1", "fieldmap", 2},
                                                 {"phase2", "fieldmap", 2},
                                                 {"phasediff", "fieldmap", 2}}};
constexpr std::array<std::string_view, 3> k_entities_within_scan{"echo", "inv", "part"};

ScanSuffix scan_of(const BidsName& name) {
  if (name.suffix == "phase") return {name.suffix, "bold", 1};  // func/, before BIDS had the entity part
  const auto* found = std::find_if(k_suffixes.begin(), k_suffixes.end(),
                                   [&](const ScanSuffix& row) { return row.suffix == name.suffix; });
  return found == k_suffixes.end() ? ScanSuffix{name.suffix, name.suffix, 0} : *found;
}

// The same for all images of a scan.
std::string scan_key(const PlannedFile& file, BidsName name) {
  name.suffix = scan_of(name).scan;
  name.extension.clear();
  for (std::string_view entity : k_entities_within_scan) name.erase(entity);
  if (name.suffix == "MP2RAGE") name.erase("flip");  // UNIT1 has none
  return (file.path.parent_path() / format_bids_name(name)).generic_string();
}

int number_of(std::string_view label, int otherwise) {
  int number = otherwise;
  const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), number);
  return error == std::errc() && end == label.data() + label.size() ? number : otherwise;
}

// The lowest guides; nothing for what is no magnitude.
std::optional<int> rank_of(const BidsName& name) {
  constexpr int k_second_inversion = 2, k_most_echoes = 1000;
  if (image_traits(name.suffix, name.label("part")).background == Background::zero) return std::nullopt;
  const bool later_inversion = number_of(name.label("inv"), k_second_inversion) != k_second_inversion;
  const int order = 2 * scan_of(name).rank + (later_inversion ? 1 : 0);
  return order * k_most_echoes + std::min(number_of(name.label("echo"), 1), k_most_echoes - 1);
}

}  // namespace

std::vector<std::optional<std::size_t>> scan_guides(const std::vector<const PlannedFile*>& images) {
  struct Guide {
    int rank = std::numeric_limits<int>::max();
    std::size_t image = 0;
  };
  std::map<std::string, Guide> guides;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const BidsName name = parse_bids_name(images[i]->path.filename().string());
    keys.push_back(scan_key(*images[i], name));
    const auto rank = rank_of(name);
    if (!rank) continue;
    Guide& guide = guides[keys.back()];
    if (*rank < guide.rank) guide = {*rank, i};
  }
  std::vector<std::optional<std::size_t>> found(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (const auto guide = guides.find(keys[i]); guide != guides.end()) found[i] = guide->second.image;
  }
  return found;
}

}  // namespace shareready
