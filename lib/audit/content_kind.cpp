#include "audit/content_kind.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace shareready {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  ContentKind kind;
};

constexpr std::array k_magics = {
    Magic{0, "\x1f\x8b\x08"sv, ContentKind::gzip},
    Magic{0, "BZh"sv, ContentKind::compressed},
    Magic{0,
          "\xfd"
          "7zXZ\0"sv,
          ContentKind::compressed},
    Magic{0, "\x28\xb5\x2f\xfd"sv, ContentKind::compressed},
    Magic{0, "\x04\x22\x4d\x18"sv, ContentKind::compressed},
    Magic{0, "LZIP"sv, ContentKind::compressed},
    Magic{0, "\x5d\0\0\x80\0"sv, ContentKind::compressed},
    Magic{0, "\x1f\x9d"sv, ContentKind::compressed},
    Magic{0, "PK\x03\x04"sv, ContentKind::archive},
    Magic{0, "PK\x05\x06"sv, ContentKind::archive},
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, ContentKind::archive},
    Magic{0, "Rar!\x1a\x07"sv, ContentKind::archive},
    Magic{0, "!<arch>\n"sv, ContentKind::archive},
    Magic{0, "070701"sv, ContentKind::archive},
    Magic{257, "ustar"sv, ContentKind::archive},
    Magic{128, "DICM"sv, ContentKind::dicom},
    Magic{0, "\xff\xd8\xff"sv, ContentKind::picture},
    Magic{0, "\x89PNG\r\n\x1a\n"sv, ContentKind::picture},
    Magic{0, "GIF87a"sv, ContentKind::picture},
    Magic{0, "GIF89a"sv, ContentKind::picture},
    Magic{0, "II*\0"sv, ContentKind::picture},
    Magic{0, "MM\0*"sv, ContentKind::picture},
    Magic{0, "II+\0"sv, ContentKind::picture},
    Magic{0, "MM\0+"sv, ContentKind::picture},
    Magic{8, "WEBP"sv, ContentKind::picture},
    Magic{4, "ftypheic"sv, ContentKind::picture},
    Magic{4, "ftypheix"sv, ContentKind::picture},
    Magic{4, "ftypmif1"sv, ContentKind::picture},
    Magic{4, "ftypavif"sv, ContentKind::picture},
    Magic{4, "ftyp"sv, ContentKind::recording},
    Magic{4, "moov"sv, ContentKind::recording},
    Magic{0, "\x1a\x45\xdf\xa3"sv, ContentKind::recording},
    Magic{0, "OggS"sv, ContentKind::recording},
    Magic{0, "fLaC"sv, ContentKind::recording},
    Magic{0, "ID3"sv, ContentKind::recording},
    Magic{0, "\0\0\x01\xba"sv, ContentKind::recording},
    Magic{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, ContentKind::recording},
    Magic{0, "RIFF"sv, ContentKind::recording},
    Magic{0, "%PDF-"sv, ContentKind::document},
    Magic{0, "{\\rtf"sv, ContentKind::document},
    Magic{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, ContentKind::document},
    Magic{0, "MATLAB 5.0 MAT-file"sv, ContentKind::matlab},
    Magic{0, "\x89HDF\r\n\x1a\n"sv, ContentKind::hdf5},
    Magic{0, "SQLite format 3\0"sv, ContentKind::database},
    Magic{0, "/annex/objects/"sv, ContentKind::pointer},
    Magic{0, "version https://git-lfs"sv, ContentKind::pointer},
};

std::string_view view_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool is_nifti(std::string_view head) {
  constexpr std::string_view k_size_1_little = "\x5c\x01\0\0"sv;  // 348
  constexpr std::string_view k_size_1_big = "\0\0\x01\x5c"sv;
  constexpr std::string_view k_size_2_little = "\x1c\x02\0\0"sv;  // 540
  constexpr std::string_view k_size_2_big = "\0\0\x02\x1c"sv;
  const std::string_view size = head.substr(0, 4);
  if (size == k_size_1_little || size == k_size_1_big) return head.substr(0, 348).size() == 348;
  return (size == k_size_2_little || size == k_size_2_big) && head.substr(4, 3) == "n+2";
}

// Version 1, type and sizes as MGH files have them, big-endian.
bool is_freesurfer(std::string_view head) {
  return head.size() >= 284 && head.substr(0, 4) == "\0\0\0\1"sv && head.substr(4, 2) == "\0\0"sv &&
         head.substr(20, 3) == "\0\0\0"sv && static_cast<unsigned char>(head[23]) <= 10;
}

bool is_utf16(std::string_view head) {
  if (head.substr(0, 2) == "\xff\xfe"sv || head.substr(0, 2) == "\xfe\xff"sv) return true;
  if (head.size() < 8) return false;
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') ++zeros[i % 2];
  }
  const std::size_t half = head.size() / 2;  // one byte of nearly each pair is 0, the other hardly ever
  return (zeros[0] * 10 >= half * 7 && zeros[1] * 50 <= half) ||
         (zeros[1] * 10 >= half * 7 && zeros[0] * 50 <= half);
}

bool is_text(std::string_view head) {
  std::size_t controls = 0;
  for (const char c : head) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) return false;
    if ((byte < 32 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 27) ||
        byte == 127) {
      ++controls;
    }
  }
  const auto high = static_cast<std::size_t>(
      std::count_if(head.begin(), head.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
  return controls * 100 <= head.size() && high * 10 <= head.size() * 4;
}

}  // namespace

ContentKind judge_kind_of(std::span<const std::uint8_t> bytes) {
  const std::string_view head = view_of(bytes);
  if (head.empty()) return ContentKind::empty;
  if (is_nifti(head)) return ContentKind::nifti;
  for (const Magic& magic : k_magics) {
    if (head.size() >= magic.offset && head.substr(magic.offset, magic.bytes.size()) == magic.bytes) {
      return magic.kind;
    }
  }
  if (is_freesurfer(head)) return ContentKind::freesurfer;
  if (is_utf16(head)) return ContentKind::utf16;
  return is_text(head) ? ContentKind::text : ContentKind::binary;
}

bool is_packed(ContentKind kind) {
  return kind == ContentKind::gzip || kind == ContentKind::compressed || kind == ContentKind::archive;
}

}  // namespace shareready
