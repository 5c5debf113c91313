#include "stage/content_groups.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

// Keys of a sidecar that name the device and its software (BIDS 1.11, Hardware information).
constexpr std::array<std::string_view, 12> k_device_keys{"CoilString",
                                                         "GradientSetType",
                                                         "HardcopyDeviceSoftwareVersion",
                                                         "MagneticFieldStrength",
                                                         "Manufacturer",
                                                         "ManufacturersModelName",
                                                         "MatrixCoilMode",
                                                         "ReceiveCoilActiveElements",
                                                         "ReceiveCoilName",
                                                         "SoftwareVersions",
                                                         "StationName",
                                                         "TransmitCoilName"};

constexpr std::size_t k_most_held = 2000;  // persons of whom each file is held

// Finaliser of SplitMix64, so that sums of these stand for sets.
std::uint64_t mixed_key(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

std::uint64_t key_of(std::string_view text) { return mixed_key(std::hash<std::string_view>()(text)); }

std::vector<std::uint64_t> group_sizes_of(std::vector<std::uint64_t> keys) {
  std::sort(keys.begin(), keys.end());
  std::vector<std::uint64_t> sizes;
  for (auto begin = keys.begin(); begin != keys.end();) {
    const auto end = std::upper_bound(begin, keys.end(), *begin);
    sizes.push_back(static_cast<std::uint64_t>(end - begin));
    begin = end;
  }
  return sizes;
}

std::uint64_t key_of_column(const Table& table, std::size_t column) {
  std::uint64_t key = 0;
  for (const auto& row : table.rows) key = joined_key(key, key_of(row[column]));
  return key;
}

}  // namespace

std::uint64_t joined_key(std::uint64_t first, std::uint64_t second) {
  return mixed_key(first * 3 + mixed_key(second));
}

// A file of a person, told without labels.
struct ContentGroups::Place {
  std::string label, session;  // "sub-01", "ses-a" or empty
  std::size_t person = 0;
  std::uint64_t name = 0;
  [[nodiscard]] std::string without_labels(std::string text) const {
    text = replace_all(std::move(text), label, "");
    return session.empty() ? text : replace_all(std::move(text), session, "");
  }
};

std::size_t ContentGroups::index_of(const std::string& person) {
  if (person == last_) return last_index_;
  last_ = person;
  last_index_ = index_.try_emplace(person, index_.size()).first->second;
  for (Keys& keys : parts_) keys.resize(index_.size());
  return last_index_;
}

ContentGroups::Place ContentGroups::place_of(const std::filesystem::path& path) {
  Place place;
  auto part = path.begin();
  if (part != path.end()) place.label = (part++)->string();
  if (part != path.end() && part->string().starts_with("ses-")) place.session = part->string();
  place.person = index_of(place.label);
  place.name = key_of(place.without_labels(path.generic_string()));
  return place;
}

bool ContentGroups::holds_files() const { return index_.size() <= k_most_held; }

void ContentGroups::add(Added added) {
  parts_[added.part][added.person] += added.whole;
  if (!holds_files()) return added_.clear();
  added_.push_back(std::move(added));
}

void ContentGroups::add_file(const std::filesystem::path& path) {
  const Place place = place_of(path);
  if (path.extension() == ".json") return;
  add({.person = place.person, .path = path.generic_string(), .name = place.name, .whole = place.name});
}

void ContentGroups::add_events(const std::filesystem::path& path, const Table& table) {
  const Place place = place_of(path);
  std::uint64_t whole = place.name;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::uint64_t column = joined_key(key_of(table.columns[i]), key_of_column(table, i));
    Keys& keys = columns_[table.columns[i]];
    if (keys.size() <= place.person) keys.resize(place.person + 1);
    keys[place.person] += joined_key(place.name, column);
    whole = joined_key(whole, column);
  }
  add({.person = place.person,
       .part = k_events,
       .path = path.generic_string(),
       .name = place.name,
       .whole = mixed_key(whole)});
}

namespace {

// Of a sidecar without some of its keys: which file it is, and what it says in its order. One of which
// nothing is left goes.
template <typename Members>
std::uint64_t key_of_members(std::uint64_t name, const Members& members,
                             const std::set<std::size_t>& without) {
  std::uint64_t said = mixed_key(name);
  bool any = members.empty();
  for (const auto& [key, value] : members) {
    if (without.contains(key)) continue;
    said = joined_key(said, value);
    any = true;
  }
  return any ? said : 0;
}

}  // namespace

void ContentGroups::add_sidecar(const std::filesystem::path& path, const std::string& text) {
  const Place place = place_of(path);
  Added added{.person = place.person, .part = k_sidecars, .path = path.generic_string(), .name = place.name};
  const Result<Json> json = parse_json(text, path.generic_string());
  if (!json.ok()) {  // the audit stops at what is no JSON
    added.whole = joined_key(place.name, key_of(place.without_labels(text)));
    return add(std::move(added));
  }
  for (const auto& [key, value] : json->as_object()) {
    const std::uint64_t said = joined_key(key_of(key), key_of(place.without_labels(format_json(value))));
    added.members.emplace_back(members_.try_emplace(key, members_.size()).first->second, said);
  }
  added.whole = key_of_members(place.name, added.members, {});
  add(std::move(added));
  std::uint64_t device = 0;
  for (const std::string_view key : k_device_keys) {
    const Json& value = json->at(std::string(key));
    if (!value.is_null()) device = joined_key(device, joined_key(key_of(key), key_of(format_json(value))));
  }
  if (device != 0) parts_[k_devices][place.person] += joined_key(place.name, device);
}

std::vector<readiness::ContentAlone> ContentGroups::alone() const {
  using enum readiness::ContentKind;
  const auto count_alone = [this](Keys keys) {
    keys.resize(index_.size());
    const std::vector<std::uint64_t> sizes = group_sizes_of(std::move(keys));
    return static_cast<std::uint64_t>(std::count(sizes.begin(), sizes.end(), 1U));
  };
  std::vector<readiness::ContentAlone> contents;
  for (const auto& [kind, part] : {std::pair(events, k_events), std::pair(files, k_files),
                                   std::pair(devices, k_devices), std::pair(sidecars, k_sidecars)}) {
    const Keys& keys = parts_[part];
    const bool any = std::any_of(keys.begin(), keys.end(), [](std::uint64_t key) { return key != 0; });
    if (any) contents.push_back({.kind = kind, .alone = count_alone(keys), .columns = {}});
  }
  if (contents.empty() || contents.front().kind != events) return contents;
  for (const auto& [name, keys] : columns_)
    contents.front().columns.push_back({.name = name, .alone = count_alone(keys)});
  return contents;
}

ContentGroups::Alike ContentGroups::alike_in(const Parts& parts,
                                             const std::vector<std::string>& persons) const {
  Alike alike;
  for (const std::string& person : persons) {
    const auto found = index_.find(person);
    const auto part = [&](Part which) { return found == index_.end() ? 0 : parts[which][found->second]; };
    alike.files.push_back(part(k_files));
    alike.sidecars.push_back(part(k_sidecars));
    alike.all.push_back(joined_key(joined_key(part(k_files), part(k_events)), part(k_sidecars)));
  }
  return alike;
}

ContentGroups::Alike ContentGroups::alike(const std::vector<std::string>& persons) const {
  return alike_in(parts_, persons);
}

std::optional<ContentGroups::Alike> ContentGroups::alike_without(
    const LeftOut& left_out, const std::vector<std::string>& persons) const {
  if (!holds_files()) return std::nullopt;
  Parts parts;
  for (Keys& keys : parts) keys.resize(index_.size());
  std::set<std::size_t> keys_left_out;
  for (const std::string& key : left_out.keys) {
    if (const auto found = members_.find(key); found != members_.end()) keys_left_out.insert(found->second);
  }
  for (const Added& added : added_) {
    if (left_out.paths.contains(added.path)) continue;
    parts[added.part][added.person] +=
        added.members.empty() ? added.whole : key_of_members(added.name, added.members, keys_left_out);
  }
  return alike_in(parts, persons);
}

std::map<std::string, ContentGroups::Keys> ContentGroups::keys_by_member() const {
  std::vector<Keys> by_number(members_.size(), Keys(index_.size()));
  for (const Added& added : added_) {
    for (const auto& [key, said] : added.members)
      by_number[key][added.person] += joined_key(added.name, said);
  }
  std::map<std::string, Keys> by_member;
  if (added_.empty()) return by_member;
  for (const auto& [key, number] : members_) by_member.emplace(key, std::move(by_number[number]));
  return by_member;
}

std::set<std::string> ContentGroups::device_keys() const {
  const std::map<std::string, Keys> by_member = keys_by_member();
  std::set<std::string> found;
  for (const std::string_view key : k_device_keys) {
    const auto one = by_member.find(std::string(key));
    if (one != by_member.end() && group_sizes_of(one->second).size() > 1) found.emplace(key);
  }
  return found;
}

std::set<std::string> ContentGroups::telling_keys() const {
  Keys names(index_.size());  // which sidecars there are: no key takes that away
  for (const Added& added : added_) {
    if (added.part == k_sidecars) names[added.person] += mixed_key(added.name);
  }
  const auto is_alone = [](const std::map<std::uint64_t, std::size_t>& groups, std::uint64_t key) {
    return groups.at(key) == 1;
  };
  const auto groups_of = [](const Keys& keys) {
    std::map<std::uint64_t, std::size_t> groups;
    for (const std::uint64_t key : keys) ++groups[key];
    return groups;
  };
  const auto by_names = groups_of(names);
  std::set<std::string> found;
  for (const auto& [key, keys] : keys_by_member()) {
    const auto groups = groups_of(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (is_alone(groups, keys[i]) && !is_alone(by_names, names[i])) found.insert(key);
    }
  }
  return found;
}

std::uint64_t ContentGroups::fewest_alike(const std::string& events_column) const {
  const auto found = columns_.find(events_column);
  if (found == columns_.end()) return 0;
  Keys keys = found->second;
  std::erase(keys, 0U);
  const std::vector<std::uint64_t> sizes = group_sizes_of(std::move(keys));
  return sizes.empty() ? 0 : *std::min_element(sizes.begin(), sizes.end());
}

}  // namespace shareready
