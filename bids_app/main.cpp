#include <fmt/core.h>

int main() {
  fmt::print("shareready {}\n", SHAREREADY_VERSION);
  return 0;
}
