#include "base/archive_writer.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/byte_source.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_block = 512;        // POSIX 1003.1: tar is made of these
constexpr std::uint64_t k_header_blocks = 6;  // of a member with a long name: pax header, its data, header
constexpr std::size_t k_buffer = std::size_t{1} << 16U;

struct WriteCloser {
  void operator()(archive* handle) const { archive_write_free(handle); }
};
struct ReadCloser {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
struct EntryCloser {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Writer = std::unique_ptr<archive, WriteCloser>;
using Reader = std::unique_ptr<archive, ReadCloser>;
using Entry = std::unique_ptr<archive_entry, EntryCloser>;

Error cannot_write(const fs::path& path) {
  return Error{ErrorCode::io, path.string(), "the archive cannot be written: is the disk full?", {}};
}

Error differs(const fs::path& path, const char* what) {
  return Error{ErrorCode::bad_data,
               path.string(),
               std::string("read back, the archive is not what was written: ") + what,
               {}};
}

Status write_header(archive* writer, const ArchiveMember& member, const fs::path& path) {
  std::error_code status;
  const std::uint64_t size = fs::file_size(member.file, status);
  if (status) return Error{ErrorCode::no_input, member.file.string(), "cannot be read", {}};
  const Entry entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), member.name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_uid(entry.get(), 0);
  archive_entry_set_gid(entry.get(), 0);
  archive_entry_set_mtime(entry.get(), 0, 0);
  if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) return cannot_write(path);
  return Done{};
}

Status write_content(archive* writer, const ArchiveMember& member, const fs::path& path) {
  SR_TRY(const ByteSource source, open_source(member.file));
  std::vector<std::uint8_t> buffer(k_buffer);
  while (true) {
    SR_TRY(const std::size_t count, source(buffer));
    if (count == 0) return Done{};
    if (archive_write_data(writer, buffer.data(), count) != static_cast<la_ssize_t>(count))
      return cannot_write(path);
  }
}

Status write_members(archive* writer, const std::vector<ArchiveMember>& members, const fs::path& path) {
  for (const ArchiveMember& member : members) {
    SR_CHECK(write_header(writer, member, path));
    SR_CHECK(write_content(writer, member, path));
  }
  if (archive_write_close(writer) != ARCHIVE_OK) return cannot_write(path);
  return Done{};
}

// A file that is compared with what would be written.
struct Compared {
  ByteSource file;
  bool same = true;
};

// libarchive writes into it: nothing is kept, and the first other byte ends it.
la_ssize_t compare_block(archive* /*writer*/, void* client, const void* block, std::size_t length) {
  Compared& compared = *static_cast<Compared*>(client);
  std::vector<std::uint8_t> present(length);
  const Result<std::size_t> count = read_fully(compared.file, present);
  compared.same = count.ok() && *count == length && std::memcmp(present.data(), block, length) == 0;
  return compared.same ? static_cast<la_ssize_t>(length) : -1;
}

Result<Reader> open_archive(const fs::path& path) {
  Reader reader(archive_read_new());
  const bool open = reader != nullptr && archive_read_support_format_tar(reader.get()) == ARCHIVE_OK &&
                    archive_read_open_filename(reader.get(), path.c_str(), k_buffer) == ARCHIVE_OK;
  if (!open) return Error{ErrorCode::no_input, path.string(), "the archive cannot be opened", {}};
  return reader;
}

bool tells_nothing(archive_entry* entry) {
  const auto empty = [](const char* text) { return text == nullptr || *text == '\0'; };
  return archive_entry_uid(entry) == 0 && archive_entry_gid(entry) == 0 &&
         empty(archive_entry_uname(entry)) && empty(archive_entry_gname(entry)) &&
         archive_entry_mtime(entry) == 0 && archive_entry_mtime_nsec(entry) == 0;
}

Status compare_content(archive* reader, const ArchiveMember& member, const fs::path& path) {
  SR_TRY(const ByteSource source, open_source(member.file));
  std::vector<std::uint8_t> packed(k_buffer), original(k_buffer);
  while (true) {
    const la_ssize_t count = archive_read_data(reader, packed.data(), packed.size());
    if (count < 0) return differs(path, "a member is damaged");
    const auto got = static_cast<std::size_t>(count);
    SR_TRY(const std::size_t wanted,
           read_fully(source, std::span(original).first(std::max<std::size_t>(got, 1))));
    if (got != wanted || !std::equal(packed.begin(), packed.begin() + count, original.begin()))
      return differs(path, "a member has other bytes");
    if (got == 0) return Done{};
  }
}

}  // namespace

std::uint64_t archived_size(std::uint64_t file_size) {
  return (file_size + k_block - 1) / k_block * k_block + k_header_blocks * k_block;
}

Status write_archive(const fs::path& path, const std::vector<ArchiveMember>& members) {
  const Writer writer(archive_write_new());
  const bool open = writer != nullptr &&
                    archive_write_set_format_pax_restricted(writer.get()) == ARCHIVE_OK &&
                    archive_write_open_filename(writer.get(), path.c_str()) == ARCHIVE_OK;
  if (!open) return Error{ErrorCode::cannot_create, path.string(), "the archive cannot be created", {}};
  return write_members(writer.get(), members, path);
}

Status check_archive(const fs::path& path, const std::vector<ArchiveMember>& members) {
  SR_TRY(const Reader reader, open_archive(path));
  archive_entry* entry = nullptr;
  for (const ArchiveMember& member : members) {
    if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
      return differs(path, "a member is missing");
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || member.name != name) return differs(path, "a member has another name");
    if (!tells_nothing(entry)) return differs(path, "a member has an owner or a time");
    SR_CHECK(compare_content(reader.get(), member, path));
  }
  if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_EOF)
    return differs(path, "it holds more members");
  return Done{};
}

Result<std::vector<std::string>> archive_names(const fs::path& path) {
  SR_TRY(const Reader reader, open_archive(path));
  std::vector<std::string> names;
  archive_entry* entry = nullptr;
  int state = archive_read_next_header(reader.get(), &entry);
  for (; state == ARCHIVE_OK; state = archive_read_next_header(reader.get(), &entry)) {
    const char* name = archive_entry_pathname(entry);
    names.emplace_back(name == nullptr ? "" : name);
  }
  if (state != ARCHIVE_EOF) return Error{ErrorCode::bad_data, path.string(), "the archive is damaged", {}};
  return names;
}

Result<bool> is_archive_of(const fs::path& path, const std::vector<ArchiveMember>& members) {
  Compared compared;
  SR_TRY(compared.file, open_source(path));
  const Writer writer(archive_write_new());
  const bool open =
      writer != nullptr && archive_write_set_format_pax_restricted(writer.get()) == ARCHIVE_OK &&
      archive_write_set_bytes_in_last_block(writer.get(), 1) == ARCHIVE_OK &&  // as in a file
      archive_write_open(writer.get(), &compared, nullptr, compare_block, nullptr) == ARCHIVE_OK;
  if (!open) return Error{ErrorCode::io, path.string(), "cannot be compared", {}};
  const Status written = write_members(writer.get(), members, path);
  if (!compared.same) return false;
  if (!written.ok()) return written.error();
  std::array<std::uint8_t, 1> more{};
  SR_TRY(const std::size_t count, compared.file(more));
  return count == 0;
}

}  // namespace shareready
