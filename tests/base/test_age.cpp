#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>

#include "base/age.hpp"
#include "base/files.hpp"
#include "base/pipe.hpp"
#include "base/temp_folder.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

void skip_without_age() {
  if (pipe_through({"age", "--version"}, {}).ok()) return;
  std::puts("SKIPPED: the program age is not installed");
  std::exit(77);
}

struct KeyPair {
  fs::path identity;
  std::string recipient;
};

KeyPair make_keys(const fs::path& folder, const std::string& name) {
  const fs::path identity = folder / name;
  REQUIRE(pipe_through({"age-keygen", "-o", identity.string()}, {}).value().exit_code == 0);
  const Piped printed = pipe_through({"age-keygen", "-y", identity.string()}, {}).value();
  std::string recipient(printed.output.begin(), printed.output.end());
  while (recipient.ends_with('\n')) recipient.pop_back();
  return {identity, recipient};
}

}  // namespace

TEST_CASE("a pipe carries more than it holds, both ways, and tells how the program ended") {
  const std::vector<std::uint8_t> much(3'000'000, 'x');
  const Piped piped = pipe_through({"cat"}, much).value();
  CHECK(piped.output == much);
  CHECK(piped.exit_code == 0);
  CHECK(pipe_through({"false"}, much).value().exit_code == 1);  // it never reads what it is fed
  const Piped complaint = pipe_through({"sh", "-c", "echo no >&2; exit 3"}, {}).value();
  CHECK(complaint.complaint == "no\n");
  CHECK(complaint.exit_code == 3);
  CHECK(pipe_through({"no-such-program-here"}, {}).error().code == ErrorCode::no_input);
}

TEST_CASE("without the program age, the error says what to install") {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  const Status status = check_age_recipients({"age1abc"});
  ::setenv("PATH", path.c_str(), 1);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::cannot_create);
  CHECK(status.error().what.find("apt install age") != std::string::npos);
}

TEST_CASE("what is encrypted to two people each of them can open, and nobody else") {
  skip_without_age();
  const test::TempFolder folder;
  const KeyPair one = make_keys(folder.path(), "one"), other = make_keys(folder.path(), "other"),
                stranger = make_keys(folder.path(), "stranger");
  REQUIRE(check_age_recipients({one.recipient, other.recipient}).ok());
  const std::string text(200'000, 'k');
  const std::vector<std::uint8_t> sealed = age_encrypt(text, {one.recipient, other.recipient}).value();
  CHECK(age_decrypt(sealed, one.identity).value() == text);
  CHECK(age_decrypt(sealed, other.identity).value() == text);
  CHECK(age_decrypt(sealed, stranger.identity).error().code == ErrorCode::bad_data);
  CHECK(age_decrypt(sealed, folder.path() / "nobody").error().code == ErrorCode::no_input);
  std::vector<std::uint8_t> spoiled = sealed;
  spoiled.back() ^= 1U;
  CHECK(age_decrypt(spoiled, one.identity).error().code == ErrorCode::bad_data);
}

TEST_CASE("a recipient that age does not take, or a secret key in its place, is refused and never repeated") {
  skip_without_age();
  const test::TempFolder folder;
  const KeyPair one = make_keys(folder.path(), "one");
  std::string mistyped = one.recipient;
  mistyped.back() = mistyped.back() == 'q' ? 'p' : 'q';
  for (const std::string& wrong : {mistyped, std::string("age1"), std::string("alice"),
                                   std::string("--version"), std::string("AGE-SECRET-KEY-1QQQ")}) {
    const Status status = check_age_recipients({one.recipient, wrong});
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::usage);
    CHECK(status.error().what.find("key 2") != std::string::npos);
    if (wrong.size() > 5) CHECK(status.error().what.find(wrong) == std::string::npos);
  }
}
