#include "base/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/descriptor.hpp"
#include "base/zip_directory.hpp"

namespace shareready {
namespace {

constexpr std::uint64_t k_most_held_bytes = std::uint64_t{1} << 30U;
constexpr std::size_t k_block_bytes = 65536;
constexpr std::size_t k_start_bytes = 16;
constexpr int k_most_retries = 16;

struct ArchiveCloser {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, ArchiveCloser>;

// libarchive's messages may quote names of entries: only a fixed text is passed on.
Error damaged() {
  return Error{ErrorCode::bad_data,
               "",
               "expected an intact archive or compressed stream, got one that is damaged, encrypted or of an "
               "unknown variant",
               {}};
}

// What libarchive's read callback works on; it remembers the source's own error.
struct Feed {
  ByteSource source;
  std::array<std::uint8_t, k_block_bytes> buffer{};
  std::optional<Error> failure{};
};

la_ssize_t feed_archive(archive* handle, void* data, const void** block) {
  Feed& feed = *static_cast<Feed*>(data);
  auto count = feed.source(feed.buffer);
  if (!count.ok()) {
    feed.failure = std::move(count).error();
    archive_set_error(handle, EIO, "source");
    return ARCHIVE_FATAL;
  }
  *block = feed.buffer.data();
  return static_cast<la_ssize_t>(*count);
}

int next_entry(archive* handle, archive_entry** entry) {
  int status = ARCHIVE_RETRY;
  for (int i = 0; i < k_most_retries && status == ARCHIVE_RETRY; ++i) {
    status = archive_read_next_header(handle, entry);
  }
  return status;
}

std::string text_of(const char* text) { return text == nullptr ? std::string() : std::string(text); }

ArchiveEntry describe_entry(archive_entry* entry) {
  ArchiveEntry described;
  described.name = text_of(archive_entry_pathname(entry));
  described.link_target = text_of(archive_entry_symlink(entry)) + text_of(archive_entry_hardlink(entry));
  described.owner = text_of(archive_entry_uname(entry));
  described.group = text_of(archive_entry_gname(entry));
  described.is_folder = archive_entry_filetype(entry) == AE_IFDIR;
  described.modified = archive_entry_mtime_is_set(entry) != 0 ? archive_entry_mtime(entry) : 0;
  return described;
}

ByteSource content_of(archive* handle) {
  return [handle](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
    const la_ssize_t count = archive_read_data(handle, buffer.data(), buffer.size());
    if (count < 0) return damaged();
    return static_cast<std::size_t>(count);
  };
}

// A file that libarchive reads in the order it likes, and that an observer sees from first to last.
class ShownFile {
 public:
  ShownFile(int descriptor, const ByteObserver& observe) : descriptor_(descriptor), observe_(observe) {}

  bool open(archive* handle) {
    archive_read_set_callback_data(handle, this);
    archive_read_set_read_callback(handle, [](archive* of, void* self, const void** block) {
      const la_ssize_t count = static_cast<ShownFile*>(self)->read(block);
      if (count < 0) archive_set_error(of, EIO, "file");
      return count;
    });
    archive_read_set_seek_callback(handle, [](archive*, void* self, la_int64_t offset, int whence) {
      return static_cast<ShownFile*>(self)->seek(offset, whence);
    });
    return archive_read_open1(handle) == ARCHIVE_OK;
  }

  // What nobody asked for, or not in its turn. False where it cannot be read.
  bool show_rest() {
    at_ = shown_;
    const void* block = nullptr;
    la_ssize_t count = 0;
    while ((count = read(&block)) > 0) {
    }
    return count == 0;
  }

 private:
  la_ssize_t read(const void** block) {
    ssize_t count = 0;
    do {
      count = ::pread(descriptor_, buffer_.data(), buffer_.size(), at_);
    } while (count < 0 && errno == EINTR);
    *block = buffer_.data();
    if (count <= 0) return count;
    const off_t end = at_ + count;
    if (at_ <= shown_ && end > shown_) {
      observe_(std::span(buffer_)
                   .first(static_cast<std::size_t>(count))
                   .subspan(static_cast<std::size_t>(shown_ - at_)));
      shown_ = end;
    }
    at_ = end;
    return count;
  }

  la_int64_t seek(la_int64_t offset, int whence) {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return ARCHIVE_FATAL;
    const off_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at_ : status.st_size;
    if (from + offset < 0) return ARCHIVE_FATAL;
    return at_ = from + offset;
  }

  int descriptor_;
  const ByteObserver& observe_;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(k_block_bytes);
  off_t at_ = 0, shown_ = 0;
};

SeekableBytes seekable(std::span<const std::uint8_t> held) {
  return {.size = held.size(), .read = [held](std::uint64_t offset, std::span<std::uint8_t> into) {
            std::copy_n(held.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
            return true;
          }};
}

SeekableBytes seekable(const Descriptor& file) {
  struct stat status {};
  const bool is_known = ::fstat(file.number(), &status) == 0;
  return {.size = is_known ? static_cast<std::uint64_t>(status.st_size) : 0,
          .read = [&file](std::uint64_t offset, std::span<std::uint8_t> into) {
            while (!into.empty()) {
              const ssize_t count =
                  ::pread(file.number(), into.data(), into.size(), static_cast<off_t>(offset));
              if (count < 0 && errno == EINTR) continue;
              if (count <= 0) return false;
              into = into.subspan(static_cast<std::size_t>(count));
              offset += static_cast<std::uint64_t>(count);
            }
            return true;
          }};
}

ArchiveHandle reader() {
  ArchiveHandle handle(archive_read_new());
  if (handle != nullptr) archive_read_support_format_all(handle.get());
  return handle;
}

Status visit_entries(archive* handle, const EntryVisitor& visit) {
  while (true) {
    archive_entry* entry = nullptr;
    const int status = next_entry(handle, &entry);
    if (status == ARCHIVE_EOF) return Done{};
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return damaged();
    if (archive_entry_is_encrypted(entry) != 0) return damaged();
    const ArchiveEntry described = describe_entry(entry);
    if (described.name.empty()) return damaged();
    SR_CHECK(visit(described, content_of(handle)));
  }
}

Status visit_all(archive* handle, const EntryVisitor& visit, const SeekableBytes& bytes) {
  SR_CHECK(visit_entries(handle, visit));
  const bool is_zip = (archive_format(handle) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  if (!is_zip || !has_unlisted_members(bytes)) return Done{};
  return Error{ErrorCode::bad_data,
               "",
               "expected a zip archive whose directory lists all that is in it, got one with other members",
               {}};
}

}  // namespace

bool is_read_by_seeking(std::span<const std::uint8_t> start) {
  using namespace std::string_view_literals;
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  return text.starts_with("PK"sv) || text.starts_with("7z\xbc\xaf"sv) || text.starts_with("Rar!"sv);
}

Status visit_archive(const ByteSource& source, const EntryVisitor& visit) {
  std::vector<std::uint8_t> start(k_start_bytes);
  SR_TRY(const std::size_t count, read_fully(source, start));
  start.resize(count);
  const bool by_seeking = is_read_by_seeking(start);
  Feed feed{.source = chained_source(std::move(start), source)};
  const ArchiveHandle handle = reader();
  if (handle == nullptr) return damaged();
  std::vector<std::uint8_t> held;
  if (by_seeking) {
    SR_TRY(held, read_rest(feed.source, k_most_held_bytes));
  }
  const int opened = by_seeking ? archive_read_open_memory(handle.get(), held.data(), held.size())
                                : archive_read_open(handle.get(), &feed, nullptr, feed_archive, nullptr);
  const auto visit_opened = [&] {
    return by_seeking ? visit_all(handle.get(), visit, seekable(held)) : visit_entries(handle.get(), visit);
  };
  Status visited = opened == ARCHIVE_OK ? visit_opened() : Status(damaged());
  return feed.failure ? Status(*feed.failure) : visited;
}

Status visit_archive_file(const std::filesystem::path& path, const EntryVisitor& visit,
                          const ByteObserver& observe) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  ShownFile file(descriptor.number(), observe);
  Status visited = damaged();
  {
    const ArchiveHandle handle = reader();
    if (handle != nullptr && file.open(handle.get()))
      visited = visit_all(handle.get(), visit, seekable(descriptor));
  }
  if (file.show_rest()) return visited;
  return Error{ErrorCode::io, path.string(), "cannot be read to its end", {}};
}

Result<ByteSource> decompressed_source(ByteSource compressed) {
  struct Stream {
    Feed feed;
    ArchiveHandle handle;  // closed before the feed that it reads
  };
  auto stream = std::make_shared<Stream>();
  stream->feed.source = std::move(compressed);
  stream->handle.reset(archive_read_new());
  if (stream->handle == nullptr) return damaged();
  archive_read_support_filter_all(stream->handle.get());
  archive_read_support_format_raw(stream->handle.get());
  archive_entry* entry = nullptr;
  const bool opened =
      archive_read_open(stream->handle.get(), &stream->feed, nullptr, feed_archive, nullptr) == ARCHIVE_OK &&
      next_entry(stream->handle.get(), &entry) == ARCHIVE_OK;
  if (!opened || archive_filter_count(stream->handle.get()) < 2) return damaged();  // 1: no compression found
  return ByteSource([stream](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
    const la_ssize_t count = archive_read_data(stream->handle.get(), buffer.data(), buffer.size());
    if (count < 0) return stream->feed.failure ? *stream->feed.failure : damaged();
    return static_cast<std::size_t>(count);
  });
}

}  // namespace shareready
