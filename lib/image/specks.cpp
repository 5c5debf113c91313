#include "image/specks.hpp"

#include <algorithm>
#include <numeric>

namespace shareready {
namespace {

// Neighbouring voxels of one row above the threshold, [begin, end) along the first axis.
struct Run {
  std::size_t begin, end, row;
};

// Which runs belong together: a forest whose roots stand for the parts.
class Parts {
 public:
  explicit Parts(std::size_t count) : parents_(count) {
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }
  std::size_t root(std::size_t run) {
    while (parents_[run] != run) run = parents_[run] = parents_[parents_[run]];
    return run;
  }
  void join(std::size_t one, std::size_t other) { parents_[root(one)] = root(other); }

 private:
  std::vector<std::size_t> parents_;
};

struct Runs {
  std::vector<Run> runs;
  std::vector<std::size_t> first;  // of each row, and one past the last
};

Runs find_runs(const Volume& volume, float threshold) {
  Runs out;
  const std::size_t length = volume.size[0], rows = volume.size[1] * volume.size[2];
  out.first.reserve(rows + 1);
  for (std::size_t row = 0; row < rows; ++row) {
    out.first.push_back(out.runs.size());
    const float* const v = volume.values.data() + row * length;
    for (std::size_t i = 0; i < length;) {
      if (!(v[i] >= threshold)) {
        ++i;
        continue;
      }
      const std::size_t begin = i;
      while (i < length && v[i] >= threshold) ++i;
      out.runs.push_back({begin, i, row});
    }
  }
  out.first.push_back(out.runs.size());
  return out;
}

// Joins the runs of two rows where they touch; both rows' runs are in order, so one pass does.
void join_rows(const Runs& runs, std::size_t row, std::size_t other, Parts& parts) {
  std::size_t a = runs.first[row], b = runs.first[other];
  while (a < runs.first[row + 1] && b < runs.first[other + 1]) {
    const Run& one = runs.runs[a];
    const Run& two = runs.runs[b];
    if (one.begin < two.end && two.begin < one.end) parts.join(a, b);
    one.end < two.end ? ++a : ++b;
  }
}

}  // namespace

void remove_specks(Volume& volume, float threshold, std::size_t least, float low) {
  const Runs found = find_runs(volume, threshold);
  Parts parts(found.runs.size());
  for (std::size_t row = 0; row + 1 < found.first.size(); ++row) {
    if (row % volume.size[1] > 0) join_rows(found, row, row - 1, parts);
    if (row >= volume.size[1]) join_rows(found, row, row - volume.size[1], parts);
  }
  std::vector<std::size_t> voxels(found.runs.size());
  for (std::size_t i = 0; i < found.runs.size(); ++i) {
    voxels[parts.root(i)] += found.runs[i].end - found.runs[i].begin;
  }
  for (std::size_t i = 0; i < found.runs.size(); ++i) {
    if (voxels[parts.root(i)] >= least) continue;
    const Run& run = found.runs[i];
    const auto row = volume.values.begin() + static_cast<std::ptrdiff_t>(run.row * volume.size[0]);
    std::fill(row + static_cast<std::ptrdiff_t>(run.begin), row + static_cast<std::ptrdiff_t>(run.end), low);
  }
}

}  // namespace shareready
