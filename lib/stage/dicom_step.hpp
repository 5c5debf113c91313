#pragma once

#include <map>
#include <vector>

#include "dicom/clean_dicom.hpp"
#include "policy/plan.hpp"
#include "policy/policy.hpp"
#include "stage/file_step.hpp"

namespace shareready {

struct DicomStep {
  const DicomRules* rules = nullptr;
  DicomOptions options = {};
  DicomMap map;
  int threads = 1;
  StepFolders folders;
};

// A series of one session: where its files stand among the outcomes, and what they are.
struct DicomSeries {
  std::size_t number = 0;
  std::vector<std::size_t> members{};
  std::vector<DicomFacts> facts{};
};

using SeriesOfSession = std::map<std::string, std::map<std::string, DicomSeries>>;  // session -> series UID

struct StagedDicom {
  std::vector<FileOutcome> outcomes{};
  SeriesOfSession sessions{};
};

// True for the entries that stage_dicom() takes.
bool is_source_image(const PlannedFile& file);

// The days on which the images were measured. Files that cannot be read are passed over here and judged when
// their turn comes.
std::vector<std::string> dates_of_images(const std::vector<const PlannedFile*>& files);

// Cleans the DICOM files of one participant into the staging folder, under new names in the order of their
// paths: sourcedata/sub-X/[ses-Y/]series-1/0001.dcm. Localisers, images with text in them, and documents and
// captures unless the options ask for them, are excluded. Faces are still in them: deface_dicom() has the
// last word. What is personal in them is added to the tokens. A file that cannot be made safe is an outcome
// (withheld, failed), not an Error. Errors: cannot_create, io: the output could not be written.
Result<StagedDicom> stage_dicom(const std::vector<const PlannedFile*>& files, const DicomStep& step,
                                TokenSet& tokens);

}  // namespace shareready
