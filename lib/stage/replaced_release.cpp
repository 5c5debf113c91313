#include "stage/replaced_release.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/counted.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "stage/policy_note.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr int k_release_note_format = 1;

// Options that choose among persons, and those that choose among a person's files.
constexpr std::array<std::string_view, 3> k_choose_persons{"exclude-participant-label", "participant-label",
                                                           "withdraw"};
constexpr std::array<std::string_view, 2> k_choose_files{"bids-filter-file", "session-label"};
// Options that set members of the policy.
constexpr std::array<std::string_view, 7> k_set_policy{"dates",  "deface",     "layout",           "method",
                                                       "policy", "sourcedata", "write-deface-mask"};

fs::path release_note(const PrivateFolder& folder, const std::string& key) {
  return folder.releases() / (key + ".json");
}

std::set<std::string> strings_in(const Json& list) {
  std::set<std::string> words;
  for (const Json& word : list.as_array()) words.insert(word.as_string());
  return words;
}

Json list_of_words(const std::set<std::string>& words) {
  Json list{Json::Array{}};
  for (const std::string& word : words) list.push_back(word);
  return list;
}

std::set<std::string> persons_in(const std::vector<ReleasedFile>& released) {
  std::set<std::string> labels;
  for (const ReleasedFile& file : released) {
    if (!file.participant.empty()) labels.insert(file.participant);  // else of the root
  }
  return labels;
}

// Who is in the source, and not chosen by the command line.
std::set<std::string> left_out_by_options(const GroupRun& run) {
  const Inventory& inventory = *run.preparation->inventory;
  std::set<std::string> labels(inventory.all_participants.begin(), inventory.all_participants.end());
  for (const std::string& label : inventory.participants) labels.erase(label);
  labels.insert(run.options->withdrawn.begin(), run.options->withdrawn.end());
  return labels;
}

std::set<std::string> difference(const std::set<std::string>& all, const std::set<std::string>& without) {
  std::set<std::string> rest;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(),
                      std::inserter(rest, rest.begin()));
  return rest;
}

bool is_named(const GroupRun& run, std::string_view option) {
  return readiness::has_option(run.options->run_options, option);
}

// What is known of the release in the place: by its note, else by its report.
struct Known {
  bool noted = false;
  std::string policy;  // hash
  std::string preset;
  std::set<std::string> options;  // empty too where the report is from before they were told
  std::set<std::string> released, left_out;
};

std::optional<Json> read_quietly(const fs::path& path) {
  const Result<std::string> text = read_text(path);
  if (!text.ok()) return std::nullopt;
  Result<Json> json = parse_json(*text, path.string());
  return json.ok() ? std::optional(std::move(*json)) : std::nullopt;
}

std::set<std::string> option_names(const Json& options) {
  std::set<std::string> names;
  for (const Json& option : options.as_array()) names.insert(option.at("name").as_string());
  return names;
}

Result<Known> known_of_release(const GroupRun& run) {
  Known known;
  SR_TRY(const std::string key, published_key(run.books));
  if (const auto note = read_quietly(release_note(*run.folder, key)); note && !key.empty()) {
    known.noted = note->at("format").as_int() == k_release_note_format;
    known.policy = note->at("policy").as_string();
    known.preset = note->at("preset").as_string();
    known.options = option_names(note->at("options"));
    known.released = strings_in(note->at("released"));
    known.left_out = strings_in(note->at("left_out"));
  }
  if (known.noted) return known;
  if (const auto report = read_quietly(run.places->report() / "readiness.json")) {
    const Json& policy = report->at("policy");
    known.policy = policy.at("hash").as_string();
    known.preset = policy.at("preset").as_string();
    known.options = option_names(policy.at("options"));
  }
  return known;
}

// Of the policy of that release what this run neither has nor says otherwise.
Status compare_policies(const GroupRun& run, const Known& known, Replaced& replaced) {
  const Policy& policy = run.options->policy;
  replaced.other_policy = !known.policy.empty() && known.policy != policy_hash(policy);
  if (!replaced.other_policy) return Done{};
  if (known.preset != to_string(policy.preset) && !is_named(run, "preset")) replaced.unnamed.insert("preset");
  const std::optional<Policy> before = noted_policy(*run.folder, known.policy);
  if (!before) {
    for (const std::string_view option : k_set_policy) {
      if (known.options.contains(std::string(option)) && !is_named(run, option) && !is_named(run, "policy"))
        replaced.unnamed.insert(std::string(option));
    }
    return Done{};
  }
  replaced.changes = policy_changes(*before, policy);
  SR_TRY(const Json own, own_members(*before));
  for (const PolicyChange& change : replaced.changes) {
    const std::string option = option_of_member(change.member);
    const bool chosen = own.find(change.member) != nullptr;  // not by the preset alone
    const bool with_method = change.member == "layout" && is_named(run, "method");
    if (chosen && !with_method && !is_named(run, option) && !is_named(run, "policy"))
      replaced.unnamed.insert(option);
  }
  return Done{};
}

void compare_persons(const GroupRun& run, const Known& known, const std::set<std::string>& released,
                     Replaced& replaced) {
  const auto lost = [&](std::string_view option) {
    return known.options.contains(std::string(option)) && !is_named(run, option);
  };
  for (const std::string_view option : k_choose_files) {
    if (lost(option)) replaced.unnamed.insert(std::string(option));
  }
  if (!known.noted) {
    // Who was left out is not known here any more: whoever chooses anew has at least thought of it.
    const bool chooses = std::any_of(k_choose_persons.begin(), k_choose_persons.end(),
                                     [&](std::string_view option) { return is_named(run, option); });
    for (const std::string_view option : k_choose_persons) {
      if (lost(option) && !chooses) replaced.unnamed.insert(std::string(option));
    }
    return;
  }
  replaced.added = difference(released, known.released).size();
  replaced.gone = difference(known.released, released).size();
  for (const std::string& label : released) {
    if (known.left_out.contains(label)) replaced.returning.push_back(label);
  }
  const auto& named = run.options->named_participants;
  const bool all_named = std::all_of(
      replaced.returning.begin(), replaced.returning.end(),
      [&](const std::string& label) { return std::find(named.begin(), named.end(), label) != named.end(); });
  if (all_named) return;
  for (const std::string_view option : k_choose_persons) {
    if (known.options.contains(std::string(option))) replaced.unnamed.insert(std::string(option));
  }
  // Who withdrew from an earlier release is noted in its key.
  if (replaced.unnamed.empty()) replaced.unnamed.insert("previous-key");
}

std::string with_dashes(const std::set<std::string>& options) {
  std::vector<std::string> words;
  words.reserve(options.size());
  for (const std::string& option : options) words.push_back("--" + option);
  return join(words, ", ");
}

}  // namespace

Status note_release(const GroupRun& run, const std::vector<ReleasedFile>& released) {
  SR_CHECK(note_policy(*run.folder, run.options->policy));
  return write_file(
      release_note(*run.folder, run.books.key),
      format_json(Json::Object{{"format", k_release_note_format},
                               {"policy", policy_hash(run.options->policy)},
                               {"preset", to_string(run.options->policy.preset)},
                               {"options", readiness::run_options_json(run.options->run_options)},
                               {"released", list_of_words(persons_in(released))},
                               {"left_out", list_of_words(left_out_by_options(run))}}),
      Mode::secret);
}

void forget_other_releases(const GroupRun& run) {
  std::error_code status;
  std::vector<fs::path> others;
  for (const fs::directory_entry& entry : fs::directory_iterator(run.folder->releases(), status)) {
    if (entry.path() != release_note(*run.folder, run.books.key)) others.push_back(entry.path());
  }
  for (const fs::path& other : others) fs::remove(other, status);
}

Result<std::optional<Replaced>> compare_with_replaced(const GroupRun& run,
                                                      const std::vector<ReleasedFile>& released) {
  std::error_code status;
  if (!fs::exists(run.places->dataset(), status)) return std::optional<Replaced>();
  SR_TRY(const Known known, known_of_release(run));
  Replaced replaced{.noted = known.noted};
  SR_CHECK(compare_policies(run, known, replaced));
  compare_persons(run, known, persons_in(released), replaced);
  return std::optional(std::move(replaced));
}

std::string told_of_replaced(const Replaced& replaced) {
  std::vector<std::string> parts;
  const std::size_t returning = replaced.returning.size();
  if (returning > 0)
    parts.push_back(
        fmt::format("{} left out of it by the command line",
                    counted(returning, "person comes back who was", "persons come back who were")));
  if (replaced.added > returning)
    parts.push_back(fmt::format(
        "{} not in it", counted(replaced.added - returning, "other person was", "other persons were")));
  if (replaced.gone > 0)
    parts.push_back(
        fmt::format("{} not in this one", counted(replaced.gone, "person of it is", "persons of it are")));
  if (!replaced.changes.empty())
    parts.push_back("its policy was another: " + told_of_changes(replaced.changes));
  if (replaced.other_policy && replaced.changes.empty())
    parts.emplace_back("its policy was another, which is not noted here any more");
  if (!replaced.noted) parts.emplace_back("who was in it is not noted here any more");
  return join(parts, "; ");
}

Status check_replacing(const GroupRun& run, const std::optional<Replaced>& replaced) {
  if (!replaced) return Done{};
  const std::string told = told_of_replaced(*replaced);
  const std::string beside = told.empty() ? "" : "; beside that one: " + told;
  if (!run.options->replace) {
    return Error{ErrorCode::cannot_create,
                 run.places->dataset().string(),
                 "another release is there; --replace puts the new one in its place, with all labels new but "
                 "those that --previous-key keeps" +
                     beside,
                 {}};
  }
  if (replaced->unnamed.empty()) {
    if (!told.empty()) run.observer->say(Detail::result, "replacing a release" + beside);
    return Done{};
  }
  return Error{
      ErrorCode::cannot_create,
      run.places->dataset().string(),
      fmt::format(
          "the release there was made with {}, and this run does not say it again: it is not replaced{}. "
          "Give the options again (private/report/options.txt has them as they were typed), or say "
          "otherwise: "
          "--preset by its name, a policy by --policy FILE (one that holds {{}} leaves the preset alone), "
          "persons who are to come back by --participant-label with everybody of the new release",
          with_dashes(replaced->unnamed), beside),
      {}};
}

std::vector<std::string> left_out_before(const GroupRun& run, const std::vector<UnusableParticipant>& among) {
  const Result<Known> known = known_of_release(run);
  std::vector<std::string> labels;
  if (!known.ok()) return labels;
  for (const UnusableParticipant& participant : among) {
    if (known->left_out.contains(participant.label)) labels.push_back(participant.label);
  }
  return labels;
}

std::optional<readiness::ReplacedRelease> replaced_facts(const std::optional<Replaced>& replaced) {
  if (!replaced) return std::nullopt;
  readiness::ReplacedRelease facts{.noted = replaced->noted,
                                   .other_policy = replaced->other_policy,
                                   .members = {},
                                   .added = replaced->added,
                                   .returning = !replaced->returning.empty(),
                                   .gone = replaced->gone};
  std::set<std::string> members;
  for (const PolicyChange& change : replaced->changes) members.insert(change.member);
  facts.members.assign(members.begin(), members.end());
  return facts;
}

}  // namespace shareready
