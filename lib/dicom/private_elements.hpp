#pragma once

#include "dicom/block_memory.hpp"
#include "dicom/clean_dicom.hpp"
#include "dicom/dcmtk_headers.hpp"
#include "dicom/judged_texts.hpp"

namespace shareready {

struct PrivateContext {
  const DicomRules* rules = nullptr;
  const TokenSet* tokens = nullptr;
  BlockMemory* blocks = nullptr;  // of the series; may be missing
  JudgedTexts* judged = nullptr;  // of the object
  bool little_endian = true;      // elements of unknown VR can be read
};

enum class PrivateFate { drop, keep, clean_items };

// Judges a private element by its creator and cleans it in place: numbers, codes and technical texts stay as
// they are or go, blocks are written anew, sequences are left to the caller.
PrivateFate clean_private(DcmElement& element, std::string_view creator, const PrivateContext& context);

// The sequence that an element of VR UN with explicit length holds (PS3.5 section 6.2.2: implicit little
// endian); nullptr where its bytes are no sequence to the last one.
DcmSequenceOfItems* parse_unknown_sequence(DcmElement& element);

}  // namespace shareready
