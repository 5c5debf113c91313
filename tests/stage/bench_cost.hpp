#pragma once

#include <sys/resource.h>

#include <chrono>

namespace shareready::test {

struct Cost {
  double wall = 0, processor = 0;  // seconds
};

inline double processor_seconds(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Of a piece of work in this process (RUSAGE_SELF) or in children that it waits for (RUSAGE_CHILDREN).
template <typename Work>
Cost cost_of(int who, const Work& work) {
  const double before = processor_seconds(who);
  const auto started = std::chrono::steady_clock::now();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count(),
          processor_seconds(who) - before};
}

}  // namespace shareready::test
