#include "levels.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <ctime>

#include "base/counted.hpp"

namespace shareready {
namespace {

// What one participant at work needs at most, measured on 1 mm heads, with room to spare.
constexpr unsigned k_memory_per_worker_mb = 400;

unsigned processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

}  // namespace

unsigned workers_of(const Arguments& arguments) {
  const unsigned wanted = arguments.workers == 0 ? processors() : arguments.workers;
  if (arguments.memory_mb == 0) return wanted;
  return std::clamp(arguments.memory_mb / k_memory_per_worker_mb, 1U, wanted);
}

Result<Acceptances> acceptances_of(const Arguments& arguments) {
  if (arguments.accept_file.empty()) return Acceptances();
  return Acceptances::read(arguments.accept_file);
}

std::string today() { return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr))); }

std::string participants(std::size_t count) { return counted(count, "participant", "participants"); }

void conclude(Terminal& terminal, const std::string& line) {
  terminal.note(line);
  fmt::print("{}\n", line);
}

}  // namespace shareready
