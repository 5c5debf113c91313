#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "image/byte_order.hpp"
#include "image/nifti.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

using Bytes = std::span<const std::uint8_t>;

Error bad_header(std::string_view subject, std::string what) {
  return Error{ErrorCode::bad_data, std::string(subject), std::move(what), {}};
}

struct Reader {
  Bytes bytes;
  std::endian order;

  template <typename T>
  [[nodiscard]] T at(std::size_t offset) const {
    return load_number<T>(bytes.data() + offset, order);
  }
};

struct Kind {
  NiftiVersion version;
  std::endian order;
};

bool begins_with(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::equal(text.begin(), text.end(), bytes.begin());
}

bool magic_is(Bytes bytes, std::size_t at, std::string_view magic) {
  return begins_with(bytes.subspan(at), magic);
}

// Says what a file that is no NIfTI looks like, so that the user knows what to replace.
std::string describe_stranger(Bytes bytes) {
  const auto first = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t c) { return c > ' '; });
  const Bytes text = bytes.subspan(static_cast<std::size_t>(first - bytes.begin()));
  if (text.empty()) return "holds only blanks or zeros";
  if (text.front() == '<') return "is a web page or XML text, not an image; download the real file";
  if (begins_with(text, "version https://git-lfs")) return "is a Git LFS pointer; fetch its content first";
  if (begins_with(text, "/annex/objects") || begins_with(text, "../.git/annex")) {
    return "is a git-annex pointer; fetch its content first (datalad get, git annex get)";
  }
  return "is not a NIfTI image: expected a header size of 348 or 540 at its beginning";
}

Result<Kind> recognise(Bytes bytes, std::string_view subject) {
  if (bytes.empty()) return bad_header(subject, "the file is empty (0 bytes); expected a NIfTI image");
  if (bytes.size() < 4) return bad_header(subject, fmt::format("the file has {} bytes only", bytes.size()));
  for (const std::endian order : {std::endian::little, std::endian::big}) {
    const auto size = load_number<std::int32_t>(bytes.data(), order);
    if (size != 348 && size != 540) continue;
    if (bytes.size() < static_cast<std::size_t>(size)) {
      return bad_header(subject,
                        fmt::format("the header is cut off after {} of {} bytes", bytes.size(), size));
    }
    if (size == 540) {
      if (magic_is(bytes, nifti2_at::magic, {"n+2\0\r\n\x1a\n", 8})) return Kind{NiftiVersion::two, order};
      if (!magic_is(bytes, nifti2_at::magic, {"ni2\0", 4}))
        return bad_header(subject, "the NIfTI-2 signature is damaged");
    } else if (magic_is(bytes, nifti1_at::magic, {"n+1\0", 4})) {
      return Kind{NiftiVersion::one, order};
    } else if (!magic_is(bytes, nifti1_at::magic, {"ni1\0", 4})) {
      return Error{ErrorCode::unsupported,
                   std::string(subject),
                   "is in Analyze 7.5 format; convert it to a single-file NIfTI (.nii.gz) first",
                   {}};
    }
    return Error{ErrorCode::unsupported,
                 std::string(subject),
                 "is the header of a .hdr/.img pair; convert it to a single-file NIfTI (.nii.gz) first",
                 {}};
  }
  return bad_header(subject, "the file " + describe_stranger(bytes));
}

template <typename Real>
void read_geometry(const Reader& in, std::size_t quatern_b, std::size_t srow_x, NiftiGeometry& out) {
  for (std::size_t i = 0; i < 3; ++i) {
    out.quatern[i] = static_cast<double>(in.at<Real>(quatern_b + i * sizeof(Real)));
    out.qoffset[i] = static_cast<double>(in.at<Real>(quatern_b + (3 + i) * sizeof(Real)));
    for (std::size_t c = 0; c < 4; ++c) {
      out.srow.rows[i][c] = static_cast<double>(in.at<Real>(srow_x + (4 * i + c) * sizeof(Real)));
    }
  }
}

// The fields as stored, before any of them is believed.
struct RawHeader {
  int datatype = 0;
  std::array<std::int64_t, 8> dim{};
  double vox_offset = 0;
  NiftiHeader header;
};

RawHeader read_version_one(const Reader& in) {
  namespace at = nifti1_at;
  RawHeader raw;
  NiftiHeader& h = raw.header;
  raw.datatype = in.at<std::int16_t>(at::datatype);
  for (std::size_t i = 0; i < 8; ++i) {
    raw.dim[i] = in.at<std::int16_t>(at::dim + 2 * i);
    h.pixdim[i] = static_cast<double>(in.at<float>(at::pixdim + 4 * i));
  }
  raw.vox_offset = static_cast<double>(in.at<float>(at::vox_offset));
  h.scl_slope = static_cast<double>(in.at<float>(at::scl_slope));
  h.scl_inter = static_cast<double>(in.at<float>(at::scl_inter));
  h.cal_max = static_cast<double>(in.at<float>(at::cal_max));
  h.cal_min = static_cast<double>(in.at<float>(at::cal_min));
  h.intent_code = in.at<std::int16_t>(at::intent_code);
  h.xyzt_units = in.at<std::uint8_t>(at::xyzt_units);
  h.dim_info = in.at<std::uint8_t>(at::dim_info);
  h.geometry.qform_code = in.at<std::int16_t>(at::qform_code);
  h.geometry.sform_code = in.at<std::int16_t>(at::sform_code);
  read_geometry<float>(in, at::quatern_b, at::srow_x, h.geometry);
  return raw;
}

RawHeader read_version_two(const Reader& in) {
  namespace at = nifti2_at;
  RawHeader raw;
  NiftiHeader& h = raw.header;
  raw.datatype = in.at<std::int16_t>(at::datatype);
  for (std::size_t i = 0; i < 8; ++i) {
    raw.dim[i] = in.at<std::int64_t>(at::dim + 8 * i);
    h.pixdim[i] = in.at<double>(at::pixdim + 8 * i);
  }
  raw.vox_offset = static_cast<double>(in.at<std::int64_t>(at::vox_offset));
  h.scl_slope = in.at<double>(at::scl_slope);
  h.scl_inter = in.at<double>(at::scl_inter);
  h.cal_max = in.at<double>(at::cal_max);
  h.cal_min = in.at<double>(at::cal_min);
  h.intent_code = in.at<std::int32_t>(at::intent_code);
  h.xyzt_units = in.at<std::int32_t>(at::xyzt_units);
  h.dim_info = in.at<std::uint8_t>(at::dim_info);
  h.geometry.qform_code = in.at<std::int32_t>(at::qform_code);
  h.geometry.sform_code = in.at<std::int32_t>(at::sform_code);
  read_geometry<double>(in, at::quatern_b, at::srow_x, h.geometry);
  return raw;
}

Status take_dimensions(RawHeader& raw, std::string_view subject) {
  NiftiHeader& h = raw.header;
  if (raw.dim[0] < 1 || raw.dim[0] > 7) {
    return bad_header(subject, fmt::format("the header says {} dimensions, expected 1 to 7", raw.dim[0]));
  }
  h.dimensions = static_cast<int>(raw.dim[0]);
  std::uint64_t total = std::max<std::size_t>(bytes_per_voxel(h.datatype), 1);
  constexpr std::uint64_t k_most_bytes = std::numeric_limits<std::int64_t>::max() / 2;
  for (std::size_t i = 0; i < static_cast<std::size_t>(h.dimensions); ++i) {
    const std::int64_t size = raw.dim[i + 1];
    if (size < 1) {
      return bad_header(subject, fmt::format("dimension {} has size {}, expected at least 1", i + 1, size));
    }
    if (total > k_most_bytes / static_cast<std::uint64_t>(size)) {
      return bad_header(subject, "the header describes an image larger than any disk");
    }
    total *= static_cast<std::uint64_t>(size);
    h.size[i] = size;
  }
  return Done{};
}

Status take_vox_offset(RawHeader& raw, std::string_view subject) {
  const double least = static_cast<double>(raw.header.version == NiftiVersion::one ? k_nifti1_data_offset
                                                                                   : k_nifti2_data_offset);
  constexpr double k_most = 1e15;  // keeps the sum with the data's size far from overflow
  const double offset = raw.vox_offset;
  if (!(offset >= least && offset < k_most) || offset != std::floor(offset)) {
    return bad_header(
        subject, fmt::format("the data begins at byte {} by the header, expected {} or more", offset, least));
  }
  raw.header.vox_offset = static_cast<std::uint64_t>(offset);
  return Done{};
}

}  // namespace

std::uint64_t NiftiHeader::voxels_per_volume() const {
  return static_cast<std::uint64_t>(size[0]) * static_cast<std::uint64_t>(size[1]) *
         static_cast<std::uint64_t>(size[2]);
}

std::uint64_t NiftiHeader::volumes() const {
  std::uint64_t count = 1;
  for (std::size_t i = 3; i < size.size(); ++i) count *= static_cast<std::uint64_t>(size[i]);
  return count;
}

std::uint64_t NiftiHeader::data_bytes() const {
  const std::uint64_t voxels = voxels_per_volume() * volumes();
  return datatype == Datatype::binary ? (voxels + 7) / 8 : voxels * bytes_per_voxel(datatype);
}

Result<NiftiHeader> parse_nifti_header(Bytes bytes, std::string_view subject) {
  SR_TRY(const Kind kind, recognise(bytes, subject));
  const Reader in{bytes, kind.order};
  RawHeader raw = kind.version == NiftiVersion::one ? read_version_one(in) : read_version_two(in);
  raw.header.version = kind.version;
  raw.header.byte_order = kind.order;
  const std::optional<Datatype> datatype = datatype_of(raw.datatype);
  if (!datatype)
    return bad_header(subject, fmt::format("the data type {} is not one of NIfTI", raw.datatype));
  raw.header.datatype = *datatype;
  SR_CHECK(take_dimensions(raw, subject));
  SR_CHECK(take_vox_offset(raw, subject));
  NiftiGeometry& geometry = raw.header.geometry;
  std::copy_n(raw.header.size.begin(), 3, geometry.size.begin());
  std::copy_n(raw.header.pixdim.begin(), 4, geometry.pixdim.begin());
  return raw.header;
}

Result<Affine> voxel_to_ras(const NiftiHeader& header, std::string_view subject) {
  if (const std::optional<Affine> affine = effective_affine(header.geometry)) return *affine;
  return bad_header(subject,
                    fmt::format("the position in the header (sform code {}, qform code {}) is not usable: "
                                "its matrix is singular or not finite",
                                header.geometry.sform_code, header.geometry.qform_code));
}

}  // namespace shareready
