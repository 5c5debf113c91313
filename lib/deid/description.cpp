#include "deid/description.hpp"

#include <algorithm>
#include <array>

#include "base/licences.hpp"
#include "deid/value_check.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_program = "shareready";
constexpr std::string_view k_fallback_bids_version = "1.10.0";

enum class Judged { checked, trusted, original };

struct FieldRule {
  std::string_view key;
  Judged field;
};

// What dataset_description.json may hold (BIDS 1.11.1). `trusted` texts name people and funders by intent;
// the audit exempts the same two.
constexpr std::array<FieldRule, 13> k_fields{{{"Acknowledgements", Judged::checked},
                                              {"Authors", Judged::trusted},
                                              {"BIDSVersion", Judged::checked},
                                              {"DatasetDOI", Judged::original},
                                              {"DatasetLinks", Judged::original},
                                              {"EthicsApprovals", Judged::checked},
                                              {"Funding", Judged::trusted},
                                              {"HEDVersion", Judged::checked},
                                              {"HowToAcknowledge", Judged::original},
                                              {"Keywords", Judged::checked},
                                              {"License", Judged::checked},
                                              {"ReferencesAndLinks", Judged::original},
                                              {"SourceDatasets", Judged::original}}};

// Contact data and identifiers are never meant to be there, not even among authors.
bool is_contact(std::string_view text) {
  const Concern concern =
      find_concern(text, {.longest = k_longest_description, .dates_allowed = false, .web_allowed = true});
  return concern != Concern::none && concern != Concern::uid;
}

bool passes(const Json& value, Judged field, const TokenSet* tokens) {
  if (value.is_array()) {
    return std::all_of(value.as_array().begin(), value.as_array().end(),
                       [&](const Json& item) { return passes(item, field, tokens); });
  }
  if (!value.is_string()) return false;
  if (is_contact(value.as_string())) return false;
  return field == Judged::trusted || tokens == nullptr || !tokens->find_in(value.as_string());
}

const FieldRule* rule_of(std::string_view key) {
  const auto found = std::find_if(k_fields.begin(), k_fields.end(),
                                  [key](const FieldRule& rule) { return rule.key == key; });
  return found == k_fields.end() ? nullptr : &*found;
}

// Name and version of the programs that made the source; the rest may hold addresses and paths.
Json::Array earlier_programs(const Json& source, const TokenSet* tokens) {
  Json::Array programs;
  for (const Json& program : source.at("GeneratedBy").as_array()) {
    const Json& name = program.at("Name");
    if (name.as_string() == k_program || !passes(name, Judged::checked, tokens)) continue;
    Json::Object entry{{"Name", name}};
    if (passes(program.at("Version"), Judged::checked, tokens))
      entry.emplace_back("Version", program.at("Version"));
    programs.emplace_back(std::move(entry));
  }
  return programs;
}

Json this_program(const DescriptionContext& context) {
  Json::Object entry{{"Name", k_program},
                     {"Version", context.version},
                     {"Description", "De-identification: faces, headers, dates, labels, direct identifiers"}};
  if (!context.container_tag.empty()) {
    entry.emplace_back("Container", Json::Object{{"Type", "docker"}, {"Tag", context.container_tag}});
  }
  return entry;
}

}  // namespace

Result<ScrubbedSidecar> scrub_dataset_description(const Json& source, const DescriptionContext& context) {
  if (!source.is_object()) {
    return Error{ErrorCode::bad_data, "dataset_description.json", "a JSON object was expected", {}};
  }
  ScrubbedSidecar result;
  result.json = Json::Object{};
  const bool named =
      passes(source.at("Name"), Judged::checked, context.tokens) && !source.at("Name").as_string().empty();
  result.json.set("Name", named ? source.at("Name") : Json(k_fallback_dataset_name));
  if (!named)
    result.dropped.push_back({"Name", "its value holds something that identifies, or is missing", true});
  for (const auto& [key, value] : source.as_object()) {
    const FieldRule* rule = rule_of(key);
    if (key == "Name" || key == "DatasetType" || key == "GeneratedBy") continue;
    if (rule == nullptr) {
      result.dropped.push_back({key, "not on the list of keys that may stay", false});
    } else if (rule->field == Judged::original) {
      result.dropped.push_back({key, "would name the original dataset", true});
    } else if (key == "License" && is_terms_text(value.as_string())) {
      continue;  // of a release of ours, made anew below
    } else if (key == "License" && holds_place_of_licence(value.as_string())) {
      result.dropped.push_back({key, "it names no licence", true});
    } else if (key == "License" && !may_state(value.as_string(), context.audience == Audience::everybody)) {
      result.dropped.push_back({key, "an open licence suits public data alone", true});
    } else if (!passes(value, rule->field, context.tokens)) {
      result.dropped.push_back({key, "its value holds something that identifies", true});
    } else {
      result.json.set(key, value);
    }
  }
  if (result.json.find("BIDSVersion") == nullptr) result.json.set("BIDSVersion", k_fallback_bids_version);
  const std::string_view terms = terms_for(context.audience);
  if (result.json.at("License").as_string().empty() && !terms.empty()) result.json.set("License", terms);
  result.json.set("DatasetType", context.derivative ? "derivative" : "raw");
  Json::Array programs = earlier_programs(source, context.tokens);
  programs.push_back(this_program(context));
  result.json.set("GeneratedBy", std::move(programs));
  return result;
}

}  // namespace shareready
