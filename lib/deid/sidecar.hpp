#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "deid/dates.hpp"
#include "deid/device_text.hpp"
#include "deid/tokens.hpp"

namespace shareready {

// What happens to a key of a sidecar (share/sidecar_keys.tsv). Whatever is kept has its values checked too.
enum class KeyAction {
  keep,       // numbers, booleans and short texts
  device,     // as keep; a name of a maker, model, coil or sequence: no word of another kind
  numbers,    // an object of any names that holds numbers, and short texts that pass the check
  version,    // as keep; a date of release may stand in it
  term,       // an address in a public vocabulary
  reference,  // paths inside the dataset: kept here, rewritten with the new labels
  shift,      // a date: shifted, or dropped
  time,       // a time of day: kept where dates are shifted, else dropped
  members,    // a container of other keys: what is in it is judged by its own keys
  map,        // a UID: the new one, as in DICOM files; dropped where there is no secret
  code,       // of a device: its code, as in DICOM files; dropped where devices get none
  clock,      // as time, but required by BIDS (PET): moved so that TimeZero is midnight
  drop
};

struct KeyRule {
  std::string key;
  KeyAction action = KeyAction::drop;
  std::string reason;
};

struct KeyTable {
  DeviceWords device = {};
  std::vector<KeyRule> rules;                                     // sorted by key
  [[nodiscard]] const KeyRule* find(std::string_view key) const;  // nullptr: unknown
};

// Errors: no_input, bad_data (a row that is not key, action, reason, source, date; unsorted; twice).
Result<KeyTable> read_key_table(const std::filesystem::path& path);
Result<KeyTable> parse_key_table(std::string_view text, std::string_view subject);

// A key that was left out. Names of unknown keys may hold anything: `known` ones alone are fit for shared
// texts.
struct DroppedKey {
  std::string key;  // with its parents: "global.const.PatientName"
  std::string reason;
  bool known = false;
};

struct ScrubbedSidecar {
  Json json;
  std::vector<DroppedKey> dropped;
};

struct SidecarContext {
  const KeyTable* table = nullptr;
  const TokenSet* tokens = nullptr;     // may be null
  std::optional<DateShift> shift = {};  // dates are dropped without it
  std::vector<std::string> columns =
      {};  // keys that describe a column which stays in the table beside this sidecar
  std::span<const std::uint8_t> secret = {};         // of the dataset: new UIDs are made with it
  std::span<const std::uint8_t> device_secret = {};  // the same; empty where devices get no codes
};

// The keys of a sidecar that the table allows, with values that pass find_concern() and hold no token.
// Numbers keep their spelling, members their order; nothing is added. Unknown keys, and `null`, are dropped.
// Scrubbing twice is scrubbing once. Errors: bad_data where the sidecar is no object.
Result<ScrubbedSidecar> scrub_sidecar(Json sidecar, const SidecarContext& context);

inline constexpr std::string_view k_age_description =
    "Age at the first scan in whole years; 89 stands for 89 and above";

// Describes a column of ages where nothing does: whole years, and what 89 stands for.
void describe_age(Json& sidecar, const std::string& column = "age");

// Adds what was done to DeidentificationMethod (BIDS: an array of strings), once.
void add_deidentification_method(Json& sidecar, std::string_view method);

}  // namespace shareready
