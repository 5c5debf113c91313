#include "deid/sidecar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "deid/device_code.hpp"
#include "deid/uids.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

// Members of a column description that may stay (BIDS 1.11, "Tabular files"), and those of a phenotype's
// tool.
constexpr std::array<std::string_view, 11> k_description_keys{
    "Delimiter", "Derivative", "Description", "Format",  "HED",  "Levels",
    "LongName",  "Maximum",    "Minimum",     "TermURL", "Units"};

// Hosts of public vocabularies that BIDS names for CogAtlasID and CogPOID.
constexpr std::array<std::string_view, 5> k_vocabulary_hosts{"cognitiveatlas.org", "www.cognitiveatlas.org",
                                                             "www.cogpo.org", "wiki.cogpo.org", "cogpo.org"};

constexpr int k_seconds_of_day = 86400;

struct Walk {
  const SidecarContext& context;
  std::vector<DroppedKey> dropped;
  std::optional<int> time_zero;  // seconds since midnight

  void drop(std::string key, std::string reason, bool known) {
    dropped.push_back({std::move(key), std::move(reason), known});
  }
  // Why a text may not stay; empty if it may.
  [[nodiscard]] std::string objection(std::string_view text, const ValueLimits& limits) const {
    const Concern concern = find_concern(text, limits);
    if (concern != Concern::none) return fmt::format("its value holds a {}", to_string(concern));
    if (context.tokens == nullptr) return "";
    const auto kind = context.tokens->find_in(text);
    return kind ? fmt::format("its value holds a known {}", to_string(*kind)) : "";
  }
};

std::string joined_key(std::string_view parent, std::string_view key) {
  return parent.empty() ? std::string(key) : fmt::format("{}.{}", parent, key);
}

std::string objection_to_name(const Walk& walk, std::string_view name) {
  return walk.objection(name, {.longest = 64});
}

// Why a number, text or list of them may not stay; objects are never plain values.
std::string objection_to_plain(const Walk& walk, const Json& value, const ValueLimits& limits) {
  if (value.is_number() || value.is_bool()) return "";
  if (value.is_string()) return walk.objection(value.as_string(), limits);
  if (!value.is_array())
    return value.is_null() ? "it has no value" : "its value has members that are not known";
  for (const Json& item : value.as_array()) {
    if (item.is_null()) continue;
    if (std::string objection = objection_to_plain(walk, item, limits); !objection.empty()) return objection;
  }
  return "";
}

Json scrub_object(Walk& walk, Json& object, const std::string& parent);

// A list whose objects are walked by key and whose plain items must all pass.
std::optional<Json> scrub_kept(Walk& walk, Json& value, const std::string& key, const ValueLimits& limits) {
  if (value.is_object()) {
    Json inner = scrub_object(walk, value, key);
    if (inner.as_object().empty()) return std::nullopt;
    return inner;
  }
  const auto& items = value.as_array();
  const bool objects =
      !items.empty() && std::all_of(items.begin(), items.end(), [](const Json& i) { return i.is_object(); });
  if (objects) {
    Json::Array kept;
    for (Json& item : value.array()) kept.push_back(scrub_object(walk, item, key));
    return Json(std::move(kept));
  }
  if (std::string objection = objection_to_plain(walk, value, limits); !objection.empty()) {
    walk.drop(key, std::move(objection), true);
    return std::nullopt;
  }
  return std::move(value);
}

// Any names, but numbers and harmless short texts as values: coordinates, filter settings.
std::optional<Json> scrub_numbers(Walk& walk, Json& value, const std::string& key, int depth) {
  if (!value.is_object()) {
    std::string objection = depth > 4 ? "it is nested too deeply" : objection_to_plain(walk, value, {});
    if (objection.empty()) return std::move(value);
    walk.drop(key, std::move(objection), depth == 0);
    return std::nullopt;
  }
  Json kept = Json::Object{};
  for (auto& [name, member] : value.object()) {
    const std::string inner_key = joined_key(key, name);
    const KeyRule* rule = walk.context.table->find(name);
    if (rule != nullptr && rule->action == KeyAction::drop) {
      walk.drop(inner_key, rule->reason, true);
    } else if (std::string objection = objection_to_name(walk, name); !objection.empty()) {
      walk.drop(inner_key, "its name may identify", false);
    } else if (auto inner = scrub_numbers(walk, member, inner_key, depth + 1)) {
      kept.set(name, std::move(*inner));
    }
  }
  if (kept.as_object().empty() && !value.as_object().empty()) return std::nullopt;
  return kept;
}

bool is_vocabulary_term(std::string_view text) {
  const std::size_t start = text.find("://");
  if (start == std::string_view::npos || text.find_first_of(" ?#@") != std::string_view::npos) return false;
  const std::string_view scheme = text.substr(0, start);
  const std::string_view rest = text.substr(start + 3);
  const std::string_view host = rest.substr(0, rest.find('/'));
  return (scheme == "http" || scheme == "https") &&
         std::find(k_vocabulary_hosts.begin(), k_vocabulary_hosts.end(), host) != k_vocabulary_hosts.end();
}

// "10:11:12" in seconds; a fraction is not part of it.
std::optional<int> seconds_of(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < 3; ++i) {
    if (!is_digits(parts[i]) || parts[i].size() > 2) return std::nullopt;
    std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), numbers[i]);
  }
  if (numbers[0] > 23 || numbers[1] > 59 || numbers[2] > 59) return std::nullopt;
  return numbers[0] * 3600 + numbers[1] * 60 + numbers[2];
}

std::optional<Json> move_clock(const Walk& walk, const Json& value) {
  const auto seconds = seconds_of(value.as_string());
  if (!seconds) return std::nullopt;
  if (walk.context.shift) return value;
  if (!walk.time_zero) return std::nullopt;
  const int moved = (*seconds - *walk.time_zero + k_seconds_of_day) % k_seconds_of_day;
  return Json(fmt::format("{:02}:{:02}:{:02}", moved / 3600, moved / 60 % 60, moved % 60));
}

bool is_time_of_day(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         text.find_first_not_of("0123456789:.") == std::string_view::npos;
}

// A text that will be recognised as a path when references are rewritten, and dropped if it leads nowhere.
bool is_dataset_path(std::string_view text) {
  if (text.size() > 1024 || text.find_first_of(" \t\r\n") != std::string_view::npos) return false;
  const std::string_view name = text.substr(text.rfind('/') + 1);
  return text.starts_with("bids:") || text.starts_with("sub-") || text.starts_with("/sub-") ||
         text.starts_with("ses-") || name.starts_with("sub-");
}

// Paths, and words such as the name of a space, as texts or as lists and objects of texts.
bool is_reference(const Walk& walk, const Json& value) {
  if (value.is_string())
    return is_dataset_path(value.as_string()) || walk.objection(value.as_string(), {}).empty();
  const auto passes = [&walk](const Json& item) { return is_reference(walk, item); };
  if (value.is_array()) return std::all_of(value.as_array().begin(), value.as_array().end(), passes);
  const auto& members = value.as_object();
  return value.is_object() && std::all_of(members.begin(), members.end(), [&](const Json::Member& member) {
           return objection_to_name(walk, member.first).empty() && member.second.is_string() &&
                  passes(member.second);
         });
}

// A "time" of more than three years in seconds counts from an epoch: it is the true date in other words.
bool counts_from_epoch(const Json& value, std::string_view key) {
  constexpr double k_longest_seconds = 1e8;
  if (key.find("Time") == std::string_view::npos && key.find("Timing") == std::string_view::npos)
    return false;
  if (value.is_number()) return std::abs(value.as_double()) >= k_longest_seconds;
  const auto& items = value.as_array();
  return std::any_of(items.begin(), items.end(),
                     [key](const Json& item) { return counts_from_epoch(item, key); });
}

// A UID, or a list of them, as DICOM files of the same run have it.
std::optional<Json> map_uids(const Walk& walk, const Json& value) {
  if (walk.context.secret.empty()) return std::nullopt;
  if (value.is_array()) {
    Json::Array mapped;
    for (const Json& item : value.as_array()) {
      auto uid = item.is_string() ? map_uids(walk, item) : std::nullopt;
      if (!uid) return std::nullopt;
      mapped.push_back(std::move(*uid));
    }
    return Json(std::move(mapped));
  }
  const std::string_view text = trim(value.as_string());
  if (!is_dicom_uid(text)) return std::nullopt;
  return Json(new_uid(text, walk.context.secret));
}

// What identifies a device, as DICOM files of the same run have it.
std::optional<Json> code_device(const Walk& walk, const Json& value) {
  if (walk.context.device_secret.empty() || !value.is_string()) return std::nullopt;
  std::string code = device_code(value.as_string(), walk.context.device_secret);
  return code.empty() ? std::nullopt : std::optional(Json(std::move(code)));
}

// A text or a list of texts each of which is allowed.
template <typename Allows>
bool all_allowed(const Json& value, const Allows& allows) {
  const auto& items = value.as_array();
  return !value.is_object() && (!value.is_string() || allows(value.as_string())) &&
         std::all_of(items.begin(), items.end(), [&](const Json& item) { return all_allowed(item, allows); });
}

// A name of a device, or a list of them. Where no words are known, none passes.
bool is_of_device(const Json& value, const DeviceWords& words) {
  return all_allowed(value, [&](std::string_view text) { return words.allow(text); });
}

bool is_version(const Json& value, const DeviceWords& words) {
  return all_allowed(value, [&](std::string_view text) { return words.allow_version(text); });
}

std::optional<Json> apply_rule(Walk& walk, Json& value, const KeyRule& rule, const std::string& key) {
  const auto refuse = [&](std::string reason) -> std::optional<Json> {
    walk.drop(key, std::move(reason), true);
    return std::nullopt;
  };
  if (counts_from_epoch(value, rule.key)) return refuse("it counts from an epoch");
  switch (rule.action) {
    case KeyAction::keep:
      return scrub_kept(walk, value, key, {});
    case KeyAction::device:
      if (!is_of_device(value, walk.context.table->device)) return refuse("a word in it names no device");
      return scrub_kept(walk, value, key, {});
    case KeyAction::version:
      if (!is_version(value, walk.context.table->device)) return refuse("a word in it names no software");
      return scrub_kept(walk, value, key, {.dates_allowed = true});
    case KeyAction::numbers:
      return scrub_numbers(walk, value, key, 0);
    case KeyAction::term:
      return is_vocabulary_term(value.as_string()) ? std::optional(std::move(value))
                                                   : refuse("no address of a known vocabulary");
    case KeyAction::reference:
      return is_reference(walk, value) ? std::optional(std::move(value)) : refuse("no path");
    case KeyAction::shift: {
      const auto moved =
          walk.context.shift ? shift_date(value.as_string(), *walk.context.shift) : std::nullopt;
      return moved ? std::optional(Json(*moved)) : refuse(rule.reason);
    }
    case KeyAction::time:
      return walk.context.shift && is_time_of_day(value.as_string()) ? std::optional(std::move(value))
                                                                     : refuse(rule.reason);
    case KeyAction::members:
      return value.is_object() ? scrub_kept(walk, value, key, {}) : refuse(rule.reason);
    case KeyAction::map: {
      auto mapped = map_uids(walk, value);
      return mapped ? mapped : refuse(rule.reason);
    }
    case KeyAction::code: {
      auto code = code_device(walk, value);
      return code ? code : refuse(rule.reason);
    }
    case KeyAction::clock: {
      auto moved = move_clock(walk, value);
      return moved ? moved : refuse(rule.reason);
    }
    case KeyAction::drop:
      return refuse(rule.reason);
  }
  return std::nullopt;
}

// Descriptions keep what is said of a column; levels are texts by value, or objects of such texts.
std::optional<Json> scrub_description(Walk& walk, Json& value, const std::string& key, int depth) {
  const ValueLimits limits{.longest = k_longest_description};
  if (!value.is_object()) {
    std::string objection = objection_to_plain(walk, value, limits);
    if (objection.empty()) return std::move(value);
    walk.drop(key, std::move(objection), true);
    return std::nullopt;
  }
  Json kept = Json::Object{};
  for (auto& [name, member] : value.object()) {
    const std::string inner_key = joined_key(key, name);
    const bool allowed =
        std::find(k_description_keys.begin(), k_description_keys.end(), name) != k_description_keys.end();
    if (depth == 0 && !allowed) {
      walk.drop(inner_key, "not a part of a column description", false);
    } else if (!allowed && !walk.objection(name, {.longest = k_longest_value}).empty()) {
      walk.drop(inner_key, "its name may identify", false);
    } else if (auto inner =
                   depth < 4 ? scrub_description(walk, member, inner_key, depth + 1) : std::nullopt) {
      kept.set(name, std::move(*inner));
    }
  }
  return kept;
}

Json scrub_object(Walk& walk, Json& object, const std::string& parent) {
  Json kept = Json::Object{};
  kept.object().reserve(object.as_object().size());
  for (auto& [name, value] : object.object()) {
    const std::string key = joined_key(parent, name);
    const auto& columns = walk.context.columns;
    const bool column = parent.empty() && std::find(columns.begin(), columns.end(), name) != columns.end();
    const KeyRule* rule = walk.context.table->find(name);
    std::optional<Json> scrubbed;
    if (column && value.is_object()) {
      scrubbed = scrub_description(walk, value, key, 0);
    } else if (rule != nullptr) {
      scrubbed = apply_rule(walk, value, *rule, key);
    } else {
      walk.drop(key, "not on the list of keys that may stay", false);
    }
    if (scrubbed) kept.object().emplace_back(name, std::move(*scrubbed));  // no name stands twice in a Json
  }
  return kept;
}

}  // namespace

Result<ScrubbedSidecar> scrub_sidecar(Json sidecar, const SidecarContext& context) {
  if (!sidecar.is_object()) {
    return Error{ErrorCode::bad_data, "sidecar", "a JSON object was expected; left out", {}};
  }
  Walk walk{.context = context, .dropped = {}, .time_zero = seconds_of(sidecar.at("TimeZero").as_string())};
  Json kept = scrub_object(walk, sidecar, "");
  return ScrubbedSidecar{std::move(kept), std::move(walk.dropped)};
}

void describe_age(Json& sidecar, const std::string& column) {
  if (sidecar.find(column) != nullptr) return;
  sidecar.set(column, Json::Object{{"Description", k_age_description}, {"Units", "year"}});
}

void add_deidentification_method(Json& sidecar, std::string_view method) {
  const Json* present = sidecar.find("DeidentificationMethod");
  Json::Array methods;
  if (present != nullptr && present->is_string()) methods.push_back(*present);
  if (present != nullptr && present->is_array()) methods = present->as_array();
  const Json added(method);
  if (std::find(methods.begin(), methods.end(), added) == methods.end()) methods.push_back(added);
  sidecar.set("DeidentificationMethod", std::move(methods));
}

}  // namespace shareready
