#pragma once

#include <filesystem>
#include <string>

#include "deid/derived.hpp"
#include "policy/face_table.hpp"
#include "stage/derivatives_step.hpp"

namespace shareready {

// The tables and folders of one run over derivative datasets.
struct Derivation {
  const DerivativesRequest& request;
  TemplateSpaces spaces;
  FaceTable faces;
  std::string dataset;  // 'derivatives/NAME'
};

struct FoundFile {
  std::filesystem::path inner;   // relative to the derivative dataset
  std::filesystem::path target;  // the real file
};

// Leaves a file out, and says why.
void stay_out(DerivedFile& file, FileStatus status, std::string reason);

// Puts the cleaned content of a file beside its new path, or leaves the file out where it is not what its
// name claims. Errors: cannot_create, io.
Status stage_derived_content(const FoundFile& found, DerivedFile& file, const Derivation& run);

}  // namespace shareready
