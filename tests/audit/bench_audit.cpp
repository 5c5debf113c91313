// bench_audit [--check] [--only PART] [FOLDER]: how quick the audit is, as ratios in one run. FOLDER holds
// .nii.gz files (heads); without it made-up ones are packed. --check: exit code 1 where a limit is passed.
// --only: one of search, set-up, plain, unknown, text, packed, many. Every measurement runs in a process of
// its own, so that memory is its own too.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "audit/audit.hpp"
#include "audit/needle_search.hpp"
#include "base/files.hpp"
#include "base/temp_folder.hpp"
#include "bytes.hpp"

using namespace shareready;

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

struct Cost {
  double wall = 0;       // seconds
  double processor = 0;  // seconds, children included
  double memory_mb = 0;  // at the peak
};

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

Cost measured(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(0);
  }
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  if (status != 0) {
    fmt::print(stderr, "bench_audit: a measurement failed\n");
    std::exit(1);
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  return {wall.count(), seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
          static_cast<double>(used.ru_maxrss) / 1024};
}

std::string word(std::mt19937& random, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += static_cast<char>('a' + static_cast<int>(random() % 26));
  return text;
}

// Half labels, half names.
AuditNeedles identifiers(std::size_t count) {
  std::mt19937 random(3);
  AuditNeedles needles;
  for (std::size_t i = 0; i < count / 2; ++i) {
    needles.participants.push_back(fmt::format("P{:06}", random() % 1'000'000));
    needles.tokens.push_back({word(random, 8 + random() % 6), "name"});
  }
  return needles;
}

// 16-bit voxels with noise, a third of them air.
std::string image_bytes(std::size_t megabytes) {
  std::string bytes = test::nifti().substr(0, 352);
  const std::int16_t sizes[4] = {3, 1024, 512, static_cast<std::int16_t>(megabytes)};
  std::memcpy(bytes.data() + 40, sizes, sizeof sizes);
  std::mt19937 random(7);
  const std::size_t voxels = (megabytes << 20U) / 2;
  bytes.reserve(bytes.size() + 2 * voxels);
  for (std::size_t i = 0; i < voxels; ++i) {
    const bool is_air = (i >> 12U) % 3 == 0;
    const auto value = static_cast<std::uint16_t>(is_air ? 0 : 300 + random() % 900);
    bytes += static_cast<char>(value & 255U);
    bytes += static_cast<char>(value >> 8U);
  }
  return bytes;
}

bool failed = false;

void tell(std::string_view what, double value, double limit, bool at_least) {
  const bool is_met = at_least ? value >= limit : value <= limit;
  failed = failed || !is_met;
  fmt::print("{:64} {:8.3f} ({} {}){}\n", what, value, at_least ? "at least" : "at most", limit,
             is_met ? "" : "  MISSED");
}

// The clock says something of this program only where it has the cores for itself.
void tell_by_the_clock(std::string_view what, double value, double limit) {
  double load = 0;
  const bool is_busy = ::getloadavg(&load, 1) == 1 && load > std::thread::hardware_concurrency() + 1.0;
  if (!is_busy) return tell(what, value, limit, true);
  fmt::print("{:64} {:8.3f} (at least {}; not judged: load {:.0f})\n", what, value, limit, load);
}

void search_alone(const NeedleSearch& search, const std::string& bytes) {
  NeedleStream stream(search, SearchPlace::voxels, [](const NeedleHit&) {});
  constexpr std::size_t k_block = std::size_t{1} << 18U;
  const std::span<const std::uint8_t> all(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  for (std::size_t at = 0; at < all.size(); at += k_block) {
    stream.feed(all.subspan(at, std::min(k_block, all.size() - at)));
  }
  stream.finish();
}

void audit_all(const fs::path& tree, const AuditNeedles& needles, unsigned threads) {
  AuditOptions options;
  options.threads = threads;
  if (!audit(tree, needles, options).ok()) ::_exit(1);
}

void bench_search() {
  const std::string bytes = image_bytes(256);
  const auto rate_of = [&](const AuditNeedles& needles) {
    const NeedleSearch search(needles, {});
    return 0.25 * 4 / measured([&] {
                        for (int i = 0; i < 4; ++i) search_alone(search, bytes);
                      }).processor;
  };
  const double few = rate_of(identifiers(10));
  const double many = rate_of(identifiers(100'000));
  AuditNeedles shortest;
  for (int i = 1; i <= 10; ++i) shortest.participants.push_back(fmt::format("{:02}", i));
  tell("search alone, 10 identifiers, GB/s of one core", few, 1, true);
  tell("search alone, 100,000 identifiers, GB/s of one core", many, 1, true);
  tell("search alone, 10 labels of two digits, GB/s of one core", rate_of(shortest), 1, true);
  tell("search alone, time with 100,000 against 10 identifiers", few / many, 1.5, false);
}

void bench_set_up() {
  const AuditNeedles needles = identifiers(100'000);
  const Cost cost = measured([&] { const NeedleSearch search(needles, {}); });
  tell("set-up of the search for 100,000 identifiers, s of processor", cost.processor, 0.5, false);
}

void bench_plain_files(const fs::path& folder) {
  const std::string bytes = image_bytes(64);
  for (int i = 0; i < 16; ++i) {
    const fs::path file = folder / fmt::format("sub-{:02}/func/sub-{:02}_task-x_bold.nii", i, i);
    fs::create_directories(file.parent_path());
    if (!write_file(file, bytes).ok()) std::exit(1);
  }
  // the same bytes again under other names: what is set up once should not stand for the search
  constexpr int k_times = 4;
  const std::vector<fs::path> people(fs::directory_iterator(folder), {});
  for (int again = 1; again < k_times; ++again) {
    for (const fs::path& person : people) {
      const fs::path copy = folder / fmt::format("{}x{}", person.filename().string(), again);
      fs::copy(person, copy, fs::copy_options::recursive | fs::copy_options::create_hard_links);
    }
  }
  const double gigabytes = 16.0 * 64 * k_times / 1024;
  const AuditNeedles ten = identifiers(10);
  const AuditNeedles lots = identifiers(100'000);
  const Cost few = measured([&] { audit_all(folder, ten, 2); });
  const Cost many = measured([&] { audit_all(folder, lots, 2); });
  tell_by_the_clock("uncompressed files, everything on, GB/s on two cores", gigabytes / few.wall, 0.5);
  tell("uncompressed files, everything on, GB per second of processor", gigabytes / few.processor, 0.5, true);
  tell("uncompressed files, processor time with 100,000 against 10", many.processor / few.processor, 1.5,
       false);
  fs::remove_all(folder);
}

// Numbers of 16 bits as images hold them, and bytes without any pattern, as packed data has.
void bench_unknown_format(const fs::path& folder) {
  constexpr int k_times = 8;
  constexpr std::size_t k_megabytes = 32;
  std::mt19937 random(5);
  std::string noise(k_megabytes << 20U, '\0');
  for (char& byte : noise) byte = static_cast<char>(static_cast<unsigned char>(random() & 255U));
  fs::create_directories(folder / "sub-1/beh");
  const fs::path numbers = folder / "sub-1/beh/sub-1_task-x_beh.dat";
  const fs::path packed = folder / "sub-1/beh/sub-1_task-y_beh.dat";
  const bool written =
      write_file(numbers, image_bytes(k_megabytes).substr(352)).ok() && write_file(packed, noise).ok();
  if (!written) std::exit(1);
  for (int again = 1; again < k_times; ++again) {
    fs::create_hard_link(numbers, folder / fmt::format("sub-1/beh/sub-1_task-x_run-{}_beh.dat", again));
    fs::create_hard_link(packed, folder / fmt::format("sub-1/beh/sub-1_task-y_run-{}_beh.dat", again));
  }
  const Cost cost = measured([&] { audit_all(folder, identifiers(100), 2); });
  tell("files of unknown formats, GB per second of processor",
       2.0 * k_times * k_megabytes / 1024 / cost.processor, 0.5, true);
  fs::remove_all(folder);
}

// Sentences, numbers, addresses, lines of programs and tables, as READMEs, logs and code hold them: what is
// searched in every reading.
std::string running_text(std::size_t megabytes) {
  std::mt19937 random(11);
  std::string text;
  while (text.size() < megabytes << 20U) {
    switch (random() % 8) {
      case 0:
        text += fmt::format("  const auto {}_{} = {}({}, {:.4f});\n", word(random, 5), word(random, 4),
                            word(random, 8), word(random, 3), static_cast<double>(random() % 1000) / 7.0);
        break;
      case 1:
        text += fmt::format("{:.3f}\t{}\t{}\tn/a\t{}\n", static_cast<double>(random() % 100000) / 13.0,
                            random() % 100, word(random, 6), word(random, 12));
        break;
      default:
        for (int i = 0; i < 12; ++i) text += word(random, 2 + random() % 9) + (i == 11 ? ".\n" : " ");
    }
  }
  return text;
}

void bench_running_text(const fs::path& folder) {
  constexpr std::size_t k_megabytes = 28;
  fs::create_directories(folder / "code");
  if (!write_file(folder / "code/notes.txt", running_text(k_megabytes)).ok()) std::exit(1);
  const Cost cost = measured([&] { audit_all(folder, identifiers(100), 2); });
  tell("running text, MB per second of processor", static_cast<double>(k_megabytes) / cost.processor, 8,
       true);
  fs::remove_all(folder);
}

void bench_packed_files(const fs::path& folder, const fs::path& heads) {
  fs::create_directories(folder / "sub-1/func");
  int number = 0;
  if (!heads.empty()) {
    for (const auto& entry : fs::directory_iterator(heads)) {
      if (!entry.path().string().ends_with(".nii.gz")) continue;
      fs::copy_file(entry.path(), folder / fmt::format("sub-1/func/sub-1_run-{}_bold.nii.gz", ++number));
    }
  } else {
    for (; number < 4; ++number) {
      const fs::path file = folder / fmt::format("sub-1/func/sub-1_run-{}_bold.nii.gz", number);
      if (!write_file(file, test::gzip(image_bytes(32))).ok()) std::exit(1);
    }
  }
  const std::string command = fmt::format("gzip -t '{}'/sub-1/func/*.gz", folder.string());
  const Cost gzip = measured([&] {
    if (std::system(command.c_str()) != 0) ::_exit(1);
  });
  const Cost own = measured([&] { audit_all(folder, identifiers(100), 2); });
  tell("packed files, throughput against gzip -t, by processor time", gzip.processor / own.processor, 0.8,
       true);
  tell("packed files, throughput against gzip -t, by the clock", gzip.wall / own.wall, 0.8, true);
  fs::remove_all(folder);
}

void make_small_files(const fs::path& folder, int count) {
  constexpr int k_files_each = 10;
  const std::string table = "onset\tduration\ttrial_type\n1.5\t2\tface\n3.5\t2\thouse\n";
  for (int i = 0; i < count; ++i) {
    const fs::path person = folder / fmt::format("sub-{:05}/func", i / k_files_each);
    if (i % k_files_each == 0) fs::create_directories(person);
    const std::string name = fmt::format("sub-{:05}_task-x_run-{}_", i / k_files_each, i % k_files_each);
    const bool is_table = i % 2 == 0;
    std::FILE* file = std::fopen((person / (name + (is_table ? "events.tsv" : "bold.json"))).c_str(), "w");
    if (file == nullptr) std::exit(1);
    fmt::print(file, "{}", is_table ? table : "{\"RepetitionTime\": 2, \"TaskName\": \"x\"}\n");
    std::fclose(file);
  }
}

void bench_many_files(const fs::path& folder) {
  const auto cost_of = [&](int count, bool is_kept) {
    const fs::path tree = folder / std::to_string(count);
    make_small_files(tree, count);
    const Cost cost = measured([&] { audit_all(tree, identifiers(100), 2); });
    if (!is_kept) fs::remove_all(tree);
    return cost;
  };
  const double few = cost_of(1'000, false).processor / 1'000;
  const Cost many = cost_of(100'000, false);
  tell("100,000 files, processor time a file against 1,000 files", many.processor / 100'000 / few, 1.5,
       false);
  tell("100,000 files, milliseconds of processor a file", many.processor / 100, 1, false);
  tell("200,000 files, peak memory in MB", cost_of(200'000, false).memory_mb, 200, false);
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> given(words + 1, words + count);
  bool is_check = false;
  std::string only;
  fs::path heads;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == "--check") {
      is_check = true;
    } else if (given[i] == "--only" && i + 1 < given.size()) {
      only = given[++i];
    } else {
      heads = given[i];
    }
  }
  const test::TempFolder folder;
  const auto part = [&](std::string_view name, const auto& bench) {
    if (only.empty() || only == name) bench(folder.path() / name);
  };
  part("search", [](const fs::path&) { bench_search(); });
  part("set-up", [](const fs::path&) { bench_set_up(); });
  part("plain", bench_plain_files);
  part("unknown", bench_unknown_format);
  part("text", bench_running_text);
  part("packed", [&heads](const fs::path& place) { bench_packed_files(place, heads); });
  part("many", bench_many_files);
  return is_check && failed ? 1 : 0;
}
