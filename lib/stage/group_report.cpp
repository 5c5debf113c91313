#include "stage/group_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "audit/coverage.hpp"
#include "base/files.hpp"
#include "base/licences.hpp"
#include "deface/verdict.hpp"
#include "readiness/document.hpp"
#include "readiness/report_files.hpp"
#include "stage/joint_groups.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/left_out_keys.hpp"
#include "stage/policy_listing.hpp"
#include "stage/rare_kinds.hpp"
#include "stage/release_evidence.hpp"
#include "stage/report_list.hpp"
#include "stage/report_parts.hpp"
#include "stage/report_renewal.hpp"
#include "stage/run_lines.hpp"
#include "stage/text_step.hpp"
#include "stage/tree.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;
using readiness::ReadinessInputs;

std::string kind_words(const std::string& kind) {
  static const std::map<std::string, std::string, std::less<>> k_words = {
      {"nifti", "image (NIfTI)"},
      {"analyze", "image in two files (NIfTI or Analyze)"},
      {"freesurfer_volume", "image (MGH)"},
      {"sidecar", "sidecar (JSON)"},
      {"bval", "gradient table"},
      {"bvec", "gradient table"},
      {"events", "events table"},
      {"scans", "list of scans"},
      {"sessions", "list of sessions"},
      {"participants", "participants table"},
      {"phenotype", "phenotype table"},
      {"table", "table"},
      {"recording", "recording"},
      {"citation", "CITATION.cff"},
      {"dataset_description", "dataset_description.json"}};
  const auto found = k_words.find(kind);
  if (found != k_words.end()) return found->second;
  std::string words = kind;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string what_happened(std::string_view action, std::string_view method = {}) {
  if (action == "deface" && method == k_method_reface)
    return "A generic face took the place of the face; the header was cleaned; the rest of the image is "
           "unchanged.";
  if (action == "deface" && method == k_method_skullstrip)
    return "Everything outside of the intracranial volume was removed; the header was cleaned; the rest of "
           "the "
           "image is unchanged.";
  if (action == "deface")
    return "The face was removed; the header was cleaned; the rest of the image is unchanged.";
  if (action == "rewrite" && method == k_method_deface)
    return "The face was removed slice by slice; the header was cleaned; all other pixels are unchanged.";
  if (action == "scrub") return "The header was cleaned; the image is unchanged.";
  if (action == "rewrite") return "Written anew from what is allowed to stay, with new labels.";
  if (action == k_action_generate) return "Added by this program.";
  return "Taken over.";
}

std::string label_words(LabelMode mode) {
  switch (mode) {
    case LabelMode::random:
      return "random";
    case LabelMode::permute:
      return "permute";
    case LabelMode::keyed:
      return "keyed";
  }
  return {};
}

// What somebody decided to keep; the defaults of the presets are no decisions of theirs.
readiness::KeptByPolicy kept_by(const Policy& policy) {
  readiness::KeptByPolicy kept{.columns = policy.keep_columns,
                               .texts = policy.tables.keep_texts,
                               .types = {},
                               .files = {},
                               .dicom = {}};
  for (const auto& [column, said] : policy.tables.columns) {
    if (said.type != ColumnType::direct_identifier && said.type != ColumnType::free_text)
      kept.types.push_back(column);
  }
  if (policy.stimuli) kept.files.emplace_back("stimuli/");
  if (policy.sourcedata) kept.files.emplace_back("DICOM images of sourcedata/");
  const Json chosen = dicom_options_json(policy.dicom), given = dicom_options_json(DicomOptions{});
  for (const Json& option : chosen.as_array()) {
    const auto& preset = given.as_array();
    if (std::find(preset.begin(), preset.end(), option) == preset.end())
      kept.dicom.push_back(option.as_string());
  }
  return kept;
}

readiness::ReportPolicy report_policy(const ReportFacts& facts) {
  const GroupOptions& options = *facts.options;
  return {.preset = std::string(to_string(options.policy.preset)),
          .layout = std::string(to_string(options.policy.layout)),
          .dates = std::string(to_string(options.policy.dates)),
          .moved_dates = has_moved_dates(facts.inputs->outcomes),
          .labels = label_words(options.label_mode),
          .order_beyond_chance = facts.order_beyond_chance,
          .hash = policy_hash(options.policy),
          .key_file = !facts.key_sha256.empty(),
          .key_sha256 = facts.key_sha256,
          .allow_missing = options.allow_missing,
          .k = static_cast<std::uint64_t>(options.policy.k),
          .kept = kept_by(options.policy),
          .options = options_of_release(options.run_options, *facts.files),
          .replaced = facts.replaced};
}

readiness::ReleaseFacts release_facts(const Manifest& manifest, const ReportFacts& facts) {
  const std::string& licence = facts.preparation->inventory->description.at("License").as_string();
  const bool stated = may_state(licence, facts.options->policy.preset == Preset::open) &&
                      !is_terms_text(licence) && !holds_place_of_licence(licence);
  readiness::ReleaseFacts out{.participants = facts.labels->new_participants().size(),
                              .sessions = 0,
                              .files = manifest.files,
                              .bytes = manifest.bytes,
                              .largest_file_bytes = manifest.largest,
                              .modalities = {},
                              .manifest_sha256 = manifest.sha256,
                              .license = stated ? licence : std::string()};
  std::map<std::string, std::uint64_t> images;
  std::set<std::pair<std::string, std::string>> sessions;
  for (const ReleasedFile& file : *facts.files) {
    const Place place = place_of(file.new_path);
    if (!place.session.empty()) sessions.insert({place.participant, place.session});
    if (is_volume(*file.outcome))
      ++images[parse_bids_name(fs::path(file.new_path).filename().string()).suffix];
  }
  out.sessions = sessions.size();
  for (const auto& [suffix, count] : images) out.modalities.push_back({suffix, count});
  return out;
}

std::vector<readiness::FileKindCount> file_kinds(const fs::path& release, const ReportFacts& facts) {
  std::map<std::pair<std::string, std::string>, readiness::FileKindCount> counts;
  for (const ReleasedFile& file : *facts.files) {
    const std::string words = kind_words(file.outcome->kind);
    auto& entry = counts[{words, file.outcome->action + file.outcome->method}];
    entry.kind = words;
    entry.action = file.outcome->action;
    entry.what = what_happened(file.outcome->action, file.outcome->method);
    ++entry.files;
    std::error_code status;
    const std::uint64_t size = fs::file_size(release / file.new_path, status);
    if (!status) entry.bytes += size;
  }
  std::vector<readiness::FileKindCount> list;
  list.reserve(counts.size() + 1);
  for (auto& [key, entry] : counts) list.push_back(std::move(entry));
  list.push_back(
      {"README and CHANGES", std::string(k_action_generate), what_happened(k_action_generate), 2, 0});
  return list;
}

readiness::FaceVerdict face_verdict(const FileOutcome& outcome) {
  if (outcome.action != to_string(Action::deface)) return readiness::FaceVerdict::no_face;
  if (outcome.verdict == to_string(Verdict::done)) {
    if (outcome.method == k_method_skullstrip) return readiness::FaceVerdict::skull_stripped;
    return outcome.method == k_method_reface ? readiness::FaceVerdict::refaced
                                             : readiness::FaceVerdict::defaced;
  }
  if (outcome.verdict == k_verdict_accepted) return readiness::FaceVerdict::accepted;
  return readiness::FaceVerdict::not_assessed;
}

std::vector<readiness::ReportedImage> images_of(const ReportFacts& facts) {
  std::vector<readiness::ReportedImage> images;
  for (const ReleasedFile& file : *facts.files) {
    if (!is_volume(*file.outcome)) continue;
    const Place place = place_of(file.new_path);
    readiness::ReportedImage image{
        .path = file.new_path,
        .participant = place.participant,
        .session = place.session,
        .suffix = parse_bids_name(fs::path(file.new_path).filename().string()).suffix,
        .action = file.outcome->action,
        .face = face_verdict(*file.outcome),
        .figures = {},
        .drawn = facts.drawn.contains(file.path)};
    for (const auto& [name, value] : file.outcome->figures.as_object()) {
      std::string words = name;
      std::replace(words.begin(), words.end(), '_', ' ');
      image.figures.push_back({.name = words, .value = value.as_double(), .unit = {}, .low = {}, .high = {}});
    }
    images.push_back(std::move(image));
  }
  std::sort(images.begin(), images.end(),
            [](const auto& one, const auto& other) { return one.path < other.path; });
  return images;
}

readiness::AuditReport audit_report(const Findings& findings, const readiness::ReleaseFacts& release,
                                    const std::string& version) {
  readiness::AuditReport report{.ran = true,
                                .version = version,
                                .files_read = release.files,
                                .bytes_read = release.bytes,
                                .files_unreadable = 0,
                                .coverage = {},
                                .findings = {}};
  for (const Coverage& entry : audit_coverage()) {
    report.coverage.push_back({std::string(entry.requirement), std::string(entry.looked_for)});
  }
  for (const Finding& finding : findings) {
    if (finding.kind == FindingKind::unreadable) ++report.files_unreadable;
    report.findings.push_back({.id = finding.id,
                               .severity = finding.severity,
                               .kind = std::string(to_string(finding.kind)),
                               .path = finding.path,
                               .locator = finding.locator,
                               .excerpt = finding.excerpt,
                               .remedy = finding.remedy,
                               .requirement = finding.requirement});
  }
  return report;
}

// What became of files that belong to no participant's outcome.
std::vector<FileOutcome> other_outcomes(const ReportFacts& facts) {
  std::vector<FileOutcome> outcomes = *facts.root_outcomes;
  for (const DerivedFile& file : *facts.derived) outcomes.push_back(file.outcome);
  return outcomes;
}

}  // namespace

bool is_volume(const FileOutcome& outcome) {
  const bool two_files = outcome.kind == to_string(FileKind::analyze);
  return outcome.kind == to_string(FileKind::nifti) ||
         outcome.kind == to_string(FileKind::freesurfer_volume) ||
         (two_files && outcome.path.ends_with(".img"));
}

Result<ReadinessInputs> report_inputs(const fs::path& release, const Manifest& manifest,
                                      const Findings& findings, const ReportFacts& facts) {
  SR_TRY(const TextRules rules, load_text_rules(facts.options->policy));
  readiness::ReleaseFacts counts = release_facts(manifest, facts);
  std::vector<FileOutcome> outcomes = *facts.root_outcomes;
  for (const ReleasedFile& file : *facts.files) {
    if (!file.participant.empty()) outcomes.push_back(*file.outcome);
  }
  ReadinessInputs inputs;
  inputs.tool_version = facts.options->version;
  inputs.container = facts.options->container_tag;
  inputs.created = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(facts.options->now)));
  inputs.published = true;  // the report is published together with the release, or not at all
  inputs.answers = facts.options->answers;
  inputs.policy = report_policy(facts);
  SR_TRY(inputs.policy.file, policy_file_of(*facts.options));
  inputs.audit = audit_report(findings, counts, facts.options->version);
  inputs.release = std::move(counts);
  SR_TRY(inputs.description, describe_release(release));
  SR_TRY(inputs.written_texts, written_texts_of(release));
  if (facts.options->readme) inputs.written_texts.insert(inputs.written_texts.begin(), "README.md");
  const bool describes = std::any_of(outcomes.begin(), outcomes.end(), [](const FileOutcome& file) {
    const bool of_persons = file.path == "participants.json" || file.path.starts_with("phenotype/");
    return of_persons && file.path.ends_with(".json") && file.status == FileStatus::done &&
           file.action != k_action_generate;
  });
  if (describes) inputs.written_texts.emplace_back("descriptions of columns");
  inputs.derived = derived_facts(*facts.derived, facts.other_derivatives);
  SR_TRY(inputs.rare_values, find_rare_values(release, inputs.policy.k, rules.columns));
  inputs.column_ends = facts.contents->ends;
  inputs.contents = facts.contents->groups.alone();
  inputs.chosen_words = facts.contents->words.list();
  inputs.file_kinds = file_kinds(release, facts);
  inputs.images = images_of(facts);
  inputs.left_out = left_out(*facts.inputs, *facts.preparation, other_outcomes(facts), kind_words);
  inputs.dropped_keys = dropped_keys(outcomes, facts.generalised->dropped_texts);
  inputs.columns = reported_columns(outcomes, rules.columns, facts.generalised->changes);
  inputs.demographics = demographics_of(*facts.generalised);
  inputs.risk = risk_of(*facts.generalised, facts.options->answers,
                        static_cast<std::uint32_t>(facts.options->policy.k));
  const JointKnowledge known{
      .contents = &facts.contents->groups, .labels = facts.labels, .generalised = facts.generalised};
  const auto k = static_cast<std::uint32_t>(facts.options->policy.k);
  count_joint(known, k, inputs.risk);
  SR_CHECK(count_rare_kinds(facts, inputs.risk));
  count_telling_keys(known, has_pet(*facts.preparation->inventory), k, inputs.risk);
  inputs.special_columns = special_facts(*facts.special);
  return inputs;
}

Status write_shareable_report(const fs::path& folder, const fs::path& release, const Findings& findings,
                              const ReportFacts& facts) {
  SR_TRY(const readiness::ReportSources sources, readiness::load_report_sources());
  SR_TRY(const Manifest manifest, take_manifest(release));
  SR_TRY(const ReadinessInputs inputs, report_inputs(release, manifest, findings, facts));
  const Json document = readiness::readiness_document(inputs, sources.tables);
  TreeBuilder tree(folder, facts.options->now);
  for (const auto& file : readiness::report_files(document, inputs.answers, sources)) {
    SR_CHECK(tree.write(file.path, file.content));
  }
  SR_CHECK(tree.write(k_manifest_name, manifest.list));
  return finish_report(tree);
}

}  // namespace shareready
