#include "dicom/signature.hpp"

#include <array>

namespace shareready {
namespace {

struct MethodCode {
  const char* code;
  const char* meaning;  // CID 7050
  bool used;
};

constexpr const char* k_method = "shareready: DICOM PS3.15 Annex E";

bool add_code(DcmItem& dataset, const MethodCode& method) {
  DcmItem* item = nullptr;
  return dataset.findOrCreateSequenceItem(DCM_DeidentificationMethodCodeSequence, item, -2).good() &&
         item->putAndInsertString(DCM_CodeValue, method.code).good() &&
         item->putAndInsertString(DCM_CodingSchemeDesignator, "DCM").good() &&
         item->putAndInsertString(DCM_CodeMeaning, method.meaning).good();
}

std::set<std::string> codes_in(DcmDataset& dataset) {
  std::set<std::string> codes;
  DcmItem* item = nullptr;
  for (long i = 0; dataset.findAndGetSequenceItem(DCM_DeidentificationMethodCodeSequence, item, i).good() &&
                   item != nullptr;
       ++i) {
    OFString code, scheme;
    const bool told = item->findAndGetOFString(DCM_CodeValue, code).good() &&
                      item->findAndGetOFString(DCM_CodingSchemeDesignator, scheme).good();
    if (told && scheme == "DCM") codes.emplace(code.c_str());
  }
  return codes;
}

Error cannot_sign() {
  return Error{ErrorCode::internal, "DICOM file", "what was done to it could not be written into it", {}};
}

}  // namespace

std::set<std::string> cleaned_before(DcmDataset& dataset) {
  OFString method;
  dataset.findAndGetOFString(DCM_DeidentificationMethod, method);
  return method == k_method ? codes_in(dataset) : std::set<std::string>();
}

Status sign(DcmDataset& dataset, const DicomOptions& options, const CarriedOut& done, const DicomMap& map) {
  const bool shifted = map.shift.has_value();
  const auto cleaned = [&](const char* code, bool now) { return now || done.earlier.contains(code); };
  const std::array<MethodCode, 11> methods{
      {{"113100", "Basic Application Confidentiality Profile", true},
       {"113101", "Clean Pixel Data Option", cleaned("113101", done.pixels)},
       {"113103", "Clean Graphics Option", cleaned("113103", done.graphics)},
       {"113104", "Clean Structured Content Option", cleaned("113104", done.structured)},
       {"113105", "Clean Descriptors Option", cleaned("113105", options.descriptors)},
       {"113107", "Retain Longitudinal Temporal Information Modified Dates Option", shifted},
       {"113108", "Retain Patient Characteristics Option", options.patient_characteristics},
       {"113109", "Retain Device Identity Option", options.device},
       {"113110", "Retain UIDs Option", options.uids},
       {"113111", "Retain Safe Private Option", options.safe_private},
       {"113112", "Retain Institution Identity Option", options.institution}}};
  dataset.findAndDeleteElement(DCM_DeidentificationMethodCodeSequence);
  dataset.findAndDeleteElement(DCM_RecognizableVisualFeatures);  // measured before it is said
  bool fine =
      dataset.putAndInsertString(DCM_PatientID, map.patient.c_str()).good() &&
      dataset.putAndInsertString(DCM_PatientName, map.patient.c_str()).good() &&
      dataset.putAndInsertString(DCM_PatientIdentityRemoved, "YES").good() &&
      dataset.putAndInsertString(DCM_DeidentificationMethod, k_method).good() &&
      dataset
          .putAndInsertString(DCM_LongitudinalTemporalInformationModified, shifted ? "MODIFIED" : "REMOVED")
          .good();
  for (const MethodCode& method : methods) fine = fine && (!method.used || add_code(dataset, method));
  return fine ? Status(Done{}) : Status(cannot_sign());
}

Status sign_defaced(DcmDataset& dataset) {
  const MethodCode defaced{"113102", "Clean Recognizable Visual Features Option", true};
  const bool fine =
      dataset.putAndInsertString(DCM_RecognizableVisualFeatures, "NO").good() && add_code(dataset, defaced);
  return fine ? Status(Done{}) : Status(cannot_sign());
}

}  // namespace shareready
