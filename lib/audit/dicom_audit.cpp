#include "audit/dicom_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "audit/binary_audit.hpp"
#include "audit/content_kind.hpp"
#include "audit/name_audit.hpp"
#include "audit/text_patterns.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint64_t k_most_bytes = std::uint64_t{2} << 30U;
constexpr std::size_t k_preamble = 128;
constexpr std::uint32_t k_open_length = 0xffffffff;
constexpr unsigned k_deepest = 40;
constexpr std::uint32_t k_item = 0xfffee000;
constexpr std::uint32_t k_item_end = 0xfffee00d;
constexpr std::uint32_t k_sequence_end = 0xfffee0dd;
constexpr std::uint32_t k_pixel_data = 0x7fe00010;

// Attributes that must be empty or absent after the Basic Profile in any image.
constexpr std::array<std::uint32_t, 22> k_must_be_empty{
    0x00080050, 0x00080081, 0x00080090, 0x00081040, 0x00081048, 0x00081050, 0x00100021, 0x00100030,
    0x00100032, 0x00100040, 0x00101000, 0x00101001, 0x00101005, 0x00101010, 0x00101020, 0x00101030,
    0x00101040, 0x00101060, 0x00102154, 0x00104000, 0x00200010, 0x00380010};
// Attributes that may hold a dummy.
constexpr std::array<std::uint32_t, 5> k_may_be_dummy{0x00080080, 0x00081010, 0x00081070, 0x00181000,
                                                      0x00181030};

struct Element {
  std::uint32_t tag = 0;
  std::string vr;  // empty in implicit VR
  std::uint32_t length = 0;
};

bool is_long(std::string_view vr) {
  constexpr std::array<std::string_view, 13> k_long{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                    "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::find(k_long.begin(), k_long.end(), vr) != k_long.end();
}

class DicomWalk {
 public:
  DicomWalk(Bytes bytes, const Layer& layer, FileReport& report)
      : bytes_(bytes), layer_(layer), report_(report) {}

  void run() {
    const bool clear =
        std::all_of(bytes_.begin(), bytes_.begin() + k_preamble, [](std::uint8_t byte) { return byte == 0; });
    if (!clear) note(FindingKind::header_text, Severity::major, "R33", "preamble", "[bytes]");
    at_ = k_preamble + 4;
    if (!read_meta() || !read_elements(bytes_.size(), 0)) {
      return report_.add_unreadable(layer_.where + "DICOM elements",
                                    "damaged, or in an encoding not read here");
    }
    judge();
  }

 private:
  void note(FindingKind kind, Severity severity, std::string requirement, std::string_view where,
            std::string excerpt, std::string remedy = {}) {
    report_.add({.kind = kind,
                 .severity = severity,
                 .requirement = std::move(requirement),
                 .locator = fmt::format("{}DICOM {}", layer_.where, where),
                 .excerpt = std::move(excerpt),
                 .remedy = std::move(remedy)});
  }

  [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t size) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(bytes_[at + i]) << (8 * i);
    return value;
  }

  [[nodiscard]] std::optional<Element> next(std::size_t end, bool implicit) {
    if (end - at_ < 8) return std::nullopt;
    Element element{.tag = number(at_, 2) << 16 | number(at_ + 2, 2), .vr = {}, .length = 0};
    at_ += 4;
    const bool delimiter = element.tag >> 16 == 0xfffe;
    if (!implicit && !delimiter) {
      element.vr = {static_cast<char>(bytes_[at_]), static_cast<char>(bytes_[at_ + 1])};
      const bool wide = is_long(element.vr);
      if (wide && end - at_ < 8) return std::nullopt;
      element.length = wide ? number(at_ + 4, 4) : number(at_ + 2, 2);
      at_ += wide ? 8 : 4;
    } else {
      element.length = number(at_, 4);
      at_ += 4;
    }
    if (element.length != k_open_length && element.length > end - at_) return std::nullopt;
    return element;
  }

  // Group 0002 is always explicit little endian (PS3.10 section 7.1).
  [[nodiscard]] bool read_meta() {
    while (bytes_.size() - at_ >= 8 && number(at_, 2) == 2) {
      const auto element = next(bytes_.size(), false);
      if (!element || element->length == k_open_length) return false;
      const std::string text = text_at(element->length);
      if (element->tag == 0x00020010) syntax_ = text;
      if (element->tag == 0x00020016 || element->tag == 0x00020100) {
        note(FindingKind::header_text, Severity::major, "R33", "file meta information", "[text]");
      }
      at_ += element->length;
    }
    implicit_ = syntax_ == "1.2.840.10008.1.2";
    const bool deflated = syntax_ == "1.2.840.10008.1.2.1.99";
    const bool swapped = syntax_ == "1.2.840.10008.1.2.2";
    return !syntax_.empty() && !deflated && !swapped;
  }

  [[nodiscard]] std::string text_at(std::size_t length) const {
    std::string_view text(reinterpret_cast<const char*>(bytes_.data()) + at_, length);
    while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.remove_suffix(1);
    return std::string(trim(text));
  }

  [[nodiscard]] bool read_elements(std::size_t end, unsigned depth) {
    while (at_ < end) {
      const auto element = next(end, implicit_);
      if (!element) return false;
      if (element->tag == k_item_end) return depth > 0;
      if (!read_value(*element, end, depth)) return false;
    }
    return true;
  }

  [[nodiscard]] bool read_value(const Element& element, std::size_t end, unsigned depth) {
    if (element.tag == k_pixel_data && element.length == k_open_length) return skip_fragments(end);
    const bool nested = element.vr == "SQ" || element.length == k_open_length ||
                        (element.vr.empty() && starts_with_item(element.length));
    if (nested) {
      judge_tag(element, depth);
      return read_items(element.length == k_open_length ? end : at_ + element.length,
                        element.length == k_open_length, depth + 1);
    }
    if (element.tag != k_pixel_data) judge_element(element, depth);
    at_ += element.length;
    return true;
  }

  [[nodiscard]] bool starts_with_item(std::size_t length) const {
    return length >= 8 && (number(at_, 2) << 16 | number(at_ + 2, 2)) == k_item;
  }

  [[nodiscard]] bool read_items(std::size_t end, bool open, unsigned depth) {
    if (depth > k_deepest) return false;
    while (at_ < end) {
      const auto item = next(end, implicit_);
      if (!item) return false;
      if (item->tag == k_sequence_end) return open;
      if (item->tag != k_item) return false;
      const std::size_t item_end = item->length == k_open_length ? end : at_ + item->length;
      if (!read_elements(item_end, depth)) return false;
    }
    return !open;
  }

  [[nodiscard]] bool skip_fragments(std::size_t end) {
    while (at_ < end) {
      const auto item = next(end, false);
      if (!item || item->length == k_open_length) return false;
      at_ += item->length;
      if (item->tag == k_sequence_end) return true;
    }
    return false;
  }

  void judge_tag(const Element& element, unsigned depth) {
    const std::uint32_t group = element.tag >> 16;
    if ((group >= 0x6000 && group <= 0x60ff) || (group >= 0x5000 && group <= 0x50ff)) {
      note(FindingKind::header_text, Severity::critical, "R33", "overlays and curves", "[graphics]");
    }
    if (depth == 0 && element.tag < last_tag_) {
      note(FindingKind::unreadable, Severity::major, "R43", "elements", "not in the order of their tags");
    }
    if (depth == 0) last_tag_ = element.tag;
  }

  void judge_element(const Element& element, unsigned depth) {
    judge_tag(element, depth);
    const std::string where = fmt::format("({:04x},{:04x})", element.tag >> 16, element.tag & 0xffff);
    const std::string text = text_at(element.length);
    remember(element, text, depth);
    const auto listed = [&](const auto& tags) {
      return std::find(tags.begin(), tags.end(), element.tag) != tags.end();
    };
    const bool dummy = text == "ANONYMOUS" || text == "ANON";
    if (!text.empty() &&
        ((listed(k_must_be_empty)) || (listed(k_may_be_dummy) && !dummy && element.tag != 0x00181030))) {
      note(FindingKind::identifying_key, Severity::critical, "R38", where, "[value]",
           "Take the value out of the DICOM files, then audit again.");
    }
    if (is_uid(element, text)) return judge_uid(where, text);
    judge_text(element, where, text);
  }

  [[nodiscard]] static bool is_uid(const Element& element, const std::string& text) {
    if (!element.vr.empty()) return element.vr == "UI";
    return text.size() > 8 && text.find_first_not_of("0123456789.\\") == std::string::npos &&
           std::count(text.begin(), text.end(), '.') >= 4;
  }

  void judge_uid(const std::string& where, const std::string& text) {
    for (const std::string& uid : split(text, '\\')) {
      if (uid.empty() || uid.starts_with("1.2.840.10008.") || uid.starts_with("2.25.")) continue;
      note(FindingKind::identifying_key, Severity::major, "R33", where, "[uid]",
           "Replace the UIDs of the scanner: they hold serial numbers and dates.");
    }
  }

  void judge_text(const Element& element, const std::string& where, const std::string& text) {
    constexpr std::size_t k_longest_value = 128;
    const bool printable = std::all_of(text.begin(), text.end(), [](unsigned char c) {
      return c >= ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    });
    if (text.empty() || !printable) return;  // needles in the rest are looked for in the raw bytes
    if (is_compact_date(std::string_view(text).substr(0, 8)) && (text.size() == 8 || element.vr == "DT")) {
      note(FindingKind::date, Severity::major, "R39", where, "[date]");
    }
    if (text.size() <= k_longest_value && element.vr != "DS") {
      audit_plain_text(text, fmt::format("{}DICOM {}", layer_.where, where), report_, TextRole::header);
    }
  }

  void remember(const Element& element, const std::string& text, unsigned depth) {
    if (element.tag == 0x00180020) echo_planar_ = echo_planar_ || text.find("EP") != std::string::npos;
    if (element.tag == 0x00189018) echo_planar_ = echo_planar_ || text == "YES";
    if (depth > 0) return;
    if (element.tag == 0x00120062) removed_ = text == "YES";
    if (element.tag == 0x00080016) sop_class_ = text;
    if (element.tag == 0x00280301 && text == "YES") burned_in_ = true;
  }

  void judge() {
    if (!removed_) {
      note(FindingKind::foreign_format, Severity::critical, "R13", "content",
           "does not say that the identity of the person was removed");
    }
    const bool image =
        sop_class_ == "1.2.840.10008.5.1.4.1.1.4" || sop_class_ == "1.2.840.10008.5.1.4.1.1.4.1";
    if (!image || burned_in_) {
      note(FindingKind::foreign_format, Severity::critical, "R13", "content", "not a plain MR image");
    }
    if (!echo_planar_) {
      note(FindingKind::undefaced_image, Severity::critical, "R34", "content",
           "an image that may show a face", "Leave the series out: faces in DICOM are not judged.");
    }
  }

  Bytes bytes_;
  const Layer& layer_;
  FileReport& report_;
  std::size_t at_ = 0;
  std::string syntax_;
  std::string sop_class_;
  std::uint32_t last_tag_ = 0;
  bool implicit_ = false;
  bool removed_ = false;
  bool echo_planar_ = false;
  bool burned_in_ = false;
};

}  // namespace

void audit_dicom(const ByteSource& source, const Layer& layer, FileReport& report) {
  if (!report.path().starts_with("sourcedata/") || layer.depth > 0) {
    return audit_binary(source, ContentKind::dicom, layer, report);
  }
  const auto bytes = read_rest(source, k_most_bytes);
  if (!bytes.ok() || bytes->size() < k_preamble + 4) {
    return report.add_unreadable(layer.where + "DICOM file", "damaged, or too long to examine");
  }
  DicomWalk(*bytes, layer, report).run();
  audit_binary(memory_source(*bytes), ContentKind::binary, layer, report);
}

}  // namespace shareready
