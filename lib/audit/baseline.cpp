#include "audit/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

Error malformed_baseline(const std::filesystem::path& file, std::string what) {
  return Error{ErrorCode::bad_data, file.string(), std::move(what), {}};
}

Finding remark(std::string excerpt, std::string remedy) {
  Finding finding;
  finding.requirement = "R43";
  finding.kind = FindingKind::metadata;
  finding.path = finding.source_path = ".";
  finding.locator = "baseline";
  finding.excerpt = std::move(excerpt);
  finding.remedy = std::move(remedy);
  return finding;
}

}  // namespace

Result<Baseline> read_baseline(const std::filesystem::path& file) {
  SR_TRY(const std::string text, read_text(file));
  SR_TRY(const Json json, parse_json(text, file.string()));
  if (json.at("format").as_int() != 1 || !json.at("accepted").is_array()) {
    return malformed_baseline(file, "expected {\"format\": 1, \"accepted\": [...]}, got another form");
  }
  Baseline baseline;
  for (const Json& entry : json.at("accepted").as_array()) {
    const std::string& id = entry.at("id").as_string();
    const std::string reason(trim(entry.at("reason").as_string()));
    if (id.empty() || !entry.at("reason").is_string()) {
      return malformed_baseline(file, "each entry needs an id and a reason, both texts");
    }
    if (reason.empty()) continue;
    if (!baseline.emplace(id, reason).second) return malformed_baseline(file, "an id stands twice");
  }
  return baseline;
}

bool may_be_accepted(const Finding& finding) {
  switch (finding.kind) {
    case FindingKind::original_label:
    case FindingKind::personal_token:
    case FindingKind::undefaced_image:
    case FindingKind::unreadable:
      return false;
    case FindingKind::version_control:
      return finding.severity != Severity::critical;  // a history, whose content is not searched
    default:
      return true;
  }
}

Findings accept_findings(Findings findings, const Baseline& baseline) {
  Baseline unused = baseline;
  std::size_t refused = 0;
  for (Finding& finding : findings) {
    const auto entry = baseline.find(finding.id);
    if (entry == baseline.end()) continue;
    unused.erase(finding.id);
    if (may_be_accepted(finding)) {
      finding.accepted = entry->second;
    } else {
      ++refused;
    }
  }
  if (refused > 0) {
    findings.push_back(remark(
        fmt::format("{} of the baseline not followed", counted(refused, "entry", "entries")),
        "Labels, personal details, faces, histories and what cannot be read are never accepted: mend them."));
  }
  if (!unused.empty()) {
    findings.push_back(
        remark(fmt::format("{} of the baseline met nothing", counted(unused.size(), "entry", "entries")),
               "Take them out of the baseline: what they accepted is gone or has changed."));
  }
  return in_report_order(std::move(findings));
}

Json baseline_form(const Findings& findings) {
  Json accepted{Json::Array{}};
  for (const Finding& finding : findings) {
    if (!blocks_publishing({finding}) || !may_be_accepted(finding)) continue;
    Json entry{Json::Object{}};
    entry.set("id", Json(finding.id));
    entry.set("reason", Json(""));
    entry.set("_comment", Json(fmt::format("{}, {}: {}", finding.path, finding.locator, finding.excerpt)));
    accepted.push_back(std::move(entry));
  }
  Json form{Json::Object{}};
  form.set("_comment",
           Json("Give a reason for each finding that you looked at and accept, and give this file "
                "to the audit as --baseline. Entries without a reason accept nothing."));
  form.set("format", Json(1));
  form.set("accepted", std::move(accepted));
  return form;
}

}  // namespace shareready
