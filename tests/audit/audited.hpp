#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "audit/audit.hpp"
#include "audit/coverage.hpp"
#include "base/files.hpp"
#include "base/temp_folder.hpp"

namespace shareready::test {

inline bool is_covered(std::string_view requirement) {
  const auto coverage = audit_coverage();
  return std::any_of(coverage.begin(), coverage.end(),
                     [&](const Coverage& entry) { return entry.requirement == requirement; });
}

// A tree made by a test, and what the audit says of it.
class AuditedTree {
 public:
  AuditNeedles needles;
  AuditOptions options;

  AuditedTree() {
    options.face_detector = [](const HeadFile&) { return FaceFinding{FaceVerdict::no_face, ""}; };
  }
  void add(const std::string& path, std::string_view content) {
    REQUIRE(make_folder((folder_.path() / path).parent_path()).ok());
    REQUIRE(write_file(folder_.path() / path, content).ok());
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] Findings findings() const {
    Findings found = audit(folder_.path(), needles, options).value();
    for (const Finding& finding : found) {
      INFO(finding.requirement);
      CHECK(is_covered(finding.requirement));  // the audit says of all it finds that it looks for it
    }
    return found;
  }

 private:
  TempFolder folder_;
};

inline std::size_t count_of(const Findings& findings, FindingKind kind) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.kind == kind; }));
}

inline bool has_kind(const Findings& findings, FindingKind kind) { return count_of(findings, kind) > 0; }

// The worst of this kind stops publishing.
inline bool stops_by(const Findings& findings, FindingKind kind) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.kind == kind && blocks_publishing({finding});
  });
}

// Everything of the findings that may be shared, as one text.
inline std::string shared_text(const Findings& findings) {
  return format_findings(findings) + format_json(to_json(findings));
}

}  // namespace shareready::test
