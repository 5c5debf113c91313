#include "deid/nifti_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "deid/clear_bytes.hpp"
#include "deid/mrs_extension.hpp"
#include "image/byte_order.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

struct Field {
  std::string_view name;
  std::size_t offset;
  std::size_t size;
};

// Everything in a header that is free text or has no use (nifti1.h, nifti2.h); in the order of the file.
// intent_name is treated apart.
constexpr std::array k_nifti1_fields{
    Field{"data_type", nifti1_at::data_type, 10}, Field{"db_name", nifti1_at::db_name, 18},
    Field{"extents", nifti1_at::extents, 4},      Field{"session_error", nifti1_at::session_error, 2},
    Field{"regular", nifti1_at::regular, 1},      Field{"glmax", nifti1_at::glmax, 4},
    Field{"glmin", nifti1_at::glmin, 4},          Field{"descrip", nifti1_at::descrip, 80},
    Field{"aux_file", nifti1_at::aux_file, 24}};
constexpr std::array k_nifti2_fields{Field{"descrip", nifti2_at::descrip, 80},
                                     Field{"aux_file", nifti2_at::aux_file, 24},
                                     Field{"unused_str", nifti2_at::unused_str, 15}};
constexpr std::size_t k_intent_name_size = 16;
constexpr std::size_t k_extender_size = 4;
constexpr std::size_t k_extension_head = 8;  // size and code
constexpr std::size_t k_extension_unit = 16;

// CIFTI-2 specification, table of intents; sorted. Cut to 15 characters by the standard itself.
constexpr std::array<std::string_view, 12> k_cifti_names{
    "ConnDense", "ConnDenseLabel",  "ConnDenseParcel", "ConnDenseScalar", "ConnDenseSeries", "ConnPPSc",
    "ConnPPSr",  "ConnParcelDense", "ConnParcelScalr", "ConnParcelSries", "ConnParcels",     "ConnUnknown"};
constexpr std::string_view k_mrs_prefix = "mrs_v";  // NIfTI-MRS standard, "mrs_v0_9"

// Extensions that the image cannot be understood without (NIfTI registry of extension codes).
constexpr int k_extension_cifti = 32;

constexpr std::string_view k_trailing = "bytes after the data";

// Keeps a technical name up to its NUL, clears the rest; true where more than padding went.
bool clear_intent_name(std::span<std::uint8_t> bytes) {
  const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
  const std::string name(bytes.begin(), end);
  const std::size_t kept = is_technical_intent_name(name) ? name.size() : 0;
  return clear_bytes(bytes.subspan(kept));
}

Error unsupported(std::string_view subject, std::string_view kind) {
  return Error{
      ErrorCode::unsupported,
      std::string(subject),
      fmt::format("is a {} image: the text in its header extension is a part of the data and cannot be "
                  "scrubbed yet; leave the file out or convert it",
                  kind),
      {}};
}

// The extension that stays, cleaned: that of an MRS image.
Result<std::optional<CleanedMrs>> clean_extensions(const NiftiImage& image, std::string_view subject,
                                                   const SidecarContext& mrs_rules) {
  std::optional<CleanedMrs> cleaned;
  for (const NiftiExtension& extension : image.extensions) {
    if (extension.code == k_extension_cifti) return unsupported(subject, "CIFTI");
    if (extension.code != k_extension_mrs) continue;
    if (mrs_rules.table == nullptr) return unsupported(subject, "NIfTI-MRS");
    if (cleaned) {
      return Error{
          ErrorCode::bad_data, std::string(subject), "has two NIfTI-MRS extensions, expected one", {}};
    }
    const std::string_view text(
        reinterpret_cast<const char*>(image.bytes.data() + extension.offset + k_extension_head),
        extension.size - k_extension_head);
    SR_TRY(cleaned, clean_mrs_extension(text, mrs_rules, subject));
  }
  return cleaned;
}

void clear_fields(NiftiImage& image, std::vector<std::string>& removed) {
  const bool one = image.header.version == NiftiVersion::one;
  const std::span<const Field> fields =
      one ? std::span<const Field>(k_nifti1_fields) : std::span<const Field>(k_nifti2_fields);
  const std::span<std::uint8_t> bytes(image.bytes);
  for (const Field& field : fields) {
    if (clear_bytes(bytes.subspan(field.offset, field.size))) removed.emplace_back(field.name);
  }
  const std::size_t intent = one ? nifti1_at::intent_name : nifti2_at::intent_name;
  if (clear_intent_name(bytes.subspan(intent, k_intent_name_size))) removed.emplace_back("intent_name");
}

void set_vox_offset(NiftiImage& image, std::size_t offset) {
  const std::endian order = image.header.byte_order;
  if (image.header.version == NiftiVersion::one) {
    store_number(image.bytes.data() + nifti1_at::vox_offset, static_cast<float>(offset), order);
  } else {
    store_number(image.bytes.data() + nifti2_at::vox_offset, static_cast<std::int64_t>(offset), order);
  }
  image.header.vox_offset = offset;
}

// Takes out all between the header and the data: extender, extensions, gap.
void close_gap(NiftiImage& image, std::vector<std::string>& removed) {
  const bool one = image.header.version == NiftiVersion::one;
  const std::size_t end = one ? nifti1_at::end : nifti2_at::end;
  const std::size_t data = end + k_extender_size;
  std::size_t gap = image.header.vox_offset - data;
  for (const NiftiExtension& extension : image.extensions) {
    if (extension.code != k_extension_mrs) removed.push_back(fmt::format("extension {}", extension.code));
    gap -= extension.size;
  }
  const bool extender = clear_bytes(std::span(image.bytes).subspan(end, k_extender_size));
  if (gap > 0 || (extender && image.extensions.empty())) removed.emplace_back("bytes before the data");
  const auto begin = image.bytes.begin();
  image.bytes.erase(begin + static_cast<std::ptrdiff_t>(data),
                    begin + static_cast<std::ptrdiff_t>(image.header.vox_offset));
  image.extensions.clear();
  set_vox_offset(image, data);
}

// Puts an extension between the header and the data, where nothing stands.
void insert_extension(NiftiImage& image, int code, std::string_view text) {
  const std::size_t data = image.header.vox_offset;
  const std::size_t size =
      (text.size() + k_extension_head + k_extension_unit - 1) / k_extension_unit * k_extension_unit;
  std::vector<std::uint8_t> extension(size, 0);
  store_number(extension.data(), static_cast<std::int32_t>(size), image.header.byte_order);
  store_number(&extension[4], static_cast<std::int32_t>(code), image.header.byte_order);
  std::copy(text.begin(), text.end(), extension.begin() + k_extension_head);
  image.bytes[data - k_extender_size] = 1;
  image.bytes.insert(image.bytes.begin() + static_cast<std::ptrdiff_t>(data), extension.begin(),
                     extension.end());
  image.extensions.push_back({.code = code, .offset = data, .size = size});
  set_vox_offset(image, data + size);
}

void cut_trailing(NiftiImage& image, std::vector<std::string>& removed) {
  if (image.trailing_bytes() == 0) return;
  image.bytes.resize(image.bytes.size() - image.trailing_bytes());
  removed.emplace_back(k_trailing);
}

void list_gzip_fields(NiftiImage& image, std::vector<std::string>& removed) {
  const auto list = [&](std::string_view what, auto held) {
    if (std::any_of(image.gzip_members.begin(), image.gzip_members.end(), held)) removed.emplace_back(what);
  };
  list("gzip name", [](const GzipMember& m) { return !m.name.empty(); });
  list("gzip comment", [](const GzipMember& m) { return !m.comment.empty(); });
  list("gzip time", [](const GzipMember& m) { return m.modified != 0; });
  list("gzip extra field", [](const GzipMember& m) { return !m.extra.empty(); });
  image.gzip_members.clear();
}

}  // namespace

bool is_technical_intent_name(std::string_view name) {
  if (std::binary_search(k_cifti_names.begin(), k_cifti_names.end(), name)) return true;
  if (!name.starts_with(k_mrs_prefix) || name.size() == k_mrs_prefix.size()) return false;
  name.remove_prefix(k_mrs_prefix.size());
  return name.find_first_not_of("0123456789_") == std::string_view::npos;
}

Result<ScrubbedHeader> scrub_nifti_header(NiftiImage& image, std::string_view subject,
                                          const SidecarContext& mrs_rules) {
  SR_TRY(std::optional<CleanedMrs> mrs, clean_extensions(image, subject, mrs_rules));
  ScrubbedHeader out;
  clear_fields(image, out.removed);
  close_gap(image, out.removed);
  cut_trailing(image, out.removed);
  if (mrs) {
    insert_extension(image, k_extension_mrs, mrs->json);
    std::move(mrs->removed.begin(), mrs->removed.end(), std::back_inserter(out.removed));
  }
  list_gzip_fields(image, out.removed);
  return out;
}

Result<ScrubbedHeader> scrub_nifti_file(const std::filesystem::path& from, const std::filesystem::path& to,
                                        std::string_view subject, const SidecarContext& mrs_rules) {
  SR_TRY(NiftiImage start, read_nifti_start(from));
  const NiftiHeader before = start.header;
  SR_TRY(ScrubbedHeader out, scrub_nifti_header(start, subject, mrs_rules));
  SR_TRY(CopiedNifti copied, copy_nifti(from, to, before, start));
  start.gzip_members = std::move(copied.gzip_members);
  if (copied.trailing_bytes > 0) out.removed.emplace_back(k_trailing);
  list_gzip_fields(start, out.removed);
  return out;
}

}  // namespace shareready
