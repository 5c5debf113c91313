// What the consent says of purpose, receivers and kinds of data, on the ways without raw data.
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;
using enum shareready::readiness::Route;

// The letters for derived and federated, strict and then liberal.
TEST_CASE("the consent's purpose, receivers and kinds bind derived data of single persons, never of groups") {
  struct Case {
    const char* path;
    Json value;
    const char* none;     // the release holds no derived data
    const char* groups;   // maps of groups
    const char* persons;  // tables of single persons beside them
  };
  const Json unsaid;
  const std::vector<Case> table = {
      {"consent.purpose", "any_research", "?p ?p", "pp pp", "pp pp"},
      {"consent.purpose", "health_research", "?p ?p", "pp pp", "pp pp"},
      {"consent.purpose", "same_project", "?c ?c", "pc pc", "cc cc"},
      {"consent.purpose", unsaid, "?? ??", "p? p?", "?? ??"},
      {"consent.recipients", list_of("public"), "?p ?p", "pp pp", "pp pp"},
      {"consent.recipients", list_of("on_request"), "?p ?p", "pp pp", "pp pp"},
      {"consent.recipients", list_of("none"), "?c ?p", "pc pp", "cc cp"},
      {"consent.recipients", unsaid, "?? ??", "p? p?", "?? ??"},
      {"consent.non_eu", false, "?p ?p", "pp pp", "pp pp"},
      {"consent.non_eu", unsaid, "?? ?p", "p? pp", "?? ?p"},
      {"consent.data_categories", list_of("demographics"), "?p ?p", "pp pp", "cp cp"},
      {"consent.data_categories", unsaid, "?p ?p", "pp pp", "?p ?p"},
      {"consent.special_categories", list_of("none"), "?p ?p", "pp pp", "cp cp"},
      {"consent.special_categories", unsaid, "?p ?p", "pp pp", "?p ?p"},
      // agreement to sharing is asked for, whatever leaves, but for the liberal reading of groups
      {"consent.everyone", false, "cc ?c", "cc pc", "cc cc"},
      {"consent.withdrawal", unsaid, "?p ?p", "?p pp", "?p ?p"},
  };
  ReadinessInputs inputs = plain_inputs();
  const DatasetFacts none = facts_of(readiness_document(inputs, rule_tables()));
  inputs.derived.group_maps = {"derivatives/glm/stat-t_space-MNI152NLin2009cAsym_statmap.nii.gz"};
  const DatasetFacts groups = facts_of(readiness_document(inputs, rule_tables()));
  inputs.derived.region_tables = 3;
  const DatasetFacts persons = facts_of(readiness_document(inputs, rule_tables()));
  const auto letters = [](const DatasetFacts& facts, const Json& given) {
    const DecisionCase situation = case_of(facts, given);
    return states(read_rules(situation, strict)).substr(4) + " " +
           states(read_rules(situation, liberal)).substr(4);
  };
  for (const Case& row : table) {
    INFO(row.path << " = " << format_json_line(row.value));
    const Json given = with_answer(plain_answers(), row.path, row.value);
    CHECK(letters(none, given) == row.none);
    CHECK(letters(groups, given) == row.groups);
    CHECK(letters(persons, given) == row.persons);
  }
}

TEST_CASE("what the consent allows is a condition on the partners of an analysis and on derived data") {
  const auto conditions = [](const char* path, const Json& value, Route route) {
    ReadinessInputs inputs = plain_inputs();
    inputs.derived.region_tables = 3;
    const DecisionCase situation = case_of(inputs, with_answer(plain_answers(), path, value));
    std::string said;
    for (const Interpretation reading : {strict, liberal}) {
      const Reading own = read_rules(situation, reading);
      for (const RouteVerdict& verdict : own.verdicts()) {
        if (verdict.route != route) continue;
        for (const TraceStep* step : verdict.conditions) said += step->ruling.sentence + "\n";
      }
      said += "|\n";
    }
    return said;
  };
  const auto in_both = [](const std::string& said, std::string_view sentence) {
    const std::size_t between = said.find('|'), first = said.find(sentence);
    return first < between && said.find(sentence, between) != std::string::npos;
  };
  CHECK(in_both(conditions("consent.purpose", "health_research", federated),
                "health research only (DUO:0000006): agree on it with the partners, for each analysis"));
  CHECK(in_both(conditions("consent.purpose", "same_disease", derived), "put this into the terms"));
  CHECK(
      in_both(conditions("consent.recipients", list_of("researchers"), derived),
              "the consent does not name the public: give derived data of single persons to the receivers it "
              "names alone"));
  const std::string near = conditions("consent.non_eu", false, federated);
  const std::size_t inside = near.find("partners inside the EEA only");
  CHECK(inside < near.find('|'));
  CHECK(near.find("partners inside the EEA only", inside + 1) == std::string::npos);
  const std::string nobody = conditions("consent.recipients", list_of("none"), federated);
  const std::size_t groups = nobody.find("partners may learn results of groups alone");
  CHECK(groups != std::string::npos);
  CHECK(groups > nobody.find('|'));
}

TEST_CASE("a network suits no longer where the consent closes the analysis near the data") {
  const auto enigma = [](const char* path, const Json& value) {
    ReadinessInputs inputs = plain_inputs();
    inputs.answers = answers_of(with_answer(plain_answers(), path, value));
    return readiness_document(inputs, rule_tables());
  };
  const Json suits = enigma("consent.purpose", "any_research");
  CHECK(check_of(suits, "R92").at("status").as_string() == "PASS");
  const Json closed = enigma("consent.purpose", "same_project");
  CHECK(check_of(closed, "R92").at("observed").as_string() ==
        "not suitable: federated analysis is closed by R47");
  for (const Json& row : closed.at("alternatives").as_array()) {
    if (row.at("requirement").as_string() == "R92") CHECK(row.at("suits").as_string() == "does_not_suit");
  }
}

TEST_CASE("a report notes how who withdraws is found, and until when study key and source exist") {
  const auto noted = [](const Json& given) {
    ReadinessInputs inputs = plain_inputs();
    inputs.answers = answers_of(given);
    const Json document = readiness_document(inputs, rule_tables());
    const Json& found_again = document.at("sign_off").at("found_again");
    return found_again.at("by").as_string() + ", " + found_again.at("until").as_string();
  };
  const Json kept = with_answer(plain_answers(), "key.destroyed_on", "2036-01-01");
  CHECK(noted(kept) == "compare_images, 2036-01-01");
  CHECK(noted(with_answer(kept, "consent.withdrawal", "release_key")) == "release_key, 2036-01-01");
  CHECK(noted(with_answer(kept, "key.destroyed_on", Json())) == "compare_images, ");
  CHECK(noted(with_answer(kept, "key.exists", false)) == "compare_images, ");  // R6 asks for the day that was
  CHECK(noted(with_answer(kept, "key.exists", Json())) == "compare_images, 2036-01-01");
  CHECK(noted(with_answer(kept, "consent.withdrawal", Json())) == ", 2036-01-01");
  Json other = with_answer(kept, "legal_basis.type", "public_interest");
  other = with_answer(other, "legal_basis.article9_exemption", "research");
  CHECK(noted(other) == ", 2036-01-01");  // nothing rests on consent
}
