#include "dicom/structure.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "dicom/dicom_rules.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_meta_begin = 132;  // behind the preamble and "DICM"
constexpr std::uint32_t k_open_length = 0xffffffff;
constexpr int k_deepest_structure = 64;
constexpr DicomTag k_item = dicom_tag(0xfffe, 0xe000), k_item_end = dicom_tag(0xfffe, 0xe00d);
constexpr DicomTag k_sequence_end = dicom_tag(0xfffe, 0xe0dd), k_pixel_data = dicom_tag(0x7fe0, 0x0010);

// PS3.5 section 6.2; those of the second list have a length of 32 bits (section 7.1.2).
constexpr std::array<std::string_view, 21> k_short{"AE", "AS", "AT", "CS", "DA", "DS", "DT",
                                                   "FD", "FL", "IS", "LO", "LT", "PN", "SH",
                                                   "SL", "SS", "ST", "TM", "UI", "UL", "US"};
constexpr std::array<std::string_view, 13> k_long{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                  "SV", "UC", "UN", "UR", "UT", "UV"};

Error wrong(std::string_view what) {
  return Error{ErrorCode::bad_data, "DICOM file", std::string(what) + "; nothing was written", {}};
}

struct Head {
  DicomTag tag = 0;
  std::string_view vr;  // empty in implicit encoding and for items
  std::uint32_t length = 0;
};

// A walk through the bytes from element to element.
struct Structure {
  std::span<const std::uint8_t> bytes;
  std::size_t at = k_meta_begin;
  DicomTag stop = 0xffffffff;  // the walk ends before it
  RootVisitor visit{};
  bool has_stopped = false;

  [[nodiscard]] std::uint32_t number(std::size_t from, std::size_t size) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(bytes[from + i]) << (8 * i);
    return value;
  }

  Result<Head> next(std::size_t end, bool implicit) {
    SR_TRY(const Head head, head_at(end, implicit));
    SR_CHECK(check_length(head, end));
    return head;
  }

  [[nodiscard]] Status check_length(const Head& head, std::size_t end) const {
    const bool is_cut = head.length != k_open_length && head.length > end - at;
    return is_cut ? Status(wrong("it is cut off")) : Status(Done{});
  }

  Result<Head> head_at(std::size_t end, bool implicit) {
    if (end - at < 8) return wrong("an element is cut off");
    Head head{.tag = dicom_tag(number(at, 2), number(at + 2, 2)), .vr = {}, .length = number(at + 4, 4)};
    std::size_t size = 8;
    if (!implicit && head.tag >> 16 != 0xfffe) {
      head.vr = {reinterpret_cast<const char*>(bytes.data()) + at + 4, 2};
      const bool wide = std::find(k_long.begin(), k_long.end(), head.vr) != k_long.end();
      if (!wide && std::find(k_short.begin(), k_short.end(), head.vr) == k_short.end())
        return wrong("an element has a value representation that is none");
      if (wide && end - at < 12) return wrong("an element is cut off");
      head.length = wide ? number(at + 8, 4) : number(at + 6, 2);
      if (wide) size = 12;
    }
    at += size;
    return head;
  }

  Status skip_fragments(std::size_t end) {
    while (true) {
      SR_TRY(const Head item, next(end, true));
      if (item.length == k_open_length) return wrong("its pixel data are damaged");
      at += item.length;
      if (item.tag == k_sequence_end) return Done{};
    }
  }

  Status check_items(std::size_t end, bool open, bool implicit, int depth) {
    if (depth > k_deepest_structure) return wrong("its sequences are nested deeper than any scanner does");
    while (at < end) {
      SR_TRY(const Head item, next(end, true));
      if (item.tag == k_sequence_end && open) return Done{};
      if (item.tag != k_item) return wrong("a sequence holds something else than items");
      const bool open_item = item.length == k_open_length;
      SR_CHECK(check_elements(open_item ? end : at + item.length, open_item, implicit, depth));
    }
    return open ? Status(wrong("a sequence has no end")) : Status(Done{});
  }

  Status check_elements(std::size_t end, bool open, bool implicit, int depth) {
    DicomTag last = 0;
    while (at < end) {
      SR_TRY(const Head head, head_at(end, implicit));
      has_stopped = depth == 0 && head.tag >= stop;
      if (has_stopped || (head.tag == k_item_end && open)) return Done{};
      SR_CHECK(check_length(head, end));
      if (head.tag == last || (depth == 0 && head.tag < last))
        return wrong("an element stands twice, or out of the order of tags");
      last = head.tag;
      const bool open_value = head.length == k_open_length;
      if (head.tag == k_pixel_data && open_value) {
        SR_CHECK(skip_fragments(end));
      } else if (head.vr == "SQ" || open_value) {  // of unknown VR and open: implicit (PS3.5 section 6.2.2)
        SR_CHECK(check_items(open_value ? end : at + head.length, open_value, implicit || head.vr == "UN",
                             depth + 1));
      } else {
        if (depth == 0 && visit) visit(head.tag, bytes.subspan(at, head.length));
        at += head.length;
      }
    }
    return open ? Status(wrong("an item has no end")) : Status(Done{});
  }

  // Group 0002 is always explicit little endian (PS3.10 section 7.1).
  Status skip_meta() {
    while (bytes.size() - at >= 8 && number(at, 2) == 2) {
      SR_TRY(const Head head, next(bytes.size(), false));
      if (head.length == k_open_length) return wrong("its meta information is damaged");
      if (visit) visit(head.tag, bytes.subspan(at, head.length));
      at += head.length;
    }
    return Done{};
  }
};

}  // namespace

Status check_structure(std::span<const std::uint8_t> file, bool implicit) {
  if (file.size() < k_meta_begin) return wrong("it is cut off");
  Structure structure{.bytes = file};
  SR_CHECK(structure.skip_meta());
  return structure.check_elements(file.size(), false, implicit, 0);
}

bool visit_start(std::span<const std::uint8_t> start, DicomTag stop, const RootVisitor& visit) {
  constexpr DicomTag k_transfer_syntax = dicom_tag(0x0002, 0x0010);
  if (start.size() < k_meta_begin) return false;
  std::string syntax;
  const RootVisitor visit_meta = [&](DicomTag tag, std::span<const std::uint8_t> value) {
    if (tag == k_transfer_syntax) syntax.assign(value.begin(), value.end());
    visit(tag, value);
  };
  Structure structure{.bytes = start, .stop = stop, .visit = visit_meta};
  if (!structure.skip_meta().ok()) return false;
  const std::string_view uid = std::string_view(syntax).substr(0, syntax.find('\0'));
  const bool implicit = uid == "1.2.840.10008.1.2";
  const bool is_plain = implicit || uid == "1.2.840.10008.1.2.1" || uid.starts_with("1.2.840.10008.1.2.4.");
  return is_plain && structure.check_elements(start.size(), false, implicit, 0).ok() && structure.has_stopped;
}

}  // namespace shareready
