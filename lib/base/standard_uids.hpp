#pragma once

#include <string_view>

namespace shareready {

// True for a UID that the standard itself gives out (share/standard_uids.tsv: DICOM PS3.6 table A-1): a
// class, a transfer syntax, a frame of reference. Whatever else stands under its root may be somebody's
// number.
bool is_standard_uid(std::string_view uid);

// True for the first parts of one, too, as documents write the root of all classes of images.
bool begins_standard_uid(std::string_view parts);

}  // namespace shareready
