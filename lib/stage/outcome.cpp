#include "stage/outcome.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace {

constexpr std::array<std::pair<FileStatus, std::string_view>, 4> k_statuses = {{
    {FileStatus::done, "done"},
    {FileStatus::excluded, "excluded"},
    {FileStatus::withheld, "withheld"},
    {FileStatus::failed, "failed"},
}};

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Json texts_to_json(const std::vector<std::string>& texts) {
  Json array(Json::Array{});
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

std::vector<std::string> texts_from_json(const Json& json) {
  std::vector<std::string> texts;
  for (const Json& text : json.as_array()) texts.push_back(text.as_string());
  return texts;
}

Json parts_to_json(const std::vector<PartOutcome>& parts) {
  Json array(Json::Array{});
  for (const PartOutcome& part : parts) {
    array.push_back(Json::Object{{"name", part.name},
                                 {"kept", part.kept},
                                 {"known", part.known},
                                 {"reason", part.reason},
                                 {"type", part.type},
                                 {"changed", part.changed}});
  }
  return array;
}

std::vector<PartOutcome> parts_from_json(const Json& json) {
  std::vector<PartOutcome> parts;
  for (const Json& part : json.as_array()) {
    parts.push_back({.name = part.at("name").as_string(),
                     .kept = part.at("kept").as_bool(),
                     .known = part.at("known").as_bool(),
                     .reason = part.at("reason").as_string(),
                     .type = part.at("type").as_string(),
                     .changed = part.at("changed").as_bool()});
  }
  return parts;
}

Json sessions_to_json(const std::vector<SessionDate>& sessions) {
  Json array(Json::Array{});
  for (const SessionDate& session : sessions) {
    array.push_back(Json::Object{{"session", session.session}, {"date", session.date}});
  }
  return array;
}

std::vector<SessionDate> sessions_from_json(const Json& json) {
  std::vector<SessionDate> sessions;
  for (const Json& session : json.as_array()) {
    sessions.push_back(
        {.session = session.at("session").as_string(), .date = session.at("date").as_string()});
  }
  return sessions;
}

Json fingerprint_to_json(const Fingerprint& input) {
  return Json::Object{{"size", input.size},
                      {"mtime_ns", input.mtime_ns},
                      {"ctime_ns", input.ctime_ns},
                      {"sha256", input.sha256}};
}

Fingerprint fingerprint_from_json(const Json& json) {
  return {.size = static_cast<std::uint64_t>(json.at("size").as_int()),
          .mtime_ns = json.at("mtime_ns").as_int(),
          .ctime_ns = json.at("ctime_ns").as_int(),
          .sha256 = json.at("sha256").as_string()};
}

Json file_to_json(const FileOutcome& file) {
  return Json::Object{{"path", file.path},
                      {"kind", file.kind},
                      {"action", file.action},
                      {"reason", file.reason},
                      {"detail", file.detail},
                      {"status", to_string(file.status)},
                      {"belongs_to", texts_to_json(file.belongs_to)},
                      {"verdict", file.verdict},
                      {"method", file.method},
                      {"figures", file.figures},
                      {"parts", parts_to_json(file.parts)},
                      {"input", fingerprint_to_json(file.input)},
                      {"staged", file.staged},
                      {"output", fingerprint_to_json(file.output)}};
}

Error malformed(const std::string& subject, std::string_view member) {
  return Error{ErrorCode::bad_data,
               subject,
               fmt::format("the outcome record lacks a valid '{}'; run this participant again", member),
               {}};
}

Result<FileOutcome> file_from_json(const Json& json, const std::string& subject) {
  const auto* status = std::find_if(k_statuses.begin(), k_statuses.end(), [&](const auto& row) {
    return row.second == json.at("status").as_string();
  });
  if (status == k_statuses.end()) return malformed(subject, "status");
  if (json.at("path").as_string().empty()) return malformed(subject, "path");
  return FileOutcome{.path = json.at("path").as_string(),
                     .kind = json.at("kind").as_string(),
                     .action = json.at("action").as_string(),
                     .reason = json.at("reason").as_string(),
                     .detail = json.at("detail").as_string(),
                     .status = status->first,
                     .belongs_to = texts_from_json(json.at("belongs_to")),
                     .verdict = json.at("verdict").as_string(),
                     .method = json.at("method").as_string(),
                     .figures = json.at("figures"),
                     .parts = parts_from_json(json.at("parts")),
                     .input = fingerprint_from_json(json.at("input")),
                     .staged = json.at("staged").as_string(),
                     .output = fingerprint_from_json(json.at("output"))};
}

}  // namespace

bool has_moved_dates(const std::vector<Outcome>& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const Outcome& outcome) { return !outcome.shift.empty(); });
}

std::string_view to_string(FileStatus status) {
  return std::find_if(k_statuses.begin(), k_statuses.end(),
                      [&](const auto& row) { return row.first == status; })
      ->second;
}

std::vector<std::string> companion_of(const FileOutcome& image) {
  if (image.status == FileStatus::done) return {};
  return {image.path};
}

FileStatus status_of(const Outcome& outcome) {
  FileStatus worst = FileStatus::done;
  for (const FileOutcome& file : outcome.files) {
    if (file.status == FileStatus::failed) return FileStatus::failed;
    if (file.status == FileStatus::withheld) worst = FileStatus::withheld;
  }
  return worst;
}

Json outcome_to_json(const Outcome& outcome) {
  Json files(Json::Array{});
  for (const FileOutcome& file : outcome.files) files.push_back(file_to_json(file));
  return Json::Object{{"format", k_outcome_format},
                      {"participant", outcome.participant},
                      {"status", to_string(status_of(outcome))},
                      {"filters", outcome.filters},
                      {"policy", outcome.policy},
                      {"version", outcome.version},
                      {"build", outcome.build},
                      {"secret", outcome.secret},
                      {"context", outcome.context},
                      {"shift", outcome.shift},
                      {"first_day", outcome.first_day},
                      {"last_day", outcome.last_day},
                      {"sessions", sessions_to_json(outcome.sessions)},
                      {"files", files}};
}

Result<Outcome> outcome_from_json(const Json& json, const std::string& subject) {
  const std::int64_t format = json.at("format").as_int(-1);
  if (format != k_outcome_format) {
    return Error{ErrorCode::unsupported,
                 subject,
                 fmt::format("got outcome format {}, this version reads {}; run the participant level again",
                             format, k_outcome_format),
                 {}};
  }
  Outcome outcome{.participant = json.at("participant").as_string(),
                  .filters = json.at("filters").as_string(),
                  .policy = json.at("policy").as_string(),
                  .version = json.at("version").as_string(),
                  .build = json.at("build").as_string(),
                  .secret = json.at("secret").as_string(),
                  .context = json.at("context").as_string(),
                  .shift = json.at("shift").as_string(),
                  .first_day = json.at("first_day").as_string(),
                  .last_day = json.at("last_day").as_string(),
                  .sessions = sessions_from_json(json.at("sessions")),
                  .files = {}};
  for (const char* member : {"participant", "policy", "version", "build", "secret"}) {
    if (json.at(member).as_string().empty()) return malformed(subject, member);
  }
  if (!json.at("files").is_array()) return malformed(subject, "files");
  for (const Json& file : json.at("files").as_array()) {
    SR_TRY(FileOutcome read, file_from_json(file, subject));
    outcome.files.push_back(std::move(read));
  }
  return outcome;
}

Status write_outcome(const std::filesystem::path& path, const Outcome& outcome) {
  return write_file(path, format_json(outcome_to_json(outcome)), Mode::secret);
}

Result<Outcome> read_outcome(const std::filesystem::path& path) {
  SR_TRY(const std::string text, read_text(path));
  SR_TRY(const Json json, parse_json(text, path.string()));
  return outcome_from_json(json, path.string());
}

Result<Fingerprint> examine_file(const std::filesystem::path& path, bool hash) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    return system_failure(ErrorCode::no_input, path, "cannot be examined", errno);
  }
  Fingerprint fingerprint{.size = static_cast<std::uint64_t>(facts.st_size),
                          .mtime_ns = nanoseconds(facts.st_mtim),
                          .ctime_ns = nanoseconds(facts.st_ctim),
                          .sha256 = {}};
  if (hash) {
    SR_TRY(fingerprint.sha256, sha256_file(path));
  }
  return fingerprint;
}

Result<bool> is_unchanged(const std::filesystem::path& path, const Fingerprint& before) {
  SR_TRY(const Fingerprint now, examine_file(path, false));
  if (now.size != before.size) return false;
  if (now.mtime_ns == before.mtime_ns && now.ctime_ns == before.ctime_ns) return true;
  if (before.sha256.empty()) return false;
  SR_TRY(const std::string sha256, sha256_file(path));
  return sha256 == before.sha256;
}

}  // namespace shareready
