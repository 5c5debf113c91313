#include "bids/bids_name.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace shareready {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_key(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_alphanumeric);
}

std::optional<Entity> parse_entity(std::string_view piece) {
  const std::size_t dash = piece.find('-');
  if (dash == std::string_view::npos || dash + 1 == piece.size() || !is_key(piece.substr(0, dash))) return {};
  return Entity{.key = std::string(piece.substr(0, dash)), .label = std::string(piece.substr(dash + 1))};
}

std::optional<BidsName> parse_strictly(std::string_view file_name) {
  std::vector<std::string> pieces = split(file_name, '_');
  BidsName name{.entities = {}, .suffix = {}, .extension = {}, .well_formed = true};
  std::string& last = pieces.back();
  if (const std::size_t dot = last.find('.'); dot != std::string::npos) {
    name.extension = last.substr(dot);
    last.resize(dot);
  }
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    auto entity = parse_entity(pieces[i]);
    if (!entity || name.has(entity->key)) return {};
    name.entities.push_back(std::move(*entity));
  }
  if (auto entity = parse_entity(last); entity && !name.has(entity->key)) {
    name.entities.push_back(std::move(*entity));
  } else if (is_key(last)) {
    name.suffix = last;
  } else {
    return {};
  }
  return name;
}

}  // namespace

bool BidsName::has(std::string_view key) const {
  return std::any_of(entities.begin(), entities.end(), [&](const Entity& e) { return e.key == key; });
}

std::string_view BidsName::label(std::string_view key) const {
  for (const Entity& entity : entities) {
    if (entity.key == key) return entity.label;
  }
  return {};
}

void BidsName::set(std::string_view key, std::string_view label) {
  for (Entity& entity : entities) {
    if (entity.key == key) {
      entity.label = label;
      return;
    }
  }
  entities.push_back({.key = std::string(key), .label = std::string(label)});
}

void BidsName::erase(std::string_view key) {
  std::erase_if(entities, [&](const Entity& entity) { return entity.key == key; });
}

BidsName parse_bids_name(std::string_view file_name) {
  if (auto name = parse_strictly(file_name)) return std::move(*name);
  const std::size_t dot = std::min(file_name.find('.'), file_name.size());
  return {.entities = {},
          .suffix = std::string(file_name.substr(0, dot)),
          .extension = std::string(file_name.substr(dot)),
          .well_formed = false};
}

std::string format_bids_name(const BidsName& name) {
  std::string text;
  for (const Entity& entity : name.entities) {
    if (!text.empty()) text += '_';
    text += entity.key + '-' + entity.label;
  }
  if (!text.empty() && !name.suffix.empty()) text += '_';
  return text + name.suffix + name.extension;
}

bool is_entity_subset(const BidsName& general, const BidsName& particular) {
  return std::all_of(general.entities.begin(), general.entities.end(), [&](const Entity& entity) {
    return particular.has(entity.key) && particular.label(entity.key) == entity.label;
  });
}

Place place_of(const std::filesystem::path& relative) {
  Place place;
  const std::vector<std::string> parts = split(relative.generic_string(), '/');
  const std::size_t folders = parts.size() - 1;
  if (folders == 0 || !parts[0].starts_with("sub-")) return place;
  place.participant = parts[0].substr(4);
  std::size_t next = 1;
  if (folders > next && parts[next].starts_with("ses-")) place.session = parts[next++].substr(4);
  if (folders > next) place.datatype = parts[next];
  return place;
}

std::string kind_of_file(const Place& place, BidsName name) {
  name.erase("sub");
  name.erase("ses");
  name.extension.clear();
  return place.datatype + "/" + format_bids_name(name);
}

bool is_label(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '+'; });
}

std::string_view strip_prefix(std::string_view label, std::string_view prefix) {
  if (label.starts_with(prefix)) label.remove_prefix(prefix.size());
  return label;
}

}  // namespace shareready
