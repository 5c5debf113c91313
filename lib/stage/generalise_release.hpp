#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "deid/generalise.hpp"
#include "policy/policy.hpp"
#include "stage/released_files.hpp"

namespace shareready {

// Makes the details of the released persons coarser (deid/generalise.hpp) in all released tables of persons
// and their sidecars. Changed files are written below `folder` and take the place of the staged ones, which
// stay as they are; tables in which nothing but labels is left, and their sidecars, leave `files`. `persons`:
// source labels. Errors: cannot_create, io, bad_data.
Result<Generalised> generalise_release(std::vector<ReleasedFile>& files,
                                       const std::vector<std::string>& persons, const ColumnRules& rules,
                                       const Policy& policy, const std::filesystem::path& folder);

// Who is unique and whose details were suppressed, by source label: for private/report only.
std::string risk_listing(const Generalised& generalised);

}  // namespace shareready
