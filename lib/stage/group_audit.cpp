#include "stage/group_audit.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>

#include "audit/face_detector.hpp"
#include "base/files.hpp"
#include "base/words.hpp"
#include "bids/bids_name.hpp"
#include "readiness/private_page.hpp"
#include "readiness/rules.hpp"
#include "readiness/texts.hpp"

namespace shareready {
namespace {

std::string title_for(bool blocked, bool foreign) {
  if (!blocked) return "The audit found nothing that must not leave";
  return foreign ? "The audit found what must not leave"
                 : "Nothing was published: the audit found what must not leave";
}

// Of a release that was not stopped: who has to read what here, and whom it is told.
std::vector<std::string> steps_of_release(const PrivateReportFacts& facts, bool any_finding) {
  std::vector<std::string> steps;
  if (any_finding)
    steps.emplace_back(
        "Look through the findings: none of them stops sharing, but a person has to weigh them.");
  if (facts.drawn) steps.emplace_back("Look at every image before and after: renderings/index.html.");
  if (facts.telling_ages)
    steps.emplace_back(
        "Read the first lines of persons-at-risk.txt: released ages that are those of children alone or of "
        "few "
        "persons. Tell the privacy officer which they are; the officer weighs them, and needs no file of "
        "this "
        "folder.");
  if (facts.special_columns)
    steps.emplace_back(
        "Read the last lines of persons-at-risk.txt: columns left out as special categories, and what "
        "keeping "
        "each would give.");
  steps.emplace_back(
      "What is to be done before anything is shared, and by whom, stands in the report: report/index.html in "
      "the output folder.");
  return steps;
}

std::vector<readiness::PrivateFile> files_beside(const PrivateReportFacts& facts) {
  if (facts.foreign) return {};
  std::vector<readiness::PrivateFile> files{
      {"persons-at-risk.txt",
       "released ages that tell something by themselves, who is unique by the source tables, whose details "
       "became n/a, what keeping a column left out would give: by old labels, for the researcher alone"},
      {"options.txt", "the lines of this run with their options, as they were typed"},
      {"policies.txt", "policy files for a release made again, whole, with what each gives"},
      {"label-order.txt", "whether the order of the new labels tells of an order in the source"},
      {"references-removed.txt",
       "references between files that led to nothing, and files left out with them"},
      {"findings.txt", "the findings as plain text"}};
  if (facts.drawn)
    files.push_back({"../renderings/index.html", "every image that is drawn, before and after"});
  if (facts.derivatives)
    files.push_back({"derivatives-left-out.txt", "files of derivatives that stay out, and why"});
  return files;
}

std::vector<std::string> next_steps_for(bool blocked, const PrivateReportFacts& facts, bool any_finding) {
  const bool foreign = facts.foreign;
  if (blocked && !foreign)
    return {"Remove in the source what the findings name, then run both levels again."};
  if (blocked) {
    return {
        "Do not share the dataset as it is.",
        "Go through the findings below from the top: each heading says what to do. Or let shareready make "
        "a cleaned copy, by the levels participant and group.",
        "What you looked at and accept goes into a file for --baseline, with a reason for each; "
        "baseline-form.json beside this page is one to start from.",
        "Run the audit again, until it finds nothing that stops sharing."};
  }
  if (!foreign) return steps_of_release(facts, any_finding);
  if (!any_finding) return {};
  return {"Look through the findings: none of them stops sharing, but a person has to weigh them."};
}

// What a requirement asks, in plain language.
using Questions = std::map<std::string, std::string>;

readiness::PrivateReport page_of(const Findings& findings, const PrivateReportFacts& facts,
                                 const Questions& questions) {
  const bool blocked = blocks_publishing(findings);
  readiness::PrivateReport page{
      .title = title_for(blocked, facts.foreign),
      .created = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(facts.now))),
      .tool_version = facts.version,
      .tree = facts.foreign ? "the dataset given" : "the release, before publishing",
      .blocked = blocked,
      .findings = {},
      .next_steps = next_steps_for(blocked, facts, !findings.empty()),
      .files = files_beside(facts)};
  for (const Finding& finding : findings) {
    const auto question = questions.find(finding.requirement);
    page.findings.push_back({.id = finding.id,
                             .severity = finding.severity,
                             .kind = std::string(to_string(finding.kind)),
                             .path = finding.source_path,
                             .locator = finding.locator,
                             .excerpt = finding.excerpt,
                             .remedy = finding.remedy,
                             .requirement = finding.requirement,
                             .accepted = finding.accepted,
                             .question = question == questions.end() ? std::string() : question->second});
  }
  return page;
}

Result<Questions> load_questions() {
  SR_TRY(const readiness::RuleTables tables, readiness::load_rule_tables());
  Questions questions;
  for (const readiness::Requirement& rule : tables.requirements) questions[rule.id] = rule.question;
  return questions;
}

}  // namespace

AuditNeedles needles_of(const GroupInputs& inputs, const std::set<std::string>& participants,
                        const LabelMap& labels, const TokenSet& tokens) {
  AuditNeedles needles{
      .participants = {participants.begin(), participants.end()}, .sessions = {}, .tokens = {}};
  const std::set<std::string> in_release = labels.new_sessions();
  std::set<std::string> replaced;
  for (const Outcome& outcome : inputs.outcomes) {
    for (const SessionDate& session : outcome.sessions) {
      const bool told = !session.session.empty() && !is_harmless_session(session.session, &tokens);
      if (told && !in_release.contains(session.session)) replaced.insert(session.session);
    }
  }
  needles.sessions.assign(replaced.begin(), replaced.end());
  std::set<std::string> of_participants;  // a name of theirs is no author's, however staff is written
  for (const PersonalToken& token : tokens.tokens()) {
    if (token.kind != TokenKind::staff_name) of_participants.insert(bare_name(token.text));
  }
  for (const PersonalToken& token : tokens.tokens()) {
    if (token.kind == TokenKind::label) continue;  // searched as labels already
    if (token.kind == TokenKind::staff_name && of_participants.contains(bare_name(token.text))) continue;
    needles.tokens.push_back({.text = token.text, .type = std::string(to_string(token.kind))});
  }
  return needles;
}

std::vector<std::string> naming_texts_of(const std::filesystem::path& release,
                                         const readiness::Answers& answers) {
  std::vector<std::string> texts{answers.text};
  for (const std::string_view name : k_files_of_authors) {
    Result<std::string> text = read_text(release / name);
    if (text.ok()) texts.push_back(*std::move(text));  // it is not there, or the audit of the release tells
  }
  return texts;
}

Result<Findings> audit_tree(const AuditedTree& tree, const AuditNeedles& needles, unsigned workers,
                            const Observer& observer) {
  AuditOptions options;
  SR_TRY(options.face_detector, make_face_detector());
  options.tree_kind = tree.kind;
  options.retained_codes = tree.retained_codes;
  options.dicom_documents = tree.dicom_documents;
  options.dicom_captures = tree.dicom_captures;
  options.naming_texts = tree.naming_texts;
  options.threads = workers;
  using Clock = std::chrono::steady_clock;
  std::mutex mutex;
  std::size_t told = 0;
  Clock::time_point when = Clock::now();
  options.progress = [&](std::size_t done, std::size_t total) {
    constexpr std::size_t k_steps = 10;           // lines in a log, not one a file,
    constexpr std::chrono::seconds k_longest{5};  // but no long silence either
    const std::scoped_lock guard(mutex);
    if (done <= told) return;  // several threads count: an earlier number may come later
    const bool due = done == total || done >= told + total / k_steps || Clock::now() - when >= k_longest;
    if (!due) return;
    told = done;
    when = Clock::now();
    observer.advance(done, total, "files audited");
  };
  return audit(tree.root, needles, options);
}

Findings under_source_paths(Findings findings, const std::map<std::string, std::string>& source_of) {
  for (Finding& finding : findings) {
    const auto source = source_of.find(finding.source_path);
    if (source != source_of.end()) {
      finding.source_path = source->second;
    } else if (!place_of(finding.source_path).participant.empty()) {
      finding.source_path = "a file made for the release";
    }
  }
  return findings;
}

Status write_private_report(const PrivateFolder& folder, const Findings& findings,
                            const PrivateReportFacts& facts) {
  SR_TRY(const Questions questions, load_questions());
  const readiness::PrivateReport page = page_of(findings, facts, questions);
  const std::string html = readiness::render_private_html(page);
  SR_TRY(const readiness::Texts dutch, readiness::load_dutch_texts());
  SR_CHECK(write_file(folder.report() / "index.html", html, Mode::secret));
  SR_CHECK(write_file(folder.report() / "index.nl.html", readiness::translate_page(html, "nl", dutch),
                      Mode::secret));
  SR_CHECK(write_file(folder.report() / "findings.txt", readiness::format_private_text(page), Mode::secret));
  return write_file(folder.report() / "findings.json",
                    format_json(to_json(findings, PathsShown::as_they_are)), Mode::secret);
}

}  // namespace shareready
