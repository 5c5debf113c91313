// write_examples FOLDER: the reports of made-up releases, the private pages and every metadata form, for the
// schema and browser tests.
#include <filesystem>
#include <iostream>

#include "base/files.hpp"
#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/metadata_form.hpp"
#include "readiness/private_page.hpp"
#include "readiness/report_files.hpp"
#include "readiness/review_html.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

Status write_edition(const std::filesystem::path& folder, const ReadinessInputs& inputs,
                     const ReportSources& sources) {
  for (const char* name : {"", "metadata", "drafts"}) SR_CHECK(make_folder(folder / name));
  const Json readiness = readiness_document(inputs, sources.tables);
  for (const ReportFile& file : report_files(readiness, inputs.answers, sources)) {
    SR_CHECK(write_file(folder / file.path, file.content));
  }
  return Done{};
}

// Whatever is known: every form filled in from a release that says all, and from one that says nothing.
Status write_forms(const std::filesystem::path& folder, const ReadinessInputs& inputs,
                   const ReportSources& sources) {
  SR_CHECK(make_folder(folder));
  const Json record =
      metadata_record(readiness_document(inputs, sources.tables), inputs.answers, "Example repository");
  for (const Json& form : sources.tables.deposit.forms.as_array()) {
    SR_CHECK(write_file(folder / form.at("file").as_string(), format_json(fill_form(form, record).content)));
  }
  return Done{};
}

Status write_private(const std::filesystem::path& folder, const std::string& page,
                     const ReportSources& sources) {
  SR_CHECK(make_folder(folder));
  SR_CHECK(write_file(folder / "index.html", page));
  return write_file(folder / "index.nl.html", translate_page(page, "nl", sources.dutch));
}

// The page of pictures, with drawn heads: a profile with a nose, and one without a face.
Status write_review(const std::filesystem::path& folder, const ReportSources& sources) {
  const auto drawing = [](const char* profile) {
    return std::string(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"660\" height=\"440\"><rect width=\"660\" "
               "height=\"440\"/><path fill=\"#bbb\" d=\"") +
           profile + "\"/><circle cx=\"350\" cy=\"170\" r=\"90\" fill=\"#777\"/></svg>";
  };
  SR_CHECK(
      write_private(folder, render_review_html(test::example_review(), sources.tables.figures), sources));
  SR_CHECK(
      write_file(folder / "before.svg",
                 drawing("M220 150 Q250 60 350 60 Q470 60 470 180 L440 400 L260 400 L215 250 L180 240 Z")));
  return write_file(folder / "after.svg", drawing("M330 60 Q470 60 470 180 L440 400 L300 400 Z"));
}

Status write_examples(const std::filesystem::path& folder) {
  SR_TRY(const ReportSources tables, load_report_sources());
  SR_CHECK(write_edition(folder / "published", test::example_inputs(), tables));
  SR_CHECK(write_edition(folder / "answered", test::answered_inputs(), tables));
  SR_CHECK(write_edition(folder / "population", test::inputs_with_population(), tables));
  SR_TRY(const Json schema, load_answers_schema());
  SR_CHECK(write_file(folder / "form.json", format_json(answers_template(schema))));
  SR_CHECK(write_file(folder / "answers.json", format_json(test::example_answers(std::string(64, 'a')))));
  SR_CHECK(write_edition(folder / "empty", ReadinessInputs{}, tables));
  SR_CHECK(write_edition(folder / "many", test::many_participants(60), tables));
  SR_CHECK(write_edition(folder / "large", test::many_participants(10'000), tables));
  SR_CHECK(write_forms(folder / "forms" / "known", test::answered_inputs(), tables));
  ReadinessInputs open = test::answered_inputs();
  open.policy.preset = "open";
  open.answers.licence = "CC-BY-4.0";
  SR_CHECK(write_forms(folder / "forms" / "open", open, tables));
  ReadinessInputs unknown;
  unknown.created = "2026-11-23";
  SR_CHECK(write_forms(folder / "forms" / "unknown", unknown, tables));
  SR_CHECK(write_private(folder / "private", render_private_html(test::example_private_report()), tables));
  return write_review(folder / "review", tables);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  const Status status = write_examples(argv[1]);
  if (!status.ok()) std::cerr << describe(status.error()) << '\n';
  return status.ok() ? 0 : 1;
}
