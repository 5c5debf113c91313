#include "stage/face_mask.hpp"

#include <algorithm>
#include <array>

#include "bids/bids_name.hpp"
#include "image/byte_order.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

// BIDS 1.11, entities of anat/defacemask, without those that the legacy validator does not know there (ce).
constexpr std::array<std::string_view, 6> k_mask_entities{"sub", "ses", "task", "acq", "rec", "run"};
constexpr std::array<std::string_view, 4> k_shared_entities{"echo", "part", "inv", "flip"};
// What `mod` may say: the contrasts of anat that are images of a head as they were measured.
constexpr std::array<std::string_view, 10> k_mask_suffixes{
    "FLAIR", "PDT2", "PDw", "T1w", "T2starw", "T2w", "UNIT1", "angio", "inplaneT1", "inplaneT2"};

bool contains(const auto& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Three dimensions of bytes without scaling; all else stays as the image has it.
void describe_bytes_1(std::vector<std::uint8_t>& bytes, const NiftiHeader& header) {
  const auto put = [&]<typename T>(std::size_t at, T value) {
    store_number(bytes.data() + at, value, header.byte_order);
  };
  put(nifti1_at::datatype, static_cast<std::int16_t>(Datatype::uint8));
  put(nifti1_at::bitpix, std::int16_t{8});
  put(nifti1_at::dim, std::int16_t{3});
  for (std::size_t axis = 3; axis < 7; ++axis) {
    put(nifti1_at::dim + 2 * (axis + 1), std::int16_t{1});
    put(nifti1_at::pixdim + 4 * (axis + 1), 0.0F);
  }
  put(nifti1_at::scl_slope, 1.0F);
  put(nifti1_at::scl_inter, 0.0F);
  put(nifti1_at::cal_max, 1.0F);
  put(nifti1_at::cal_min, 0.0F);
  put(nifti1_at::intent_code, std::int16_t{0});
}

void describe_bytes_2(std::vector<std::uint8_t>& bytes, const NiftiHeader& header) {
  const auto put = [&]<typename T>(std::size_t at, T value) {
    store_number(bytes.data() + at, value, header.byte_order);
  };
  put(nifti2_at::datatype, static_cast<std::int16_t>(Datatype::uint8));
  put(nifti2_at::bitpix, std::int16_t{8});
  put(nifti2_at::dim, std::int64_t{3});
  for (std::size_t axis = 3; axis < 7; ++axis) {
    put(nifti2_at::dim + 8 * (axis + 1), std::int64_t{1});
    put(nifti2_at::pixdim + 8 * (axis + 1), 0.0);
  }
  put(nifti2_at::scl_slope, 1.0);
  put(nifti2_at::scl_inter, 0.0);
  put(nifti2_at::cal_max, 1.0);
  put(nifti2_at::cal_min, 0.0);
  put(nifti2_at::intent_code, std::int32_t{0});
}

}  // namespace

std::optional<std::string> face_mask_path(const std::string& image) {
  const std::filesystem::path path(image);
  BidsName name = parse_bids_name(path.filename().string());
  if (place_of(path).datatype != "anat" || !contains(k_mask_suffixes, name.suffix)) return {};
  for (const std::string_view key : k_shared_entities) name.erase(key);
  for (const Entity& entity : name.entities) {
    if (!contains(k_mask_entities, entity.key)) return {};
  }
  name.set("mod", name.suffix);
  name.suffix = "defacemask";
  return (path.parent_path() / format_bids_name(name)).generic_string();
}

Result<NiftiImage> make_face_mask(const NiftiImage& image, std::span<const Span> removed) {
  const auto data = static_cast<std::ptrdiff_t>(image.header.vox_offset);
  std::vector<std::uint8_t> bytes(image.bytes.begin(), image.bytes.begin() + data);
  if (image.header.version == NiftiVersion::one) {
    describe_bytes_1(bytes, image.header);
  } else {
    describe_bytes_2(bytes, image.header);
  }
  bytes.resize(bytes.size() + image.header.voxels_per_volume(), 0);
  for (const Span& span : removed) {
    std::fill_n(bytes.begin() + data + static_cast<std::ptrdiff_t>(span.start), span.count, std::uint8_t{1});
  }
  return parse_nifti(std::move(bytes), "face mask");
}

}  // namespace shareready
