#include "stage/key_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/age.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

Error unfit(const fs::path& path, std::string what) {
  return Error{ErrorCode::usage, path.string(), std::move(what), {}};
}

bool is_there(const fs::path& path) {
  std::error_code status;
  return fs::exists(fs::symlink_status(path, status));
}

// A work tree has .git (a folder, or a file that points to one); a bare repository has these three.
bool is_git_folder(const fs::path& folder) {
  const bool bare = is_there(folder / "HEAD") && is_there(folder / "objects") && is_there(folder / "refs");
  return bare || is_there(folder / ".git");
}

bool lies_in_git(const fs::path& path) {
  for (fs::path folder = path.parent_path();; folder = folder.parent_path()) {
    if (is_git_folder(folder)) return true;
    if (folder == folder.root_path() || folder.empty()) return false;
  }
}

Status check_apart(const fs::path& path, const Places& places) {
  if (lies_in(path, places.bids_dir)) {
    return unfit(path, "the key file would lie in the input, which is never written; choose another place");
  }
  if (lies_in(path, places.dataset()) || lies_in(path, places.report())) {
    return unfit(path, "the key file would lie in what will be shared; choose another place");
  }
  if (lies_in(path, places.private_dir)) {
    return unfit(path,
                 "the key file would lie in the private folder, which --clean deletes; choose another place");
  }
  if (lies_in_git(path)) {
    return unfit(path,
                 "the key file would lie in a git repository, from where it may be published by accident; "
                 "choose another place");
  }
  return Done{};
}

// Writes and removes a file there: some file systems keep no modes, and then everybody could read the key.
Status try_to_write(const fs::path& path) {
  std::string probe = (path.parent_path() / ("." + path.filename().string() + ".tmp-XXXXXX")).string();
  const int descriptor = ::mkstemp(probe.data());
  if (descriptor < 0) {
    return Error{
        ErrorCode::cannot_create, path.string(), "its folder cannot be written; choose another place", {}};
  }
  struct stat facts {};
  const bool secret = ::fstat(descriptor, &facts) == 0 && (facts.st_mode & 077U) == 0;
  ::close(descriptor);
  ::unlink(probe.c_str());
  if (secret) return Done{};
  return Error{ErrorCode::cannot_create,
               path.string(),
               "this file system cannot keep it from other users (mode 0600); choose another place",
               {}};
}

}  // namespace

Result<fs::path> check_key_place(const fs::path& given, const Places& places) {
  std::error_code status;
  const fs::path spelled = fs::absolute(given, status).lexically_normal();
  if (!spelled.has_filename() || fs::is_directory(given, status)) {
    return unfit(given, "got a folder, expected the name of a new file");
  }
  const fs::path folder = fs::canonical(spelled.parent_path(), status);
  if (status || !fs::is_directory(folder, status)) {
    return unfit(given, "the folder of the key file does not exist; make it first, with mode 0700");
  }
  const fs::path real = folder / spelled.filename();
  for (const fs::path& path : {real, spelled}) SR_CHECK(check_apart(path, places));
  SR_CHECK(try_to_write(real));
  return real;
}

Status refuse_overwriting(const fs::path& path) {
  if (!is_there(path)) return Done{};
  return Error{ErrorCode::cannot_create,
               path.string(),
               "exists, and a key file is never overwritten; give another name",
               {}};
}

Result<PreviousKey> read_previous_key(const fs::path& path, const fs::path& identity) {
  SR_TRY(const std::vector<std::uint8_t> ciphertext, read_bytes(path));
  SR_TRY(std::string plaintext, age_decrypt(ciphertext, identity));
  const Result<Json> document = parse_json(plaintext, path.string());
  wipe(plaintext);
  if (!document.ok()) return document.error();
  SR_TRY(LinkKey key, parse_link_key(*document, path.string()));
  return PreviousKey{.key = std::move(key), .sha256 = sha256_hex(ciphertext)};
}

Result<SealedKey> seal(const LinkKey& key, const KeyWish& wish) {
  std::string plaintext = format_json(link_key_document(key));
  Result<std::vector<std::uint8_t>> ciphertext = age_encrypt(plaintext, wish.recipients);
  wipe(plaintext);
  if (!ciphertext.ok()) return ciphertext.error();
  std::string hash = sha256_hex(*ciphertext);
  return SealedKey{.path = wish.path, .ciphertext = std::move(ciphertext).value(), .sha256 = std::move(hash)};
}

}  // namespace shareready
