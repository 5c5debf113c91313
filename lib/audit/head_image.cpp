#include "audit/head_image.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "audit/gunzip.hpp"
#include "base/byte_source.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_most_bytes = std::uint64_t{8} << 30U;
constexpr std::size_t k_nifti_start = 352;
constexpr std::size_t k_mgh_start = 284;

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

// Numbers of a header whose bytes stand the highest first.
class BigEndian {
 public:
  explicit BigEndian(std::vector<std::uint8_t>& bytes) : bytes_(bytes) {}

  template <typename Number>
  [[nodiscard]] Number at(std::size_t offset) const {
    std::array<std::uint8_t, sizeof(Number)> raw{};
    std::reverse_copy(bytes_.begin() + static_cast<std::ptrdiff_t>(offset),
                      bytes_.begin() + static_cast<std::ptrdiff_t>(offset + sizeof(Number)), raw.begin());
    return std::bit_cast<Number>(raw);
  }
  template <typename Number>
  void put(std::size_t offset, Number value) {
    const auto raw = std::bit_cast<std::array<std::uint8_t, sizeof(Number)>>(value);
    std::reverse_copy(raw.begin(), raw.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  }

 private:
  std::vector<std::uint8_t>& bytes_;
};

struct MghType {
  std::int32_t type;
  std::int16_t nifti, bits;
};
constexpr std::array<MghType, 5> k_mgh_types = {
    {{0, 2, 8}, {1, 8, 32}, {3, 16, 32}, {4, 4, 16}, {10, 512, 16}}};

// Columns of directions times spacings, and the centre that they turn about.
void put_mgh_geometry(const BigEndian& mgh, BigEndian& nifti) {
  const bool is_told = mgh.at<std::int16_t>(28) == 1;
  constexpr std::array<float, 12> k_coronal = {-1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0};
  const auto direction = [&](std::size_t axis, std::size_t row) {
    return is_told ? mgh.at<float>(42 + 4 * (3 * axis + row)) : k_coronal[3 * axis + row];
  };
  for (std::size_t row = 0; row < 3; ++row) {
    float origin = direction(3, row);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const float spacing = is_told ? mgh.at<float>(30 + 4 * axis) : 1;
      const float step = direction(axis, row) * spacing;
      origin -= step * static_cast<float>(mgh.at<std::int32_t>(4 + 4 * axis)) / 2;
      nifti.put<float>(280 + 16 * row + 4 * axis, step);
      nifti.put<float>(80 + 4 * axis, spacing);
    }
    nifti.put<float>(280 + 16 * row + 12, origin);
  }
}

// The same voxels behind a NIfTI-1 header of the same byte order.
Result<NiftiImage> image_of_mgh(std::vector<std::uint8_t> bytes, const fs::path& path) {
  if (bytes.size() <= k_mgh_start) return damaged(path);
  const BigEndian mgh(bytes);
  const auto type = std::find_if(k_mgh_types.begin(), k_mgh_types.end(), [&](const MghType& entry) {
    return entry.type == mgh.at<std::int32_t>(20);
  });
  if (mgh.at<std::int32_t>(0) != 1 || type == k_mgh_types.end()) return damaged(path);
  std::vector<std::uint8_t> converted(k_nifti_start, 0);
  BigEndian nifti(converted);
  nifti.put<std::int32_t>(0, 348);
  nifti.put<std::int16_t>(40, 4);
  for (std::size_t i = 0; i < 7; ++i) {
    const std::int32_t size = i < 4 ? mgh.at<std::int32_t>(4 + 4 * i) : 1;
    if (size < 1 || size > 32767) {
      return Error{ErrorCode::unsupported, path.string(), "expected a volume, got a list of values", {}};
    }
    nifti.put<std::int16_t>(42 + 2 * i, static_cast<std::int16_t>(size));
  }
  nifti.put<std::int16_t>(70, type->nifti);
  nifti.put<std::int16_t>(72, type->bits);
  nifti.put<float>(108, static_cast<float>(k_nifti_start));
  nifti.put<std::int16_t>(254, 1);
  put_mgh_geometry(mgh, nifti);
  std::memcpy(converted.data() + 344, "n+1", 4);
  converted.insert(converted.end(), bytes.begin() + k_mgh_start, bytes.end());
  return parse_nifti(std::move(converted), path.string());
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

bool is_mgh_name(const std::string& lower) { return ends_with(lower, ".mgh") || ends_with(lower, ".mgz"); }
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
  SR_TRY(std::vector<std::uint8_t> bytes, read_unpacked(path));
  return image_of_mgh(std::move(bytes), path);
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
  const std::size_t header = is_mgh_name(lower) ? k_mgh_start : is_nifti_2 ? 544 : k_nifti_start;
  return count.ok() && *count <= header;  // of NIfTI, with its extension flag
}

}  // namespace shareready
