#include <fmt/format.h>

#include <exception>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "base/error.hpp"
#include "descriptor.hpp"
#include "exit_code.hpp"
#include "help.hpp"
#include "policy_options.hpp"
#include "readiness/answers.hpp"
#include "run.hpp"
#include "stage/column_proposal.hpp"

namespace shareready {
namespace {

int print_answers_form() {
  const Result<Json> schema = readiness::load_answers_schema();
  if (!schema.ok()) {
    fmt::print(stderr, "error: {}\n", describe(schema.error()));
    return exit_code_of(schema.error().code);
  }
  fmt::print("{}", format_json(readiness::answers_template(*schema)));
  return k_exit_done;
}

// With a dataset: also what its columns are taken for.
Result<Json> form_of(const Arguments& arguments) {
  SR_TRY(const Policy policy, policy_of(arguments));
  SR_TRY(Json form, policy_form(policy));
  if (!arguments.bids_dir.empty()) {
    SR_TRY(Json columns, propose_columns(arguments.bids_dir, policy));
    form.set("_comment_columns_found", std::move(columns));
  }
  return form;
}

int print_policy(const Arguments& arguments) {
  const Result<Json> form = form_of(arguments);
  if (!form.ok()) {
    fmt::print(stderr, "error: {}\n", describe(form.error()));
    return exit_code_of(form.error().code);
  }
  fmt::print("{}", format_json(*form));
  return k_exit_done;
}

int run_words(const std::vector<std::string>& words) {
  const Result<Arguments> arguments = parse_arguments(words);
  if (!arguments.ok()) {
    fmt::print(stderr, "error: {}\n{}", describe(arguments.error()), usage_text());
    return exit_code_of(arguments.error().code);
  }
  if (arguments->help) {
    fmt::print("{}", help_text());
  } else if (arguments->version) {
    fmt::print("shareready {}\n", SHAREREADY_VERSION);
  } else if (arguments->descriptor) {
    fmt::print("{}", format_json(boutiques_descriptor(SHAREREADY_VERSION)));
  } else if (arguments->policy_form) {
    return print_policy(*arguments);
  } else if (arguments->answers_form) {
    return print_answers_form();
  } else {
    return run(*arguments, SHAREREADY_VERSION);
  }
  return k_exit_done;
}

}  // namespace
}  // namespace shareready

int main(int count, char** words) {
  try {
    return shareready::run_words(std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count));
  } catch (const std::exception& problem) {
    fmt::print(stderr, "error: {}\n", problem.what());
    return 1;
  }
}
