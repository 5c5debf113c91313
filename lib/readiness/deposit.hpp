#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "readiness/answers.hpp"
#include "readiness/repository_match.hpp"
#include "readiness/rules.hpp"

// What a researcher hands over with a release: metadata files, and the steps of a deposit.
namespace shareready::readiness {

// A file of the report, named relative to report/.
struct ReportFile {
  std::string path;
  std::string content;
};

// What is known of the release in the words that forms use (metadata_forms.json). `publisher` is empty where
// no repository was named.
Json metadata_record(const Json& document, const Answers& answers, const std::string& publisher);

// The member 'deposits' of readiness.json: for each repository that is not rejected its steps, its metadata
// files and what has to be filled in there. Empty where nothing was published.
Json deposits_json(const Json& document, const Answers& answers, const std::vector<RepositoryMatch>& matches,
                   const RuleTables& tables);

// The files that `deposits` of the document names, under metadata/.
std::vector<ReportFile> metadata_files(const Json& document, const Answers& answers,
                                       const RuleTables& tables);

}  // namespace shareready::readiness
