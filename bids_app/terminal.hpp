#pragma once

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "stage/observer.hpp"

namespace shareready {

// Progress for people: one moving line on a terminal, plain lines elsewhere, and every line in the log once
// it is open. All of it goes to standard error; standard output holds the last line alone.
class Terminal {
 public:
  explicit Terminal(int verbosity);
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal();

  // Opens logs/<run id>.log; what was said before is not in it. Errors: cannot_create.
  Status open_log(const std::filesystem::path& folder);
  void say(Detail detail, std::string_view line);
  void note(std::string_view line);  // in the log only
  // Shows on a terminal, before the first is done, how many there are to do.
  void begin(std::size_t total, std::string_view subject);
  void advance(std::size_t done, std::size_t total, std::string_view subject);
  [[nodiscard]] Observer observer();

 private:
  void clear_moving_line();
  void show_moving_line(std::string_view line);
  void log(std::string_view line);

  std::mutex mutex_;
  int verbosity_;
  bool interactive_;
  bool moving_ = false;
  std::FILE* log_ = nullptr;
  std::size_t done_ = 0;
  std::size_t total_ = 0;
  std::chrono::steady_clock::time_point start_;  // of what is being counted
};

// "20261123T145655-4711": when, and by which process.
std::string run_id();

// "40 s", "3 min", "2 h 05 min".
std::string duration_text(double seconds);

}  // namespace shareready
