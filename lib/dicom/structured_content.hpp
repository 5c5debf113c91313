#pragma once

#include "dicom/dcmtk_headers.hpp"
#include "dicom/standard_elements.hpp"

namespace shareready {

// What the table cannot say of the items of content trees (Clean Structured Content, PS3.15 Annex E),
// before their attributes are cleaned like all others. The value of a content item whose name or unit tells
// who somebody is, or sex, age, size or weight (share/dicom_content_concepts.tsv) is taken; codes of schemes
// that anybody may have made keep technical words alone.
void clean_content(DcmItem& item, const Walk& walk);

// True for the texts of a coded concept, which clean_content() has judged with their scheme.
bool is_part_of_code(DicomTag tag);

}  // namespace shareready
