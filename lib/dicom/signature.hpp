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

// The codes that this program wrote into an object of the source before: of these, what was cleaned stays so,
// whatever follows (PS3.3 section C.7.1.1: several items tell of successive steps). What was retained does
// not hold any more, a face is looked for anew, and the word of other programs is not taken.
std::set<std::string> cleaned_before(DcmDataset& dataset);

// Says in a cleaned object who it is now and what was done (PS3.15 section E.1.1, CID 7050). Errors:
// internal.
Status sign(DcmDataset& dataset, const DicomOptions& options, const CarriedOut& done, const DicomMap& map);

// Adds to a signed object that its face was removed. Errors: internal.
Status sign_defaced(DcmDataset& dataset);

}  // namespace shareready
