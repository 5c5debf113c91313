#include "arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/files.hpp"
#include "base/text.hpp"
#include "given_options.hpp"
#include "label_values.hpp"
#include "run_options.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Options that later versions bring: refused in words, never accepted in silence.
Status refuse_later_options(const Given& given) {
  const auto method = given.find("method"), layout = given.find("layout");
  if (method != given.end() && method->second.front() != "deface" && layout != given.end() &&
      layout->second.front() == "raw") {
    return usage_error("--layout raw", fmt::format("does not go with --method {}: its images are derivatives",
                                                   method->second.front()));
  }
  return Done{};
}

// Options that the group level alone understands; elsewhere they would be ignored without a word.
Status refuse_at_other_levels(const Given& given, Level level) {
  if (level == Level::group) return Done{};
  for (const char* name : {"answers", "derivatives", "package"}) {
    if (given.contains(name))
      return usage_error(fmt::format("--{}", name), "belongs to the group level; leave it out here");
  }
  return Done{};
}

// Names of folders in derivatives/.
Result<std::vector<std::string>> folders_of(const Given& given) {
  const auto found = given.find("derivatives");
  if (found == given.end()) return std::vector<std::string>();
  for (const std::string& name : found->second) {
    const bool plain = !name.empty() && name.find('/') == std::string::npos && !name.starts_with('.');
    if (!plain)
      return usage_error("--derivatives",
                         fmt::format("got '{}', expected the name of a folder in derivatives/", name));
  }
  std::vector<std::string> names = found->second;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<unsigned> number_of(const Given& given, std::string_view name) {
  const auto found = given.find(name);
  if (found == given.end()) return 0U;
  const std::string& text = found->second.front();
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0) {
    return usage_error(fmt::format("--{}", name),
                       fmt::format("got '{}', expected a whole number from 1", text));
  }
  return number;
}

std::string value_of(const Given& given, std::string_view name) {
  const auto found = given.find(name);
  return found == given.end() ? std::string() : found->second.front();
}

std::optional<std::string> choice_of(const Given& given, std::string_view name) {
  const auto found = given.find(name);
  return found == given.end() ? std::nullopt : std::optional(found->second.front());
}

Result<Level> level_of(std::string_view word) {
  if (word == "participant") return Level::participant;
  if (word == "group") return Level::group;
  if (word == "audit") return Level::audit;
  return Error{ErrorCode::unknown_level,
               "analysis level",
               fmt::format("got '{}', expected participant, group or audit", word),
               {}};
}

Status take_positionals(const Given& given, Arguments& arguments) {
  const auto found = given.find(k_positional);
  const std::size_t count = found == given.end() ? 0 : found->second.size();
  if (count == 2 && found->second[0] == "verify") {
    arguments.output_dir = found->second[1];
    arguments.level = Level::verify;
    return Done{};
  }
  if (count != 3) {
    return usage_error(
        "command line",
        fmt::format("got {} of BIDS_DIR, OUTPUT_DIR and level, expected three; put them before "
                    "options that take a list",
                    count));
  }
  arguments.bids_dir = found->second[0];
  arguments.output_dir = found->second[1];
  SR_TRY(arguments.level, level_of(found->second[2]));
  return Done{};
}

void take_policy(const Given& given, Arguments& arguments) {
  arguments.policy_form = given.contains("print-policy");
  arguments.preset = choice_of(given, "preset");
  arguments.policy_file = value_of(given, "policy");
  arguments.dates = choice_of(given, "dates");
  arguments.layout = choice_of(given, "layout");
  arguments.deface = choice_of(given, "deface");
  arguments.method = choice_of(given, "method");
  if (arguments.method && arguments.method != "deface" && !arguments.layout) arguments.layout = "derivative";
  arguments.sourcedata = choice_of(given, "sourcedata");
  arguments.write_face_masks = given.contains("write-deface-mask");
}

Status take_selection(const Given& given, Arguments& arguments) {
  if (const auto found = given.find("participant-label"); found != given.end()) {
    SR_TRY(arguments.participants, labels_of(found->second, "sub-", "--participant-label"));
    if (arguments.participants.empty()) return usage_error("--participant-label", "got no label");
  }
  if (const auto found = given.find("session-label"); found != given.end()) {
    SR_TRY(arguments.sessions, labels_of(found->second, "ses-", "--session-label"));
    if (arguments.sessions.empty()) return usage_error("--session-label", "got no label");
  }
  if (const auto found = given.find("exclude-participant-label"); found != given.end()) {
    SR_TRY(arguments.excluded, labels_of(found->second, "sub-", "--exclude-participant-label"));
    if (arguments.excluded.empty()) return usage_error("--exclude-participant-label", "got no label");
  }
  arguments.filter_file = value_of(given, "bids-filter-file");
  return Done{};
}

Status take_audit_files(const Given& given, Arguments& arguments) {
  if (given.contains("baseline") && arguments.level != Level::audit) {
    return usage_error("--baseline", "goes with the level audit");
  }
  if (given.contains("sarif") && arguments.level != Level::audit && arguments.level != Level::group) {
    return usage_error("--sarif", "goes with the levels audit and group");
  }
  arguments.sarif_file = value_of(given, "sarif");
  arguments.baseline_file = value_of(given, "baseline");
  return Done{};
}

Status need_both(const Given& given, std::string_view one, std::string_view other) {
  for (const auto& [has, lacks] : {std::pair(one, other), std::pair(other, one)}) {
    if (given.contains(has) && !given.contains(lacks)) {
      return usage_error(fmt::format("--{}", has), fmt::format("needs --{} beside it", lacks));
    }
  }
  return Done{};
}

// Labels and what links them: which options go together.
Status take_linking(const Given& given, Arguments& arguments) {
  if (arguments.level != Level::verify) SR_CHECK(need_both(given, "key-file", "key-recipient"));
  SR_CHECK(need_both(given, "previous-key", "identity"));
  arguments.label_mode = choice_of(given, "label-mode");
  arguments.label_secret_file = value_of(given, "label-secret");
  if ((arguments.label_mode == "keyed") != given.contains("label-secret")) {
    return usage_error("--label-mode keyed", "and --label-secret FILE need each other");
  }
  arguments.key_file = value_of(given, "key-file");
  if (const auto found = given.find("key-recipient"); found != given.end()) {
    arguments.key_recipients = found->second;
  }
  arguments.previous_key = value_of(given, "previous-key");
  arguments.identity_file = value_of(given, "identity");
  if (given.contains("withdraw")) {
    SR_TRY(const std::string text, read_text(value_of(given, "withdraw")));
    SR_TRY(std::vector<std::string> labels, labels_in(text, "sub-", "--withdraw"));
    if (labels.empty()) return usage_error("--withdraw", "its file holds no label");
    arguments.withdrawn = each_once(std::move(labels));
  }
  if (arguments.label_mode == "permute" && !arguments.previous_key.empty()) {
    return usage_error(
        "--label-mode permute",
        "does not go with --previous-key: consecutive numbers would tell who came later; take random");
  }
  if (arguments.level == Level::group && given.contains("withdraw") && arguments.key_file.empty()) {
    return usage_error("--withdraw",
                       "needs --key-file at the group level: there it is noted whose labels are "
                       "never used again");
  }
  return Done{};
}

}  // namespace

Result<Arguments> parse_arguments(const std::vector<std::string>& words) {
  SR_TRY(const Given given, parse_words(words));
  Arguments arguments;
  arguments.help = given.contains("help");
  arguments.version = given.contains("version");
  arguments.descriptor = given.contains("bids-exec-spec");
  arguments.answers_form = given.contains("print-answers");
  const bool only_prints =
      arguments.help || arguments.version || arguments.descriptor || arguments.answers_form;
  if (only_prints) return arguments;
  SR_CHECK(check_values(given));
  take_policy(given, arguments);
  if (arguments.policy_form) {
    const auto dataset = given.find(k_positional);
    if (dataset != given.end() && !dataset->second.empty()) arguments.bids_dir = dataset->second.front();
    return arguments;
  }
  arguments.run_options = run_options(given);
  SR_CHECK(take_positionals(given, arguments));
  SR_CHECK(refuse_later_options(given));
  SR_CHECK(refuse_at_other_levels(given, arguments.level));
  SR_CHECK(take_selection(given, arguments));
  SR_CHECK(take_linking(given, arguments));
  arguments.readme_file = value_of(given, "readme");
  arguments.accept_file = value_of(given, "accept");
  arguments.answers_file = value_of(given, "answers");
  SR_CHECK(take_audit_files(given, arguments));
  arguments.package = value_of(given, "package");
  SR_TRY(arguments.derivatives, folders_of(given));
  arguments.private_dir = value_of(given, "private-dir");
  arguments.face_mask_dir = value_of(given, "face-mask-dir");
  arguments.allow_missing = given.contains("allow-missing");
  arguments.dry_run = given.contains("dry-run");
  arguments.print_participants = given.contains("print-participants");
  arguments.replace = given.contains("replace");
  arguments.clean = given.contains("clean");
  SR_TRY(arguments.workers, number_of(given, "nprocs"));
  SR_TRY(arguments.memory_mb, number_of(given, "mem"));
  if (const auto found = given.find("verbose"); found != given.end()) {
    arguments.verbosity = static_cast<int>(found->second.size());
  }
  return arguments;
}

}  // namespace shareready
