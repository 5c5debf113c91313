#include "audit/nifti_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "audit/content_kind.hpp"
#include "audit/name_audit.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_voxel_block_bytes = std::size_t{1} << 18U;
constexpr std::uint64_t k_most_header_bytes = std::uint64_t{64} << 20U;

struct TextField {
  std::string_view name;
  std::size_t offset;
  std::size_t size;
  Severity severity;  // that it holds text at all
};
// nifti1.h and nifti2.h; db_name often holds the patient's name in files that were Analyze once.
constexpr std::array<TextField, 5> k_text_fields_1 = {{{"data_type", 4, 10, Severity::minor},
                                                       {"db_name", 14, 18, Severity::major},
                                                       {"descrip", 148, 80, Severity::minor},
                                                       {"aux_file", 228, 24, Severity::minor},
                                                       {"intent_name", 328, 16, Severity::minor}}};
constexpr std::array<TextField, 3> k_text_fields_2 = {{{"descrip", 240, 80, Severity::minor},
                                                       {"aux_file", 320, 24, Severity::minor},
                                                       {"intent_name", 508, 16, Severity::minor}}};

// What the header says about the stream.
struct Layout {
  bool is_2 = false;
  bool swapped = false;
  std::uint64_t data_begin = 352;
  std::uint64_t data_bytes = 0;
  bool has_extensions = false;
  std::int64_t intent = 0;
  std::int64_t vectors = 1;  // dim[5]
};

template <typename Number>
Number number_at(const std::vector<std::uint8_t>& bytes, std::size_t offset, bool swapped) {
  std::array<std::uint8_t, sizeof(Number)> raw{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), raw.size(), raw.begin());
  if (swapped) std::reverse(raw.begin(), raw.end());
  Number value;
  std::memcpy(&value, raw.data(), raw.size());
  return value;
}

std::uint64_t product_of_sizes(const std::vector<std::uint8_t>& header, const Layout& layout,
                               std::uint64_t bits) {
  const auto size_at = [&](std::size_t i) -> std::int64_t {
    return layout.is_2 ? number_at<std::int64_t>(header, 16 + 8 * i, layout.swapped)
                       : number_at<std::int16_t>(header, 40 + 2 * i, layout.swapped);
  };
  const std::int64_t dimensions = std::clamp<std::int64_t>(size_at(0), 0, 7);
  std::uint64_t voxels = dimensions > 0 ? 1 : 0;
  for (std::int64_t i = 1; i <= dimensions; ++i) {
    const auto size =
        static_cast<std::uint64_t>(std::max<std::int64_t>(size_at(static_cast<std::size_t>(i)), 0));
    if (size != 0 && voxels > std::numeric_limits<std::uint64_t>::max() / 128 / size) return 0;
    voxels *= size;
  }
  return (voxels * bits + 7) / 8;
}

Layout read_layout(const std::vector<std::uint8_t>& header) {
  Layout layout;
  const auto size = number_at<std::int32_t>(header, 0, false);
  layout.swapped = size != 348 && size != 540;
  layout.is_2 = number_at<std::int32_t>(header, 0, layout.swapped) == 540;
  const auto bits = number_at<std::int16_t>(header, layout.is_2 ? 14 : 72, layout.swapped);
  const double offset = layout.is_2
                            ? static_cast<double>(number_at<std::int64_t>(header, 168, layout.swapped))
                            : static_cast<double>(number_at<float>(header, 108, layout.swapped));
  const double least = layout.is_2 ? 544 : 352;
  layout.data_begin = static_cast<std::uint64_t>(offset >= least && offset < 1e12 ? offset : least);
  layout.data_bytes = product_of_sizes(header, layout, static_cast<std::uint64_t>(std::max<int>(bits, 0)));
  layout.intent = layout.is_2 ? number_at<std::int32_t>(header, 504, layout.swapped)
                              : number_at<std::int16_t>(header, 68, layout.swapped);
  layout.vectors = layout.is_2 ? number_at<std::int64_t>(header, 16 + 8 * 5, layout.swapped)
                               : number_at<std::int16_t>(header, 40 + 2 * 5, layout.swapped);
  return layout;
}

std::string printable(const std::uint8_t* begin, std::size_t size) {
  const auto* end = std::find(begin, begin + size, std::uint8_t{0});
  return std::string(
      trim(std::string_view(reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin))));
}

class NiftiWalk {
 public:
  NiftiWalk(const ByteSource& source, const Layer& layer, FileReport& report)
      : source_(source), layer_(layer), report_(report) {}

  void run() {
    if (!read_header()) return report_.add_unreadable(layer_.where + "NIfTI header", "damaged or cut off");
    const Layout layout = read_layout(header_);
    if (layout.data_begin > k_most_header_bytes || !read_up_to(static_cast<std::size_t>(layout.data_begin))) {
      return report_.add_unreadable(layer_.where + "NIfTI header", "cut off before its image data");
    }
    search_header();
    audit_fields(layout);
    audit_extensions(layout);
    audit_intent(layout);
    if (!search_voxels(layout.data_bytes)) return;
    audit_trailing();
  }

 private:
  [[nodiscard]] bool read_header() { return read_up_to(4) && read_up_to(is_nifti_2() ? 544 : 348); }

  [[nodiscard]] bool is_nifti_2() const { return header_[0] == 0x1c || header_[3] == 0x1c; }

  [[nodiscard]] bool read_up_to(std::size_t size) {
    const std::size_t before = header_.size();
    if (before >= size) return true;
    header_.resize(size);
    const auto count = read_fully(source_, std::span(header_).subspan(before));
    header_.resize(before + (count.ok() ? *count : 0));
    // A lone header of 348 bytes, as header-only test data has, ends here.
    return header_.size() == size || (header_.size() >= 348 && !is_nifti_2());
  }

  // Everything before the voxels, whatever field it is in.
  void search_header() {
    const std::string_view text(reinterpret_cast<const char*>(header_.data()), header_.size());
    for (const NeedleHit& hit : report_.context().needles.find_in(text)) {
      report_.add_needle(hit, fmt::format("{}header byte {}", layer_.where, hit.begin));
    }
  }

  void audit_fields(const Layout& layout) {
    const std::span<const TextField> fields = layout.is_2 ? std::span<const TextField>(k_text_fields_2)
                                                          : std::span<const TextField>(k_text_fields_1);
    for (const TextField& field : fields) {
      const std::string text = printable(header_.data() + field.offset, field.size);
      if (text.empty()) continue;
      audit_header_text(text, fmt::format("{}header field {}", layer_.where, field.name), field.severity,
                        report_);
    }
  }

  void audit_extensions(const Layout& layout) {
    std::size_t at = layout.is_2 ? 544 : 352;
    const std::size_t flag = at - 4;
    const bool flagged = header_.size() > flag && header_[flag] != 0;
    while (flagged && at + 8 <= header_.size()) {
      const auto size = number_at<std::int32_t>(header_, at, layout.swapped);
      const auto code = number_at<std::int32_t>(header_, at + 4, layout.swapped);
      if (size < 16 || size % 16 != 0 || at + static_cast<std::size_t>(size) > header_.size()) break;
      audit_extension(code, at + 8, static_cast<std::size_t>(size) - 8);
      at += static_cast<std::size_t>(size);
    }
    const auto gap = header_.begin() + static_cast<std::ptrdiff_t>(std::min(at, header_.size()));
    if (std::any_of(gap, header_.end(), [](std::uint8_t byte) { return byte != 0; })) {
      note_bytes("between header and image data");
    }
  }

  void audit_extension(std::int32_t code, std::size_t begin, std::size_t size) {
    constexpr std::int32_t k_cifti = 32;  // the format's own description of its grid
    constexpr std::int32_t k_mrs = 44;    // that of spectra, in JSON
    constexpr std::int32_t k_dicom = 2;
    const std::string where = fmt::format("{}header extension with code {}", layer_.where, code);
    const std::string_view text(reinterpret_cast<const char*>(header_.data() + begin), size);
    if (code != k_cifti && code != k_mrs) {
      report_.add({.kind = FindingKind::header_text,
                   .severity = code == k_dicom ? Severity::critical : Severity::major,
                   .requirement = "R33",
                   .locator = where,
                   .excerpt = "[bytes]",
                   .remedy = {}});
    }
    add_patterns(find_patterns(text), TextRole::header, where, report_);
    std::vector<std::uint8_t> bytes(text.begin(), text.end());
    if (!is_packed(judge_kind_of(bytes))) {
      while (!bytes.empty() && bytes.back() == 0) bytes.pop_back();  // padding
    }
    const std::string name = code == k_mrs ? "extension.json" : "";
    audit_content(memory_source(std::move(bytes)), {where + " > ", name, layer_.depth + 1}, report_);
  }

  // NIFTI_INTENT_DISPVECT and _VECTOR with three components (ANTs), and the four kinds of FNIRT.
  void audit_intent(const Layout& layout) {
    const bool is_field = (layout.intent == 1006 || layout.intent == 1007) && layout.vectors == 3;
    const bool is_fnirt = layout.intent >= 2006 && layout.intent <= 2009;
    if (!is_field && !is_fnirt) return;
    report_.add({.kind = FindingKind::transform,
                 .severity = Severity::critical,
                 .requirement = "R45",
                 .locator = layer_.where + "header field intent_code",
                 .excerpt = "a displacement field",
                 .remedy = {}});
  }

  // False where the stream broke; a missing or short body is header-only data and said by the face check.
  bool search_voxels(std::uint64_t remaining) {
    NeedleStream stream(report_.context().needles, SearchPlace::voxels, [&](const NeedleHit& hit) {
      report_.add_needle(hit, fmt::format("{}image data byte {}", layer_.where, hit.begin));
    });
    block_.resize(k_voxel_block_bytes);
    while (remaining > 0) {
      const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(remaining, block_.size()));
      const auto count = source_(std::span(block_).first(wanted));
      if (!count.ok()) {
        report_.add_unreadable(layer_.where + "image data", "damaged or cut off");
        return false;
      }
      if (*count == 0) break;
      if (!report_.spend(*count)) {
        report_.add_unreadable(layer_.where + "image data", "too many bytes");
        return false;
      }
      stream.feed(std::span<const std::uint8_t>(block_).first(*count));
      remaining -= *count;
    }
    stream.finish();
    return true;
  }

  void audit_trailing() {
    std::vector<std::uint8_t> first(1);
    const auto count = read_fully(source_, first);
    if (!count.ok()) return report_.add_unreadable(layer_.where + "image data", "damaged or cut off");
    if (*count == 0) return;
    note_bytes("after the image data");
    audit_content(chained_source(std::move(first), source_),
                  {layer_.where + "after the image data > ", "", layer_.depth + 1}, report_);
  }

  void note_bytes(std::string_view where) {
    report_.add({.kind = FindingKind::header_text,
                 .severity = Severity::major,
                 .requirement = "R33",
                 .locator = layer_.where + std::string(where),
                 .excerpt = "[bytes]",
                 .remedy = {}});
  }

  const ByteSource& source_;
  const Layer& layer_;
  FileReport& report_;
  std::vector<std::uint8_t> header_;
  std::vector<std::uint8_t> block_;
};

}  // namespace

void audit_nifti(const ByteSource& source, const Layer& layer, FileReport& report) {
  NiftiWalk(source, layer, report).run();
}

}  // namespace shareready
