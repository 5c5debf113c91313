#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/drafts.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/metadata_form.hpp"
#include "readiness/report_files.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

const ReportSources& sources() {
  static const ReportSources loaded = load_report_sources().value();
  return loaded;
}

Json deposit_document(const ReadinessInputs& inputs) { return readiness_document(inputs, sources().tables); }

// A release for everybody, outside the GDPR by no opinion: what repositories take is decided by their rows.
ReadinessInputs inputs_for(const std::string& preset) {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.policy.preset = preset;
  return inputs;
}

const Json& form(const std::string& id) {
  for (const Json& entry : sources().tables.deposit.forms.as_array()) {
    if (entry.at("id").as_string() == id) return entry;
  }
  FAIL("no form " + id);
  return sources().tables.deposit.forms;
}

Json record(const ReadinessInputs& inputs) {
  return metadata_record(deposit_document(inputs), inputs.answers, "");
}

bool is_confidence(const std::string& word) {
  return word == "confirmed" || word == "partly confirmed" || word == "not verified";
}

bool holds(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Whether a path of the field table leads to a value; entries of lists are told by their typeName or all
// alike.
bool has_path(const Json& value, const std::string& path) {
  if (path.empty()) return !value.is_null();
  if (value.is_array()) {
    const auto& all = value.as_array();
    return std::any_of(all.begin(), all.end(), [&](const Json& entry) {
      const std::string& type = entry.at("typeName").as_string();
      if (type.empty()) return has_path(entry, path);
      return path == type ||
             (path.starts_with(type + ".") && has_path(entry.at("value"), path.substr(type.size() + 1)));
    });
  }
  const std::size_t dot = path.find('.');
  const std::string name = path.substr(0, dot);
  const Json* member = value.find(name);
  return member != nullptr && has_path(*member, dot == std::string::npos ? "" : path.substr(dot + 1));
}

std::set<std::string> file_names(const std::vector<ReportFile>& files) {
  std::set<std::string> names;
  for (const ReportFile& file : files) names.insert(file.path);
  return names;
}

}  // namespace

TEST_CASE("every required field of a repository stands in its file, filled in or marked as missing") {
  const std::vector<ReadinessInputs> releases{test::example_inputs(), inputs_for("open"), ReadinessInputs{}};
  for (const ReadinessInputs& inputs : releases) {
    const Json known = record(inputs);
    for (const Json& entry : sources().tables.deposit.forms.as_array()) {
      const FilledForm filled = fill_form(entry, known);
      for (const FormField& field : sources().tables.deposit.fields) {
        if (field.form != entry.at("id").as_string() || field.need != "required") continue;
        INFO(field.form << " " << field.path);
        CHECK(has_path(filled.content, field.path));
      }
    }
  }
}

TEST_CASE("what is missing is explained by the table of fields, with its source") {
  const Json known = record(ReadinessInputs{});
  for (const Json& entry : sources().tables.deposit.forms.as_array()) {
    for (const std::string& path : fill_form(entry, known).missing) {
      const auto& fields = sources().tables.deposit.fields;
      INFO(entry.at("id").as_string() + " " + path);
      CHECK(std::any_of(fields.begin(), fields.end(), [&](const FormField& field) {
        return field.form == entry.at("id").as_string() &&
               (path == field.path || path.starts_with(field.path + ".")) && !field.source.empty();
      }));
    }
  }
}

TEST_CASE("nothing in a metadata file is invented") {
  ReadinessInputs inputs = inputs_for("restricted");
  inputs.description = {};
  const FilledForm zenodo = fill_form(form("zenodo"), record(inputs));
  CHECK(holds(zenodo.missing, "title"));
  CHECK(holds(zenodo.missing, "creators"));
  CHECK(zenodo.content.at("title") == Json("TO BE FILLED IN"));
  CHECK(zenodo.content.at("creators").as_array().front().at("name") == Json("TO BE FILLED IN"));
  const FilledForm datacite = fill_form(form("datacite"), record(inputs));
  CHECK(datacite.content.at("titles").as_array().front().at("title") == Json("(:tba)"));
  CHECK(datacite.content.find("fundingReferences") == nullptr);
}

TEST_CASE("what the release says arrives in the metadata file") {
  const FilledForm zenodo = fill_form(form("zenodo"), record(inputs_for("restricted")));
  CHECK(zenodo.content.at("title") == Json("Reward learning in the brain"));
  CHECK(zenodo.content.at("creators").as_array().size() == 2);
  CHECK(zenodo.content.at("access_right") == Json("restricted"));
  CHECK_FALSE(zenodo.content.at("access_conditions").as_string().empty());
  CHECK(zenodo.content.find("license") == nullptr);
  CHECK(zenodo.content.at("description").as_string().find("2 participants") != std::string::npos);
  const FilledForm yoda = fill_form(form("yoda"), record(inputs_for("restricted")));
  CHECK(yoda.content.at("License") == Json("Custom"));
  const auto& creators = yoda.content.at("Creator").as_array();
  CHECK(creators.front().at("Name").at("Family_Name") == Json("Vries"));
  // 'Ben Bakker' does not tell which is the family name.
  CHECK(creators.back().at("Name").at("Family_Name") == Json("TO BE FILLED IN"));
}

TEST_CASE("an open licence is named where access is open and no rule closes it, an agreement where not") {
  ReadinessInputs inputs = test::plain_inputs();
  inputs.policy.preset = "open";
  inputs.answers = test::answers_of(test::plain_answers());
  inputs.answers.licence = "CC0-1.0";
  CHECK(fill_form(form("zenodo"), record(inputs)).content.find("license") == nullptr);  // strict: closed
  inputs.answers.interpretation = "liberal";
  CHECK(fill_form(form("zenodo"), record(inputs)).content.at("license") == Json("cc-zero"));
  CHECK(fill_form(form("dataverse"), record(inputs)).content.at("datasetVersion").at("license").at("name") ==
        Json("Creative Commons Zero v1.0 Universal"));
  inputs.answers.licence = "data_use_agreement";
  CHECK(fill_form(form("dataverse"), record(inputs)).content.at("datasetVersion").find("license") == nullptr);
}

TEST_CASE("only repositories that may take the release have steps and files") {
  const Json answered = deposit_document(test::answered_inputs());
  std::set<std::string> eligible, rejected;
  for (const Json& entry : answered.at("repositories").as_array()) {
    (entry.at("fit").as_string() == "rejects" ? rejected : eligible)
        .insert(entry.at("requirement").as_string());
  }
  std::set<std::string> deposits;
  for (const Json& deposit : answered.at("deposits").as_array()) {
    deposits.insert(deposit.at("requirement").as_string());
    CHECK_FALSE(deposit.at("steps").as_array().empty());
  }
  CHECK(deposits == eligible);
  CHECK(deposits.contains("R78"));
  CHECK(rejected.contains("R67"));
  const auto names = file_names(metadata_files(answered, test::answered_inputs().answers, sources().tables));
  CHECK(names.contains("metadata/datacite.json"));
  CHECK_FALSE(names.contains("metadata/openneuro.md"));
  CHECK(deposit_document(ReadinessInputs{}).at("deposits").as_array().empty());
}

TEST_CASE("the statement for OpenNeuro is true: faces gone, or no upload") {
  ReadinessInputs inputs = test::example_inputs();
  Json readiness = deposit_document(inputs);
  const Json openneuro(
      Json::Object{{"files", Json(Json::Array{Json(Json::Object{{"file", "metadata/openneuro.md"}})})}});
  readiness.set("deposits", Json(Json::Array{openneuro}));
  const auto gone = metadata_files(readiness, inputs.answers, sources().tables);
  REQUIRE(gone.size() == 1);
  CHECK(gone.front().content.find("upload --affirmDefaced") != std::string::npos);
  inputs.images.front().face = FaceVerdict::not_assessed;
  Json doubtful = deposit_document(inputs);
  doubtful.set("deposits", Json(Json::Array{openneuro}));
  const auto refused = metadata_files(doubtful, inputs.answers, sources().tables);
  CHECK(refused.front().content.find("Do not upload") != std::string::npos);
  CHECK(refused.front().content.find("deno run") == std::string::npos);
}

TEST_CASE("maps of groups are offered to NeuroVault, images of persons never") {
  ReadinessInputs inputs = inputs_for("restricted");
  const auto fit = [](const Json& readiness) {
    for (const Json& entry : readiness.at("repositories").as_array()) {
      if (entry.at("requirement").as_string() == "R70") return entry.at("fit").as_string();
    }
    return std::string();
  };
  CHECK(fit(deposit_document(inputs)) == "rejects");
  inputs.derived.thresholded_maps = 3;
  CHECK(fit(deposit_document(inputs)) == "rejects");
  inputs.derived.group_maps = {"derivatives/glm/stat-t_space-MNI152NLin2009cAsym_statmap.nii.gz"};
  CHECK(fit(deposit_document(inputs)) == "asks");
  const FilledForm filled = fill_form(form("neurovault"), record(inputs));
  CHECK(filled.content.at("images").as_array().size() == 1);
  CHECK(filled.content.at("images").as_array().front().at("is_thresholded") == Json(false));
}

TEST_CASE("a table of facts, steps or fields is sorted, complete and dated") {
  const DepositTables& tables = sources().tables.deposit;
  CHECK(std::is_sorted(tables.fields.begin(), tables.fields.end(), [](const auto& one, const auto& two) {
    return std::pair(one.form, one.path) < std::pair(two.form, two.path);
  }));
  for (const FormField& field : tables.fields) {
    CHECK_FALSE(field.source.empty());
    CHECK(field.checked.size() == 7);
  }
  for (const RepositoryStep& step : tables.steps) {
    INFO(step.requirement << " " << step.number);
    CHECK((step.owner == "researcher" || step.owner == "privacy_officer" || step.owner == "legal"));
    CHECK(step.source.starts_with("https://"));
    CHECK(is_confidence(step.confidence));
  }
  for (const Alternative& entry : tables.alternatives) {
    CHECK(entry.source.starts_with("https://"));
    CHECK(is_confidence(entry.confidence));
  }
}

TEST_CASE("what nobody could hold against its source says so on the page") {
  RuleTables tables = sources().tables;
  for (RepositoryStep& step : tables.deposit.steps) {
    if (step.number == "2") step.confidence = "not verified";
  }
  const Json readiness = readiness_document(test::answered_inputs(), tables);
  std::size_t unverified = 0;
  for (const char* list : {"repositories", "alternatives"}) {
    for (const Json& entry : readiness.at(list).as_array()) {
      CHECK(entry.at("source").as_string().starts_with("https://"));
      unverified += entry.at("confidence").as_string() == "not verified" ? 1 : 0;
    }
  }
  for (const Json& deposit : readiness.at("deposits").as_array()) {
    for (const Json& step : deposit.at("steps").as_array())
      unverified += step.at("confidence").as_string() == "not verified" ? 1 : 0;
  }
  REQUIRE(unverified > 0);
  const std::string page = test::page_of(readiness);
  std::size_t told = 0;
  for (std::size_t at = page.find("Not verified</span>"); at != std::string::npos;
       at = page.find("Not verified</span>", at + 1))
    ++told;
  CHECK(told == unverified);
}

TEST_CASE("whether a network suits follows from answers and data together") {
  const auto suits = [](const ReadinessInputs& inputs, const char* name) {
    const Json readiness = deposit_document(inputs);
    for (const Json& entry : readiness.at("alternatives").as_array()) {
      if (entry.at("name").as_string() == name) return entry.at("suits").as_string();
    }
    return std::string("absent");
  };
  ReadinessInputs inputs = test::answered_inputs();
  CHECK(suits(inputs, "ENIGMA") == "suits");
  CHECK(suits(inputs, "COINSTAC") == "does_not_suit");
  inputs.answers.federated.partners.reset();
  CHECK(suits(inputs, "ENIGMA") == "asks");
  inputs.answers.federated.partners = std::vector<std::string>{"ohdsi", "enigma"};
  CHECK(suits(inputs, "OHDSI") == "suits");  // the example has clinical scores
  inputs.columns.clear();
  inputs.images.clear();
  CHECK(suits(inputs, "OHDSI") == "does_not_suit");
  CHECK(suits(inputs, "ENIGMA") == "does_not_suit");
}

TEST_CASE("drafts say for whom they are, name the release, and leave open what nobody told") {
  const ReadinessInputs inputs = test::answered_inputs();
  const Json readiness = deposit_document(inputs);
  const auto files = draft_files(readiness, inputs.answers, sources().drafts, sources().dutch);
  REQUIRE(files.size() == 6);
  for (const ReportFile& file : files) {
    INFO(file.path);
    const bool dutch = file.path.ends_with(".nl.md");
    const bool legal =
        file.path.find("data_use_agreement") != std::string::npos;  // the others are not its own
    const std::string lawyers = dutch ? "# CONCEPT ter juridische toetsing" : "# DRAFT for legal review";
    CHECK(file.content.starts_with(dutch ? "# CONCEPT" : "# DRAFT"));
    CHECK(file.content.starts_with(lawyers) == legal);
    CHECK(file.content.find("{{") == std::string::npos);
    CHECK(file.content.find(inputs.release.manifest_sha256) != std::string::npos);
  }
  CHECK(files.front().content.find("A. Decaan (dean)") != std::string::npos);
  const auto empty =
      draft_files(deposit_document(test::example_inputs()), Answers{}, sources().drafts, sources().dutch);
  CHECK(empty.front().content.find("[to be filled in]") != std::string::npos);
  CHECK(empty.front().content.find("no answers file was given") != std::string::npos);
  CHECK(empty.front().content.find("CC0 or the like") != std::string::npos);
  const std::string& assessment = empty.at(2).content;
  for (const char* adverse : {"R53", "R61", "R9 ", "R14"})  // what is not met, not known or to be weighed
    CHECK(assessment.find(adverse) != std::string::npos);
  CHECK(assessment.find("participants.age") != std::string::npos);
  CHECK(assessment.find("accepted (--accept): +1") != std::string::npos);  // kept on somebody's decision
}

TEST_CASE("each answer that a draft names moves its line, and leaves it open where nobody told") {
  struct Row {
    const char *path, *draft, *told, *open;
  };
  constexpr std::array k_rows{
      Row{"legal_basis.type", "data_use_agreement", "Legal basis of the provider: consent",
          "Legal basis of the provider: ["},
      Row{"consent.purpose", "data_use_agreement", "Purpose: any research", "Purpose: ["},
      Row{"receiver.eea", "data_use_agreement", "inside the EEA only: yes", "inside the EEA only: ["},
      Row{"licence", "data_use_agreement", "Terms or licence: this agreement", "Terms or licence: ["},
      Row{"clinical", "data_use_agreement", "Patients: yes",
          "Patients: not answered; columns of the source suggest"},
      Row{"controller.name", "impact_assessment", "Controller: Radboud University", "Controller: ["},
      Row{"legal_basis.article9_exemption", "impact_assessment", "(Art. 9): explicit consent", "(Art. 9): ["},
      Row{"repository", "impact_assessment", "in mind: Radboud Data Repository (Donders)", "in mind: ["},
      Row{"processing_agreement", "impact_assessment", "Processing agreement: signed",
          "Processing agreement: ["},
      Row{"key.exists", "impact_assessment", "or the source: yes, nobody outside the team, place on record",
          "or the source: ["},
      Row{"consent.withdrawal", "data_use_agreement", "finds the label by comparing images with the source",
          "it is not settled how they are found"},
      Row{"consent.withdrawal", "impact_assessment", "finds the label by comparing images with the source",
          "it is not settled how they are found"},
      Row{"legal_basis.type", "impact_assessment", "basis: withdrawal (Art. 7(3)), access",
          "basis: access (Art. 15)"},
      Row{"dpo.name", "impact_assessment", "the release: P. Officer, 2026-11-20, positive", "the release: ["},
      Row{"dpia.status", "impact_assessment", "This assessment: done, 2026-11-18, DPIA 7, version 2",
          "This assessment: ["},
      Row{"dpia.residual_risk", "impact_assessment", "all measures taken: not high", "all measures taken: ["},
      Row{"dpia.residual_risk", "impact_assessment", "(Art. 36): not needed", "(Art. 36): ["},
      Row{"dpia.advice", "impact_assessment", "(Art. 35(2)): advice 11", "(Art. 35(2)): ["},
      Row{"faces.looked_at_by", "impact_assessment",
          "after: looked at by A. Kijker on 2026-11-19 for this release, as declared: 4 of 6",
          "after: nobody is named"},
      Row{"foresight.review_date", "impact_assessment", "Next look: 2027-11-23", "Next look: ["},
      Row{"consent.version", "permission_checklist", "Form: Open Brain Consent 1.1.0", "Form: ["},
      Row{"consent.everyone", "permission_checklist", "nobody withdrew: yes", "nobody withdrew: ["},
  };
  ReadinessInputs inputs = test::answered_inputs();
  const Json all = test::example_answers(inputs.release.manifest_sha256);
  const auto draft = [&](const std::string& name) {
    for (const ReportFile& file :
         draft_files(deposit_document(inputs), inputs.answers, sources().drafts, sources().dutch)) {
      if (file.path == "drafts/" + name + ".en.md") return file.content;
    }
    return std::string();
  };
  for (const Row& row : k_rows) {
    INFO(row.path);
    inputs.answers = test::answers_of(all);
    CHECK(draft(row.draft).find(row.told) != std::string::npos);
    CHECK(draft(row.draft).find(row.open) == std::string::npos);
    inputs.answers = test::answers_of(test::with_answer(all, row.path, Json()));
    CHECK(draft(row.draft).find(row.told) == std::string::npos);
    CHECK(draft(row.draft).find(row.open) != std::string::npos);
  }
}

TEST_CASE("the drafts name the rights that go with the basis, and how somebody is found again") {
  ReadinessInputs inputs = test::answered_inputs();
  const Json all = test::example_answers(inputs.release.manifest_sha256);
  const auto says = [&](const char* path, const Json& value, std::string_view sentence) {
    inputs.answers = test::answers_of(test::with_answer(all, path, value));
    const auto files =
        draft_files(deposit_document(inputs), inputs.answers, sources().drafts, sources().dutch);
    const bool either = files.at(0).content.find(sentence) != std::string::npos ||
                        files.at(2).content.find(sentence) != std::string::npos;
    return either;
  };
  CHECK(says("legal_basis.type", "consent", "portability (20)"));
  CHECK_FALSE(says("legal_basis.type", "consent", "objection (21)"));
  for (const char* interest : {"public_interest", "legitimate_interest"}) {
    CHECK(says("legal_basis.type", interest, "objection (21)"));
    CHECK_FALSE(says("legal_basis.type", interest, "withdrawal (Art. 7(3))"));
    CHECK_FALSE(says("legal_basis.type", interest, "portability"));
  }
  CHECK(says("consent.withdrawal", "not_possible", "nobody can tell any more which they are"));
  CHECK_FALSE(says("consent.withdrawal", "release_key", "finds the label by comparing images"));
  CHECK(says("consent.withdrawal", "release_key", "Release key (new label to number of the source): none"));
  inputs.policy.key_file = true;
  CHECK(says("consent.withdrawal", "release_key", "by the study key and the release key"));
  CHECK(
      says("consent.withdrawal", "release_key", "Release key (new label to number of the source): written"));
}

TEST_CASE("the line that makes the archives names the repository in mind, and keeps the answers") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto has_line = [&](const char* end) {
    const Json readiness = deposit_document(inputs);
    const auto& steps = readiness.at("next_steps").as_array();
    return std::any_of(steps.begin(), steps.end(),
                       [&](const Json& step) { return step.at("command").as_string().ends_with(end); });
  };
  CHECK(has_line("--answers answers.json --package \"Radboud Data Repository (Donders)\""));
  inputs.answers = {};
  CHECK(has_line("--answers answers.json --package \"REPOSITORY\""));
}

TEST_CASE(
    "answers renew the report under the preset of its own release, and a step without lines says whose") {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.policy.preset = "registered";
  inputs.release.license = "CC0";
  inputs.answers.faces.release.reset();
  inputs.answers.other_public_datasets.reset();  // a question to the researcher
  const Json readiness = deposit_document(inputs);
  REQUIRE(readiness.at("decision").at("wanted").as_string() == "registered");
  REQUIRE(readiness.at("decision").at("advised").as_string() == "restricted");
  std::map<std::string, const Json*> steps;
  for (const Json& step : readiness.at("next_steps").as_array()) steps[step.at("title").as_string()] = &step;
  const auto holds = [&](const char* title, const char* field, std::string_view words) {
    INFO(title);
    return steps.at(title)->at(field).as_string().find(words) != std::string::npos;
  };
  CHECK(holds("Complete the answers", "command", "group --preset registered --answers"));
  CHECK(holds("Prepare the release again for restricted access", "command", "--preset restricted --replace"));
  CHECK(holds("Deposit it", "command", "--preset restricted"));
  for (const char* without_lines : {"Mend what is not met", "Look at every image before and after"}) {
    CHECK(steps.at(without_lines)->at("command").as_string().empty());
    CHECK(holds(without_lines, "text", "under 'Prepare the release again for restricted access'"));
  }
}

TEST_CASE("handedness counts among demographic details, and no category is searched for extremes") {
  ReadinessInputs inputs = test::example_inputs();
  const auto observed = [&](std::size_t number) {
    return readiness_document(inputs, sources().tables)
        .at("checks")
        .as_array()
        .at(number - 1)
        .at("observed")
        .as_string();
  };
  CHECK(observed(17).find("handedness is released") == std::string::npos);
  inputs.columns.push_back(
      {"participants", "handedness", ColumnDecision::kept, "handedness", ColumnRole::other, true});
  inputs.columns.push_back(
      {"events", "trial_type", ColumnDecision::kept, "condition", ColumnRole::other, true});
  inputs.columns.push_back(
      {"events", "response_time", ColumnDecision::kept, "measurement", ColumnRole::other, true});
  CHECK(observed(17).find("handedness is released") != std::string::npos);
  CHECK(observed(41).find("events.response_time") != std::string::npos);
  for (const char* category : {"handedness", "trial_type"})
    CHECK(observed(41).find(category) == std::string::npos);
}

TEST_CASE("who names a release key and wrote none is told how to make the release again") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto lines = [&](const char* way) {
    const Json all = test::example_answers(inputs.release.manifest_sha256);
    inputs.answers = test::answers_of(test::with_answer(all, "consent.withdrawal", way));
    const Json readiness = deposit_document(inputs);
    std::string commands;
    for (const Json& step : readiness.at("next_steps").as_array())
      commands += step.at("command").as_string() + "\n";
    return commands;
  };
  const std::string_view made_again =
      "--replace --answers answers.json --key-file RELEASE_KEY --key-recipient AGE_PUBLIC_KEY";
  CHECK(lines("release_key").find(made_again) != std::string::npos);
  CHECK(lines("compare_images").find(made_again) == std::string::npos);
  inputs.policy.key_file = true;
  CHECK(lines("release_key").find(made_again) == std::string::npos);
}

TEST_CASE("what the data hold moves the lines of the impact assessment") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto has = [&](std::string_view line) {
    const auto files =
        draft_files(deposit_document(inputs), inputs.answers, sources().drafts, sources().dutch);
    return files.at(2).content.find(line) != std::string::npos;
  };
  CHECK(has("Children under 16: yes"));
  CHECK(has("- R34 Were faces removed from the anatomical images? **WARN**"));
  CHECK_FALSE(has("participants.handedness"));
  CHECK_FALSE(has("- R3 "));
  inputs.demographics.under_16 = 0;
  for (ReportedImage& image : inputs.images) image.face = FaceVerdict::defaced;
  inputs.columns.push_back({"participants", "handedness", ColumnDecision::kept, "", ColumnRole::other, true});
  inputs.audit.findings.push_back({"F7", Severity::critical, "name", "a.json", "", "", "", "R3"});
  CHECK(has("Children under 16: no"));
  CHECK(has("- R34 Were faces removed from the anatomical images? **PASS**"));
  CHECK(has("participants.handedness"));
  CHECK(has("- R3 "));
}

TEST_CASE("values that few persons share are told by column, and never the values") {
  ReadinessInputs inputs = test::example_inputs();
  const auto check = [](const Json& readiness) {
    for (const Json& entry : readiness.at("checks").as_array()) {
      if (entry.at("id").as_string() == "R20") return entry;
    }
    return Json();
  };
  CHECK(check(deposit_document(inputs)).at("status") == Json("WARN"));
  CHECK(check(deposit_document(inputs)).at("observed").as_string().find("by column: age_group") !=
        std::string::npos);
  CHECK(check(deposit_document(inputs)).at("observed").as_string().find("bdi_total") == std::string::npos);
  inputs.rare_values->clear();
  CHECK(check(deposit_document(inputs)).at("status") == Json("PASS"));
  inputs.rare_values.reset();
  CHECK(check(deposit_document(inputs)).at("status") == Json("UNKNOWN"));
}

TEST_CASE("facts of a repository that are older than eighteen months have to be checked again") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto date_fit = [](const Json& readiness) {
    for (const Json& point : readiness.at("repositories").as_array().front().at("points").as_array()) {
      if (point.at("what").as_string() == "date of the facts") return point.at("fit").as_string();
    }
    return std::string();
  };
  CHECK(date_fit(deposit_document(inputs)) == "fits");
  inputs.created = "2028-06-01";
  CHECK(date_fit(deposit_document(inputs)) == "asks");
}
