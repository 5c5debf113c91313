#pragma once

#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"

namespace shareready {

// What kind of object this is. Classes that are not listed count as documents: they are left out; documents
// and captures that the options ask for are not.
struct ObjectKind {
  DicomExclusion exclusion = DicomExclusion::none;
  DicomIod iod = DicomIod::mr;
};
ObjectKind kind_of(DcmDataset& dataset, const DicomOptions& options);

// Everything of the facts but kind and series. To be asked before the object is cleaned.
DicomFacts describe(DcmDataset& dataset);

// Whether the pixel data have the length that rows, columns, frames and bits ask for; encapsulated ones need
// a fragment at least. Errors: bad_data.
Status check_pixels(DcmDataset& dataset);

// Names, numbers, dates and UIDs of the person, the visit and the device, at any depth.
void collect_tokens(DcmItem& item, TokenSet& tokens);

}  // namespace shareready
