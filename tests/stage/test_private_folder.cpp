#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "stage/lock.hpp"
#include "stage/private_folder.hpp"

using namespace shareready;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
  struct stat facts {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  return facts.st_mode & 0777U;
}

}  // namespace

TEST_CASE("the private folder is closed to others whatever the umask, and warns") {
  const test::TempFolder folder;
  const mode_t old_mask = ::umask(0);
  const auto made = open_private_folder(folder.path() / "private");
  ::umask(old_mask);
  REQUIRE(made.ok());
  CHECK(mode_of(made->root) == 0700);
  CHECK(mode_of(made->tokens()) == 0700);
  const std::string warning = read_text(made->root / "README-DO-NOT-SHARE").value();
  CHECK(warning.find("DO NOT SHARE THIS FOLDER") != std::string::npos);
  CHECK(warning.find("DEEL DEZE MAP NIET") != std::string::npos);
  CHECK(open_private_folder(folder.path() / "private").ok());
}

TEST_CASE("the secret is drawn once, is 32 bytes, and its fingerprint does not hold it") {
  const test::TempFolder folder;
  const auto made = open_private_folder(folder.path() / "private");
  REQUIRE(made.ok());
  CHECK_FALSE(find_secret(*made)->has_value());
  const auto first = obtain_secret(*made, os_random);
  const auto second = obtain_secret(*made, os_random);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->bytes.size() == 32);
  CHECK(first->bytes == second->bytes);
  CHECK(first->fingerprint == (*find_secret(*made))->fingerprint);
  CHECK(mode_of(made->secret()) == 0600);
  REQUIRE(write_file(made->secret(), "short", Mode::secret).ok());
  CHECK(find_secret(*made).error().code == ErrorCode::bad_data);
}

TEST_CASE("two that draw the secret at once end with the same one, and leave no draft") {
  const test::TempFolder folder;
  const auto made = open_private_folder(folder.path() / "private");
  REQUIRE(made.ok());
  std::vector<std::uint8_t> other;
  const auto overtaken = obtain_secret(*made, [&](std::span<std::uint8_t> bytes) -> Status {
    other = obtain_secret(*made, os_random).value().bytes;  // another process, meanwhile
    return os_random(bytes);
  });
  REQUIRE(overtaken.ok());
  CHECK(overtaken->bytes == other);
  for (const auto& entry : std::filesystem::directory_iterator(made->root))
    CHECK(entry.path().filename().string().find(".tmp-") == std::string::npos);
}

TEST_CASE("a lock keeps others out until it is released, shared ones let each other in") {
  const test::TempFolder folder;
  const auto path = folder.path() / "lock";
  {
    const auto one = FileLock::take(path, FileLock::Kind::shared);
    REQUIRE(one.ok());
    CHECK(FileLock::take(path, FileLock::Kind::shared).ok());
    CHECK(FileLock::take(path, FileLock::Kind::exclusive).error().code == ErrorCode::locked);
  }
  const auto alone = FileLock::take(path, FileLock::Kind::exclusive);
  REQUIRE(alone.ok());
  CHECK(FileLock::take(path, FileLock::Kind::shared).error().code == ErrorCode::locked);
}
