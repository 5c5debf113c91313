#pragma once

#include "audit/content_audit.hpp"
#include "audit/content_kind.hpp"

namespace shareready {

// Bytes that are neither text nor NIfTI nor packed: needles, signatures of transforms, compressed parts of
// MAT files, and what the kind itself means (a picture, a document, DICOM, a pointer to content elsewhere).
void audit_binary(const ByteSource& source, ContentKind kind, const Layer& layer, FileReport& report);

}  // namespace shareready
