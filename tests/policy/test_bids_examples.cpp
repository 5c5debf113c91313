#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>

#include "policy/plan.hpp"

using namespace shareready;

namespace {

constexpr int k_skipped = 77;  // CTest shows the test as skipped

std::filesystem::path examples() {
  const char* data = std::getenv("SHAREREADY_TEST_DATA");
  if (data == nullptr || *data == '\0') {
    std::puts("skipped: SHAREREADY_TEST_DATA is not set");
    std::exit(k_skipped);
  }
  return std::filesystem::path(data) / "bids-examples";
}

}  // namespace

TEST_CASE("every file of the BIDS examples has exactly one action") {
  const FaceTable faces = load_face_table().value();
  std::size_t datasets = 0;
  for (const auto& entry : std::filesystem::directory_iterator(examples())) {
    const auto inventory = take_inventory(entry.path());
    INFO(entry.path());
    REQUIRE(inventory.ok());
    const Plan plan = make_plan(*inventory, {}, faces);
    CHECK(plan.files.size() == inventory->files.size());
    std::uint64_t planned = 0;
    for (const PlannedFile& file : plan.files) planned += file.file_count;
    std::uint64_t present = 0;
    for (const auto& path : std::filesystem::recursive_directory_iterator(entry.path())) {
      if (!path.is_directory()) ++present;
    }
    CHECK(planned == present);
    ++datasets;
  }
  CHECK(datasets == 15);
}
