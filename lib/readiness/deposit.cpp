#include "readiness/deposit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "readiness/document_release.hpp"
#include "readiness/metadata_form.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_openneuro = "R67";
constexpr std::string_view k_openneuro_file = "openneuro.md";

bool is_published(const Json& document) {
  return document.at("verdict").at("state").as_string() != "not_published";
}

bool is_form_of(const Json& form, const std::string& requirement) {
  const auto& list = form.at("repositories").as_array();
  return std::find(list.begin(), list.end(), Json(requirement)) != list.end();
}

std::string publisher_of(const Answers& answers, const RuleTables& tables) {
  const Repository* named = named_repository(tables.repositories, answers);
  return named == nullptr ? std::string() : named->name;
}

// The row of the field table that says what a missing path means: the longest that leads to it.
const FormField* field_of(const std::string& form, const std::string& path, const RuleTables& tables) {
  const FormField* best = nullptr;
  for (const FormField& field : tables.deposit.fields) {
    const bool leads = path == field.path || path.starts_with(field.path + ".");
    if (field.form != form || !leads) continue;
    if (best == nullptr || field.path.size() > best->path.size()) best = &field;
  }
  return best;
}

Json missing_json(const Json& form, const FilledForm& filled, const RuleTables& tables) {
  Json rows{Json::Array{}};
  std::set<std::string> told;
  for (const std::string& path : filled.missing) {
    const FormField* field = field_of(form.at("id").as_string(), path, tables);
    const std::string& name = field == nullptr ? path : field->path;
    if (!told.insert(name).second) continue;
    rows.push_back(object({{"field", name},
                           {"meaning", field == nullptr ? "" : field->meaning},
                           {"source", field == nullptr ? "" : field->source}}));
  }
  return rows;
}

Json files_json(const std::string& requirement, const Json& record, const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const Json& form : tables.deposit.forms.as_array()) {
    if (!is_form_of(form, requirement)) continue;
    rows.push_back(object({{"file", "metadata/" + form.at("file").as_string()},
                           {"standard", form.at("standard")},
                           {"missing", missing_json(form, fill_form(form, record), tables)}}));
  }
  if (requirement == k_openneuro) {
    rows.push_back(object({{"file", "metadata/" + std::string(k_openneuro_file)},
                           {"standard", "OpenNeuro command line"},
                           {"missing", Json(Json::Array{})}}));
  }
  return rows;
}

Json steps_json(const std::string& requirement, const RuleTables& tables) {
  Json rows{Json::Array{}};
  for (const RepositoryStep& step : tables.deposit.steps) {
    if (step.requirement != requirement) continue;
    rows.push_back(object({{"owner", step.owner},
                           {"text", step.text},
                           {"source", step.source},
                           {"confidence", step.confidence},
                           {"checked", step.checked}}));
  }
  return rows;
}

// OpenNeuro asks for one of two statements; only the first can follow from what was measured.
bool all_faces_gone(const Json& document) {
  for (const Json& participant : document.at("participants").as_array()) {
    for (const Json& image : participant.at("images").as_array()) {
      if (image.at("face").as_string() == "not_assessed") return false;
    }
  }
  return true;
}

std::string openneuro_text(const Json& document) {
  const bool defaced = all_faces_gone(document);
  std::string text = "# Upload to OpenNeuro\n\n";
  text += defaced ? "The first statement is true for this release: every image that can show a face has had "
                    "it removed.\n\n"
                    "    deno run -A jsr:@openneuro/cli upload --affirmDefaced --new DATASET_FOLDER\n\n"
                  : "Neither statement is true for this release: some images have no verdict on the face. Do "
                    "not upload it.\n\n";
  text +=
      "- --affirmDefaced: all structural scans are defaced.\n"
      "- --affirmConsent: participants agreed, and an ethics committee allowed, to publish scans with faces. "
      "Not measured by this program; not needed where the first is true.\n\n"
      "By uploading you also declare that the data are not subject to GDPR protections, that they become "
      "public under CC0, and that no key exists.\n";
  return text;
}

}  // namespace

Json deposits_json(const Json& document, const Answers& answers, const std::vector<RepositoryMatch>& matches,
                   const RuleTables& tables) {
  Json rows{Json::Array{}};
  if (!is_published(document)) return rows;
  const Json record = metadata_record(document, answers, publisher_of(answers, tables));
  for (const RepositoryMatch& match : matches) {
    if (match.fit == Fit::rejects) continue;
    const std::string& requirement = match.repository->requirement;
    rows.push_back(object({{"requirement", requirement},
                           {"name", match.repository->name},
                           {"fit", to_word(match.fit)},
                           {"files", files_json(requirement, record, tables)},
                           {"steps", steps_json(requirement, tables)}}));
  }
  return rows;
}

std::vector<ReportFile> metadata_files(const Json& document, const Answers& answers,
                                       const RuleTables& tables) {
  std::set<std::string> wanted;
  for (const Json& deposit : document.at("deposits").as_array()) {
    for (const Json& file : deposit.at("files").as_array()) wanted.insert(file.at("file").as_string());
  }
  const Json record = metadata_record(document, answers, publisher_of(answers, tables));
  std::vector<ReportFile> files;
  for (const Json& form : tables.deposit.forms.as_array()) {
    const std::string path = "metadata/" + form.at("file").as_string();
    if (wanted.contains(path)) files.push_back({path, format_json(fill_form(form, record).content)});
  }
  const std::string openneuro = "metadata/" + std::string(k_openneuro_file);
  if (wanted.contains(openneuro)) files.push_back({openneuro, openneuro_text(document)});
  return files;
}

}  // namespace shareready::readiness
