#include "audit/head_image.hpp"

#include <algorithm>
#include <cstring>

#include "audit/gunzip.hpp"
#include "base/byte_source.hpp"
#include "base/text.hpp"
#include "image/mgh.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_most_bytes = std::uint64_t{8} << 30U;
constexpr std::size_t k_nifti_start = 352;

Error damaged(const fs::path& path) {
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
                   k_most_bytes);
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
Result<NiftiImage> image_of_pair(const fs::path& path) {
  SR_TRY(std::vector<std::uint8_t> bytes, read_unpacked(header_of(path)));
  SR_TRY(const std::vector<std::uint8_t> voxels, read_unpacked(path));
  if (bytes.size() < 348) return damaged(path);
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

Result<NiftiImage> read_head_image(const fs::path& path) {
  const std::string lower = to_lower(path.filename().string());
  if (is_pair_name(lower)) return image_of_pair(path);
  if (!is_mgh_name(lower)) return read_nifti(path);
  SR_TRY(const std::vector<std::uint8_t> bytes, read_unpacked(path));
  return nifti_of_mgh(bytes, path.string());
}

bool has_no_voxels(const fs::path& image) {
  std::error_code status;
  if (fs::file_size(image, status) == 0 && !status) return true;
  const std::string lower = to_lower(image.filename().string());
  if (is_pair_name(lower)) return false;
  auto file = open_source(image);
  if (!file.ok()) return false;
  std::vector<std::uint8_t> head(600);
  const auto count = read_fully(unpacked(std::move(*file), is_packed_name(lower)), head);
  const bool is_nifti_2 = head[0] == 0x1c || head[3] == 0x1c;
  const std::size_t header = is_mgh_name(lower) ? mgh_at::data : is_nifti_2 ? 544 : k_nifti_start;
  return count.ok() && *count <= header;  // of NIfTI, with its extension flag
}

}  // namespace shareready
