#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"
#include "dicom/judged_texts.hpp"

namespace shareready {

// What the cleaning of one object knows and notes on its way through the items.
struct Walk {
  const DicomRules* rules = nullptr;
  const DicomOptions* options = nullptr;
  const DicomMap* map = nullptr;
  const TokenSet* tokens = nullptr;
  DicomIod iod = DicomIod::mr;
  bool little_endian = true;
  bool graphics = false;    // overlays, curves or annotations were met; all of them are cleaned
  bool structured = false;  // content trees were met and their items cleaned
  std::set<std::string> dropped = {};
  std::unordered_set<DicomTag> noted = {};  // among them: items repeat their attributes
  JudgedTexts judged = {};
  std::unordered_map<DicomTag, bool> standard = {};  // whether the dictionary knows a tag
};

// Cleans an attribute of an even group in place, by the table or, where that does not name it, by its VR and
// value; `rule` is the table's row, where it has one. True where it stays; the items of a sequence that stays
// are left to the caller.
bool clean_standard(DcmElement& element, const DicomRule* rule, Walk& walk, bool nested);

}  // namespace shareready
