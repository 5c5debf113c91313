#include "stage/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "readiness/clearance.hpp"
#include "readiness/staleness.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/report_list.hpp"
#include "stage/report_renewal.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_published(const fs::path& file) {
  Result<std::string> text = read_text(file);
  if (text.ok()) return text;
  return std::move(text).error().within("looking for what the group level publishes");
}

// What a link leads to may change without a trace in OUTPUT_DIR.
std::vector<std::string> find_links(const fs::path& output_dir) {
  std::vector<std::string> links;
  std::error_code status;
  for (const char* folder : {"dataset", "report"}) {
    if (fs::is_symlink(output_dir / folder, status)) links.emplace_back(folder);
  }
  return links;
}

// Facts about repositories, the steps of a deposit there, and the ways without raw data: each has its day.
std::size_t count_old_facts(const Json& report, const std::string& today) {
  std::size_t n = 0;
  const auto count = [&](const Json& entries) {
    for (const Json& entry : entries.as_array()) {
      if (readiness::is_stale(entry.at("checked").as_string(), today)) ++n;
    }
  };
  count(report.at("repositories"));
  count(report.at("alternatives"));
  for (const Json& deposit : report.at("deposits").as_array()) count(deposit.at("steps"));
  return n;
}

// What an advice, an assessment and a decision have to name.
struct Hash {
  const std::string& release;
  const std::string& answers;
};

// The report says what was said when it was written; the hashes are compared once more.
Said read_said(const Json& entry, std::string_view given, const Hash& named) {
  const std::string& state = entry.at("state").as_string();
  if (state == "refused") return Said::no;
  if (state == "other_release") return Said::of_another_release;
  if (state == "other_answers") return Said::of_other_answers;
  const bool conditional = state == "conditional";
  if (state != given && !conditional) return Said::nothing;
  if (entry.at("release").as_string() != named.release) return Said::of_another_release;
  if (entry.at("answers").as_string() != named.answers) return Said::of_other_answers;
  return conditional ? Said::on_conditions : Said::yes;
}

void find_stale_word(Said said, const std::string& day, const std::string& today, const std::string& what,
                     const std::string& who, Verification& found) {
  if (said == Said::of_another_release)
    found.stale.push_back(fmt::format("{}: it was given for another release", what));
  if (said == Said::of_other_answers)
    found.stale.push_back(fmt::format("{}: the answers changed since, the report says which", what));
  if (said == Said::yes && !today.empty() && day > today)
    found.stale.push_back(fmt::format(
        "{} is dated {}, in the future: that date or the clock of this machine is wrong", what, day));
  if (said == Said::yes && readiness::is_stale(day, today))
    found.stale.push_back(fmt::format("{} of {}: ask the {} again", what, day, who));
}

void read_people(const Json& report, const std::string& today, Verification& found) {
  const Json& sign_off = report.at("sign_off");
  const Json& controller = sign_off.at("controller");
  const auto named = [&](const char* signer) {
    return Hash{report.at("release").at("manifest_sha256").as_string(),
                report.at("answers").at("print").at(signer).as_string()};
  };
  found.advice = read_said(sign_off, "valid", named("advice"));
  found.decision = read_said(controller, "approved", named("decision"));
  find_stale_word(found.advice, sign_off.at("date").as_string(), today, "the advice", "privacy officer",
                  found);
  find_stale_word(found.decision, controller.at("date").as_string(), today, "the decision", "controller",
                  found);
  const Json& assessment = sign_off.at("assessment");
  const std::string& assessed = assessment.at("state").as_string();
  found.assessment = assessed == "not_needed"  ? Said::yes
                     : assessed == "high_risk" ? Said::no
                     : assessed == "not_mandatory"
                         ? read_said(assessment, "not_mandatory", named("assessment"))
                         : read_said(assessment, "done", named("assessment"));
  find_stale_word(found.assessment, assessment.at("date").as_string(), today, "the impact assessment",
                  "controller", found);
  const std::string& review = sign_off.at("review_date").as_string();
  if (!review.empty() && review < today)
    found.stale.push_back(fmt::format("the look ahead: its review was due on {}", review));
}

void find_stale(const Json& report, const std::string& today, Verification& found) {
  const std::string& checked = report.at("rules").at("checked").as_string();
  if (readiness::is_stale(checked, today)) {
    found.stale.push_back(
        fmt::format("the rules were checked in {}: use a newer version of the program", checked));
  }
  if (const std::size_t old = count_old_facts(report, today); old > 0) {
    found.stale.push_back(
        fmt::format("{} facts about repositories, deposits and networks: check them at the source", old));
  }
}

// Answers say until when study key and source exist; a report that stood on them says afterwards what is no
// longer so.
void find_stale_key(const Json& found_again, const std::string& today, Verification& found) {
  const std::string& until = found_again.at("until").as_string();
  if (until.empty() || until > today) return;
  const std::string& by = found_again.at("by").as_string();
  const bool relied_on = by == "release_key" || by == "compare_images";
  found.stale.push_back(fmt::format(
      "the answers on the study key: study key and source were to be destroyed by {}, as declared{}; answer "
      "'key' and 'consent.withdrawal' by what is so now, and renew the report (group --answers)",
      until, relied_on ? ", and the report says that who withdraws is found by them" : ""));
}

// The key file is never noted, so that nothing leads to it: only who names it lets it be looked at.
Status find_key_file(const Json& report, const fs::path& key_file, Verification& found) {
  const bool relied_on = report.at("sign_off").at("found_again").at("by").as_string() == "release_key";
  if (key_file.empty()) {
    found.key_unseen = relied_on;
    return Done{};
  }
  const std::string& expected = report.at("policy").at("key_sha256").as_string();
  if (expected.empty()) {
    return Error{ErrorCode::usage,
                 "--key-file",
                 "this release was published without a release key; leave the option out",
                 {}};
  }
  const Result<std::vector<std::uint8_t>> key = read_bytes(key_file);
  if (key.ok() && sha256_hex(*key) == expected) return Done{};
  found.stale.push_back(fmt::format(
      "the release key: the file named by --key-file {}{}; put back the one of this release, or answer "
      "'consent.withdrawal' anew and renew the report (group --answers)",
      key.ok() ? "is not the one of this release" : "is not there, or cannot be read",
      relied_on ? ", and the report says that who withdraws is found by it" : ""));
  return Done{};
}

// The notice beside dataset/ has to say what the report says.
void find_clearance(const fs::path& output_dir, const Json& report, Verification& found) {
  std::error_code status;
  const bool warned = fs::exists(output_dir / k_clearance_notice, status);
  found.cleared = readiness::is_cleared(report);
  if (found.cleared && warned)
    found.stale.push_back(
        fmt::format("{}: the report clears this release, run the group level again", k_clearance_notice));
  const std::string& release = report.at("release").at("manifest_sha256").as_string();
  for (const WrittenPackage& package : written_packages(output_dir, release)) {
    if (package.of_release && package.warned == found.cleared)
      found.stale.push_back(fmt::format(
          "package/{}: it does not say what the report says on sharing; run the group level again",
          package.folder.filename().string()));
  }
  if (!found.cleared && !warned)
    found.stale.push_back(
        fmt::format("{}: it is gone, and the report does not clear this release; run the group level again",
                    k_clearance_notice));
}

}  // namespace

Result<Verification> verify_release(const fs::path& output_dir, const std::string& today,
                                    const fs::path& key_file) {
  SR_TRY(const std::string list, read_published(output_dir / "report" / k_manifest_name));
  SR_TRY(const std::string text, read_published(output_dir / "report" / "readiness.json"));
  SR_TRY(const Json report, parse_json(text, "readiness.json"));
  const std::string& named = report.at("release").at("manifest_sha256").as_string();
  if (sha256_hex(list) != named) {
    return Error{
        ErrorCode::bad_data,
        (output_dir / "report" / k_manifest_name).string(),
        fmt::format("got a list with the hash {}, expected {} as readiness.json names it; take report/ from "
                    "where it was published",
                    sha256_hex(list), named),
        {}};
  }
  Verification found;
  found.files = static_cast<std::uint64_t>(std::count(list.begin(), list.end(), '\n'));
  SR_TRY(found.dataset, compare_tree(output_dir / "dataset", list));
  SR_TRY(found.report, compare_report(output_dir / "report"));
  found.links = find_links(output_dir);
  find_stale(report, today, found);
  read_people(report, today, found);
  find_stale_key(report.at("sign_off").at("found_again"), today, found);
  SR_CHECK(find_key_file(report, key_file, found));
  find_clearance(output_dir, report, found);
  return found;
}

}  // namespace shareready
