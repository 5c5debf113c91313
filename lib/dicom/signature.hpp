#pragma once

#include <set>
#include <string>

#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"

namespace shareready {

// What was found in an object and cleaned.
struct CarriedOut {
  bool graphics = false;               // overlays, curves, annotations
  bool pixels = false;                 // graphics in bits of the pixels
  bool structured = false;             // content trees, where they stay
  std::set<std::string> earlier = {};  // cleaned_before()
};

// The codes of the "Clean ..." options that an object of the source says were carried out in it before: what
// was cleaned stays so, whatever follows (PS3.3 section C.7.1.1: several items tell of successive steps).
// Codes of what was retained do not hold any more.
std::set<std::string> cleaned_before(DcmDataset& dataset);

// Says in a cleaned object who it is now and what was done (PS3.15 section E.1.1, CID 7050). Errors:
// internal.
Status sign(DcmDataset& dataset, const DicomOptions& options, const CarriedOut& done, const DicomMap& map);

// Adds to a signed object that its face was removed. Errors: internal.
Status sign_defaced(DcmDataset& dataset);

}  // namespace shareready
