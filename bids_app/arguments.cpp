#include "arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <map>

#include "base/files.hpp"
#include "base/text.hpp"
#include "option_table.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;

// Canonical option name -> the values given, in order; a flag holds one empty value each time it was given.
using Given = std::map<std::string, std::vector<std::string>, std::less<>>;

constexpr const char* k_positional = "positional";

Error usage_error(std::string_view subject, std::string what) {
  return Error{ErrorCode::usage, std::string(subject), std::move(what), {}};
}

void add_option(po::options_description& description, const std::string& spelling, ValueKind kind) {
  if (kind == ValueKind::flag) {
    description.add_options()(spelling.c_str(), "");
    return;
  }
  auto* values = po::value<std::vector<std::string>>();
  if (kind == ValueKind::list) values->multitoken();
  description.add_options()(spelling.c_str(), values, "");
}

std::map<std::string, const OptionRow*> add_rows(po::options_description& description) {
  std::map<std::string, const OptionRow*> by_spelling;
  for (const OptionRow& row : option_table()) {
    const std::string name(row.name);
    add_option(description, row.letter == '\0' ? name : name + "," + row.letter, row.value);
    by_spelling[name] = &row;
    for (const std::string_view alias : row.aliases) {
      add_option(description, std::string(alias), row.value);
      by_spelling[std::string(alias)] = &row;
    }
  }
  return by_spelling;
}

Result<Given> parse_words(const std::vector<std::string>& words) {
  po::options_description description;
  const auto by_spelling = add_rows(description);
  description.add_options()(k_positional, po::value<std::vector<std::string>>());
  po::positional_options_description positions;
  positions.add(k_positional, -1);
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  Given given;
  try {
    for (const auto& option : po::command_line_parser(words)
                                  .options(description)
                                  .positional(positions)
                                  .style(style)
                                  .run()
                                  .options) {
      const auto row = by_spelling.find(option.string_key);
      auto& values = given[row == by_spelling.end() ? k_positional : std::string(row->second->name)];
      values.insert(values.end(), option.value.begin(), option.value.end());
      if (row != by_spelling.end() && row->second->value == ValueKind::flag) values.emplace_back();
    }
  } catch (const po::error& problem) {
    return usage_error("command line", fmt::format("{}; --help lists every option", problem.what()));
  }
  return given;
}

Status check_values(const Given& given) {
  for (const OptionRow& row : option_table()) {
    const auto found = given.find(row.name);
    if (found == given.end() || row.value == ValueKind::flag || row.value == ValueKind::list) continue;
    const std::string option = fmt::format("--{}", row.name);
    if (found->second.size() > 1) return usage_error(option, "got it more than once, expected one value");
    const std::string& value = found->second.front();
    if (value.empty()) return usage_error(option, "got an empty value");
    if (row.choices.empty()) continue;
    if (std::find(row.choices.begin(), row.choices.end(), value) == row.choices.end()) {
      const std::vector<std::string> choices(row.choices.begin(), row.choices.end());
      return usage_error(option, fmt::format("got '{}', expected one of {}", value, join(choices, ", ")));
    }
  }
  return Done{};
}

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

bool is_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= 'a' && letter <= 'z');
  });
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

// One label a line, with or without the prefix; lines without one are passed over.
Result<std::vector<std::string>> labels_in(const std::string& text, std::string_view prefix,
                                           std::string_view option) {
  std::vector<std::string> labels;
  const std::vector<std::string> lines = split(text, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view label = without_prefix(trim(lines[i]), prefix);
    if (label.empty()) continue;
    if (!is_label(label)) {
      return usage_error(option, fmt::format("line {} of its file is no label (letters and digits)", i + 1));
    }
    labels.emplace_back(label);
  }
  return labels;
}

std::vector<std::string> each_once(std::vector<std::string> labels) {
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  return labels;
}

// Labels as given: with or without the prefix; what cannot be a label is a file with one label a line.
Result<std::vector<std::string>> labels_of(const std::vector<std::string>& values, std::string_view prefix,
                                           std::string_view option) {
  std::vector<std::string> labels;
  for (const std::string& value : values) {
    if (is_label(without_prefix(value, prefix))) {
      labels.emplace_back(without_prefix(value, prefix));
      continue;
    }
    auto text = read_text(value);
    if (!text.ok()) {
      return usage_error(option,
                         fmt::format("got '{}', which is neither a label (letters and digits) nor a file "
                                     "with one label a line",
                                     value));
    }
    SR_TRY(const std::vector<std::string> listed, labels_in(*text, prefix, option));
    labels.insert(labels.end(), listed.begin(), listed.end());
  }
  return each_once(std::move(labels));
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
  SR_CHECK(need_both(given, "key-file", "key-recipient"));
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
