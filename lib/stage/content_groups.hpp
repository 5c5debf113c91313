#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "bids/table.hpp"
#include "readiness/inputs.hpp"

namespace shareready {

// A number for two in their order.
std::uint64_t joined_key(std::uint64_t first, std::uint64_t second);

// Who is like whom in what no group of details counts: the contents of events tables, which files there are,
// what sidecars tell, of the device and in all. Held as a hash for each person, so that 100,000 are cheap.
// Two are taken for alike by chance once in thousands of millions of releases. Paths are those of the
// release.
class ContentGroups {
 public:
  void add_file(const std::filesystem::path& path);                              // of a participant
  void add_events(const std::filesystem::path& path, const Table& table);        // after its add_file
  void add_sidecar(const std::filesystem::path& path, const std::string& text);  // of one image

  // What differs between persons at all, and how many are alone by it.
  [[nodiscard]] std::vector<readiness::ContentAlone> alone() const;
  // Equal numbers for persons who have the same files, and who are alike in all that was added; of somebody
  // without files 0. `person`: "sub-" and the label.
  [[nodiscard]] std::uint64_t files_of(const std::string& person) const;
  [[nodiscard]] std::uint64_t all_of(const std::string& person) const;
  // How many persons share all that they have in a column of events, at least; 0: no such column.
  [[nodiscard]] std::uint64_t fewest_alike(const std::string& events_column) const;

 private:
  enum Part : std::size_t { k_files, k_events, k_devices, k_sidecars, k_parts };
  using Keys = std::vector<std::uint64_t>;  // by person in the order of their first file; 0: nothing of it
  struct Place;
  Place place_of(const std::filesystem::path& path);
  std::size_t index_of(const std::string& person);
  [[nodiscard]] std::uint64_t part_of(Part part, const std::string& person) const;

  std::unordered_map<std::string, std::size_t> index_;
  std::string last_;  // person, whose files stand together
  std::size_t last_index_ = 0;
  std::array<Keys, k_parts> parts_;
  std::map<std::string, Keys> columns_;  // of events; may end before the last person
};

}  // namespace shareready
