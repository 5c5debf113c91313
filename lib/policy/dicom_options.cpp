#include "policy/dicom_options.hpp"

#include <fmt/format.h>

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
constexpr std::array<OptionName, 10> k_names{
    {{"clean_descriptors", &DicomOptions::descriptors},
     {"clean_structured_content", &DicomOptions::structured},
     {"code_devices", &DicomOptions::device_codes},
     {"include_captures", &DicomOptions::captures},
     {"include_documents", &DicomOptions::documents},
     {"retain_device_identity", &DicomOptions::device},
     {"retain_institution_identity", &DicomOptions::institution},
     {"retain_patient_characteristics", &DicomOptions::patient_characteristics},
     {"retain_safe_private", &DicomOptions::safe_private},
     {"retain_uids", &DicomOptions::uids}}};

// Options that are carried out whether they are named or not. Sorted.
constexpr std::array<std::string_view, 3> k_always{"clean_graphics", "clean_pixel_data",
                                                   "clean_recognizable_visual_features"};

bool is_always_on(std::string_view name) {
  return std::find(k_always.begin(), k_always.end(), name) != k_always.end();
}

// Options that nobody chooses here: they follow another choice.
Status refuse_fixed(std::string_view name) {
  struct Fixed {
    std::string_view name, why;
  };
  constexpr std::array<Fixed, 2> k_fixed{
      {{"retain_full_dates", "true dates never stay: see dates"},
       {"retain_modified_dates", "dates of DICOM follow the choice for all files: see dates"}}};
  for (const Fixed& fixed : k_fixed) {
    if (fixed.name == name)
      return Error{
          ErrorCode::usage, "dicom_options", fmt::format("{} is no choice: {}", name, fixed.why), {}};
  }
  return Done{};
}

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
  for (const Json& name : json.as_array()) SR_CHECK(refuse_fixed(name.as_string()));
  DicomOptions options{.safe_private = false, .descriptors = false};
  for (const Json& name : json.as_array()) {
    if (is_always_on(name.as_string())) continue;
    const auto row = std::find_if(k_names.begin(), k_names.end(),
                                  [&](const OptionName& known) { return known.name == name.as_string(); });
    if (!name.is_string() || row == k_names.end()) return wrong;
    options.*row->on = true;
  }
  if (options.device && options.device_codes) {
    return Error{
        ErrorCode::usage, "dicom_options", "code_devices and retain_device_identity exclude each other", {}};
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
