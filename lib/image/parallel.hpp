#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace shareready {

// Calls work(0) .. work(count - 1), each once, on at most `threads` threads; the first exception is thrown
// again here. Results must not depend on the order of the calls.
template <typename Work>
void for_each_index(std::size_t count, int threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto run = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(failure_mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  const auto wanted = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
  std::vector<std::jthread> helpers;
  for (std::size_t t = 1; t < wanted; ++t) helpers.emplace_back(run);
  run();
  helpers.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace shareready
