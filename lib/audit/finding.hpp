#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/severity.hpp"

namespace shareready {

// What was found. The letters are the groups of the audit's table of names (share/audit_names.tsv).
enum class FindingKind {
  original_label,      // a source label, as `sub-X`, `ses-X` or a word of its own
  personal_token,      // a name, identifier or other token that the source tables hold
  key_file,            // A: a table that links labels to people or to other labels
  converter_leftover,  // B: what a converter leaves behind: source paths, patient fields, provenance
  transform,           // C: a matrix or warp that leads back to the native image
  undefaced_image,     // D: an image that shows a face, or may
  report_or_log,       // E: reports, logs, notebooks, crash files
  version_control,     // F: history that keeps deleted content
  foreign_format,      // G: a format whose headers hold personal fields and that is not read field by field
  personal_file,       // H: photos, documents, audio, video, mail
  metadata,            // I: links, references and attributes that lead out of the dataset or to nothing
  header_text,         // free text, extensions, gaps and trailing bytes in image and compression headers
  identifying_key,     // a sidecar key that names a person, a place or a device
  identifying_column,  // a table column that names a person
  special_category,    // a table column that tells of health, belief, origin or the like
  date,                // a calendar date after 1925
  contact,             // e-mail, telephone, postcode, IP address, bank or citizen number
  computer_trace,      // a home folder, a user or host name, an address on a network
  extreme_value,       // an age over 89
  unreadable           // what could not be opened or decoded to its end
};

std::string_view to_string(FindingKind kind);

// One thing that should not be shared. No field but `source_path` holds a value read from the data: the
// excerpt shows type tokens such as `[name]`, and `path` is masked wherever a needle stands in it.
struct Finding {
  std::string id;           // stable: the same content in the same place has the same id in every run
  std::string requirement;  // of share/requirements.tsv, for example "R43"
  Severity severity = Severity::info;
  FindingKind kind = FindingKind::unreadable;
  std::string path;               // relative to the tree, masked
  std::string source_path;        // relative to the tree, as it is; for private texts only
  std::string locator;            // where in the file: "line 3", "gzip > header field descrip", "name", ...
  std::string excerpt;            // masked
  std::string remedy;             // what to do next
  std::uint64_t occurrences = 1;  // the same kind and excerpt in the same file; the locator is the first
  std::string accepted{};         // why somebody took it (baseline.hpp); empty: nobody did
};

using Findings = std::vector<Finding>;

// True if one of them is a blocker, critical or major that nobody accepted; minor ones and remarks never stop
// publishing.
bool blocks_publishing(const Findings& findings);

// Worst first, then by kind, path, locator and excerpt; merges repeated ones and sets their ids.
Findings in_report_order(Findings findings);

// Whether the true paths of the files may be shown: only in texts that stay in private/.
enum class PathsShown { masked, as_they_are };

// {"format": 1, "blocks_publishing": ..., "counts": {"blocker": 0, ...}, "findings": [...]}
Json to_json(const Findings& findings, PathsShown paths = PathsShown::masked);

// Plain text, a paragraph for each finding, and a last line that sums up.
std::string format_findings(const Findings& findings, PathsShown paths = PathsShown::masked);

}  // namespace shareready
