#include "stage/package_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/archive_writer.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "stage/clearance_notice.hpp"
#include "stage/report_renewal.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_hash_digits = 64;  // SHA-256 in hex
constexpr std::uint64_t k_lists = 2;       // of a package: of its archives, and of what is in them

// The same hashes as --package lists them.
struct ArchiveList {
  std::vector<std::string> names;
  std::string text;
};

ArchiveList list_as_written(std::string_view text) {
  std::vector<std::string> lines = split(text, '\n');
  std::erase(lines, "");
  ArchiveList list;
  for (const std::string& line : lines) {
    list.names.push_back(archive_name(list.names.size() + 1, lines.size()));
    list.text += fmt::format("{}  {}\n", line.substr(0, k_hash_digits), list.names.back());
  }
  return list;
}

struct Release {
  fs::path dataset;
  std::string manifest;
};

// The archives hold the files of the release, each once and in their order. Behind the first that is another
// one it is not known where the next begins.
Result<std::vector<std::string>> find_other_archive(const fs::path& folder, const ArchiveList& list,
                                                    const Release& release) {
  const Hashes files = parse_manifest(release.manifest);
  auto next = files.begin();
  for (const std::string& name : list.names) {
    const Result<std::vector<std::string>> packed = archive_names(folder / name);
    bool same = packed.ok();
    std::vector<ArchiveMember> members;
    for (std::size_t i = 0; same && i < packed->size(); ++i) {
      same = next != files.end() && (*packed)[i] == "dataset/" + next->first;
      if (same) members.push_back({(*packed)[i], release.dataset / (next++)->first});
    }
    if (same) {
      SR_TRY(same, is_archive_of(folder / name, members));
    }
    if (!same) return std::vector<std::string>{name};
  }
  if (next == files.end()) return std::vector<std::string>();
  return std::vector<std::string>{k_package_list};  // the last archives are in no list
}

bool is_plain_file(const fs::path& path) {
  std::error_code status;
  return fs::symlink_status(path, status).type() == fs::file_type::regular;
}

Result<Differences> compare_package(const fs::path& folder, const Release& release, PackageCheck& check) {
  const Result<std::string> text = read_text(folder / k_package_list);
  const ArchiveList list = text.ok() ? list_as_written(*text) : ArchiveList();
  const std::string of_manifest = fmt::format("{}  {}\n", sha256_hex(release.manifest), k_manifest_name);
  SR_TRY(Differences found, compare_tree(folder, list.text + of_manifest));
  for (const char* beside : {k_package_list, k_clearance_notice}) {
    if (is_plain_file(folder / beside)) std::erase(found.added, beside);
  }
  if (!text.ok()) found.missing.emplace_back(k_package_list);
  if (text.ok() && *text != list.text) found.changed.emplace_back(k_package_list);
  if (found.changed.empty() && found.missing.empty()) {
    SR_TRY(found.changed, find_other_archive(folder, list, release));
  }
  check.files += list.names.size() + k_lists;
  return found;
}

void add(const std::string& folder, const Differences& own, Differences& all) {
  const auto copy = [&](const std::vector<std::string>& from, std::vector<std::string>& to) {
    for (const std::string& path : from) to.push_back(fmt::format("{}/{}", folder, path));
  };
  copy(own.changed, all.changed);
  copy(own.missing, all.missing);
  copy(own.added, all.added);
  copy(own.attributed, all.attributed);
}

bool is_of_another(const fs::path& folder, const Release& release) {
  const Result<std::string> manifest = read_text(folder / k_manifest_name);
  return manifest.ok() && *manifest != release.manifest;
}

}  // namespace

std::string archive_name(std::size_t number, std::size_t count) {
  return fmt::format("dataset-{}-of-{}.tar", number, count);
}

Result<PackageCheck> check_packages(const fs::path& output_dir) {
  PackageCheck check;
  const fs::path place = output_dir / "package";
  std::error_code status;
  const fs::file_type type = fs::symlink_status(place, status).type();
  if (type == fs::file_type::not_found) return check;
  if (type != fs::file_type::directory) {
    check.found.added.emplace_back();
    return check;
  }
  Release release{.dataset = output_dir / "dataset", .manifest = {}};
  SR_TRY(release.manifest, read_text(output_dir / "report" / k_manifest_name));
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(place, status)) entries.push_back(entry);
  if (status) return Error{ErrorCode::io, place.string(), "cannot be listed: " + status.message(), {}};
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().string();
    if (fs::symlink_status(entry, status).type() != fs::file_type::directory) {
      check.found.added.push_back(name);
    } else if (is_of_another(entry, release)) {
      check.other_release.push_back(name);
    } else {
      ++check.packages;
      SR_TRY(const Differences own, compare_package(entry, release, check));
      add(name, own, check.found);
    }
  }
  return check;
}

}  // namespace shareready
