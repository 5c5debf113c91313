// write_examples FOLDER: readiness.json, index.html and private.html of made-up releases, for the schema and
// browser tests.
#include <filesystem>
#include <iostream>

#include "base/files.hpp"
#include "readiness/document.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/html.hpp"
#include "readiness/private_page.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

Status write_edition(const std::filesystem::path& folder, const ReadinessInputs& inputs,
                     const RuleTables& tables) {
  SR_CHECK(make_folder(folder));
  const Json readiness = readiness_document(inputs, tables);
  SR_CHECK(write_file(folder / "readiness.json", format_json(readiness)));
  return write_file(folder / "index.html", render_html(readiness));
}

Status write_examples(const std::filesystem::path& folder) {
  SR_TRY(const RuleTables tables, load_rule_tables());
  SR_CHECK(write_edition(folder / "published", test::example_inputs(), tables));
  SR_CHECK(write_edition(folder / "answered", test::answered_inputs(), tables));
  SR_TRY(const Json schema, load_answers_schema());
  SR_CHECK(write_file(folder / "form.json", format_json(answers_template(schema))));
  SR_CHECK(write_file(folder / "answers.json", format_json(test::example_answers(std::string(64, 'a')))));
  SR_CHECK(write_edition(folder / "empty", ReadinessInputs{}, tables));
  SR_CHECK(write_edition(folder / "many", test::many_participants(60), tables));
  SR_CHECK(make_folder(folder / "private"));
  SR_CHECK(
      write_file(folder / "private" / "index.html", render_private_html(test::example_private_report())));
  return Done{};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  const Status status = write_examples(argv[1]);
  if (!status.ok()) std::cerr << describe(status.error()) << '\n';
  return status.ok() ? 0 : 1;
}
