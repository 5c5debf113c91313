#pragma once

#include <string>
#include <string_view>

#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/report_files.hpp"

namespace shareready::readiness::test {

inline const ReportSources& shipped_sources() {
  static const ReportSources loaded = load_report_sources().value();
  return loaded;
}

inline const RuleTables& shipped_rules() { return shipped_sources().tables; }

inline Json document(const ReadinessInputs& inputs) { return readiness_document(inputs, shipped_rules()); }

// Null where the document has no such check.
inline const Json& document_check(const Json& readiness, std::string_view id) {
  static const Json k_none;
  for (const Json& check : readiness.at("checks").as_array()) {
    if (check.at("id").as_string() == id) return check;
  }
  return k_none;
}

inline std::string status_of(const ReadinessInputs& inputs, std::string_view id) {
  return document_check(document(inputs), id).at("status").as_string();
}

}  // namespace shareready::readiness::test
