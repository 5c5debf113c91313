#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include "base/counted.hpp"
#include "base/files.hpp"
#include "exit_code.hpp"
#include "levels.hpp"
#include "stage/group.hpp"
#include "stage/package.hpp"
#include "stage/report_renewal.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// The container's tag, which its Dockerfile or definition file puts into the environment.
std::string container_tag() {
  const char* tag = std::getenv("SHAREREADY_CONTAINER_TAG");
  return tag == nullptr ? "" : tag;
}

// Whoever forgot an option must not be led to bring them back.
std::string told_of_left_out(const GroupResult& result) {
  if (result.left_out_before == 0) return {};
  return fmt::format(
      ". The release that is there was made without {} of them: name them again by "
      "--exclude-participant-label "
      "where they stay away",
      result.left_out_before);
}

// After --clean, or with another private folder.
constexpr std::string_view k_not_compared =
    "nothing is noted here of its source any more, so BIDS_DIR was not compared with it";

std::string told_of_unchanged(const GroupResult& result, const Places& places) {
  const std::string dataset = places.dataset().string();
  return fmt::format(
      "{}; 'shareready verify {}' checks its bytes",
      result.compared
          ? "nothing to do, the input and the options are those that " + dataset + " was published with"
          : fmt::format("nothing to do, the report of {} has these answers; {}", dataset, k_not_compared),
      places.output_dir.string());
}

int end_group(const GroupResult& result, const Places& places, Terminal& terminal) {
  for (const UnusableParticipant& participant : result.unusable) {
    terminal.say(Detail::result, fmt::format("sub-{}: left out: {}", participant.label, participant.reason));
  }
  switch (result.course) {
    case GroupCourse::missing:
      conclude(terminal,
               fmt::format("nothing was published: {} failed or missing; run the participant level again, "
                           "or publish without them by --allow-missing{}",
                           participants(result.unusable.size()), told_of_left_out(result)));
      return k_exit_participant_failed;
    case GroupCourse::blocked:
      conclude(terminal, fmt::format("nothing was published: the audit found what must not leave, see {}",
                                     (places.private_dir / "report" / "index.html").string()));
      return k_exit_audit_findings;
    case GroupCourse::renewed:
      conclude(terminal, fmt::format("{} stays as it was published; the report has the new answers{}: {}",
                                     places.dataset().string(),
                                     result.compared ? "" : fmt::format(" ({})", k_not_compared),
                                     (places.report() / "index.html").string()));
      break;
    case GroupCourse::unchanged:
      conclude(terminal, told_of_unchanged(result, places));
      break;
    case GroupCourse::published:
      if (result.withheld > 0) {
        terminal.say(Detail::result, fmt::format("withheld: {}; the report says why",
                                                 counted(result.withheld, "file", "files")));
      }
      conclude(terminal,
               fmt::format("wrote {} with {} and sent nothing; whether and where it may go is said in {}",
                           places.dataset().string(), participants(result.participants),
                           (places.report() / "index.html").string()));
      break;
  }
  if (result.cleaned) terminal.say(Detail::result, places.private_dir.string() + " is deleted");
  return result.withheld > 0 ? k_exit_withheld : k_exit_done;
}

}  // namespace

Result<int> run_renewal_without_source(const Places& places, const readiness::Answers& answers,
                                       Terminal& terminal) {
  SR_TRY(const bool renewed,
         renew_without_source(places, answers, !container_tag().empty(), std::time(nullptr)));
  conclude(terminal,
           fmt::format("{}; the report {}: {}", places.dataset().string() + " stays as it was published",
                       renewed ? "says now that the source and the private folder are gone"
                               : "says already that the source and the private folder are gone",
                       (places.report() / "index.html").string()));
  return k_exit_done;
}

Result<int> run_group_level(const ReleaseRun& run, Terminal& terminal) {
  GroupOptions options{.policy = run.policy,
                       .label_mode = run.linking.label_mode,
                       .version = std::string(run.program.version),
                       .build = run.program.build,
                       .container_tag = container_tag(),
                       .label_secret = run.linking.label_secret,
                       .key = run.linking.key,
                       .previous = run.linking.previous,
                       .withdrawn = run.linking.withdrawn,
                       .acceptances = {},
                       .answers = {},
                       .readme = {},
                       .derivatives = run.arguments.derivatives,
                       .run_options = run.arguments.run_options,
                       .named_participants = run.arguments.participants,
                       .allow_missing = run.arguments.allow_missing,
                       .replace = run.arguments.replace,
                       .clean = run.arguments.clean,
                       .private_stood = run.private_stood,
                       .sarif_file = run.arguments.sarif_file,
                       .workers = workers_of(run.arguments),
                       .now = std::time(nullptr),
                       .random = os_random};
  SR_TRY(options.acceptances, acceptances_of(run.arguments));
  if (!run.arguments.answers_file.empty()) {
    SR_TRY(options.answers, readiness::load_answers(run.arguments.answers_file));
  }
  if (!run.arguments.readme_file.empty()) {
    SR_TRY(options.readme, read_text(run.arguments.readme_file));
  }
  SR_TRY(const GroupResult result,
         run_group(run.places, run.preparation, run.folder, options, terminal.observer()));
  const int code = end_group(result, run.places, terminal);
  const bool published = code == k_exit_done || code == k_exit_withheld;
  if (run.arguments.package.empty() || !published) return code;
  SR_TRY(const Package package, write_package(run.places.output_dir, run.arguments.package, today()));
  conclude(terminal, fmt::format("{} for {} in {}{}", counted(package.archives, "archive", "archives"),
                                 run.arguments.package, package.folder.string(),
                                 package.cleared ? "" : "; not cleared for sharing: do not upload it yet"));
  return code;
}

}  // namespace shareready
