#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "bids/bids_name.hpp"
#include "bids/content.hpp"

namespace shareready {

// What a file of a dataset is, by its name, its place and its content together.
enum class FileKind {
  // files that BIDS names
  dataset_description,
  readme,
  changes,
  license,
  citation,
  participants,
  samples,
  phenotype,  // phenotype/*.tsv
  sidecar,    // JSON beside a table or a data file, at any level
  scans,
  sessions,
  events,
  table,      // another TSV of the dataset or of a participant
  recording,  // *_physio.tsv.gz, *_stim.tsv.gz: no header line
  nifti,      // NIfTI-1 or -2 in one file, plain or gzip
  bval,
  bvec,
  // images in formats that cannot be masked here
  dicom,
  parrec,
  freesurfer_volume,
  analyze,      // Analyze 7.5 and NIfTI pairs (.hdr, .img)
  other_image,  // MINC, NRRD, Interfile and the like
  surface,      // GIFTI, CIFTI, FreeSurfer meshes
  // recordings whose headers this version does not clean
  meg,
  eeg,
  ieeg,
  nirs,
  microscopy,
  // what people leave
  transform,
  picture,
  media,
  document,
  spreadsheet,
  archive,
  matlab,
  hdf5,
  web_page,
  log,
  text,
  // folders listed as one entry, and what lies loose in them
  vcs,
  hidden,
  derivative,
  sourcedata,
  code,
  logs,
  stimulus,  // files of stimuli/, one entry each
  other_folder,
  ignore_file,  // .bidsignore
  // entries whose content cannot be used
  empty,
  missing_content,  // git-annex or LFS content not fetched
  broken_link,
  outside_link,
  linked_folder,
  special,  // a pipe, a socket, a device
  unreadable,
  mismatched,  // the content is not what the name says
  unknown
};

std::string_view to_string(FileKind kind);

// What a file would be if its content were what its name says.
FileKind kind_by_name(const std::filesystem::path& relative, const BidsName& name);

// A file of an EEG or iEEG recording whose format is open and simple: EDF, BDF, BrainVision's header, markers
// and samples.
bool is_open_recording(FileKind kind, std::string_view extension);

// An image whose format is understood: NIfTI in one file or two, Analyze 7.5, FreeSurfer's MGH and MGZ.
bool is_open_image(FileKind kind, std::string_view extension);

// A kind, and what is wrong with the file in plain words (empty if nothing is).
struct JudgedKind {
  FileKind kind = FileKind::unknown;
  std::string problem;
};

// Judges a regular file below the root that is not inside a folder listed as one entry.
JudgedKind judge_kind(const std::filesystem::path& relative, const BidsName& name, ContentType content);

}  // namespace shareready
