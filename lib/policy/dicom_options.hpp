#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

// Which options of DICOM PS3.15 Annex E go with the Basic Profile. Modified dates follow the date rule;
// graphics, pixels and recognizable visual features are always cleaned: overlays, curves and images with text
// go, and faces as for all images. Two more say which objects that are no measurements go along.
struct DicomOptions {
  bool safe_private = true;
  bool descriptors = true;  // technical words of descriptions stay
  bool structured = false;  // sequences of content and context stay, their items cleaned
  bool uids = false;
  bool device = false;
  bool institution = false;
  bool device_codes = false;             // serial numbers and stations become codes, one for each device
  bool documents = false;                // reports, key objects and presentation states go along, cleaned
  bool captures = false;                 // captured screens go along, each once a person accepted its picture
  bool patient_characteristics = false;  // but sex, age, weight and size: participants.tsv alone carries them

  friend bool operator==(const DicomOptions&, const DicomOptions&) = default;
};

// The names of those that are on, sorted ("clean_descriptors", "retain_uids"), and back. What is always on
// may be named, too, and is not told. Errors: usage (no list, or an unknown name).
Json dicom_options_json(const DicomOptions& options);
Result<DicomOptions> parse_dicom_options(const Json& json);

// The codes of CID 7050 (DICOM PS3.16) of the options that retain what identifies devices, institutions or
// files.
std::vector<std::string> retained_codes(const DicomOptions& options);

}  // namespace shareready
