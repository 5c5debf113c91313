#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

constexpr int k_outcome_format = 1;

// excluded: left out by policy. withheld: could not be made safe. failed: an error.
enum class FileStatus { done, excluded, withheld, failed };

// What identifies the content of an input file: cheap facts first, the hash on doubt.
struct Fingerprint {
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::string sha256;
};

// What became of one input file.
struct FileOutcome {
  std::string path = {};  // relative to the input, generic
  std::string kind = {};
  std::string action = {};
  std::string reason = {};
  FileStatus status = FileStatus::done;
  std::string verdict = {};               // of the defacing; empty elsewhere
  Json figures = Json::Object{};          // measures of the defacing
  std::vector<std::string> dropped = {};  // metadata keys, table columns or header fields that went
  Fingerprint input = {};                 // empty sha256 where the content was not needed
  std::string staged = {};                // relative to the participant's staging folder; empty if none
  std::string staged_sha256 = {};
};

// What became of one participant: the record that the group stage reads.
struct Outcome {
  std::string participant = {};  // source label, without 'sub-'
  std::vector<std::string> sessions_filter = {};
  std::string bids_filter_sha256 = {};
  std::string policy = {};              // hash
  std::string version = {};             // of the program
  std::string secret = {};              // fingerprint
  std::vector<FileOutcome> files = {};  // sorted by path
};

std::string_view to_string(FileStatus status);
// failed if any file failed, else withheld if any was, else done.
FileStatus status_of(const Outcome& outcome);

Json outcome_to_json(const Outcome& outcome);
// Errors: unsupported (another format number), bad_data (a member is missing or of the wrong type).
Result<Outcome> outcome_from_json(const Json& json, const std::string& subject);

Status write_outcome(const std::filesystem::path& path, const Outcome& outcome);
Result<Outcome> read_outcome(const std::filesystem::path& path);

// Size and times of a file, and on demand the hash of its content. Errors: no_input, io.
Result<Fingerprint> examine_file(const std::filesystem::path& path, bool hash);
// The same file as before? Equal size and times say so; else the hash decides. Errors: io.
Result<bool> is_unchanged(const std::filesystem::path& path, const Fingerprint& before);

}  // namespace shareready
