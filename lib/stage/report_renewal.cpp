#include "stage/report_renewal.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <string>
#include <utility>

#include "base/files.hpp"
#include "base/json.hpp"
#include "readiness/document_answers.hpp"
#include "readiness/facts.hpp"
#include "readiness/report_files.hpp"
#include "readiness/run_options.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/private_folder.hpp"
#include "stage/publish.hpp"
#include "stage/report_list.hpp"
#include "stage/tree.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_document = "readiness.json";

Result<Json> read_document(const fs::path& report) {
  SR_TRY(const std::string text, read_text(report / k_document));
  return parse_json(text, (report / k_document).string());
}

Error still_stands(const fs::path& folder) {
  return Error{
      ErrorCode::usage,
      folder.string(),
      "the source is gone, and the private folder, which leads back to it, still stands or cannot be "
      "looked at: delete it too, then run this line again",
      {}};
}

// There for the journal of publishing, and only while it is needed. Whoever makes it is alone: it is gone for
// all others, or not theirs.
class PassingFolder {
 public:
  static Result<PassingFolder> make(const fs::path& path) {
    std::error_code status;
    const bool made = fs::create_directory(path, status);
    if (status) return Error{ErrorCode::cannot_create, path.string(), status.message(), {}};
    if (!made) return still_stands(path);
    fs::permissions(path, fs::perms::owner_all, status);
    return PassingFolder(path);
  }
  PassingFolder(PassingFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PassingFolder& operator=(PassingFolder&&) = delete;
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  ~PassingFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }

 private:
  explicit PassingFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

Error not_together(const fs::path& report, std::string_view remedy) {
  return Error{
      ErrorCode::bad_data,
      report.string(),
      fmt::format("its files were not written together, or changed since ('verify' names them): {}", remedy),
      {}};
}

// A report of a version that did not note its options cannot tell.
bool kept_private_elsewhere(const Json& document) {
  const Json& policy = document.at("policy");
  return !policy.at("options").is_array() || readiness::has_option(policy, "private-dir");
}

// Nothing is there, and that was seen: not a link to a disk that is away, nor a place that cannot be looked
// at.
bool is_gone(const fs::path& folder) {
  std::error_code status;
  return fs::symlink_status(folder, status).type() == fs::file_type::not_found;
}

// An empty folder is where a container has one mounted.
bool is_empty_folder(const fs::path& folder) {
  std::error_code status;
  return fs::is_directory(folder, status) && fs::is_empty(folder, status) && !status;
}

// Where the private folder was named once, only who names it again looks at the right place.
Status check_private_gone(const Places& places, const Json& document, bool in_container) {
  if (!is_gone(places.usual_private())) return still_stands(places.usual_private());
  if (!is_gone(places.private_dir) && !is_empty_folder(places.private_dir))
    return still_stands(places.private_dir);
  if (places.private_named && in_container && is_gone(places.private_dir)) {
    return Error{ErrorCode::usage,
                 places.private_dir.string(),
                 "inside a container a folder that is not mounted is not seen: mount it at this path, or let "
                 "group --clean delete what it holds while the source still stands",
                 {}};
  }
  const Sight unnamed{.stands = {.source = false, .private_folder = false}, .of_this_release = false};
  if (places.private_named || !standing_of(document, unnamed).private_folder) return Done{};
  return Error{ErrorCode::usage,
               "--private-dir",
               "the private folder of this release had a place of its own: name it, so that this run sees "
               "that it is gone",
               {}};
}

}  // namespace

readiness::Standing standing_of(const Json& document, const Sight& sight) {
  readiness::Standing now = sight.stands;
  if (sight.of_this_release || !kept_private_elsewhere(document)) return now;
  now.private_folder = now.private_folder || readiness::standing_of(document).private_folder;
  return now;
}

Result<bool> needs_renewal(const fs::path& report, const RenewedWith& with) {
  SR_TRY(const Differences since, compare_report(report));
  const bool given = !with.answers->sha256.empty();
  if (!since.none() && !given) {
    return not_together(report,
                        "give the answers that hold now (--answers; those of --print-answers where nobody "
                        "answered yet), and the report is written anew");
  }
  if (!since.none() || !given) return given;
  SR_TRY(const Json document, read_document(report));
  return document.at("answers").at("sha256").as_string() != with.answers->sha256 ||
         document.at("stands") != readiness::standing_json(standing_of(document, with.sight));
}

Status renew_report(const fs::path& published, const fs::path& fresh, const RenewedWith& with,
                    std::int64_t now) {
  SR_TRY(const readiness::ReportSources sources, readiness::load_report_sources());
  SR_TRY(Json document, read_document(published));
  const std::string today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(now)));
  document.set("stands", readiness::standing_json(standing_of(document, with.sight)));
  readiness::apply_answers(document, *with.answers, today, sources.tables);
  TreeBuilder tree(fresh, now);
  SR_CHECK(tree.take_over(k_manifest_name, published / k_manifest_name));
  for (const auto& file : readiness::report_files(document, *with.answers, sources)) {
    SR_CHECK(tree.write(file.path, file.content));
  }
  return finish_report(tree);
}

Result<bool> renew_without_source(const Places& places, const readiness::Answers& answers, bool in_container,
                                  std::int64_t now) {
  SR_TRY(const Json document, read_document(places.report()));
  SR_TRY(const Differences since, compare_report(places.report()));
  if (!since.none()) return not_together(places.report(), "take report/ from where it was published");
  SR_CHECK(check_private_gone(places, document, in_container));
  SR_TRY(const PassingFolder passing, PassingFolder::make(places.usual_private()));
  SR_TRY(const PrivateFolder folder, open_private_folder(places.usual_private()));
  if (document.at("answers").at("sha256").as_string() != answers.sha256) {
    return Error{ErrorCode::usage,
                 "--answers",
                 "the source is gone, so nothing can look for its labels in new answers: give the file that "
                 "the report stands on already, byte for byte",
                 {}};
  }
  const RenewedWith with{.answers = &answers,
                         .sight = {.stands = {.source = false, .private_folder = false},
                                   .of_this_release = places.private_named}};
  SR_TRY(const bool needed, needs_renewal(places.report(), with));
  if (needed) {
    SR_TRY(StagedFolder report, StagedFolder::make(places.output_dir, "report"));
    SR_CHECK(renew_report(places.report(), report.path(), with, now));
    SR_CHECK(warn_beside(places.output_dir, report.path()));
    SR_CHECK(publish_trees(
        {{&report, places.report()}},
        {.journal = folder.root / "publishing.json", .record = folder.root / "published.json", .key = {}}));
  }
  SR_CHECK(settle_notice(places.output_dir));
  return needed;
}

}  // namespace shareready
