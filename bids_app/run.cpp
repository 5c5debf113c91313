#include "run.hpp"

#include <fmt/format.h>

#include "base/counted.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/share.hpp"
#include "exit_code.hpp"
#include "levels.hpp"
#include "policy_options.hpp"
#include "readiness/answers.hpp"
#include "stage/person_tables.hpp"
#include "stage/sarif_file.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Result<InventoryFilter> filter_of(const Arguments& arguments, const Places& places, const Linking& linking) {
  InventoryFilter filter{.participants = arguments.participants,
                         .sessions = arguments.sessions,
                         .queries = {},
                         .excluded = arguments.excluded};
  for (const std::string& label : linking.withdrawn) {
    if (is_in_dataset(places, label)) filter.excluded.push_back(label);
  }
  if (!arguments.filter_file.empty()) {
    SR_TRY(filter.queries, read_filter_file(arguments.filter_file));
  }
  return filter;
}

// Folders for what a run writes; checked for what would make it fail half-way.
Result<PrivateFolder> open_output(const Places& places, Terminal& terminal) {
  SR_CHECK(make_folder(places.output_dir));
  {
    SR_TRY(const StagedFolder probe, StagedFolder::make(places.output_dir, "probe"));  // is it writable?
  }
  SR_TRY(PrivateFolder folder, open_private_folder(places.private_dir));
  SR_CHECK(terminal.open_log(folder.logs()));
  return folder;
}

// A table of a thousand rows beside a few folders must not push everything else off the screen.
void tell_remarks(const std::vector<std::string>& remarks, Terminal& terminal) {
  constexpr std::size_t k_shown = 5;
  for (std::size_t i = 0; i < remarks.size(); ++i) {
    terminal.say(i < k_shown ? Detail::result : Detail::file, remarks[i]);
  }
  if (remarks.size() > k_shown) {
    terminal.say(Detail::result,
                 fmt::format("and {} of the tables of persons; -v shows all",
                             counted(remarks.size() - k_shown, "more remark", "more remarks")));
  }
}

// What is wrong in the tables of persons stands on the terminal line by line; nothing is done then.
Status look_at_person_tables(const Preparation& preparation, Terminal& terminal) {
  const PersonTables found = check_person_tables(*preparation.inventory);
  tell_remarks(found.remarks, terminal);
  for (const std::string& line : found.problems) terminal.say(Detail::result, line);
  if (found.problems.empty()) return Done{};
  return Error{ErrorCode::bad_data,
               "tables of persons",
               fmt::format("{} above; mend them in the source, nothing was done",
                           counted(found.problems.size(), "problem stands", "problems stand")),
               {}};
}

constexpr std::string_view k_no_source = "-";

// "-" for BIDS_DIR says that the source is gone, by no slip of the pen: then a published report can be
// renewed by answers that say so too, and nothing else.
Result<std::optional<readiness::Answers>> answers_without_source(const Arguments& arguments) {
  std::optional<readiness::Answers> none;
  if (arguments.bids_dir != k_no_source) return none;
  const auto refused = [](std::string why) {
    return Error{ErrorCode::usage, "BIDS_DIR -", "it says that the source is gone: " + std::move(why), {}};
  };
  std::error_code status;
  if (arguments.level != Level::group || arguments.answers_file.empty() || arguments.replace ||
      !fs::exists(fs::path(arguments.output_dir) / "report" / "readiness.json", status))
    return refused(
        "the report of a published release can be renewed then, by group --answers, and nothing else");
  SR_TRY(readiness::Answers answers, readiness::load_answers(arguments.answers_file));
  if (answers.key.exists != false) return refused("the answer 'key.exists' has to be false");
  return std::optional(std::move(answers));
}

Result<int> run_level(const Arguments& arguments, std::string_view version, Terminal& terminal) {
  if (arguments.level == Level::verify) return run_verify(arguments, terminal);
  SR_TRY(const std::optional<readiness::Answers> alone, answers_without_source(arguments));
  SR_TRY(const Places places, check_places({.bids_dir = arguments.bids_dir,
                                            .output_dir = arguments.output_dir,
                                            .private_dir = arguments.private_dir,
                                            .only_audit = arguments.level == Level::audit,
                                            .is_gone = alone.has_value()}));
  if (alone) return run_renewal_without_source(places, *alone, terminal);
  SR_CHECK(check_sarif_place(arguments.sarif_file, places));
  if (arguments.level == Level::audit) {
    SR_TRY(const PrivateFolder folder, open_output(places, terminal));
    return run_audit_level(arguments, places, folder, version, terminal);
  }
  SR_TRY(const Policy policy, policy_of(arguments));
  SR_TRY(const Linking linking, linking_of(arguments, places));
  SR_TRY(const InventoryFilter filter, filter_of(arguments, places, linking));
  SR_TRY(const Preparation preparation, prepare(places.bids_dir, filter, policy));
  if (arguments.print_participants) {
    for (const std::string& label : preparation.inventory->participants) fmt::print("{}\n", label);
    return k_exit_done;
  }
  SR_CHECK(look_at_person_tables(preparation, terminal));
  if (arguments.dry_run) {
    fmt::print("{}", format_plan(preparation.plan));
    return k_exit_done;
  }
  std::error_code status;
  const bool private_stood = fs::exists(places.private_dir, status);
  SR_TRY(const PrivateFolder folder, open_output(places, terminal));
  Program program{.version = version, .build = {}};
  SR_TRY(program.build, program_fingerprint());
  const ReleaseRun run{arguments, places, preparation, folder, policy, linking, program, private_stood};
  return arguments.level == Level::participant ? run_participant_level(run, terminal)
                                               : run_group_level(run, terminal);
}

}  // namespace

int run(const Arguments& arguments, std::string_view version) {
  Terminal terminal(arguments.verbosity);
  const Result<int> code = run_level(arguments, version, terminal);
  if (code.ok()) return *code;
  terminal.say(Detail::result, "error: " + describe(code.error()));
  return exit_code_of(code.error().code);
}

}  // namespace shareready
