#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/byte_source.hpp"
#include "base/result.hpp"

namespace shareready {

// One member of an archive, as its directory describes it.
struct ArchiveEntry {
  std::string name;
  std::string link_target;  // of symbolic and hard links
  std::string owner;        // user and group names, where the format keeps them
  std::string group;
  bool is_folder = false;
  std::int64_t modified = 0;  // seconds since 1970, 0: none
};

// Called for each entry in the archive's order; the source gives its content and is valid during the call.
using EntryVisitor = std::function<Status(const ArchiveEntry&, const ByteSource& content)>;

// True of an archive that begins with these bytes and whose directory stands at its end, or anywhere: zip, 7z
// and rar. Others (tar, cpio, ar) are read as they come, however long they are.
bool is_read_by_seeking(std::span<const std::uint8_t> start);

// Visits the members of a tar, zip, 7z, rar, cpio or ar archive. One that is read by seeking is held in
// memory, as far as 1 GiB. Errors: bad_data (damaged, encrypted, or a zip with members that its directory
// does not list, behind the visits of the others), unsupported (too long to hold), what the source and the
// visitor return.
Status visit_archive(const ByteSource& archive, const EntryVisitor& visit);

// Shown the bytes of a file from the first to the last, each once.
using ByteObserver = std::function<void(std::span<const std::uint8_t>)>;

// The same of a file, of any length, in bounded memory. What is read for its members is shown to the observer
// on the way, and behind the last member whatever nobody asked for: nothing but the directory is read twice.
// Errors: bad_data, io, and what the visitor returns; the observer has seen all bytes unless it is io.
Status visit_archive_file(const std::filesystem::path& archive, const EntryVisitor& visit,
                          const ByteObserver& observe);

// The content of a single compressed stream: bzip2, xz, lzma, lzip, zstd, lz4, compress. Errors: bad_data.
Result<ByteSource> decompressed_source(ByteSource compressed);

}  // namespace shareready
