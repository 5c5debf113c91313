#include "audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "audit/content_audit.hpp"
#include "audit/dicom_series.hpp"
#include "audit/face_audit.hpp"
#include "audit/face_detector.hpp"
#include "audit/name_audit.hpp"
#include "audit/order_audit.hpp"
#include "audit/tree_listing.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

struct Run {
  const AuditContext& context;
  const std::vector<TreeEntry>& entries;
  SeriesFolders& series;
};

// What is a DICOM file of a series is given back.
std::vector<std::uint8_t> audit_file(const fs::path& file, FileReport& report) {
  std::vector<std::uint8_t> dicom;
  const auto source = open_source(file);
  if (!source.ok()) {
    report.add_unreadable("content", "cannot be opened");
    return dicom;
  }
  audit_file_content(*source, {.where = "", .name = report.name(), .file = file, .dicom = &dicom},
                     report.path(), report);
  return dicom;
}

// What an upload would send for a link is its target's content: read wherever it lies.
void audit_link(const Run& run, const TreeEntry& entry, FileReport& report) {
  const auto note = [&](Severity severity, std::string excerpt, std::string remedy) {
    report.add({.kind = FindingKind::metadata,
                .severity = severity,
                .requirement = "R44",
                .locator = "link",
                .excerpt = std::move(excerpt),
                .remedy = std::move(remedy)});
  };
  audit_plain_text(entry.link_target, "link target", report);
  const fs::path link = run.context.tree / entry.path;
  std::error_code status;
  const fs::path target = fs::canonical(link, status);
  if (status) {
    return note(Severity::major, "a link to nothing", "Delete the link, or fetch the content it stands for.");
  }
  const fs::path root = fs::canonical(run.context.tree, status);
  const auto [in_root, rest] = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
  if (in_root == root.end()) return;  // the target is read as an entry of its own
  note(Severity::critical, "a link that leaves the dataset", "Replace the link by the file itself.");
  if (fs::is_regular_file(target, status)) (void)audit_file(target, report);
}

void audit_attributes(const TreeEntry& entry, FileReport& report) {
  for (const Attribute& attribute : entry.attributes) {
    report.add({.kind = FindingKind::metadata,
                .severity = Severity::minor,
                .requirement = "R44",
                .locator = "extended attributes",
                .excerpt = "[attribute]",
                .remedy = "Remove extended attributes (setfattr -x): they may name sources."});
    audit_plain_text(attribute.name, "extended attributes", report);
    const Layer value{.where = "extended attribute > ", .name = {}, .depth = 1, .file = {}};
    audit_content(memory_source({attribute.value.begin(), attribute.value.end()}), value, report);
  }
}

void audit_by_type(const Run& run, const TreeEntry& entry, FileReport& report) {
  audit_entry_name(entry.path, entry.type == EntryType::folder, "name", report);
  audit_attributes(entry, report);
  switch (entry.type) {
    case EntryType::file: {
      std::vector<std::uint8_t> dicom = audit_file(run.context.tree / entry.path, report);
      if (!dicom.empty()) run.series.keep(entry.path, std::move(dicom));
      break;
    }
    case EntryType::folder:
      break;
    case EntryType::link:
      audit_link(run, entry, report);
      break;
    case EntryType::special:
      report.add_unreadable("entry", "neither file nor folder nor link");
      break;
    case EntryType::unreadable:
      report.add_unreadable("entry", "cannot be listed");
      break;
  }
}

// The faces of the series in a folder, put together from its files.
void audit_series(const Run& run, DicomFiles files, FileReport& report) {
  for (DicomVolume& volume : volumes_with_faces(std::move(files))) {
    if (volume.image) {
      audit_face({.path = run.context.tree / report.path(), .decoded = std::move(volume.image->bytes)},
                 report.path(), "", report);
    } else {
      report_face({FaceVerdict::cannot_judge, volume.problem}, report.path(), "", report);
    }
  }
}

// An entry that upsets the audit itself (no memory left, a fault in a library) is one that nobody has
// examined.
template <typename Work>
Findings examined(const Run& run, const std::string& path, const Work& work) {
  FileReport report(run.context, path);
  try {
    work(report);
  } catch (const std::exception&) {
    report.add_unreadable("entry", "the audit could not examine it");
  }
  return report.take();
}

// With what the series of its folder show, once the last file of it was read.
Findings audit_tree_entry(const Run& run, const TreeEntry& entry) {
  Findings found = examined(run, entry.path, [&](FileReport& report) { audit_by_type(run, entry, report); });
  DicomFiles files = run.series.finish(entry);
  if (files.empty()) return found;
  const std::string folder = entry.path.substr(0, entry.path.rfind('/'));
  const Findings faces =
      examined(run, folder, [&](FileReport& report) { audit_series(run, std::move(files), report); });
  found.insert(found.end(), faces.begin(), faces.end());
  return found;
}

// Workers take the next entry until none is left; each entry's findings have a place of their own, so that
// their order does not depend on the workers.
std::vector<Findings> audit_entries(const Run& run) {
  std::vector<Findings> found(run.entries.size());
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> done{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < run.entries.size(); i = next++) {
      found[i] = audit_tree_entry(run, run.entries[i]);
      const std::size_t finished = ++done;
      if (run.context.options.progress) run.context.options.progress(finished, run.entries.size());
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 1; i < run.context.options.threads; ++i) workers.emplace_back(work);
  work();
  workers.clear();  // joins them
  return found;
}

// What the search had to leave aside is said, not hidden.
Findings remarks(const NeedleSearch& needles) {
  if (needles.weak_count() == 0) return {};
  Finding remark;
  remark.requirement = "R43";
  remark.kind = FindingKind::original_label;
  remark.path = remark.source_path = ".";
  remark.excerpt = fmt::format(
      "{} labels or tokens are so short or common that, without a prefix, they were searched in identifier "
      "columns "
      "and keys only",
      needles.weak_count());
  remark.remedy = "Nothing to do where the release has new labels.";
  return {remark};
}

// The program's own detector where the caller has none, made when the first image asks for it. Where the
// template is not installed, every image that may show a face is a finding.
FaceDetector default_detector() {
  struct Lazy {
    std::once_flag once;
    FaceDetector detect;
  };
  return [lazy = std::make_shared<Lazy>()](HeadFile image) {
    std::call_once(lazy->once, [&] {
      auto made = make_face_detector();
      if (made.ok()) lazy->detect = std::move(*made);
    });
    if (lazy->detect) return lazy->detect(std::move(image));
    return FaceFinding{FaceVerdict::cannot_judge,
                       "the head template is not installed (Debian package mricron-data)"};
  };
}

// Each name by itself, as the search would find it: in any spelling and any letter case.
AuditNeedles without_named_staff(AuditNeedles needles, const std::vector<std::string>& texts,
                                 const std::set<std::string>& common_words) {
  if (texts.empty()) return needles;
  std::erase_if(needles.tokens, [&](const AuditToken& token) {
    if (token.type != k_staff_name_type) return false;
    const NeedleSearch name({.participants = {}, .sessions = {}, .tokens = {token}}, common_words);
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return !name.find_in(text).empty(); });
  });
  return needles;
}

Result<Findings> audit_with(const fs::path& tree, const AuditNeedles& needles, const AuditOptions& options) {
  SR_TRY(const AuditTables tables, load_audit_tables());
  SR_TRY(const FaceBearing faces, FaceBearing::load());
  SR_TRY(const std::vector<TreeEntry> entries, list_tree(tree));
  const NeedleSearch search(without_named_staff(needles, options.naming_texts, tables.common_words),
                            tables.common_words);
  if (!search.knows_code_pages()) {
    return Error{ErrorCode::unsupported,
                 "iconv",
                 "this system lacks tables of character sets; install those of its C library (Debian: libc6, "
                 "libc-bin)",
                 {}};
  }
  std::set<std::string> paths;
  for (const TreeEntry& entry : entries) paths.insert(entry.path);
  const AuditContext context{tables, search, faces, options, tree, paths};
  Findings all = remarks(search);
  if (options.tree_kind == TreeKind::dataset) {
    const Findings orders = audit_order(tree, entries);
    all.insert(all.end(), orders.begin(), orders.end());
  }
  SeriesFolders series(entries);
  for (Findings& found : audit_entries({context, entries, series})) {
    all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  return in_report_order(std::move(all));
}

}  // namespace

Result<Findings> audit(const fs::path& tree, const AuditNeedles& needles, const AuditOptions& options) {
  if (options.face_detector) return audit_with(tree, needles, options);
  AuditOptions completed = options;
  completed.face_detector = default_detector();
  return audit_with(tree, needles, completed);
}

}  // namespace shareready
