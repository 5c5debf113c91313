#include "stage/participant.hpp"

#include <algorithm>
#include <map>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "deid/relabel.hpp"
#include "stage/dicom_faces.hpp"
#include "stage/dicom_step.hpp"
#include "stage/image_step.hpp"
#include "stage/leaf_sidecars.hpp"
#include "stage/linking.hpp"
#include "stage/pair_step.hpp"
#include "stage/participant_dates.hpp"
#include "stage/philips_step.hpp"
#include "stage/preparation.hpp"
#include "stage/publish.hpp"
#include "stage/recording_step.hpp"
#include "stage/scan_guides.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// Stands in DICOM files until the group stage draws labels.
constexpr std::string_view k_unlabelled = "UNLABELLED";

bool is_image(const PlannedFile& file) {
  return (file.action == Action::deface || file.action == Action::scrub) && !is_pair_file(file);
}

// Every image of one session, in their order; the guides of scans before the images that they guide. `face`
// becomes where the face lies in the session.
Result<std::vector<StagedImage>> stage_session(const PlannedFiles& images, const ImageStep& step,
                                               FoundFace& face) {
  const auto guides = scan_guides(images);
  const auto is_guided = [&](std::size_t i) { return guides[i] && *guides[i] != i; };
  PlannedFiles candidates;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i]->action == Action::deface && !is_guided(i)) candidates.push_back(images[i]);
  }
  if (!candidates.empty()) face = find_session_face(candidates, *step.head_template, step.threads);
  if (step.method == DefaceMethod::skullstrip) add_session_brain(face, *step.head_template, step.threads);
  std::vector<StagedImage> staged(images.size());
  for (const bool guided : {false, true}) {
    for (std::size_t i = 0; i < images.size(); ++i) {
      if (is_guided(i) != guided) continue;
      const ScanHead* guide = guided && staged[*guides[i]].head ? &*staged[*guides[i]].head : nullptr;
      SR_TRY(staged[i], stage_image(*images[i], {.session = face, .guide = guide}, step));
    }
  }
  return staged;
}

Status stage_images(const PlannedFiles& files, FaceOfSession& faces, const ImageStep& step,
                    std::vector<FileOutcome>& outcomes, std::vector<ReviewedImage>& reviews) {
  std::vector<StagedImage> with_masks;
  std::map<std::string, PlannedFiles> by_session;
  for (const PlannedFile* file : files) {
    if (is_image(*file)) by_session[file->place.session].push_back(file);
  }
  for (const auto& [session, images] : by_session) {
    SR_TRY(auto session_images, stage_session(images, step, faces[session]));
    for (StagedImage& staged : session_images) {
      if (staged.review) reviews.push_back(std::move(*staged.review));
      staged.review.reset();
      outcomes.push_back(staged.outcome);
      if (staged.face_mask) with_masks.push_back(std::move(staged));
    }
  }
  // after all images: a mask of the source keeps its name
  for (const StagedImage& staged : with_masks) SR_CHECK(stage_face_mask(staged, step, outcomes));
  return Done{};
}

// The new labels would not hide a date or a name that stands elsewhere in a file name.
void withhold_telling_names(const TokenSet& tokens, std::vector<FileOutcome>& outcomes) {
  for (FileOutcome& outcome : outcomes) {
    if (outcome.status != FileStatus::done || is_harmless_path(outcome.path, tokens)) continue;
    outcome.status = FileStatus::withheld;
    outcome.reason = "its name holds a date or a personal token: rename it in the source";
    outcome.staged.clear();
  }
}

// Those of the images that are not released that a companion describes.
std::vector<std::string> described_images(const InventoryFile& companion,
                                          const std::vector<const InventoryFile*>& withheld) {
  std::vector<std::string> images;
  for (const InventoryFile* image : withheld) {
    if (is_described_by(*image, companion)) images.push_back(image->path.generic_string());
  }
  return images;
}

// What belongs to withheld images alone stays with them; it goes again once one of them is accepted. All are
// looked at together: the events of a run stay as soon as one of its echoes does.
void withhold_companions(const ParticipantContext& context, std::vector<FileOutcome>& outcomes) {
  std::vector<const InventoryFile*> withheld;
  for (const FileOutcome& outcome : outcomes) {
    if (outcome.status == FileStatus::done) continue;
    const InventoryFile* file = find_file(*context.inventory, outcome.path);
    const bool data = file != nullptr && (is_open_image(file->named_kind, file->name.extension) ||
                                          is_open_recording(file->named_kind, file->name.extension));
    if (data) withheld.push_back(file);
  }
  std::map<std::string, const InventoryFile*> companions;
  for (const InventoryFile* file : companions_of(*context.inventory, *context.index, withheld)) {
    companions.emplace(file->path.generic_string(), file);
  }
  for (FileOutcome& outcome : outcomes) {
    const auto companion = companions.find(outcome.path);
    if (companion == companions.end() || outcome.status != FileStatus::done) continue;
    outcome.status = FileStatus::withheld;
    outcome.reason = k_reason_companion;
    outcome.belongs_to = described_images(*companion->second, withheld);
  }
}

// By how many days the dates move, noted in the outcome as far as a later release needs it.
Result<std::optional<DateShift>> shift_of(const ParticipantContext& context, const ParticipantTexts& texts,
                                          Outcome& outcome) {
  if (context.policy.dates == DateRule::drop) return std::optional<DateShift>();
  const auto span = span_of(texts.dates);
  if (!span) return std::optional<DateShift>();
  SR_TRY(const DateShift shift, shift_for(outcome.participant, context.secret, *span, context.previous));
  outcome.shift = shift_fingerprint(context.secret, shift);
  outcome.first_day = format_spelled_date({.date = span->first, .rest = {}});
  outcome.last_day = format_spelled_date({.date = span->last, .rest = {}});
  return std::optional(shift);
}

PlannedFiles planned_files_of(std::string_view label, const ParticipantContext& context) {
  const auto files = context.files->find(label);
  return files == context.files->end() ? PlannedFiles() : files->second;
}

// What decides beside the participant's own files and the policy: rows of root tables, masks of the user.
std::string context_of(std::string_view label, const ParticipantContext& context) {
  const std::string rows = context_hash(*context.root_tables, label);
  const std::string masks = context.own_masks == nullptr ? "" : fingerprint_of(*context.own_masks, label);
  return masks.empty() ? rows : sha256_hex(rows + masks);
}

// What was written, so that a later run knows it again.
Status note_outputs(const fs::path& staging, std::vector<FileOutcome>& outcomes) {
  for (FileOutcome& outcome : outcomes) {
    if (outcome.staged.empty()) continue;
    SR_TRY(outcome.output, examine_file(staging / outcome.staged, true));
  }
  return Done{};
}

// Puts everything in place; a record never tells of files that are not there yet.
Status commit(std::string_view label, const ParticipantContext& context, StagedFolder& staging,
              StagedFolder& renderings, const TokenSet& tokens, const Outcome& outcome) {
  std::error_code status;
  fs::remove(context.folder.outcome(label), status);
  SR_CHECK(write_file(context.folder.tokens(label), format_json(tokens_document(tokens)), Mode::secret));
  SR_CHECK(renderings.commit(context.folder.renderings(label)));
  SR_CHECK(staging.commit(context.folder.staging(label)));
  return write_outcome(context.folder.outcome(label), outcome);
}

// One participant at work: what all steps share.
struct ParticipantWork {
  std::string_view label;
  const ParticipantContext& context;
  StepFolders folders;
  PlannedFiles files;
  ParticipantTexts texts;  // its tokens grow with each step
  std::optional<DateShift> shift;
};

// What the texts and tables tell of the participant, with the dates of every carrier where they are to move.
ParticipantTexts gather_texts(const ParticipantWork& work) {
  const ParticipantContext& context = work.context;
  ParticipantTexts texts = read_participant_texts(work.files, *context.rules);
  collect_root_tokens(*context.root_tables, work.label, context.rules->columns, texts.tokens);
  texts.tokens.add(work.label, TokenKind::label);
  if (context.policy.dates == DateRule::drop) return texts;
  texts.tokens.erase(TokenKind::clock_time);
  for (auto dates : {dates_of_images(work.files), dates_of_recordings(work.files),
                     dates_of_exports(work.files, context.rules->philips)}) {
    texts.dates.insert(texts.dates.end(), dates.begin(), dates.end());
  }
  return texts;
}

Result<StagedDicom> stage_dicom_files(ParticipantWork& work) {
  const TokenSet known = work.texts.tokens;  // of texts alone: no file's fate hangs on the order of files
  return stage_dicom(work.files,
                     {.rules = work.context.dicom_rules,
                      .options = work.context.policy.dicom,
                      .map = {.secret = work.context.secret.bytes,
                              .patient = std::string(k_unlabelled),
                              .shift = work.shift,
                              .known = &known},
                      .threads = work.context.threads,
                      .folders = work.folders},
                     work.texts.tokens);
}

Result<std::vector<FileOutcome>> stage_exports(ParticipantWork& work) {
  return stage_philips(work.files,
                       {.fields = &work.context.rules->philips,
                        .shift = work.shift,
                        .scope = work.context.policy.deface_scope,
                        .folders = work.folders},
                       work.texts.tokens);
}

std::span<const std::uint8_t> device_secret(const ParticipantContext& context) {
  if (!context.policy.dicom.device_codes) return {};
  return context.secret.bytes;
}

// Images and DICOM series, and the page on which they are looked at.
Status stage_heads(const ParticipantWork& work, StagedDicom& dicom, std::vector<FileOutcome>& outcomes) {
  const ParticipantContext& context = work.context;
  const ImageStep step{
      .head_template = context.head_template,
      .own_masks = context.own_masks,
      .method = context.policy.method,
      .face_masks = context.policy.face_masks,
      .mrs_rules = {.table = &context.rules->mrs_keys, .device_secret = device_secret(context)},
      .threads = context.threads,
      .folders = work.folders};
  std::vector<ReviewedImage> reviews;
  FaceOfSession faces;
  SR_CHECK(stage_images(work.files, faces, step, outcomes, reviews));
  SR_CHECK(stage_pairs(work.files, work.folders, outcomes));
  SR_CHECK(deface_dicom(dicom, faces,
                        {.head_template = context.head_template,
                         .scope = context.policy.deface_scope,
                         .threads = context.threads,
                         .folders = work.folders},
                        reviews));
  return write_review_page(work.folders.renderings, std::string(work.label), reviews);
}

bool is_text(const PlannedFile& file) {
  return !is_image(file) && !is_pair_file(file) && !is_source_image(file) && !is_philips_export(file) &&
         !is_recording(file);
}

// Where DICOM files retain their UIDs, texts drop them: new ones would be others than those.
std::span<const std::uint8_t> uid_secret(const ParticipantContext& context) {
  if (context.policy.dicom.uids) return {};
  return context.secret.bytes;
}

Status stage_texts_and_recordings(const ParticipantWork& work, std::vector<FileOutcome>& outcomes) {
  PlannedFiles texts;
  std::copy_if(work.files.begin(), work.files.end(), std::back_inserter(texts),
               [](const PlannedFile* file) { return is_text(*file); });
  SR_CHECK(stage_texts(texts,
                       {.rules = work.context.rules,
                        .tokens = &work.texts.tokens,
                        .shift = work.shift,
                        .folders = work.folders,
                        .secret = uid_secret(work.context),
                        .device_secret = device_secret(work.context)},
                       outcomes));
  return stage_recordings(
      work.files, {.tokens = &work.texts.tokens, .shift = work.shift, .folders = work.folders}, outcomes);
}

// Every file in its step. DICOM and exports come first: names in them are tokens for all texts.
Status stage_all(ParticipantWork& work, std::vector<FileOutcome>& outcomes) {
  const ParticipantContext& context = work.context;
  SR_TRY(StagedDicom dicom, stage_dicom_files(work));
  SR_TRY(std::vector<FileOutcome> exports, stage_exports(work));
  SR_CHECK(stage_heads(work, dicom, outcomes));
  SR_CHECK(stage_texts_and_recordings(work, outcomes));
  withhold_telling_names(work.texts.tokens, outcomes);
  withhold_companions(context, outcomes);
  SR_CHECK(note_deidentification(context.policy, context.version, work.folders, outcomes));
  std::move(dicom.outcomes.begin(), dicom.outcomes.end(), std::back_inserter(outcomes));
  std::move(exports.begin(), exports.end(), std::back_inserter(outcomes));
  return Done{};
}

// Of a participant whose dates cannot all be moved into the era nothing is released; the others go on.
void withhold_all(const PlannedFiles& files, const Error& error, std::vector<FileOutcome>& outcomes) {
  for (const PlannedFile* file : files) {
    FileOutcome& outcome = outcomes.emplace_back(begin_outcome(*file));
    if (outcome.status == FileStatus::done) outcome = stopped(std::move(outcome), error);
  }
}

}  // namespace

Outcome begin_participant(std::string_view label, const ParticipantContext& context) {
  return {.participant = std::string(label),
          .filters = filters_of(*context.inventory),
          .policy = policy_hash(context.policy),
          .version = context.version,
          .build = context.build,
          .secret = context.secret.fingerprint,
          .context = context_of(label, context)};
}

bool is_still_valid(const Outcome& before, const Outcome& now, const ParticipantContext& context) {
  if (before.filters != now.filters || before.policy != now.policy || before.version != now.version ||
      before.build != now.build || before.secret != now.secret || before.context != now.context) {
    return false;
  }
  if (context.previous != nullptr && !keeps_earlier_shift(before, *context.previous)) return false;
  std::map<std::string, const FileOutcome*> known;
  for (const FileOutcome& file : before.files) {
    if (!file.staged.empty()) {
      const Result<bool> same =
          is_unchanged(context.folder.staging(before.participant) / file.staged, file.output);
      if (!same.ok() || !*same) return false;
    }
    if (file.action != k_action_generate) known[file.path] = &file;
  }
  const PlannedFiles planned = planned_files_of(before.participant, context);
  return planned.size() == known.size() &&
         std::all_of(planned.begin(), planned.end(), [&](const PlannedFile* file) {
           const auto found = known.find(file->path.generic_string());
           if (found == known.end() || found->second->action != to_string(file->action)) return false;
           if (found->second->status == FileStatus::failed) return false;
           if (file->action == Action::exclude) return true;
           const Result<bool> same = is_unchanged(file->target, found->second->input);
           return same.ok() && *same;
         });
}

Result<Outcome> run_participant(std::string_view label, const ParticipantContext& context) {
  remove_leftovers(context.folder.staging(), std::string(label));
  remove_leftovers(context.folder.renderings(), std::string(label));
  SR_TRY(StagedFolder staging, StagedFolder::make(context.folder.staging(), label));
  SR_TRY(StagedFolder renderings, StagedFolder::make(context.folder.renderings(), label));
  ParticipantWork work{.label = label,
                       .context = context,
                       .folders = {.staging = staging.path(), .renderings = renderings.path()},
                       .files = planned_files_of(label, context),
                       .texts = {},
                       .shift = {}};
  work.texts = gather_texts(work);
  Outcome outcome = begin_participant(label, context);
  outcome.sessions = work.texts.sessions;
  const Result<std::optional<DateShift>> shift = shift_of(context, work.texts, outcome);
  if (shift.ok()) {
    work.shift = *shift;
    SR_CHECK(stage_all(work, outcome.files));
  } else {
    withhold_all(work.files, shift.error(), outcome.files);
  }
  std::sort(outcome.files.begin(), outcome.files.end(),
            [](const FileOutcome& one, const FileOutcome& other) { return one.path < other.path; });
  SR_CHECK(note_outputs(staging.path(), outcome.files));
  SR_CHECK(commit(label, context, staging, renderings, work.texts.tokens, outcome));
  return outcome;
}

}  // namespace shareready
