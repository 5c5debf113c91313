#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/counted.hpp"
#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/html.hpp"
#include "readiness/markup.hpp"
#include "readiness/page.hpp"
#include "readiness/page_style.hpp"
#include "readiness/valid_text.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

Json page_document(const ReadinessInputs& inputs) {
  return readiness_document(inputs, load_rule_tables().value());
}

bool page_contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t occurrences(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

const std::vector<std::string>& hostile_strings() {
  static const std::vector<std::string> k_strings{
      "<script>alert(1)</script>",      "\"><img src=x onerror=alert(1)>",
      "' onmouseover='alert(1)",        "</style><script>alert(1)</script>",
      "--><svg/onload=alert(1)>",       "&lt;b&gt; & &amp;",
      "\xC3\x28 \xFF\xFE \xED\xA0\x80", std::string("nul\0byte", 8),
      "\xE2\x80\xAEright to left",      "javascript:alert(1)"};
  return k_strings;
}

// Every text of the document becomes the hostile one; keys stay.
void poison(Json& value, const std::string& hostile) {
  if (value.is_string()) {
    value = Json(hostile);
  } else if (value.is_array()) {
    for (Json& element : value.array()) poison(element, hostile);
  } else if (value.is_object()) {
    for (auto& [key, member] : value.object()) poison(member, hostile);
  }
}

void poison_inputs(ReadinessInputs& inputs, const std::string& hostile) {
  for (auto& image : inputs.images) image.path = image.participant = image.suffix = hostile;
  for (auto& kind : inputs.file_kinds) kind.kind = kind.what = hostile;
  for (auto& column : inputs.columns) column.name = column.reason = hostile;
  for (auto& entry : inputs.left_out) entry.reason = entry.kind = hostile;
  for (auto& finding : inputs.audit.findings) finding.path = finding.excerpt = hostile;
}

}  // namespace

TEST_CASE("figures for people have three digits and no exponent") {
  CHECK(figure_text(0.94123) == "0.941");
  CHECK(figure_text(2283.4) == "2283");
  CHECK(figure_text(999.7) == "1000");
  CHECK(figure_text(-1234.5) == "-1234");
  CHECK(figure_text(0) == "0");
}

TEST_CASE("hostile text in any field of the document is only ever text on the page") {
  Json readiness = page_document(test::example_inputs());
  const std::string clean = test::page_of(readiness);
  for (const std::string& hostile : hostile_strings()) {
    Json poisoned = readiness;
    poison(poisoned, hostile);
    const std::string page = test::page_of(poisoned);
    CHECK(occurrences(page, "<script") == occurrences(clean, "<script"));
    CHECK(occurrences(page, "<style") == 1);
    CHECK_FALSE(page_contains(page, "<img"));
    CHECK_FALSE(page_contains(page, "<svg/"));
    CHECK_FALSE(page_contains(page, "' onmouseover"));
    CHECK(page == valid_text(page));
  }
}

TEST_CASE("hostile text in the inputs leaves a document that can be read back") {
  for (const std::string& hostile : hostile_strings()) {
    ReadinessInputs inputs = test::example_inputs();
    poison_inputs(inputs, hostile);
    const Json readiness = page_document(inputs);
    const auto again = parse_json(format_json(readiness), "readiness.json");
    REQUIRE(again.ok());
    CHECK(again.value() == readiness);
    CHECK(test::page_of(again.value()) == test::page_of(readiness));
  }
}

TEST_CASE("the page is made of the document alone and is the same every time") {
  const Json readiness = page_document(test::example_inputs());
  const Json read_back = parse_json(format_json(readiness), "readiness.json").value();
  CHECK(test::page_of(read_back) == test::page_of(readiness));
}

TEST_CASE("the page asks nothing of a network") {
  const std::string page = test::page_of(page_document(test::example_inputs()));
  for (const char* part : {"http://", "https://", "src=", "@import", "url("}) {
    INFO(part);
    std::string rest = page;
    const std::size_t names = occurrences(rest, "http://www.w3.org/2000/svg");
    CHECK(occurrences(rest, part) == (std::string_view(part) == "http://" ? names : 0));
  }
  CHECK(page_contains(page, "default-src &#39;none&#39;"));
}

// Who copies the page, or listens to it, gets one word where two elements touch: "risico's" and "10" would be
// "risico's10", and "s10" a label of the source.
TEST_CASE("words of neighbouring elements are parted by a space") {
  const std::string page = test::page_of(page_document(test::example_inputs()));
  for (const std::string_view tag : {"<span", "<strong", "<a "}) {
    for (std::size_t at = page.find(tag); at != std::string::npos; at = page.find(tag, at + 1)) {
      const std::size_t end = page.rfind('>', at);
      if (end + 1 != at || page[page.rfind('<', end) + 1] != '/') continue;
      const std::size_t closing = page.rfind('<', end);
      const bool is_inline =
          page.compare(closing, 7, "</span>") == 0 || page.compare(closing, 4, "</a>") == 0;
      INFO(page.substr(closing > 40 ? closing - 40 : 0, 120));
      CHECK_FALSE(is_inline);
    }
  }
}

TEST_CASE("names that stay private are on no page") {
  const std::string page = test::page_of(page_document(test::example_inputs()));
  for (const char* name : {"KliniekZuidOperator", "huisarts", "bdi_total", "jansen"})
    CHECK_FALSE(page_contains(page, name));
}

TEST_CASE("every requirement, image and residual risk of the document is on the page") {
  const Json readiness = page_document(test::example_inputs());
  const std::string page = test::page_of(readiness);
  for (const Json& check : readiness.at("checks").as_array()) {
    CHECK(page_contains(page, "id=\"" + check.at("id").as_string() + "\""));
    CHECK(page_contains(page, text(check.at("question").as_string()).markup()));
  }
  for (const Json& risk : readiness.at("residual_risks").as_array()) {
    CHECK(page_contains(page, text(risk.at("text").as_string()).markup()));
  }
  for (const ReportedImage& image : test::example_inputs().images) CHECK(page_contains(page, image.path));
}

TEST_CASE("the word anonymous is never said of the dataset") {
  const std::string page = test::page_of(page_document(test::example_inputs()));
  CHECK_FALSE(page_contains(page, "dataset is anonymous"));
  CHECK_FALSE(page_contains(page, "HIPAA"));
}

TEST_CASE("an empty document still gives a page") {
  CHECK(page_contains(test::page_of(page_document(ReadinessInputs{})), "This run wrote nothing to dataset/"));
  CHECK(page_contains(test::page_of(Json()), "<main"));
}

TEST_CASE("text becomes valid UTF-8 and keeps what already is") {
  CHECK(valid_text("gewone tekst, é, 漢, 🧠") == "gewone tekst, é, 漢, 🧠");
  CHECK(valid_text("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // an overlong slash
  CHECK(valid_text("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut short
  CHECK(valid_text("a\x1B[31mb") == "a [31mb");
}

TEST_CASE("sizes and counts are written for people") {
  CHECK(human_bytes(999) == "999 bytes");
  CHECK(human_bytes(1'000) == "1.0 kB");
  CHECK(human_bytes(278'529'000) == "278.5 MB");
  CHECK(counted(1, "image", "images") == "1 image");
  CHECK(counted(0, "image", "images") == "0 images");
}

TEST_CASE("the private page names source files, what to do, and that it is private") {
  const std::string page = render_private_html(test::example_private_report());
  const std::string plain = format_private_text(test::example_private_report());
  for (const std::string* edition : {&page, &plain}) {
    CHECK(page_contains(*edition, "sub-jansen01/anat/sub-jansen01_T1w.json"));
    CHECK(page_contains(*edition, "drop this key in the source"));
    CHECK(page_contains(*edition, "The audit found 2 things"));
  }
  CHECK(page_contains(page, "This page is private"));
  CHECK(page_contains(plain, "PRIVATE"));
  CHECK(plain.find("blocker") < plain.find("critical"));
  CHECK(plain.find("critical") < plain.find("minor"));
}

TEST_CASE("hostile text in a private finding is escaped too") {
  PrivateReport report = test::example_private_report();
  report.findings.front().path = report.title = "<script>alert(1)</script>";
  CHECK_FALSE(page_contains(render_private_html(report), "<script>alert"));
}

TEST_CASE("findings that ask for the same thing stand under one heading, the gravest first") {
  PrivateReport report;
  const PrivateFinding face{
      "F1", Severity::critical, "undefaced-image", "sub-a/anat/sub-a_T1w.nii.gz", "image", "", "deface it",
      "R34"};
  PrivateFinding other = face;
  other.path = "sub-b/anat/sub-b_T1w.nii.gz";
  PrivateFinding label = face;
  label.severity = Severity::blocker;
  label.kind = "original-label";
  report.findings = {face, other, label};
  const std::string page = render_private_html(report);
  CHECK(page_contains(page, "Undefaced image (2)"));
  CHECK(page_contains(page, "sub-b/anat/sub-b_T1w.nii.gz"));
  CHECK(page.find("Original label (1)") < page.find("Undefaced image (2)"));
  CHECK(occurrences(format_private_text(report), "deface it") == 2);
}

TEST_CASE("a check that did not pass is named beside the verdict") {
  ReadinessInputs inputs = test::example_inputs();
  inputs.policy.preset = "open";
  inputs.demographics.under_16 = 7;
  const Json readiness = page_document(inputs);
  const std::string failed = readiness.at("verdict").at("checks").at("FAIL").as_string();
  const std::string page = test::page_of(readiness);
  const std::size_t question = page.find("Are data of children kept from the public?");
  CHECK(question < page.find("id=\"kinds\""));
  CHECK(page_contains(page, failed + " rules for sharing are not met:"));
}

TEST_CASE("no tick stands beside a negative") {
  Json readiness = page_document(test::answered_inputs());
  for (const char* state : {"cleared", "ready_for_review", "needs_answers", "attention", "not_published"}) {
    INFO(state);
    Json verdict = readiness.at("verdict");
    verdict.set("state", state);
    readiness.set("verdict", verdict);
    const std::string page = test::page_of(readiness);
    constexpr std::string_view k_tick = "\xE2\x9C\x93</span> ";
    for (std::size_t at = page.find(k_tick); at != std::string::npos; at = page.find(k_tick, at + 1)) {
      const std::string words =
          page.substr(at + k_tick.size(), page.find('<', at + k_tick.size()) - at - k_tick.size());
      INFO(words);
      CHECK_FALSE((words.starts_with("Not ") || words.starts_with("No:")));
    }
  }
}

TEST_CASE("small counts are told in one way, and k never without its number") {
  ReadinessInputs inputs = test::answered_inputs();
  for (const int k : {3, 7}) {
    inputs.policy.k = static_cast<std::uint64_t>(k);
    const std::string page = test::page_of(page_document(inputs));
    const std::string fewest = std::to_string(std::max(k, 5));
    CHECK(page_contains(page, "counts of persons below " + fewest + " are shown as &lt;" + fewest));
    CHECK(page_contains(page, "Persons in groups smaller than k = " + std::to_string(k)));
    CHECK(page_contains(page, "<dt>k = " + std::to_string(k) + "</dt>"));
    CHECK_FALSE(page_contains(page, "groups of k persons"));
    CHECK_FALSE(page_contains(page, "a smaller k."));
  }
}
