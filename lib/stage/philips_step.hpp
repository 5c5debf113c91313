#pragma once

#include <vector>

#include "deid/philips_header.hpp"
#include "policy/plan.hpp"
#include "policy/policy.hpp"
#include "stage/file_step.hpp"

namespace shareready {

struct PhilipsStep {
  const PhilipsFields* fields = nullptr;
  std::optional<DateShift> shift;
  DefaceScope scope = DefaceScope::recognisable;
  StepFolders folders;
};

// True for the entries that stage_philips() takes: headers and data of Philips exports in sourcedata.
bool is_philips_export(const PlannedFile& file);

// The days that the headers name; damaged ones are judged when their turn comes.
std::vector<std::string> dates_of_exports(const std::vector<const PlannedFile*>& files,
                                          const PhilipsFields& fields);

// Cleans the headers of one participant's exports (PAR, XML, SPAR) into the staging folder and takes the data
// beside them along as they are (REC, SDAT), under new names: sourcedata/sub-X/[ses-Y/]export-1.PAR. What may
// show a face is excluded: it cannot be masked in these formats. A header without data of the size that it
// tells, and data without a header, are withheld. Names seen are added to the tokens. Errors: cannot_create,
// io: the output could not be written.
Result<std::vector<FileOutcome>> stage_philips(const std::vector<const PlannedFile*>& files,
                                               const PhilipsStep& step, TokenSet& tokens);

}  // namespace shareready
