#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bids/table.hpp"
#include "readiness/inputs.hpp"

namespace shareready {

// A number for two in their order.
std::uint64_t joined_key(std::uint64_t first, std::uint64_t second);

// Who is like whom in what no group of details counts: the contents of events tables, which files there are,
// what sidecars tell, of the device and in all. Held as a hash for each person, so that 100,000 are cheap; of
// up to 2,000 persons for each file and key too. Two are taken for alike by chance once in thousands of
// millions of releases. Paths are those of the release.
class ContentGroups {
 public:
  void add_file(const std::filesystem::path& path);                              // of a participant
  void add_events(const std::filesystem::path& path, const Table& table);        // after its add_file
  void add_sidecar(const std::filesystem::path& path, const std::string& text);  // of one image

  // What differs between persons at all, and how many are alone by it.
  [[nodiscard]] std::vector<readiness::ContentAlone> alone() const;

  // What somebody left out would not be there: files, and keys of sidecars.
  struct LeftOut {
    std::set<std::string> paths, keys;
  };
  using Keys = std::vector<std::uint64_t>;
  // Equal numbers for persons who have the same files, or the same of what their sidecars say, or both and
  // the same events; of somebody without any of it 0. In the order of `persons`: "sub-" and the label.
  struct Alike {
    Keys files, sidecars, all;
  };
  [[nodiscard]] Alike alike(const std::vector<std::string>& persons) const;
  // Nothing of more persons than it is held for.
  [[nodiscard]] std::optional<Alike> alike_without(const LeftOut& left_out,
                                                   const std::vector<std::string>& persons) const;
  // Keys of sidecars in which persons differ: those that name the device, and those by each of which alone
  // somebody is like nobody else who has the like sidecars. None of more persons than they are held for.
  [[nodiscard]] std::set<std::string> device_keys() const;
  [[nodiscard]] std::set<std::string> telling_keys() const;
  // How many persons share all that they have in a column of events, at least; 0: no such column.
  [[nodiscard]] std::uint64_t fewest_alike(const std::string& events_column) const;

 private:
  enum Part : std::size_t { k_files, k_events, k_devices, k_sidecars, k_parts };
  using Parts = std::array<Keys, k_parts>;  // by person in the order of their first file; 0: nothing of it
  struct Place;
  // What one file adds to its person.
  struct Added {
    std::size_t person = 0;
    Part part = k_files;
    std::string path;
    std::uint64_t name = 0, whole = 0;
    std::vector<std::pair<std::size_t, std::uint64_t>> members = {};  // of a sidecar by key, in their order
  };
  Place place_of(const std::filesystem::path& path);
  std::size_t index_of(const std::string& person);
  void add(Added added);
  [[nodiscard]] bool holds_files() const;
  [[nodiscard]] std::map<std::string, Keys> keys_by_member() const;
  [[nodiscard]] Alike alike_in(const Parts& parts, const std::vector<std::string>& persons) const;

  std::unordered_map<std::string, std::size_t> index_;
  std::string last_;  // person, whose files stand together
  std::size_t last_index_ = 0;
  Parts parts_;
  std::map<std::string, Keys> columns_;         // of events; may end before the last person
  std::vector<Added> added_;                    // of no more than 2,000 persons
  std::map<std::string, std::size_t> members_;  // keys of sidecars, with their numbers
};

}  // namespace shareready
