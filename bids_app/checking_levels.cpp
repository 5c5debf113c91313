// The levels that make nothing: the audit of any tree, and the comparison of a release with its manifest.
#include <fmt/format.h>

#include <ctime>
#include <filesystem>

#include "base/counted.hpp"
#include "base/text.hpp"
#include "exit_code.hpp"
#include "levels.hpp"
#include "stage/audit_level.hpp"
#include "stage/package_check.hpp"
#include "stage/verify.hpp"

namespace shareready {

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

namespace {

bool is_out_of_date(Said said) { return said == Said::of_another_release || said == Said::of_other_answers; }

std::string_view assessment_of(Said said) {
  if (said == Said::yes) return "";
  if (is_out_of_date(said)) return "; the impact assessment is out of date";
  return said == Said::no
             ? "; the impact assessment leaves a high risk, and the supervisory authority was not "
               "consulted"
             : "; there is no impact assessment for this release";
}

// What the two who judge a release said of it: what a dataset without a change is worth depends on them.
std::string people_of(const Verification& found) {
  const auto words = [](Said said, std::string_view yes, std::string_view no, std::string_view old,
                        std::string_view nothing) {
    switch (said) {
      case Said::yes:
        return std::string(yes);
      case Said::no:
        return std::string(no);
      case Said::on_conditions:
        return std::string(
            "the privacy officer advised in favour on conditions that nobody confirmed as met");
      case Said::of_another_release:
      case Said::of_other_answers:
        return std::string(old);
      case Said::nothing:
        return std::string(nothing);
    }
    return std::string(nothing);
  };
  return "as declared in the answers (nobody's signature is checked): " +
         words(found.advice, "the privacy officer advised in favour of this release",
               "the privacy officer advised against it", "the privacy officer's advice is out of date",
               "the privacy officer has not advised yet") +
         "; " +
         words(found.decision, "the controller approved this release", "the controller refused it",
               "the controller's decision is out of date", "the controller has not decided yet") +
         std::string(assessment_of(found.assessment)) +
         (!found.cleared        ? "; not cleared for sharing, see its report"
          : found.stale.empty() ? "; its report clears it for sharing"
                                : "; its report cleared it, before what is named above went out of date");
}

// Paths are told as they stand in OUTPUT_DIR.
void tell_differences(std::string_view folder, std::string_view unlisted, const Differences& found,
                      Terminal& terminal) {
  const auto tell = [&](std::string_view what, const std::vector<std::string>& paths) {
    for (const std::string& path : paths)
      terminal.say(Detail::result, fmt::format("{}: {}{}", what, folder, path));
  };
  tell("changed", found.changed);
  tell("missing", found.missing);
  tell(unlisted, found.added);
  tell("with extended attributes", found.attributed);
}

std::string summary_of(const Verification& found) {
  const Differences& dataset = found.dataset;
  if (dataset.none() && found.links.empty()) {
    return "report/ is not as it was written: readiness.json and the pages beside it may be of different "
           "days. Run the group level again, with the answers that hold now (--answers)";
  }
  return fmt::format(
      "the dataset is not the one of its report: {} changed, {} missing, {} new{}{}; take it from where it "
      "was published, or run the group level again",
      dataset.changed.size(), dataset.missing.size(), dataset.added.size(),
      dataset.attributed.empty() ? ""
                                 : fmt::format(", {} with extended attributes (setfattr -x removes them)",
                                               dataset.attributed.size()),
      found.links.empty() ? "" : fmt::format(", {} reached by a link", join(found.links, " and ")));
}

void tell_packages(const PackageCheck& check, Terminal& terminal) {
  Differences found = check.found;
  if (std::erase(found.added, "") > 0) terminal.say(Detail::result, "a link, expected a folder: package");
  tell_differences("package/", "not of a package", found, terminal);
  for (const std::string& name : check.other_release)
    terminal.say(Detail::result, fmt::format("of another release: package/{}", name));
  conclude(terminal,
           "package/ is not what was made of this release: do not upload it. Delete what is of no package; a "
           "package that is changed, incomplete or of another release: delete it, or make it again by the "
           "group level with the same options and --package REPOSITORY");
}

std::string told_of(const PackageCheck& check) {
  if (check.packages == 0) return {};
  return fmt::format(", and the {} of {} hold nothing else", counted(check.files, "file", "files"),
                     counted(check.packages, "package", "packages"));
}

}  // namespace

// Differences come one a line, then what they mean. What is not cleared, was refused or hangs on open
// conditions has the same code as what is out of date: `verify && upload` must stop until people have spoken.
Result<int> run_verify(const Arguments& arguments, Terminal& terminal) {
  SR_TRY(const Verification found, verify_release(arguments.output_dir, today(), arguments.key_file));
  tell_differences("dataset/", "not in the manifest", found.dataset, terminal);
  tell_differences("report/", "not of the report", found.report, terminal);
  for (const std::string& folder : found.links)
    terminal.say(Detail::result, fmt::format("a link, expected a folder: {}", folder));
  for (const std::string& what : found.stale)
    terminal.say(Detail::result, fmt::format("out of date: {}", what));
  if (found.key_unseen)
    terminal.say(
        Detail::result,
        "not looked at: the release key, by which who withdraws is found. Where it is kept stands in no "
        "file of this release: name it by --key-file");
  if (!found.same()) {
    std::error_code status;
    const bool packed =
        std::filesystem::exists(std::filesystem::path(arguments.output_dir) / "package", status);
    conclude(terminal, summary_of(found) + (packed ? "; package/ was not compared" : ""));
    return k_exit_participant_failed;
  }
  SR_TRY(const PackageCheck packages, check_packages(arguments.output_dir));
  if (!packages.same()) {
    tell_packages(packages, terminal);
    return k_exit_participant_failed;
  }
  const std::string unchanged =
      fmt::format("all {} files are unchanged since their report{}", found.files, told_of(packages));
  if (!found.stale.empty()) {
    conclude(terminal, fmt::format("{}; {} went out of date; {}", unchanged,
                                   counted(found.stale.size(), "thing", "things"), people_of(found)));
    return k_exit_withheld;
  }
  conclude(terminal, fmt::format("{}; {}", unchanged, people_of(found)));
  const bool must_wait = !found.cleared || found.advice == Said::no || found.advice == Said::on_conditions ||
                         found.decision == Said::no;
  return must_wait ? k_exit_withheld : k_exit_done;
}

}  // namespace shareready
