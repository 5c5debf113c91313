#pragma once

#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"

namespace shareready {

// What was found in an object and cleaned, whatever the options say.
struct CleanedAlways {
  bool graphics = false;  // overlays, curves, annotations
  bool pixels = false;    // graphics in bits of the pixels
};

// Says in a cleaned object who it is now and what was done (PS3.15 section E.1.1, CID 7050). Errors:
// internal.
Status sign(DcmDataset& dataset, const DicomOptions& options, const CleanedAlways& always,
            const DicomMap& map);

// Adds to a signed object that its face was removed. Errors: internal.
Status sign_defaced(DcmDataset& dataset);

}  // namespace shareready
