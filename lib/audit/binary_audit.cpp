#include "audit/binary_audit.hpp"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include "audit/gunzip.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_block_bytes = std::size_t{1} << 18U;
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
      return note(
          report, FindingKind::undefaced_image, Severity::major, "R34", content, "a FreeSurfer volume",
          "This image format is not judged for faces: convert it to NIfTI, deface it, and share that.");
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
    case ContentKind::binary:
      return;
  }
}

// Names that transform files hold inside, and HDF5's name for its compression.
struct Signatures {
  PatternSearch search{
      {"AffineTransform_", "TransformGroup", "Euler3DTransform_", "DisplacementFieldTransform", "deflate"},
      PatternSearch::Letters::exact};
  static constexpr std::size_t k_deflate = 4;
};

class BinaryWalk {
 public:
  BinaryWalk(ContentKind kind, const Layer& layer, FileReport& report)
      : kind_(kind),
        layer_(layer),
        report_(report),
        needles_(report.context().needles, SearchPlace::binary, [this](const NeedleHit& hit) {
          report_.add_needle(hit, fmt::format("{}byte {}", layer_.where, hit.begin));
        }) {}

  void feed(std::span<const std::uint8_t> chunk) {
    needles_.feed(chunk);
    signatures_.search.feed(state_, chunk, [this](std::size_t pattern, std::size_t) {
      (pattern == Signatures::k_deflate ? has_deflate_ : has_transform_) = true;
    });
  }

  void finish() {
    needles_.finish();
    if (has_transform_) {
      note(report_, FindingKind::transform, Severity::critical, "R45", layer_.where + "content",
           "a transform file");
    }
    if (kind_ == ContentKind::hdf5 && has_deflate_) {
      note(report_, FindingKind::unreadable, Severity::major, "R43", layer_.where + "content",
           "compressed parts of an HDF5 file were not searched",
           "Look into the file with a tool of its format, or store it without compression and audit again.");
    }
  }

 private:
  ContentKind kind_;
  const Layer& layer_;
  FileReport& report_;
  NeedleStream needles_;
  Signatures signatures_;
  PatternSearch::State state_;
  bool has_deflate_ = false;
  bool has_transform_ = false;
};

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
      if (!inflated.ok()) return report.add_unreadable(layer.where + "MAT-file", "a damaged element");
      const Layer element{fmt::format("{}MAT-file element {} > ", layer.where, number), "", layer.depth + 1};
      BinaryWalk walk(ContentKind::binary, element, report);
      walk.feed(*inflated);
      walk.finish();
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
  audit_matlab_elements(*bytes, layer, report);
}

}  // namespace

void audit_binary(const ByteSource& source, ContentKind kind, const Layer& layer, FileReport& report) {
  note_kind(kind, layer, report);
  if (kind == ContentKind::matlab) return audit_matlab(source, layer, report);
  BinaryWalk walk(kind, layer, report);
  std::vector<std::uint8_t> block(k_block_bytes);
  while (true) {
    const auto count = source(block);
    if (!count.ok()) return report.add_unreadable(layer.where + "content", "damaged or cut off");
    if (*count == 0) break;
    if (!report.spend(*count)) return report.add_unreadable(layer.where + "content", "too many bytes");
    walk.feed(std::span<const std::uint8_t>(block).first(*count));
  }
  walk.finish();
}

}  // namespace shareready
