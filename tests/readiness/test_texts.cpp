#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "audit/audit_tables.hpp"
#include "audit/file_report.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/html.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/levers.hpp"
#include "readiness/report_files.hpp"
#include "readiness/table_rows.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

// Every sentence on the pages of a release that the Dutch table lacks.
std::set<std::string> unknown_on(ReadinessInputs inputs) {
  static const ReportSources k_sources = load_report_sources().value();
  std::set<std::string> unknown;
  for (const ReportFile& page : render_html(readiness_document(inputs, k_sources.tables))) {
    (void)translate_page(page.content, "nl", k_sources.dutch, &unknown);
  }
  return unknown;
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

ReadinessInputs with_risk(const RiskFacts& risk) {
  ReadinessInputs inputs = test::answered_inputs();
  inputs.release.participants = risk.persons;
  inputs.risk = risk;
  return inputs;
}

// What can be said of how well persons can be told apart, with columns that no table of words knows.
std::vector<ReadinessInputs> every_risk() {
  RiskFacts reached = test::example_inputs().risk;
  reached.identifiers.push_back({"hopkins_cohort", "as it is", 0.03, 24, 0.33});
  reached.identifiers.push_back({"mothers_tongue", "dropped", 1.0, 3, 0.12});
  RiskFacts suppressed = reached;
  suppressed.suppressed = 9;
  suppressed.wildcards = true;
  suppressed.removed = 6;
  suppressed.proven = false;
  suppressed.in_rare_families = 8;
  RiskFacts missed = reached;
  missed.reached = false;
  missed.persons = 14;
  missed.suppressed = 0;
  missed.after = {.uniques = 6, .below_k = 11, .smallest_group = 1, .groups = 8, .average = 0.571};
  missed.whole = {.uniques = 12, .below_k = 14, .smallest_group = 1, .groups = 13, .average = 0.929};
  RiskFacts unique = missed;
  unique.after =
      unique.whole = {.uniques = 14, .below_k = 14, .smallest_group = 1, .groups = 14, .average = 1.0};
  RiskFacts none = missed;
  none.identifiers.clear();
  RiskFacts all_gone = missed, all_gone_reached = reached;
  for (RiskFacts* risk : {&all_gone, &all_gone_reached}) {
    for (ReportedIdentifier& identifier : risk->identifiers) identifier.level = "dropped";
  }
  RiskFacts few = missed;
  few.persons = 3;
  std::vector<ReadinessInputs> inputs;
  for (const RiskFacts& risk : {reached, suppressed, missed, unique, none, all_gone, all_gone_reached, few})
    inputs.push_back(with_risk(risk));
  for (const std::uint64_t alone : {0U, 2U, 9U, 238U}) {
    inputs.push_back(with_risk(reached));
    using enum ContentKind;
    for (const ContentKind kind : {events, files, devices, sidecars})
      inputs.back().contents.push_back({.kind = kind, .alone = alone, .columns = {{"onset", alone}}});
    const RiskFigures joint{.uniques = alone,
                            .below_k = alone,
                            .smallest_group = alone > 0 ? 1U : 6U,
                            .groups = 39 + alone,
                            .average = static_cast<double>(39 + alone) / 240.0};
    inputs.back().risk.joint = {
        .files = joint, .details = joint, .described = joint, .columns = joint, .all = joint};
    inputs.back().columns.push_back({"events", "onset", ColumnDecision::kept, "", ColumnRole::other, true});
    inputs.back().column_ends.push_back({"events", "onset", ColumnValues::numbers, 1 + alone});
  }
  inputs.push_back(with_risk(reached));
  test::add_measures(inputs.back());
  inputs.push_back(inputs.back());  // nobody and few, with the images too
  inputs.back().risk.measures[3].with_files = inputs.back().risk.measures[3].whole;
  inputs.back().risk.measures[6].with_files->uniques = 3;
  inputs.push_back(inputs.back());
  for (MeasureFacts& measure : inputs.back().risk.measures) measure.with_files.reset();
  inputs.push_back(inputs.back());  // fewest, but not none
  for (const std::size_t i : {3U, 6U}) inputs.back().risk.measures[i].whole.uniques = 3;
  inputs.push_back(inputs.back());  // not said whether any leaves fewer
  for (const std::size_t i : {3U, 6U})
    inputs.back().risk.measures[i].whole = inputs.back().risk.measures[0].whole;
  inputs.push_back(inputs.back());
  for (MeasureFacts& measure : inputs.back().risk.measures) measure.whole = inputs.back().risk.whole;
  inputs.push_back(with_risk(missed));
  test::leave_out_diagnosis(inputs.back());
  inputs.back().special_columns.front().with_ages = inputs.back().special_columns.front().kept;
  inputs.back().demographics.age_recipes = test::inputs_with_population().demographics.age_recipes;
  inputs.push_back(inputs.back());
  inputs.back().special_columns.push_back({.name = "own", .standard = false, .counted = false, .kept = {}});
  inputs.back().answers.consent.special_categories.reset();
  inputs.push_back(inputs.back());
  inputs.back().answers.legal_basis.type = "public_interest";
  inputs.back().answers.legal_basis.article9_exemption = "research";
  inputs.back().special_columns.front().kept->details.front().level = "dropped";
  return inputs;
}

// What can be said of wider ages.
std::vector<ReadinessInputs> every_recipe() {
  ReadinessInputs missed = test::inputs_with_population();
  missed.risk.population.reset();
  missed.risk.reached = false;
  missed.risk.trade_offs = {{5, 0.7, 0.08, 0.62, {"age"}, {}},
                            {11, 0.8, 0.05, 0.62, {"sex"}, {"handedness"}, {40}}};
  ReadinessInputs same = missed;
  same.demographics.age_recipes.front().whole = same.risk.whole;
  ReadinessInputs none = missed;
  none.demographics.age_recipes.clear();
  ReadinessInputs sex = none;
  sex.risk.trade_offs.erase(sex.risk.trade_offs.begin());
  ReadinessInputs went = missed;
  went.risk.reached = true;
  AgeRecipeFacts& open = went.demographics.age_recipes.front();
  open.settled = false;
  open.suppressed = 3;
  open.dropped = {"sex"};
  open.returned = {"age", "handedness"};
  ReadinessInputs small = missed;
  small.demographics.age_recipes.front().reached = false;
  small.demographics.age_recipes.front().after.below_k = 9;
  ReadinessInputs finer = missed;
  finer.demographics.smallest_class = 1;
  finer.demographics.age_recipes.push_back(finer.demographics.age_recipes.front());
  finer.demographics.age_recipes.back().limits = {30, 40, 60};
  finer.demographics.age_recipes.back().settled = false;
  finer.answers.dpo = {};
  return {missed, same, none, sex, went, small, finer};
}

}  // namespace

TEST_CASE("every sentence of the report has its Dutch one") {
  std::set<std::string> unknown;
  for (const ReadinessInputs& inputs : every_risk()) unknown.merge(unknown_on(inputs));
  for (const ReadinessInputs& inputs : every_recipe()) unknown.merge(unknown_on(inputs));
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
  report.files = {{"persons-at-risk.txt", "the findings as plain text"}};
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
  for (const char* looked_for : {"[at]", "[dot]"}) said.erase(looked_for);  // spelled addresses, never said
  std::set<std::string> unknown;
  for (const std::string& text : said) (void)dutch.translate(text, &unknown);
  for (const std::string& text : unknown) UNSCOPED_INFO(text);
  CHECK(unknown.empty());
}

TEST_CASE("no English sentence hides in a Dutch one") {
  const ReportSources sources = load_report_sources().value();
  std::vector<ReadinessInputs> examples = every_risk();
  examples.insert(examples.end(), {test::example_inputs(), test::answered_inputs(), ReadinessInputs{},
                                   few_and_guessed(), test::inputs_with_population()});
  const std::vector<ReadinessInputs> recipes = every_recipe();
  examples.insert(examples.end(), recipes.begin(), recipes.end());
  for (ReadinessInputs& inputs : examples) {
    inputs.description.title.clear();  // in the language of its makers
    for (const ReportFile& page : render_html(readiness_document(inputs, sources.tables))) {
      std::string dutch = translate_page(page.content, "nl", sources.dutch);
      dutch = dutch.substr(dutch.find("<body"));
      dutch = dutch.substr(0, dutch.find("<script"));
      for (const char* word : {" the ", " and ", " that ", " without ", " with ", " not ", " this ",
                               " of persons", " are in "}) {
        const std::size_t at = dutch.find(word);
        INFO((at == std::string::npos ? std::string() : dutch.substr(at > 80 ? at - 80 : 0, 160)));
        CHECK(at == std::string::npos);
      }
    }
  }
}

// The reasons of a table, of the program's text and of what both add to them.
std::set<std::string> reasons_of_columns() {
  std::set<std::string> said;
  for (const std::string& line : split(read_share("table_columns.tsv").value(), '\n')) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() > 5 && !line.starts_with("table\t") && !line.starts_with('#')) said.insert(cells[5]);
  }
  const std::regex literal(
      "(?:(?:drop|keep)\\(work, |tell\\(column, (?:true|false), |reason = |evidence = |[?:] |"
      "identifier, |ColumnType::free_text, )(?:fmt::format\\()?\"([^\"]* [^\"]*[a-z])\"");
  for (const char* file : {"tables", "recode", "said_columns", "computed_columns", "shared_codes",
                           "telling_texts", "column_content"}) {
    const std::string code =
        read_text(std::filesystem::path(SHAREREADY_AUDIT_SOURCES) / "../deid" / (file + std::string(".cpp")))
            .value();
    for (std::sregex_iterator found(code.begin(), code.end(), literal), end; found != end; ++found)
      said.insert(replace_all((*found)[1].str(), "{}", "3"));
  }
  said.insert({"free text, which the policy drops", "measurement, numbers alone", "3 by the policy",
               "site: random labels in place of the codes",
               "site: the policy can keep it under random labels",
               "words in it, and not on the list of columns that may stay"});
  std::erase_if(said, [](const std::string& text) { return text.starts_with("category "); });  // of a level
  return said;
}

TEST_CASE("why a column stayed, changed or went has its Dutch words") {
  const Texts dutch = load_dutch_texts().value();
  const std::set<std::string> said = reasons_of_columns();
  CHECK(said.size() > 50);
  std::set<std::string> unknown;
  for (const std::string& reason : said) (void)dutch.translate(reason, &unknown);
  for (const std::string& reason : unknown) UNSCOPED_INFO(reason);
  CHECK(unknown.empty());
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
