// clean_series SOURCE_FOLDER TARGET_FOLDER [SHIFT_DAYS|drop [THREADS [all]]] cleans every DICOM file of a
// folder
// (`all`: documents and captures, too) with a fixed secret into 0000.dcm, 0001.dcm ..., in the order of their
// names, for scripts that compare what other programs read before and after, and for the benchmark. Prints
// the number and the reason of those left out.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/staged_file.hpp"
#include "dicom/block_memory.hpp"
#include "dicom/clean_dicom.hpp"
#include "image/parallel.hpp"

namespace {

using namespace shareready;
namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// For each file when its series began: the earliest of its files.
std::vector<std::optional<double>> starts_of(const std::vector<fs::path>& files, int threads) {
  std::vector<MeasuredWhen> moments(files.size());
  for_each_index(files.size(), threads, [&](std::size_t i) {
    if (auto when = measured_when(files[i]); when.ok()) moments[i] = std::move(*when);
  });
  return series_starts(moments);
}

std::string clean(const fs::path& source, const fs::path& target, const DicomRules& rules,
                  const DicomOptions& options, const DicomMap& map) {
  const auto bytes = read_bytes(source);
  if (!bytes.ok()) return describe(bytes.error());
  const auto cleaned = clean_dicom(*bytes, rules, options, map);
  if (!cleaned.ok()) return describe(cleaned.error());
  if (cleaned->exclusion != DicomExclusion::none)
    return "excluded: " + std::string(to_string(cleaned->exclusion));
  const auto written = write_staged(target, cleaned->bytes);
  return written.ok() ? "" : describe(written.error());
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 64;
  const std::jthread dictionary = load_dicom_dictionary();
  const auto rules = load_dicom_rules();
  if (!rules.ok()) return 66;
  const std::vector<std::uint8_t> secret(32, 7);
  BlockMemory blocks;
  DicomMap map{.secret = secret, .patient = "sub-test", .blocks = &blocks};
  if (count > 3 && std::string(arguments[3]) != "drop") map.shift = DateShift{std::atol(arguments[3])};
  const std::vector<fs::path> files = files_of(arguments[1]);
  const int threads = count > 4 ? std::atoi(arguments[4]) : 1;
  std::vector<std::optional<double>> starts(files.size());
  if (!map.shift) starts = starts_of(files, threads);
  const bool all = count > 5 && std::string(arguments[5]) == "all";
  const DicomOptions options{.documents = all, .captures = all};
  std::vector<std::string> said(files.size());
  for_each_index(files.size(), threads, [&](std::size_t i) {
    char name[32];
    std::snprintf(name, sizeof name, "%04zu.dcm", i);
    DicomMap own = map;
    own.series_start = starts[i];
    said[i] = clean(files[i], fs::path(arguments[2]) / name, *rules, options, own);
  });
  int code = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (said[i].empty()) continue;
    std::printf("%zu %s\n", i, said[i].c_str());
    code = std::max(code, said[i].starts_with("excluded") ? 20 : 65);
  }
  return code;
}
