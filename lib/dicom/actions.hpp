#pragma once

#include "dicom/clean_dicom.hpp"
#include "dicom/dicom_rules.hpp"

namespace shareready {

// What happens to one attribute (PS3.15 section E.1.1: X, Z, D, K, C, U).
enum class DicomAction {
  remove,
  empty,
  dummy,
  keep,
  clean_text,
  clean_code,
  shift_date,
  new_uid,
  device_code
};

// Where an attribute stands.
struct AttributePlace {
  DicomTag tag = 0;
  DicomIod iod = DicomIod::mr;
  bool nested = false;
};

// The action of a row under these options. A compound code means its first choice unless the attribute's type
// in the object asks for the next one; without a known type X, else Z, else D. `dates_shift` where dates
// move.
DicomAction resolve_action(const DicomRule& rule, const AttributePlace& place, const DicomRules& rules,
                           const DicomOptions& options, bool dates_shift);

// The same for the Basic Profile alone: what is left to do where cleaning found nothing to keep.
DicomAction basic_action(const DicomRule& rule, const AttributePlace& place, const DicomRules& rules);

}  // namespace shareready
