#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <memory>
#include <string>

#include "base/archive_reader.hpp"
#include "base/temp_folder.hpp"

using namespace shareready;

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Writing {
  std::unique_ptr<archive, int (*)(archive*)> handle{archive_write_new(), archive_write_free};
  Bytes bytes{};
  bool keeps = true;  // else the bytes are thrown away
};

la_ssize_t keep(archive*, void* data, const void* block, std::size_t size) {
  const auto* begin = static_cast<const std::uint8_t*>(block);
  auto& writing = *static_cast<Writing*>(data);
  if (writing.keeps) writing.bytes.insert(writing.bytes.end(), begin, begin + size);
  return static_cast<la_ssize_t>(size);
}

void add_header(archive* handle, const char* name, std::uint64_t size) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       archive_entry_free);
  archive_entry_set_pathname(entry.get(), name);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  REQUIRE(archive_write_header(handle, entry.get()) == ARCHIVE_OK);
}

// An archive of one text, as bytes.
Bytes archive_of(int (*set_format)(archive*), const char* name, const std::string& content) {
  Writing writing;
  REQUIRE(set_format(writing.handle.get()) == ARCHIVE_OK);
  REQUIRE(archive_write_open(writing.handle.get(), &writing, nullptr, keep, nullptr) == ARCHIVE_OK);
  add_header(writing.handle.get(), name, content.size());
  archive_write_data(writing.handle.get(), content.data(), content.size());
  REQUIRE(archive_write_close(writing.handle.get()) == ARCHIVE_OK);
  return writing.bytes;
}

// The bytes of one archive, zeros as content of its only member, then those of another archive.
ByteSource long_tar(Bytes start, std::uint64_t zeros, Bytes end) {
  auto rest = std::make_shared<std::uint64_t>(zeros);
  const ByteSource middle = [rest](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(*rest, buffer.size()));
    std::fill_n(buffer.begin(), count, std::uint8_t{0});
    *rest -= count;
    return count;
  };
  const ByteSource last = memory_source(std::move(end));
  const ByteSource both = [middle, last](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
    SR_TRY(const std::size_t count, middle(buffer));
    return count > 0 ? Result<std::size_t>(count) : last(buffer);
  };
  return chained_source(std::move(start), both);
}

struct Seen {
  std::vector<std::string> names{};
  std::uint64_t bytes = 0;
};

EntryVisitor into(Seen& seen) {
  return [&seen](const ArchiveEntry& entry, const ByteSource& content) -> Status {
    seen.names.push_back(entry.name);
    Bytes block(1U << 20U);
    while (true) {
      SR_TRY(const std::size_t count, content(block));
      if (count == 0) return Done{};
      seen.bytes += count;
    }
  };
}

}  // namespace

TEST_CASE("A tar longer than may be held is read member by member") {
  constexpr std::uint64_t k_zeros = std::uint64_t{1152} << 20U;  // a multiple of tar's blocks
  Writing writing;
  archive_write_set_format_pax_restricted(writing.handle.get());
  archive_write_set_bytes_per_block(writing.handle.get(), 0);
  REQUIRE(archive_write_open(writing.handle.get(), &writing, nullptr, keep, nullptr) == ARCHIVE_OK);
  add_header(writing.handle.get(), "zeros", k_zeros);
  const Bytes start = writing.bytes;
  Seen seen;
  const ByteSource tar =
      long_tar(start, k_zeros, archive_of(archive_write_set_format_pax_restricted, "last.txt", "text"));
  REQUIRE(visit_archive(tar, into(seen)).ok());
  CHECK(seen.names == std::vector<std::string>{"zeros", "last.txt"});
  CHECK(seen.bytes == k_zeros + 4);
  writing.keeps = false;  // closing fills the member up
  CHECK(archive_write_close(writing.handle.get()) == ARCHIVE_OK);
}

TEST_CASE("Archives that are read by seeking are read alike from memory and from a file") {
  for (const auto format : {archive_write_set_format_zip, archive_write_set_format_7zip}) {
    const Bytes bytes = archive_of(format, "a.txt", "some text");
    CHECK(is_read_by_seeking(bytes));
    const test::TempFolder folder;
    const auto path = folder.path() / "archive";
    std::ofstream(path).write(reinterpret_cast<const char*>(bytes.data()),
                              static_cast<std::streamsize>(bytes.size()));
    Seen held, filed;
    REQUIRE(visit_archive(memory_source(bytes), into(held)).ok());
    Bytes shown;
    const ByteObserver observe = [&](auto piece) { shown.insert(shown.end(), piece.begin(), piece.end()); };
    REQUIRE(visit_archive_file(path, into(filed), observe).ok());
    CHECK(shown == bytes);
    CHECK(held.names == std::vector<std::string>{"a.txt"});
    CHECK(filed.names == held.names);
    CHECK(filed.bytes == held.bytes);
  }
}

TEST_CASE("A zip with a member that its directory does not list is an error, wherever that one lies") {
  const auto zip = [](const char* name, const std::string& content) {
    const Bytes bytes = archive_of(archive_write_set_format_zip, name, content);
    const std::string text(bytes.begin(), bytes.end());
    return text.substr(0, text.rfind("PK\5\6") + 22);  // without zeros that fill a block
  };
  const std::string listed = zip("a.txt", "some text"), other = zip("b.txt", "other text");
  const std::string hidden = other.substr(0, other.find("PK\1\2"));
  const std::size_t directory = listed.find("PK\1\2");
  std::string between = listed.substr(0, directory) + hidden + listed.substr(directory);
  const std::size_t told = between.size() - 6;  // where the directory begins, in its end's record
  const std::size_t moved = directory + hidden.size();
  between[told] = static_cast<char>(moved & 0xffU);
  between[told + 1] = static_cast<char>(moved >> 8U);
  const std::string end_with_comment = [&] {
    std::string text = listed + hidden;
    text[listed.size() - 2] = static_cast<char>(hidden.size());
    return text;
  }();
  struct Made {
    std::string how, bytes;
    bool is_whole;
  };
  for (const Made& made : {Made{"as it is", listed, true},
                           {"before", hidden + listed, false},
                           {"between", between, false},
                           {"behind", listed + hidden, false},
                           {"in the comment", end_with_comment, false},
                           {"behind text", "PK: " + listed, true},
                           {"a zip in a zip", zip("c.zip", listed), true}}) {
    INFO(made.how);
    const test::TempFolder folder;
    std::ofstream(folder.path() / "a.zip") << made.bytes;
    Seen seen;
    CHECK(visit_archive(memory_source(Bytes(made.bytes.begin(), made.bytes.end())), into(seen)).ok() ==
          made.is_whole);
    CHECK(visit_archive_file(folder.path() / "a.zip", into(seen), [](auto) {}).ok() == made.is_whole);
  }
}

TEST_CASE("A damaged archive is an error, in memory and as a file") {
  Bytes bytes = archive_of(archive_write_set_format_zip, "a.txt", std::string(1000, 'x') + "some text");
  bytes.resize(40);  // within the member's content
  Seen seen;
  CHECK_FALSE(visit_archive(memory_source(bytes), into(seen)).ok());
  const test::TempFolder folder;
  std::ofstream(folder.path() / "a.zip")
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  CHECK_FALSE(visit_archive_file(folder.path() / "a.zip", into(seen), [](auto) {}).ok());
  CHECK_FALSE(visit_archive_file(folder.path() / "missing.zip", into(seen), [](auto) {}).ok());
}
