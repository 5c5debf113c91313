#include "stage/package.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/archive_writer.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "bids/bids_name.hpp"
#include "readiness/clearance.hpp"
#include "readiness/repository_match.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/package_check.hpp"
#include "stage/publish.hpp"
#include "stage/report_renewal.hpp"
#include "stage/tree.hpp"
#include "stage/verify.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

using Parts = std::vector<std::vector<PackedFile>>;

constexpr std::uint64_t k_usual_archive = 10'000'000'000;  // where no limit is stated: still easy to load
constexpr std::uint64_t k_listings = 2;                    // files beside the archives

std::uint64_t packed_size(const std::vector<PackedFile>& files) {
  std::uint64_t size = 0;
  for (const PackedFile& file : files) size += archived_size(file.size);
  return size;
}

// Files that should stay together: those of one participant, and those of none.
Parts together(const std::vector<PackedFile>& files) {
  Parts groups;
  std::string last;
  for (const PackedFile& file : files) {
    const std::string owner = place_of(file.path).participant;
    if (groups.empty() || owner != last) groups.emplace_back();
    groups.back().push_back(file);
    last = owner;
  }
  return groups;
}

Error too_large(const PackedFile& file, std::uint64_t most) {
  return Error{ErrorCode::unsupported,
               file.path,
               fmt::format("has {} bytes, more than one upload may have there ({}); ask the repository for a "
                           "larger limit",
                           file.size, most),
               {}};
}

// The row of the report's table; an error with the reasons where it does not take the release.
Result<const Json*> find_repository(const Json& report, const std::string& wanted) {
  const std::string name = to_lower(trim(wanted));
  std::vector<std::string> names;
  for (const Json& entry : report.at("repositories").as_array()) {
    const std::string& known = entry.at("name").as_string();
    names.push_back(known);
    const bool own = to_lower(known) == name || to_lower(entry.at("requirement").as_string()) == name;
    if (!own) continue;
    if (entry.at("fit").as_string() != "rejects") return &entry;
    std::vector<std::string> reasons;
    for (const Json& point : entry.at("points").as_array()) {
      if (point.at("fit").as_string() == "rejects")
        reasons.push_back(point.at("what").as_string() + ": " + point.at("sentence").as_string());
    }
    return Error{ErrorCode::usage,
                 "--package",
                 fmt::format("{} does not take this release: {}", known, join(reasons, "; ")),
                 {}};
  }
  std::sort(names.begin(), names.end());
  return Error{ErrorCode::usage,
               "--package",
               fmt::format("got '{}', expected one of {}", wanted, join(names, ", ")),
               {}};
}

Result<PackageLimits> limits_of(const std::string& requirement) {
  SR_TRY(const readiness::RuleTables tables, readiness::load_rule_tables());
  for (const readiness::Repository& entry : tables.repositories) {
    if (entry.requirement != requirement) continue;
    PackageLimits limits;
    if (const auto gb = readiness::stated_limit(entry.file_gb))
      limits.archive_bytes = static_cast<std::uint64_t>(*gb * 1e9);
    if (const auto files = readiness::stated_limit(entry.files))
      limits.archives = static_cast<std::uint64_t>(*files);
    return limits;
  }
  return PackageLimits{};
}

Result<std::vector<PackedFile>> files_of_manifest(const fs::path& dataset, std::string_view manifest) {
  constexpr std::size_t k_hash_and_gap = 66;
  std::vector<PackedFile> files;
  std::error_code status;
  for (const std::string& line : split(manifest, '\n')) {
    if (line.size() <= k_hash_and_gap) continue;
    const std::string path = line.substr(k_hash_and_gap);
    files.push_back({path, fs::file_size(dataset / path, status)});
    if (status) return Error{ErrorCode::io, (dataset / path).string(), "cannot be read", {}};
  }
  return files;
}

// 'DANS Data Station Life Sciences' -> 'dans-data-station-life-sciences'
std::string folder_name(const std::string& name) {
  std::string out;
  for (const char letter : to_lower(name)) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (plain) out += letter;
    if (!plain && !out.empty() && out.back() != '-') out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

Result<std::string> write_part(const fs::path& dataset, const std::vector<PackedFile>& part,
                               const fs::path& path) {
  std::vector<ArchiveMember> members;
  members.reserve(part.size());
  for (const PackedFile& file : part) members.push_back({"dataset/" + file.path, dataset / file.path});
  SR_CHECK(write_archive(path, members));
  SR_CHECK(check_archive(path, members));
  SR_TRY(const std::string hash, sha256_file(path));
  return fmt::format("{}  {}\n", hash, path.filename().string());
}

}  // namespace

Result<Parts> plan_package(const std::vector<PackedFile>& files, const PackageLimits& limits) {
  const std::uint64_t most = limits.archive_bytes.value_or(k_usual_archive);
  const std::uint64_t room = most > k_archive_end ? most - k_archive_end : 0;
  Parts parts;
  std::uint64_t used = 0;
  const auto add = [&](const PackedFile& file) {
    const std::uint64_t size = archived_size(file.size);
    if (parts.empty() || used + size > room) {
      parts.emplace_back();
      used = 0;
    }
    parts.back().push_back(file);
    used += size;
  };
  for (const std::vector<PackedFile>& group : together(files)) {
    const std::uint64_t size = packed_size(group);
    const bool starts_anew = !parts.empty() && size <= room && used + size > room;
    if (starts_anew) {
      parts.emplace_back();
      used = 0;
    }
    for (const PackedFile& file : group) {
      if (archived_size(file.size) > room) return too_large(file, most);
      add(file);
    }
  }
  if (limits.archives && parts.size() + k_listings > *limits.archives) {
    return Error{ErrorCode::unsupported,
                 "--package",
                 fmt::format("{} archives are needed, a deposit there may hold {} files", parts.size(),
                             *limits.archives),
                 {}};
  }
  return parts;
}

Result<Package> write_package(const fs::path& output_dir, const std::string& repository,
                              const std::string& today) {
  SR_TRY(const Verification state, verify_release(output_dir, today));
  if (!state.same()) {
    return Error{ErrorCode::bad_data,
                 output_dir.string(),
                 "dataset/ or report/ is not what was published and audited; 'verify' says what differs",
                 {}};
  }
  SR_TRY(const std::string text, read_text(output_dir / "report" / "readiness.json"));
  SR_TRY(const Json report, parse_json(text, "readiness.json"));
  SR_TRY(const Json* entry, find_repository(report, repository));
  SR_TRY(const PackageLimits limits, limits_of(entry->at("requirement").as_string()));
  SR_TRY(const std::string manifest, read_text(output_dir / "report" / k_manifest_name));
  SR_TRY(const auto files, files_of_manifest(output_dir / "dataset", manifest));
  SR_TRY(const Parts parts, plan_package(files, limits));
  SR_CHECK(make_folder(output_dir / "package"));
  const std::string name = folder_name(entry->at("name").as_string());
  remove_leftovers(output_dir / "package", name);
  SR_TRY(StagedFolder folder, StagedFolder::make(output_dir / "package", name));
  Package package{.folder = output_dir / "package" / name,
                  .archives = parts.size(),
                  .bytes = 0,
                  .cleared = state.cleared};
  std::string list;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const fs::path path = folder.path() / archive_name(i + 1, parts.size());
    SR_TRY(const std::string line, write_part(output_dir / "dataset", parts[i], path));
    list += line;
    package.bytes += fs::file_size(path);
  }
  SR_CHECK(write_file(folder.path() / k_package_list, list));
  SR_CHECK(write_file(folder.path() / k_manifest_name, manifest));
  if (!state.cleared) {
    SR_CHECK(write_file(folder.path() / k_clearance_notice, readiness::clearance_notice(report)));
  }
  SR_CHECK(level_times(folder.path(), 0));
  std::error_code status;
  fs::permissions(folder.path(), fs::perms(0755), status);
  SR_CHECK(folder.commit(package.folder));
  return package;
}

}  // namespace shareready
