#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "bids/bids_name.hpp"
#include "bids/file_kind.hpp"
#include "bids/filter.hpp"

namespace shareready {

// One entry of the dataset: a file, or a folder that is not looked into (folder is true then).
struct InventoryFile {
  std::filesystem::path path;    // relative to the root, with '/'
  std::filesystem::path target;  // the real file to read, absolute, links resolved; empty where there is none
  std::uint64_t size = 0;        // bytes; of a folder, of all files in it
  std::uint64_t file_count = 1;  // of a folder, the files in it
  FileKind kind = FileKind::unknown;
  FileKind named_kind = FileKind::unknown;  // what it would be if its content were what its name says
  BidsName name;
  Place place;
  bool folder = false;
  bool link = false;  // reached through a symbolic link
  bool bidsignored = false;
  bool filtered = false;  // not selected by the bids filter file
  std::string problem;    // what is wrong and what to do about it; empty if nothing is
};

struct Inventory {
  std::filesystem::path root;             // absolute, links resolved
  Json description;                       // dataset_description.json
  std::vector<InventoryFile> files;       // sorted by path, byte by byte
  std::vector<std::string> participants;  // labels without "sub-", sorted: those the filter selects
  std::vector<std::string> all_participants;
  InventoryFilter filter;
};

// Lists every entry of a BIDS dataset. Participants and sessions the filter leaves out are not listed at all;
// files that a bids filter file leaves out are listed as `filtered`. Reads only the first bytes of each file,
// writes nothing. The same tree gives the same inventory. Errors: no_input (no such folder), not_bids,
// no_match (a label or session that does not exist, named; nobody left), bad_data (.bidsignore, filter file),
// io.
Result<Inventory> take_inventory(const std::filesystem::path& bids_dir, const InventoryFilter& filter = {});

// The entry with this path; nullptr where there is none.
const InventoryFile* find_file(const Inventory& inventory, std::string_view path);

// The files of one participant (label without "sub-"), in the order of the inventory.
std::vector<const InventoryFile*> files_of(const Inventory& inventory, std::string_view participant);

}  // namespace shareready
