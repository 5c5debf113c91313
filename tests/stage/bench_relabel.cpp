// bench_relabel FOLDER PARTICIPANTS: makes staged participants of 20 files each in FOLDER and gives them new
// labels, names and references in a second tree, images by hard links; prints wall and processor seconds of
// that, of `cp -rl` of the same files, their ratio, and how many image bytes were copied (by inode).
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <deque>

#include "base/files.hpp"
#include "stage/assembly.hpp"
#include "stage/bench_cost.hpp"

using namespace shareready;
namespace fs = std::filesystem;
using test::Cost;
using test::cost_of;

namespace {

struct Source {
  std::deque<FileOutcome> outcomes;
  std::vector<ReleasedFile> files;
  std::vector<LabelledParticipant> participants;
};

template <typename T>
void check(const Result<T>& result) {
  if (result.ok()) return;
  fmt::print(stderr, "{}\n", describe(result.error()));
  std::exit(1);
}

// Ten runs, each an image of 4 kB and its sidecar.
Source make_staging(const fs::path& root, int count) {
  Source source;
  const std::string image(4096, 'i');
  for (int i = 0; i < count; ++i) {
    const std::string label = fmt::format("{:06}", i);
    const fs::path folder = root / ("sub-" + label) / "func";
    fs::create_directories(folder);
    source.participants.push_back({.label = label, .sessions = {}});
    for (int run = 0; run < 10; ++run) {
      const std::string stem = fmt::format("sub-{}/func/sub-{}_task-rest_run-{:02}_bold", label, label, run);
      const std::string sidecar = fmt::format(
          R"({{"RepetitionTime": 2.0, "IntendedFor": "func/sub-{}_task-rest_run-01_bold.nii.gz"}})", label);
      for (const auto& [extension, kind, text] :
           {std::tuple(".nii.gz", "nifti", image), std::tuple(".json", "sidecar", sidecar)}) {
        std::FILE* file = std::fopen((root / (stem + extension)).c_str(), "w");
        if (file == nullptr || std::fwrite(text.data(), 1, text.size(), file) != text.size()) std::exit(1);
        std::fclose(file);
        source.outcomes.push_back(
            {.path = stem + extension, .kind = kind, .action = extension[1] == 'n' ? "scrub" : "rewrite"});
        source.files.push_back({.path = stem + extension,
                                .new_path = {},
                                .staged = root / (stem + extension),
                                .outcome = &source.outcomes.back(),
                                .participant = label});
      }
    }
  }
  return source;
}

void relabel(Source& source, const fs::path& target) {
  Result<LabelMap> labels =
      draw_labels({.participants = source.participants, .mode = LabelMode::random}, os_random);
  if (!labels.ok()) std::exit(1);
  check(name_released(source.files, *labels, Layout::raw));
  TreeBuilder tree(target, 1'000'000'000);
  check(assemble(source.files, *labels, TokenSet(), tree));
  check(tree.finish());
}

std::uint64_t copied_image_bytes(const Source& source, const fs::path& target) {
  std::uint64_t bytes = 0;
  for (const ReleasedFile& file : source.files) {
    struct stat old_facts {
    }, new_facts{};
    if (file.outcome->kind != "nifti") continue;
    if (::stat(file.staged.c_str(), &old_facts) != 0 ||
        ::stat((target / file.new_path).c_str(), &new_facts) != 0)
      std::exit(1);
    if (old_facts.st_ino != new_facts.st_ino) bytes += static_cast<std::uint64_t>(new_facts.st_size);
  }
  return bytes;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 64;
  const fs::path root = words[1];
  Source source = make_staging(root / "staging", std::atoi(words[2]));
  fs::create_directory(root / "release");
  const std::string copy =
      fmt::format("cp -rl '{}' '{}'", (root / "staging").string(), (root / "links").string());
  const Cost links = cost_of(RUSAGE_CHILDREN, [&] {
    if (std::system(copy.c_str()) != 0) std::exit(1);
  });
  const Cost ours = cost_of(RUSAGE_SELF, [&] { relabel(source, root / "release"); });
  fmt::print(
      "relabel_seconds {:.2f} {:.2f}\ncp_rl_seconds {:.2f} {:.2f}\nratio_wall {:.2f}\nratio_processor "
      "{:.2f}\n",
      ours.wall, ours.processor, links.wall, links.processor, ours.wall / links.wall,
      ours.processor / links.processor);
  fmt::print("copied_image_bytes {}\n", copied_image_bytes(source, root / "release"));
  return 0;
}
