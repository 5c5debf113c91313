#include "audit/binary_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "audit/binary_strings.hpp"
#include "audit/document_text.hpp"
#include "audit/embedded.hpp"
#include "audit/gunzip.hpp"
#include "audit/hdf5_reader.hpp"
#include "audit/matlab_rows.hpp"
#include "audit/name_audit.hpp"
#include "audit/recording_header.hpp"
#include "audit/text_audit.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_searched_bytes = std::size_t{1} << 18U;
constexpr std::size_t k_edf_header_bytes = 256;
constexpr std::uint64_t k_most_rich_text_bytes = std::uint64_t{256} << 20U;
constexpr std::uint64_t k_most_matlab_bytes = std::uint64_t{1} << 30U;

void note(FileReport& report, FindingKind kind, Severity severity, std::string requirement,
          std::string locator, std::string excerpt, std::string remedy = {}) {
  report.add({.kind = kind,
              .severity = severity,
              .requirement = std::move(requirement),
              .locator = std::move(locator),
              .excerpt = std::move(excerpt),
              .remedy = std::move(remedy)});
}

void note_kind(ContentKind kind, const Layer& layer, FileReport& report) {
  const std::string content = layer.where + "content";
  switch (kind) {
    case ContentKind::dicom:
      return note(report, FindingKind::foreign_format, Severity::critical, "R13", content, "a DICOM file");
    case ContentKind::picture:
      if (report.has(FindingKind::personal_file)) return;  // the name has said so
      return note(report, FindingKind::personal_file, Severity::major, "R40", content, "a picture");
    case ContentKind::recording:
      if (report.has(FindingKind::personal_file)) return;
      return note(report, FindingKind::personal_file, Severity::major, "R40", content, "sound or video");
    case ContentKind::document:
      if (report.has(FindingKind::personal_file)) return;
      return note(report, FindingKind::personal_file, Severity::major, "R40", content, "a document");
    case ContentKind::database:
      return note(report, FindingKind::key_file, Severity::major, "R44", content, "a database");
    case ContentKind::freesurfer:
      if (layer.keeper != nullptr) return;  // judged as an image
      return note(report, FindingKind::undefaced_image, Severity::major, "R34", content,
                  "a FreeSurfer volume",
                  "An image inside of another file is not judged for faces: unpack it, and audit again.");
    case ContentKind::core_dump:
      return note(report, FindingKind::report_or_log, Severity::critical, "R44", content,
                  "the memory of a program that crashed");
    case ContentKind::pointer:
      return report.add_unreadable(content, "a pointer of git-annex or Git LFS: the content is not here");
    case ContentKind::empty:
    case ContentKind::gzip:
    case ContentKind::compressed:
    case ContentKind::archive:
    case ContentKind::nifti:
    case ContentKind::utf16:
    case ContentKind::text:
    case ContentKind::matlab:
    case ContentKind::hdf5:
    case ContentKind::edf:
    case ContentKind::fiff:
    case ContentKind::binary:
      return;
  }
}

// Names that transform files hold inside.
const PatternSearch& transform_names() {
  static const PatternSearch k_names(
      {"AffineTransform_", "/TransformGroup", "TransformGroup", "Euler3DTransform_",
       "DisplacementFieldTransform", "VersorRigid3DTransform_"},
      PatternSearch::Letters::exact);
  return k_names;
}

// Whether text in such bytes is what somebody or a program wrote there, not image data.
bool has_strings(ContentKind kind) {
  return kind == ContentKind::matlab || kind == ContentKind::hdf5 || kind == ContentKind::freesurfer ||
         kind == ContentKind::fiff || kind == ContentKind::edf || kind == ContentKind::binary ||
         kind == ContentKind::database || kind == ContentKind::document;
}

// Recordings and images have formats of their own without such parts, or are read elsewhere.
bool may_hold_streams(ContentKind kind) {
  return kind == ContentKind::picture || kind == ContentKind::document || kind == ContentKind::database ||
         kind == ContentKind::dicom || kind == ContentKind::binary || kind == ContentKind::hdf5;
}

// An HDF5 file's own zlib streams are its data sets, which are read decoded.
EmbeddedStreams::Among streams_in(ContentKind kind) {
  using Among = EmbeddedStreams::Among;
  return kind == ContentKind::hdf5 ? Among::all_but_zlib : Among::all;
}

class BinaryWalk {
 public:
  BinaryWalk(ContentKind kind, const Layer& layer, FileReport& report)
      : kind_(kind),
        layer_(layer),
        report_(report),
        needles_(report.context().needles, SearchPlace::binary,
                 [this](const NeedleHit& hit) {
                   report_.add_needle(hit, fmt::format("{}byte {}", layer_.where, hit.begin));
                 }),
        wide_needles_(report.context().needles, SearchPlace::binary,
                      [this](const NeedleHit& hit) {
                        report_.add_needle(hit,
                                           fmt::format("{}UTF-32 character {}", layer_.where, hit.begin));
                      }),
        fiff_(layer, report),
        streams_(layer, report, streams_in(kind)) {}

  void feed(std::span<const std::uint8_t> chunk) {
    needles_.feed(chunk);
    transform_names().feed(state_, chunk, [this](std::size_t, std::size_t) { has_transform_ = true; });
    if (kind_ == ContentKind::fiff) fiff_.feed(chunk);
    search_strings(chunk);
    if (has_strings(kind_)) search_wide(chunk);
    if (may_hold_streams(kind_)) streams_.feed(chunk);
    read_ += chunk.size();
  }

  void finish() {
    needles_.finish();
    wide_needles_.feed(wide_.rest());
    wide_needles_.finish();
    streams_.finish();
    if (!has_transform_) return;
    note(report_, FindingKind::transform, Severity::critical, "R45", layer_.where + "content",
         "a transform file");
  }

 private:
  // Needles of UTF-16 are patterns of their own.
  void search_wide(std::span<const std::uint8_t> chunk) {
    const auto letters = wide_.narrowed(chunk);
    wide_needles_.feed(letters);
    search_wide_strings(letters, "UTF-32 text, character");
    search_wide_strings(pairs_.narrowed(chunk), "UTF-16 text, character");
  }

  // A stretch that a chunk's border cuts is seen as two.
  void search_strings(std::span<const std::uint8_t> chunk) {
    visit_strings(chunk, [this](std::string_view text, std::size_t begin) {
      audit_written(text, layer_, report_);
      if (has_strings(kind_)) search_patterns(text, "byte", read_ + begin);
    });
  }

  void search_wide_strings(std::span<const std::uint8_t> letters, std::string_view unit) {
    visit_strings(letters,
                  [&](std::string_view text, std::size_t begin) { search_patterns(text, unit, begin); });
  }

  void search_patterns(std::string_view text, std::string_view unit, std::uint64_t begin) {
    const auto matches = find_patterns(text);
    if (matches.empty()) return;
    add_patterns(matches, TextRole::other, fmt::format("{}{} {}", layer_.where, unit, begin), report_);
  }

  ContentKind kind_;
  const Layer& layer_;
  FileReport& report_;
  NeedleStream needles_, wide_needles_;
  WideLetters wide_{4}, pairs_{2};
  PatternSearch::State state_;
  FiffWalk fiff_;
  EmbeddedStreams streams_;
  std::uint64_t read_ = 0;
  bool has_transform_ = false;
};

// Reads a stream to its end. False, and a finding, where it breaks.
bool walk_through(const ByteSource& source, ContentKind kind, const Layer& layer, FileReport& report) {
  BinaryWalk walk(kind, layer, report);
  std::vector<std::uint8_t> block(k_searched_bytes);
  while (true) {
    const auto count = source(block);
    if (!count.ok() || !report.spend(*count)) {
      report.add_unreadable(layer.where + "content", count.ok() ? "too many bytes" : "damaged or cut off");
      return false;
    }
    if (*count == 0) break;
    walk.feed(std::span<const std::uint8_t>(block).first(*count));
  }
  walk.finish();
  return true;
}

// The file's own bytes, then what is compressed in it.
void audit_hdf5(const ByteSource& source, const Layer& layer, FileReport& report) {
  const Layer sets{
      .where = layer.where + "HDF5 data sets > ", .name = {}, .depth = layer.depth + 1, .file = {}};
  const auto walk_sets = [&](const Result<ByteSource>& decoded) {
    if (decoded.ok()) return void(walk_through(*decoded, ContentKind::binary, sets, report));
    report.add_unreadable(sets.where + "content", "cannot be decoded");
  };
  if (!layer.file.empty()) {
    if (walk_through(source, ContentKind::hdf5, layer, report)) walk_sets(hdf5_source(layer.file));
    return;
  }
  const auto bytes = read_rest(source, k_most_matlab_bytes);
  if (!bytes.ok()) return report.add_unreadable(layer.where + "content", "damaged or too long");
  if (walk_through(memory_source(*bytes), ContentKind::hdf5, layer, report)) walk_sets(hdf5_source(*bytes));
}

// Rows of a matrix of characters (file lists of SPM) are stored column by column.
void audit_character_rows(std::span<const std::uint8_t> bytes, const Layer& layer, FileReport& report) {
  const std::string rows = character_rows(bytes);
  if (rows.empty()) return;
  TextPosition position;
  const Layer text{
      .where = layer.where + "rows of characters > ", .name = {}, .depth = layer.depth + 1, .file = {}};
  audit_text(rows, position, text, report);
}

// Level 5 MAT-files: after a header of 128 bytes, elements of type and size; type 15 is a zlib stream.
void audit_matlab_elements(const std::vector<std::uint8_t>& bytes, const Layer& layer, FileReport& report) {
  constexpr std::uint32_t k_compressed = 15;
  std::size_t at = 128;
  std::size_t number = 0;
  while (at + 8 <= bytes.size()) {
    std::uint32_t type = 0;
    std::uint32_t size = 0;
    std::memcpy(&type, bytes.data() + at, sizeof type);
    std::memcpy(&size, bytes.data() + at + 4, sizeof size);
    if (size > bytes.size() - at - 8)
      return report.add_unreadable(layer.where + "MAT-file", "damaged or big-endian");
    ++number;
    if (type == k_compressed) {
      auto inflated = inflate_zlib(std::span(bytes).subspan(at + 8, size), k_most_matlab_bytes);
      if (!inflated.ok() || !report.spend(inflated->size())) {
        return report.add_unreadable(layer.where + "MAT-file", "a damaged element, or too many bytes");
      }
      const Layer element{.where = fmt::format("{}MAT-file element {} > ", layer.where, number),
                          .name = {},
                          .depth = layer.depth + 1,
                          .file = {}};
      BinaryWalk walk(ContentKind::matlab, element, report);
      walk.feed(*inflated);
      walk.finish();
      audit_character_rows(*inflated, element, report);
      at += 8 + size;
    } else {
      at += 8 + (std::size_t{size} + 7) / 8 * 8;
    }
  }
}

void audit_matlab(const ByteSource& source, const Layer& layer, FileReport& report) {
  const auto bytes = read_rest(source, k_most_matlab_bytes);
  if (!bytes.ok()) return report.add_unreadable(layer.where + "MAT-file", "damaged or too long");
  BinaryWalk walk(ContentKind::matlab, layer, report);
  walk.feed(*bytes);
  walk.finish();
  audit_character_rows(*bytes, layer, report);
  audit_matlab_elements(*bytes, layer, report);
}

void audit_edf(const ByteSource& source, const Layer& layer, FileReport& report) {
  std::vector<std::uint8_t> head(k_edf_header_bytes);
  const auto count = read_fully(source, head);
  if (!count.ok()) return report.add_unreadable(layer.where + "content", "damaged or cut off");
  head.resize(*count);
  audit_edf_header(head, layer, report);
  walk_through(chained_source(std::move(head), source), ContentKind::edf, layer, report);
}

// Its words as text, and its bytes.
void audit_rich_text(std::vector<std::uint8_t> head, const ByteSource& source, const Layer& layer,
                     FileReport& report) {
  const auto rest = read_rest(source, k_most_rich_text_bytes);
  if (!rest.ok()) return report.add_unreadable(layer.where + "content", "damaged or too long");
  head.insert(head.end(), rest->begin(), rest->end());
  const Layer words{.where = layer.where + "words > ", .name = {}, .depth = layer.depth + 1, .file = {}};
  TextPosition position;
  audit_text(rtf_text({reinterpret_cast<const char*>(head.data()), head.size()}), position, words, report);
  walk_through(memory_source(std::move(head)), ContentKind::document, layer, report);
}

void audit_document(const ByteSource& source, const Layer& layer, FileReport& report) {
  constexpr std::string_view k_mark = "{\\rtf";
  std::vector<std::uint8_t> head(k_mark.size());
  const auto count = read_fully(source, head);
  if (!count.ok()) return report.add_unreadable(layer.where + "content", "damaged or cut off");
  head.resize(*count);
  if (std::equal(head.begin(), head.end(), k_mark.begin(), k_mark.end()))
    return audit_rich_text(std::move(head), source, layer, report);
  walk_through(chained_source(std::move(head), source), ContentKind::document, layer, report);
}

}  // namespace

void audit_binary(const ByteSource& source, ContentKind kind, const Layer& layer, FileReport& report) {
  note_kind(kind, layer, report);
  if (kind == ContentKind::matlab) return audit_matlab(source, layer, report);
  if (kind == ContentKind::hdf5) return audit_hdf5(source, layer, report);
  if (kind == ContentKind::document) return audit_document(source, layer, report);
  if (kind == ContentKind::edf) return audit_edf(source, layer, report);
  walk_through(source, kind, layer, report);
}

}  // namespace shareready
