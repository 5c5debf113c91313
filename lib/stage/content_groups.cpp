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

void ContentGroups::add_file(const std::filesystem::path& path) {
  const Place place = place_of(path);
  if (path.extension() != ".json") parts_[k_files][place.person] += place.name;
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
  parts_[k_events][place.person] += mixed_key(whole);
}

void ContentGroups::add_sidecar(const std::filesystem::path& path, const std::string& text) {
  const Place place = place_of(path);
  parts_[k_sidecars][place.person] += joined_key(place.name, key_of(place.without_labels(text)));
  const Result<Json> json = parse_json(text, path.generic_string());
  if (!json.ok()) return;  // the audit stops at what is no JSON
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

std::uint64_t ContentGroups::part_of(Part part, const std::string& person) const {
  const auto found = index_.find(person);
  return found == index_.end() ? 0 : parts_[part][found->second];
}

std::uint64_t ContentGroups::files_of(const std::string& person) const { return part_of(k_files, person); }

std::uint64_t ContentGroups::all_of(const std::string& person) const {
  std::uint64_t key = 0;
  for (const Part part : {k_files, k_events, k_devices, k_sidecars})
    key = joined_key(key, part_of(part, person));
  return key;
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
