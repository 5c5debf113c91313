#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "bids/inventory.hpp"

namespace shareready {

// The files that apply to one data file by the inheritance principle (BIDS 1.11, "The Inheritance
// Principle").
struct Inherited {
  std::vector<const InventoryFile*> files;       // from the root down: a later one overrides an earlier one
  std::vector<std::filesystem::path> ambiguous;  // more than one at the same level: not allowed by BIDS
};

// Answers what applies to what; built once per inventory, which must outlive it.
class InheritanceIndex {
 public:
  explicit InheritanceIndex(const Inventory& inventory);

  // Files with this extension (".json", ".bval", ".tsv"...), the same suffix and a subset of the data file's
  // entities, in its folder or above; the data file itself is not among them.
  [[nodiscard]] Inherited inherited(const InventoryFile& data, std::string_view extension) const;
  [[nodiscard]] Inherited sidecars_of(const InventoryFile& data) const { return inherited(data, ".json"); }
  // Entries directly in a folder ("" is the root).
  [[nodiscard]] const std::vector<const InventoryFile*>& in_folder(std::string_view folder) const;

 private:
  std::map<std::string, std::vector<const InventoryFile*>, std::less<>> by_folder_;
};

// Whether a sidecar, gradient table, events table or recording belongs to a data file, their folders apart: a
// subset of its entities, and its suffix or one of what is recorded with a series (events, physio,
// aslcontext...).
bool is_described_by(const InventoryFile& data, const InventoryFile& file);

// Everything that leaves together with images that are withheld: their sidecars, bval and bvec, events,
// recordings and contexts that apply to no image that stays. Root files are considered only where the
// inventory holds all participants. Rows of scans.tsv are not files: rewrite_filenames drops those.
std::vector<const InventoryFile*> companions_of(const Inventory& inventory, const InheritanceIndex& index,
                                                const std::vector<const InventoryFile*>& withheld);

// The metadata that applies: members of all sidecars, deeper ones over higher ones. Errors: those of reading
// (bad_data names the file).
Result<Json> merged_metadata(const Inherited& sidecars);

}  // namespace shareready
