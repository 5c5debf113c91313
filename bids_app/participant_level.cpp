#include <fmt/format.h>

#include "base/counted.hpp"
#include "exit_code.hpp"
#include "levels.hpp"
#include "stage/participants.hpp"
#include "stage/review_page.hpp"

namespace shareready {
namespace {

// The page to look at: that of the only participant, since tasks for one each would write the page over all
// again and again; else the page over all.
Result<std::filesystem::path> review_page(const ReleaseRun& run) {
  const std::vector<std::string>& labels = run.preparation.inventory->participants;
  if (labels.size() == 1) return run.folder.renderings(labels.front()) / "index.html";
  SR_CHECK(write_review_index(run.folder.renderings()));
  return run.folder.renderings() / "index.html";
}

int end_participants(const ParticipantsResult& result, const Places& places,
                     const std::filesystem::path& review, Terminal& terminal) {
  const std::size_t total = result.done + result.withheld + result.failed + result.locked;
  const std::string counts = fmt::format(
      "{}: {} done, {} with something withheld, {} failed, {} in other hands; {} of them done before",
      participants(total), result.done, result.withheld, result.failed, result.locked, result.skipped);
  terminal.say(Detail::result, counts);
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
  conclude(terminal, fmt::format("next: look at {}, then run the group level", review.string()));
  return result.withheld > 0 ? k_exit_withheld : k_exit_done;
}

}  // namespace

Result<int> run_participant_level(const ReleaseRun& run, Terminal& terminal) {
  SR_TRY(Acceptances acceptances, acceptances_of(run.arguments));
  const ParticipantsOptions options{.policy = run.policy,
                                    .version = std::string(run.program.version),
                                    .build = run.program.build,
                                    .workers = workers_of(run.arguments),
                                    .acceptances = std::move(acceptances),
                                    .own_mask_folder = run.arguments.face_mask_dir,
                                    .previous = run.linking.previous ? &run.linking.previous->key : nullptr,
                                    .random = os_random};
  const std::size_t total = run.preparation.inventory->participants.size();
  terminal.say(Detail::result, fmt::format("{}, {} at a time", participants(total), options.workers));
  terminal.begin(total, "participants done");
  SR_TRY(const ParticipantsResult result,
         run_participants(run.preparation, run.folder, options, terminal.observer()));
  SR_TRY(const std::filesystem::path review, review_page(run));
  return end_participants(result, run.places, review, terminal);
}

}  // namespace shareready
