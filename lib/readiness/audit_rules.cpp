#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "readiness/check_rules.hpp"

namespace shareready::readiness {
namespace {

bool is_covered(std::string_view requirement, const AuditReport& audit) {
  return std::any_of(audit.coverage.begin(), audit.coverage.end(),
                     [&](const AuditCoverage& entry) { return entry.requirement == requirement; });
}

CheckStatus status_of(Severity severity) {
  switch (severity) {
    case Severity::blocker:
    case Severity::critical:
    case Severity::major:
      return CheckStatus::fail;
    case Severity::minor:
    case Severity::info:
      return CheckStatus::warn;
  }
  return CheckStatus::fail;
}

bool has_finding(std::string_view requirement, const AuditReport& audit) {
  return std::any_of(audit.findings.begin(), audit.findings.end(),
                     [&](const ReportedFinding& finding) { return finding.requirement == requirement; });
}

}  // namespace

CheckOutcome audit_outcome(std::string_view requirement, const ReadinessInputs& inputs) {
  const AuditReport& audit = inputs.audit;
  if (!audit.ran) return {CheckStatus::unknown, "the audit did not run", {}, {}};
  CheckOutcome outcome{CheckStatus::pass, {}, "no finding", {}};
  for (const ReportedFinding& finding : audit.findings) {
    if (finding.requirement != requirement) continue;
    outcome.status = std::max(outcome.status, status_of(finding.severity));
    outcome.evidence.push_back({finding.id, finding.path, finding.locator, finding.excerpt});
  }
  if (!outcome.evidence.empty()) {
    outcome.observed = counted(outcome.evidence.size(), "finding", "findings");
  } else if (!is_covered(requirement, audit)) {
    return {CheckStatus::unknown, "the audit of this version does not look for this", {}, {}};
  } else {
    outcome.observed = "nothing found in " + counted(audit.files_read, "file", "files");
  }
  if (audit.files_unreadable > 0) {
    outcome.status = CheckStatus::fail;
    outcome.observed += "; could not be read: " + counted(audit.files_unreadable, "file", "files");
  }
  return outcome;
}

CheckOutcome joined_with_audit(CheckOutcome outcome, std::string_view requirement,
                               const ReadinessInputs& inputs) {
  if (!is_covered(requirement, inputs.audit) && !has_finding(requirement, inputs.audit)) return outcome;
  CheckOutcome audit = audit_outcome(requirement, inputs);
  outcome.observed += (inputs.audit.ran ? "; audit: " : "; ") + audit.observed;
  outcome.evidence.insert(outcome.evidence.end(), audit.evidence.begin(), audit.evidence.end());
  const bool says_nothing = outcome.status == CheckStatus::not_applicable;
  outcome.status = says_nothing ? audit.status : std::max(outcome.status, audit.status);
  return outcome;
}

CheckOutcome published_after_audit(const ReadinessInputs& inputs) {
  const AuditReport& audit = inputs.audit;
  CheckOutcome outcome{CheckStatus::pass,
                       "dataset/ was written after an audit of " + counted(audit.files_read, "file", "files"),
                       "written, audit without findings of major or worse, every file read",
                       {}};
  const bool serious = std::any_of(
      audit.findings.begin(), audit.findings.end(),
      [](const ReportedFinding& finding) { return status_of(finding.severity) == CheckStatus::fail; });
  if (!audit.ran) {
    outcome = {CheckStatus::fail, "the audit did not run", outcome.threshold, {}};
  } else if (!inputs.published || serious || audit.files_unreadable > 0) {
    outcome.status = CheckStatus::fail;
    outcome.observed = inputs.published ? "written although the audit was not clean"
                                        : "nothing was written; the findings stand in the private folder";
  }
  return outcome;
}

CheckOutcome direct_identifiers_anywhere(const ReadinessInputs& inputs) {
  CheckOutcome outcome = audit_outcome("R3", inputs);
  // Patterns of contacts and numbers are told under R16, and answer this question as well.
  const CheckOutcome patterns = audit_outcome("R16", inputs);
  if (!patterns.evidence.empty()) {
    outcome.status = std::max(outcome.status, CheckStatus::warn);
    outcome.observed += "; contact details or numbers by their form: see R16";
  }
  for (const WordsOfPeople& chosen : inputs.chosen_words) {
    outcome.status = std::max(outcome.status, CheckStatus::warn);
    const std::size_t told = chosen.words.size();
    const std::string part = chosen.more > 0 ? fmt::format(" ({} of {})", told, told + chosen.more) : "";
    outcome.observed += fmt::format("; {}{}, to be read: {}", chosen.where, part, join(chosen.words, ", "));
  }
  if (!inputs.written_texts.empty()) {
    outcome.status = std::max(outcome.status, CheckStatus::warn);
    outcome.observed += "; written by people and kept as it is, where no program finds every name: " +
                        join(inputs.written_texts, ", ");
  }
  return outcome;
}

CheckOutcome identifying_headers(const ReadinessInputs& inputs) { return audit_outcome("R13", inputs); }

CheckOutcome pictures_removed(const ReadinessInputs& inputs) { return audit_outcome("R40", inputs); }

CheckOutcome random_labels(const ReadinessInputs& inputs) {
  const bool ordered = inputs.policy.labels == "permute";
  const bool drawn = inputs.policy.labels == "random" || ordered;
  CheckOutcome outcome{drawn ? CheckStatus::pass : CheckStatus::fail,
                       drawn ? fmt::format("labels: {}, from the operating system's random generator",
                                           ordered ? "numbers in random order" : "random characters")
                             : "the policy of this run does not draw new labels",
                       "labels drawn at random, by no function of the old ones",
                       {}};
  if (inputs.policy.labels == "keyed") {
    outcome.status = CheckStatus::warn;
    outcome.observed =
        "labels: keyed, from a secret and the old labels: whoever has the secret can compute them";
  } else if (drawn && inputs.policy.order_beyond_chance.value_or(false)) {
    outcome.status = CheckStatus::warn;
    outcome.observed = "the order of the new labels tells of an order in the source, more than chance would";
  }
  return joined_with_audit(std::move(outcome), "R42", inputs);
}

CheckOutcome links_to_labels(const ReadinessInputs& inputs) { return audit_outcome("R43", inputs); }

CheckOutcome key_files(const ReadinessInputs& inputs) {
  CheckOutcome outcome = audit_outcome("R44", inputs);
  if (inputs.policy.key_file) {
    outcome.status = std::max(outcome.status, CheckStatus::warn);
    outcome.observed += "; a release key was asked for and written outside dataset/ and report/";
  }
  return outcome;
}

CheckOutcome transformation_matrices(const ReadinessInputs& inputs) { return audit_outcome("R45", inputs); }

}  // namespace shareready::readiness
