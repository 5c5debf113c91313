#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "demo/head_phantom.hpp"

namespace shareready::demo {

enum class VoxelType { uint8, int16, float32 };

// The voxel grid of an image in the scanner's space.
struct Grid {
  std::array<int, 3> size{};
  int volumes = 1;
  Point spacing_mm{1, 1, 1};
  std::string axes = "RAS";  // where each voxel axis points, for example PSR
  Point oblique_degrees{};   // the whole grid turned
  Point centre_mm{0, -12, -12};
};

// Columns are the voxel axes times their spacing, then the origin; mm, RAS+.
std::array<std::array<double, 4>, 3> affine_of(const Grid& grid);

// Everything a converter may leave in a NIfTI file that tells who was scanned.
struct HeaderTraces {
  std::string descrip, aux_file, db_name, intent_name, extension;
  std::string gzip_name;        // FNAME of the gzip header
  std::uint32_t gzip_time = 0;  // MTIME of the gzip header
};

struct ImageFormat {
  VoxelType type = VoxelType::int16;
  int version = 1;  // NIfTI-1 or -2
  double repetition_time_s = 0;
};

// A whole .nii file. `values` run with the first voxel axis fastest, 0..4095.
std::vector<std::uint8_t> nifti_bytes(const Grid& grid, const std::vector<float>& values,
                                      const ImageFormat& format, const HeaderTraces& traces);

// Writes the bytes, gzipped (with the traces in the gzip header) when the name ends in .gz.
void write_image(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes,
                 const HeaderTraces& traces);

}  // namespace shareready::demo
