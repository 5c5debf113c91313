#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "readiness/decision_cases.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/metadata_form.hpp"
#include "readiness/report_files.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

// A release for everybody, outside the GDPR by no opinion: what repositories take is decided by their rows.
ReadinessInputs inputs_for(const std::string& preset) {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.policy.preset = preset;
  return inputs;
}

const Json& form(const std::string& id) {
  for (const Json& entry : shipped_sources().tables.deposit.forms.as_array()) {
    if (entry.at("id").as_string() == id) return entry;
  }
  FAIL("no form " + id);
  return shipped_sources().tables.deposit.forms;
}

Json record(const ReadinessInputs& inputs) { return metadata_record(document(inputs), inputs.answers, ""); }

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
    for (const Json& entry : shipped_sources().tables.deposit.forms.as_array()) {
      const FilledForm filled = fill_form(entry, known);
      for (const FormField& field : shipped_sources().tables.deposit.fields) {
        if (field.form != entry.at("id").as_string() || field.need != "required") continue;
        INFO(field.form << " " << field.path);
        CHECK(has_path(filled.content, field.path));
      }
    }
  }
}

TEST_CASE("what is missing is explained by the table of fields, with its source") {
  const Json known = record(ReadinessInputs{});
  for (const Json& entry : shipped_sources().tables.deposit.forms.as_array()) {
    for (const std::string& path : fill_form(entry, known).missing) {
      const auto& fields = shipped_sources().tables.deposit.fields;
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
  const Json answered = document(test::answered_inputs());
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
  const auto names =
      file_names(metadata_files(answered, test::answered_inputs().answers, shipped_sources().tables));
  CHECK(names.contains("metadata/datacite.json"));
  CHECK_FALSE(names.contains("metadata/openneuro.md"));
  CHECK(document(ReadinessInputs{}).at("deposits").as_array().empty());
}

TEST_CASE("the statement for OpenNeuro is true: faces gone, or no upload") {
  ReadinessInputs inputs = test::example_inputs();
  Json readiness = document(inputs);
  const Json openneuro(
      Json::Object{{"files", Json(Json::Array{Json(Json::Object{{"file", "metadata/openneuro.md"}})})}});
  readiness.set("deposits", Json(Json::Array{openneuro}));
  const auto gone = metadata_files(readiness, inputs.answers, shipped_sources().tables);
  REQUIRE(gone.size() == 1);
  CHECK(gone.front().content.find("upload --affirmDefaced") != std::string::npos);
  inputs.images.front().face = FaceVerdict::not_assessed;
  Json doubtful = document(inputs);
  doubtful.set("deposits", Json(Json::Array{openneuro}));
  const auto refused = metadata_files(doubtful, inputs.answers, shipped_sources().tables);
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
  CHECK(fit(document(inputs)) == "rejects");
  inputs.derived.thresholded_maps = 3;
  CHECK(fit(document(inputs)) == "rejects");
  inputs.derived.group_maps = {"derivatives/glm/stat-t_space-MNI152NLin2009cAsym_statmap.nii.gz"};
  CHECK(fit(document(inputs)) == "asks");
  const FilledForm filled = fill_form(form("neurovault"), record(inputs));
  CHECK(filled.content.at("images").as_array().size() == 1);
  CHECK(filled.content.at("images").as_array().front().at("is_thresholded") == Json(false));
}

TEST_CASE("a table of facts, steps or fields is sorted, complete and dated") {
  const DepositTables& tables = shipped_sources().tables.deposit;
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
  RuleTables tables = shipped_sources().tables;
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
    const Json readiness = document(inputs);
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

TEST_CASE("the line that makes the archives names the repository in mind, and keeps the answers") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto has_line = [&](const char* end) {
    const Json readiness = document(inputs);
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
  const Json readiness = document(inputs);
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

TEST_CASE("who names a release key and wrote none is told how to make the release again") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto lines = [&](const char* way) {
    const Json all = test::example_answers(inputs.release.manifest_sha256);
    inputs.answers = test::answers_of(test::with_answer(all, "consent.withdrawal", way));
    const Json readiness = document(inputs);
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

TEST_CASE("facts of a repository that are older than eighteen months have to be checked again") {
  ReadinessInputs inputs = test::answered_inputs();
  const auto date_fit = [](const Json& readiness) {
    for (const Json& point : readiness.at("repositories").as_array().front().at("points").as_array()) {
      if (point.at("what").as_string() == "date of the facts") return point.at("fit").as_string();
    }
    return std::string();
  };
  CHECK(date_fit(document(inputs)) == "fits");
  inputs.created = "2028-06-01";
  CHECK(date_fit(document(inputs)) == "asks");
}
