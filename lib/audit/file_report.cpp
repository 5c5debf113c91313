#include "audit/file_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/disguised_text.hpp"
#include "audit/text_patterns.hpp"
#include "audit/written_escapes.hpp"

namespace shareready {

std::string_view remedy_for(FindingKind kind) {
  switch (kind) {
    case FindingKind::original_label:
      return "Replace the label by the new one, or leave the file out; then run the audit again.";
    case FindingKind::personal_token:
      return "Remove the value, or leave the file out; then run the audit again.";
    case FindingKind::key_file:
      return "Delete the file, or keep it apart from the shared data under access control.";
    case FindingKind::converter_leftover:
      return "Delete what the converter left.";
    case FindingKind::transform:
      return "Transforms recompute the native space: delete them, or share no native image they can be "
             "applied "
             "to.";
    case FindingKind::undefaced_image:
      return "Deface the image or leave it out; look at its rendering before sharing.";
    case FindingKind::report_or_log:
      return "Delete reports and logs, or check every page of them.";
    case FindingKind::version_control:
      return "Share a fresh export without version control.";
    case FindingKind::foreign_format:
      return "Check its header with a tool of the format, or convert it.";
    case FindingKind::personal_file:
      return "Delete it, unless it is a stimulus that shows no participant.";
    case FindingKind::metadata:
      return "Repair or remove the reference.";
    case FindingKind::header_text:
      return "Clear the text of the header; image data does not need it.";
    case FindingKind::identifying_key:
      return "Delete the key from the sidecar.";
    case FindingKind::identifying_column:
      return "Delete the column, or generalise its values.";
    case FindingKind::special_category:
      return "Check that the consent names it and an exemption of Art. 9(2) GDPR covers it (criminal "
             "records: "
             "Art. 10); else delete the column.";
    case FindingKind::date:
      return "Delete the date, or shift it to 1925 or earlier by one number of days per participant.";
    case FindingKind::contact:
      return "Delete the value.";
    case FindingKind::computer_trace:
      return "Delete the path or address: it names a person or a computer.";
    case FindingKind::extreme_value:
      return "Cap ages at 89.";
    case FindingKind::unreadable:
      return "Replace the file by an intact one that can be opened, or leave it out.";
  }
  return "Leave the file out.";
}

LineIndex::LineIndex(std::string_view text, std::size_t lines_before) : lines_before_(lines_before) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    ends_.push_back(at);
  }
}

std::string LineIndex::locator(std::size_t offset) const {
  const auto line = std::lower_bound(ends_.begin(), ends_.end(), offset) - ends_.begin();
  return fmt::format("line {}", lines_before_ + static_cast<std::size_t>(line) + 1);
}

std::string masked_patterns(std::string_view text) {
  std::string shown;
  std::size_t at = 0;
  for (const TextMatch& match : find_patterns(text)) {
    if (match.begin < at) continue;
    shown += text.substr(at, match.begin - at);
    shown += token_of(match.pattern);
    at = match.end;
  }
  return shown += text.substr(at);
}

namespace {

// Parts of a path that show a needle only to who reads it otherwise are not shown at all.
std::string without_disguised(const NeedleSearch& needles, std::string_view path) {
  std::string shown;
  while (true) {
    const std::string_view part = path.substr(0, path.find('/'));
    shown += find_disguised(needles, with_escapes_resolved(part)).empty() ? part : "[disguised]";
    if (part.size() == path.size()) return shown;
    shown += '/';
    path.remove_prefix(part.size() + 1);
  }
}

}  // namespace

std::string masked_path(const NeedleSearch& needles, std::string_view path) {
  const std::string resolved = with_escapes_resolved(path);
  const bool hides = resolved != path && !needles.find_in(resolved).empty();
  const std::string shown = needles.masked(hides ? std::string_view(resolved) : path);
  return masked_patterns(find_disguised(needles, resolved).empty() ? shown
                                                                   : without_disguised(needles, shown));
}

FileReport::FileReport(const AuditContext& context, std::string path)
    : context_(context), path_(std::move(path)), shown_path_(masked_path(context.needles, path_)) {}

std::string FileReport::name() const { return path_.substr(path_.rfind('/') + 1); }

bool FileReport::has(FindingKind kind) const {
  return std::any_of(findings_.begin(), findings_.end(), [&](const Finding& f) { return f.kind == kind; });
}

void FileReport::add(Note note) {
  if (note.remedy.empty()) note.remedy = remedy_for(note.kind);
  for (Finding& known : findings_) {
    if (known.kind == note.kind && known.severity == note.severity && known.excerpt == note.excerpt &&
        known.remedy == note.remedy && known.requirement == note.requirement) {
      ++known.occurrences;
      return;
    }
  }
  findings_.push_back({.id = {},
                       .requirement = std::move(note.requirement),
                       .severity = note.severity,
                       .kind = note.kind,
                       .path = shown_path_,
                       .source_path = path_,
                       .locator = std::move(note.locator),
                       .excerpt = std::move(note.excerpt),
                       .remedy = std::move(note.remedy)});
}

void FileReport::add_unreadable(std::string locator, std::string excerpt) {
  add({.kind = FindingKind::unreadable,
       .severity = Severity::blocker,
       .requirement = "R43",
       .locator = std::move(locator),
       .excerpt = std::move(excerpt),
       .remedy = {}});
}

void FileReport::add_needle(const NeedleHit& hit, std::string locator) {
  const NeedleSort& sort = context_.needles.sort_of(hit.needle);
  const bool names_authors =
      std::find(k_files_of_authors.begin(), k_files_of_authors.end(), name()) != k_files_of_authors.end();
  if (names_authors && sort.excerpt == fmt::format("[{}]", k_staff_name_type)) return;
  const std::size_t person = context_.needles.needle(hit.needle).person;
  if (person != 0) people_.insert(person);
  add({.kind = sort.kind,
       .severity = sort.severity,
       .requirement = sort.requirement,
       .locator = std::move(locator),
       .excerpt = sort.excerpt,
       .remedy = {}});
}

bool FileReport::spend(std::uint64_t bytes) {
  decoded_ += bytes;
  return decoded_ <= context_.options.most_decoded_bytes;
}

}  // namespace shareready
