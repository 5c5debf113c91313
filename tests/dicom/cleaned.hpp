#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <utility>
#include <vector>

#include "dicom/clean_dicom.hpp"

namespace shareready::test {

inline constexpr const char* k_mr = "1.2.840.10008.5.1.4.1.1.4";
inline constexpr const char* k_enhanced_mr = "1.2.840.10008.5.1.4.1.1.4.1";

// The shipped rules.
inline const DicomRules& rules() {
  static const DicomRules loaded = [] {
    auto read = load_dicom_rules();
    REQUIRE(read.ok());
    return std::move(read).value();
  }();
  return loaded;
}

inline const std::vector<std::uint8_t>& secret() {
  static const std::vector<std::uint8_t> bytes(32, 42);
  return bytes;
}

inline DicomMap map_of() { return DicomMap{.secret = secret(), .patient = "sub-new"}; }

inline CleanedDicom cleaned_of(const std::vector<std::uint8_t>& file, const DicomOptions& options,
                               const DicomMap& map) {
  auto cleaned = clean_dicom(file, rules(), options, map);
  if (!cleaned.ok()) FAIL(describe(cleaned.error()));
  REQUIRE(cleaned->exclusion == DicomExclusion::none);
  return std::move(cleaned).value();
}

}  // namespace shareready::test
