#include "deface/voxel_removal.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "image/grid.hpp"

namespace shareready {
namespace {

// Between which two nodes a voxel lies, and how far towards the second.
struct Between {
  std::size_t low = 0, high = 0;
  float part = 0;
};

Between between(std::size_t voxel, std::size_t step, std::size_t nodes) {
  const double position =
      (static_cast<double>(voxel) - (static_cast<double>(step) - 1) / 2) / static_cast<double>(step);
  const double inside = std::clamp(position, 0.0, static_cast<double>(nodes - 1));
  const auto low = static_cast<std::size_t>(inside);
  return {low, std::min(low + 1, nodes - 1), static_cast<float>(inside - static_cast<double>(low))};
}

std::vector<Between> all_between(std::size_t size, std::size_t step, std::size_t nodes) {
  std::vector<Between> out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(between(i, step, nodes));
  return out;
}

// The depth along one row of nodes, between four rows of the coarse grid.
void blend_rows(const Volume& depth, const Between& y, const Between& z, std::vector<float>& row) {
  const float* a = depth.values.data() + offset_of(depth, 0, y.low, z.low);
  const float* b = depth.values.data() + offset_of(depth, 0, y.high, z.low);
  const float* c = depth.values.data() + offset_of(depth, 0, y.low, z.high);
  const float* d = depth.values.data() + offset_of(depth, 0, y.high, z.high);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const float low = a[i] + (b[i] - a[i]) * y.part, high = c[i] + (d[i] - c[i]) * y.part;
    row[i] = low + (high - low) * z.part;
  }
}

bool all_of_one_sign(const std::vector<float>& row, bool positive) {
  return std::all_of(row.begin(), row.end(), [&](float x) { return (x > 0) == positive; });
}

void append(std::vector<Span>& spans, std::uint64_t start, std::uint64_t count) {
  if (!spans.empty() && spans.back().start + spans.back().count == start) {
    spans.back().count += count;
  } else {
    spans.push_back({start, count});
  }
}

void append_row(std::vector<Span>& spans, const std::vector<float>& row, const std::vector<Between>& x,
                std::uint64_t start) {
  if (all_of_one_sign(row, false)) return;
  if (all_of_one_sign(row, true)) return append(spans, start, x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float value = row[x[i].low] + (row[x[i].high] - row[x[i].low]) * x[i].part;
    if (value > 0) append(spans, start + i, 1);
  }
}

}  // namespace

std::vector<Span> spans_where_positive(const Volume& depth, const std::array<std::size_t, 3>& steps,
                                       const std::array<std::size_t, 3>& size) {
  const std::vector<Between> x = all_between(size[0], steps[0], depth.size[0]);
  std::vector<float> row(depth.size[0]);
  std::vector<Span> spans;
  for (std::size_t k = 0; k < size[2]; ++k) {
    const Between z = between(k, steps[2], depth.size[2]);
    for (std::size_t j = 0; j < size[1]; ++j) {
      blend_rows(depth, between(j, steps[1], depth.size[1]), z, row);
      append_row(spans, row, x, size[0] * (j + size[1] * k));
    }
  }
  return spans;
}

std::uint64_t count_of(const std::vector<Span>& spans) {
  std::uint64_t sum = 0;
  for (const Span& span : spans) sum += span.count;
  return sum;
}

void remove_voxels(NiftiImage& image, const std::vector<Span>& spans,
                   const std::vector<std::uint8_t>& background) {
  const std::size_t width = background.size();
  const std::span<std::uint8_t> voxels = image.voxels();
  const std::uint64_t volume_bytes = image.header.voxels_per_volume() * width;
  const bool uniform = std::all_of(background.begin(), background.end(),
                                   [&](std::uint8_t byte) { return byte == background.front(); });
  for (std::uint64_t volume = 0; volume < image.header.volumes(); ++volume) {
    for (const Span& span : spans) {
      std::uint8_t* to = voxels.data() + volume * volume_bytes + span.start * width;
      if (uniform) {
        std::memset(to, background.front(), span.count * width);
        continue;
      }
      for (std::uint64_t i = 0; i < span.count; ++i) std::memcpy(to + i * width, background.data(), width);
    }
  }
}

}  // namespace shareready
