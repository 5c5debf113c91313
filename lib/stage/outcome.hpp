#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace shareready {

constexpr int k_outcome_format = 3;

// The verdict of a doubtful image that a person accepted.
inline constexpr std::string_view k_verdict_accepted = "accepted";

// How a face went.
inline constexpr std::string_view k_method_deface = "deface", k_method_own_mask = "own_mask",
                                  k_method_reface = "reface", k_method_skullstrip = "skullstrip";

// The reason of files that are withheld with an image.
inline constexpr std::string_view k_reason_companion = "belongs to an image that was withheld";

// excluded: left out by policy. withheld: could not be made safe. failed: an error.
enum class FileStatus { done, excluded, withheld, failed };

// What identifies the content of an input file: cheap facts first, the hash on doubt.
struct Fingerprint {
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;
  std::string sha256;
};

// What became of a part of a file: a metadata key, a table column, a header field. Never its value.
struct PartOutcome {
  std::string name = {};
  bool kept = false;
  bool known = false;  // the name stands in one of our tables: fit for shared texts
  std::string reason = {};
  std::string type = {};  // of a column: what it is (ColumnType in words); empty for keys
  bool changed = false;   // of a column that is kept: some cell is not the source's
};

// What became of one input file, or of one that the program adds (action generate).
struct FileOutcome {
  std::string path = {};  // relative to the input, generic
  std::string kind = {};
  std::string action = {};
  std::string reason = {};  // fit for shared texts
  std::string detail = {};  // for the private folder and the terminal only
  FileStatus status = FileStatus::done;
  std::vector<std::string> belongs_to = {};  // the withheld images that this file goes or stays with
  std::string verdict = {};                  // of the defacing; empty elsewhere
  std::string method =
      {};  // how the face went: "deface", "own_mask", "reface", "skullstrip"; empty elsewhere
  Json figures = Json::Object{};  // measures of the defacing
  std::vector<PartOutcome> parts = {};
  Fingerprint input = {};   // empty sha256 where the content was not needed
  std::string staged = {};  // relative to the participant's staging folder; empty if none
  Fingerprint output = {};  // of the staged file: the release may share it, and be changed there
};

// The first day of measurement in one session ("" where there are no sessions), for drawing labels and ages.
struct SessionDate {
  std::string session = {};
  std::string date = {};  // YYYY-MM-DD, empty where unknown
};

// What became of one participant: the record that the group stage reads. For private/ only.
struct Outcome {
  std::string participant = {};  // source label, without 'sub-'
  std::string filters = {};      // fingerprint of the session and file filters
  std::string policy = {};       // hash
  std::string version = {};      // of the program
  std::string build = {};        // fingerprint of the program itself and of its data tables
  std::string secret = {};       // fingerprint
  std::string context = {};      // sha256 of what root tables say about this participant
  std::string shift = {};        // fingerprint of the days by which dates moved; empty: none moved
  std::string first_day = {};    // of the dates that moved, in the source's dates: YYYY-MM-DD
  std::string last_day = {};
  std::vector<SessionDate> sessions = {};
  std::vector<FileOutcome> files = {};  // sorted by path
};

// True where a date of somebody moved; times of day stay only then.
bool has_moved_dates(const std::vector<Outcome>& outcomes);

std::string_view to_string(FileStatus status);
// What a file that is added for this image belongs to: the image, while that is not released.
std::vector<std::string> companion_of(const FileOutcome& image);
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
