#include "audit/content_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "audit/binary_audit.hpp"
#include "audit/content_kind.hpp"
#include "audit/dicom_audit.hpp"
#include "audit/face_audit.hpp"
#include "audit/gunzip.hpp"
#include "audit/head_image.hpp"
#include "audit/hidden_texts.hpp"
#include "audit/name_audit.hpp"
#include "audit/nifti_audit.hpp"
#include "audit/order_audit.hpp"
#include "audit/text_audit.hpp"
#include "audit/unjudged_volume.hpp"
#include "base/archive_reader.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_head_bytes = 4096;
constexpr std::uint64_t k_most_text_bytes = std::uint64_t{256} << 20U;  // that has to be at hand as a whole
constexpr std::size_t k_text_block = std::size_t{4} << 20U;

std::string without_ending(const std::string& name) { return name.substr(0, name.rfind('.')); }

Layer inner(const Layer& outer, std::string_view how, std::string name) {
  return {.where = outer.where + std::string(how) + " > ",
          .name = std::move(name),
          .depth = outer.depth + 1,
          .file = {}};
}

void note_unjudged_volume(std::span<const std::uint8_t> head, const Layer& layer, FileReport& report) {
  const std::string_view volume = unjudged_volume(head);
  if (volume.empty() || report.has(FindingKind::undefaced_image)) return;  // the name may have said so
  report.add(
      {.kind = FindingKind::undefaced_image,
       .severity = Severity::major,
       .requirement = "R34",
       .locator = layer.where + "content",
       .excerpt = std::string(volume),
       .remedy =
           "This image format is not judged for faces: convert it to NIfTI, deface it, and share that."});
}

// Bytes of no known format could be anything, an image of a head too: a person has to say what they are.
void note_unknown_binary(std::span<const std::uint8_t> head, const Layer& layer, FileReport& report) {
  const AuditContext& context = report.context();
  const std::string& path = layer.depth == 0 ? report.path() : layer.name;
  if (layer.name.empty() || is_expected_binary(head, path, context.tables, context.paths)) return;
  report.add(
      {.kind = FindingKind::foreign_format,
       .severity = Severity::major,
       .requirement = "R43",
       .locator = layer.where + "content",
       .excerpt = "bytes of an unknown format, not judged",
       .remedy =
           "Say what it is: convert it to a format of BIDS, or leave it out. If you looked at it and it "
           "shows no person, accept it in the baseline with a reason."});
}

// Text of a header field: needles and patterns, and that it is there at all.
void audit_gzip_fields(const std::vector<GzipFields>& members, const Layer& layer, FileReport& report) {
  const auto note = [&](const std::string& text, std::string_view field, Severity severity) {
    if (text.empty()) return;
    audit_header_text(text, fmt::format("{}gzip header field {}", layer.where, field), severity, report);
  };
  for (const GzipFields& fields : members) {
    note(fields.file_name, "FNAME", Severity::minor);
    note(fields.comment, "COMMENT", Severity::major);
    note(fields.extra, "EXTRA", Severity::minor);
    if (fields.modified == 0) continue;
    report.add({.kind = FindingKind::header_text,
                .severity = Severity::minor,
                .requirement = "R39",
                .locator = layer.where + "gzip header field MTIME",
                .excerpt = "[date]",
                .remedy = "Compress without time stamp (gzip -n)."});
  }
}

void audit_gzip(const ByteSource& source, const Layer& layer, FileReport& report) {
  GzipReader reader(source);
  const ByteSource inflated = [&](std::span<std::uint8_t> buffer) { return reader.read(buffer); };
  Layer unpacked = inner(layer, "gzip", without_ending(layer.name));
  unpacked.keeper = layer.keeper;
  audit_content(inflated, unpacked, report);
  audit_gzip_fields(reader.fields(), layer, report);
  if (reader.trailing().empty()) return;
  report.add({.kind = FindingKind::header_text,
              .severity = Severity::major,
              .requirement = "R33",
              .locator = layer.where + "after the gzip stream",
              .excerpt = "[bytes]",
              .remedy = "Compress the file again: bytes follow its end."});
  audit_content(memory_source(reader.trailing()), inner(layer, "after the gzip stream", ""), report);
}

Status read_to_the_end(const ByteSource& source) {
  std::vector<std::uint8_t> block(k_text_block);
  while (true) {
    SR_TRY(const std::size_t count, source(block));
    if (count == 0) return Done{};
  }
}

// Searches the packed bytes themselves while somebody unpacks them.
class RawSearch {
 public:
  RawSearch(const ByteSource& packed, const Layer& layer, FileReport& report)
      : packed_(packed),
        needles_(report.context().needles, SearchPlace::binary, [&layer, &report](const NeedleHit& hit) {
          report.add_needle(hit, fmt::format("{}byte {}", layer.where, hit.begin));
        }) {}

  void feed(std::span<const std::uint8_t> bytes) { needles_.feed(bytes); }

  // The packed bytes; each that is read is searched.
  [[nodiscard]] ByteSource source() {
    return [this](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
      auto count = packed_(buffer);
      if (count.ok()) feed(buffer.first(*count));
      return count;
    };
  }

  // Searches what was not asked for as well.
  Status finish() {
    Status ended = read_to_the_end(source());
    needles_.finish();
    return ended;
  }

  // Where all bytes were fed by somebody who reads the file for himself.
  Status finish_fed() {
    needles_.finish();
    return Done{};
  }

 private:
  const ByteSource& packed_;
  NeedleStream needles_;
};

// libarchive does not tell what follows the end of such a stream, so its own bytes are searched too.
void audit_compressed(const ByteSource& source, const Layer& layer, FileReport& report) {
  RawSearch raw(source, layer, report);
  const auto inflated = decompressed_source(raw.source());
  if (!inflated.ok()) return report.add_unreadable(layer.where + "compressed stream", "damaged or unknown");
  audit_content(*inflated, inner(layer, "compressed", without_ending(layer.name)), report);
  if (!raw.finish().ok()) report.add_unreadable(layer.where + "compressed stream", "damaged or cut off");
}

void audit_entry(const ArchiveEntry& entry, const Layer& layer, FileReport& report) {
  audit_entry_name(entry.name, entry.is_folder, layer.where + "name", report);
  if (!entry.link_target.empty()) audit_plain_text(entry.link_target, layer.where + "link target", report);
  for (const std::string& owner : {entry.owner, entry.group}) {
    if (owner.empty() || owner == "root") continue;
    audit_header_text(owner, layer.where + "owner name", Severity::minor, report);
  }
}

// What the members' order and times tell beside their content.
struct MemberOrder {
  std::string last_name{};
  bool in_order = true;
  bool has_times = false;

  void add(const ArchiveEntry& entry) {
    in_order =
        in_order && (last_name.empty() || !comes_before(entry.name, last_name) || entry.name > last_name);
    last_name = entry.name;
    has_times = has_times || entry.modified > k_earliest_member_time;
  }

 private:
  static constexpr std::int64_t k_earliest_member_time =
      330'000'000;  // DOS times begin in 1980: none was set
};

void note_order(const MemberOrder& order, const Layer& layer, FileReport& report) {
  const auto note = [&](std::string excerpt, std::string remedy) {
    report.add({.kind = FindingKind::metadata,
                .severity = Severity::minor,
                .requirement = "R44",
                .locator = layer.where + "archive",
                .excerpt = std::move(excerpt),
                .remedy = std::move(remedy)});
  };
  if (!order.in_order) note("members in another order than that of their names", "Pack the members sorted.");
  if (order.has_times) note("[date] of members", "Pack the members with one fixed time.");
}

// The archive's own bytes are searched beside its members: comments, names that no directory lists, and what
// follows its end.
void audit_archive(const ByteSource& source, bool by_seeking, const Layer& layer, FileReport& report) {
  RawSearch raw(source, layer, report);
  std::size_t number = 0;
  MemberOrder order;
  const EntryVisitor visit = [&](const ArchiveEntry& entry, const ByteSource& content) -> Status {
    const Layer member = inner(layer, fmt::format("archive member {}", ++number), entry.name);
    audit_entry(entry, member, report);
    order.add(entry);
    if (!entry.is_folder) audit_file_content(content, member, entry.name, report);
    return Done{};
  };
  const bool is_file = by_seeking && !layer.file.empty();
  const Status visited = is_file ? visit_archive_file(layer.file, visit, [&](auto bytes) { raw.feed(bytes); })
                                 : visit_archive(raw.source(), visit);
  const Status ended = is_file ? raw.finish_fed() : raw.finish();
  note_order(order, layer, report);
  if (!visited.ok() || !ended.ok()) {
    report.add_unreadable(
        layer.where + "archive",
        "damaged, encrypted, unknown, too long to hold, or with members that its directory does not list");
  }
}

// Text that is no JSON is examined in blocks of whole lines, so that memory does not grow with the file.
void audit_lines(const ByteSource& source, const Layer& layer, FileReport& report) {
  std::string text;
  std::vector<std::uint8_t> block(k_text_block);
  TextPosition position;
  while (true) {
    const auto count = read_fully(source, block);
    if (!count.ok()) return report.add_unreadable(layer.where + "text", "damaged or cut off");
    if (!report.spend(*count)) return report.add_unreadable(layer.where + "text", "too many bytes");
    text.append(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(*count));
    const bool is_last = *count < block.size();
    const std::size_t lines_end = is_last ? text.size() : text.rfind('\n') + 1;
    if (lines_end > 0) {
      audit_text(text.substr(0, lines_end), position, layer, report);
      text.erase(0, lines_end);
    }
    if (is_last) return;
    if (text.size() > k_most_text_bytes) {
      return report.add_unreadable(layer.where + "text", "a line too long to examine");
    }
  }
}

void audit_text_stream(const ByteSource& source, ContentKind kind, const Layer& layer, FileReport& report) {
  const bool is_whole = kind == ContentKind::utf16 || layer.name.ends_with("json");
  if (!is_whole) return audit_lines(source, layer, report);
  auto bytes = read_rest(source, k_most_text_bytes);
  if (!bytes.ok()) return report.add_unreadable(layer.where + "text", "damaged, or too long to examine");
  if (!report.spend(bytes->size())) return report.add_unreadable(layer.where + "text", "too many bytes");
  const std::string text(bytes->begin(), bytes->end());
  TextPosition position;
  audit_text(kind == ContentKind::utf16 ? utf8_from_utf16(text) : text, position, layer, report);
}

// An object of git says what it is and how long before its content: "blob 12" and a zero byte.
std::vector<std::uint8_t> without_git_header(std::vector<std::uint8_t> bytes) {
  constexpr std::size_t k_longest_header = 32;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const bool is_object = text.starts_with("blob ") || text.starts_with("commit ") || text.starts_with("tag ");
  const std::size_t end = text.substr(0, k_longest_header).find('\0');
  if (!is_object || end == std::string_view::npos) return bytes;
  return {bytes.begin() + static_cast<std::ptrdiff_t>(end) + 1, bytes.end()};
}

// Bytes of no known format: a zlib stream (an object of git, say) is unpacked. False where it is none; then
// `head` holds all that was read.
bool audit_zlib(const ByteSource& source, std::vector<std::uint8_t>& head, const Layer& layer,
                FileReport& report) {
  if (begins_as_zlib(head)) {
    const auto rest = read_rest(source, k_most_text_bytes);
    if (!rest.ok()) return report.add_unreadable(layer.where + "content", "damaged or too long"), true;
    head.insert(head.end(), rest->begin(), rest->end());
    auto inflated = inflate_zlib(head, k_most_text_bytes);
    if (inflated.ok() && report.spend(inflated->size())) {
      audit_content(memory_source(without_git_header(std::move(*inflated))), inner(layer, "zlib", layer.name),
                    report);
      return true;
    }
  }
  note_unknown_binary(head, layer, report);
  return false;
}

// Texts that lie in bytes otherwise than they read: EBCDIC, and blocks of a GIF. `head` then holds all bytes,
// which are judged as any others besides.
void audit_hidden_texts(const ByteSource& source, std::vector<std::uint8_t>& head, const Layer& layer,
                        FileReport& report) {
  const bool gif = is_gif(head);
  if (!gif && !is_ebcdic(head)) return;
  const auto rest = read_rest(source, k_most_text_bytes);
  if (!rest.ok()) return report.add_unreadable(layer.where + "content", "damaged or too long");
  head.insert(head.end(), rest->begin(), rest->end());
  if (!report.spend(head.size())) return report.add_unreadable(layer.where + "text", "too many bytes");
  TextPosition position;
  audit_text(gif ? gif_texts(head) : utf8_from_ebcdic(head), position,
             inner(layer, gif ? "texts of the GIF" : "EBCDIC", layer.name), report);
}

}  // namespace

void audit_file_content(const ByteSource& source, Layer layer, const std::string& path, FileReport& report) {
  ImageKeeper keeper(image_to_keep(path, report.context().faces));
  layer.keeper = &keeper;
  audit_content(source, layer, report);
  if (!keeper.is_asked()) return;
  const bool is_on_disk = !layer.file.empty();
  audit_face({.path = is_on_disk ? layer.file : std::filesystem::path(path),
              .decoded = keeper.take(),
              .is_on_disk = is_on_disk},
             path, layer.where, report);
}

void audit_content(const ByteSource& source, const Layer& layer, FileReport& report) {
  if (layer.depth > report.context().options.deepest_nesting) {
    return report.add_unreadable(layer.where + "content", "packed too many times in each other");
  }
  std::vector<std::uint8_t> head(k_head_bytes);
  const auto count = read_fully(source, head);
  if (!count.ok()) return report.add_unreadable(layer.where + "content", "damaged or cut off");
  head.resize(*count);
  const ContentKind kind = judge_kind_of(head);
  note_unjudged_volume(head, layer, report);
  const bool may_hide =
      kind == ContentKind::binary || kind == ContentKind::text || kind == ContentKind::picture;
  if (may_hide) audit_hidden_texts(source, head, layer, report);
  if (kind == ContentKind::binary && audit_zlib(source, head, layer, report)) return;
  const bool is_kept = layer.keeper != nullptr && layer.keeper->wants(kind);
  if (is_kept) layer.keeper->expect(bytes_of_image(head));
  const bool by_seeking = is_read_by_seeking(head);
  ByteSource whole = chained_source(std::move(head), source);
  if (is_kept) whole = kept_source(*layer.keeper, std::move(whole));
  switch (kind) {
    case ContentKind::empty:
      return;
    case ContentKind::gzip:
      return audit_gzip(whole, layer, report);
    case ContentKind::compressed:
      return audit_compressed(whole, layer, report);
    case ContentKind::archive:
      return audit_archive(whole, by_seeking, layer, report);
    case ContentKind::nifti:
      return audit_nifti(whole, layer, report);
    case ContentKind::utf16:
    case ContentKind::text:
      return audit_text_stream(whole, kind, layer, report);
    case ContentKind::dicom:
      return audit_dicom(whole, layer, report);
    case ContentKind::picture:
    case ContentKind::recording:
    case ContentKind::document:
    case ContentKind::matlab:
    case ContentKind::hdf5:
    case ContentKind::edf:
    case ContentKind::fiff:
    case ContentKind::core_dump:
    case ContentKind::freesurfer:
    case ContentKind::database:
    case ContentKind::pointer:
    case ContentKind::binary:
      return audit_binary(whole, kind, layer, report);
  }
}

}  // namespace shareready
