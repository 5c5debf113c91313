// A developer's program: cleans the header of one NIfTI file, of a FreeSurfer volume, of an image in two
// files (named by its .hdr) or of a Philips export, as the participant stage does, its hash included, and
// prints the most memory it held. scrub_one INPUT OUTPUT. Exit code 0 unless an Error.
#include <fmt/format.h>
#include <sys/resource.h>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/share.hpp"
#include "deid/mgh_header.hpp"
#include "deid/nifti_header.hpp"
#include "deid/pair_header.hpp"
#include "deid/philips_header.hpp"
#include "image/mgh.hpp"

using namespace shareready;

namespace {

namespace fs = std::filesystem;

Status scrub_export(const char* from, const char* to, PhilipsFormat format) {
  SR_TRY(const std::filesystem::path table, find_share_file("philips_fields.tsv"));
  SR_TRY(const PhilipsFields fields, read_philips_fields(table));
  SR_TRY(const std::string text, read_text(from));
  SR_TRY(const ScrubbedPhilips scrubbed, scrub_philips_header(text, format, {.fields = &fields}, from));
  fmt::print("face free {}, data bytes {}\n", is_face_free(scrubbed.facts), scrubbed.facts.data_bytes);
  return write_file(to, scrubbed.text);
}

Result<ScrubbedHeader> scrub_volume(const fs::path& from, const fs::path& to) {
  if (from.extension() == ".hdr") {
    const auto voxels = [](fs::path header) { return header.replace_extension(".img"); };
    return scrub_pair_files({from, voxels(from)}, {to, voxels(to)}, from.native());
  }
  if (!is_mgh_name(from.native())) return scrub_nifti_file(from, to, from.native());
  SR_TRY(std::vector<std::uint8_t> bytes, read_mgh(from));
  SR_TRY(ScrubbedHeader scrubbed, scrub_mgh(bytes, from.native()));
  if (compression_for(to) == Compression::gzip) {
    SR_TRY(bytes, deflate_gzip(bytes));
  }
  SR_CHECK(write_file(to, bytes));
  return scrubbed;
}

Status run(const char* from, const char* to) {
  if (const auto format = philips_format(from)) return scrub_export(from, to, *format);
  SR_TRY(const std::string hash, sha256_file(from));
  SR_TRY(const ScrubbedHeader scrubbed, scrub_volume(from, to));
  for (const std::string& field : scrubbed.removed) fmt::print("removed {}\n", field);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak {} MB\n", usage.ru_maxrss / 1024);
  return Done{};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  const Status status = run(argv[1], argv[2]);
  if (!status) fmt::print(stderr, "{}\n", describe(status.error()));
  return status ? 0 : 1;
}
