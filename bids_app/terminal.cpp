#include "terminal.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <ctime>

#include "base/files.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_default_columns = 80;

std::size_t terminal_columns() {
  struct winsize size {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return k_default_columns;
  return size.ws_col;
}

}  // namespace

std::string run_id() {
  return fmt::format("{:%Y%m%dT%H%M%S}-{}", fmt::gmtime(std::time(nullptr)), ::getpid());
}

std::string duration_text(double seconds) {
  const auto whole = std::lround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  const long minutes = (whole + 30) / 60;
  if (minutes < 60) return fmt::format("{} min", minutes);
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

Terminal::Terminal(int verbosity)
    : verbosity_(verbosity),
      interactive_(::isatty(STDERR_FILENO) == 1),
      start_(std::chrono::steady_clock::now()) {}

Terminal::~Terminal() {
  clear_moving_line();
  if (log_ != nullptr) std::fclose(log_);
}

Status Terminal::open_log(const std::filesystem::path& folder) {
  const std::string path = (folder / (run_id() + ".log")).string();
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                          static_cast<mode_t>(Mode::secret));  // it names persons of the source
  log_ = file < 0 ? nullptr : ::fdopen(file, "a");
  if (log_ == nullptr) {
    const int reason = errno;
    if (file >= 0) ::close(file);
    return system_failure(ErrorCode::cannot_create, path, "the log cannot be created", reason);
  }
  return Done{};
}

void Terminal::clear_moving_line() {
  if (moving_) fmt::print(stderr, "\r\033[K");
  moving_ = false;
}

void Terminal::show_moving_line(std::string_view line) {
  clear_moving_line();
  fmt::print(stderr, "{}", line.substr(0, terminal_columns() - 1));
  std::fflush(stderr);
  moving_ = true;
}

void Terminal::log(std::string_view line) {
  if (log_ == nullptr) return;
  fmt::print(log_, "{:%Y-%m-%dT%H:%M:%SZ} {}\n", fmt::gmtime(std::time(nullptr)), line);
  std::fflush(log_);
}

void Terminal::say(Detail detail, std::string_view line) {
  const std::scoped_lock guard(mutex_);
  log(line);
  if (static_cast<int>(detail) > verbosity_) return;
  clear_moving_line();
  fmt::print(stderr, "{}\n", line);
}

void Terminal::note(std::string_view line) {
  const std::scoped_lock guard(mutex_);
  log(line);
}

void Terminal::advance(std::size_t done, std::size_t total, std::string_view subject) {
  const std::scoped_lock guard(mutex_);
  if (total != total_ || done < done_) start_ = std::chrono::steady_clock::now();  // the next thing to count
  total_ = total;
  done_ = done;
  std::string line = fmt::format("[{}/{}] {}", done, total, subject);
  if (done > 0 && done < total) {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
    line += fmt::format(", {} left", duration_text(spent.count() / static_cast<double>(done) *
                                                   static_cast<double>(total - done)));
  }
  log(line);
  if (interactive_) return show_moving_line(line);
  fmt::print(stderr, "{}\n", line);
}

void Terminal::begin(std::size_t total, std::string_view subject) {
  const std::scoped_lock guard(mutex_);
  start_ = std::chrono::steady_clock::now();
  total_ = total;
  done_ = 0;
  if (interactive_) show_moving_line(fmt::format("[0/{}] {}", total, subject));
}

Observer Terminal::observer() {
  return {.say = [this](Detail detail, std::string_view line) { say(detail, line); },
          .advance = [this](std::size_t done, std::size_t total,
                            std::string_view subject) { advance(done, total, subject); }};
}

}  // namespace shareready
