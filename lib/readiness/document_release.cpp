#include "readiness/document_release.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string>

#include "base/licences.hpp"
#include "readiness/checks.hpp"
#include "readiness/policy_file.hpp"
#include "readiness/replaced_release.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

Json licence_json(const std::string& stated) {
  if (stated.empty()) return {};
  return is_data_licence(stated) ? Json(stated) : Json("other");
}

// The entry for a figure of this name, spelled with '_' or ' '; nullptr where the table has none.
const FigureWords* words_for(const Figure& figure, const RuleTables& tables) {
  std::string name = figure.name;
  std::replace(name.begin(), name.end(), ' ', '_');
  const auto entry = std::find_if(tables.figures.begin(), tables.figures.end(),
                                  [&](const FigureWords& words) { return words.name == name; });
  return entry == tables.figures.end() ? nullptr : &*entry;
}

Json figure_json(const Figure& figure, const FigureWords* words) {
  return object({{"name", words != nullptr ? words->words : figure.name},
                 {"value", Json(figure.value)},
                 {"unit", words != nullptr ? words->unit : figure.unit},
                 {"low", figure.low ? Json(*figure.low) : Json()},
                 {"high", figure.high ? Json(*figure.high) : Json()}});
}

Json image_json(const ReportedImage& image, const RuleTables& tables) {
  Json figures{Json::Array{}};
  for (const Figure& figure : image.figures) {
    const FigureWords* words = words_for(figure, tables);
    if (words == nullptr || words->shown) figures.push_back(figure_json(figure, words));
  }
  return object({{"path", image.path},
                 {"session", image.session},
                 {"suffix", image.suffix},
                 {"action", image.action},
                 {"face", to_word(image.face)},
                 {"drawn", image.drawn},
                 {"figures", std::move(figures)}});
}

}  // namespace

Json count_json(std::uint64_t persons, std::uint64_t k) {
  if (persons > 0 && persons < fewest_told(k)) return mask_count(persons, k);
  return persons;
}

Json list_json(const std::vector<std::string>& words) {
  Json list{Json::Array{}};
  for (const std::string& word : words) list.push_back(word);
  return list;
}

Json object(std::initializer_list<Json::Member> members) { return Json(Json::Object(members)); }

Json tool_json(const ReadinessInputs& inputs) {
  return object({{"name", "shareready"}, {"version", inputs.tool_version}, {"container", inputs.container}});
}

// One choice: names that may be shown, the others counted.
Json choice_json(std::string_view what, const std::vector<std::string>& names,
                 const std::function<bool(const std::string&)>& may_be_shown) {
  Json shown{Json::Array{}};
  std::uint64_t others = 0;
  for (const std::string& name : names) {
    if (may_be_shown(name)) shown.push_back(name);
    if (!may_be_shown(name)) ++others;
  }
  return object({{"what", what}, {"names", std::move(shown)}, {"others", others}});
}

// What stays on somebody's decision: whoever signs has to see it.
Json kept_by_choice_json(const ReadinessInputs& inputs) {
  const KeptByPolicy& kept = inputs.policy.kept;
  // The user gave these names, and a released column bears them in dataset/ too.
  const auto released = [&](const std::string& name) {
    return std::any_of(inputs.columns.begin(), inputs.columns.end(), [&](const ReportedColumn& column) {
      return column.name == name && (column.standard || column.decision != ColumnDecision::dropped);
    });
  };
  const auto always = [](const std::string&) { return true; };
  Json rows{Json::Array{}};
  const auto add = [&](std::string_view what, const std::vector<std::string>& names,
                       const auto& may_be_shown) {
    if (!names.empty()) rows.push_back(choice_json(what, names, may_be_shown));
  };
  add("columns kept beside the listed ones (keep_columns)", kept.columns, released);
  add("texts about columns kept as they are, although the column lost values (keep_texts)", kept.texts,
      released);
  add("columns treated as the policy file says (columns)", kept.types, released);
  add("files that go along", kept.files, always);
  add("what of DICOM stays (dicom_options)", kept.dicom, always);
  const auto accepted =
      std::count_if(inputs.images.begin(), inputs.images.end(),
                    [](const ReportedImage& image) { return image.face == FaceVerdict::accepted; });
  if (accepted > 0) {
    rows.push_back(object({{"what", "images in doubt that a person accepted (--accept)"},
                           {"names", Json(Json::Array{})},
                           {"others", static_cast<std::uint64_t>(accepted)}}));
  }
  return rows;
}

Json policy_json(const ReadinessInputs& inputs) {
  const ReportPolicy& policy = inputs.policy;
  Json json = object({{"preset", policy.preset},
                      {"layout", policy.layout},
                      {"dates", policy.dates},
                      {"moved_dates", policy.moved_dates},
                      {"labels", policy.labels},
                      {"hash", policy.hash},
                      {"key_file", policy.key_file},
                      {"key_sha256", policy.key_sha256},
                      {"allow_missing", policy.allow_missing},
                      {"k", policy.k},
                      {"options", run_options_json(policy.options)},
                      {"replaced", replaced_json(policy)},
                      {"file", present_policy(inputs)},
                      {"kept_by_choice", kept_by_choice_json(inputs)}});
  if (policy.order_beyond_chance) {
    json.set("label_order", *policy.order_beyond_chance ? "beyond chance" : "within chance");
  }
  return json;
}

Json release_json(const ReadinessInputs& inputs) {
  const ReleaseFacts& release = inputs.release;
  // A single count that is left out would follow from the others.
  const bool few =
      std::any_of(release.modalities.begin(), release.modalities.end(),
                  [&](const Modality& modality) { return modality.images < fewest_told(inputs.policy.k); });
  Json modalities{Json::Array{}};
  std::uint64_t images = 0;
  for (const Modality& modality : release.modalities) {
    images += modality.images;
    modalities.push_back(
        object({{"suffix", modality.suffix}, {"images", few ? Json() : Json(modality.images)}}));
  }
  return object({{"participants", release.participants},
                 {"sessions", release.sessions},
                 {"files", release.files},
                 {"bytes", release.bytes},
                 {"largest_file_bytes", release.largest_file_bytes},
                 {"images", images},
                 {"modalities", std::move(modalities)},
                 {"manifest_sha256", release.manifest_sha256},
                 {"license", licence_json(release.license)}});
}

Json description_json(const DatasetDescription& description) {
  return object({{"title", description.title},
                 {"authors", list_json(description.authors)},
                 {"funding", list_json(description.funding)},
                 {"keywords", list_json(description.keywords)},
                 {"ethics_approvals", list_json(description.ethics_approvals)}});
}

Json file_kinds_json(const std::vector<FileKindCount>& kinds) {
  Json rows{Json::Array{}};
  for (const FileKindCount& kind : kinds) {
    rows.push_back(object({{"kind", kind.kind},
                           {"action", kind.action},
                           {"what", kind.what},
                           {"files", kind.files},
                           {"bytes", kind.bytes}}));
  }
  return rows;
}

Json participants_json(const std::vector<ReportedImage>& images, const RuleTables& tables) {
  std::map<std::string, std::vector<const ReportedImage*>> by_label;
  for (const ReportedImage& image : images) by_label[image.participant].push_back(&image);
  Json rows{Json::Array{}};
  for (auto& [label, own] : by_label) {
    std::sort(own.begin(), own.end(), [](const auto* a, const auto* b) { return a->path < b->path; });
    Json list{Json::Array{}};
    for (const ReportedImage* image : own) list.push_back(image_json(*image, tables));
    rows.push_back(object({{"label", label}, {"images", std::move(list)}}));
  }
  return rows;
}

Json left_out_json(const ReadinessInputs& inputs) {
  std::vector<LeftOut> entries = inputs.left_out;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LeftOut& one, const LeftOut& other) { return one.status > other.status; });
  Json rows{Json::Array{}};
  for (const LeftOut& entry : entries) {
    rows.push_back(
        object({{"status", to_word(entry.status)},
                {"kind", entry.kind},
                {"reason", entry.reason},
                {"remedy", entry.remedy},
                {"count", entry.persons ? count_json(entry.count, inputs.policy.k) : Json(entry.count)}}));
  }
  return rows;
}

Json sidecar_keys_json(const ReadinessInputs& inputs) {
  Json shown{Json::Array{}};
  std::uint64_t others = 0;
  for (const DroppedKey& key : inputs.dropped_keys) {
    if (key.standard) {
      shown.push_back(object({{"key", key.key}, {"files", count_json(key.files, inputs.policy.k)}}));
    } else {
      ++others;
    }
  }
  return object({{"standard", std::move(shown)}, {"others", others}});
}

Json columns_json(const std::vector<ReportedColumn>& columns) {
  Json rows{Json::Array{}};
  for (const ReportedColumn& column : columns) {
    rows.push_back(object({{"table", column.table},
                           {"name", column.standard ? Json(column.name) : Json()},
                           {"decision", to_word(column.decision)},
                           {"reason", column.reason}}));
  }
  return rows;
}

Json audit_json(const AuditReport& audit) {
  Json coverage{Json::Array{}};
  for (const AuditCoverage& entry : audit.coverage) {
    coverage.push_back(object({{"requirement", entry.requirement}, {"looked_for", entry.looked_for}}));
  }
  Json findings{Json::Array{}};
  for (const ReportedFinding& finding : audit.findings) {
    findings.push_back(object({{"id", finding.id},
                               {"severity", to_string(finding.severity)},
                               {"kind", finding.kind},
                               {"path", finding.path},
                               {"locator", finding.locator},
                               {"excerpt", finding.excerpt},
                               {"remedy", finding.remedy},
                               {"requirement", finding.requirement}}));
  }
  return object({{"ran", audit.ran},
                 {"version", audit.version},
                 {"files_read", audit.files_read},
                 {"bytes_read", audit.bytes_read},
                 {"files_unreadable", audit.files_unreadable},
                 {"coverage", std::move(coverage)},
                 {"findings", std::move(findings)}});
}

}  // namespace shareready::readiness
