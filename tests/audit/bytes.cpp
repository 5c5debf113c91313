#include "bytes.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <cstring>
#include <stdexcept>

namespace shareready::test {
namespace {

// libarchive writes in blocks, with headers and, where nothing can be compressed, somewhat more than it was
// given.
class MemoryArchive {
 public:
  explicit MemoryArchive(std::size_t content)
      : buffer_(content + content / 8 + (std::size_t{1} << 20U), '\0'), handle_(archive_write_new()) {}
  MemoryArchive(const MemoryArchive&) = delete;
  MemoryArchive& operator=(const MemoryArchive&) = delete;
  ~MemoryArchive() { archive_write_free(handle_); }
  [[nodiscard]] struct archive* handle() const { return handle_; }
  void open() {
    archive_write_set_bytes_per_block(handle_, 0);
    if (archive_write_open_memory(handle_, buffer_.data(), buffer_.size(), &used_) != ARCHIVE_OK) {
      throw std::runtime_error("archive_write_open_memory");
    }
  }
  void add(const std::string& name, std::string_view content) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_perm(entry, 0644);
    const bool is_link = content.substr(0, 2) == "->";
    archive_entry_set_filetype(entry, is_link ? AE_IFLNK : AE_IFREG);
    if (is_link) archive_entry_set_symlink(entry, std::string(content.substr(2)).c_str());
    archive_entry_set_size(entry, is_link ? 0 : static_cast<la_int64_t>(content.size()));
    const bool begun = archive_write_header(handle_, entry) == ARCHIVE_OK;
    archive_entry_free(entry);
    const auto size = static_cast<la_ssize_t>(content.size());
    if (!begun || (!is_link && archive_write_data(handle_, content.data(), content.size()) != size)) {
      throw std::runtime_error("archive_write: " + name);
    }
  }
  std::string finish() {
    if (archive_write_close(handle_) != ARCHIVE_OK) throw std::runtime_error("archive_write_close");
    return buffer_.substr(0, used_);
  }

 private:
  std::string buffer_;
  struct archive* handle_;
  std::size_t used_ = 0;
};

void put(std::string& bytes, std::size_t offset, const void* value, std::size_t size) {
  std::memcpy(bytes.data() + offset, value, size);
}

template <typename Number>
void put_number(std::string& bytes, std::size_t offset, Number value) {
  put(bytes, offset, &value, sizeof value);
}

}  // namespace

std::string gzip(std::string_view content, std::string_view file_name, std::string_view comment,
                 std::uint32_t modified) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string name(file_name);
  std::string note(comment);
  gz_header header{};
  header.name = name.empty() ? nullptr : reinterpret_cast<Bytef*>(name.data());
  header.comment = note.empty() ? nullptr : reinterpret_cast<Bytef*>(note.data());
  header.time = modified;
  header.os = 255;
  deflateSetHeader(&stream, &header);
  std::string packed(content.size() + 65536, '\0');
  std::string input(content);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

std::string archive(std::string_view format,
                    const std::vector<std::pair<std::string, std::string>>& members) {
  std::size_t size = 0;
  for (const auto& [name, content] : members) size += content.size();
  MemoryArchive writer(size);
  archive_write_set_format_by_name(writer.handle(), format == "tar" ? "pax" : std::string(format).c_str());
  writer.open();
  for (const auto& [name, content] : members) writer.add(name, content);
  return writer.finish();
}

std::string compressed(std::string_view filter, std::string_view content) {
  MemoryArchive writer(content.size());
  archive_write_set_format_raw(writer.handle());
  archive_write_add_filter_by_name(writer.handle(), std::string(filter).c_str());
  writer.open();
  writer.add("data", content);
  return writer.finish();
}

std::string base64(std::string_view content) {
  constexpr std::string_view k_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < content.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = (bits << 8U) | (i + k < content.size() ? static_cast<unsigned char>(content[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > content.size() ? '=' : k_alphabet[(bits >> (18 - 6 * k)) & 63U];
    }
  }
  return text;
}

std::string hex(std::string_view content) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  std::string text;
  for (const char c : content) {
    const auto byte = static_cast<unsigned char>(c);
    text += k_digits[byte >> 4U];
    text += k_digits[byte & 15U];
  }
  return text;
}

std::string zlib(std::string_view content) {
  std::string packed(compressBound(static_cast<uLong>(content.size())), '\0');
  uLongf size = static_cast<uLongf>(packed.size());
  if (compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(content.data()),
               static_cast<uLong>(content.size())) != Z_OK) {
    throw std::runtime_error("compress");
  }
  packed.resize(size);
  return packed;
}

std::string matlab(std::string_view content) {
  std::string bytes = "MATLAB 5.0 MAT-file, made by a test";
  bytes.resize(124, ' ');
  bytes += std::string("\0\1IM", 4);
  const std::string packed = zlib(content);
  bytes.resize(136, '\0');
  put_number<std::uint32_t>(bytes, 128, 15);
  put_number<std::uint32_t>(bytes, 132, static_cast<std::uint32_t>(packed.size()));
  return bytes + packed;
}

std::string utf32(std::string_view ascii, bool big_endian) {
  std::string bytes;
  for (const char c : ascii) bytes += big_endian ? std::string(3, '\0') + c : c + std::string(3, '\0');
  return bytes;
}

std::string utf16(std::string_view ascii, bool big_endian, bool with_mark) {
  std::string bytes;
  if (with_mark) bytes = big_endian ? "\xfe\xff" : "\xff\xfe";
  for (const char c : ascii) {
    if (big_endian) bytes += '\0';
    bytes += c;
    if (!big_endian) bytes += '\0';
  }
  return bytes;
}

std::string nifti(const NiftiTexts& texts) {
  const std::size_t padded = texts.extension.empty() ? 0 : (texts.extension.size() + 8 + 15) / 16 * 16;
  std::string bytes(352 + padded + 128 * static_cast<std::size_t>(texts.vectors), '\0');
  put_number<std::int32_t>(bytes, 0, 348);
  const std::int16_t axes = texts.vectors > 1 ? 5 : 3;
  const std::int16_t sizes[8] = {axes, 4, 4, 4, 1, texts.vectors, 1, 1};
  put(bytes, 40, sizes, sizeof sizes);
  put_number<std::int16_t>(bytes, 68, texts.intent_code);
  put_number<std::int16_t>(bytes, 70, 4);
  put_number<std::int16_t>(bytes, 72, 16);
  put_number<float>(bytes, 108, static_cast<float>(352 + padded));
  bytes.replace(14, texts.db_name.size(), texts.db_name);
  bytes.replace(148, texts.descrip.size(), texts.descrip);
  bytes.replace(228, texts.aux_file.size(), texts.aux_file);
  bytes.replace(328, texts.intent_name.size(), texts.intent_name);
  put(bytes, 344, "n+1", 4);
  if (padded > 0) {
    bytes[348] = 1;
    put_number<std::int32_t>(bytes, 352, static_cast<std::int32_t>(padded));
    put_number<std::int32_t>(bytes, 356, 6);
    bytes.replace(360, texts.extension.size(), texts.extension);
  }
  bytes.replace(352 + padded, texts.voxels.size(), texts.voxels);
  return bytes + texts.trailing;
}

}  // namespace shareready::test
