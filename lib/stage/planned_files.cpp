#include "stage/planned_files.hpp"

namespace shareready {

std::map<std::string, PlannedFiles, std::less<>> files_by_participant(const Plan& plan) {
  std::map<std::string, PlannedFiles, std::less<>> files;
  for (const PlannedFile& file : plan.files) files[file.place.participant].push_back(&file);
  return files;
}

}  // namespace shareready
