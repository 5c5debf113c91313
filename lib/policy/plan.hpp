#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bids/inventory.hpp"
#include "policy/face_table.hpp"
#include "policy/policy.hpp"

namespace shareready {

enum class Action {
  deface,   // NIfTI: take the face away, clean the header
  scrub,    // NIfTI: clean the header only
  rewrite,  // tables, sidecars, numbers: write anew from what is understood
  copy,     // take over as it is
  exclude   // leave out
};

std::string_view to_string(Action action);

struct PlannedFile {
  std::filesystem::path path;    // relative to the dataset root
  std::filesystem::path target;  // the real file to read
  FileKind kind = FileKind::unknown;
  Action action = Action::exclude;
  std::string reason_id;  // a stable word, safe to share
  std::string reason;     // the same in plain words, without any name from the data: safe to share
  bool withheld =
      false;            // excluded because it is damaged or cannot be made safe, not by policy (exit code 20)
  std::string problem;  // what is wrong with this very file; for terminal and private folder only
  Place place;
  std::uint64_t size = 0;
  bool folder = false;           // a folder that is one entry
  std::uint64_t file_count = 1;  // the files in it
};

struct Plan {
  std::vector<PlannedFile> files;  // one per entry of the inventory, in its order
};

// Decides on every entry of the inventory, exactly one action each. Pure: reads and writes nothing.
Plan make_plan(const Inventory& inventory, const Policy& policy, const FaceTable& faces);

// For --dry-run: what happens to each file and why, grouped by action, then counts. For the terminal or the
// private folder: it names source files.
std::string format_plan(const Plan& plan);

}  // namespace shareready
