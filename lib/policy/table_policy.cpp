#include "policy/table_policy.hpp"

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "policy/words.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<std::string_view, Unreachable>, 2> k_unreachables = {
    {{"coarsest", Unreachable::coarsest}, {"drop", Unreachable::drop}}};
constexpr std::array<std::pair<std::string_view, TableMethod>, 3> k_methods = {
    {{"generalise", TableMethod::generalise},
     {"partition", TableMethod::partition},
     {"suppress_cells", TableMethod::suppress_cells}}};
constexpr std::array<std::pair<std::string_view, ScoreRule>, 3> k_score_rules = {
    {{"categories", ScoreRule::categories}, {"counted", ScoreRule::counted}, {"drop", ScoreRule::drop}}};
constexpr std::array<std::pair<std::string_view, MissingRule>, 2> k_missing_rules = {
    {{"category", MissingRule::category}, {"wildcard", MissingRule::wildcard}}};
constexpr std::array<std::pair<std::string_view, DiversityModel>, 3> k_diversities = {
    {{"distinct", DiversityModel::distinct},
     {"entropy", DiversityModel::entropy},
     {"recursive", DiversityModel::recursive}}};
constexpr std::array<std::pair<std::string_view, ColumnType>, 8> k_types = {
    {{"date", ColumnType::date},
     {"direct_identifier", ColumnType::direct_identifier},
     {"free_text", ColumnType::free_text},
     {"label", ColumnType::label},
     {"other", ColumnType::other},
     {"quasi_identifier", ColumnType::quasi_identifier},
     {"score", ColumnType::score},
     {"sensitive", ColumnType::sensitive}}};

Error wrong(std::string_view subject, std::string what) {
  return {ErrorCode::usage, std::string(subject), std::move(what), {}};
}

// The CSV itself, not the name of its file.
bool is_hierarchy(const std::string& text) { return text.find(';') != std::string::npos; }

bool is_note(const std::string& key) { return key.starts_with("_"); }

Result<std::vector<double>> rising_numbers(const Json& value, std::string_view subject) {
  std::vector<double> numbers;
  for (const Json& number : value.as_array()) {
    const bool rises = numbers.empty() || number.as_double() > numbers.back();
    if (!number.is_number() || !rises)
      return wrong(subject, "cut_offs: expected numbers, each above the last");
    numbers.push_back(number.as_double());
  }
  return numbers;
}

Result<std::vector<std::string>> words_in(const Json& value, std::string_view subject) {
  std::vector<std::string> words;
  for (const Json& word : value.as_array()) {
    if (!word.is_string() || word.as_string().empty()) return wrong(subject, "expected a list of words");
    words.push_back(word.as_string());
  }
  return words;
}

Result<std::vector<int>> age_limits(const Json& value) {
  constexpr std::int64_t k_oldest = 89;  // the age cap, which stands for all above
  std::vector<int> limits;
  for (const Json& number : value.as_array()) {
    const std::int64_t last = limits.empty() ? 0 : limits.back();
    const bool whole = number.is_number() && number.as_double() == static_cast<double>(number.as_int());
    if (!whole || number.as_int() <= last || number.as_int() > k_oldest) {
      return wrong("age_bands",
                   fmt::format("expected whole years from 1 to {}, each above the last: where the "
                               "next band begins; [40, 60] makes 0-39, 40-59 and 60+",
                               k_oldest));
    }
    limits.push_back(static_cast<int>(number.as_int()));
  }
  return limits;
}

Status set_column_member(ColumnPolicy& column, const std::string& key, const Json& value,
                         const std::string& name) {
  if (key == "type") {
    const auto type = column_type(value.as_string());
    if (!type) return wrong(name, "type: no type that a column can be given");
    column.type = *type;
  } else if (key == "cut_offs" && value.is_array()) {
    SR_TRY(column.cut_offs, rising_numbers(value, name));
  } else if (key == "labels" && value.is_array()) {
    SR_TRY(column.labels, words_in(value, name));
  } else if (key == "hierarchy" && is_hierarchy(value.as_string())) {
    column.hierarchy = value.as_string();
  } else if (key == "top" && value.is_number()) {
    column.top = value.as_double();
  } else if (key == "bottom" && value.is_number()) {
    column.bottom = value.as_double();
  } else if (!is_note(key)) {
    return wrong(name, "\"" + key + "\" is nothing that can be said of a column, or has another type");
  }
  return Done{};
}

Result<ColumnPolicy> column_policy(const Json& json, const std::string& name) {
  ColumnPolicy column;
  if (json.find("type") == nullptr) return wrong(name, "expected a type");
  for (const auto& [key, value] : json.as_object()) SR_CHECK(set_column_member(column, key, value, name));
  if (!column.labels.empty() && column.labels.size() != column.cut_offs.size() + 1) {
    return wrong(name, "labels: expected one more than cut_offs");
  }
  if (column.top && column.bottom && *column.top <= *column.bottom) {
    return wrong(name, "top: expected a number above bottom");
  }
  return column;
}

Result<std::map<std::string, ColumnPolicy>> column_policies(const Json& json) {
  if (!json.is_object()) return wrong("columns", "expected an object: the name of a column, what it is");
  std::map<std::string, ColumnPolicy> columns;
  for (const auto& [name, value] : json.as_object()) {
    if (is_note(name)) continue;
    SR_TRY(ColumnPolicy column, column_policy(value, name));
    const bool in_steps =
        !column.hierarchy.empty() || !column.cut_offs.empty() || column.top || column.bottom;
    if (name == "age" && in_steps) {
      return wrong(name,
                   "hierarchy, cut_offs, top and bottom are not applied to ages: name their bands with "
                   "age_bands, such as \"age_bands\": [40, 60]");
    }
    columns.emplace(name, std::move(column));
  }
  return columns;
}

Result<double> number_in(const Json& json, std::string_view member, double least, double most,
                         std::string_view subject) {
  const Json& value = json.at(member);
  if (value.is_number() && value.as_double() > least && value.as_double() <= most) return value.as_double();
  return wrong(subject, fmt::format("{}: expected a number above {}, {} at most", member, least, most));
}

Result<std::optional<Diversity>> diversity(const Json& json) {
  constexpr double k_most = 1e6;
  if (json.is_null()) return std::optional<Diversity>();
  Diversity rule;
  SR_TRY(rule.model, choice_of<DiversityModel>(k_diversities, json.at("model").as_string(), "l_diversity"));
  SR_TRY(rule.l, number_in(json, "l", 1.0, k_most, "l_diversity"));
  if (rule.model == DiversityModel::recursive) {
    SR_TRY(rule.c, number_in(json, "c", 0.0, k_most, "l_diversity"));
  }
  return std::optional(rule);
}

Result<std::optional<Closeness>> closeness(const Json& json) {
  if (json.is_null()) return std::optional<Closeness>();
  Closeness rule;
  SR_TRY(rule.t, number_in(json, "t", 0.0, 1.0, "t_closeness"));
  const std::string& distance = json.at("distance").as_string();
  if (distance != "equal" && distance != "ordered") {
    return wrong("t_closeness", "distance: expected equal or ordered");
  }
  rule.ordered = distance == "ordered";
  return std::optional(rule);
}

Result<std::optional<double>> average(const Json& value) {
  if (value.is_null()) return std::optional<double>();
  const bool fits = value.is_number() && value.as_double() > 0.0 && value.as_double() <= 1.0;
  if (!fits) return wrong("average_risk", "expected a number above 0, 1 at most, or null");
  return std::optional(value.as_double());
}

template <typename T>
Json list_of(const std::vector<T>& values) {
  Json list{Json::Array{}};
  for (const T& value : values) list.push_back(value);
  return list;
}

Json column_json(const ColumnPolicy& column) {
  Json json(Json::Object{{"type", to_string(column.type)}});
  if (!column.cut_offs.empty()) json.set("cut_offs", list_of(column.cut_offs));
  if (!column.labels.empty()) json.set("labels", list_of(column.labels));
  if (!column.hierarchy.empty()) json.set("hierarchy", column.hierarchy);
  if (column.top) json.set("top", *column.top);
  if (column.bottom) json.set("bottom", *column.bottom);
  return json;
}

Json diversity_json(const std::optional<Diversity>& rule) {
  if (!rule) return {};
  Json json(Json::Object{{"model", word_of<DiversityModel>(k_diversities, rule->model)}, {"l", rule->l}});
  if (rule->model == DiversityModel::recursive) json.set("c", rule->c);
  return json;
}

}  // namespace

std::string_view to_string(Unreachable rule) { return word_of<Unreachable>(k_unreachables, rule); }
std::string_view to_string(TableMethod method) { return word_of<TableMethod>(k_methods, method); }
std::string_view to_string(ScoreRule rule) { return word_of<ScoreRule>(k_score_rules, rule); }
std::string_view to_string(MissingRule rule) { return word_of<MissingRule>(k_missing_rules, rule); }
std::string_view to_string(ColumnType type) { return word_of<ColumnType>(k_types, type); }

std::optional<ColumnType> column_type(std::string_view word) {
  const auto* found =
      std::find_if(k_types.begin(), k_types.end(), [&](const auto& row) { return row.first == word; });
  return found == k_types.end() ? std::nullopt : std::optional(found->second);
}

Result<bool> set_table_member(TablePolicy& policy, std::string_view key, const Json& value) {
  if (key == "when_k_unreachable") {
    SR_TRY(policy.when_k_unreachable, choice_of<Unreachable>(k_unreachables, value.as_string(), key));
  } else if (key == "table_method") {
    SR_TRY(policy.table_method, choice_of<TableMethod>(k_methods, value.as_string(), key));
  } else if (key == "scores") {
    SR_TRY(policy.scores, choice_of<ScoreRule>(k_score_rules, value.as_string(), key));
  } else if (key == "missing_values") {
    SR_TRY(policy.missing_values, choice_of<MissingRule>(k_missing_rules, value.as_string(), key));
  } else if (key == "l_diversity") {
    SR_TRY(policy.l_diversity, diversity(value));
  } else if (key == "t_closeness") {
    SR_TRY(policy.t_closeness, closeness(value));
  } else if (key == "average_risk") {
    SR_TRY(policy.average_risk, average(value));
  } else if (key == "age_bands" && value.is_array()) {
    SR_TRY(policy.age_bands, age_limits(value));
  } else if (key == "keep_texts" && value.is_array()) {
    SR_TRY(policy.keep_texts, words_in(value, key));
  } else if (key == "columns") {
    SR_TRY(policy.columns, column_policies(value));
  } else {
    return false;
  }
  return true;
}

void add_table_members(const TablePolicy& policy, Json& json) {
  Json columns{Json::Object{}};
  for (const auto& [name, column] : policy.columns) columns.set(name, column_json(column));
  json.set("age_bands", list_of(policy.age_bands));
  json.set("average_risk", policy.average_risk ? Json(*policy.average_risk) : Json());
  json.set("columns", std::move(columns));
  json.set("keep_texts", list_of(policy.keep_texts));
  json.set("l_diversity", diversity_json(policy.l_diversity));
  json.set("missing_values", to_string(policy.missing_values));
  json.set("scores", to_string(policy.scores));
  json.set("t_closeness",
           policy.t_closeness
               ? Json(Json::Object{{"t", policy.t_closeness->t},
                                   {"distance", policy.t_closeness->ordered ? "ordered" : "equal"}})
               : Json());
  json.set("table_method", to_string(policy.table_method));
  json.set("when_k_unreachable", to_string(policy.when_k_unreachable));
}

Result<Json> with_hierarchies(Json columns, const std::filesystem::path& folder) {
  if (!columns.is_object()) return columns;
  for (auto& [name, column] : columns.object()) {
    Json* hierarchy = column.is_object() ? column.find("hierarchy") : nullptr;
    if (hierarchy == nullptr || hierarchy->as_string().empty() || is_hierarchy(hierarchy->as_string()))
      continue;
    SR_TRY(std::string text, read_text(folder / hierarchy->as_string()));
    *hierarchy = std::move(text);
  }
  return columns;
}

}  // namespace shareready
