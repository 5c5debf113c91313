#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "readiness/clearance.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/repository_match.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;

namespace {

Json document_with(ReadinessInputs inputs, const Json& given) {
  inputs.answers = answers_of(given);
  return readiness_document(inputs, rule_tables());
}

}  // namespace

TEST_CASE("repositories are compared by every fact, and what rejects or has to be asked is said") {
  const auto match_of = [](const DecisionCase& situation, std::string_view id, Interpretation reading) {
    for (const RepositoryMatch& match : match_repositories(rule_tables().repositories, situation, reading)) {
      if (match.repository->requirement == id) return match;
    }
    return RepositoryMatch{};
  };
  const auto point_of = [](const RepositoryMatch& match, std::string_view what) {
    for (const FitPoint& point : match.points) {
      if (point.what == what) return point.fit;
    }
    return Fit::asks;
  };
  struct Case {
    const char* id;
    const char* what;
    Fit fit;
  };
  ReadinessInputs inputs = plain_inputs();  // restricted, 18 files, 0.28 GB, largest 0.12 GB
  const DecisionCase small = case_of(inputs, plain_answers());
  const std::vector<Case> table = {{"R67", "access", Fit::rejects},
                                   {"R67", "personal data", Fit::rejects},
                                   {"R67", "location", Fit::rejects},
                                   {"R69", "location", Fit::asks},
                                   {"R70", "kind of data", Fit::rejects},
                                   {"R71", "location", Fit::rejects},
                                   {"R71", "size", Fit::fits},
                                   {"R72", "kind of data", Fit::asks},
                                   {"R73", "size", Fit::fits},
                                   {"R75", "affiliation", Fit::asks},
                                   {"R77", "affiliation", Fit::rejects},
                                   {"R78", "affiliation", Fit::fits},
                                   {"R79", "use", Fit::rejects},
                                   {"R81", "use", Fit::asks},
                                   {"R83", "use", Fit::rejects},
                                   {"R82", "cost", Fit::asks},
                                   {"R68", "size", Fit::asks},
                                   {"R74", "personal data", Fit::fits},
                                   {"R76", "largest file", Fit::fits},
                                   {"R80", "affiliation", Fit::rejects}};
  for (const Case& row : table) {
    INFO(row.id << " " << row.what);
    CHECK(point_of(match_of(small, row.id, strict), row.what) == row.fit);
  }
  CHECK(point_of(match_of(small, "R71", liberal), "location") == Fit::asks);
  inputs.release.bytes = 60'000'000'000;
  inputs.release.largest_file_bytes = 6'000'000'000;
  inputs.release.files = 101;
  const DecisionCase large = case_of(inputs, plain_answers());
  CHECK(point_of(match_of(large, "R71", liberal), "size") == Fit::rejects);
  CHECK(point_of(match_of(large, "R71", liberal), "number of files") == Fit::rejects);
  CHECK(point_of(match_of(large, "R69", liberal), "largest file") == Fit::rejects);
  CHECK(match_of(small, "R78", strict).fit == Fit::asks);  // its limit on size is stated, on files it is not
  const auto ranked = match_repositories(rule_tables().repositories, small, strict);
  CHECK(ranked.size() == rule_tables().repositories.size());
  CHECK(std::is_sorted(ranked.begin(), ranked.end(),
                       [](const auto& one, const auto& other) { return one.fit < other.fit; }));
  CHECK(ranked.front().repository->eea == "yes");
}

TEST_CASE("the facts of repositories use only words that matching knows") {
  const std::set<std::string> eea{"yes", "no", "choose", "unknown"},
      kinds{"bids", "maps", "any", "none", "unknown"}, personal{"yes", "no", "unknown"},
      use{"archive", "workspace", "transfer", "dataset", "moved"},
      affiliation{"any", "dutch", "member", "amsterdam_umc", "erasmus", "leiden", "radboud"};
  for (const Repository& entry : rule_tables().repositories) {
    INFO(entry.name);
    CHECK(eea.contains(entry.eea));
    CHECK(kinds.contains(entry.kinds));
    CHECK(personal.contains(entry.personal));
    CHECK(use.contains(entry.use));
    CHECK(affiliation.contains(entry.affiliation));
    for (const std::string* cell : {&entry.total_gb, &entry.file_gb, &entry.files}) {
      const bool number = !cell->empty() && cell->find_first_not_of("0123456789.") == std::string::npos;
      CHECK((number || *cell == "none" || *cell == "unknown"));
    }
  }
}

TEST_CASE(
    "terms without room for personal data reject while a key or the source is left, in either reading") {
  const auto fit = [](const ReadinessInputs& inputs, const Json& given, const char* id,
                      Interpretation reading) {
    const DecisionCase situation = case_of(inputs, given);
    for (const RepositoryMatch& match : match_repositories(rule_tables().repositories, situation, reading)) {
      if (match.repository->requirement != id) continue;
      for (const FitPoint& point : match.points) {
        if (point.what == "study key") return std::pair(match.fit, point.fit);
      }
      return std::pair(match.fit, Fit::fits);
    }
    return std::pair(Fit::asks, Fit::asks);
  };
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "open";
  for (ReportedImage& image : inputs.images) {
    if (image.face == FaceVerdict::accepted) image.face = FaceVerdict::defaced;
  }
  ReadinessInputs burnt = inputs;
  burnt.stands = {.source = false, .private_folder = false};
  const Json kept =
      with_answer(with_answer(plain_answers(), "dpo.opinion", "outside_gdpr"), "repository", "OpenNeuro");
  const Json unsaid = with_answer(kept, "key.exists", Json());
  const Json undated = with_answer(with_answer(kept, "key.exists", false), "key.destroyed_on", Json());
  Json gone = with_answer(with_answer(kept, "key.exists", false), "key.destroyed_on", "2026-11-23");
  gone = with_answer(gone, "consent.withdrawal", "not_possible");
  // liberally read a key kept apart leaves the release outside the GDPR: its host's terms still forbid it
  CHECK_FALSE(read_rules(case_of(inputs, kept), liberal).personal);
  for (const Interpretation reading : {strict, liberal}) {
    CHECK(fit(inputs, kept, "R67", reading) == std::pair(Fit::rejects, Fit::rejects));
    CHECK(fit(inputs, undated, "R67", reading).second == Fit::rejects);
    CHECK(fit(inputs, unsaid, "R67", reading).second == Fit::asks);
    // said to be gone, while the program itself reads the source
    CHECK(fit(inputs, gone, "R67", reading).second == Fit::rejects);
    CHECK(fit(burnt, gone, "R67", reading).second == Fit::asks);
    CHECK(fit(burnt, gone, "R68", reading).second == Fit::asks);
    CHECK(fit(inputs, kept, "R68", reading).second == Fit::rejects);
    CHECK(fit(inputs, kept, "R74", reading).second == Fit::fits);  // takes personal data
    CHECK(fit(inputs, kept, "R70", reading).second == Fit::fits);  // maps of groups alone
  }
  CHECK(fit(burnt, gone, "R67", liberal).first == Fit::asks);
  burnt.policy.key_file = true;  // a release key was written
  CHECK(fit(burnt, gone, "R67", liberal).second == Fit::rejects);
}

TEST_CASE(
    "a repository is known however its name is spelled, and one that is not in the table is not taken at its "
    "word") {
  const auto named = [](const char* name) {
    Answers answers;
    answers.repository = name;
    const Repository* found = named_repository(rule_tables().repositories, answers);
    return found == nullptr ? std::string() : found->requirement;
  };
  CHECK(named("OpenNeuro.org") == "R67");
  CHECK(named("Zenodo (CERN)") == "R71");
  CHECK(named("DANS") == "R73");
  CHECK(named("https://openneuro.org/datasets") == "R67");
  CHECK(named("our own server").empty());
  CHECK(named("OpenNeuro or Zenodo").empty());  // which one is for people to say
  for (const Repository& entry : rule_tables().repositories)
    CHECK(named(entry.name.c_str()) == entry.requirement);
}

TEST_CASE("a place that the table lacks stays open until its country and keeper are said") {
  const auto answered = [](const char* name) {
    Json given = with_answer(with_answer(plain_answers(), "repository", name), "receiver.eea", true);
    for (const char* path : {"other_place.country", "other_place.kept_by"})
      given = with_answer(given, path, Json());
    return given;
  };
  const auto storage = [](const Json& given, Interpretation reading) {
    return effect_of(read_rules(case_of(plain_inputs(), given), reading), "R66");
  };
  const auto told = [](const Json& given) {
    const Json document = document_with(plain_inputs(), given);
    CHECK(check_of(document, "R29").at("status").as_string() != "PASS");
    CHECK(check_of(document, "R66").at("status").as_string() != "PASS");
    return check_of(document, "R66").at("observed").as_string();
  };
  CHECK(storage(answered("OpenNeuro.org"), strict) == Effect::contradiction);
  for (const char* name : {"our own server", "Opneuro", "the archive", "OpenNeuro or Zenodo", "ours"}) {
    INFO(name);
    for (const Interpretation reading : {strict, liberal})
      CHECK(storage(answered(name), reading) == Effect::needs_answer);
    CHECK_FALSE(is_cleared(document_with(plain_inputs(), answered(name))));
  }
  CHECK(contains(told(answered("Opneuro")), "the table of repositories has no 'Opneuro' (alike: OpenNeuro)"));
  CHECK(contains(told(answered("the Donders archive")), "Radboud Data Repository (Donders)"));
  CHECK(contains(told(answered("OpenNeuro or Zenodo")), "several places of the table: OpenNeuro, Zenodo"));

  Json elsewhere = with_answer(answered("our own server"), "other_place.country", "NL");
  CHECK(storage(elsewhere, strict) == Effect::needs_answer);  // nobody said who keeps it
  elsewhere = with_answer(elsewhere, "other_place.kept_by", "computing centre");
  CHECK(storage(elsewhere, strict) == Effect::condition);
  CHECK(contains(told(elsewhere), "(NL, kept by computing centre)"));
  // by its country, whatever is said of the receivers
  CHECK(storage(with_answer(elsewhere, "other_place.country", "US"), strict) == Effect::contradiction);
  const Json outside =
      with_answer(with_answer(elsewhere, "other_place.country", "US"), "receiver.eea", false);
  CHECK(storage(outside, strict) == Effect::closes);
  CHECK(storage(outside, liberal) == Effect::needs_answer);  // without a transfer tool
  // and it does not help where two of the table are named
  const Json two = with_answer(with_answer(answered("OpenNeuro or Zenodo"), "other_place.country", "NL"),
                               "other_place.kept_by", "another body");
  CHECK(storage(two, strict) == Effect::needs_answer);
}
