#include "bids/references.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "bids/bids_name.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Keys whose texts are paths even if they do not look like it (BIDS 1.11 schema, metadata with format
// dataset_relative, participant_relative or bids_uri). Sorted.
constexpr std::array<std::string_view, 9> k_path_keys = {
    "AnatomicalImage",  "AssociatedEmptyRoom",      "IntendedFor",  "RawSources", "SourceFile", "Sources",
    "SpatialReference", "StimulusPresentationFile", "TemplateImage"};

constexpr std::string_view k_uri_scheme = "bids:";

enum class Form { none, uri, other_dataset, from_root, from_participant };

struct Reference {
  Form form = Form::none;
  std::string path;         // relative to the dataset root
  std::string participant;  // "sub-01", of from_participant
};

bool has_entity_name(std::string_view text) {
  if (text.find("sub-") == std::string_view::npos) return false;
  const BidsName name = parse_bids_name(text.substr(text.rfind('/') + 1));
  return name.well_formed && name.has("sub");
}

bool is_path_key(std::string_view key) {
  return std::find(k_path_keys.begin(), k_path_keys.end(), key) != k_path_keys.end();
}

// "bids:[dataset]:path" (BIDS 1.11, "BIDS URI").
Reference parse_uri(std::string_view text) {
  text.remove_prefix(k_uri_scheme.size());
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  if (colon > 0) return {.form = Form::other_dataset, .path = std::string(text), .participant = {}};
  return {.form = Form::uri, .path = std::string(text.substr(1)), .participant = {}};
}

// The participant's folder that a relative path starts from: that of the sidecar, else the one its file name
// speaks of (sidecars at the root).
std::string participant_folder(const fs::path& sidecar, std::string_view text) {
  if (const Place place = place_of(sidecar); !place.participant.empty()) return "sub-" + place.participant;
  const BidsName name = parse_bids_name(text.substr(text.rfind('/') + 1));
  return name.has("sub") ? "sub-" + std::string(name.label("sub")) : "";
}

bool looks_like_path(std::string_view key, std::string_view text) {
  if (text.find("://") != std::string_view::npos || text.find_first_of(" \n") != std::string_view::npos)
    return false;
  if (text.starts_with("sub-") || text.starts_with("ses-") || text.starts_with("/sub-")) return true;
  if (has_entity_name(text)) return true;
  return is_path_key(key) &&
         (text.find('/') != std::string_view::npos || text.find('.') != std::string_view::npos);
}

Reference parse_reference(std::string_view key, std::string_view text, const fs::path& sidecar) {
  if (text.starts_with(k_uri_scheme)) return parse_uri(text);
  if (!looks_like_path(key, text)) return {};
  if (text.starts_with("/")) text.remove_prefix(1);
  if (text.starts_with("./")) text.remove_prefix(2);
  if (text.starts_with("sub-") && text.find('/') != std::string_view::npos) {
    return {.form = Form::from_root, .path = std::string(text), .participant = {}};
  }
  const std::string folder = participant_folder(sidecar, text);
  return {.form = Form::from_participant, .path = folder + "/" + std::string(text), .participant = folder};
}

// The new text in the form of the old one; nothing where the file is not released.
std::optional<std::string> translate(const Reference& reference, const PathMap& map) {
  if (reference.form == Form::other_dataset) return {};
  auto path = map(reference.path);
  if (!path) return {};
  switch (reference.form) {
    case Form::uri:
      return std::string(k_uri_scheme) + ":" + *path;
    case Form::from_participant:
      return path->substr(path->find('/') + 1);
    case Form::from_root:
    case Form::other_dataset:
    case Form::none:
      return path;
  }
  return path;
}

struct Rewriting {
  const fs::path& sidecar;
  const PathMap& map;
  ReferenceChanges changes = {};
};

// Text with BIDS URIs inside it: each is translated; false if one of them is not released.
bool rewrite_inner_uris(Json& value, Rewriting& work) {
  constexpr std::string_view k_ends = " \t\r\n\"'<>,;)]}";
  std::size_t at = value.as_string().find(k_uri_scheme);
  if (at == std::string::npos) return true;
  std::string text = value.as_string();
  while (at != std::string::npos) {
    const std::size_t end = std::min(text.find_first_of(k_ends, at), text.size());
    const Reference reference = parse_uri(std::string_view(text).substr(at, end - at));
    if (reference.form != Form::none) {
      const auto translated = translate(reference, work.map);
      if (!translated) {
        work.changes.removed.push_back(reference.path);
        return false;
      }
      text.replace(at, end - at, *translated);
      ++work.changes.rewritten;
      at += translated->size();
    } else {
      at = end;
    }
    at = text.find(k_uri_scheme, at);
  }
  value = Json(std::move(text));
  return true;
}

// Whether the value stays.
bool rewrite_text(Json& value, std::string_view key, Rewriting& work) {
  const Reference reference = parse_reference(key, value.as_string(), work.sidecar);
  if (reference.form == Form::none) return rewrite_inner_uris(value, work);
  auto translated = translate(reference, work.map);
  if (!translated) {
    work.changes.removed.push_back(reference.path);
    return false;
  }
  ++work.changes.rewritten;
  value = Json(std::move(*translated));
  return true;
}

bool rewrite_value(Json& value, std::string_view key, const std::string& trail, Rewriting& work);

bool rewrite_array(Json& value, std::string_view key, const std::string& trail, Rewriting& work) {
  const std::size_t before = value.as_array().size();
  Json::Array kept;
  for (Json& element : value.array()) {
    if (rewrite_value(element, key, trail, work)) kept.push_back(std::move(element));
  }
  value.array() = std::move(kept);
  return before == 0 || !value.as_array().empty();
}

bool rewrite_object(Json& value, const std::string& trail, Rewriting& work) {
  const std::size_t before = value.as_object().size();
  Json::Object kept;
  for (auto& [name, member] : value.object()) {
    std::string inner = trail;
    if (!inner.empty()) inner += '/';
    inner += name;
    // Within a key of paths ("SpatialReference": {"orig": ...}) members are paths too.
    const std::string_view outer = std::string_view(trail).substr(0, trail.find('/'));
    if (rewrite_value(member, is_path_key(outer) ? outer : std::string_view(name), inner, work)) {
      kept.emplace_back(name, std::move(member));
    } else {
      work.changes.emptied_keys.push_back(inner);
    }
  }
  value.object() = std::move(kept);
  return before == 0 || !value.as_object().empty();
}

bool rewrite_value(Json& value, std::string_view key, const std::string& trail, Rewriting& work) {
  if (value.is_string()) return rewrite_text(value, key, work);
  if (value.is_array()) return rewrite_array(value, key, trail, work);
  if (value.is_object()) return rewrite_object(value, trail, work);
  return true;
}

}  // namespace

std::vector<std::string> find_references(const Json& sidecar, const fs::path& sidecar_path) {
  std::vector<std::string> found;
  Json copy = sidecar;
  rewrite_references(copy, sidecar_path, [&](std::string_view path) -> std::optional<std::string> {
    found.emplace_back(path);
    return std::string(path);
  });
  return found;
}

ReferenceChanges rewrite_references(Json& sidecar, const fs::path& sidecar_path, const PathMap& map) {
  Rewriting work{.sidecar = sidecar_path, .map = map};
  const bool stays = rewrite_value(sidecar, "", "", work);
  if (!stays) sidecar = Json(Json::Object{});
  return std::move(work.changes);
}

std::vector<std::string> rewrite_filenames(Table& table, std::string_view column, const fs::path& old_folder,
                                           const fs::path& new_folder, const PathMap& map) {
  std::vector<std::string> removed;
  const auto index = table.column(column);
  if (!index) return removed;
  std::erase_if(table.rows, [&](std::vector<std::string>& row) {
    const std::string old_path = (old_folder / row[*index]).lexically_normal().generic_string();
    const auto path = map(old_path);
    if (path) row[*index] = fs::path(*path).lexically_relative(new_folder).generic_string();
    if (!path) removed.push_back(old_path);
    return !path;
  });
  return removed;
}

std::size_t rewrite_stim_files(Table& events, const PathMap& map) {
  constexpr std::string_view k_folder = "stimuli/";
  const auto index = events.column("stim_file");
  if (!index) return 0;
  std::size_t lost = 0;
  for (auto& row : events.rows) {
    std::string& cell = row[*index];
    if (cell == "n/a" || cell.empty()) continue;
    const bool whole = cell.starts_with(k_folder);
    const auto path = map(whole ? cell : std::string(k_folder) + cell);
    lost += path ? 0 : 1;
    cell = !path ? "n/a" : whole || !path->starts_with(k_folder) ? *path : path->substr(k_folder.size());
  }
  return lost;
}

}  // namespace shareready
