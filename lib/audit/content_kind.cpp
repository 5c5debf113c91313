#include "audit/content_kind.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "bids/content.hpp"

namespace shareready {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  ContentKind kind;
};

// Beside those of bids/content.hpp.
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
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, ContentKind::archive},
    Magic{0, "Rar!\x1a\x07"sv, ContentKind::archive},
    Magic{0, "!<arch>\n"sv, ContentKind::archive},
    Magic{0, "070701"sv, ContentKind::archive},
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
    Magic{0, "{\\rtf"sv, ContentKind::document},
    Magic{0, "SQLite format 3\0"sv, ContentKind::database},
};

// An ELF file of type ET_CORE (4), of either byte order.
bool is_core_dump(std::string_view head) {
  return head.size() > 17 && head.starts_with("\x7f\x45LF"sv) && head[16] + head[17] == 4;
}

std::string_view view_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What the inventory of datasets knows as well; nothing for texts and for what it calls binary.
std::optional<ContentKind> known_kind_of(std::span<const std::uint8_t> head) {
  switch (judge_content(head)) {
    case ContentType::nifti:
    case ContentType::nifti_header:
      return ContentKind::nifti;
    case ContentType::png:
    case ContentType::jpeg:
    case ContentType::tiff:
    case ContentType::gif:
      return ContentKind::picture;
    case ContentType::pdf:
    case ContentType::ole:
      return ContentKind::document;
    case ContentType::zip:
    case ContentType::tar:
      return ContentKind::archive;
    case ContentType::hdf5:
      return ContentKind::hdf5;
    case ContentType::matlab:  // version 7.3 is HDF5 behind a text of 512 bytes
      return view_of(head).starts_with("MATLAB 5.0") ? ContentKind::matlab : ContentKind::hdf5;
    case ContentType::dicom:
      return ContentKind::dicom;
    case ContentType::edf:
      return ContentKind::edf;
    case ContentType::fif:
      return ContentKind::fiff;
    case ContentType::freesurfer:
      return ContentKind::freesurfer;
    case ContentType::annex_pointer:
    case ContentType::lfs_pointer:
      return ContentKind::pointer;
    default:
      return std::nullopt;
  }
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

// As far as it goes: the last character may be cut.
bool is_utf8(std::string_view text) {
  std::size_t open = 0;  // bytes that the character at hand still needs
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool follows = (byte & 0xc0U) == 0x80;
    if (follows != (open > 0)) return false;
    if (follows) {
      --open;
    } else {
      open = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
    }
  }
  return true;
}

// Scripts beyond Latin have hardly a byte of ASCII: these are texts where they are UTF-8, or long, in lines
// and without any control character.
bool is_text(std::string_view head) {
  constexpr std::size_t k_fewest_without_controls = 64;
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
  if (controls * 100 > head.size()) return false;
  const bool has_lines =
      controls == 0 && head.size() >= k_fewest_without_controls && head.find('\n') < head.size();
  return high * 10 <= head.size() * 4 || is_utf8(head) || has_lines;
}

}  // namespace

bool is_utf32(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, bytes.size() < 4096 ? bytes.size() / 4 * 4 : 4096);
  if (head.size() < 8) return false;
  const bool big_endian = head[0] == '\0';
  for (std::size_t i = 0; i < head.size(); i += 4) {
    const auto high = static_cast<unsigned char>(head[big_endian ? i : i + 3]);
    const auto plane = static_cast<unsigned char>(head[big_endian ? i + 1 : i + 2]);
    const bool none = head.substr(i, 4) == "\0\0\0\0"sv;
    if (high != 0 || plane > 0x10 || none) return false;
  }
  return true;
}

ContentKind judge_kind_of(std::span<const std::uint8_t> bytes) {
  const std::string_view head = view_of(bytes);
  if (head.empty()) return ContentKind::empty;
  if (const auto known = known_kind_of(bytes)) return *known;
  for (const Magic& magic : k_magics) {
    if (head.size() >= magic.offset && head.substr(magic.offset, magic.bytes.size()) == magic.bytes) {
      return magic.kind;
    }
  }
  if (is_core_dump(head)) return ContentKind::core_dump;
  if (is_utf32(head) || is_utf16(head)) return ContentKind::utf16;
  return is_text(head) ? ContentKind::text : ContentKind::binary;
}

bool is_packed(ContentKind kind) {
  return kind == ContentKind::gzip || kind == ContentKind::compressed || kind == ContentKind::archive;
}

}  // namespace shareready
