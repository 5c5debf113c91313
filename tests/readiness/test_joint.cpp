// What is told of persons who are alone by several sorts of knowledge together.
#include <catch2/catch.hpp>
#include <string>

#include "readiness/contents.hpp"
#include "readiness/document_cases.hpp"
#include "readiness/leaving_files.hpp"
#include "readiness/levers.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

ReadinessInputs joint_inputs() {
  ReadinessInputs inputs = inputs_with_population();
  inputs.demographics.age_recipes.front().limits = {40};
  inputs.answers.dpo = {};
  add_measures(inputs);
  inputs.contents.insert(inputs.contents.begin(),
                         {.kind = ContentKind::files, .alone = inputs.risk.joint->files.uniques});
  return inputs;
}

std::string draft(const ReadinessInputs& inputs, const char* path) {
  for (const ReportFile& file :
       draft_files(document(inputs), inputs.answers, shipped_sources().drafts, shipped_sources().dutch)) {
    if (file.path == path) return file.content;
  }
  return {};
}

}  // namespace

TEST_CASE("who is alone by tables and images together is told wherever the tables alone are") {
  const ReadinessInputs inputs = joint_inputs();
  const Json readiness = document(inputs);
  CHECK(contains(
      readiness.at("verdict").at("alone").as_string(),
      "At least 160 of 240 persons are alone for whoever knows these columns and which images, tables and "
      "recordings each has. At least 30 of 240 persons are alone for whoever knows the details that k "
      "persons share, and which images, tables and recordings each has. At least 5 of 240 persons are alone "
      "by which images, tables and recordings they have. At least 60 of 240 persons are alone by all that "
      "their "
      "sidecars say. At least 236 of 240 persons are alone for whoever "
      "knows all of this together."));
  const std::string whole_page = test::page_of(readiness);
  const std::string box = whole_page.substr(0, whole_page.find("id=\"steps\""));
  // the first box has two of them in sight, the others folded between
  const std::size_t fold = box.find("<summary>By what else, one by one</summary>");
  CHECK(fold != std::string::npos);
  CHECK(fold < box.find("<li>At least 30 of 240 persons are alone"));
  CHECK(box.find("</details>", fold) < box.find("<p>At least 236 of 240 persons are alone"));
  CHECK(contains(readiness.at("risk").at("sentence").as_string(),
                 "by the details in the tables, at least 30; by these and all that sidecars say, at least "
                 "80; by every column of the tables of persons, at least 160; by their events tables and "
                 "sidecars too, at least 236."));
  CHECK(contains(
      document_check(readiness, "R55").at("observed").as_string(),
      "alone for whoever also knows which images, tables and recordings each person has: at least 30 "
      "by these details, at least 80 by these and all that sidecars say, at least 160 with every "
      "column of the tables of persons, at least 236 with events tables and sidecars besides"));
  CHECK(contains(
      readiness.at("risk").at("sentence").as_string(),
      "; alone where the images of each are known too: at least 40, by all that is known together: at least "
      "200."));
  const std::string page = page_of(readiness);
  CHECK(contains(page, "Persons alone by what is known of them, each sort by itself and together"));
  CHECK(contains(page, "Alone where images are known too"));
  const std::string english = draft(inputs, "drafts/impact_assessment.en.md");
  CHECK(
      contains(english,
               "| every column of the tables of persons, and which images, tables and recordings there are | "
               "at least 160 | – |"));
  CHECK(contains(english, "| none, as now | 120 | 70.8 % | at least 160 | at least 236 | – |"));
  CHECK(contains(draft(inputs, "drafts/impact_assessment.nl.md"), "| minstens 160 | – |"));
}

TEST_CASE("kinds of image and keys of sidecars that few have are a step, with what leaving them out gives") {
  ReadinessInputs inputs = joint_inputs();
  const auto steps = [&] {
    const Json readiness = document(inputs);
    std::string texts;
    for (const Json& step : readiness.at("next_steps").as_array()) texts += step.at("text").as_string();
    return texts;
  };
  const std::string first =
      R"(With {"leave_out_images": ["func/task-rare_bold"]}: persons alone by the details that k persons )"
      "share and their images: at least 15 (now at least 30), by every column of the tables of persons and "
      "their images: at least 130 (now at least 160), by all that is known together: at least 200 (now at "
      "least "
      "236).";
  const std::string second =
      R"(With {"leave_out_images": ["anat/T2w", "func/task-rare_bold"]}: persons alone by the details that )"
      "k persons share and their images: 0 (now at least 30), by every column of the tables of persons and "
      "their images: at least 120 (now at least 160), by all that is known together: at least 190 (now at "
      "least "
      "236).";
  INFO(steps());
  CHECK(contains(steps(), first));
  CHECK(contains(steps(), second));
  CHECK(contains(page_of(document(inputs)), "Persons alone where kinds of image are left out"));
  CHECK(contains(
      draft(inputs, "drafts/impact_assessment.en.md"),
      R"(| `{"leave_out_images": ["func/task-rare_bold"]}` | at least 15 | at least 130 | at least 200 |)"));
  CHECK(contains(
      steps(),
      R"(With {"leave_out_keys": ["SoftwareVersions"]}: persons alone by all that their sidecars )"
      "say: at least 40 (now at least 60), by the details that k persons share, their images and sidecars: "
      "at "
      "least 70 (now at least 80), by all that is known together: at least 200 (now at least 236)."));
  CHECK(contains(
      draft(inputs, "drafts/impact_assessment.en.md"),
      R"(| `{"leave_out_keys": ["SoftwareVersions"]}` | at least 40 | at least 70 | at least 200 |)"));
  inputs.risk.without_keys.clear();
  CHECK_FALSE(contains(steps(), "leave_out_keys"));
  inputs.risk.without_kinds.clear();
  CHECK_FALSE(contains(steps(), "leave_out_images"));
  CHECK(contains(draft(inputs, "drafts/impact_assessment.en.md"),
                 "Kinds of image left out, persons alone then: none was needed, or none was found"));
}

TEST_CASE("nothing that counts the tables of persons alone speaks of every released column") {
  const ReadinessInputs inputs = joint_inputs();
  const std::string all = format_json(document(inputs)) + page_of(document(inputs)) +
                          draft(inputs, "drafts/impact_assessment.en.md");
  CHECK_FALSE(contains(all, "every released column known"));
  CHECK_FALSE(contains(all, "knows every released column."));
  CHECK_FALSE(contains(all, "Every column known"));
}

TEST_CASE("without files, and of few persons, nothing is told of tables and images together") {
  ReadinessInputs inputs = joint_inputs();
  inputs.risk.joint.reset();
  CHECK(document(inputs).at("risk").at("joint").is_null());
  CHECK_FALSE(contains(document(inputs).at("verdict").at("alone").as_string(), "these columns"));
  inputs = joint_inputs();
  inputs.risk.persons = 4;
  CHECK(document(inputs).at("risk").at("joint").is_null());
}

TEST_CASE("a recipe after which every figure is told as now is said to change none") {
  const Json risk = parse_json(R"({
    "contents": [{"kind": "sidecars", "alone": "5+"}],
    "joint": {"described": {"uniques": "5+"}, "details": {"uniques": "<5"}, "columns": {"uniques": "10+"},
              "all": {"uniques": "10+"}},
    "without_keys": [{"policy": "A", "sidecars": "5+", "described": "5+", "all": "10+"},
                     {"policy": "B", "sidecars": "<5", "described": "5+", "all": "10+"}],
    "without_images": [{"policy": "C", "details": "<5", "columns": "10+", "all": "10+"}]})",
                               "")
                        .value();
  const std::string keys = told_of_without_keys(risk);
  CHECK(contains(keys, " With A: no figure that is told here falls. With B: persons alone by all that"));
  CHECK(told_of_without_images(risk) == " With C: no figure that is told here falls.");
}
