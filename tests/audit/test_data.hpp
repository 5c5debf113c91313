#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace shareready::test {

// The folder of test data; where it is not set, the whole program ends as skipped, which CTest shows.
inline std::filesystem::path test_data_or_skip() {
  constexpr int k_skipped = 77;
  const char* folder = std::getenv("SHAREREADY_TEST_DATA");
  if (folder == nullptr || *folder == '\0') {
    std::puts("skipped: SHAREREADY_TEST_DATA is not set");
    std::exit(k_skipped);
  }
  return folder;
}

}  // namespace shareready::test
