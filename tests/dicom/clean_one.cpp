// clean_one SOURCE TARGET [SHIFT_DAYS] cleans one DICOM file with a fixed secret, for scripts that compare
// what other programs read from it before and after.
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/files.hpp"
#include "dicom/clean_dicom.hpp"

int main(int count, char** arguments) {
  using namespace shareready;
  if (count < 3) return 64;
  const auto rules = load_dicom_rules();
  const std::vector<std::uint8_t> secret(32, 7);
  DicomMap map{.secret = secret, .patient = "sub-test"};
  if (count > 3) map.shift = DateShift{std::atol(arguments[3])};
  const auto bytes = read_bytes(arguments[1]);
  if (!rules.ok() || !bytes.ok()) return 66;
  const auto cleaned = clean_dicom(*bytes, *rules, {}, map);
  if (!cleaned.ok()) {
    std::fprintf(stderr, "%s\n", describe(cleaned.error()).c_str());
    return 65;
  }
  if (cleaned->exclusion != DicomExclusion::none) {
    std::printf("excluded: %s\n", std::string(to_string(cleaned->exclusion)).c_str());
    return 20;
  }
  return write_file(arguments[2], cleaned->bytes).ok() ? 0 : 74;
}
