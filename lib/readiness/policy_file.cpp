#include "readiness/policy_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "readiness/inputs.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_not_told = "{..., ";
constexpr const char* k_what_stands_for_it =
    "In a policy printed here ... stands for what the policy file of this release holds, which is not told "
    "in "
    "this edition: private/report/policies.txt has each policy whole.";
constexpr const char* k_said_of_columns = "columns";

// A name that stands in a table of ours or in the release itself.
bool may_be_named(const std::string& name, const ReadinessInputs& inputs) {
  return std::any_of(inputs.columns.begin(), inputs.columns.end(), [&](const ReportedColumn& column) {
    return column.name == name && (column.standard || column.decision != ColumnDecision::dropped);
  });
}

bool may_be_told(const std::string& member, const Json& value, const ReadinessInputs& inputs) {
  if (member == "keep_columns" || member == "keep_texts") {
    return std::all_of(value.as_array().begin(), value.as_array().end(),
                       [&](const Json& name) { return may_be_named(name.as_string(), inputs); });
  }
  if (member != k_said_of_columns) return true;
  // A hierarchy holds values of the data.
  return std::all_of(value.as_object().begin(), value.as_object().end(), [&](const auto& column) {
    return may_be_named(column.first, inputs) && column.second.find("hierarchy") == nullptr;
  });
}

}  // namespace

Json with_members(Json policy, const Json& added) {
  for (const auto& [member, value] : added.as_object()) {
    if (member != k_said_of_columns || !policy.at(member).is_object()) {
      policy.set(member, value);
      continue;
    }
    Json columns = policy.at(member);
    for (const auto& [name, said] : value.as_object()) columns.set(name, said);
    policy.set(member, std::move(columns));
  }
  return policy;
}

std::string policy_text(const Json& policy) {
  std::vector<std::string> parts;
  if (policy.is_object()) {
    for (const auto& [name, value] : policy.as_object())
      parts.push_back(fmt::format("{}: {}", format_json_line(Json(name)), policy_text(value)));
    return "{" + join(parts, ", ") + "}";
  }
  if (!policy.is_array()) return format_json_line(policy);
  for (const Json& value : policy.as_array()) parts.push_back(policy_text(value));
  return "[" + join(parts, ", ") + "]";
}

Json members_of(const std::vector<int>& limits, const std::vector<std::string>& columns, const char* type) {
  Json members{Json::Object{}}, bands{Json::Array{}}, said{Json::Object{}};
  for (const int limit : limits) bands.push_back(Json(std::int64_t{limit}));
  for (const std::string& name : std::set<std::string>(columns.begin(), columns.end()))
    said.set(name, Json(Json::Object{{"type", type}}));
  if (!limits.empty()) members.set("age_bands", std::move(bands));
  if (!columns.empty()) members.set(k_said_of_columns, std::move(said));
  return members;
}

Json present_policy(const ReadinessInputs& inputs) {
  const Json& own = inputs.policy.file;
  const bool told = std::all_of(own.as_object().begin(), own.as_object().end(), [&](const auto& member) {
    return may_be_told(member.first, member.second, inputs);
  });
  return told ? own : Json();
}

std::string new_policy(const Json& present, const Json& added) {
  if (present.is_object()) return policy_text(with_members(present, added));
  return std::string(k_not_told) + policy_text(added).substr(1);
}

std::string told_of_present_policy(const Json& present) {
  if (present.is_object() && present.as_object().empty()) return {};
  std::string words =
      " What is named here goes into the policy file of this release, beside what that holds already.";
  return words + (present.is_object() ? fmt::format(" It holds: {}.", policy_text(present))
                                      : fmt::format(" {}", k_what_stands_for_it));
}

std::string told_of_whole_policies(const Json& present) {
  if (!present.is_object()) return k_what_stands_for_it;
  if (present.as_object().empty()) return {};
  return "Each policy is a whole file: what the policy file of this release holds stands in it too.";
}

}  // namespace shareready::readiness
