#include "audit/dicom_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "audit/binary_audit.hpp"
#include "audit/content_kind.hpp"
#include "audit/dicom_elements.hpp"
#include "audit/name_audit.hpp"
#include "audit/text_patterns.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint64_t k_most_dicom_bytes = std::uint64_t{2} << 30U;
constexpr std::size_t k_preamble_size = 128;
// Images of MR, CT and PET, classic and enhanced (PS3.4 table B.5-1).
constexpr std::array<std::string_view, 11> k_image_classes{
    "1.2.840.10008.5.1.4.1.1.128", "1.2.840.10008.5.1.4.1.1.128.1", "1.2.840.10008.5.1.4.1.1.130",
    "1.2.840.10008.5.1.4.1.1.2",   "1.2.840.10008.5.1.4.1.1.2.1",   "1.2.840.10008.5.1.4.1.1.2.2",
    "1.2.840.10008.5.1.4.1.1.4",   "1.2.840.10008.5.1.4.1.1.4.1",   "1.2.840.10008.5.1.4.1.1.4.2",
    "1.2.840.10008.5.1.4.1.1.4.3", "1.2.840.10008.5.1.4.1.1.4.4"};

constexpr std::string_view k_storage = "1.2.840.10008.5.1.4.1.1.";

// Attributes that must be empty or absent after the Basic Profile in any image.
constexpr std::array<std::uint32_t, 22> k_must_be_empty{
    0x00080050, 0x00080081, 0x00080090, 0x00081040, 0x00081048, 0x00081050, 0x00100021, 0x00100030,
    0x00100032, 0x00100040, 0x00101000, 0x00101001, 0x00101005, 0x00101010, 0x00101020, 0x00101030,
    0x00101040, 0x00101060, 0x00102154, 0x00104000, 0x00200010, 0x00380010};
// The option of the profile (code of CID 7050) that retains an attribute; "" where none does.
std::string_view option_of(std::uint32_t tag) {
  constexpr std::array<std::uint32_t, 3> k_institution{0x00080080, 0x00080081, 0x00081040};
  constexpr std::array<std::uint32_t, 2> k_device{0x00081010, 0x00181000};
  if (std::find(k_institution.begin(), k_institution.end(), tag) != k_institution.end()) return "113112";
  return std::find(k_device.begin(), k_device.end(), tag) != k_device.end() ? "113109" : "";
}
constexpr std::string_view k_retain_uids = "113110";

// Attributes that may hold a dummy.
constexpr std::array<std::uint32_t, 5> k_may_be_dummy{0x00080080, 0x00081010, 0x00081070, 0x00181000,
                                                      0x00181030};

class DicomWalk {
 public:
  DicomWalk(Bytes bytes, const Layer& layer, FileReport& report)
      : bytes_(bytes), layer_(layer), report_(report) {}

  // False where the object is no image whose series can be judged for faces.
  bool run() {
    const bool clear = std::all_of(bytes_.begin(), bytes_.begin() + k_preamble_size,
                                   [](std::uint8_t byte) { return byte == 0; });
    if (!clear) note(FindingKind::header_text, Severity::major, "R33", "preamble", "[bytes]");
    const DicomEvents events{.meta = [this](const DicomElement& element) { judge_meta(element); },
                             .sequence = [this](const DicomElement& element) { judge_tag(element); },
                             .value = [this](const DicomElement& element) { judge_element(element); }};
    if (!read_dicom_elements(bytes_, events)) {
      report_.add_unreadable(layer_.where + "DICOM elements", "damaged, or in an encoding not read here");
      return true;
    }
    return judge();
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

  void judge_meta(const DicomElement& element) {
    if (element.tag == 0x00020016 || element.tag == 0x00020100) {
      note(FindingKind::header_text, Severity::major, "R33", "file meta information", "[text]");
    }
  }

  void judge_tag(const DicomElement& element) {
    const std::uint32_t group = element.tag >> 16;
    if ((group >= 0x6000 && group <= 0x60ff) || (group >= 0x5000 && group <= 0x50ff)) {
      note(FindingKind::header_text, Severity::critical, "R33", "overlays and curves", "[graphics]");
    }
    if (element.depth == 0 && element.tag < last_tag_) {
      note(FindingKind::unreadable, Severity::major, "R43", "elements", "not in the order of their tags");
    }
    if (element.depth == 0) last_tag_ = element.tag;
  }

  void judge_element(const DicomElement& element) {
    if (element.tag == k_dicom_pixel_data) has_pixels_ = true;
    if (element.tag == k_dicom_pixel_data) return;
    judge_tag(element);
    const std::string where = fmt::format("({:04x},{:04x})", element.tag >> 16, element.tag & 0xffff);
    const std::string text = dicom_text(bytes_, element);
    remember(element, text);
    const auto listed = [&](const auto& tags) {
      return std::find(tags.begin(), tags.end(), element.tag) != tags.end();
    };
    const bool dummy = text == "ANONYMOUS" || text == "ANON" || is_device_code(text);
    if (!text.empty() &&
        ((listed(k_must_be_empty)) || (listed(k_may_be_dummy) && !dummy && element.tag != 0x00181030))) {
      doubts_.push_back({.option = option_of(element.tag),
                         .severity = Severity::critical,
                         .requirement = "R38",
                         .where = where,
                         .excerpt = "[value]",
                         .remedy = "Take the value out of the DICOM files, then audit again."});
    }
    if (is_uid(element, text)) return judge_uid(where, text);
    judge_text(element, where, text);
  }

  [[nodiscard]] static bool is_uid(const DicomElement& element, const std::string& text) {
    if (!element.vr.empty()) return element.vr == "UI";
    return text.size() > 8 && text.find_first_not_of("0123456789.\\") == std::string::npos &&
           std::count(text.begin(), text.end(), '.') >= 4;
  }

  void judge_uid(const std::string& where, const std::string& text) {
    for (const std::string& uid : split(text, '\\')) {
      if (uid.empty() || is_replaced_uid(uid)) continue;
      doubts_.push_back({.option = k_retain_uids,
                         .severity = Severity::major,
                         .requirement = "R33",
                         .where = where,
                         .excerpt = "[uid]",
                         .remedy = "Replace the UIDs of the scanner: they hold serial numbers and dates."});
    }
  }

  void judge_text(const DicomElement& element, const std::string& where, const std::string& text) {
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

  void remember(const DicomElement& element, const std::string& text) {
    if (element.tag == 0x00180020) echo_planar_ = echo_planar_ || text.find("EP") != std::string::npos;
    if (element.tag == 0x00189018) echo_planar_ = echo_planar_ || text == "YES";
    constexpr std::uint32_t k_code_value = 0x00080100, k_methods = 0x00120064;
    if (element.depth == 1 && last_tag_ == k_methods && element.tag == k_code_value) options_.insert(text);
    if (element.depth > 0) return;
    if (element.tag == 0x00120062) removed_ = text == "YES";
    if (element.tag == 0x00080016) sop_class_ = text;
    if (element.tag == 0x00280301 && text == "YES") burned_in_ = true;
    if (element.tag == 0x00280302) defaced_ = text == "NO";
  }

  // What was to be retained, and the file says so, is told and stops nothing.
  void judge_doubts() {
    const std::vector<std::string>& wanted = report_.context().options.retained_codes;
    for (const Doubt& doubt : doubts_) {
      const bool retained = options_.contains(std::string(doubt.option)) &&
                            std::find(wanted.begin(), wanted.end(), doubt.option) != wanted.end();
      note(FindingKind::identifying_key, retained ? Severity::minor : doubt.severity, doubt.requirement,
           doubt.where, doubt.excerpt, doubt.remedy);
    }
  }

  // Objects that are no images of a measurement: told where the policy asked for them, else they stop.
  [[nodiscard]] bool judge_asked_for() {
    const AuditOptions& options = report_.context().options;
    const auto is_of = [&](std::string_view family) {
      return sop_class_.starts_with(k_storage) && sop_class_.substr(k_storage.size()).starts_with(family);
    };
    const bool document = options.dicom_documents && (is_of("88.") || is_of("11.")) && !has_pixels_;
    const bool capture =
        options.dicom_captures && (is_of("7.") || sop_class_ == std::string(k_storage) + "7");
    if (burned_in_ || (!document && !capture)) return false;
    note(FindingKind::foreign_format, Severity::minor, "R13", "content",
         document ? "a document, which the policy asked for"
                  : "a captured screen, which the policy asked for and a person accepted");
    return true;
  }

  bool judge() {
    judge_doubts();
    if (!removed_) {
      note(FindingKind::foreign_format, Severity::critical, "R13", "content",
           "does not say that the identity of the person was removed");
    }
    if (judge_asked_for()) return false;
    const bool image =
        std::find(k_image_classes.begin(), k_image_classes.end(), sop_class_) != k_image_classes.end();
    if (!image || burned_in_) {
      note(FindingKind::foreign_format, Severity::critical, "R13", "content", "not a plain image");
    }
    if (!echo_planar_ && !defaced_) {
      note(FindingKind::undefaced_image, Severity::critical, "R34", "content",
           "an image that may show a face and does not say that it was removed",
           "Remove the face, or leave the series out.");
    }
    return true;
  }

  // An identifying value that an option of the profile may retain: the file tells its options later.
  struct Doubt {
    std::string_view option;
    Severity severity = Severity::critical;
    std::string requirement, where, excerpt, remedy;
  };

  std::vector<Doubt> doubts_;
  std::set<std::string> options_;  // codes of CID 7050 in the file
  Bytes bytes_;
  const Layer& layer_;
  FileReport& report_;
  std::string sop_class_;
  std::uint32_t last_tag_ = 0;
  bool defaced_ = false;
  bool removed_ = false;
  bool echo_planar_ = false;
  bool burned_in_ = false;
  bool has_pixels_ = false;
};

}  // namespace

void audit_dicom(const ByteSource& source, const Layer& layer, FileReport& report) {
  if (!report.path().starts_with("sourcedata/") || layer.depth > 0) {
    return audit_binary(source, ContentKind::dicom, layer, report);
  }
  auto bytes = read_rest(source, k_most_dicom_bytes);
  if (!bytes.ok() || bytes->size() < k_preamble_size + 4) {
    return report.add_unreadable(layer.where + "DICOM file", "damaged, or too long to examine");
  }
  const bool image = DicomWalk(*bytes, layer, report).run();
  audit_binary(memory_source(*bytes), ContentKind::binary, layer, report);
  if (image && layer.dicom != nullptr) *layer.dicom = std::move(*bytes);
}

}  // namespace shareready
