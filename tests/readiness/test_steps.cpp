// What is still to be done: each step goes to whoever has to act, and none asks for what is there.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/report_files.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

const ReportSources& sources() {
  static const ReportSources loaded = load_report_sources().value();
  return loaded;
}

ReadinessInputs inputs_with(const Json& given) {
  ReadinessInputs inputs = plain_inputs();
  inputs.policy.preset = "restricted";
  inputs.answers = answers_of(given);
  return inputs;
}

ReadinessInputs inputs_with(std::string_view path, const Json& value) {
  return inputs_with(with_answer(with_answer(plain_answers(), path, value), "interpretation", "strict"));
}

std::vector<std::string> titles(const ReadinessInputs& inputs) {
  std::vector<std::string> all;
  const Json document = readiness_document(inputs, rule_tables());
  for (const Json& step : document.at("next_steps").as_array()) all.push_back(step.at("title").as_string());
  return all;
}

bool has_title(const std::vector<std::string>& all, std::string_view title) {
  return std::find(all.begin(), all.end(), title) != all.end();
}

std::string file_of(const std::vector<ReportFile>& files, std::string_view path) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const ReportFile& file) { return file.path == path; });
  return found == files.end() ? std::string() : found->content;
}

// The report on a text approved, and what it says of that text.
struct Approved {
  Json document;
  std::string page, dutch;
  [[nodiscard]] std::string state() const {
    return document.at("sign_off").at("agreement").at("state").as_string();
  }
};

Approved approved_with(const Json& given) {
  const ReadinessInputs inputs = inputs_with(given);
  const auto files = report_files(readiness_document(inputs, rule_tables()), inputs.answers, sources());
  return {parse_json(file_of(files, "readiness.json"), "readiness.json").value(),
          file_of(files, "index.html"), file_of(files, "index.nl.html")};
}

constexpr std::string_view k_draft = "drafts/data_use_agreement.en.md";

}  // namespace

TEST_CASE("the researcher is asked to complete the answers only where one of the researcher's is needed") {
  CHECK(has_title(titles(inputs_with("consent.purpose", Json())), "Complete the answers"));
  CHECK(titles(inputs_with("consent.purpose", Json())).front() == "Complete the answers");
  for (const auto& [path, title] : {std::pair{"dpo.opinion", "Advise on the last release, by its hash"},
                                    std::pair{"controller.decision", "Decide, and put it on record"},
                                    std::pair{"dua.legal_review", "Prepare the agreements"},
                                    std::pair{"institution.allows", "Answer for the institution"},
                                    std::pair{"faces.date", "Look at every image before and after"}}) {
    INFO(path);
    const auto all = titles(inputs_with(path, Json()));
    CHECK_FALSE(has_title(all, "Complete the answers"));
    CHECK_FALSE(has_title(all, "Answer what can wait"));
    CHECK(has_title(all, title));
  }
  CHECK_FALSE(has_title(titles(inputs_with("dpo.opinion", Json())), "Answer for the institution"));
  CHECK(has_title(titles(inputs_with("forward_model", Json())), "Answer what can wait"));
  CHECK_FALSE(has_title(titles(inputs_with("forward_model", Json())), "Complete the answers"));
}

TEST_CASE("what to do with an image withheld is no answer of the file, and has a step of its own") {
  const ReadinessInputs inputs = inputs_with("jurisdiction", "nl");
  CHECK_FALSE(has_title(titles(inputs), "Complete the answers"));
  CHECK(has_title(titles(inputs), "Decide on what was withheld"));
}

TEST_CASE("R12 names the person who is to speak next") {
  const auto owner = [](std::string_view path, const Json& value) {
    const Json document = readiness_document(inputs_with(path, value), rule_tables());
    return check_of(document, "R12").at("owner").as_string();
  };
  CHECK(owner("dpia.status", Json()) == "controller");
  CHECK(owner("dpo.opinion", Json()) == "privacy_officer");
  CHECK(owner("controller.decision", Json()) == "controller");
}

TEST_CASE("a repository that was chosen is no open answer: what it leaves open is to be asked there") {
  const Json document =
      readiness_document(inputs_with("repository", "Radboud Data Repository (Donders)"), rule_tables());
  CHECK(check_of(document, "R78").at("status").as_string() == "WARN");
  CHECK(check_of(document, "R78").at("observed").as_string().starts_with("chosen; to be asked there: "));
  for (const Json& question : document.at("questions").as_array())
    CHECK(question.at("requirement").as_string() != "R78");
  const Json unsaid = readiness_document(inputs_with("institution.affiliation", Json()), rule_tables());
  CHECK(check_of(unsaid, "R78").at("status").as_string() == "NEEDS-ANSWER");  // that is yours to say
}

TEST_CASE("a text approved is compared by its hash with the draft that the report ships") {
  const Json named = plain_answers();
  const Approved by_name = approved_with(named);
  CHECK(by_name.state() == "name_alone");
  CHECK(by_name.page.find("Name the text that was approved by its sha256") != std::string::npos);
  CHECK(by_name.dutch.find("Noem de goedgekeurde tekst") != std::string::npos);

  const std::string hash = [&] {
    for (const Json& draft : by_name.document.at("drafts").as_array()) {
      if (draft.at("file").as_string() == k_draft) return draft.at("sha256").as_string();
    }
    return std::string();
  }();
  REQUIRE(hash.size() == 64);
  const Approved shipped = approved_with(with_answer(named, "dua.reviewed_text", "SHA256 " + hash));
  CHECK(shipped.state() == "shipped");
  CHECK(shipped.document.at("sign_off").at("agreement").at("file").as_string() == k_draft);
  CHECK(check_of(shipped.document, "R60")
            .at("observed")
            .as_string()
            .ends_with("by its hash it is the draft that stands here: " + std::string(k_draft)));
  for (const char* asks : {"Review the draft", "Name the text that was approved", "Compare the text"})
    CHECK(shipped.page.find(asks) == std::string::npos);

  // the draft changed after the approval
  const Json moved =
      with_answer(with_answer(named, "dua.reviewed_text", hash), "consent.purpose", "health_research");
  const Approved other = approved_with(moved);
  CHECK(other.state() == "other_text");
  CHECK(other.page.find("Compare the text that was approved with the draft") != std::string::npos);
  CHECK(check_of(other.document, "R60")
            .at("observed")
            .as_string()
            .ends_with("the text to be signed is the one approved"));

  const Approved open = approved_with(with_answer(named, "dua.legal_review", "in_review"));
  CHECK(open.state() == "not_approved");
  CHECK(open.page.find("Review the draft, filled in from release and answers") != std::string::npos);
}

TEST_CASE("the draft of an agreement is the same on another day, as its approval is by its hash") {
  ReadinessInputs inputs = inputs_with("jurisdiction", "nl");
  const auto draft = [&](const char* day) {
    inputs.created = day;
    const auto files = report_files(readiness_document(inputs, rule_tables()), inputs.answers, sources());
    return file_of(files, k_draft);
  };
  CHECK_FALSE(draft("2026-11-23").empty());
  CHECK(draft("2026-11-23") == draft("2026-11-24"));
}

TEST_CASE("an approved text is not asked for again, and a made assessment is not to be completed") {
  const Json legal = with_answer(plain_answers(), "dua.signatory.name", Json());
  const auto text = [](const Json& given) {
    const Json document = readiness_document(inputs_with(given), rule_tables());
    for (const Json& step : document.at("next_steps").as_array()) {
      if (step.at("title").as_string() == "Prepare the agreements") return step.at("text").as_string();
    }
    return std::string();
  };
  CHECK(text(legal).starts_with("The text of the data use agreement was approved, as declared."));
  CHECK(
      text(with_answer(legal, "dua.legal_review", "in_review")).starts_with("Review the data use agreement"));
  constexpr std::string_view k_complete = "Complete the draft, filled in from release and answers";
  CHECK(approved_with(plain_answers()).page.find(k_complete) == std::string::npos);
  CHECK(approved_with(with_answer(plain_answers(), "dpia.status", "in_progress")).page.find(k_complete) !=
        std::string::npos);
  constexpr std::string_view k_checklist = "Fill in the checklist, with the consent form at hand";
  CHECK(approved_with(plain_answers()).page.find(k_checklist) == std::string::npos);
  CHECK(approved_with(with_answer(plain_answers(), "consent.purpose", Json())).page.find(k_checklist) !=
        std::string::npos);
}

TEST_CASE("the step of looking counts what is drawn, and its lines are for leaving somebody out alone") {
  ReadinessInputs inputs = inputs_with("faces.date", Json());
  const auto look = [&] {
    const Json document = readiness_document(inputs, rule_tables());
    for (const Json& step : document.at("next_steps").as_array()) {
      if (step.at("title").as_string() == "Look at every image before and after") return step;
    }
    return Json();
  };
  REQUIRE(inputs.images.size() == 6);
  CHECK(contains(
      look().at("text").as_string(),
      "index.html: 4 of 6 images stand there before and after, with their figures; open the other 2 in "
      "dataset/ with a viewer. "));
  CHECK(contains(look().at("text").as_string(), "Where all is well nothing has to be run"));
  CHECK(look().at("text").as_string().ends_with(" Only if somebody is left out:"));
  CHECK_FALSE(look().at("command").as_string().empty());
  for (ReportedImage& image : inputs.images) image.drawn = true;
  CHECK(contains(look().at("text").as_string(), "index.html: every image stands there before and after"));
  inputs.images.back().drawn = false;
  CHECK(contains(look().at("text").as_string(), "5 of 6 images stand there before and after"));
  CHECK(contains(look().at("text").as_string(), "open the other one in dataset/"));
  for (ReportedImage& image : inputs.images) image.drawn = false;
  CHECK(
      contains(look().at("text").as_string(), "index.html: no image is drawn there; open each in dataset/"));
  // the way is closed, and the lines stand elsewhere
  inputs = answered_inputs();
  inputs.policy.preset = "registered";
  inputs.demographics = {.under_16 = 7, .smallest_class = 6};
  inputs.answers.faces = {};
  CHECK(look().at("command").as_string().empty());
  CHECK_FALSE(contains(look().at("text").as_string(), "Only if somebody is left out:"));
}

TEST_CASE("an open impact assessment stands right behind the look, on the first screen") {
  const auto all = titles(
      inputs_with(with_answer(with_answer(plain_answers(), "dpia.status", Json()), "faces.date", Json())));
  const auto look = std::find(all.begin(), all.end(), "Look at every image before and after");
  REQUIRE(all.end() - look > 1);
  CHECK(*(look + 1) == "Assess the impact");
  CHECK(look + 1 - all.begin() < 3);
}

TEST_CASE("a population of adults beside children in the tables needs an answer before anything is cleared") {
  const auto population = [](const char* words, std::uint64_t under_16) {
    ReadinessInputs inputs = inputs_with("population.description", words);
    inputs.demographics.under_16 = under_16;
    return check_of(readiness_document(inputs, rule_tables()), "R11");
  };
  for (const char* words : {"Adults of the region", "volwassenen uit de regio"}) {
    INFO(words);
    CHECK(population(words, 7).at("status").as_string() == "NEEDS-ANSWER");
    CHECK(contains(
        population(words, 7).at("observed").as_string(),
        "; the description speaks of adults, the tables hold children under 16: correct one of them"));
    CHECK(population(words, 0).at("status").as_string() == "PASS");
  }
  CHECK(population("adults and children of the region", 7).at("status").as_string() == "PASS");
  CHECK(population("volunteers", 7).at("status").as_string() == "PASS");
}

TEST_CASE(
    "a population described as adults beside children in the tables has a step of its own, and no other "
    "has") {
  constexpr const char* k_title = "Bring the description of the population in line with the tables";
  const auto told = [&](const char* words, std::uint64_t under_16) {
    ReadinessInputs inputs = inputs_with("population.description", words);
    inputs.demographics.under_16 = under_16;
    return has_title(titles(inputs), k_title);
  };
  CHECK(told("adults of the region", 7));
  CHECK_FALSE(told("adults of the region", 0));
  // It is the step of that question: no other asks for the answers of the file.
  ReadinessInputs inputs = inputs_with("population.description", "adults of the region");
  inputs.demographics.under_16 = 7;
  CHECK_FALSE(has_title(titles(inputs), "Complete the answers"));
  CHECK_FALSE(told("adults and children of the region", 7));
}

TEST_CASE("the open question of looking counts what is drawn, as its step does") {
  const ReadinessInputs inputs = inputs_with("faces.date", Json());
  const Json document = readiness_document(inputs, rule_tables());
  std::string next;
  for (const Json& question : document.at("questions").as_array()) {
    if (question.at("requirement").as_string() == "R14") next = question.at("next_step").as_string();
  }
  CHECK(next ==
        "Open private/renderings/index.html: 4 of 6 images stand there before and after, with their figures; "
        "open the other 2 in dataset/ with a viewer. Exclude what still shows a face. In the answers file: "
        "faces");
}

TEST_CASE("the safeguards of the assessment's draft are those that the release has") {
  const ReadinessInputs inputs = inputs_with("jurisdiction", "nl");
  const auto files = report_files(readiness_document(inputs, rule_tables()), inputs.answers, sources());
  const std::string english = file_of(files, "drafts/impact_assessment.en.md");
  CHECK(contains(english, "(Art. 89(1)): measures that passed, in section 6: R"));
  CHECK(contains(english, "; access: restricted access; measures of the organisation"));
  CHECK(contains(file_of(files, "drafts/impact_assessment.nl.md"),
                 "(art. 89 lid 1): geslaagde maatregelen, in paragraaf 6: R"));
  const std::size_t begin = english.find("in section 6: "), end = english.find("; access:");
  const std::string named = english.substr(begin, end - begin) + ",";
  const std::string listed =
      english.substr(english.find("## 6."), english.find("## 7.") - english.find("## 6."));
  for (int number = 33; number <= 45; ++number) {
    const std::string id = "R" + std::to_string(number);
    INFO(id);
    CHECK(contains(named, " " + id + ",") == contains(listed, "- " + id + " "));
  }
}

TEST_CASE("the place of the study key goes round in no edition") {
  const ReadinessInputs inputs = inputs_with("key.location", "safe four");
  const auto files = report_files(readiness_document(inputs, rule_tables()), inputs.answers, sources());
  for (const ReportFile& file : files) {
    INFO(file.path);
    CHECK_FALSE(contains(file.content, "safe four"));
  }
  CHECK(contains(file_of(files, "drafts/impact_assessment.en.md"), "place on record"));
  CHECK(contains(file_of(files, "drafts/impact_assessment.nl.md"), "plaats vastgelegd"));
  CHECK(contains(file_of(files, "index.nl.html"), "; toestemmingsformulier: "));
}

TEST_CASE("patients are said to be there by yes, as children are") {
  const auto draft = [](const char* path, const char* clinical) {
    const ReadinessInputs inputs = inputs_with("clinical", clinical);
    return file_of(report_files(readiness_document(inputs, rule_tables()), inputs.answers, sources()), path);
  };
  CHECK(contains(draft("drafts/impact_assessment.en.md", "patients"), "Patients: yes."));
  CHECK(contains(draft("drafts/impact_assessment.nl.md", "patients"), "Patiënten: ja."));
  CHECK(contains(draft("drafts/impact_assessment.en.md", "unusual_abnormalities"),
                 "Patients: yes, unusual abnormalities."));
  CHECK(contains(draft("drafts/impact_assessment.en.md", "none"), "Patients: none."));
}

TEST_CASE(
    "images without a measure of the face, dates without any and details that come back are told as such") {
  ReadinessInputs inputs = inputs_with("jurisdiction", "nl");
  inputs.policy.dates = "shift";
  inputs.policy.moved_dates = false;
  inputs.risk.trade_offs = {{5, 0.6, 0.143, 0.429, {}, {}}, {10, 0.3, 0.4, 0.8, {"sex"}, {"handedness"}}};
  const auto page = [&] {
    return file_of(report_files(readiness_document(inputs, rule_tables()), inputs.answers, sources()),
                   "index.html");
  };
  CHECK(contains(page(), "Not measured: a kind with little detail of the face"));
  CHECK_FALSE(contains(page(), "Shows no face"));
  CHECK(contains(page(), "shift: none was left to shift"));
  CHECK(contains(page(), "Would come back"));
  CHECK(contains(page(), ">handedness<"));
  CHECK(contains(page(), "and no face in anatomical images; in others it does not look for faces."));
  CHECK(contains(page(), "which holds no names of participants and no old labels"));
  inputs.policy.moved_dates = true;
  CHECK_FALSE(contains(page(), "none was left to shift"));
}
