#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "readiness/decision_cases.hpp"
#include "readiness/repository_match.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;
using enum shareready::readiness::Interpretation;

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
  const Json kept =
      with_answer(with_answer(plain_answers(), "dpo.opinion", "outside_gdpr"), "repository", "OpenNeuro");
  const Json unsaid = with_answer(kept, "key.exists", Json());
  const Json undated = with_answer(with_answer(kept, "key.exists", false), "key.destroyed_on", Json());
  Json gone = with_answer(with_answer(kept, "key.exists", false), "key.destroyed_on", "2026-01-01");
  gone = with_answer(gone, "consent.withdrawal", "not_possible");
  // liberally read a key kept apart leaves the release outside the GDPR: its host's terms still forbid it
  CHECK_FALSE(read_rules(case_of(inputs, kept), liberal).personal);
  for (const Interpretation reading : {strict, liberal}) {
    CHECK(fit(inputs, kept, "R67", reading) == std::pair(Fit::rejects, Fit::rejects));
    CHECK(fit(inputs, undated, "R67", reading).second == Fit::rejects);
    CHECK(fit(inputs, unsaid, "R67", reading).second == Fit::asks);
    // said to be gone, while the program itself reads the source
    CHECK(fit(inputs, gone, "R67", reading).second == Fit::asks);
    CHECK(fit(inputs, gone, "R68", reading).second == Fit::asks);
    CHECK(fit(inputs, kept, "R68", reading).second == Fit::rejects);
    CHECK(fit(inputs, kept, "R74", reading).second == Fit::fits);  // takes personal data
    CHECK(fit(inputs, kept, "R70", reading).second == Fit::fits);  // maps of groups alone
  }
  CHECK(fit(inputs, gone, "R67", liberal).first == Fit::asks);
  inputs.policy.key_file = true;  // a release key was written
  CHECK(fit(inputs, gone, "R67", liberal).second == Fit::rejects);
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
  const auto storage = [](const char* name) {
    const Json given = with_answer(with_answer(plain_answers(), "repository", name), "receiver.eea", true);
    return effect_of(read_rules(case_of(plain_inputs(), given), strict), "R66");
  };
  CHECK(storage("OpenNeuro.org") == Effect::contradiction);
  CHECK(storage("our own server") == Effect::condition);
}
