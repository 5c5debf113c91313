#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit.hpp"
#include "audit/audit_tables.hpp"
#include "audit/needle_search.hpp"

namespace shareready {

class FaceBearing;

// What every file of one audit is judged with; read only, shared between threads.
struct AuditContext {
  const AuditTables& tables;
  const NeedleSearch& needles;
  const FaceBearing& faces;
  const AuditOptions& options;
  const std::filesystem::path& tree;
  const std::set<std::string>& paths;  // of all entries, relative, "/" between names
};

// A finding without its place in the tree.
struct Note {
  FindingKind kind = FindingKind::unreadable;
  Severity severity = Severity::major;
  std::string requirement;
  std::string locator;
  std::string excerpt;
  std::string remedy;
};

// Collects what is found in one file or folder, and masks its path.
class FileReport {
 public:
  FileReport(const AuditContext& context, std::string path);

  void add(Note note);
  // The bytes of this place could not be read to their end: never a pass.
  void add_unreadable(std::string locator, std::string excerpt);
  // Needles found in a text or stream; `locate` turns an offset into a locator.
  // Nothing where it is a name of staff in a list of authors, who are named there on purpose.
  void add_needle(const NeedleHit& hit, std::string locator);

  [[nodiscard]] const AuditContext& context() const { return context_; }
  [[nodiscard]] const std::string& path() const { return path_; }  // relative, as it is
  [[nodiscard]] std::string name() const;                          // its last part
  [[nodiscard]] bool has(FindingKind kind) const;
  // Counts decoded bytes of the file; false once there are more than the options allow.
  [[nodiscard]] bool spend(std::uint64_t bytes);
  // The participants whose labels were seen in this file.
  [[nodiscard]] std::size_t people_seen() const { return people_.size(); }
  [[nodiscard]] Findings take() { return std::move(findings_); }

 private:
  const AuditContext& context_;
  std::string path_;
  std::string shown_path_;
  Findings findings_;
  std::set<std::size_t> people_;
  std::uint64_t decoded_ = 0;
};

// The default next step for a kind of finding.
std::string_view remedy_for(FindingKind kind);

// Tells in which line of a text an offset lies.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text, std::size_t lines_before = 0);
  [[nodiscard]] std::string locator(
      std::size_t offset) const;  // "line 3": offsets count from 0, lines from 1

 private:
  std::size_t lines_before_;
  std::vector<std::size_t> ends_;
};

// Masks what looks like a date, an address or a number of a person.
std::string masked_patterns(std::string_view text);

// Masks needles, and what looks like a date, an address or a number of a person.
std::string masked_path(const NeedleSearch& needles, std::string_view path);

}  // namespace shareready
