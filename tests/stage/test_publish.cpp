#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "base/temp_folder.hpp"
#include "stage/publish.hpp"
#include "stage/tree.hpp"

using namespace shareready;
namespace fs = std::filesystem;

namespace {

PublishBooks books_in(const fs::path& folder, const std::string& key) {
  return {.journal = folder / "publishing.json", .record = folder / "published.json", .key = key};
}

// A finished tree that holds one file with this text.
StagedFolder tree_with(const fs::path& parent, const std::string& name, const std::string& text) {
  StagedFolder folder = StagedFolder::make(parent, name).value();
  REQUIRE(write_file(folder.path() / "file", text).ok());
  return folder;
}

std::uint64_t inode_of(const fs::path& path) {
  struct stat facts {};
  REQUIRE(::lstat(path.c_str(), &facts) == 0);
  return facts.st_ino;
}

void write_journal(const PublishBooks& books, const fs::path& fresh, const fs::path& target,
                   std::uint64_t inode) {
  const Json entry = Json::Object{{"fresh", fresh.string()}, {"target", target.string()}, {"inode", inode}};
  REQUIRE(write_file(books.journal, format_json(Json::Object{{"key", "new"}, {"trees", Json::Array{entry}}}))
              .ok());
}

}  // namespace

TEST_CASE("publishing puts all trees in place, open to read, and remembers the key") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "k1");
  CHECK(published_key(books).value().empty());
  for (const char* text : {"first", "second"}) {  // the second time it replaces
    StagedFolder dataset = tree_with(folder.path(), "dataset", text);
    StagedFolder report = tree_with(folder.path(), "report", text);
    REQUIRE(publish_trees({{&dataset, folder.path() / "dataset"}, {&report, folder.path() / "report"}}, books)
                .ok());
    CHECK(read_text(folder.path() / "dataset" / "file").value() == text);
    CHECK(read_text(folder.path() / "report" / "file").value() == text);
  }
  CHECK(fs::status(folder.path() / "dataset").permissions() == fs::perms(0755));
  CHECK(published_key(books).value() == "k1");
  CHECK_FALSE(fs::exists(books.journal));
}

TEST_CASE("a crash before the exchange is made good: the audited tree takes its place") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "");
  const fs::path target = folder.path() / "dataset";
  const fs::path fresh = folder.path() / ".dataset.tmp-abc";
  fs::create_directory(fresh);
  REQUIRE(write_file(fresh / "file", "new").ok());
  const bool had_old = GENERATE(true, false);
  if (had_old) {
    fs::create_directory(target);
    REQUIRE(write_file(target / "file", "old").ok());
  }
  write_journal(books, fresh, target, inode_of(fresh));
  REQUIRE(repair_publishing(books).ok());
  CHECK(read_text(target / "file").value() == "new");
  CHECK(published_key(books).value() == "new");
  CHECK_FALSE(fs::exists(books.journal));
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 2);  // dataset and the record
}

TEST_CASE("a crash after the exchange leaves only the old tree to be removed") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "");
  const fs::path target = folder.path() / "dataset";
  const fs::path fresh = folder.path() / ".dataset.tmp-abc";  // holds the old tree now
  fs::create_directory(target);
  REQUIRE(write_file(target / "file", "new").ok());
  fs::create_directory(fresh);
  REQUIRE(write_file(fresh / "file", "old").ok());
  write_journal(books, fresh, target, inode_of(target));
  REQUIRE(repair_publishing(books).ok());
  CHECK(read_text(target / "file").value() == "new");
  CHECK_FALSE(fs::exists(fresh));
}

TEST_CASE("where the new tree is lost, the old one comes back") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "");
  const fs::path target = folder.path() / "dataset";
  fs::create_directory(folder.path() / ".dataset.tmp-old");
  REQUIRE(write_file(folder.path() / ".dataset.tmp-old" / "file", "old").ok());
  write_journal(books, folder.path() / ".dataset.tmp-abc", target, 1);
  REQUIRE(repair_publishing(books).ok());
  CHECK(read_text(target / "file").value() == "old");
}

TEST_CASE("the files of a tree can be read by all and have the same times, whatever the umask") {
  const test::TempFolder folder;
  const mode_t old_mask = ::umask(077);
  TreeBuilder tree(folder.path() / "tree", 1'000'000'000);
  fs::create_directory(tree.root());
  REQUIRE(write_file(folder.path() / "source", "text").ok());
  REQUIRE(tree.write("a/b/one", "1").ok());
  REQUIRE(tree.take_over("a/two", folder.path() / "source").ok());
  ::umask(old_mask);
  CHECK(tree.write("a/b/one", "again").error().code == ErrorCode::cannot_create);
  REQUIRE(tree.finish().ok());
  CHECK(fs::status(tree.root() / "a").permissions() == fs::perms(0755));
  CHECK(fs::status(tree.root() / "a/b").permissions() == fs::perms(0755));
  CHECK(fs::status(tree.root() / "a/b/one").permissions() == fs::perms(0644));
  for (const char* path : {"", "a", "a/b", "a/b/one", "a/two"}) {
    struct stat facts {};
    REQUIRE(::stat((tree.root() / path).c_str(), &facts) == 0);
    CHECK(facts.st_mtim.tv_sec == 1'000'000'000);
  }
  const auto manifest = take_manifest(tree.root() / "a");
  REQUIRE(manifest.ok());
  CHECK(manifest->files == 2);
  CHECK(manifest->bytes == 5);
}

TEST_CASE("a copied file has a number of its own on the disk and the same bytes, a shared one has not") {
  const test::TempFolder folder;
  const fs::path source = folder.path() / "source";
  const std::string content(3'000'000, 'v');
  REQUIRE(write_file(source, content).ok());
  using enum TreeBuilder::Takeover;
  for (const TreeBuilder::Takeover takeover : {share, copy}) {
    TreeBuilder tree(folder.path() / (takeover == copy ? "copied" : "shared"), 1'000'000'000, takeover);
    fs::create_directory(tree.root());
    REQUIRE(tree.take_over("a/one", source).ok());
    CHECK((inode_of(tree.root() / "a/one") != inode_of(source)) == (takeover == copy));
    CHECK(read_text(tree.root() / "a/one").value() == content);
    CHECK(tree.take_over("a/one", source).error().code == ErrorCode::cannot_create);
    CHECK(tree.take_over("a/two", folder.path() / "missing").error().code == ErrorCode::no_input);
  }
}

namespace {

SealedKey key_for(const fs::path& place) {
  return {.path = place, .ciphertext = {'s', 'e', 'a', 'l', 'e', 'd'}, .sha256 = std::string(64, 'a')};
}

}  // namespace

TEST_CASE("a key file comes with its dataset, readable for nobody else, never over another file") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "k1");
  const fs::path place = folder.path() / "key.age";
  StagedFolder dataset = tree_with(folder.path(), "dataset", "first");
  const SealedKey key = key_for(place);
  REQUIRE(publish_trees({{&dataset, folder.path() / "dataset"}}, books, &key).ok());
  CHECK(read_text(place).value() == "sealed");
  CHECK((fs::status(place).permissions() & fs::perms::all) == fs::perms(0600));

  StagedFolder second = tree_with(folder.path(), "dataset", "second");
  CHECK_FALSE(publish_trees({{&second, folder.path() / "dataset"}}, books, &key).ok());
  CHECK(read_text(folder.path() / "dataset" / "file").value() == "first");  // no dataset without its key
  CHECK(read_text(place).value() == "sealed");
  CHECK(repair_publishing(books).ok());
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 3);  // dataset, key, record
}

TEST_CASE("where the dataset cannot be put in place, its key goes again") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "k1");
  const SealedKey key = key_for(folder.path() / "key.age");
  StagedFolder dataset = tree_with(folder.path(), "dataset", "first");
  CHECK_FALSE(publish_trees({{&dataset, folder.path() / "no" / "such" / "folder"}}, books, &key).ok());
  CHECK_FALSE(fs::exists(key.path));
  REQUIRE(repair_publishing(books).ok());
  CHECK_FALSE(fs::exists(books.journal));
  CHECK(published_key(books).value().empty());
}

TEST_CASE("a crash between key file and dataset is made good, or taken back where the dataset is lost") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "");
  const fs::path target = folder.path() / "dataset", fresh = folder.path() / ".dataset.tmp-abc";
  const fs::path key = folder.path() / "key.age", fresh_key = folder.path() / ".key.age.tmp-abc";
  const bool placed = GENERATE(true, false), lost = GENERATE(true, false);
  REQUIRE(write_file(placed ? key : fresh_key, "sealed").ok());
  if (!lost) {
    fs::create_directory(fresh);
    REQUIRE(write_file(fresh / "file", "new").ok());
  }
  const auto tree = Json::Object{
      {"fresh", fresh.string()}, {"target", target.string()}, {"inode", lost ? 1 : inode_of(fresh)}};
  const auto key_entry = Json::Object{
      {"fresh", fresh_key.string()}, {"target", key.string()}, {"inode", inode_of(placed ? key : fresh_key)}};
  REQUIRE(
      write_file(books.journal, format_json(Json::Object{
                                    {"key", "new"}, {"trees", Json::Array{tree}}, {"key_file", key_entry}}))
          .ok());
  REQUIRE(repair_publishing(books).ok());
  CHECK(fs::exists(key) == !lost);
  CHECK(fs::exists(target) == !lost);
  CHECK_FALSE(fs::exists(fresh_key));
  CHECK_FALSE(fs::exists(books.journal));
  CHECK(published_key(books).value() == (lost ? "" : "new"));
}

TEST_CASE("a journal that tells of no tree is refused, not followed") {
  const test::TempFolder folder;
  const PublishBooks books = books_in(folder.path(), "");
  const Json journal = Json::Object{{"key", "k"}, {"trees", Json::Array{}}};
  REQUIRE(write_file(books.journal, format_json(journal)).ok());
  CHECK(repair_publishing(books).error().code == ErrorCode::bad_data);
  CHECK(fs::exists(books.journal));
}
