#include "audit/head_image.hpp"

#include <algorithm>
#include <cstring>

#include "audit/content_kind.hpp"
#include "audit/gunzip.hpp"
#include "base/byte_source.hpp"
#include "base/text.hpp"
#include "image/mgh.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_most_image_bytes = std::uint64_t{8}
                                             << 30U;  // of an image, once its header tells them
constexpr std::uint64_t k_most_untold_bytes = std::uint64_t{1} << 30U;
constexpr std::size_t k_nifti_start = 352;

Error damaged_image(const fs::path& path) {
  return Error{
      ErrorCode::bad_data, path.string(), "expected an intact image, got one cut off or damaged", {}};
}

bool ends_with(const std::string& text, std::string_view ending) { return text.ends_with(ending); }

// Of a file, unpacked where it is gzip.
ByteSource unpacked(ByteSource file, bool is_packed) {
  if (!is_packed) return file;
  return [reader = GzipReader(std::move(file))](std::span<std::uint8_t> buffer) mutable {
    return reader.read(buffer);
  };
}

bool is_packed_name(const std::string& lower) { return ends_with(lower, ".gz") || ends_with(lower, ".mgz"); }

Result<std::vector<std::uint8_t>> read_unpacked(const fs::path& path) {
  SR_TRY(ByteSource file, open_source(path));
  return read_rest(unpacked(std::move(file), is_packed_name(to_lower(path.filename().string()))),
                   k_most_image_bytes);
}

// ".hdr", or ".hdr.gz", beside ".img" or ".img.gz".
fs::path header_of(const fs::path& image) {
  std::string name = image.filename().string();
  const std::size_t at = to_lower(name).rfind(".img");
  name.replace(at, 4, ".hdr");
  std::error_code status;
  const fs::path beside = image.parent_path() / name;
  if (fs::exists(beside, status)) return beside;
  return image.parent_path() / name.substr(0, at + 4);
}

// Analyze 7.5 has other fields where NIfTI has orientation and scaling.
Result<NiftiImage> image_of_pair(const HeadFile& file) {
  const fs::path& path = file.path;
  SR_TRY(std::vector<std::uint8_t> bytes, read_unpacked(header_of(path)));
  const std::vector<std::uint8_t>& voxels = file.decoded;
  if (bytes.size() < 348) return damaged_image(path);
  bytes.resize(k_nifti_start);
  const bool is_nifti = std::memcmp(bytes.data() + 344, "ni1", 3) == 0;
  if (!is_nifti) std::fill(bytes.begin() + 252, bytes.begin() + 344, std::uint8_t{0});
  if (!is_nifti) std::fill(bytes.begin() + 112, bytes.begin() + 120, std::uint8_t{0});
  const bool is_little = bytes[0] == 0x5c;
  const float begin = static_cast<float>(k_nifti_start);
  std::memcpy(bytes.data() + 108, &begin, sizeof begin);
  if (!is_little) std::reverse(bytes.begin() + 108, bytes.begin() + 112);
  std::memcpy(bytes.data() + 344, "n+1", 4);
  std::fill(bytes.begin() + 348, bytes.end(), std::uint8_t{0});
  bytes.insert(bytes.end(), voxels.begin(), voxels.end());
  return parse_nifti(std::move(bytes), path.string());
}

bool is_pair_name(const std::string& lower) {
  return ends_with(lower, ".img") || ends_with(lower, ".img.gz");
}

}  // namespace

bool is_head_image_name(std::string_view name) {
  const std::string lower = to_lower(name);
  return ends_with(lower, ".nii") || ends_with(lower, ".nii.gz") || is_mgh_name(lower) || is_pair_name(lower);
}

std::uint64_t bytes_of_image(std::span<const std::uint8_t> start) {
  if (const auto header = parse_nifti_header(start, ""); header.ok()) {
    return std::min(header->vox_offset + header->data_bytes(), k_most_image_bytes);
  }
  return k_most_untold_bytes;
}

Result<NiftiImage> read_head_image(HeadFile file) {
  const std::string lower = to_lower(file.path.filename().string());
  if (file.decoded.empty() && !file.is_on_disk) return damaged_image(file.path);
  const bool is_unnamed = !is_head_image_name(lower);
  const bool is_pair = is_pair_name(lower);
  const bool is_mgh =
      is_mgh_name(lower) || (is_unnamed && judge_kind_of(file.decoded) == ContentKind::freesurfer);
  if (is_pair && !file.is_on_disk) {
    return Error{ErrorCode::unsupported, file.path.string(), "half of an image in an archive: unpack it", {}};
  }
  if (file.decoded.empty() && !is_pair && !is_mgh) return read_nifti(file.path);
  if (file.decoded.empty()) {
    SR_TRY(file.decoded, read_unpacked(file.path));
  }
  if (is_pair) return image_of_pair(file);
  if (is_mgh) return nifti_of_mgh(file.decoded, file.path.string());
  return parse_nifti(std::move(file.decoded), file.path.string());
}

bool has_no_voxels(const HeadFile& image) {
  if (!image.is_on_disk && image.decoded.empty()) return true;
  std::error_code status;
  if (image.is_on_disk && fs::file_size(image.path, status) == 0 && !status) return true;
  const std::string lower = to_lower(image.path.filename().string());
  if (is_pair_name(lower)) return false;
  std::vector<std::uint8_t> head(600);
  std::size_t count = std::min(head.size(), image.decoded.size());
  std::copy_n(image.decoded.begin(), count, head.begin());
  if (image.decoded.empty()) {
    auto file = open_source(image.path);
    if (!file.ok()) return false;
    const auto got = read_fully(unpacked(std::move(*file), is_packed_name(lower)), head);
    if (!got.ok()) return false;
    count = *got;
  }
  const ContentKind kind = judge_kind_of(std::span(head).first(count));
  if (kind != ContentKind::empty && kind != ContentKind::nifti && kind != ContentKind::freesurfer)
    return false;
  const bool is_nifti_2 = head[0] == 0x1c || head[3] == 0x1c;
  const std::size_t header = is_mgh_name(lower) ? mgh_at::data : is_nifti_2 ? 544 : k_nifti_start;
  return count <= header;  // of NIfTI, with its extension flag
}

}  // namespace shareready
