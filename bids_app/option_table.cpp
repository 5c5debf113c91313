#include "option_table.hpp"

#include <array>

namespace shareready {
namespace {

constexpr std::string_view k_selection = "What to work on";
constexpr std::string_view k_policy = "What may leave";
constexpr std::string_view k_running = "How to run";
constexpr std::string_view k_about = "About";

// Spellings other than `name` are those that BIDS apps in use understand, so that existing job scripts work.
const std::vector<OptionRow>& rows() {
  static const std::vector<OptionRow> table = {
      {.section = k_selection,
       .name = "participant-label",
       .aliases = {"participant_label", "participant-labels", "participant_labels"},
       .value = ValueKind::list,
       .placeholder = "LABEL",
       .default_value = "all participants",
       .help = "Participants to work on, with or without 'sub-', or a text file with one label a line.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "LABEL ..."},
      {.section = k_selection,
       .name = "session-label",
       .aliases = {"session_label", "session-labels", "session_labels"},
       .value = ValueKind::list,
       .placeholder = "LABEL",
       .default_value = "all sessions",
       .help = "Sessions to work on, with or without 'ses-'. The group level needs the same filter in all "
               "participants.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "SESSION ..."},
      {.section = k_selection,
       .name = "exclude-participant-label",
       .aliases = {"exclude_participant_label"},
       .value = ValueKind::list,
       .placeholder = "LABEL",
       .default_value = "nobody",
       .help = "Participants to leave out entirely, given as for --participant-label. The group level needs "
               "it too.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "LABEL ..."},
      {.section = k_selection,
       .name = "withdraw",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "Participants who withdrew, one label a line: they are left out, what private/ holds of them "
               "goes, "
               "and nobody gets their new labels again (the group level notes it in the key file, and needs "
               "--key-file). Both levels need it.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "WITHDRAWN_FILE"},
      {.section = k_selection,
       .name = "bids-filter-file",
       .aliases = {"bids_filter_file"},
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "JSON file with BIDS entities that select the files to work on.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "FILTER_FILE"},
      {.section = k_selection,
       .name = "skip-bids-validation",
       .aliases = {"skip_bids_validation", "skip-bids-validator", "skip_bids_validator"},
       .help = "Accepted for compatibility: no validator is run, every file is judged by the inventory."},
      {.section = k_policy,
       .name = "preset",
       .value = ValueKind::text,
       .placeholder = "NAME",
       .choices = {"open", "registered", "restricted"},
       .default_value = "registered",
       .help = "How the dataset will be offered. It sets the defaults of the options below. A release for "
               "everybody "
               "(open) is cleared in the liberal reading of the rules alone, or where the privacy officer "
               "regards "
               "it as outside the GDPR.",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "policy",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "JSON file with choices of your own (share/policy.schema.json; --print-policy writes one). "
               "Options on "
               "the command line come before it. Both levels need it.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "policy.json"},
      {.section = k_policy,
       .name = "dates",
       .value = ValueKind::text,
       .placeholder = "HOW",
       .choices = {"drop", "shift"},
       .default_value = "drop; shift with --preset restricted",
       .help = "Drop acquisition dates, or shift them by a secret number of days per participant.",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "deface",
       .value = ValueKind::text,
       .placeholder = "WHICH",
       .choices = {"recognisable", "all"},
       .default_value = "recognisable",
       .help = "Which images lose their face: the kinds by which people were recognised, or all that show a "
               "head, functional and diffusion images too.",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "method",
       .value = ValueKind::text,
       .placeholder = "METHOD",
       .choices = {"deface", "reface", "skullstrip"},
       .default_value = "deface",
       .help =
           "Remove faces, or replace them by a generic one that belongs to nobody ('reface', in the "
           "derivative layout), or remove everything outside of the intracranial volume ('skullstrip', in "
           "the derivative layout; MRI only).",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "face-mask-dir",
       .aliases = {"face_mask_dir"},
       .value = ValueKind::folder,
       .placeholder = "DIR",
       .help =
           "Your own masks for images whose face is to go: each has the name and the grid of its image, and "
           "what is not 0 is removed. They are used instead of the program's own.",
       .stands_on = StandsOn::participant_lines,
       .in_lines = "MASK_DIR"},
      {.section = k_policy,
       .name = "write-deface-mask",
       .aliases = {"write_deface_mask"},
       .help = "Write the mask of what was removed beside each image, as mod-T1w_defacemask, where BIDS has "
               "that name for it.",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "layout",
       .value = ValueKind::text,
       .placeholder = "LAYOUT",
       .choices = {"raw", "derivative"},
       .default_value = "raw",
       .help = "Write a raw dataset with raw names, or a derivative dataset with desc-defaced names.",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "label-mode",
       .aliases = {"label_mode"},
       .value = ValueKind::text,
       .placeholder = "MODE",
       .choices = {"random", "permute", "keyed"},
       .default_value = "random",
       .help =
           "New labels are drawn at random, or are a random order of consecutive numbers, or follow from the "
           "old ones by HMAC-SHA-256 with a secret (keyed), so that several sites get the same label for "
           "the same person without telling each other who it is.",
       .stands_on = StandsOn::group_lines},
      {.section = k_policy,
       .name = "label-secret",
       .aliases = {"label_secret"},
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "The secret of --label-mode keyed: a file that only you can read (mode 0600) with at least 32 "
               "random "
               "bytes. Whoever has it can compute every new label.",
       .stands_on = StandsOn::group_lines,
       .in_lines = "LABEL_SECRET"},
      {.section = k_policy,
       .name = "derivatives",
       .value = ValueKind::list,
       .placeholder = "NAME",
       .default_value = "none",
       .help =
           "Group level: folders of derivatives/ to bring in. Only images in a template space without a "
           "face, region statistics and unthresholded group maps come, each checked; the rest is left out "
           "and listed.",
       .stands_on = StandsOn::group_lines,
       .in_lines = "NAME ..."},
      {.section = k_policy,
       .name = "sourcedata",
       .value = ValueKind::text,
       .placeholder = "HOW",
       .choices = {"exclude", "deidentify"},
       .default_value = "exclude",
       .help = "What happens to sourcedata/. 'deidentify' cleans the DICOM files of folders sub-* and "
               "brings in their series; those that may show a face lose it or stay behind.",
       .stands_on = StandsOn::all_lines},
      {.section = k_policy,
       .name = "readme",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .default_value = "a generated text",
       .help = "Your own README for the shared dataset. It is audited, never rewritten.",
       .stands_on = StandsOn::group_lines,
       .in_lines = "README_FILE"},
      {.section = k_policy,
       .name = "accept",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "Doubtful images you have looked at and accept: image path and sha256 of the input, one a "
               "line, as the review page prints them.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "ACCEPTED_FILE"},
      {.section = k_policy,
       .name = "answers",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "Group level: what only people can tell (legal basis, consent, agreements), for the report. A "
               "release that is published already stays, its report is renewed."},
      {.section = k_policy,
       .name = "package",
       .value = ValueKind::text,
       .placeholder = "REPOSITORY",
       .help = "Group level: after publishing, write archives for this repository of the report's table to "
               "OUTPUT_DIR/package, split to its limits, and compare what is in them with the manifest."},
      {.section = k_policy,
       .name = "allow-missing",
       .aliases = {"allow_missing"},
       .help = "Group level: publish without the participants that failed or were not run.",
       .stands_on = StandsOn::group_lines},
      {.section = k_policy,
       .name = "key-file",
       .aliases = {"key_file"},
       .value = ValueKind::file,
       .placeholder = "FILE",
       .default_value = "none, the link is lost",
       .help = "Group level: write the release key, old and new labels and the days by which dates moved, to "
               "this "
               "new file, "
               "encrypted "
               "in the age format by the program `age`. Never inside the input, dataset/, report/ or a git "
               "repository. verify: where that file is kept, to see that it is there and is the one of this "
               "release.",
       .stands_on = StandsOn::group_lines,
       .in_lines = "RELEASE_KEY"},
      {.section = k_policy,
       .name = "key-recipient",
       .aliases = {"key_recipient"},
       .value = ValueKind::list,
       .placeholder = "AGE_PUBLIC_KEY",
       .default_value = "nobody",
       .help = "Who can open the key file: public keys, age1..., as `age-keygen` prints them.",
       .stands_on = StandsOn::group_lines,
       .in_lines = "AGE_PUBLIC_KEY ..."},
      {.section = k_policy,
       .name = "previous-key",
       .aliases = {"previous_key"},
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "The key file of an earlier release: participants who were in it keep their labels and the "
               "days by "
               "which their dates moved. Both levels need it.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "PREVIOUS_KEY"},
      {.section = k_policy,
       .name = "identity",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help = "The identity file of `age` that opens --previous-key.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "IDENTITY_FILE"},
      {.section = k_policy,
       .name = "baseline",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help =
           "Audit level: findings that you looked at and accept, each with a reason. They stay listed, and "
           "stop nothing. Labels, personal details, faces, histories (.git) and what cannot be read are "
           "never accepted.",
       .in_descriptor = false},
      {.section = k_policy,
       .name = "sarif",
       .value = ValueKind::file,
       .placeholder = "FILE",
       .help =
           "Audit and group level: write what the audit finds as SARIF 2.1.0 too, for CI. Fit to be shared: "
           "nothing read from the data stands in it.",
       .in_descriptor = false},
      {.section = k_running,
       .name = "dry-run",
       .aliases = {"dry_run"},
       .help = "Print what would happen to every file, write nothing."},
      {.section = k_running,
       .name = "print-participants",
       .aliases = {"print_participants"},
       .help =
           "Print the labels that this run would work on, one a line, without those left out or withdrawn; "
           "write nothing.",
       .in_descriptor = false},
      {.section = k_running,
       .name = "nprocs",
       .aliases = {"n_procs", "n-procs", "n_cpus", "n-cpus", "nthreads"},
       .value = ValueKind::number,
       .placeholder = "N",
       .default_value = "the processors of this machine",
       .help = "Participants to work on at the same time."},
      {.section = k_running,
       .name = "mem",
       .aliases = {"mem_mb", "mem-mb"},
       .value = ValueKind::number,
       .placeholder = "MB",
       .default_value = "no limit",
       .help = "Memory to stay within, in megabytes; lowers --nprocs where needed."},
      {.section = k_running,
       .name = "work-dir",
       .letter = 'w',
       .aliases = {"work_dir"},
       .value = ValueKind::folder,
       .placeholder = "DIR",
       .help = "Accepted for compatibility: temporary files stay beside their results, under private/."},
      {.section = k_running,
       .name = "private-dir",
       .aliases = {"private_dir"},
       .value = ValueKind::folder,
       .placeholder = "DIR",
       .default_value = "OUTPUT_DIR/private",
       .help = "Where staged participants, renderings and logs go: a file system that all nodes share, and "
               "that is never shared with anybody else.",
       .stands_on = StandsOn::all_lines,
       .in_lines = "PRIVATE_DIR"},
      {.section = k_running,
       .name = "replace",
       .help = "Group level: replace a dataset/ published before. All labels will be new but those that "
               "--previous-key "
               "keeps."},
      {.section = k_running,
       .name = "clean",
       .help = "Group level: delete the private folder once dataset/ is published."},
      {.section = k_about,
       .name = "verbose",
       .letter = 'v',
       .help = "Say more on the terminal: -v names each file, -vv also figures."},
      {.section = k_about,
       .name = "print-policy",
       .aliases = {"print_policy"},
       .help =
           "Print the policy that --preset, --policy and the options beside it make, every choice explained, "
           "and stop. With BIDS_DIR: also what the columns of its tables are taken for, and why.",
       .in_descriptor = false},
      {.section = k_about,
       .name = "print-answers",
       .aliases = {"print_answers"},
       .help = "Print a form for --answers, every question explained, and stop.",
       .in_descriptor = false},
      {.section = k_about,
       .name = "bids-exec-spec",
       .help = "Print the Boutiques descriptor of this program and stop.",
       .in_descriptor = false},
      {.section = k_about, .name = "version", .help = "Print the version and stop.", .in_descriptor = false},
      {.section = k_about,
       .name = "help",
       .letter = 'h',
       .help = "Print this text and stop.",
       .in_descriptor = false},
  };
  return table;
}

constexpr std::array<PositionalRow, 3> k_positionals = {{
    {"bids_dir",
     "The BIDS dataset. It is only read. '-' where it was destroyed: group --answers then renews the report "
     "of what is published."},
    {"output_dir",
     "Where dataset/, report/ and private/ go; several runs may share it. 'verify OUTPUT_DIR' compares a "
     "published dataset and its report with their lists of hashes, and package/ with the dataset, and says "
     "what changed or went out of date, "
     "and what people declared; nobody's signature is checked."},
    {"analysis_level",
     "participant: de-identify into private/ (side by side as you like); group: once after them, draw "
     "labels, "
     "audit, publish, report; audit: check any dataset."},
}};

// Meanings from sysexits.h and the BIDS execution specification draft; 20 and 21 are ours.
constexpr std::array<ExitCodeRow, 13> k_exit_codes = {{
    {0, "All done."},
    {1, "Any other error."},
    {16, "The input is not a BIDS dataset."},
    {17, "Unknown analysis level."},
    {18, "The filters matched nothing."},
    {20, "Finished, but something could not be made safe; verify: out of date or not cleared."},
    {21, "The audit found something: nothing was published."},
    {64, "The command line is wrong."},
    {65, "A participant failed or is missing, or a file's content is bad; verify: files differ."},
    {66, "The input does not exist or cannot be read."},
    {73, "The output cannot be created."},
    {74, "Reading or writing failed midway (a full disk included)."},
    {75, "Another run holds the same work: try again later."},
}};

}  // namespace

std::span<const PositionalRow> positional_table() { return k_positionals; }
std::span<const OptionRow> option_table() { return rows(); }
std::span<const ExitCodeRow> exit_code_table() { return k_exit_codes; }

}  // namespace shareready
