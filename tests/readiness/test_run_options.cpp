// Every line that the report prints holds the options by which the same release is reached.
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/run_options.hpp"
#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

std::vector<RunOption> many_options() {
  return {
      {.name = "exclude-participant-label", .shown = "LABEL ...", .typed = "s23 s24"},
      {.name = "preset", .shown = "restricted", .typed = "restricted"},
      {.name = "policy", .shown = "policy.json", .typed = "/home/me/mine.json"},
      {.name = "dates", .shown = "drop", .typed = "drop"},
      {.name = "face-mask-dir", .shown = "MASK_DIR", .level = RunLevel::participant},
      {.name = "allow-missing", .level = RunLevel::group},
      {.name = "key-file", .shown = "RELEASE_KEY", .typed = "/safe/key.age", .level = RunLevel::group},
      {.name = "key-recipient", .shown = "AGE_PUBLIC_KEY ...", .typed = "age1x", .level = RunLevel::group}};
}

// The lines of the two levels on every step of the document.
std::vector<std::string> lines_of(const Json& readiness) {
  std::vector<std::string> lines;
  for (const Json& step : readiness.at("next_steps").as_array()) {
    for (const std::string& line : split(step.at("command").as_string(), '\n'))
      if (contains(line, "BIDS_DIR")) lines.push_back(line);
  }
  return lines;
}

std::vector<ReadinessInputs> many_reports() {
  ReadinessInputs open = example_inputs(), answered = answered_inputs(), closed = answered_inputs();
  closed.policy.preset = "registered";
  closed.demographics = {.under_16 = 7, .smallest_class = 6};
  closed.answers.faces = {};
  return {open, answered, closed};
}

std::set<std::string> without_dutch(const Json& readiness) {
  std::set<std::string> unknown;
  (void)translate_page(page_of(readiness), "nl", shipped_sources().dutch, &unknown);
  return unknown;
}

bool has_place(const std::string& line) {
  return contains(line, "{options}") || contains(line, "{policy}") || contains(line, "{exclude}") ||
         contains(line, "{preset}");
}

}  // namespace

TEST_CASE("every line has every option of its level, once, and neither a path nor a label") {
  for (ReadinessInputs inputs : many_reports()) {
    inputs.policy.options = many_options();
    const Json readiness = document(inputs);
    const std::vector<std::string> lines = lines_of(readiness);
    REQUIRE(lines.size() >= 2);
    for (const std::string& line : lines) {
      INFO(line);
      const bool group = contains(line, "OUTPUT_DIR group --preset ");
      CHECK(group != contains(line, "OUTPUT_DIR participant --preset "));
      for (const char* both :
           {" --exclude-participant-label LABEL ...", " --policy policy.json", " --dates drop"})
        CHECK(contains(line, both));
      CHECK(contains(line, " --allow-missing") == group);
      CHECK(contains(line, "RELEASE_KEY --key-recipient AGE_PUBLIC_KEY ...") == group);
      CHECK(contains(line, " --face-mask-dir MASK_DIR") == !group);
      CHECK(line.find("--policy") == line.rfind("--policy"));
      CHECK(line.find("--exclude") == line.rfind("--exclude"));
      CHECK(contains(line, "NEW_RELEASE_KEY") == contains(line, "--replace"));  // no key file is written over
      CHECK_FALSE(has_place(line));
    }
    const std::string all = format_json(readiness) + page_of(readiness);
    for (const char* typed : {"s23", "s24", "mine.json", "/safe", "age1x"}) CHECK_FALSE(contains(all, typed));
    CHECK(
        contains(page_of(readiness), "policy.json stands for the policy file of this release (hash of its"));
    CHECK(contains(page_of(readiness), "whoever is not named again comes back"));
    CHECK(without_dutch(document(inputs)).empty());
  }
}

TEST_CASE("a run without options has none on its lines, but for what a step is about") {
  for (const ReadinessInputs& inputs : many_reports()) {
    const Json readiness = document(inputs);
    for (const std::string& line : lines_of(readiness)) {
      INFO(line);
      CHECK_FALSE(has_place(line));
      CHECK_FALSE(contains(line, "--policy"));
      CHECK_FALSE(contains(line, "..."));
    }
    CHECK_FALSE(contains(page_of(readiness), "private/report/options.txt"));
  }
  ReadinessInputs inputs = example_inputs();
  inputs.images.front().drawn = false;
  std::string lines;
  for (const std::string& line : lines_of(document(inputs))) lines += line + "\n";
  CHECK(contains(lines, "participant --preset restricted --exclude-participant-label LABEL\n"));
  CHECK(contains(lines, "group --preset restricted --exclude-participant-label LABEL --replace"));
}

TEST_CASE("renewed with answers a report keeps the options, and one that never knew them says so") {
  ReadinessInputs inputs = example_inputs();
  inputs.policy.options = many_options();
  Json readiness = document(inputs);
  apply_answers(readiness, answered_inputs().answers, "2026-11-29", shipped_rules());
  for (const std::string& line : lines_of(readiness)) CHECK(contains(line, " --policy policy.json"));

  Json policy = readiness.at("policy");
  policy.erase("options");
  readiness.set("policy", policy);
  apply_answers(readiness, answered_inputs().answers, "2026-11-29", shipped_rules());
  REQUIRE_FALSE(lines_of(readiness).empty());
  for (const std::string& line : lines_of(readiness)) CHECK(contains(line, " OPTIONS_OF_THE_RUN"));
  CHECK(contains(page_of(readiness), "does not know the options that its release was made with"));
}

TEST_CASE("the private lines have the options as they were typed") {
  CHECK(typed_options(many_options(), RunLevel::participant) ==
        " --exclude-participant-label s23 s24 --preset restricted --policy /home/me/mine.json --dates drop "
        "--face-mask-dir MASK_DIR");
  CHECK(contains(typed_options(many_options(), RunLevel::group), "--allow-missing --key-file /safe/key.age"));
}

TEST_CASE("a release that took the place of another says who came and what its policy changed") {
  ReadinessInputs inputs = example_inputs();
  const auto page = [&] {
    const Json readiness = document(inputs);
    CHECK(without_dutch(readiness).empty());
    return page_of(readiness);
  };
  CHECK(document(inputs).at("policy").at("replaced").is_null());
  CHECK_FALSE(contains(page(), "took the place of another"));
  inputs.policy.replaced = ReplacedRelease{.noted = true, .members = {}};
  CHECK(contains(page(), "what was advised, decided or signed on that one does not hold for it."));
  CHECK_FALSE(contains(page(), "Persons who were not in that one"));
  inputs.policy.replaced = ReplacedRelease{.noted = true,
                                           .other_policy = true,
                                           .members = {"age_bands", "columns"},
                                           .added = 2,
                                           .returning = true,
                                           .gone = 9};
  CHECK(contains(page(), "Persons came back who had been left out of that one"));
  CHECK(contains(page(), "Persons who were not in that one: &lt;5."));
  CHECK(contains(page(), "Persons of that one who are not in this one: 9."));
  CHECK(contains(page(), "In its policy these were others: age_bands, columns."));
  inputs.policy.replaced = ReplacedRelease{.noted = false, .other_policy = true, .members = {}};
  CHECK(contains(page(), "Who was in that one is not on record here any more. Its policy was another."));
}
