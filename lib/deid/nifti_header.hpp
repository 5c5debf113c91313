#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deid/sidecar.hpp"
#include "image/nifti.hpp"

namespace shareready {

// What a scrubber took away: names of fields ("descrip", "extension 2", "gzip name"), never their values.
struct ScrubbedHeader {
  std::vector<std::string> removed;
};

// Clears in place whatever an image carries beside its voxels and what conversion and analysis need of the
// header: free texts, fields of Analyze 7.5 without use, all extensions, gaps before and bytes behind the
// data; the data then begins at byte 352 (NIfTI-2: 544). Sizes, type, scaling, position, units, slice timing,
// display range and intent stay byte for byte. Names in the gzip header are listed too: writing never puts
// them back. The JSON of NIfTI-MRS stays as far as `mrs_rules` (share/mrs_keys.tsv) allow. Scrubbing twice is
// scrubbing once. Errors: unsupported (a CIFTI image, or an MRS image without `mrs_rules`: the extension is a
// part of the data); bad_data (an MRS extension that is no JSON object, or two of them).
Result<ScrubbedHeader> scrub_nifti_header(NiftiImage& image, std::string_view subject,
                                          const SidecarContext& mrs_rules = {});

// The same for a file: writes `from`, cleaned, to `to`, whole or not at all. The voxels are not unpacked for
// it where that can be avoided, and memory does not depend on their number. Errors: as above, and those of
// read_nifti_start() and copy_nifti().
Result<ScrubbedHeader> scrub_nifti_file(const std::filesystem::path& from, const std::filesystem::path& to,
                                        std::string_view subject, const SidecarContext& mrs_rules = {});

// True for an intent_name that says what kind of numbers these are, not whose (CIFTI-2, NIfTI-MRS).
bool is_technical_intent_name(std::string_view name);

}  // namespace shareready
