#include "stage/publish.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/json.hpp"
#include "base/staged_file.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr int k_record_format = 1;

// Tells the tree apart from others that had or will have its name; 0 where there is none.
std::uint64_t inode_of(const fs::path& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) == 0 ? facts.st_ino : 0;
}

fs::path set_aside(const fs::path& target) {
  return target.parent_path() / fmt::format(".{}.tmp-old", target.filename().string());
}

Status rename_path(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return sync_folder(to.parent_path());
  return system_failure(ErrorCode::cannot_create, to, "cannot be put in place", errno);
}

Status put_in_place(StagedFolder& fresh, const fs::path& target) {
  Status exchanged = fresh.commit(target);
  if (exchanged.ok() || exchanged.error().code != ErrorCode::unsupported) return exchanged;
  SR_CHECK(rename_path(target, set_aside(target)));
  SR_CHECK(fresh.commit(target));
  std::error_code status;
  fs::remove_all(set_aside(target), status);
  return Done{};
}

bool is_in_place(const Json& entry) {
  return inode_of(entry.at("target").as_string()) == static_cast<std::uint64_t>(entry.at("inode").as_int());
}

Status finish_one(const Json& entry) {
  const fs::path fresh = entry.at("fresh").as_string();
  const fs::path target = entry.at("target").as_string();
  std::error_code status;
  if (is_in_place(entry) || inode_of(fresh) != static_cast<std::uint64_t>(entry.at("inode").as_int()))
    return Done{};
  if (fs::exists(target, status)) SR_CHECK(rename_path(target, set_aside(target)));
  return rename_path(fresh, target);
}

// The old tree comes back where no new one took its place.
Status restore_one(const Json& entry) {
  const fs::path target = entry.at("target").as_string();
  std::error_code status;
  if (!fs::exists(target, status) && fs::exists(set_aside(target), status)) {
    SR_CHECK(rename_path(set_aside(target), target));
  }
  remove_leftovers(target.parent_path(), target.filename().string());
  return Done{};
}

Status close_books(const PublishBooks& books) {
  SR_CHECK(write_file(books.record,
                      format_json(Json::Object{{"format", k_record_format}, {"key", books.key}}),
                      Mode::secret));
  std::error_code status;
  fs::remove(books.journal, status);
  return Done{};
}

Result<Json> read_json(const fs::path& path) {
  SR_TRY(const std::string text, read_text(path));
  return parse_json(text, path.string());
}

// Gives a file its name, never over another one.
Status place_new(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
    return sync_folder(to.parent_path());
  if ((errno == EINVAL || errno == ENOSYS) && ::link(from.c_str(), to.c_str()) == 0) {
    ::unlink(from.c_str());
    return sync_folder(to.parent_path());
  }
  return system_failure(ErrorCode::cannot_create, to, "cannot be put in place", errno);
}

// The key file under a temporary name beside its place, as the journal tells of it.
Result<Json> draft_key(const SealedKey& key) {
  const fs::path fresh = key.path.parent_path() /
                         fmt::format(".{}.tmp-{}", key.path.filename().string(), key.sha256.substr(0, 12));
  SR_CHECK(write_file(fresh, key.ciphertext, Mode::secret));
  return Json(
      Json::Object{{"fresh", fresh.string()}, {"target", key.path.string()}, {"inode", inode_of(fresh)}});
}

Status settle_key(const Json& entry) {
  if (entry.is_null() || is_in_place(entry)) return Done{};
  return place_new(entry.at("fresh").as_string(), entry.at("target").as_string());
}

void withdraw_key(const Json& entry) {
  if (entry.is_null()) return;
  ::unlink(entry.at("fresh").as_string().c_str());
  if (is_in_place(entry)) ::unlink(entry.at("target").as_string().c_str());
}

Status put_all_in_place(const std::vector<Publication>& publications) {
  for (const Publication& publication : publications) {
    SR_CHECK(put_in_place(*publication.fresh, publication.target));
  }
  return Done{};
}

}  // namespace

Status publish_trees(const std::vector<Publication>& publications, const PublishBooks& books,
                     const SealedKey* key) {
  Json entries(Json::Array{});
  for (const Publication& publication : publications) {
    std::error_code status;
    fs::permissions(publication.fresh->path(), fs::perms(0755), status);
    if (status)
      return system_failure(ErrorCode::cannot_create, publication.target, "its mode cannot be set",
                            status.value());
    SR_CHECK(sync_file_system(publication.fresh->path()));
    entries.push_back(Json::Object{{"fresh", publication.fresh->path().string()},
                                   {"target", publication.target.string()},
                                   {"inode", inode_of(publication.fresh->path())}});
  }
  Json key_entry;
  if (key != nullptr) {
    SR_TRY(key_entry, draft_key(*key));
  }
  Status status =
      write_file(books.journal,
                 format_json(Json::Object{{"key", books.key}, {"trees", entries}, {"key_file", key_entry}}),
                 Mode::secret);
  if (status.ok()) status = settle_key(key_entry);
  if (status.ok()) status = put_all_in_place(publications);
  if (status.ok()) return close_books(books);
  if (!is_in_place(entries.as_array().front())) {
    withdraw_key(key_entry);  // the next start sees from the journal that it is over
  }
  return status;
}

Status repair_publishing(const PublishBooks& books) {
  std::error_code status;
  if (!fs::exists(books.journal, status)) return Done{};
  SR_TRY(const Json journal, read_json(books.journal));
  const Json::Array& trees = journal.at("trees").as_array();
  if (trees.empty())
    return Error{ErrorCode::bad_data, books.journal.string(), "tells of no tree; remove it", {}};
  const bool can_finish = is_in_place(trees.front()) || settle_key(journal.at("key_file")).ok();
  if (can_finish) {
    for (const Json& entry : trees) SR_CHECK(finish_one(entry));
  }
  for (const Json& entry : trees) SR_CHECK(restore_one(entry));
  if (is_in_place(trees.front())) {
    PublishBooks own = books;
    own.key = journal.at("key").as_string();
    return close_books(own);
  }
  withdraw_key(journal.at("key_file"));
  fs::remove(books.journal, status);
  return Done{};
}

Result<std::string> published_key(const PublishBooks& books) {
  std::error_code status;
  if (!fs::exists(books.record, status)) return std::string();
  SR_TRY(const Json record, read_json(books.record));
  return record.at("key").as_string();
}

void remove_leftovers(const fs::path& folder, const std::string& name) {
  const std::string prefix = fmt::format(".{}.tmp-", name);
  std::error_code status;
  std::vector<fs::path> leftovers;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, status)) {
    if (entry.path().filename().string().starts_with(prefix)) leftovers.push_back(entry.path());
  }
  for (const fs::path& leftover : leftovers) {
    std::error_code ignored;  // what cannot be removed stays visible under its temporary name
    fs::remove_all(leftover, ignored);
  }
}

}  // namespace shareready
