// A developer's program: defaces one file (and others of its session) and prints where the time goes.
// deface_one [--reface|--skullstrip] [--suffix SUFFIX] [--misplaced RIGHT,FRONT,UP[,PITCH]] INPUT OUTPUT
// [INPUT2 OUTPUT2 ...]; the first input is the anchor. --suffix says what the last one's name would.
// --misplaced takes every head so many mm and degrees away from where it was found, as a wrong registration
// would. Exit code 0 unless an Error.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>
#include <string_view>

#include "deface/deface.hpp"
#include "deface/face_data.hpp"
#include "deface/placed_head.hpp"
#include "deface/reface.hpp"
#include "deface/skullstrip.hpp"
#include "image/nifti.hpp"

using namespace shareready;

namespace {

constexpr int k_threads = 2;

class Stopwatch {
 public:
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    return seconds;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void print(std::string_view title, Verdict verdict, const std::string& reason, const DefaceFigures& figures) {
  fmt::print("{}: {}{}{}\n", title, to_string(verdict), reason.empty() ? "" : ": ", reason);
  for (const Figure& figure : figures) fmt::print("  {} {:.4g}\n", figure.name, figure.value);
}

// The registration, for scripts that draw in the head's frame: template mm to the anchor's RAS mm, row by
// row.
void print_matrix(const SessionFace& face) {
  if (!face.data) return;
  fmt::print("template_to_ras");
  for (const auto& row : face.data->template_to_ras.rows) fmt::print(" {:.6g}", fmt::join(row, " "));
  fmt::print("\n");
}

// A wrong registration: so many mm beside the head, and pitched by so many degrees about the middle of the
// brain.
struct Misplacement {
  Vec3 mm{};
  double pitch = 0;
};

std::optional<Misplacement> read_misplacement(const char* text) {
  Misplacement out;
  const int numbers = std::sscanf(text, "%lf,%lf,%lf,%lf", out.mm.data(), &out.mm[1], &out.mm[2], &out.pitch);
  return numbers >= 3 ? std::optional(out) : std::nullopt;
}

PlacedHead misplaced(PlacedHead placed, const Misplacement& by) {
  if (!placed.face) return placed;
  const double angle = by.pitch * std::numbers::pi / 180;
  Affine away{
      {{{1, 0, 0, 0}, {0, std::cos(angle), -std::sin(angle), 0}, {0, std::sin(angle), std::cos(angle), 0}}}};
  const Vec3 middle = placed.template_to_image({0, -18, 10});
  const Vec3 turned = away(middle);
  for (std::size_t r = 0; r < 3; ++r) away.rows[r][3] = middle[r] - turned[r] + by.mm[r];
  placed.template_to_image = compose(away, placed.template_to_image);
  placed.image_to_anchor = compose(placed.image_to_anchor, inverse(away).value_or(Affine{}));
  return placed;
}

Result<Defaced> run_method(std::string_view option, NiftiImage& image, const ImageTraits& traits,
                           const PlacedHead& placed, const BrainSurface& brain, const HeadTemplate& head) {
  if (option == "--reface") return replace_face(image, traits, placed, head, k_threads);
  if (option == "--skullstrip") return strip_skull(image, traits, placed, &brain, head, k_threads);
  return remove_face(image, traits, placed, head, k_threads);
}

struct Options {
  std::string_view method{}, suffix{};
  Misplacement away{};
  int first_input = 1;
};

Result<Options> read_options(int argc, char** argv) {
  Options out;
  int at = 1;
  const auto next_is = [&](std::string_view word) { return at + 1 < argc && argv[at] == word; };
  for (; at < argc && std::string_view(argv[at]).starts_with("--"); ++at) {
    if (next_is("--suffix")) {
      out.suffix = argv[++at];
    } else if (next_is("--misplaced")) {
      const std::optional<Misplacement> read = read_misplacement(argv[++at]);
      if (!read) return Error{ErrorCode::usage, argv[at], "expected numbers of mm, as 0,30,0", {}};
      out.away = *read;
    } else {
      out.method = argv[at];
    }
  }
  out.first_input = at;
  return out;
}

Status run(int argc, char** argv) {
  SR_TRY(const Options options, read_options(argc, argv));
  Stopwatch watch;
  SR_TRY(const HeadTemplate head, load_head_template(k_threads));
  fmt::print("time template {:.3f}\n", watch.lap());
  SessionFace face;
  BrainSurface brain;
  for (int i = options.first_input; i + 1 < argc; i += 2) {
    const bool is_anchor = i == options.first_input, is_last = i + 3 >= argc;
    (void)watch.lap();
    SR_TRY(NiftiImage image, read_nifti(argv[i]));
    fmt::print("time read {:.3f}\n", watch.lap());
    if (is_anchor) {
      SR_TRY(face, find_face(image, head, k_threads));
      fmt::print("time register {:.3f}\n", watch.lap());
      print("face", face.verdict, face.reason, face.figures);
      print_matrix(face);
    }
    SR_TRY(PlacedHead placed, place_head(image, face, is_anchor, head, k_threads));
    placed = misplaced(std::move(placed), options.away);
    if (is_anchor && options.method == "--skullstrip") {
      SR_TRY(brain, find_brain_surface(image, placed, head, k_threads));
      fmt::print("time brain {:.3f}\n", watch.lap());
    }
    const ImageTraits traits = is_last ? image_traits(options.suffix, "") : ImageTraits{};
    SR_TRY(const Defaced defaced, run_method(options.method, image, traits, placed, brain, head));
    fmt::print("time mask {:.3f}\n", watch.lap());
    SR_CHECK(write_nifti(argv[i + 1], image, compression_for(argv[i + 1])));
    fmt::print("time write {:.3f}\n", watch.lap());
    print("image", defaced.verdict, defaced.reason, defaced.figures);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak {} MB\n", usage.ru_maxrss / 1024);
  return Done{};
}

}  // namespace

int main(int argc, char** argv) {
  const Status status = run(argc, argv);
  if (!status) fmt::print(stderr, "{}\n", describe(status.error()));
  return status ? 0 : 1;
}
