#include "policy/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/share.hpp"
#include "policy/left_out_keys.hpp"
#include "policy/words.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<std::string_view, Preset>, 3> k_presets = {
    {{"open", Preset::open}, {"registered", Preset::registered}, {"restricted", Preset::restricted}}};
constexpr std::array<std::pair<std::string_view, Layout>, 2> k_layouts = {
    {{"derivative", Layout::derivative}, {"raw", Layout::raw}}};
constexpr std::array<std::pair<std::string_view, DateRule>, 2> k_date_rules = {
    {{"drop", DateRule::drop}, {"shift", DateRule::shift}}};
constexpr std::array<std::pair<std::string_view, DefaceScope>, 2> k_deface_scopes = {
    {{"all", DefaceScope::all}, {"recognisable", DefaceScope::recognisable}}};
constexpr std::array<std::pair<std::string_view, DefaceMethod>, 3> k_deface_methods = {
    {{"deface", DefaceMethod::deface},
     {"reface", DefaceMethod::reface},
     {"skullstrip", DefaceMethod::skullstrip}}};

Result<std::int64_t> whole_number(const Json& value, std::string_view key, std::int64_t least) {
  const std::int64_t number = value.as_int(least - 1);
  if (value.is_number() && number >= least && Json(number) == value) return number;
  return Error{
      ErrorCode::usage, std::string(key), fmt::format("expected a whole number of at least {}", least), {}};
}

bool is_list_of_names(const Json& value) {
  return value.is_array() &&
         std::all_of(value.as_array().begin(), value.as_array().end(),
                     [](const Json& name) { return name.is_string() && !name.as_string().empty(); });
}

Status set_member(Policy& policy, const std::string& key, const Json& value) {
  if (key == "preset") {
    SR_TRY(policy.preset, parse_preset(value.as_string()));
  } else if (key == "layout") {
    SR_TRY(policy.layout, parse_layout(value.as_string()));
  } else if (key == "dates") {
    SR_TRY(policy.dates, parse_date_rule(value.as_string()));
  } else if (key == "deface_scope") {
    SR_TRY(policy.deface_scope, parse_deface_scope(value.as_string()));
  } else if (key == "k") {
    SR_TRY(policy.k, whole_number(value, key, 1));
  } else if (key == "age_cap") {
    SR_TRY(policy.age_cap, whole_number(value, key, 1));
    if (policy.age_cap != 89) {
      return Error{ErrorCode::bad_data,
                   key,
                   fmt::format("got {}, expected 89: no other cap is applied", policy.age_cap),
                   {}};
    }
  } else if (key == "method") {
    SR_TRY(policy.method, parse_deface_method(value.as_string()));
  } else if (key == "face_masks" && value.is_bool()) {
    policy.face_masks = value.as_bool();
  } else if (key == "sourcedata" && value.is_bool()) {
    policy.sourcedata = value.as_bool();
  } else if (key == "suppression_limit" && value.is_number() && value.as_double() >= 0.0 &&
             value.as_double() <= 1.0) {
    policy.suppression_limit = value.as_double();
  } else if (key == "keep_columns" && is_list_of_names(value)) {
    policy.keep_columns.clear();
    for (const Json& name : value.as_array()) policy.keep_columns.push_back(name.as_string());
  } else if (key == "leave_out_images" && is_list_of_names(value)) {
    policy.leave_out_images.clear();
    for (const Json& name : value.as_array()) policy.leave_out_images.push_back(name.as_string());
  } else if (key == "leave_out_keys" && is_list_of_names(value)) {
    policy.leave_out_keys.clear();
    for (const Json& name : value.as_array()) {
      policy.leave_out_keys.push_back(name.as_string());
      const std::string why = reason_to_stay(name.as_string(), false);
      if (why.empty()) continue;
      return Error{
          ErrorCode::usage, key, fmt::format("{} cannot be left out: {}", name.as_string(), why), {}};
    }
  } else if (key == "dicom_options") {
    SR_TRY(policy.dicom, parse_dicom_options(value));
  } else if (key == "stimuli" && value.is_bool()) {
    policy.stimuli = value.as_bool();
  } else if (!key.starts_with("_")) {
    SR_TRY(const bool known, set_table_member(policy.tables, key, value));
    if (known) return Done{};
    return Error{ErrorCode::bad_data, key, "is no member of a policy, or has a value of another type", {}};
  }
  return Done{};
}

// The other methods make bands of their own for each group.
Status check_age_bands(const Policy& policy, const std::string& where) {
  const TablePolicy& tables = policy.tables;
  if (tables.age_bands.empty() || tables.table_method == TableMethod::generalise) return Done{};
  return Error{ErrorCode::usage,
               where,
               fmt::format("age_bands: got with table_method {}, expected with generalise alone",
                           to_string(tables.table_method)),
               {}};
}

}  // namespace

std::string_view to_string(Preset preset) { return word_of<Preset>(k_presets, preset); }
std::string_view to_string(Layout layout) { return word_of<Layout>(k_layouts, layout); }
std::string_view to_string(DateRule dates) { return word_of<DateRule>(k_date_rules, dates); }
std::string_view to_string(DefaceMethod method) { return word_of<DefaceMethod>(k_deface_methods, method); }
std::string_view to_string(DefaceScope scope) { return word_of<DefaceScope>(k_deface_scopes, scope); }

Result<Preset> parse_preset(std::string_view text) { return choice_of<Preset>(k_presets, text, "preset"); }
Result<Layout> parse_layout(std::string_view text) { return choice_of<Layout>(k_layouts, text, "layout"); }
Result<DateRule> parse_date_rule(std::string_view text) {
  return choice_of<DateRule>(k_date_rules, text, "dates");
}
Result<DefaceScope> parse_deface_scope(std::string_view text) {
  return choice_of<DefaceScope>(k_deface_scopes, text, "deface");
}

Result<DefaceMethod> parse_deface_method(std::string_view text) {
  return choice_of<DefaceMethod>(k_deface_methods, text, "method");
}

Result<Policy> load_policy(Preset preset) {
  SR_TRY(const std::filesystem::path path, find_share_file("policy.json"));
  SR_TRY(const std::string text, read_text(path));
  SR_TRY(const Json document, parse_json(text, path.string()));
  const Json* members = document.at("presets").find(to_string(preset));
  if (members == nullptr) {
    return Error{ErrorCode::bad_data,
                 path.string(),
                 fmt::format("lacks the preset \"{}\"; install shareready again", to_string(preset)),
                 {}};
  }
  return parse_policy(*members, path.string());
}

Result<Policy> read_policy_file(const std::filesystem::path& path, std::optional<Preset> preset) {
  SR_TRY(const std::string text, read_text(path));
  SR_TRY(const Json document, parse_json(text, path.string()));
  if (!document.is_object()) {
    return Error{ErrorCode::usage, path.string(), "expected a JSON object, as --print-policy writes it", {}};
  }
  Preset base = preset.value_or(Preset::registered);
  if (const Json* own = document.find("preset"); own != nullptr && !preset) {
    auto parsed = parse_preset(own->as_string());
    if (!parsed.ok()) return std::move(parsed).error().within("reading the policy " + path.string());
    base = *parsed;
  }
  SR_TRY(Policy policy, load_policy(base));
  for (const auto& [key, member] : document.as_object()) {
    SR_TRY(const Json value,
           key == "columns" ? with_hierarchies(member, path.parent_path()) : Result<Json>(member));
    if (auto status = set_member(policy, key, value); !status.ok()) {
      status.error().code = ErrorCode::usage;
      return std::move(status).error().within("reading the policy " + path.string());
    }
  }
  policy.preset = base;
  SR_CHECK(check_age_bands(policy, path.string()));
  return policy;
}

Result<Json> policy_form(const Policy& policy) {
  SR_TRY(const std::filesystem::path path, find_share_file("policy.schema.json"));
  SR_TRY(const std::string text, read_text(path));
  SR_TRY(const Json schema, parse_json(text, path.string()));
  const Json values = policy_json(policy);
  Json form{Json::Object{}};
  form.set("_comment", schema.at("description"));
  for (const auto& [key, rule] : schema.at("properties").as_object()) {
    form.set("_comment_" + key, rule.at("description"));
    form.set(key, values.at(key));
  }
  return form;
}

Json policy_json(const Policy& policy) {
  Json columns{Json::Array{}};
  for (const std::string& column : policy.keep_columns) columns.push_back(column);
  Json images{Json::Array{}};
  for (const std::string& kind : policy.leave_out_images) images.push_back(kind);
  Json keys{Json::Array{}};
  for (const std::string& key : policy.leave_out_keys) keys.push_back(key);
  Json json(Json::Object{{"age_cap", policy.age_cap},
                         {"dates", to_string(policy.dates)},
                         {"deface_scope", to_string(policy.deface_scope)},
                         {"dicom_options", dicom_options_json(policy.dicom)},
                         {"face_masks", policy.face_masks},
                         {"k", policy.k},
                         {"keep_columns", std::move(columns)},
                         {"layout", to_string(policy.layout)},
                         {"leave_out_images", std::move(images)},
                         {"leave_out_keys", std::move(keys)},
                         {"method", to_string(policy.method)},
                         {"preset", to_string(policy.preset)},
                         {"sourcedata", policy.sourcedata},
                         {"stimuli", policy.stimuli},
                         {"suppression_limit", policy.suppression_limit}});
  add_table_members(policy.tables, json);
  return json;
}

Result<Policy> parse_policy(const Json& json, std::string_view subject) {
  Policy policy;
  for (const auto& [key, value] : json.as_object()) {
    if (auto status = set_member(policy, key, value); !status.ok()) {
      status.error().code = ErrorCode::bad_data;
      return std::move(status).error().within("reading the policy " + std::string(subject));
    }
  }
  SR_CHECK(check_age_bands(policy, std::string(subject)));
  return policy;
}

std::string policy_hash(const Policy& policy) { return sha256_hex(format_json_line(policy_json(policy))); }

}  // namespace shareready
