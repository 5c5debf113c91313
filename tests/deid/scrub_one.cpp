// A developer's program: cleans the header of one NIfTI file as the participant stage does, its hash
// included, and prints the most memory it held. scrub_one INPUT OUTPUT. Exit code 0 unless an Error.
#include <fmt/format.h>
#include <sys/resource.h>

#include "base/hash.hpp"
#include "deid/nifti_header.hpp"

using namespace shareready;

namespace {

Status run(const char* from, const char* to) {
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
