// make_demo_dataset BIDS_DIR PLANTED_FILE: writes a small BIDS dataset of made-up people, with all that must
// go planted in it, and the list of what was planted. Same bytes every time.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "demo/demo_people.hpp"
#include "demo/demo_texts.hpp"
#include "demo/head_phantom.hpp"
#include "demo/nifti_bytes.hpp"
#include "demo/planted.hpp"

namespace fs = std::filesystem;
using namespace shareready::demo;

namespace {

constexpr const char* k_template_folder = "/usr/share/mricron/templates";

// Uniform in [0, 1), from a counter (splitmix64): noise that needs no state.
double uniform_at(std::uint64_t counter) {
  std::uint64_t z = counter * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1.0p-53;
}

// Magnitude noise: the length of (signal + noise, noise).
double with_noise(double signal, double sd, std::uint64_t counter) {
  const double a = sd * 2 * (uniform_at(3 * counter) + uniform_at(3 * counter + 1) - 1);
  const double b = sd * 3.4 * (uniform_at(3 * counter + 2) - 0.5);
  return std::hypot(signal + a, b);
}

// FNV-1a: the same seed for the same name on every machine.
std::uint64_t seed_of(const std::string& name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash & 0xFFFFFFU;
}

// One slice of one volume; `out` is where its voxels go.
void scan_slice(const HeadPhantom& head, const Grid& grid, Contrast contrast, int slice, std::uint64_t seed,
                std::span<float> out) {
  constexpr double k_gain = 8;
  constexpr double k_noise = 14;
  const auto m = affine_of(grid);
  std::size_t next = 0;
  for (int j = 0; j < grid.size[1]; ++j) {
    for (int i = 0; i < grid.size[0]; ++i) {
      Point p{};
      for (std::size_t r = 0; r < 3; ++r) p[r] = m[r][0] * i + m[r][1] * j + m[r][2] * slice + m[r][3];
      const double v = with_noise(k_gain * head.brightness_at(p, contrast), k_noise, seed + next);
      out[next++] = static_cast<float>(std::min(v, 4095.0));
    }
  }
}

std::vector<float> scan(const HeadPhantom& head, const Grid& grid, Contrast contrast, std::uint64_t seed) {
  const auto plane = static_cast<std::size_t>(grid.size[0]) * static_cast<std::size_t>(grid.size[1]);
  const auto slices = static_cast<std::size_t>(grid.size[2] * grid.volumes);
  std::vector<float> values(plane * slices);
  const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
  const auto work = [&](std::size_t first) {
    for (std::size_t s = first; s < slices; s += workers) {
      scan_slice(head, grid, contrast, static_cast<int>(s) % grid.size[2], (seed << 32U) + s * plane,
                 std::span{values}.subspan(s * plane, plane));
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t w = 0; w < workers; ++w) threads.emplace_back(work, w);
  threads.clear();
  return values;
}

// The dataset being written: where, what was planted, and the heads to scan.
class DemoDataset {
 public:
  DemoDataset(fs::path root, const TemplateHead& head, int nifti_version)
      : root_(std::move(root)), head_(head), nifti_version_(nifti_version) {}

  void write_all() {
    const auto people = demo_people();
    for (const auto& person : people) {
      for (const auto& session : person.sessions) write_session(person, session);
    }
    for (const auto& [path, text] : dataset_texts(people, plant_)) write_text(path, text);
  }
  [[nodiscard]] const Planted& planted() const { return plant_; }

 private:
  void write_text(const fs::path& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream out{root_ / path, std::ios::binary};
    out << text;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + (root_ / path).string());
  }

  void write_session(const DemoPerson& person, const DemoSession& session) {
    const HeadPhantom head{head_, session.pose};
    const SessionNames names = names_of(person, session);
    for (const auto& image : session.anat) {
      const std::string stem = "anat/" + names.prefix + "_" + image.suffix;
      write_scan(names, stem + image.extension, head, image, person);
      write_text(names.folder + stem + ".json", sidecar_text(person, session, image.suffix, plant_));
    }
    if (session.has_bold) write_bold(person, session, names, head);
    if (session.has_dwi) write_dwi(person, session, names, head);
    write_text(names.folder + names.prefix + "_scans.tsv", scans_text(session, names, plant_));
  }

  HeaderTraces traces_of(const DemoPerson& person) {
    const std::string name = person.family_name + "^" + person.given_name;
    return {.descrip = "TE=2.9;" + plant_("NIfTI descrip", name),
            .aux_file = plant_("NIfTI aux_file", person.family_name + ".par"),
            .db_name = plant_("NIfTI db_name", person.hospital_number),
            .intent_name = plant_("NIfTI intent_name", person.family_name),
            .extension = "scanned for " + plant_("NIfTI extension", "dr. Hazelhoff") + ", patient " + name,
            .gzip_name = plant_("gzip file name", person.family_name + "_" + person.given_name + ".nii"),
            .gzip_time = 1574498473};
  }

  void write_scan(const SessionNames& names, const std::string& name, const HeadPhantom& head,
                  const DemoImage& image, const DemoPerson& person) {
    const HeaderTraces traces = traces_of(person);
    const auto values = scan(head, image.grid, image.contrast, seed_of(name));
    ImageFormat format = image.format;
    format.version = nifti_version_;
    write_image(root_ / names.folder / name, nifti_bytes(image.grid, values, format, traces), traces);
  }

  void write_bold(const DemoPerson& person, const DemoSession& session, const SessionNames& names,
                  const HeadPhantom& head) {
    const Grid grid{.size = {28, 32, 20},
                    .volumes = 8,
                    .spacing_mm = {7, 7, 7},
                    .axes = "LAS",
                    .centre_mm = {0, -15, 20}};
    const std::string stem = names.prefix + "_task-rest";
    write_scan(
        names, "func/" + stem + "_bold.nii.gz", head,
        {.suffix = "bold", .contrast = Contrast::t2w, .grid = grid, .format = {.repetition_time_s = 2}},
        person);
    write_text(names.folder + "func/" + stem + "_bold.json", sidecar_text(person, session, "bold", plant_));
    write_text(names.folder + "func/" + stem + "_events.tsv", events_text(person, plant_));
    Grid one_volume = grid;
    one_volume.volumes = 1;
    for (const std::string direction : {"AP", "PA"}) {
      const std::string epi = "fmap/" + names.prefix + "_dir-" + direction + "_epi";
      write_scan(names, epi + ".nii.gz", head,
                 {.suffix = "epi", .contrast = Contrast::t2w, .grid = one_volume, .format = {}}, person);
      write_text(names.folder + epi + ".json", fieldmap_text(names, direction));
    }
  }

  // Its image is kept as git-annex keeps large files: a link into .git/annex.
  void write_dwi(const DemoPerson& person, const DemoSession& session, const SessionNames& names,
                 const HeadPhantom& head) {
    const Grid grid{.size = {28, 32, 20},
                    .volumes = 4,
                    .spacing_mm = {7, 7, 7},
                    .axes = "LAS",
                    .centre_mm = {0, -15, 20}};
    const std::string stem = "dwi/" + names.prefix + "_dwi";
    const std::string key = "MD5E--0b5c8a1d7e2f49d38c6f1a2b3c4d5e6f.nii.gz";
    const std::string object = ".git/annex/objects/Kx/3Q/" + key + "/" + key;
    write_scan({.folder = "", .prefix = ""}, object, head,
               {.suffix = "dwi", .contrast = Contrast::t2w, .grid = grid, .format = {.repetition_time_s = 4}},
               person);
    const fs::path link = root_ / names.folder / (stem + ".nii.gz");
    fs::create_directories(link.parent_path());
    fs::create_symlink(fs::relative(root_ / object, link.parent_path()), link);
    write_text(names.folder + stem + ".bval", "0 1000 1000 1000\n");
    write_text(names.folder + stem + ".bvec", "0 1 0 0\n0 0 1 0\n0 0 0 1\n");
    write_text(names.folder + stem + ".json", sidecar_text(person, session, "dwi", plant_));
  }

  fs::path root_;
  const TemplateHead& head_;
  int nifti_version_;
  Planted plant_;
};

}  // namespace

int main(int argc, char** argv) {
  const bool nifti2 = argc == 4 && std::string_view(argv[3]) == "--nifti2";
  if (argc != 3 && !nifti2) {
    std::fputs("usage: make_demo_dataset BIDS_DIR PLANTED_FILE [--nifti2]\n", stderr);
    return 64;
  }
  try {
    const fs::path root = argv[1];
    if (fs::exists(root)) throw std::runtime_error(root.string() + " is there already: remove it first");
    const TemplateHead head = load_template_head(k_template_folder);
    DemoDataset dataset{root, head, nifti2 ? 2 : 1};
    dataset.write_all();
    dataset.planted().write(argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_demo_dataset: %s\n", error.what());
    return 1;
  }
  return 0;
}
