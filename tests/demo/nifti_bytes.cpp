#include "demo/nifti_bytes.hpp"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace shareready::demo {
namespace {

// Offsets and widths of the NIfTI-1 and NIfTI-2 header fields used here (nifti1.h, nifti2.h).
struct Layout {
  std::size_t header_bytes, magic, dim, datatype, bitpix, pixdim, vox_offset, descrip, aux_file, qform_code,
      quatern, srow, intent_name, xyzt_units;
};
constexpr Layout k_nifti1{348, 344, 40, 70, 72, 76, 108, 148, 228, 252, 256, 280, 328, 123};
constexpr Layout k_nifti2{540, 4, 16, 12, 14, 104, 168, 240, 320, 344, 352, 400, 508, 500};

template <typename T>
void put(std::vector<std::uint8_t>& bytes, std::size_t offset, T value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

void put_text(std::vector<std::uint8_t>& bytes, std::size_t offset, std::size_t room, std::string_view text) {
  std::memcpy(bytes.data() + offset, text.data(), std::min(room, text.size()));
}

// A number whose width depends on the version: float or double, int16 or int64.
void put_real(std::vector<std::uint8_t>& bytes, std::size_t base, std::size_t i, int version, double value) {
  if (version == 1) {
    put(bytes, base + 4 * i, static_cast<float>(value));
  } else {
    put(bytes, base + 8 * i, value);
  }
}

void put_dim(std::vector<std::uint8_t>& bytes, std::size_t base, std::size_t i, int version, int value) {
  if (version == 1) {
    put(bytes, base + 2 * i, static_cast<std::int16_t>(value));
  } else {
    put(bytes, base + 8 * i, static_cast<std::int64_t>(value));
  }
}

struct Quaternion {
  double b, c, d, handedness;
};

// The rotation of the affine as NIfTI stores it (nifti1.h, method 2): the third axis flipped where the axes
// are left-handed.
Quaternion quaternion_of(const Grid& grid) {
  auto m = affine_of(grid);
  for (auto& row : m) {
    for (std::size_t a = 0; a < 3; ++a) row[a] /= grid.spacing_mm[a];
  }
  const double det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                     m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                     m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const double handedness = det < 0 ? -1 : 1;
  for (auto& row : m) row[2] *= handedness;
  const double trace = m[0][0] + m[1][1] + m[2][2];
  if (trace > -0.99) {
    const double a = 0.5 * std::sqrt(1 + trace);
    return {(m[2][1] - m[1][2]) / (4 * a), (m[0][2] - m[2][0]) / (4 * a), (m[1][0] - m[0][1]) / (4 * a),
            handedness};
  }
  std::size_t i = 0;  // half a turn: the largest diagonal element leads
  for (std::size_t k = 1; k < 3; ++k) i = m[k][k] > m[i][i] ? k : i;
  const std::size_t j = (i + 1) % 3;
  const std::size_t k = (i + 2) % 3;
  std::array<double, 3> q{};
  q[i] = 0.5 * std::sqrt(std::max(0.0, 1 + m[i][i] - m[j][j] - m[k][k]));
  q[j] = (m[i][j] + m[j][i]) / (4 * q[i]);
  q[k] = (m[i][k] + m[k][i]) / (4 * q[i]);
  return {q[0], q[1], q[2], handedness};
}

void put_geometry(std::vector<std::uint8_t>& bytes, const Layout& at, const Grid& grid,
                  const ImageFormat& format) {
  const int v = format.version;
  const bool series = grid.volumes > 1;
  put_dim(bytes, at.dim, 0, v, series ? 4 : 3);
  for (std::size_t i = 1; i < 8; ++i) put_dim(bytes, at.dim, i, v, i <= 3 ? grid.size[i - 1] : 1);
  put_dim(bytes, at.dim, 4, v, grid.volumes);
  const auto q = quaternion_of(grid);
  put_real(bytes, at.pixdim, 0, v, q.handedness);
  for (std::size_t i = 0; i < 3; ++i) put_real(bytes, at.pixdim, i + 1, v, grid.spacing_mm[i]);
  put_real(bytes, at.pixdim, 4, v, format.repetition_time_s);
  const auto affine = affine_of(grid);
  for (std::size_t row = 0; row < 3; ++row) {
    put_real(bytes, at.quatern, row + 3, v, affine[row][3]);
    for (std::size_t c = 0; c < 4; ++c) put_real(bytes, at.srow, 4 * row + c, v, affine[row][c]);
  }
  put_real(bytes, at.quatern, 0, v, q.b);
  put_real(bytes, at.quatern, 1, v, q.c);
  put_real(bytes, at.quatern, 2, v, q.d);
  if (v == 1) {
    put(bytes, at.qform_code, std::int16_t{1});
    put(bytes, at.qform_code + 2, std::int16_t{1});
    put(bytes, at.xyzt_units, std::uint8_t{10});  // mm, s
  } else {
    put(bytes, at.qform_code, std::int32_t{1});
    put(bytes, at.qform_code + 4, std::int32_t{1});
    put(bytes, at.xyzt_units, std::int32_t{10});
  }
}

void put_traces(std::vector<std::uint8_t>& bytes, const Layout& at, int version, const HeaderTraces& traces) {
  put_text(bytes, at.descrip, 80, traces.descrip);
  put_text(bytes, at.aux_file, 24, traces.aux_file);
  put_text(bytes, at.intent_name, 16, traces.intent_name);
  if (version == 1) put_text(bytes, 14, 18, traces.db_name);
}

// NIfTI extension of code 6 (plain text), a multiple of 16 bytes.
std::vector<std::uint8_t> extension_bytes(const std::string& text) {
  if (text.empty()) return {};
  std::vector<std::uint8_t> bytes((text.size() + 8 + 15) / 16 * 16);
  put(bytes, 0, static_cast<std::int32_t>(bytes.size()));
  put(bytes, 4, std::int32_t{6});
  put_text(bytes, 8, text.size(), text);
  return bytes;
}

std::size_t bytes_of(VoxelType type) {
  return type == VoxelType::uint8 ? 1 : type == VoxelType::int16 ? 2 : 4;
}

void put_voxel(std::vector<std::uint8_t>& bytes, std::size_t offset, VoxelType type, float value) {
  switch (type) {
    case VoxelType::uint8:
      put(bytes, offset, static_cast<std::uint8_t>(value / 16));
      return;
    case VoxelType::int16:
      put(bytes, offset, static_cast<std::int16_t>(std::lround(value)));
      return;
    case VoxelType::float32:
      put(bytes, offset, value);
      return;
  }
}

std::int16_t nifti_code(VoxelType type) {
  return type == VoxelType::uint8 ? 2 : type == VoxelType::int16 ? 4 : 16;
}

std::vector<std::uint8_t> gzip_bytes(const std::vector<std::uint8_t>& bytes, const HeaderTraces& traces) {
  z_stream stream{};
  if (deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot start");
  }
  std::string name = traces.gzip_name;
  gz_header header{};
  header.time = traces.gzip_time;
  header.os = 3;
  if (!name.empty()) header.name = reinterpret_cast<Bytef*>(name.data());
  deflateSetHeader(&stream, &header);
  std::vector<std::uint8_t> out(deflateBound(&stream, bytes.size()) + name.size() + 64);
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int state = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (state != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  return out;
}

}  // namespace

std::array<std::array<double, 4>, 3> affine_of(const Grid& grid) {
  const auto turn = rotation_of(grid.oblique_degrees);
  std::array<std::array<double, 4>, 3> m{};
  for (std::size_t a = 0; a < 3; ++a) {
    Point direction{};
    switch (grid.axes.at(a)) {
      case 'R':
        direction[0] = 1;
        break;
      case 'L':
        direction[0] = -1;
        break;
      case 'A':
        direction[1] = 1;
        break;
      case 'P':
        direction[1] = -1;
        break;
      case 'S':
        direction[2] = 1;
        break;
      case 'I':
        direction[2] = -1;
        break;
      default:
        throw std::runtime_error("axes are three letters of R L A P S I, got " + grid.axes);
    }
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t k = 0; k < 3; ++k) m[row][a] += turn[row][k] * direction[k] * grid.spacing_mm[a];
    }
  }
  for (std::size_t row = 0; row < 3; ++row) {
    m[row][3] = grid.centre_mm[row];
    for (std::size_t a = 0; a < 3; ++a) m[row][3] -= m[row][a] * (grid.size[a] - 1) / 2.0;
  }
  return m;
}

std::vector<std::uint8_t> nifti_bytes(const Grid& grid, const std::vector<float>& values,
                                      const ImageFormat& format, const HeaderTraces& traces) {
  const Layout& at = format.version == 1 ? k_nifti1 : k_nifti2;
  const auto extension = extension_bytes(traces.extension);
  const std::size_t offset = at.header_bytes + 4 + extension.size();
  const std::size_t width = bytes_of(format.type);
  std::vector<std::uint8_t> bytes(offset + values.size() * width);
  put(bytes, 0, static_cast<std::int32_t>(at.header_bytes));
  put_text(bytes, at.magic, 8,
           format.version == 1 ? std::string_view("n+1\0", 4) : std::string_view("n+2\0\r\n\032\n", 8));
  put(bytes, at.datatype, nifti_code(format.type));
  put(bytes, at.bitpix, static_cast<std::int16_t>(8 * width));
  put_geometry(bytes, at, grid, format);
  if (format.version == 1) {
    put(bytes, at.vox_offset, static_cast<float>(offset));
  } else {
    put(bytes, at.vox_offset, static_cast<std::int64_t>(offset));
  }
  put_traces(bytes, at, format.version, traces);
  if (!extension.empty()) bytes[at.header_bytes] = 1;
  std::copy(extension.begin(), extension.end(), bytes.begin() + static_cast<long>(at.header_bytes) + 4);
  for (std::size_t i = 0; i < values.size(); ++i)
    put_voxel(bytes, offset + i * width, format.type, values[i]);
  return bytes;
}

void write_image(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes,
                 const HeaderTraces& traces) {
  const auto stored = path.extension() == ".gz" ? gzip_bytes(bytes, traces) : bytes;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out{path, std::ios::binary};
  out.write(reinterpret_cast<const char*>(stored.data()), static_cast<std::streamsize>(stored.size()));
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace shareready::demo
