#include "run.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "base/counted.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/share.hpp"
#include "exit_code.hpp"
#include "linking_options.hpp"
#include "stage/audit_level.hpp"
#include "stage/group.hpp"
#include "stage/package.hpp"
#include "stage/participants.hpp"
#include "stage/person_tables.hpp"
#include "stage/places.hpp"
#include "stage/preparation.hpp"
#include "stage/private_folder.hpp"
#include "stage/sarif_file.hpp"
#include "stage/verify.hpp"
#include "terminal.hpp"

namespace shareready {
namespace {

// What one participant at work needs at most, measured on 1 mm heads, with room to spare.
constexpr unsigned k_memory_per_worker_mb = 400;

// What is running: its version for people, its fingerprint for "done before".
struct Program {
  std::string_view version;
  std::string build;
};

unsigned processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

unsigned workers_of(const Arguments& arguments) {
  const unsigned wanted = arguments.workers == 0 ? processors() : arguments.workers;
  if (arguments.memory_mb == 0) return wanted;
  return std::clamp(arguments.memory_mb / k_memory_per_worker_mb, 1U, wanted);
}

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

Result<Acceptances> acceptances_of(const Arguments& arguments) {
  if (arguments.accept_file.empty()) return Acceptances();
  return Acceptances::read(arguments.accept_file);
}

// The container's tag, which its Dockerfile or definition file puts into the environment.
std::string container_tag() {
  const char* tag = std::getenv("SHAREREADY_CONTAINER_TAG");
  return tag == nullptr ? "" : tag;
}

std::string today() { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))); }

std::string participants(std::size_t count) { return counted(count, "participant", "participants"); }

// The last line on standard output: where the results are, or what to do next.
void conclude(Terminal& terminal, const std::string& line) {
  terminal.note(line);
  fmt::print("{}\n", line);
}

int end_participants(const ParticipantsResult& result, const Places& places, Terminal& terminal) {
  const std::size_t total = result.done + result.withheld + result.failed + result.locked;
  const std::string counts = fmt::format(
      "{}: {} done, {} with something withheld, {} failed, {} in other hands; {} of them done before",
      participants(total), result.done, result.withheld, result.failed, result.locked, result.skipped);
  terminal.say(Detail::result, counts);
  const std::string review = (places.private_dir / "renderings" / "index.html").string();
  if (result.failed > 0) {
    conclude(terminal, fmt::format("{} failed: the reasons stand above and in {}; run again",
                                   participants(result.failed), (places.private_dir / "logs").string()));
    return k_exit_participant_failed;
  }
  if (result.locked > 0) {
    conclude(terminal,
             fmt::format("{} in the hands of another run: try again later", participants(result.locked)));
    return exit_code_of(ErrorCode::locked);
  }
  conclude(terminal, fmt::format("next: look at {}, then run the group level", review));
  return result.withheld > 0 ? k_exit_withheld : k_exit_done;
}

Result<int> run_participant_level(const Arguments& arguments, const Places& places,
                                  const Preparation& preparation, const PrivateFolder& folder,
                                  const Policy& policy, const Linking& linking, const Program& program,
                                  Terminal& terminal) {
  SR_TRY(Acceptances acceptances, acceptances_of(arguments));
  const ParticipantsOptions options{.policy = policy,
                                    .version = std::string(program.version),
                                    .build = program.build,
                                    .workers = workers_of(arguments),
                                    .acceptances = std::move(acceptances),
                                    .own_mask_folder = arguments.face_mask_dir,
                                    .previous = linking.previous ? &linking.previous->key : nullptr,
                                    .random = os_random};
  const std::size_t total = preparation.inventory->participants.size();
  terminal.say(Detail::result, fmt::format("{}, {} at a time", participants(total), options.workers));
  terminal.begin(total, "participants done");
  SR_TRY(const ParticipantsResult result,
         run_participants(preparation, folder, options, terminal.observer()));
  return end_participants(result, places, terminal);
}

int end_group(const GroupResult& result, const Places& places, Terminal& terminal) {
  for (const UnusableParticipant& participant : result.unusable) {
    terminal.say(Detail::result, fmt::format("sub-{}: left out: {}", participant.label, participant.reason));
  }
  switch (result.course) {
    case GroupCourse::missing:
      conclude(terminal,
               fmt::format("nothing was published: {} failed or missing; run the participant level again, "
                           "or publish without them by --allow-missing",
                           participants(result.unusable.size())));
      return k_exit_participant_failed;
    case GroupCourse::blocked:
      conclude(terminal, fmt::format("nothing was published: the audit found what must not leave, see {}",
                                     (places.private_dir / "report" / "index.html").string()));
      return k_exit_audit_findings;
    case GroupCourse::renewed:
      conclude(terminal, fmt::format("{} stays as it was published; the report has the new answers: {}",
                                     places.dataset().string(), (places.report() / "index.html").string()));
      break;
    case GroupCourse::unchanged:
      conclude(terminal, fmt::format("nothing to do, nothing changed since {} was published",
                                     places.dataset().string()));
      break;
    case GroupCourse::published:
      if (result.withheld > 0) {
        terminal.say(Detail::result, fmt::format("withheld: {}; the report says why",
                                                 counted(result.withheld, "file", "files")));
      }
      conclude(terminal, fmt::format("published {} with {}; whether and where it may go is said in {}",
                                     places.dataset().string(), participants(result.participants),
                                     (places.report() / "index.html").string()));
      break;
  }
  return result.withheld > 0 ? k_exit_withheld : k_exit_done;
}

Result<int> run_group_level(const Arguments& arguments, const Places& places, const Preparation& preparation,
                            const PrivateFolder& folder, const Policy& policy, const Linking& linking,
                            const Program& program, Terminal& terminal) {
  GroupOptions options{.policy = policy,
                       .label_mode = linking.label_mode,
                       .version = std::string(program.version),
                       .build = program.build,
                       .container_tag = container_tag(),
                       .label_secret = linking.label_secret,
                       .key = linking.key,
                       .previous = linking.previous,
                       .withdrawn = linking.withdrawn,
                       .acceptances = {},
                       .answers = {},
                       .readme = {},
                       .derivatives = arguments.derivatives,
                       .allow_missing = arguments.allow_missing,
                       .replace = arguments.replace,
                       .clean = arguments.clean,
                       .sarif_file = arguments.sarif_file,
                       .workers = workers_of(arguments),
                       .now = std::time(nullptr),
                       .random = os_random};
  SR_TRY(options.acceptances, acceptances_of(arguments));
  if (!arguments.answers_file.empty()) {
    SR_TRY(options.answers, readiness::load_answers(arguments.answers_file));
  }
  if (!arguments.readme_file.empty()) {
    SR_TRY(options.readme, read_text(arguments.readme_file));
  }
  SR_TRY(const GroupResult result, run_group(places, preparation, folder, options, terminal.observer()));
  const int code = end_group(result, places, terminal);
  const bool published = code == k_exit_done || code == k_exit_withheld;
  if (arguments.package.empty() || !published) return code;
  SR_TRY(const Package package, write_package(places.output_dir, arguments.package, today()));
  conclude(terminal, fmt::format("{} for {} in {}", counted(package.archives, "archive", "archives"),
                                 arguments.package, package.folder.string()));
  return code;
}

Result<int> run_audit_level(const Arguments& arguments, const Places& places, const PrivateFolder& folder,
                            std::string_view version, Terminal& terminal) {
  SR_TRY(const Findings findings,
         run_audit(places.bids_dir, folder,
                   {.facts = {.version = std::string(version), .now = std::time(nullptr), .foreign = true},
                    .baseline_file = arguments.baseline_file,
                    .sarif_file = arguments.sarif_file,
                    .workers = workers_of(arguments)},
                   terminal.observer()));
  const bool blocked = blocks_publishing(findings);
  const std::string verdict =
      findings.empty() ? ""
                       : (blocked ? ", with something that must not leave" : ", nothing that stops sharing");
  conclude(terminal, fmt::format("{}{}: {}", counted(findings.size(), "finding", "findings"), verdict,
                                 (folder.report() / "index.html").string()));
  return blocked ? k_exit_audit_findings : k_exit_done;
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

// Differences come one a line, then what they mean.
Result<int> run_verify(const Arguments& arguments, Terminal& terminal) {
  SR_TRY(const Verification found, verify_release(arguments.output_dir, today()));
  const auto tell = [&](std::string_view what, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) terminal.say(Detail::result, fmt::format("{}: {}", what, path));
  };
  tell("changed", found.changed);
  tell("missing", found.missing);
  tell("not in the manifest", found.added);
  tell("out of date", found.stale);
  if (!found.same()) {
    conclude(terminal,
             fmt::format("the dataset is not the one of its report: {} changed, {} missing, {} new; "
                         "take it from where it was published, or run the group level again",
                         found.changed.size(), found.missing.size(), found.added.size()));
    return k_exit_participant_failed;
  }
  if (!found.stale.empty()) {
    conclude(terminal, fmt::format("all {} files are as published; {} things went out of date", found.files,
                                   found.stale.size()));
    return k_exit_withheld;
  }
  conclude(terminal,
           fmt::format("all {} files are as published; {}", found.files,
                       found.signed_off ? "the sign-off is for this release" : "there is no sign-off yet"));
  return k_exit_done;
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

Result<int> run_level(const Arguments& arguments, std::string_view version, Terminal& terminal) {
  if (arguments.level == Level::verify) return run_verify(arguments, terminal);
  SR_TRY(const Places places, check_places({.bids_dir = arguments.bids_dir,
                                            .output_dir = arguments.output_dir,
                                            .private_dir = arguments.private_dir,
                                            .only_audit = arguments.level == Level::audit}));
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
  SR_TRY(const PrivateFolder folder, open_output(places, terminal));
  Program program{.version = version, .build = {}};
  SR_TRY(program.build, program_fingerprint());
  if (arguments.level == Level::participant) {
    return run_participant_level(arguments, places, preparation, folder, policy, linking, program, terminal);
  }
  return run_group_level(arguments, places, preparation, folder, policy, linking, program, terminal);
}

}  // namespace

Result<Policy> policy_of(const Arguments& arguments) {
  std::optional<Preset> preset;
  if (arguments.preset) {
    SR_TRY(preset, parse_preset(*arguments.preset));
  }
  SR_TRY(Policy policy, arguments.policy_file.empty() ? load_policy(preset.value_or(Preset::registered))
                                                      : read_policy_file(arguments.policy_file, preset));
  if (arguments.layout) {
    SR_TRY(policy.layout, parse_layout(*arguments.layout));
  }
  if (arguments.dates) {
    SR_TRY(policy.dates, parse_date_rule(*arguments.dates));
  }
  if (arguments.method) {
    SR_TRY(policy.method, parse_deface_method(*arguments.method));
  }
  if (arguments.write_face_masks) policy.face_masks = true;
  if (arguments.sourcedata) policy.sourcedata = *arguments.sourcedata == "deidentify";
  if (arguments.deface) {
    SR_TRY(policy.deface_scope, parse_deface_scope(*arguments.deface));
  }
  if (policy.method != DefaceMethod::deface && policy.layout == Layout::raw) {
    return Error{
        ErrorCode::usage,
        "policy",
        "the methods reface and skullstrip do not go with the layout raw: their images are derivatives; "
        "choose the layout derivative",
        {}};
  }
  if (policy.dicom.uids && policy.sourcedata && policy.dates == DateRule::shift) {
    return Error{ErrorCode::usage,
                 "policy",
                 "retain_uids does not go with shifted dates: the UIDs of scanners hold the true ones; "
                 "choose one of them",
                 {}};
  }
  return policy;
}

int run(const Arguments& arguments, std::string_view version) {
  Terminal terminal(arguments.verbosity);
  const Result<int> code = run_level(arguments, version, terminal);
  if (code.ok()) return *code;
  terminal.say(Detail::result, "error: " + describe(code.error()));
  return exit_code_of(code.error().code);
}

}  // namespace shareready
