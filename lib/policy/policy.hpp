#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "policy/dicom_options.hpp"
#include "policy/table_policy.hpp"

namespace shareready {

enum class Preset { open, registered, restricted };  // who will be able to get the data
enum class Layout { raw, derivative };               // names and DatasetType of the output
enum class DateRule { drop, shift };                 // acquisition dates
enum class DefaceScope { recognisable, all };        // which images lose their face
// a face is removed, replaced by a generic one, or goes with all that is not brain
enum class DefaceMethod { deface, reface, skullstrip };

std::string_view to_string(Preset preset);
std::string_view to_string(Layout layout);
std::string_view to_string(DateRule dates);
std::string_view to_string(DefaceScope scope);
std::string_view to_string(DefaceMethod method);

// What the user chose; nothing in it depends on the data or the machine.
struct Policy {
  Preset preset = Preset::registered;
  Layout layout = Layout::raw;
  DateRule dates = DateRule::drop;
  DefaceScope deface_scope = DefaceScope::recognisable;
  DefaceMethod method = DefaceMethod::deface;
  bool face_masks = false;    // write the mask of what was removed beside each image that has a name for it
  std::int64_t k = 5;         // smallest group of participants who share their quasi-identifiers
  std::int64_t age_cap = 89;  // whoever is older gets this age (BIDS and HIPAA 45 CFR 164.514(b)(2)(i)(C))
  bool stimuli = false;       // stimuli/ goes along
  bool sourcedata = false;    // DICOM images of sourcedata/ go along, cleaned
  double suppression_limit = 0.05;  // share of the persons whose details may become n/a so that groups have k
  std::vector<std::string> keep_columns = {};      // of tables of persons, beside the listed ones
  std::vector<std::string> leave_out_images = {};  // kinds (kind_of_file) that nobody's go along
  std::vector<std::string> leave_out_keys = {};    // of sidecars, beside those that never stay
  DicomOptions dicom = {};
  TablePolicy tables = {};

  friend bool operator==(const Policy&, const Policy&) = default;
};

// The policy of a preset, from share/policy.json. Errors: no_input, bad_data.
Result<Policy> load_policy(Preset preset);

// The user's policy file (share/policy.schema.json): what it leaves out is as in the preset, which is
// `preset` if given, else the file's own, else `registered`. Errors: no_input; usage (an unknown member or
// value, named).
Result<Policy> read_policy_file(const std::filesystem::path& path, std::optional<Preset> preset);

// A policy as a file for read_policy_file, each choice explained in a `_comment` key. Errors: no_input,
// bad_data.
Result<Json> policy_form(const Policy& policy);

// Reads a preset's or option's name. Errors (usage): any other word; the message lists the right ones.
Result<Preset> parse_preset(std::string_view text);
Result<Layout> parse_layout(std::string_view text);
Result<DateRule> parse_date_rule(std::string_view text);
Result<DefaceScope> parse_deface_scope(std::string_view text);
Result<DefaceMethod> parse_deface_method(std::string_view text);

// The canonical JSON form (keys sorted) and back. Errors (bad_data): an unknown key or value.
Json policy_json(const Policy& policy);
Result<Policy> parse_policy(const Json& json, std::string_view subject);

// SHA-256 in hex of the canonical form on one line.
std::string policy_hash(const Policy& policy);

}  // namespace shareready
