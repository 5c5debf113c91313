#include "bids/content.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/system_failure.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t k_head_size = 4096;

bool has_at(Bytes bytes, std::size_t offset, std::string_view magic) {
  return bytes.size() >= offset + magic.size() &&
         std::memcmp(bytes.data() + offset, magic.data(), magic.size()) == 0;
}

std::uint32_t u32_at(Bytes bytes, std::size_t offset, bool big) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8) | bytes[offset + (big ? i : 3 - i)];
  }
  return value;
}

// nifti1.h and nifti2.h: sizeof_hdr 348 or 540 at byte 0, in either byte order; the magic at byte 344 or 4.
std::optional<ContentType> judge_nifti(Bytes bytes) {
  constexpr std::uint32_t k_size_1 = 348;
  constexpr std::uint32_t k_size_2 = 540;
  if (bytes.size() < 8) return {};
  const auto has_size = [&](std::uint32_t size) {
    return u32_at(bytes, 0, false) == size || u32_at(bytes, 0, true) == size;
  };
  if (has_size(k_size_2)) {
    if (has_at(bytes, 4, "n+2")) return ContentType::nifti;
    if (has_at(bytes, 4, "ni2")) return ContentType::nifti_header;
  }
  if (!has_size(k_size_1) || bytes.size() < k_size_1) return {};
  return has_at(bytes, 344, "n+1") ? ContentType::nifti : ContentType::nifti_header;
}

// DICOM PS3.10 section 7.1; older files lack the preamble and begin with group 0002 or 0008, little endian.
bool is_dicom(Bytes bytes) {
  if (has_at(bytes, 128, "DICM")) return true;
  if (bytes.size() < 132) return false;
  const bool plausible_group = (bytes[0] == 2 || bytes[0] == 8) && bytes[1] == 0 && bytes[3] == 0;
  const bool explicit_type = std::isupper(bytes[4]) != 0 && std::isupper(bytes[5]) != 0;
  const bool implicit_length = bytes[2] == 0 && u32_at(bytes, 4, false) == 4;  // the group length element
  return plausible_group && (explicit_type || implicit_length);
}

// Fiff file id: tag kind 100, type 31, big endian (MNE "FIF file format").
bool is_fif(Bytes bytes) {
  return bytes.size() >= 8 && u32_at(bytes, 0, true) == 100 && u32_at(bytes, 4, true) == 31;
}

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  ContentType type;
};

using namespace std::string_view_literals;

constexpr std::array k_magics = {
    Magic{0, "\x89PNG\r\n\x1A\n"sv, ContentType::png},
    Magic{0, "\xFF\xD8\xFF"sv, ContentType::jpeg},
    Magic{0, "II*\0"sv, ContentType::tiff},
    Magic{0, "MM\0*"sv, ContentType::tiff},
    Magic{0, "II+\0"sv, ContentType::tiff},
    Magic{0, "MM\0+"sv, ContentType::tiff},
    Magic{0, "GIF8"sv, ContentType::gif},
    Magic{0, "%PDF-"sv, ContentType::pdf},
    Magic{0, "PK\x03\x04"sv, ContentType::zip},
    Magic{0, "PK\x05\x06"sv, ContentType::zip},
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, ContentType::ole},
    Magic{0, "\x89HDF\r\n\x1A\n"sv, ContentType::hdf5},
    Magic{0, "MATLAB 5.0 MAT-file"sv, ContentType::matlab},
    Magic{0, "MATLAB 7.3 MAT-file"sv, ContentType::matlab},
    Magic{0, "CDF\x01"sv, ContentType::minc},
    Magic{0, "CDF\x02"sv, ContentType::minc},
    Magic{0, "NRRD000"sv, ContentType::nrrd},
    Magic{0, "0       "sv, ContentType::edf},
    Magic{0,
          "\xFF"
          "BIOSEMI"sv,
          ContentType::edf},
    Magic{257, "ustar"sv, ContentType::tar},
    Magic{0, "/annex/objects/"sv, ContentType::annex_pointer},
    Magic{0, "version https://git-lfs"sv, ContentType::lfs_pointer},
};

bool is_text(Bytes bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](std::uint8_t c) {
    return c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1B;
  });
}

ContentType judge_text(Bytes bytes) {
  constexpr std::size_t k_look = 512;
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string start = to_lower(trim(text.substr(0, k_look)));
  if (start.starts_with("{") || start.starts_with("[")) return ContentType::json;
  if (start.starts_with("<!doctype html") || start.find("<html") != std::string::npos)
    return ContentType::html;
  if (start.starts_with("<")) return ContentType::xml;
  if (start.find("data description file") != std::string::npos && start.starts_with("#"))
    return ContentType::par;
  return ContentType::text;
}

// FreeSurfer MGH: version 1, then three sizes, frames and a type, all big-endian (FsTutorial/MghFormat).
bool is_freesurfer(Bytes bytes) {
  if (bytes.size() < 28 || u32_at(bytes, 0, true) != 1) return false;
  for (std::size_t i = 4; i <= 16; i += 4) {
    if (u32_at(bytes, i, true) == 0 || u32_at(bytes, i, true) > 65536) return false;
  }
  return u32_at(bytes, 20, true) <= 10;
}

ContentType judge_plain(Bytes bytes) {
  if (const auto nifti = judge_nifti(bytes)) return *nifti;
  for (const Magic& magic : k_magics) {
    if (has_at(bytes, magic.offset, magic.bytes)) return magic.type;
  }
  if (is_dicom(bytes)) return ContentType::dicom;
  if (is_fif(bytes)) return ContentType::fif;
  if (is_freesurfer(bytes)) return ContentType::freesurfer;
  return is_text(bytes) ? judge_text(bytes) : ContentType::binary;
}

// What the gzip member yields from the bytes at hand; nothing where it is damaged.
std::optional<std::string> inflate_head(Bytes bytes) {
  z_stream stream{};
  constexpr int k_gzip_window = 15 + 16;
  if (inflateInit2(&stream, k_gzip_window) != Z_OK) return {};
  const std::unique_ptr<z_stream, int (*)(z_streamp)> closing(&stream, inflateEnd);
  std::string plain(k_head_size, '\0');
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  const int status = inflate(&stream, Z_SYNC_FLUSH);
  plain.resize(stream.total_out);
  const bool whole_file = bytes.size() < k_head_size;
  const bool truncated = status != Z_STREAM_END && whole_file && plain.size() < k_head_size;
  if (!truncated && (status == Z_STREAM_END || status == Z_OK || status == Z_BUF_ERROR)) return plain;
  return {};
}

ContentType judge_gzip(Bytes bytes) {
  const auto plain = inflate_head(bytes);
  if (!plain) return ContentType::gzip_damaged;
  switch (judge_plain(Bytes(reinterpret_cast<const std::uint8_t*>(plain->data()), plain->size()))) {
    case ContentType::nifti:
      return ContentType::gzip_nifti;
    case ContentType::freesurfer:
      return ContentType::gzip_freesurfer;
    case ContentType::text:
      return ContentType::gzip_text;
    default:
      return ContentType::gzip_other;
  }
}

constexpr std::array<std::pair<ContentType, std::string_view>, 31> k_names = {{
    {ContentType::empty, "an empty file"},
    {ContentType::nifti, "a NIfTI image"},
    {ContentType::nifti_header, "an Analyze or NIfTI pair header"},
    {ContentType::gzip_nifti, "a gzip-compressed NIfTI image"},
    {ContentType::gzip_text, "gzip-compressed text"},
    {ContentType::gzip_freesurfer, "a FreeSurfer volume (mgz)"},
    {ContentType::gzip_other, "gzip-compressed data that are not NIfTI"},
    {ContentType::gzip_damaged, "a damaged gzip file"},
    {ContentType::json, "JSON"},
    {ContentType::html, "an HTML page"},
    {ContentType::xml, "XML"},
    {ContentType::text, "text"},
    {ContentType::par, "a Philips PAR header"},
    {ContentType::png, "a PNG picture"},
    {ContentType::jpeg, "a JPEG picture"},
    {ContentType::tiff, "a TIFF picture"},
    {ContentType::gif, "a GIF picture"},
    {ContentType::pdf, "a PDF document"},
    {ContentType::zip, "a zip archive or office document"},
    {ContentType::ole, "an office document"},
    {ContentType::hdf5, "an HDF5 file"},
    {ContentType::matlab, "a MATLAB file"},
    {ContentType::dicom, "a DICOM file"},
    {ContentType::freesurfer, "a FreeSurfer volume (mgh)"},
    {ContentType::fif, "a FIF recording"},
    {ContentType::edf, "an EDF or BDF recording"},
    {ContentType::minc, "a MINC image"},
    {ContentType::nrrd, "an NRRD image"},
    {ContentType::tar, "a tar archive"},
    {ContentType::annex_pointer, "a git-annex pointer without its content"},
    {ContentType::lfs_pointer, "a git LFS pointer without its content"},
}};

}  // namespace

std::string_view to_string(ContentType type) {
  for (const auto& [known, name] : k_names) {
    if (known == type) return name;
  }
  return "data of an unknown format";
}

ContentType judge_content(Bytes head) {
  if (head.empty()) return ContentType::empty;
  const bool gzip = head.size() >= 3 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8;
  return gzip ? judge_gzip(head) : judge_plain(head);
}

Result<ContentType> read_content_type(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return system_failure(ErrorCode::no_input, file, "cannot be opened", errno);
  std::array<std::uint8_t, k_head_size> head{};
  std::size_t filled = 0;
  ssize_t got = 1;
  while (got > 0 && filled < head.size()) {
    got = read(descriptor, head.data() + filled, head.size() - filled);
    if (got < 0 && errno == EINTR)
      got = 1;
    else if (got > 0)
      filled += static_cast<std::size_t>(got);
  }
  const int failure = got < 0 ? errno : 0;
  close(descriptor);
  if (failure != 0) return system_failure(ErrorCode::io, file, "cannot be read", failure);
  return judge_content(std::span(head.data(), filled));
}

}  // namespace shareready
