#include "deid/pair_header.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/files.hpp"
#include "image/byte_order.hpp"
#include "image/nifti_layout.hpp"

namespace shareready {
namespace {

using ConstBytes = std::span<const std::uint8_t>;

// Fields that Analyze 7.5 has where NIfTI-1 has others or none (Mayo Clinic, dbh.h; SPM99 and SPM2 for the
// scaling and the origin).
namespace analyze_at {
constexpr std::size_t regular = 38, scaling = 112, display_range = 124, orientation = 252, origin = 253;
}
constexpr std::size_t k_scaling_size = 8;  // factor and offset
constexpr std::int32_t k_extents = 16384;  // the same in every header
constexpr std::uint8_t k_last_orientation = 5;
constexpr std::int16_t k_longest_side_of_origins = 0x2020;  // from there on, two letters look like a number

Error bad(std::string_view subject, std::string what) {
  return Error{ErrorCode::bad_data, std::string(subject), std::move(what), {}};
}

enum class PairKind { analyze, nifti_1, nifti_2 };

struct Recognised {
  PairKind kind;
  std::endian order;
};

bool has_at(ConstBytes bytes, std::size_t offset, std::string_view magic) {
  return bytes.size() >= offset + magic.size() &&
         std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

Result<Recognised> recognise(ConstBytes bytes, std::string_view subject) {
  for (const std::endian order : {std::endian::little, std::endian::big}) {
    if (bytes.size() < nifti1_at::end) break;
    const auto size = static_cast<std::size_t>(load_number<std::uint32_t>(bytes.data(), order));
    if (size == nifti1_at::end) {
      const bool is_nifti = has_at(bytes, nifti1_at::magic, "ni1");
      if (has_at(bytes, nifti1_at::magic, "n+1")) break;
      return Recognised{is_nifti ? PairKind::nifti_1 : PairKind::analyze, order};
    }
    if (size == nifti2_at::end && bytes.size() >= size && has_at(bytes, nifti2_at::magic, "ni2")) {
      return Recognised{PairKind::nifti_2, order};
    }
  }
  return bad(subject, "the file is not the header of a NIfTI pair or of an Analyze image");
}

// The same header as that of an image in one file, with nothing between it and the data.
Result<NiftiImage> as_single_file(ConstBytes header, const Recognised& found, std::string_view subject) {
  NiftiImage image;
  const bool two = found.kind == PairKind::nifti_2;
  const std::size_t end = two ? nifti2_at::end : nifti1_at::end;
  image.bytes.assign(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(end));
  image.bytes.resize(end + 4, 0);
  constexpr std::string_view k_magic_1{"n+1\0", 4}, k_magic_2{"n+2\0\r\n\x1a\n", 8};
  const std::string_view magic = two ? k_magic_2 : k_magic_1;
  std::copy(magic.begin(), magic.end(), image.bytes.begin() + (two ? nifti2_at::magic : nifti1_at::magic));
  if (two) {
    store_number(&image.bytes[nifti2_at::vox_offset], std::int64_t{k_nifti2_data_offset}, found.order);
  } else {
    store_number(&image.bytes[nifti1_at::vox_offset], static_cast<float>(k_nifti1_data_offset), found.order);
  }
  SR_TRY(image.header, parse_nifti_header(image.bytes, subject));
  return image;
}

Result<std::uint64_t> data_offset_of(ConstBytes header, const Recognised& found, std::string_view subject) {
  constexpr double k_most = 1e12;
  const double offset =
      found.kind == PairKind::nifti_2
          ? static_cast<double>(load_number<std::int64_t>(&header[nifti2_at::vox_offset], found.order))
          : static_cast<double>(load_number<float>(&header[nifti1_at::vox_offset], found.order));
  if (!(offset >= 0 && offset < k_most) || offset != std::floor(offset)) {
    return bad(subject, "the header says that the data begins where it cannot");
  }
  return static_cast<std::uint64_t>(offset);
}

bool is_printable(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }

void keep(ConstBytes from, std::vector<std::uint8_t>& to, std::size_t offset, std::size_t size) {
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(offset), size,
              to.begin() + static_cast<std::ptrdiff_t>(offset));
}

// SPM keeps the voxel of the origin where Analyze has a text: three numbers within the image.
void keep_origin(ConstBytes header, const NiftiHeader& parsed, std::vector<std::uint8_t>& kept) {
  for (std::size_t i = 0; i < 3; ++i) {
    const auto place = load_number<std::int16_t>(&header[analyze_at::origin + 2 * i], parsed.byte_order);
    if (place < 1 || place > parsed.size[i] || place >= k_longest_side_of_origins) return;
  }
  keep(header, kept, analyze_at::origin, 6);
}

void keep_sizes(ConstBytes header, const NiftiHeader& parsed, std::vector<std::uint8_t>& kept) {
  const auto used = static_cast<std::size_t>(parsed.dimensions);
  for (std::size_t i = used + 1; i < 8; ++i)
    store_number<std::int16_t>(&kept[nifti1_at::dim + 2 * i], 1, parsed.byte_order);
  keep(header, kept, nifti1_at::dim, 2 * (used + 1));
  keep(header, kept, nifti1_at::pixdim + 4, 4 * used);
}

// A header with nothing in it but what stays.
Result<std::vector<std::uint8_t>> scrub_analyze(ConstBytes header, const NiftiHeader& parsed,
                                                std::string_view subject) {
  const ConstBytes scaling = header.subspan(analyze_at::scaling, k_scaling_size);
  if (std::all_of(scaling.begin(), scaling.end(), is_printable)) {
    return bad(subject, "a text stands where the scaling of its values should");
  }
  std::vector<std::uint8_t> kept(nifti1_at::end, 0);
  store_number<std::int32_t>(kept.data(), static_cast<std::int32_t>(nifti1_at::end), parsed.byte_order);
  store_number(&kept[nifti1_at::extents], k_extents, parsed.byte_order);
  kept[analyze_at::regular] = 'r';
  keep_sizes(header, parsed, kept);
  keep(header, kept, nifti1_at::datatype, 4);  // and bits a voxel
  keep(header, kept, analyze_at::scaling, k_scaling_size);
  keep(header, kept, analyze_at::display_range, 8);
  if (header[analyze_at::orientation] <= k_last_orientation) keep(header, kept, analyze_at::orientation, 1);
  keep_origin(header, parsed, kept);
  return kept;
}

Result<ScrubbedHeader> scrub_nifti_half(NiftiImage& image, PairKind kind, std::string_view subject) {
  const std::size_t name_at = kind == PairKind::nifti_2 ? nifti2_at::intent_name : nifti1_at::intent_name;
  if (has_at(image.bytes, name_at, "mrs_v")) {
    return Error{ErrorCode::unsupported,
                 std::string(subject),
                 "is a NIfTI-MRS image in two files; convert it to one file",
                 {}};
  }
  SR_TRY(ScrubbedHeader out, scrub_nifti_header(image, subject));
  constexpr std::string_view k_pair_1{"ni1\0", 4}, k_pair_2{"ni2\0", 4};
  const bool two = kind == PairKind::nifti_2;
  const std::string_view magic = two ? k_pair_2 : k_pair_1;
  std::copy(magic.begin(), magic.end(), image.bytes.begin() + (two ? nifti2_at::magic : nifti1_at::magic));
  const std::size_t at = two ? nifti2_at::vox_offset : nifti1_at::vox_offset;
  std::fill_n(image.bytes.begin() + static_cast<std::ptrdiff_t>(at), two ? 8 : 4, std::uint8_t{0});
  return out;
}

// What stood between the first bytes of a header and those of its cleaned form.
void note_behind(ConstBytes header, std::size_t end, std::vector<std::string>& removed) {
  const ConstBytes behind = header.subspan(std::min(end, header.size()));
  if (std::any_of(behind.begin(), behind.end(), [](std::uint8_t b) { return b != 0; }))
    removed.emplace_back("bytes behind the header");
}

}  // namespace

Result<ScrubbedPair> scrub_pair_header(ConstBytes header, std::string_view subject) {
  SR_TRY(const Recognised found, recognise(header, subject));
  SR_TRY(NiftiImage image, as_single_file(header, found, subject));
  ScrubbedPair out;
  out.data_bytes = image.header.data_bytes();
  SR_TRY(out.data_offset, data_offset_of(header, found, subject));
  if (found.kind == PairKind::analyze) {
    SR_TRY(out.header, scrub_analyze(header, image.header, subject));
    if (!std::equal(out.header.begin(), out.header.end(), header.begin()))
      out.removed.emplace_back("history and unused fields");
  } else {
    SR_TRY(ScrubbedHeader scrubbed, scrub_nifti_half(image, found.kind, subject));
    out.removed = std::move(scrubbed.removed);
    out.header = std::move(image.bytes);
  }
  note_behind(header, found.kind == PairKind::nifti_2 ? nifti2_at::end : nifti1_at::end, out.removed);
  return out;
}

Result<ScrubbedHeader> scrub_pair_files(const PairPaths& from, const PairPaths& to,
                                        std::string_view subject) {
  SR_TRY(const std::vector<std::uint8_t> header, read_bytes(from.header));
  SR_TRY(ScrubbedPair scrubbed, scrub_pair_header(header, subject));
  SR_TRY(const std::vector<std::uint8_t> data, read_bytes(from.voxels));
  if (data.size() < scrubbed.data_offset || data.size() - scrubbed.data_offset < scrubbed.data_bytes) {
    return bad(subject, "the image data is cut off; get a complete copy of the file");
  }
  const ConstBytes voxels = ConstBytes(data).subspan(scrubbed.data_offset, scrubbed.data_bytes);
  SR_CHECK(write_file(to.voxels, voxels));
  SR_CHECK(write_file(to.header, ConstBytes(scrubbed.header)));
  if (data.size() != voxels.size()) scrubbed.removed.emplace_back("bytes around the data");
  return ScrubbedHeader{.removed = std::move(scrubbed.removed)};
}

}  // namespace shareready
