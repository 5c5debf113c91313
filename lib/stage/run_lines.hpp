#pragma once

#include <string>
#include <vector>

#include "readiness/run_options.hpp"
#include "stage/places.hpp"
#include "stage/released_files.hpp"

namespace shareready {

// The options of the group run, and those of the participant level that the records of its work tell of:
// masks are given there alone.
std::vector<readiness::RunOption> options_of_release(std::vector<readiness::RunOption> options,
                                                     const std::vector<ReleasedFile>& files);

// The two lines as they were typed, for the private folder: they name files and persons of the source.
std::string options_listing(const Places& places, const std::vector<readiness::RunOption>& options);

}  // namespace shareready
