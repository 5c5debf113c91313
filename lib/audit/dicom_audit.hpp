#pragma once

#include "audit/content_audit.hpp"

namespace shareready {

// A DICOM file inside sourcedata/, read element by element at every depth (PS3.5): that it says its identity
// was removed, that attributes of the person, the place and the device are empty or say nothing, dates, UIDs
// of other makers, overlays, private creators, texts, the preamble and bytes after the end, and that it is an
// image that says that its face was removed, or an echo planar one; whether that is so is judged by the
// folder (dicom_series.hpp). What cannot be read to its last byte is a finding. A DICOM file anywhere else is
// one by itself.
void audit_dicom(const ByteSource& source, const Layer& layer, FileReport& report);

}  // namespace shareready
