#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/drafts.hpp"
#include "readiness/markup.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

Json document_with(ReadinessInputs inputs, const Json& given) {
  inputs.answers = answers_of(given);
  return readiness_document(inputs, rule_tables());
}

bool lists_contradiction(const Json& document, std::string_view id) {
  bool listed = false;
  for (const Json& entry : document.at("decision").at("contradictions").as_array())
    listed = listed || entry.at("requirement").as_string() == id;
  return listed;
}

std::vector<ReportFile> drafts_of(const Json& document, const Json& given) {
  static const DraftForms k_forms = load_draft_forms().value();
  static const Texts k_dutch = load_dutch_texts().value();
  return draft_files(document, answers_of(given), k_forms, k_dutch);
}

// A value of some draft is marked, and the mark names the requirement.
bool says_somewhere(const std::vector<ReportFile>& drafts, const std::string& mark, const std::string& id) {
  for (const ReportFile& draft : drafts) {
    for (std::size_t at = draft.content.find(mark); at != std::string::npos;
         at = draft.content.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      const std::string rules =
          " " + draft.content.substr(begin, draft.content.find(')', begin) - begin) + " ";
      if (rules.find(" " + id + " ") != std::string::npos || rules.find(" " + id + ",") != std::string::npos)
        return true;
    }
  }
  return false;
}

// Every draft lists each contradiction, and the line that rests on the answer says so; without any, no draft
// speaks of one.
void check_drafts(const Json& document, const Json& given) {
  const std::vector<ReportFile> drafts = drafts_of(document, given);
  const auto& contradictions = document.at("decision").at("contradictions").as_array();
  for (const ReportFile& draft : drafts) {
    INFO(draft.path);
    const bool dutch = draft.path.ends_with(".nl.md");
    CHECK((draft.content.find(dutch ? "weersproken" : "contradicted") == std::string::npos) ==
          contradictions.empty());
    for (const Json& entry : contradictions) {
      const std::string& id = entry.at("requirement").as_string();
      CHECK(draft.content.find("\n- " + id + ": ") != std::string::npos);
      if (!dutch) CHECK(draft.content.find(entry.at("sentence").as_string()) != std::string::npos);
    }
  }
  for (const Json& entry : contradictions) {
    const std::string& id = entry.at("requirement").as_string();
    if (id == "R60") continue;  // no draft has a line for the review of the text
    INFO(id);
    CHECK(says_somewhere(drafts, "(as answered, but contradicted: settle ", id));
    CHECK(says_somewhere(drafts, "(zoals beantwoord, maar weersproken: regel eerst ", id));
  }
}

ReadinessInputs with_children(std::optional<std::uint64_t> n) {
  ReadinessInputs inputs = plain_inputs();
  inputs.demographics.under_16 = n;
  return inputs;
}

ReadinessInputs with_column(const char* name, ColumnDecision decision) {
  ReadinessInputs inputs = plain_inputs();
  inputs.columns.push_back({"participants", name, decision, "", ColumnRole::unknown, false});
  return inputs;
}

ReadinessInputs with_licence(const char* stated) {
  ReadinessInputs inputs = plain_inputs();
  inputs.release.license = stated;
  return inputs;
}

ReadinessInputs with_key_file() {
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.key_file = true;
  return inputs;
}

}  // namespace

TEST_CASE("what the data show and an answer denies is a contradiction, what both say is none") {
  struct Case {
    const char* what;
    ReadinessInputs inputs;
    const char* path;
    Json denies, agrees;
    const char* id;
  };
  const Json all_data(Json::Array{"brain_images", "demographics", "questionnaires", "clinical_data",
                                  "behaviour", "physiology"});
  const std::vector<Case> table = {
      {"ages under 16", with_children(7), "vulnerable", list_of("none"), list_of("children_under_16"), "R52"},
      {"no age under 16", with_children(0), "vulnerable", list_of("children_under_16"), list_of("none"),
       "R53"},
      {"a diagnosis, left out", with_column("diagnosis", ColumnDecision::dropped), "clinical", "none",
       "patients", "R54"},
      {"images", plain_inputs(), "consent.data_categories", list_of("demographics"), all_data, "R46"},
      {"ethnicity", with_column("ethnicity", ColumnDecision::kept), "consent.special_categories",
       list_of("health"), Json(Json::Array{"health", "ethnic_origin"}), "R49"},
      {"religion", with_column("religion", ColumnDecision::kept), "consent.special_categories",
       list_of("health"), Json(Json::Array{"health", "religion_or_belief"}), "R49"},
      {"health by images alone", plain_inputs(), "consent.special_categories", list_of("none"),
       list_of("health"), "R49"},
      {"two participants", plain_inputs(), "population.size", 1, 100000, "R11"},
      {"a share of the population", plain_inputs(), "population.sampling_fraction", Json(0.000001),
       Json(0.00002), "R11"},
      {"fewer than a share of the population", plain_inputs(), "population.sampling_fraction", Json(0.9),
       Json(0.00003), "R11"},
      {"a licence", with_licence("CC0"), "licence", "CC-BY-4.0", "CC0-1.0", "R61"},
      {"the day of today", plain_inputs(), "dpo.date", "2030-01-01", "2026-11-23", "R12"},
      {"a release key", with_key_file(), "key.exists", false, true, "R6"},
      {"the source, which this run reads", plain_inputs(), "key.exists", false, true, "R6"},
      {"a release key", with_key_file(), "consent.withdrawal", "not_possible", "release_key", "R27"},
      {"no release key", plain_inputs(), "consent.withdrawal", "release_key", "compare_images", "R27"},
  };
  for (const Case& row : table) {
    INFO(row.what << " against " << row.path);
    const Json denied = with_answer(plain_answers(), row.path, row.denies);
    const Json bad = document_with(row.inputs, denied);
    check_drafts(bad, denied);
    CHECK(lists_contradiction(bad, row.id));
    CHECK(check_of(bad, row.id).at("status").as_string() == "FAIL");
    CHECK(bad.at("verdict").at("state").as_string() == "attention");
    const Json good = document_with(row.inputs, with_answer(plain_answers(), row.path, row.agrees));
    CHECK_FALSE(lists_contradiction(good, row.id));
  }
}

TEST_CASE("answers that cannot both be true are a contradiction, either of them alone is none") {
  struct Case {
    const char* path;
    Json value;
    const char* with;
    Json clashes, fits;
    const char* id;
  };
  const std::vector<Case> table = {
      {"key.destroyed_on", "2026-11-23", "key.exists", true, false, "R6"},
      {"consent.withdrawal", "compare_images", "key.exists", false, true, "R27"},
      {"consent.withdrawal", "not_possible", "key.exists", true, false, "R27"},
      {"repository", "OpenNeuro", "receiver.eea", true, false, "R29"},
      {"repository", "Zenodo", "receiver.eea", true, false, "R66"},
      {"receiver.eea", false, "consent.non_eu", false, true, "R48"},
      {"consent.non_eu", false, "consent.recipients", list_of("public"), list_of("researchers"), "R48"},
      {"licence", "CC-BY-4.0", "consent.recipients", list_of("on_request"), list_of("public"), "R61"},
      {"licence", "CC0-1.0", "consent.purpose", "health_research", "any_research", "R61"},
      {"processing_agreement", "own_institution", "repository", "OSF", "Radboud Data Repository (Donders)",
       "R30"},
      {"processing_agreement", "repository_is_controller", "repository", "DANS Data Station Life Sciences",
       "Radboud Data Repository (Donders)", "R30"},
      {"dua.legal_review", "approved", "dua.template", "none", "radboud", "R60"},
      {"population.size", 1000, "population.sampling_fraction", Json(0.0001), Json(0.002), "R11"},
      {"population.size", 9000, "population.sampling_fraction", Json(0.9), Json(0.0002), "R11"},
      {"controller.name", "P. Officer", "dpo.name", "P. Officer", "Q. Officer", "R12"},
      {"repository", "OSF", "scc", "not_needed", "standard_clauses",
       ""},  // its region is for people to choose
  };
  for (const Case& row : table) {
    INFO(row.path << " = " << format_json_line(row.value) << " with " << row.with);
    const std::string stated = std::string_view(row.path) == "licence" ? row.value.as_string() : "";
    ReadinessInputs inputs = stated.empty() ? plain_inputs() : with_licence(stated.c_str());
    inputs.stands = {.source = false, .private_folder = false};  // nothing but the answers tells of a key
    const Json one = with_answer(plain_answers(), row.path, row.value);
    const Json clashing = with_answer(one, row.with, row.clashes);
    const Json bad = document_with(inputs, clashing);
    check_drafts(bad, clashing);
    if (*row.id != '\0') {
      CHECK(lists_contradiction(bad, row.id));
      CHECK(check_of(bad, row.id).at("status").as_string() == "FAIL");
    } else {
      CHECK(bad.at("decision").at("contradictions").as_array().empty());
    }
    CHECK_FALSE(lists_contradiction(document_with(inputs, with_answer(one, row.with, row.fits)), row.id));
  }
}

TEST_CASE("a release key alone contradicts that nobody can be found again") {
  const Json given =
      with_answer(with_answer(plain_answers(), "consent.withdrawal", "not_possible"), "key.exists", Json());
  CHECK(lists_contradiction(document_with(with_key_file(), given), "R27"));
  CHECK_FALSE(lists_contradiction(document_with(plain_inputs(), given), "R27"));
}

TEST_CASE("a draft says of an answer that is contradicted that it is to be settled first") {
  const Json given = with_answer(plain_answers(), "clinical", "none");
  const Json document = document_with(with_column("diagnosis", ColumnDecision::dropped), given);
  const std::string agreement = drafts_of(document, given).front().content;
  CHECK(agreement.find("Patients: none (as answered, but contradicted: settle R54 first)") !=
        std::string::npos);
  CHECK(agreement.find("Provider: Radboud University, represented by A. Decaan (dean)\n") !=
        std::string::npos);
  check_drafts(document_with(plain_inputs(), plain_answers()), plain_answers());
}

TEST_CASE("the fitting answers contradict nothing, and each contradiction stands on the page") {
  CHECK(
      document_with(plain_inputs(), plain_answers()).at("decision").at("contradictions").as_array().empty());
  const Json document = document_with(with_children(7), plain_answers());
  REQUIRE_FALSE(document.at("decision").at("contradictions").as_array().empty());
  const std::string page = page_of(document);
  for (const Json& entry : document.at("decision").at("contradictions").as_array())
    CHECK(page.find(text(entry.at("sentence").as_string()).markup()) != std::string::npos);
}
