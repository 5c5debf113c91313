#include "policy/dicom_options.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace shareready {
namespace {

struct OptionName {
  std::string_view name;
  bool DicomOptions::*on;
};

// Sorted.
constexpr std::array<OptionName, 7> k_names{
    {{"clean_descriptors", &DicomOptions::descriptors},
     {"clean_structured_content", &DicomOptions::structured},
     {"retain_device_identity", &DicomOptions::device},
     {"retain_institution_identity", &DicomOptions::institution},
     {"retain_patient_characteristics", &DicomOptions::patient_characteristics},
     {"retain_safe_private", &DicomOptions::safe_private},
     {"retain_uids", &DicomOptions::uids}}};

}  // namespace

Json dicom_options_json(const DicomOptions& options) {
  Json names{Json::Array{}};
  for (const OptionName& row : k_names) {
    if (options.*row.on) names.push_back(row.name);
  }
  return names;
}

Result<DicomOptions> parse_dicom_options(const Json& json) {
  const Error wrong{
      ErrorCode::usage, "dicom_options", "expected a list of options, as --print-policy explains them", {}};
  if (!json.is_array()) return wrong;
  DicomOptions options{.safe_private = false, .descriptors = false};
  for (const Json& name : json.as_array()) {
    const auto row = std::find_if(k_names.begin(), k_names.end(),
                                  [&](const OptionName& known) { return known.name == name.as_string(); });
    if (!name.is_string() || row == k_names.end()) return wrong;
    options.*row->on = true;
  }
  return options;
}

std::vector<std::string> retained_codes(const DicomOptions& options) {
  std::vector<std::string> codes;
  if (options.device) codes.emplace_back("113109");
  if (options.uids) codes.emplace_back("113110");
  if (options.institution) codes.emplace_back("113112");
  return codes;
}

}  // namespace shareready
