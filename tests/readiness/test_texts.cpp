#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "audit/audit_tables.hpp"
#include "audit/file_report.hpp"
#include "base/files.hpp"
#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/html.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/report_files.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

Texts small_table() {
  return Texts::parse(
             "English\tNederlands\n"
             "Open questions\tOpen vragen\n"
             "not said\tniet gezegd\n"
             "{n} of {n} checks\t{} van {} controles\n"
             "{} holds {}\t{2} staat in {1}\n"
             "closed: {}\tdicht: {}\n"
             "This is so.\tHet is zo.\n")
      .value();
}

// Every sentence on the pages of a release that the Dutch table lacks.
std::set<std::string> unknown_on(ReadinessInputs inputs) {
  inputs.questions.clear();  // the example's own
  static const ReportSources k_sources = load_report_sources().value();
  std::set<std::string> unknown;
  for (const ReportFile& page : render_html(readiness_document(inputs, k_sources.tables))) {
    (void)translate_page(page.content, "nl", k_sources.dutch, &unknown);
  }
  return unknown;
}

}  // namespace

TEST_CASE("a text is translated whole, by its changing parts, and by its sentences") {
  const Texts texts = small_table();
  CHECK(texts.translate("Open questions") == "Open vragen");
  CHECK(texts.translate("3 of 94 checks") == "3 van 94 controles");
  CHECK(texts.translate("many of all checks") == "many of all checks");
  CHECK(texts.translate("closed: not said") == "dicht: niet gezegd");
  CHECK(texts.translate("Not said") == "Niet gezegd");
  CHECK(texts.translate("not said; closed: not said") == "niet gezegd; dicht: niet gezegd");
  CHECK(texts.translate("This is so. This is so.") == "Het is zo. Het is zo.");
  CHECK(texts.translate("A1 holds B2") == "B2 staat in A1");
  CHECK(texts.translate(" Open questions ") == " Open vragen ");
  CHECK(texts.translate("0.5 of 94 checks") == "0,5 van 94 controles");
  CHECK(texts.translate("-97.0 %") == "-97,0 %");
  for (const char* same : {"0.1.0", "2026-11-27", ".5", "5."}) {
    CHECK(texts.translate(same) == same);
  }
}

TEST_CASE("both readings of the way wanted are Dutch where each has several open matters") {
  const Texts dutch = load_dutch_texts().value();
  CHECK(dutch.translate(
            "Prepared for: restricted access. Strict reading: undecided, 5 matters are open. Liberal "
            "reading: undecided, 4 matters are open.") ==
        "Gemaakt voor: beperkte toegang. Strenge lezing: onbeslist, 5 punten staan open. Ruime lezing: "
        "onbeslist, 4 punten staan open.");
}

TEST_CASE("what the table does not know stays as it is and is told") {
  std::set<std::string> unknown;
  CHECK(small_table().translate("Something else", &unknown) == "Something else");
  CHECK(unknown == std::set<std::string>{"Something else"});
  unknown.clear();
  CHECK(small_table().translate("sub-q7m2xk4d", &unknown) == "sub-q7m2xk4d");
  CHECK(unknown.empty());
}

TEST_CASE("a row whose sides have other parts is refused") {
  CHECK_FALSE(Texts::parse("a\tb\n{} of {}\t{} van\n").ok());
  CHECK_FALSE(Texts::parse("a\tb\nempty\t\n").ok());
}

TEST_CASE("markup, code and paths of a page stay, texts and what is read out change") {
  const std::string page = translate_page(
      "<html lang=\"en\"><a href=\"index.nl.html\" hreflang=\"nl\">x</a><code>Open questions</code>"
      "<a href=\"participants-1.html\" aria-label=\"Open questions\">Open questions</a>"
      "<a href=\"drafts/x.en.md\">y</a></html>",
      "nl", small_table());
  CHECK(page ==
        "<html lang=\"nl\"><a href=\"index.html\" hreflang=\"en\">x</a><code>Open questions</code>"
        "<a href=\"participants-1.nl.html\" aria-label=\"Open vragen\">Open vragen</a>"
        "<a href=\"drafts/x.nl.md\">y</a></html>");
}

// Few persons, columns that suggest patients, a way that is closed, and everything that can be kept by
// choice.
ReadinessInputs few_and_guessed() {
  ReadinessInputs inputs = test::example_inputs();
  inputs.policy.preset = "registered";
  inputs.policy.kept = {.columns = {"sex", "huisarts"},
                        .texts = {"age"},
                        .types = {"age"},
                        .files = {"stimuli/"},
                        .dicom = {"retain_uids"}};
  inputs.risk.persons = 4;
  inputs.columns.push_back(
      {"phenotype", "mmse", ColumnDecision::dropped, "", ColumnRole::clinical_score, true});
  inputs.columns.push_back({"events", "response_time", ColumnDecision::kept, "", ColumnRole::other, true});
  return inputs;
}

TEST_CASE("every sentence of the report has its Dutch one") {
  std::set<std::string> unknown;
  ReadinessInputs children = test::answered_inputs();
  children.demographics.under_16 = 7;
  ReadinessInputs adults = test::many_participants(60);
  ReadinessInputs blocked = test::example_inputs();
  blocked.published = false;
  blocked.audit.files_unreadable = 1;
  blocked.audit.findings.front().severity = Severity::blocker;
  for (const ReadinessInputs& inputs : {test::example_inputs(), test::answered_inputs(), ReadinessInputs{},
                                        children, adults, blocked, few_and_guessed()}) {
    unknown.merge(unknown_on(inputs));
  }
  for (const std::string& sentence : unknown) UNSCOPED_INFO(sentence);
  CHECK(unknown.empty());
}

TEST_CASE("every sentence of the private pages has its Dutch one") {
  const ReportSources sources = load_report_sources().value();
  std::set<std::string> unknown;
  (void)translate_page(render_review_html(test::example_review(), sources.tables.figures), "nl",
                       sources.dutch, &unknown);
  PrivateReport report = test::example_private_report();
  report.title = "Nothing was published: the audit found what must not leave";
  report.next_steps = {"Remove in the source what the findings name, then run both levels again."};
  for (PrivateFinding& finding : report.findings) {
    finding.kind = finding.locator = finding.excerpt = "";
    finding.remedy = "Cap ages at 89.";
    finding.question = "Are there no key files?";
  }
  (void)translate_page(render_private_html(report), "nl", sources.dutch, &unknown);
  for (const std::string& sentence : unknown) UNSCOPED_INFO(sentence);
  CHECK(unknown.empty());
}

TEST_CASE("what the audit advises has its Dutch sentence") {
  const Texts dutch = load_dutch_texts().value();
  const AuditTables tables = load_audit_tables().value();
  std::set<std::string> unknown;
  for (const NameRule& rule : tables.names) (void)dutch.translate(rule.remedy, &unknown);
  for (int kind = 0; kind <= static_cast<int>(FindingKind::unreadable); ++kind) {
    (void)dutch.translate(remedy_for(static_cast<FindingKind>(kind)), &unknown);
    (void)dutch.translate(finding_words(std::string(to_string(static_cast<FindingKind>(kind)))), &unknown);
  }
  for (const std::string& sentence : unknown) UNSCOPED_INFO(sentence);
  CHECK(unknown.empty());
}

TEST_CASE("what the audit says of a place and an excerpt has its Dutch words") {
  const Texts dutch = load_dutch_texts().value();
  std::set<std::string> said{"after the image data > archive member 3 > line 2",
                             "base64 at line 3, column 4 > byte 17",
                             "header extension with code 6",
                             "gzip header field FNAME",
                             "value 3 of the JSON text",
                             "PatientName: [name]",
                             "not judged: its slices are no stack",
                             "like *.bak"};
  const std::regex literal(
      "(?:\\.excerpt = |add_unreadable\\([^;\"]*(?:\"[^\"]*\", ))\"([^\"]*[^\" ])\"|\"(\\[[a-zA-Z -]+\\])\"");
  for (const auto& entry : std::filesystem::directory_iterator(SHAREREADY_AUDIT_SOURCES)) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string code = read_text(entry.path()).value();
    for (std::sregex_iterator found(code.begin(), code.end(), literal), end; found != end; ++found) {
      said.insert((*found)[1].matched ? (*found)[1].str() : (*found)[2].str());
    }
  }
  CHECK(said.size() > 60);
  std::set<std::string> unknown;
  for (const std::string& text : said) (void)dutch.translate(text, &unknown);
  for (const std::string& text : unknown) UNSCOPED_INFO(text);
  CHECK(unknown.empty());
}

TEST_CASE("no English sentence hides in a Dutch one") {
  const ReportSources sources = load_report_sources().value();
  for (ReadinessInputs inputs :
       {test::example_inputs(), test::answered_inputs(), ReadinessInputs{}, few_and_guessed()}) {
    inputs.questions.clear();
    inputs.description.title.clear();  // in the language of its makers
    for (const ReportFile& page : render_html(readiness_document(inputs, sources.tables))) {
      std::string dutch = translate_page(page.content, "nl", sources.dutch);
      dutch = dutch.substr(dutch.find("<body"));
      dutch = dutch.substr(0, dutch.find("<script"));
      for (const char* word : {" the ", " and ", " that ", " without ", " with ", " not ", " this "}) {
        const std::size_t at = dutch.find(word);
        INFO((at == std::string::npos ? std::string() : dutch.substr(at > 80 ? at - 80 : 0, 160)));
        CHECK(at == std::string::npos);
      }
    }
  }
}

TEST_CASE("every text of the tables has its Dutch one") {
  const ReportSources sources = load_report_sources().value();
  std::set<std::string> unknown;
  const auto want = [&](const std::string& text) {
    if (!text.empty()) (void)sources.dutch.translate(text, &unknown);
  };
  for (const Requirement& rule : sources.tables.requirements) {
    for (const std::string& text : {rule.question, rule.rule, rule.method, rule.remedy}) want(text);
  }
  for (const auto* list :
       {&sources.tables.residual_risks, &sources.tables.next_steps, &sources.tables.tensions}) {
    for (const Advice& advice : *list) want(advice.title), want(advice.text);
  }
  for (const Repository& entry : sources.tables.repositories) {
    for (const std::string& text : {entry.purpose, entry.location, entry.access, entry.storage_limit,
                                    entry.cost, entry.note, entry.confidence})
      want(text);
  }
  for (const RepositoryStep& step : sources.tables.deposit.steps) want(step.text);
  for (const FormField& field : sources.tables.deposit.fields) want(field.meaning);
  for (const Alternative& entry : sources.tables.deposit.alternatives) {
    for (const std::string& text : {entry.what, entry.needs, entry.hand_over, entry.next_step}) want(text);
  }
  for (const FigureWords& words : sources.tables.figures) want(words.words);
  for (const std::string& text : unknown) UNSCOPED_INFO(text);
  CHECK(unknown.empty());
}
