#include "readiness/metadata_form.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace shareready::readiness {
namespace {

constexpr std::string_view k_item = "item";

// What a form is filled from, and the paths of what was missing.
struct Filling {
  const Json& form;
  const Json& record;
  std::vector<std::string> missing;
};

// Where a value stands: its path, and the entry of the list around it (null: the list itself is missing).
struct Spot {
  std::string path;
  const Json* item = nullptr;
  bool in_missing_list = false;
};

std::optional<Json> fill(const Json& node, const Spot& spot, Filling& filling);

bool is_empty(const Json& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty()) ||
         (value.is_array() && value.as_array().empty());
}

// The value as the repository says it; null where it has no word for it.
Json in_words(const std::string& name, const Json& value, const Json& form) {
  const Json* words = form.at("words").find(name);
  if (words == nullptr || is_empty(value)) return value;
  return words->at(value.as_string());
}

Json value_of(const std::string& name, const Spot& spot, const Filling& filling) {
  if (name == k_item) return spot.item == nullptr ? Json() : *spot.item;
  if (name.starts_with(std::string(k_item) + ".")) {
    return spot.item == nullptr ? Json() : spot.item->at(std::string_view(name).substr(k_item.size() + 1));
  }
  return in_words(name, filling.record.at(name), filling.form);
}

void note_missing(const std::string& path, Filling& filling) {
  if (std::find(filling.missing.begin(), filling.missing.end(), path) == filling.missing.end())
    filling.missing.push_back(path);
}

std::optional<Json> fill_value(std::string name, const Spot& spot, Filling& filling) {
  const bool wanted = name.ends_with('!');
  if (wanted) name.pop_back();
  const bool of_item = name.starts_with(k_item);
  if (of_item && spot.in_missing_list) return filling.form.at("missing");
  Json value = value_of(name, spot, filling);
  if (!is_empty(value)) return value;
  if (!wanted) return std::nullopt;
  note_missing(spot.path, filling);
  return filling.form.at("missing");
}

std::optional<Json> fill_each(const Json& node, const Spot& spot, Filling& filling) {
  std::string name = node.at("$each").as_string();
  const bool wanted = name.ends_with('!');
  if (wanted) name.pop_back();
  const Json list = filling.record.at(name);
  Json filled{Json::Array{}};
  for (const Json& item : list.as_array()) {
    if (auto entry = fill(node.at("$make"), {spot.path, &item, false}, filling)) filled.push_back(*entry);
  }
  if (!filled.as_array().empty()) return filled;
  if (!wanted) return std::nullopt;
  note_missing(spot.path, filling);
  if (auto entry = fill(node.at("$make"), {spot.path, nullptr, true}, filling)) filled.push_back(*entry);
  return filled;
}

std::string step_into(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

// Whether a member stands for a value of the release.
bool is_open(const Json& node) {
  return (node.is_string() && node.as_string().starts_with('$')) || node.find("$each") != nullptr;
}

// Dropped as a whole where every value it stands for is unknown.
std::optional<Json> fill_object(const Json& node, const Spot& spot, Filling& filling) {
  Json filled{Json::Object{}};
  bool any_open = false, any_known = false;
  for (const auto& [name, member] : node.as_object()) {
    auto value = fill(member, {step_into(spot.path, name), spot.item, spot.in_missing_list}, filling);
    any_open = any_open || is_open(member) || !value;
    any_known = any_known || (value && (is_open(member) || member.is_object() || member.is_array()));
    if (value) filled.set(name, std::move(*value));
  }
  if (any_open && !any_known) return std::nullopt;
  return filled;
}

// Entries with a typeName (Dataverse) are told by it, others by their list alone.
std::optional<Json> fill_array(const Json& node, const Spot& spot, Filling& filling) {
  Json filled{Json::Array{}};
  for (const Json& entry : node.as_array()) {
    const std::string& type = entry.at("typeName").as_string();
    const std::string path = type.empty() ? spot.path : step_into(spot.path, type);
    if (auto value = fill(entry, {path, spot.item, spot.in_missing_list}, filling)) filled.push_back(*value);
  }
  if (filled.as_array().empty() && !node.as_array().empty()) return std::nullopt;
  return filled;
}

std::optional<Json> fill(const Json& node, const Spot& spot, Filling& filling) {
  if (node.is_string() && node.as_string().starts_with('$'))
    return fill_value(node.as_string().substr(1), spot, filling);
  if (node.find("$each") != nullptr) return fill_each(node, spot, filling);
  if (node.is_object()) return fill_object(node, spot, filling);
  if (node.is_array()) return fill_array(node, spot, filling);
  return node;
}

}  // namespace

FilledForm fill_form(const Json& form, const Json& record) {
  Filling filling{.form = form, .record = record, .missing = {}};
  FilledForm filled;
  filled.content = fill(form.at("template"), {}, filling).value_or(Json(Json::Object{}));
  filled.missing = std::move(filling.missing);
  return filled;
}

}  // namespace shareready::readiness
