// A developer's program: cleans the header of one NIfTI file, or one header of a Philips export, as the
// participant stage does, its hash included, and prints the most memory it held. scrub_one INPUT OUTPUT. Exit
// code 0 unless an Error.
#include <fmt/format.h>
#include <sys/resource.h>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/share.hpp"
#include "deid/nifti_header.hpp"
#include "deid/philips_header.hpp"

using namespace shareready;

namespace {

Status scrub_export(const char* from, const char* to, PhilipsFormat format) {
  SR_TRY(const std::filesystem::path table, find_share_file("philips_fields.tsv"));
  SR_TRY(const PhilipsFields fields, read_philips_fields(table));
  SR_TRY(const std::string text, read_text(from));
  SR_TRY(const ScrubbedPhilips scrubbed, scrub_philips_header(text, format, {.fields = &fields}, from));
  fmt::print("face free {}, data bytes {}\n", is_face_free(scrubbed.facts), scrubbed.facts.data_bytes);
  return write_file(to, scrubbed.text);
}

Status run(const char* from, const char* to) {
  if (const auto format = philips_format(from)) return scrub_export(from, to, *format);
  SR_TRY(const std::string hash, sha256_file(from));
  SR_TRY(const ScrubbedHeader scrubbed, scrub_nifti_file(from, to, from));
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
