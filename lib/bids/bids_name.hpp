#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace shareready {

// One "key-label" pair of a BIDS file name.
struct Entity {
  std::string key;
  std::string label;
  friend bool operator==(const Entity&, const Entity&) = default;
};

// The parts of a file name "sub-01_task-rest_bold.nii.gz" (BIDS 1.11, "Filenames"). Entities keep the order
// they stand in and need not be known to BIDS. A name of another form is not well_formed: it has no entities,
// and suffix and extension are what stands before and from its first dot on.
struct BidsName {
  std::vector<Entity> entities;
  std::string suffix;     // "bold"; empty for a folder name such as "sub-01"
  std::string extension;  // ".nii.gz", from the first dot of the last part on; empty if there is none
  bool well_formed = false;

  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] std::string_view label(std::string_view key) const;  // empty where absent
  void set(std::string_view key, std::string_view label);            // replaces in place or appends
  void erase(std::string_view key);

  friend bool operator==(const BidsName&, const BidsName&) = default;
};

// Parses any file name (without folders); format_bids_name gives back exactly the text that was parsed.
BidsName parse_bids_name(std::string_view file_name);
std::string format_bids_name(const BidsName& name);

// Whether every entity of `general` stands in `particular` with the same label.
bool is_entity_subset(const BidsName& general, const BidsName& particular);

// Where a file lies, by the folders of its path relative to the dataset root.
struct Place {
  std::string participant;  // "01" in sub-01/...; empty outside of sub-* folders
  std::string session;      // "pre" in sub-01/ses-pre/...; empty where there is none
  std::string datatype;     // "anat" in sub-01[/ses-pre]/anat/...; empty where there is none
  friend bool operator==(const Place&, const Place&) = default;
};

Place place_of(const std::filesystem::path& relative);

// What kind a participant's file is, whoever's it is: datatype and name without labels of participant and
// session, "func/task-rest_bold".
std::string kind_of_file(const Place& place, BidsName name);

// Whether BIDS allows a text as label of an entity: letters, digits and "+" (BIDS 1.11, "Filenames").
bool is_label(std::string_view text);

// "01" of "sub-01" and of "01": what users may type for a label.
std::string_view strip_prefix(std::string_view label, std::string_view prefix);

}  // namespace shareready
