#include "policy/policy_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_columns_member = "columns", k_preset_member = "preset";

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> k_options_of_members{
    {{"dates", "dates"},
     {"deface_scope", "deface"},
     {"face_masks", "write-deface-mask"},
     {"layout", "layout"},
     {"method", "method"},
     {"preset", "preset"},
     {"sourcedata", "sourcedata"}}};

void add_columns(const Json& before, const Json& after, std::vector<PolicyChange>& changes) {
  std::set<std::string> names;
  for (const Json* columns : {&before, &after}) {
    for (const auto& [name, said] : columns->as_object()) names.insert(name);
  }
  for (const std::string& name : names) {
    if (before.at(name) != after.at(name))
      changes.push_back({std::string(k_columns_member), name, before.at(name), after.at(name)});
  }
}

// The content of a hierarchy is of the data.
std::string said(Json value, bool column) {
  if (value.is_object() && value.find("hierarchy") != nullptr) value.set("hierarchy", "...");
  return value.is_null() && column ? "not named" : format_json_line(value);
}

}  // namespace

std::vector<PolicyChange> policy_changes(const Policy& before, const Policy& after) {
  const Json one = policy_json(before), other = policy_json(after);
  std::vector<PolicyChange> changes;
  for (const auto& [member, value] : one.as_object()) {
    if (value == other.at(member)) continue;
    if (member == k_columns_member) {
      add_columns(value, other.at(member), changes);
    } else {
      changes.push_back({member, {}, value, other.at(member)});
    }
  }
  return changes;
}

std::string told_of_changes(const std::vector<PolicyChange>& changes) {
  std::vector<std::string> parts;
  for (const PolicyChange& change : changes) {
    const bool column = !change.column.empty();
    parts.push_back(fmt::format("{} was {}, is {}", change.member + (column ? "." + change.column : ""),
                                said(change.before, column), said(change.after, column)));
  }
  return join(parts, "; ");
}

std::string option_of_member(std::string_view member) {
  const auto* found = std::find_if(k_options_of_members.begin(), k_options_of_members.end(),
                                   [&](const auto& row) { return row.first == member; });
  return found == k_options_of_members.end() ? "policy" : std::string(found->second);
}

Result<Json> own_members(const Policy& policy) {
  SR_TRY(const Policy preset, load_policy(policy.preset));
  const Json all = policy_json(policy), given = policy_json(preset);
  Json own{Json::Object{}};
  for (const auto& [member, value] : all.as_object()) {
    if (member != k_preset_member && value != given.at(member)) own.set(member, value);
  }
  return own;
}

}  // namespace shareready
