#pragma once

#include <set>
#include <string>

#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"

namespace shareready {

// What the cleaning of one object knows and notes on its way through the items.
struct Walk {
  const DicomRules* rules = nullptr;
  const DicomOptions* options = nullptr;
  const DicomMap* map = nullptr;
  const TokenSet* tokens = nullptr;
  DicomIod iod = DicomIod::mr;
  bool little_endian = true;
  std::set<std::string> dropped = {};
};

// Cleans an attribute of an even group in place, by the table or, where that does not name it, by its VR and
// value. True where it stays; the items of a sequence that stays are left to the caller.
bool clean_standard(DcmElement& element, Walk& walk, bool nested);

}  // namespace shareready
