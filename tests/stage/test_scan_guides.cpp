#include <catch2/catch.hpp>

#include "stage/scan_guides.hpp"

using namespace shareready;

namespace {

// The guide's name by the image's, "-" where there is none.
std::vector<std::string> guides_of(const std::vector<std::string>& names) {
  std::vector<PlannedFile> files(names.size());
  std::vector<const PlannedFile*> images;
  for (std::size_t i = 0; i < names.size(); ++i) {
    files[i].path = "sub-01/anat/" + names[i] + ".nii.gz";
    images.push_back(&files[i]);
  }
  std::vector<std::string> out;
  for (const auto& guide : scan_guides(images)) out.push_back(guide ? names[*guide] : "-");
  return out;
}

}  // namespace

TEST_CASE("an image that is alone in its scan guides itself") {
  CHECK(guides_of({"sub-01_T1w", "sub-01_T2w"}) == std::vector<std::string>{"sub-01_T1w", "sub-01_T2w"});
}

TEST_CASE("phase, difference and field map take the place of the first magnitude") {
  const std::string first = "sub-01_magnitude1";
  CHECK(guides_of({"sub-01_magnitude2", first, "sub-01_phase1", "sub-01_phase2"}) ==
        std::vector<std::string>{first, first, first, first});
  CHECK(guides_of({"sub-01_phasediff", first, "sub-01_run-2_phasediff"}) ==
        std::vector<std::string>{first, first, "-"});
  CHECK(guides_of({"sub-01_fieldmap", "sub-01_magnitude"}) ==
        std::vector<std::string>{"sub-01_magnitude", "sub-01_magnitude"});
}

TEST_CASE("echoes and complex parts follow the first echo's magnitude") {
  const std::string first = "sub-01_echo-1_part-mag_MEGRE";
  CHECK(guides_of({"sub-01_echo-10_part-mag_MEGRE", "sub-01_echo-2_part-phase_MEGRE", first}) ==
        std::vector<std::string>{first, first, first});
  CHECK(guides_of({"sub-01_part-real_T2starw", "sub-01_part-imag_T2starw"}) ==
        std::vector<std::string>{"-", "-"});
}

TEST_CASE("MP2RAGE and its UNIT1 follow the second inversion") {
  const std::string second = "sub-01_inv-2_part-mag_MP2RAGE";
  CHECK(guides_of({"sub-01_inv-1_part-mag_MP2RAGE", "sub-01_inv-1_part-phase_MP2RAGE", second,
                   "sub-01_UNIT1"}) == std::vector<std::string>{second, second, second, second});
}

TEST_CASE("scans of different flip angle or run are different scans") {
  CHECK(guides_of({"sub-01_flip-1_VFA", "sub-01_flip-2_VFA"}) ==
        std::vector<std::string>{"sub-01_flip-1_VFA", "sub-01_flip-2_VFA"});
}
